# organisation_is_left.sed - an organisation ends while people act for it.
# A judge is broken, not a table: the model only.
# Caught by   L1_nobody_acts_for_what_ended
# Bounds      -DPROFESSIONALS=3 -DNEED_OFFERS=0 -DCARE_OFFERS=1 -DJOINS=0 -DROSTER_MOVES=0 -DACCOUNT_ENDS=1
# SPDX-License-Identifier: EUPL-1.2
s/!theirs_ended && !SOMEBODY_ACTS && /!theirs_ended \&\& /
