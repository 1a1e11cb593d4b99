# late_stays_behind.sed - that somebody is late stays with who managed the care.
# Caught by   L3_late_is_with_the_care_manager
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=1 -DJOINS=0 -DROSTER_MOVES=0 -DSTAYS=1
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define LATE_GOES_ALONG 1/#define LATE_GOES_ALONG 0/
