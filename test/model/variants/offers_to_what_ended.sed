# offers_to_what_ended.sed - a service that has ended is offered care.
# A judge is broken, not a table: the model only.
# Caught by   L2_what_ended_is_offered_nothing
# Bounds      -DPROFESSIONALS=3 -DNEED_OFFERS=0 -DCARE_OFFERS=1 -DJOINS=0 -DROSTER_MOVES=0 -DACCOUNT_ENDS=1
# SPDX-License-Identifier: EUPL-1.2
s/account == SERVICE && !theirs_ended || IN/account == SERVICE || IN/
