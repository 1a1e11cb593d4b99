# danger_keeps_bearer.sed - in danger duty does not take over.
# Caught by   L2_duty_holds_in_danger
# SPDX-License-Identifier: EUPL-1.2
s/NEED_MOVE(DANGER, OPEN, IN_DANGER, TO_DUTY)/NEED_MOVE(DANGER, OPEN, IN_DANGER, KEEP)/
