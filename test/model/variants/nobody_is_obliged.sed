# nobody_is_obliged.sed - a table obliges an organisation that has ended.
# A judge is broken, not a table: the model only.
# Caught by   L1_who_is_obliged_is_there
# Bounds      -DPROFESSIONALS=3 -DNEED_OFFERS=0 -DCARE_OFFERS=1 -DJOINS=0 -DROSTER_MOVES=0 -DACCOUNT_ENDS=1 -DCASES=1
# SPDX-License-Identifier: EUPL-1.2
s/NEED_LIVES && !theirs_ended ->/NEED_LIVES ->/
