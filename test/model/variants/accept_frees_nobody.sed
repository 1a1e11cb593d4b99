# accept_frees_nobody.sed - who declined holds along although somebody has accepted.
# Caught by   L2_who_declined_holds_along
# SPDX-License-Identifier: EUPL-1.2
s/HANDOVER_MOVE(ACCEPT, OFFERED, ACCEPTED, TO_RECEIVER, no_share, free, sender_stays)/HANDOVER_MOVE(ACCEPT, OFFERED, ACCEPTED, TO_RECEIVER, no_share, no_free, sender_stays)/
