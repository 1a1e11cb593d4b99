# decision_moves.sed - a table says who bears it from now on.
# Caught by   L1_table_moves_nothing
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=0 -DJOINS=0 -DROSTER_MOVES=0 -DCASES=1
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define DECISION_MOVES 0/#define DECISION_MOVES 1/
