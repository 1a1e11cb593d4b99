# two_offers_at_once.sed - another offer is made while one is open.
# Caught by   L2_one_open_offer
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define NO_OPEN_OFFER(subject) .*/#define NO_OPEN_OFFER(subject) true/
