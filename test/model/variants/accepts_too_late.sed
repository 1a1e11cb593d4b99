# accepts_too_late.sed - an answer counts after the time is over.
# Caught by   L2_no_answer_after_the_end
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define IN_TIME(i) .*/#define IN_TIME(i) true/
