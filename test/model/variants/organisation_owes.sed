# organisation_owes.sed - an organisation ends while a decision obliges it.
# A judge is broken, not a table: the model only.
# Caught by   L1_who_is_obliged_is_there
# Bounds      -DPROFESSIONALS=3 -DNEED_OFFERS=0 -DCARE_OFFERS=1 -DJOINS=0 -DROSTER_MOVES=0 -DACCOUNT_ENDS=1 -DCASES=1
# SPDX-License-Identifier: EUPL-1.2
s/!SOMEBODY_ACTS && !t.known)/!SOMEBODY_ACTS)/
