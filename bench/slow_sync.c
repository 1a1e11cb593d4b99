/* slow_sync.c - adds VANGNET_SYNC_DELAY_US to every sync; loaded before libc (LD_PRELOAD).
 *
 * So that a machine with a fast disk shows what committing together is worth on a slow one.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static void delay(void)
{
	static int delay_us = -1;
	if (delay_us < 0) {
		const char *text = getenv("VANGNET_SYNC_DELAY_US");
		delay_us = text == NULL ? 0 : (int)strtol(text, NULL, 10);
	}
	if (delay_us > 0) usleep((useconds_t)delay_us);
}

int fdatasync(int fd)
{
	delay();
	return (int)syscall(SYS_fdatasync, fd);
}

int fsync(int fd)
{
	delay();
	return (int)syscall(SYS_fsync, fd);
}
