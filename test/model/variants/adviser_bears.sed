# adviser_bears.sed - who gives advice has it from then on.
# Caught by   L2_advice_takes_nothing_over
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=0 -DROSTER_MOVES=0 -DCONSULTS=1
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define ADVICE_BEARS 0/#define ADVICE_BEARS 1/
