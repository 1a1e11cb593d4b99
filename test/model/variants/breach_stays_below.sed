# breach_stays_below.sed - what was not done in time is seen by nobody above.
# Caught by   L1_breach_lies_above
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=0 -DJOINS=0 -DROSTER_MOVES=0 -DCASES=1
# SPDX-License-Identifier: EUPL-1.2
s/TABLE_MOVE(BREACH, DECIDED, BREACHED, clocked, binds, goes_up)/TABLE_MOVE(BREACH, DECIDED, BREACHED, clocked, binds, stays_there)/
