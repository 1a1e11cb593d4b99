# answer_is_lost.sed - advice is given, and lies with nobody.
# Caught by   L2_advice_is_not_lost
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=0 -DROSTER_MOVES=0 -DCONSULTS=1
# SPDX-License-Identifier: EUPL-1.2
s/CONSULT_MOVE(ANSWER, ASKED, ANSWERED, comes_back, no_join)/CONSULT_MOVE(ANSWER, ASKED, ANSWERED, stays_away, no_join)/
