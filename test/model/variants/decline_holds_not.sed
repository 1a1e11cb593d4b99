# decline_holds_not.sed - who declines is rid of it.
# Caught by   L2_who_declined_holds_along
# SPDX-License-Identifier: EUPL-1.2
s/HANDOVER_MOVE(DECLINE, OFFERED, DECLINED, KEEP, share, no_free, sender_free)/HANDOVER_MOVE(DECLINE, OFFERED, DECLINED, KEEP, no_share, no_free, sender_free)/
