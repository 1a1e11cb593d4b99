/* api_exchange.h - the map of help of a region to a file and back: CSV, and JSON after HSDS 3.
 *
 * An import is read whole, then every entry of it is put beside what is there, and what differs
 * goes through the same commands that people use, all in one transaction: all of it, or nothing
 * (command_writer_run_whole). Everything that is wrong is told, each with its place.
 *
 * Invariants  (1) An entry is known again by its id: a UUID, or 32 hexadecimal digits, is the id;
 *                 anything else gives an id that follows from the source, the kind and that text.
 *             (2) Nothing ends by an import; what is not in the file stays as it is.
 *             (3) What its owner or an administrator confirmed last is not changed, unless
 *                 `overrule` says so: it is counted as kept.
 *             (4) What is written, read into an empty region and written again is the same.
 * Form        CSV: docs/exchange.md. HSDS: docs/exchange.md, and the schemas of HSDS 3.0.
 * Bounds      API_EXCHANGE_MAX_...; each field by the command it goes to.
 * Ownership   All that is read lives in the arena; the file's text must outlive it.
 * Source      HSDS 3.0 (docs.openreferral.org), RFC 4180
 * Tests       test/unit/api/test_api_exchange.c, test/contract/test_exchange.py,
 *             fuzz/fuzz_exchange_csv.c, fuzz/fuzz_exchange_hsds.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "api/api_decode.h"
#include "api/api_messages.h"
#include "command/command_writer.h"
#include "directory/capacity.h"
#include "directory/cost.h"
#include "directory/entry.h"

#define API_EXCHANGE_MAX_BYTES (16 * 1024 * 1024) /* of a file */
#define API_EXCHANGE_MAX_ENTRIES 10000
#define API_EXCHANGE_MAX_FAULTS 500 /* then nothing more is read */
#define API_EXCHANGE_MAX_ID_BYTES 200
#define API_EXCHANGE_MAX_SOURCE_BYTES 100
#define API_EXCHANGE_ARENA_BYTES ((size_t)256 * 1024 * 1024)

enum api_exchange_format { API_EXCHANGE_NONE, API_EXCHANGE_CSV, API_EXCHANGE_HSDS };
extern const struct codes api_exchange_format_codes;

/* Where in the file: a line and column, or a path in JSON. */
struct api_exchange_place {
	size_t line;      /* 0: there is a path */
	size_t column;    /* of a CSV file, counted from 1; 0: the whole line */
	const char *path; /* "contents[3].services[0].minimum_age" */
};

#define API_EXCHANGE_FAULT_PARAMETERS 4

struct api_exchange_fault {
	struct api_exchange_place place;
	const char *key; /* "problem.missing_field", "refusal.directory.ended" */
	size_t count;
	struct api_message_parameter parameters[API_EXCHANGE_FAULT_PARAMETERS];
};

/* An entry as the file has it. */
struct api_exchange_item {
	struct api_exchange_place place;
	enum entry_kind kind;
	struct id id;
	struct id organisation; /* of sites and services */
	struct id site;         /* of services */
	bool wrong;             /* has a fault: nothing more is said about what hangs on it */
	int64_t said;           /* mask of enum entry_field: what the file speaks about */
	int64_t faulty;         /* the same: what was wrong of that */
	struct command_params params;
	struct span hours;
	struct span municipalities;
	struct capacity *capacity;
	size_t capacity_count;
	struct cost *costs;
	size_t cost_count;
};

struct api_exchange {
	const struct region *division;
	struct arena *arena;
	struct span source; /* where the file is from: "sociale kaart"; may be empty */
	struct api_exchange_item *items;
	size_t count;
	size_t room;
	struct api_exchange_fault *faults;
	size_t fault_count;
	/* Of CSV: the column of each field, counted from 1; at 0 that of the organisation. 0: none. */
	size_t columns[ENTRY_FIELD_COUNT];
	bool full; /* a bound was reached: what is behind that was not read */
};

/* The arena has room for API_EXCHANGE_ARENA_BYTES. */
void api_exchange_init(struct api_exchange *exchange, const struct region *division,
	struct arena *arena, struct span source);
/* Reads the whole file; what is wrong becomes faults. */
void api_exchange_read(
	struct api_exchange *exchange, enum api_exchange_format format, struct span text);

struct api_exchange_result {
	size_t made, changed, unchanged;
	size_t kept; /* differs, but its owner or an administrator confirmed what is there */
};

/* Judges everything, adds what is refused to the faults, and writes all of it if nothing is wrong
 * and not `only_look`. *done: it was written (or would have been). */
struct api_exchange_options {
	int32_t region;
	bool overrule;
	bool only_look;
};
MUST_USE status api_exchange_run(struct api_exchange *exchange,
	const struct api_exchange_options *options, struct command_writer *writer,
	struct api_exchange_result *result, bool *done, struct error *error);

/* Faults in the order of the lines and columns of the file; those that have none stay last. */
void api_exchange_sort_faults(struct api_exchange *exchange);
/* "Regel 7, kolom 12: ..." */
void api_exchange_tell(const struct api_messages *messages, enum api_language language,
	const struct api_exchange_fault *fault, struct buf *out);

/* Gets the next piece of the file, which is empty again afterwards. */
typedef status (*api_exchange_sink)(void *context, struct buf *piece, struct error *error);

/* Writes what has not ended, inside a reading transaction. `licence`: an SPDX identifier. */
struct api_exchange_writing {
	struct store *store;
	const struct region *division;
	int32_t region;
	const char *licence;
	int64_t *count; /* gets how many entries were written; may be NULL */
	api_exchange_sink sink;
	void *context;
};
MUST_USE status api_exchange_write(const struct api_exchange_writing *writing,
	enum api_exchange_format format, struct error *error);
