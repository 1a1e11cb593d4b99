# turns_without_yes.sed - who gave advice is asked to join, and nobody asks the person.
# Caught by   L0_nothing_without_yes
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=0 -DROSTER_MOVES=0 -DCONSULTS=1
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^	:: YES(agrees) \&\& JUDGE_TURN(agrees)/	:: JUDGE_TURN(agrees)/
