# naming_ends_the_term.sed - who is named has all the time there is.
# Caught by   L3_case_is_watched
# Bounds      -DNEED_OFFERS=1 -DCARE_OFFERS=0 -DJOINS=0 -DROSTER_MOVES=0 -DCASES=1
# SPDX-License-Identifier: EUPL-1.2
s/TABLE_MOVE(NAME, DECIDED, NAMED, clocked, binds, stays_there)/TABLE_MOVE(NAME, DECIDED, NAMED, unclocked, binds, stays_there)/
