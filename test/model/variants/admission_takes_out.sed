# admission_takes_out.sed - who is admitted loses somebody of the team.
# Caught by   L2_nobody_leaves_by_a_stay
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=0 -DROSTER_MOVES=0 -DSTAYS=1
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define ADMISSION_TAKES_OUT 0/#define ADMISSION_TAKES_OUT 1/
