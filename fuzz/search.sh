#!/bin/sh
# search.sh - lets one fuzzer search for a while, from its seeds, always the same way.
# SPDX-License-Identifier: EUPL-1.2
#
#     search.sh RUNS FUZZER SEEDS_DIRECTORY [SEED_FILE]...
#
# So many inputs, a hundred times as many with VANGNET_DEEP. What it learns goes to a folder
# that is thrown away; an input that breaks something is left in the directory of the build.
set -eu
runs=$1 fuzzer=$2
shift 2
[ -n "${VANGNET_DEEP:-}" ] && runs=$((runs * 100))
learned=$(mktemp -d)
trap 'rm -rf "$learned"' EXIT
for seeds in "$@"; do
	if [ -d "$seeds" ]; then
		cp "$seeds"/* "$learned"
	else
		cp "$seeds" "$learned"
	fi
done
# Without seeds it would search, and find, nothing.
[ -n "$(ls "$learned")" ]
"$fuzzer" -runs="$runs" -seed=1 -error_exitcode=1 -timeout=60 -verbosity=0 -print_final_stats=1 \
	-artifact_prefix="${MESON_BUILD_ROOT:-.}/$(basename "$fuzzer")-" "$learned"
