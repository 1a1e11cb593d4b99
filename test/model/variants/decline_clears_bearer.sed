# decline_clears_bearer.sed - a decline takes the bearer away.
# Caught by   L1_one_bearer_in_team
# SPDX-License-Identifier: EUPL-1.2
s/HANDOVER_MOVE(DECLINE, OFFERED, DECLINED, KEEP, share, no_free, sender_free)/HANDOVER_MOVE(DECLINE, OFFERED, DECLINED, NOBODY, share, no_free, sender_free)/
