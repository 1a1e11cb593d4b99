# danger_never_handed_back.sed - after the danger duty goes on bearing.
# Caught by   L2_handed_back_when_safe
# SPDX-License-Identifier: EUPL-1.2
s/NEED_MOVE(SAFE, IN_DANGER, OPEN, BACK)/NEED_MOVE(SAFE, IN_DANGER, OPEN, KEEP)/
