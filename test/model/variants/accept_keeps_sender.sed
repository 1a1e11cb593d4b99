# accept_keeps_sender.sed - who accepts does not come to bear it.
# Caught by   L2_who_accepts_bears
# SPDX-License-Identifier: EUPL-1.2
s/HANDOVER_MOVE(ACCEPT, OFFERED, ACCEPTED, TO_RECEIVER, no_share, free, sender_stays)/HANDOVER_MOVE(ACCEPT, OFFERED, ACCEPTED, KEEP, no_share, free, sender_stays)/
