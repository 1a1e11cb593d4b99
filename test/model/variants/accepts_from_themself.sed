# accepts_from_themself.sed - the care manager accepts the care management from themself.
# Caught by   L2_nobody_accepts_from_themself
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define NOT_FROM_SELF(i) .*/#define NOT_FROM_SELF(i) (i >= CARE || me != bearer)/
