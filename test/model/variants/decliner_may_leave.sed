# decliner_may_leave.sed - who declined leaves the team.
# Caught by   L2_who_declined_holds_along
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define HOLDS_ALONG .*/#define HOLDS_ALONG false/
