# adviser_is_in.sed - who gave advice is in the team without a yes of their own.
# Caught by   L2_advice_takes_nothing_over
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=0 -DROSTER_MOVES=0 -DCONSULTS=1
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define ADVICE_BRINGS_IN 0/#define ADVICE_BRINGS_IN 1/
