# advice_never_ends.sed - the clock comes by and the question stands.
# Caught by   every_question_for_advice_ends
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=0 -DROSTER_MOVES=0 -DCONSULTS=1
# SPDX-License-Identifier: EUPL-1.2
s/CONSULT_MOVE(EXPIRE, ASKED, EXPIRED, comes_back, no_join)/CONSULT_MOVE(EXPIRE, ASKED, ASKED, stays_away, no_join)/
