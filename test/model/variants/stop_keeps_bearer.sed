# stop_keeps_bearer.sed - who stops goes on bearing.
# Caught by   L1_who_stops_is_free
# SPDX-License-Identifier: EUPL-1.2
s/NEED_MOVE(STOP, OPEN, OPEN, TO_CARE_MANAGER)/NEED_MOVE(STOP, OPEN, OPEN, KEEP)/
