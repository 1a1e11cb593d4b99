# professional_stops.sed - a professional stops in place of handing over.
# Caught by   L1_no_professional_stops
# A judge is broken, not a table: the model only.
# SPDX-License-Identifier: EUPL-1.2
s/^#define MAY_STOP .*/#define MAY_STOP true/
