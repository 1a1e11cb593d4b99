# expire_without_fallback.sed - when an offer runs out nobody bears any more.
# Bounds      -DCARE_OFFERS=0
# Caught by   L1_one_bearer_in_team
# SPDX-License-Identifier: EUPL-1.2
s/HANDOVER_MOVE(EXPIRE, OFFERED, EXPIRED, KEEP, no_share, no_free, sender_free)/HANDOVER_MOVE(EXPIRE, OFFERED, EXPIRED, NOBODY, no_share, no_free, sender_free)/
