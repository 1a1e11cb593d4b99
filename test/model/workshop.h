/* workshop.h - a directory in which the verifier is made from the model, and run.
 *
 * Ownership   workshop_open makes the directory; workshop_close takes it away, or leaves it to be
 *             looked at. Programs are found on PATH and run without a shell.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#define WORKSHOP_PATH 1024
#define WORKSHOP_NAME 96

struct workshop {
	char directory[WORKSHOP_PATH];
};

/* What a run of the verifier found. */
struct finding {
	bool complete; /* all of the state space was searched */
	long errors;
	char broken[WORKSHOP_NAME]; /* the law, or "a cycle"; empty if none */
	long states;
	long depth;
	long memory_mb;
	double seconds;
};

bool workshop_open(struct workshop *workshop, const char *parent);
void workshop_close(struct workshop *workshop, bool keep);
/* The path of a file in the directory. */
void workshop_path(const struct workshop *workshop, const char *name, char path[WORKSHOP_PATH]);

/* Runs a program (NULL ends its arguments) in the directory with its output in the file `output`.
 * True if it ends with 0. */
bool workshop_run(
	const struct workshop *workshop, const char *output, const char *const *arguments);
/* Puts the model into the directory as vangnet.pml, changed by a sed script unless that is NULL. */
bool workshop_take(const struct workshop *workshop, const char *model, const char *script);
/* Makes the verifier; bounds as "-DJOINS=0 -DCARE_OFFERS=1", options for the compiler likewise. */
bool workshop_make(const struct workshop *workshop, const char *bounds, const char *options);
/* Runs the verifier; false if what it prints cannot be read. */
bool workshop_verify(const struct workshop *workshop, const char *options, struct finding *finding);
/* Prints the commands that led to what the verifier found. */
void workshop_tell(const struct workshop *workshop, const char *bounds);
