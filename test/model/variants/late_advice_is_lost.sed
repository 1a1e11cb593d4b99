# late_advice_is_lost.sed - a question that nobody answered in time lies with nobody.
# Caught by   L2_advice_is_not_lost
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=0 -DROSTER_MOVES=0 -DCONSULTS=1
# SPDX-License-Identifier: EUPL-1.2
s/CONSULT_MOVE(EXPIRE, ASKED, EXPIRED, comes_back, no_join)/CONSULT_MOVE(EXPIRE, ASKED, EXPIRED, stays_away, no_join)/
