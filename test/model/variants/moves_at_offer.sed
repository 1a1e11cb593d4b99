# moves_at_offer.sed - the bearer changes at the offer, before anybody has said yes.
# Bounds      -DCARE_OFFERS=0
# Caught by   L2_bearer_moves_only_by_rule
# SPDX-License-Identifier: EUPL-1.2
s/HANDOVER_MOVE(OFFER, NONE, OFFERED, KEEP, no_share, no_free, sender_stays)/HANDOVER_MOVE(OFFER, NONE, OFFERED, TO_RECEIVER, no_share, no_free, sender_stays)/
