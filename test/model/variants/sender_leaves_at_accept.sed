# sender_leaves_at_accept.sed - who gave it away may leave before the first contact.
# Caught by   L2_giver_stays_until_contact
# SPDX-License-Identifier: EUPL-1.2
s/HANDOVER_MOVE(ACCEPT, OFFERED, ACCEPTED, TO_RECEIVER, no_share, free, sender_stays)/HANDOVER_MOVE(ACCEPT, OFFERED, ACCEPTED, TO_RECEIVER, no_share, free, sender_free)/
