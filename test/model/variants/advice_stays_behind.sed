# advice_stays_behind.sed - advice that came back stays with who left, or managed the care.
# Caught by   L2_advice_is_not_lost
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=0 -DROSTER_MOVES=0 -DCONSULTS=1
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define ADVICE_GOES_ALONG 1/#define ADVICE_GOES_ALONG 0/
