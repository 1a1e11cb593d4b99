# close_frees_nobody.sed - who declined holds along after the need is closed.
# Caught by   L2_closed_need_binds_nobody
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/:: event == NEED_CLOSE -> sharing\[0\] = 0/:: event == NEED_CLOSE/
