# accepts_in_danger.sed - somebody accepts while duty holds.
# Caught by   L2_duty_holds_in_danger
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define NO_DANGER(i) .*/#define NO_DANGER(i) true/
