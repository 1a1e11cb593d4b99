# asking_never_ends.sed - the clock comes by and the asking stands.
# Caught by   every_asking_ends
# SPDX-License-Identifier: EUPL-1.2
s/JOIN_MOVE(EXPIRE, ASKED, EXPIRED, not_member)/JOIN_MOVE(EXPIRE, ASKED, ASKED, not_member)/
