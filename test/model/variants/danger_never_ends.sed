# danger_never_ends.sed - what is safe again stays in danger.
# Caught by   danger_ends_in_handing_back
# SPDX-License-Identifier: EUPL-1.2
s/NEED_MOVE(SAFE, IN_DANGER, OPEN, BACK)/NEED_MOVE(SAFE, IN_DANGER, IN_DANGER, KEEP)/
