# advises_too_late.sed - an answer is taken after its time.
# Caught by   L2_no_answer_after_the_end
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=0 -DROSTER_MOVES=0 -DCONSULTS=1
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define ADVICE_IN_TIME .*/#define ADVICE_IN_TIME true/
