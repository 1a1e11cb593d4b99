# stop_keeps_nobody.sed - who stops leaves the need to nobody.
# Caught by   L1_one_bearer_in_team
# SPDX-License-Identifier: EUPL-1.2
s/NEED_MOVE(STOP, OPEN, OPEN, TO_CARE_MANAGER)/NEED_MOVE(STOP, OPEN, OPEN, NOBODY)/
