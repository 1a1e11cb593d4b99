/* test_vault_core.c - a program that dies with a vault open leaves a core dump, made here on
 * purpose, in which no key is: not the site's, not the secrets that follow from it, not a person's.
 *
 * Where the system gives the core to another program (core_pattern) or none at all, gdb's gcore
 * makes it; where that is not there either it is said, and the test is skipped. So it is where the
 * address sanitizer lays out the stack: frames that are over are not written over by the next then.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fixture.h"
#include "vault/vault_private.h"
#include <dirent.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define STACK_IS_ANOTHERS
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define STACK_IS_ANOTHERS
#endif

#define TEXT SPAN_LITERAL("Ik slaap al weken slecht.")
/* Stands in ordinary memory, so that what is looked at is known to be a core of that program. */
#define MARK "dit staat wel in de kern 7f3a"
#define PATTERNS 5

struct pattern {
	const char *what;
	uint8_t bytes[VAULT_KEY_BYTES];
};

/* What the child found out about its own keys, in memory that both have. */
struct shared {
	struct pattern patterns[PATTERNS];
	volatile bool ready;
};

static void pattern(struct shared *shared, size_t at, const char *what, const uint8_t *bytes)
{
	shared->patterns[at].what = what;
	memcpy(shared->patterns[at].bytes, bytes, VAULT_KEY_BYTES);
}

/* Uses the vault as a server does: keys drawn, kept, read again, texts sealed and opened. */
static void use(struct fixture *fixture, struct shared *shared)
{
	uint8_t key[VAULT_KEY_BYTES];
	struct id subject = fixture_subject(fixture);
	struct span sealed = fixture_seal(fixture, fixture->vault, subject, VAULT_STORY, TEXT), text;
	uint8_t index[VAULT_INDEX_BYTES];
	fixture_reopen(fixture);
	assert_ok(fixture_unseal(fixture, subject, VAULT_STORY, sealed, &text));
	vault_index(fixture->vault, "test", TEXT, index);
	assert_ok(vault_key_find(fixture->vault, subject, key, &fixture->error));
	pattern(shared, 0, "the site's key", fixture->vault->site->keys[1]);
	pattern(shared, 1, "the secret of indexes", fixture->vault->site->index_secret);
	pattern(shared, 2, "the secret that others follow from", fixture->vault->site->derive_secret);
	pattern(shared, 3, "a person's key", key);
	sodium_memzero(key, sizeof key);
	struct id pending = id_draw(&fixture->prng);
	struct vault_key_record record;
	assert_ok(vault_key_draw(fixture->vault, pending, &fixture->prng, &record, &fixture->error));
	assert_ok(vault_key_find(fixture->vault, pending, key, &fixture->error));
	pattern(shared, 4, "a key that is drawn and not kept", key);
	sodium_memzero(key, sizeof key);
}

/* The child: with the keys at hand until it dies, or until gcore has looked. */
static void live(struct fixture *fixture, struct shared *shared, const char *folder, bool die)
{
	const struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
	char *mark = calloc(1, sizeof(MARK));
	fixture_reopen(fixture);
	use(fixture, shared);
	/* In the parent's view, which is no part of a core of this one. */
	assert_int_equal(madvise(shared, sizeof *shared, MADV_DONTDUMP), 0);
	assert_non_null(mark);
	memcpy(mark, MARK, sizeof(MARK));
	if (chdir(folder) != 0 || setrlimit(RLIMIT_CORE, &all) != 0) _exit(3);
	shared->ready = true;
	if (die) {
		/* Not cmocka's handler. */
		signal(SIGABRT, SIG_DFL);
		abort();
	}
	for (;;) pause();
}

static bool find_core(const char *folder, char path[300])
{
	DIR *directory = opendir(folder);
	const struct dirent *entry;
	bool found = false;
	assert_non_null(directory);
	while (!found && (entry = readdir(directory)) != NULL) {
		found = strncmp(entry->d_name, "core", 4) == 0;
		if (found) snprintf(path, 300, "%s/%.100s", folder, entry->d_name);
	}
	closedir(directory);
	return found;
}

static char *read_all(const char *path, size_t *size)
{
	struct stat facts;
	int file = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(file >= 0);
	assert_int_equal(fstat(file, &facts), 0);
	*size = (size_t)facts.st_size;
	char *text = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, file, 0);
	assert_true(text != MAP_FAILED);
	close(file);
	return text;
}

static bool core_of_a_death(struct fixture *fixture, struct shared *shared, char path[300])
{
	int how = 0;
	pid_t child = fork();
	if (child == 0) live(fixture, shared, fixture->folder, true);
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_true(shared->ready);
	assert_true(WIFSIGNALED(how) && WTERMSIG(how) == SIGABRT);
	return WCOREDUMP(how) && find_core(fixture->folder, path);
}

/* Whether gcore could look at it; it says nothing. */
static bool run_gcore(pid_t child, char *stem)
{
	char name[] = "gcore", option[] = "-o", number[16];
	char *arguments[] = {name, option, stem, number, NULL};
	int how = 0;
	snprintf(number, sizeof number, "%d", (int)child);
	pid_t looking = fork();
	if (looking == 0) {
		int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
		dup2(nothing, 1);
		dup2(nothing, 2);
		execvp(name, arguments);
		_exit(127);
	}
	assert_int_equal(waitpid(looking, &how, 0), looking);
	return WIFEXITED(how) && WEXITSTATUS(how) == 0;
}

static bool core_by_gcore(struct fixture *fixture, struct shared *shared, char path[300])
{
	char stem[200];
	snprintf(stem, sizeof stem, "%s/core", fixture->folder);
	shared->ready = false;
	pid_t child = fork();
	if (child == 0) live(fixture, shared, fixture->folder, false);
	while (!shared->ready) usleep(1000);
	bool looked = run_gcore(child, stem);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	return looked && find_core(fixture->folder, path);
}

static void test_core__has_no_key_in_it(void **state)
{
#ifdef STACK_IS_ANOTHERS
	printf("SKIPPED: the address sanitizer keeps frames that are over\n");
	skip();
#endif
	struct fixture *fixture = *state;
	char path[300] = {0};
	size_t size = 0;
	struct shared *shared =
		mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(shared != MAP_FAILED);
	/* The child opens its own. */
	vault_close(fixture->vault);
	fixture->vault = NULL;
	if (!core_of_a_death(fixture, shared, path) && !core_by_gcore(fixture, shared, path)) {
		munmap(shared, sizeof *shared);
		printf("SKIPPED: this system leaves no core dump, and there is no gcore\n");
		skip();
	}
	char *core = read_all(path, &size);
	if (memmem(core, size, MARK, strlen(MARK)) == NULL) fail_msg("this is no core of that program");
	for (size_t i = 0; i < PATTERNS; i++) {
		const struct pattern *one = &shared->patterns[i];
		assert_non_null(one->what);
		assert_false(sodium_is_zero(one->bytes, VAULT_KEY_BYTES));
		if (memmem(core, size, one->bytes, VAULT_KEY_BYTES) != NULL)
			fail_msg("%s is in the core dump", one->what);
	}
	printf("a core of %zu bytes: none of %d keys is in it\n", size, PATTERNS);
	munmap(core, size);
	munmap(shared, sizeof *shared);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_core__has_no_key_in_it, fixture_start, fixture_stop),
	};
	return cmocka_run_group_tests_name("vault_core", tests, NULL, NULL);
}
