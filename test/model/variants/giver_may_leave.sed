# giver_may_leave.sed - who gave it away leaves before the first contact.
# Caught by   L2_giver_stays_until_contact
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define BEFORE_CONTACT .*/#define BEFORE_CONTACT false/
