# late_gives_up_the_place.sed - who is late has no place at home any more.
# Caught by   L1_place_at_home_is_kept
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=0 -DROSTER_MOVES=0 -DSTAYS=1
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define LATE_GIVES_UP_THE_PLACE 0/#define LATE_GIVES_UP_THE_PLACE 1/
