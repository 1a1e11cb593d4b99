#!/usr/bin/env python3
# test_keys.py - every text that the source names by its key is there.
#
#     test_keys.py <src> <nl.json>
#
# Keys that are put together from codes and commands are tested in test_api_texts.c; these are the
# ones that stand in the source as they are.
# SPDX-License-Identifier: EUPL-1.2
import json
import pathlib
import re
import sys

FIRST = "problem|fault|import|front|play|region|date|law|refusal|moment"
KEY = re.compile(rf'"((?:{FIRST})\.[a-z_.]*[a-z_])"')


def main():
	with open(sys.argv[2], encoding="utf-8") as file:
		texts = json.load(file)
	faults = []
	named = 0
	for path in sorted(pathlib.Path(sys.argv[1]).glob("a[pi]*/*.c")):
		for key in KEY.findall(path.read_text(encoding="utf-8")):
			named += 1
			both = key.startswith(("problem.", "fault."))
			wanted = [f"{key}.title", f"{key}.accept"] if both else [key]
			faults += [f"{path.name}: {one}" for one in wanted if one not in texts]
	if named == 0:
		faults.append("no keys were found in the source")
	print(f"{named} keys in the source")
	print("\n".join(faults))
	return 1 if faults else 0


sys.exit(main())
