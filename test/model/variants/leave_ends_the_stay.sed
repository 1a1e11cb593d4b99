# leave_ends_the_stay.sed - who goes on leave has no place at home any more, and no way back.
# Caught by   L1_place_at_home_is_kept
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=0 -DROSTER_MOVES=0 -DSTAYS=1
# SPDX-License-Identifier: EUPL-1.2
s/STAY_MOVE(LEAVE, ADMITTED, ON_LEAVE, open_stay)/STAY_MOVE(LEAVE, ADMITTED, ON_LEAVE, over_stay)/
