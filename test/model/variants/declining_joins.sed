# declining_joins.sed - who says no is in the team all the same.
# Caught by   L0_nothing_without_yes
# SPDX-License-Identifier: EUPL-1.2
s/JOIN_MOVE(DECLINE, ASKED, DECLINED, not_member)/JOIN_MOVE(DECLINE, ASKED, DECLINED, member)/
