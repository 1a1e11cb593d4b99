/* main.c - `tidy <source root> [<build directory>]`: runs the house check and says how it went.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "tidy.h"

int main(int count, char **arguments)
{
	if (count < 2 || count > 3) {
		fprintf(stderr, "usage: tidy <source root> [<build directory>]\n");
		return 2;
	}
	int findings = tidy_run(arguments[1], count == 3 ? arguments[2] : NULL, stdout);
	if (findings < 0) return 2;
	if (findings > 0) fprintf(stderr, "tidy: %d findings\n", findings);
	return findings == 0 ? 0 : 1;
}
