#!/usr/bin/env python3
# test_texts.py - every text that a page names is there, and every text of the pages is named.
#
#     test_texts.py <root of the project>
#
# A key that is put together ("web.ask.${step}.title") stands for all that have its form.
# SPDX-License-Identifier: EUPL-1.2
import json
import pathlib
import re
import sys

KEY = re.compile(r'[`"\'](web(?:\.(?:[a-z0-9_-]|\$\{[^}]*\})+)+)[`"\']')


def form_of(key):
	parts = re.split(r"\$\{[^}]*\}", key)
	return re.compile(r"[a-z0-9_.-]*".join(re.escape(part) for part in parts))


def main():
	root = pathlib.Path(sys.argv[1])
	texts = {language: json.loads((root / f"data/messages/{language}.json").read_text("utf-8"))
		for language in ("nl", "en")}
	own = {key for key in texts["nl"] if key.startswith("web.")}
	faults = [f"{key}: not in both languages" for key in set(texts["nl"]) ^ set(texts["en"])]
	used = set()
	for path in sorted((root / "web/src").rglob("*.ts*")):
		for key in KEY.findall(path.read_text("utf-8")):
			found = {one for one in own if form_of(key).fullmatch(one)}
			if not found:
				faults.append(f"{path.relative_to(root)}: {key} is nowhere")
			used |= found
	faults += [f"{key}: no page has it" for key in sorted(own - used)]
	for key in own:
		names = [set(re.findall(r"{(\w+)}", texts[language][key])) for language in texts]
		if names[0] != names[1]:
			faults.append(f"{key}: other parameters in the other language")
	if len(used) < 100:
		faults.append(f"only {len(used)} texts were found")
	print(f"{len(own)} texts of the pages, {len(used)} named")
	print("\n".join(faults))
	return 1 if faults else 0


sys.exit(main())
