# giver_account_may_end.sed - the account of who gave it away ends before the first contact.
# Caught by   L2_giver_stays_until_contact
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define TIED_TO_ACCOUNT .*/#define TIED_TO_ACCOUNT (IS_CARE_MANAGER || BEARS || BORE_BEFORE_DANGER || HOLDS_ALONG)/
