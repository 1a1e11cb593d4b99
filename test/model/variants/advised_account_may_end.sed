# advised_account_may_end.sed - who has advice to close may end their account.
# Caught by   L2_advice_is_not_lost
# Bounds      -DNEED_OFFERS=0 -DCARE_OFFERS=0 -DROSTER_MOVES=0 -DCONSULTS=1 -DACCOUNT_ENDS=1
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define TIED_TO_ACCOUNT (TIED_TO_TEAM || HAS_ADVICE)/#define TIED_TO_ACCOUNT TIED_TO_TEAM/
