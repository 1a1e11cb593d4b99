# stays_without_yes.sed - nobody asks the person whether they want to be there.
# Caught by   L0_nothing_without_yes
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=0 -DROSTER_MOVES=0 -DSTAYS=1
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define STAY_YES(agrees) .*/#define STAY_YES(agrees) true/
