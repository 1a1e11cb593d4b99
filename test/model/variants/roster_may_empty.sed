# roster_may_empty.sed - the last one on duty may go off it.
# Caught by   L1_roster_never_empty
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define LAST_ON_DUTY .*/#define LAST_ON_DUTY false/
