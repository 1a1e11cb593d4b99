/* main.c - the program.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_commands.h"
#include <unistd.h>

int main(int argc, char **argv)
{
	return app_commands_main(argc, argv, environ);
}
