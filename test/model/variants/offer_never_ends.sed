# offer_never_ends.sed - the clock comes by and the offer stands.
# Caught by   every_offer_of_the_need_ends
# SPDX-License-Identifier: EUPL-1.2
s/HANDOVER_MOVE(EXPIRE, OFFERED, EXPIRED, KEEP, no_share, no_free, sender_free)/HANDOVER_MOVE(EXPIRE, OFFERED, OFFERED, KEEP, no_share, no_free, sender_free)/
