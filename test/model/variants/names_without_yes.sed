# names_without_yes.sed - nobody asks the person about who is named.
# Caught by   L0_nothing_without_yes
# Bounds      -DNEED_OFFERS=1 -DCARE_OFFERS=0 -DJOINS=0 -DROSTER_MOVES=0 -DCASES=1
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define NAME_YES(agrees) .*/#define NAME_YES(agrees) true/
