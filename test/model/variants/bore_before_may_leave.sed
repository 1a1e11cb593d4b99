# bore_before_may_leave.sed - who bore it before the danger leaves, and gets it back.
# Caught by   L1_one_bearer_in_team
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define BORE_BEFORE_DANGER .*/#define BORE_BEFORE_DANGER false/
