# late_is_never_told.sed - the day passes and nobody is told.
# Caught by   every_late_stay_is_told
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=0 -DROSTER_MOVES=0 -DSTAYS=1
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define CLOCK_COMES_BY true/#define CLOCK_COMES_BY false/
