# without_yes.sed - nobody asks the person.
# Caught by   L0_nothing_without_yes
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define JUDGE_YES(agrees) .*/#define JUDGE_YES(agrees) true/
