# bearer_may_leave.sed - who bears the need leaves the team.
# Caught by   L1_one_bearer_in_team
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define BEARS .*/#define BEARS false/
