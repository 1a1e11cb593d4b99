# contact_ends_next_offer.sed - a first contact makes the next open offer unknown.
# Caught by   L2_one_open_offer
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/:: event == HANDOVER_CONTACT .*/:: false/
