# care_manager_may_leave.sed - the care manager leaves the team.
# Caught by   L1_one_care_manager_in_team
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define IS_CARE_MANAGER .*/#define IS_CARE_MANAGER false/
