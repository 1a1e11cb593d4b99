/* command.h - everything that can be done to Vangnet: one table of commands and looks, and the
 * only way in.
 *
 * A command is decoded and its free text sealed before it gets here; then it waits for the writer
 * (command/command_writer.h), which loads facts, asks access, asks the judge, applies, and writes
 * the journal, for every entry alike.
 *
 * Ownership   A struct command belongs to who made it; its spans must live until it has been
 *             answered.
 * Bounds      each text by its field; the whole body by the HTTP server.
 * Tests       test/unit/command/, test/property/, test/scenario/
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "access/access.h"
#include "base/hash.h"
#include "base/verdict.h"
#include "directory/agreement.h"
#include "directory/directory.h"
#include "vault/vault.h"

/* Numbers are stored in the journal and never change meaning. */
enum command_number {
	COMMAND_NONE = 0,
	COMMAND_QUESTION_ASK = 1,
	COMMAND_NEED_ADD = 2,
	COMMAND_NEED_STOP = 3,
	COMMAND_NEED_CLOSE = 4,
	COMMAND_DANGER_REPORT = 5,
	COMMAND_DANGER_OVER = 6,
	COMMAND_STEP_PLAN = 7,
	COMMAND_STEP_DONE = 8,
	COMMAND_JOIN_ASK = 9,
	COMMAND_JOIN_ACCEPT = 10,
	COMMAND_JOIN_DECLINE = 11,
	COMMAND_JOIN_WITHDRAW = 12,
	COMMAND_MEMBER_LEAVE = 13,
	COMMAND_HANDOVER_OFFER = 14,
	COMMAND_HANDOVER_ACCEPT = 15,
	COMMAND_HANDOVER_DECLINE = 16,
	COMMAND_HANDOVER_WITHDRAW = 17,
	COMMAND_HANDOVER_CONTACT = 18,
	COMMAND_ROSTER_JOIN = 19,
	COMMAND_ROSTER_LEAVE = 20,
	COMMAND_ACCOUNT_CREATE = 21,
	COMMAND_ACCOUNT_END = 22,
	COMMAND_ADMINISTRATOR_FIRST = 23,
	COMMAND_INVITE_MAKE = 24,
	COMMAND_SESSION_START = 25,
	COMMAND_SESSION_END = 26,
	COMMAND_ORGANISATION_ADD = 27,
	COMMAND_SITE_ADD = 28,
	COMMAND_SERVICE_ADD = 29,
	COMMAND_HANDOVER_EXPIRE = 30,
	COMMAND_JOIN_EXPIRE = 31,
	COMMAND_STEP_LATE = 32,
	COMMAND_INBOX_DELIVER = 33,
	COMMAND_OUTBOX_DELIVERED = 34,
	COMMAND_DEMO_LOAD = 35, /* a whole demo region's rows, as effects */
	COMMAND_ORGANISATION_CHANGE = 36,
	COMMAND_ORGANISATION_END = 37,
	COMMAND_SITE_CHANGE = 38,
	COMMAND_SITE_END = 39,
	COMMAND_SERVICE_CHANGE = 40,
	COMMAND_SERVICE_END = 41,
	COMMAND_HOURS_SET = 42,
	COMMAND_AREA_SET = 43,
	COMMAND_CAPACITY_SET = 44,
	COMMAND_COST_SET = 45,
	COMMAND_ENTRY_CONFIRM = 46,
	COMMAND_ENTRY_CONFIRM_BY_LINK = 47,
	COMMAND_ENTRY_ASK = 48,
	COMMAND_ENTRY_FADE = 49,
	COMMAND_CORRECTION_PROPOSE = 50,
	COMMAND_CORRECTION_ACCEPT = 51,
	COMMAND_CORRECTION_DECLINE = 52,
	COMMAND_CORRECTION_RAISE = 53,
	COMMAND_AGREEMENT_ADD = 54,
	COMMAND_AGREEMENT_CHANGE = 55,
	COMMAND_AGREEMENT_ASK = 56,
	COMMAND_AGREEMENT_SIGN = 57,
	COMMAND_REGION_APPOINT = 58,
	COMMAND_AGREEMENT_END = 59,
	LOOK_EPISODE = 60,
	LOOK_TIMELINE = 61,
	LOOK_OFFER = 62,
	LOOK_LOG = 63,
	LOOK_INBOX = 64,
	COMMAND_AGREEMENT_GOAL = 65,
	LOOK_CORRECTION = 66,
	LOOK_ENTRY_LINK = 67,
	COMMAND_ENTRY_REQUEST = 68,
	COMMAND_AGREEMENT_LEAVE = 69,
	COMMAND_CONSULT_ASK = 70,
	COMMAND_CONSULT_ANSWER = 71,
	COMMAND_CONSULT_DECLINE = 72,
	COMMAND_CONSULT_WITHDRAW = 73,
	COMMAND_CONSULT_CLOSE = 74,
	COMMAND_CONSULT_TURN = 75,
	COMMAND_CONSULT_EXPIRE = 76,
	LOOK_CONSULT = 77,
	LOOK_CONSULTS = 78,
	COMMAND_INBOX_SEEN = 79,
	LOOK_CASELOAD = 80,
	LOOK_ACCOUNTS = 81,
	LOOK_ROSTER = 82,
	LOOK_LETTER = 83,
	COMMAND_OUTBOX_DELIVER = 84,
	COMMAND_DUE_SET_ASIDE = 85,
	COMMAND_STAY_PLAN = 90,
	COMMAND_STAY_ADMIT = 91,
	COMMAND_STAY_LEAVE = 92,
	COMMAND_STAY_BACK = 93,
	COMMAND_STAY_EXTEND = 94,
	COMMAND_STAY_RETURN = 95,
	COMMAND_STAY_MOVE_ON = 96,
	COMMAND_STAY_CANCEL = 97,
	COMMAND_STAY_LATE = 98,
	COMMAND_STAY_PLACE = 238, /* the place at home is not kept much longer */
	LOOK_STAYS = 99,
	COMMAND_TABLE_SEAT = 100,
	COMMAND_TABLE_UNSEAT = 101,
	COMMAND_TABLE_BRING = 102,
	COMMAND_TABLE_ATTEND = 103,
	COMMAND_TABLE_OBJECT = 104,
	COMMAND_TABLE_DECIDE = 105,
	COMMAND_TABLE_NAME = 106,
	COMMAND_TABLE_RAISE = 107,
	COMMAND_TABLE_CLOSE = 108,
	COMMAND_TABLE_LATE = 109,
	LOOK_CASE = 110,
	LOOK_CASES = 111,
	LOOK_AGENDA = 112,
	LOOK_LESSONS = 113,
	COMMAND_SHORTAGE_PUT = 114,
	COMMAND_SHORTAGE_RAISE = 115,
	COMMAND_SHORTAGE_DECIDE = 116,
	COMMAND_SHORTAGE_CLOSE = 117,
	COMMAND_SHORTAGE_LATE = 118,
	COMMAND_PLAN_ADD = 130,
	COMMAND_PLAN_CHANGE = 131,
	COMMAND_PLAN_STEP = 132,
	COMMAND_PLAN_GIVE = 133,
	COMMAND_PLAN_ACCEPT = 134,
	COMMAND_PLAN_DECLINE = 135,
	COMMAND_PLAN_DONE = 136,
	COMMAND_PLAN_STOP = 137,
	COMMAND_PLAN_AGREE = 138,
	LOOK_PLAN = 139,
	COMMAND_LIGHT_BEGIN = 140,
	COMMAND_LIGHT_HELD = 141,
	COMMAND_LIGHT_END = 142,
	COMMAND_LIGHT_LATE = 143,
	COMMAND_EPISODE_CLOSE = 144,
	COMMAND_EPISODE_RETURN = 145,
	COMMAND_RETURN_ANSWER = 146,
	COMMAND_CONVERSATION_TELL = 147,
	LOOK_CONVERSATION = 148,
	LOOK_PLAN_HISTORY = 149,
	LOOK_RECEIPT = 150,
	LOOK_ABOUT = 151,
	COMMAND_PERSON_IDENTIFY = 152,
	LOOK_IDENTITY = 153,
	COMMAND_MERGE_CONFIRM = 154,
	COMMAND_MERGE_APART = 155,
	COMMAND_MERGE_UNDO = 156,
	LOOK_MERGES = 157,
	COMMAND_MOMENT_CORRECT = 158,
	COMMAND_MEMBER_KNOWS = 159,
	COMMAND_MANDATE_NAME = 160,
	COMMAND_MANDATE_END = 161,
	COMMAND_MANDATE_TURN = 162,
	LOOK_MANDATES = 163,
	LOOK_KNOWING = 168,
	COMMAND_SESSION_SIGN_IN = 170,
	COMMAND_PASSWORD_INVITE = 171,
	COMMAND_PASSWORD_SET = 172,
	COMMAND_PASSWORD_CHANGE = 173,
	COMMAND_SECOND_BEGIN = 174,
	COMMAND_SECOND_CONFIRM = 175,
	COMMAND_SECOND_END = 176,
	COMMAND_SESSION_END_ONE = 177,
	COMMAND_SESSION_END_ALL = 178,
	LOOK_SESSIONS = 180,
	COMMAND_HEAD_SIGN = 181,
	COMMAND_TRANSITION_ANNOUNCE = 190,
	COMMAND_TRANSITION_MOVE = 191,
	COMMAND_TRANSITION_CALL_OFF = 192,
	COMMAND_TRANSITION_COME = 193,
	COMMAND_PREPARATION_DONE = 194,
	COMMAND_PREPARATION_NOT_NEEDED = 195,
	COMMAND_PREPARATION_LATE = 196,
	LOOK_TRANSITIONS = 197,
	COMMAND_TREATMENT_EXHAUSTED = 198,
	COMMAND_TREATMENT_AGREE = 199,
	COMMAND_TREATMENT_RESUME = 200,
	COMMAND_SECOND_VIEW_LATE = 201,
	COMMAND_JOIN_INVITE = 210,
	COMMAND_ACCOUNT_RENEW = 211, /* a new access code, in place of one that was lost */
	COMMAND_PERSON_RENEW = 212,
	LOOK_COLLEAGUES = 213,
	LOOK_JOIN = 214,
	/* What a person says that others may know. */
	COMMAND_CONSENT_GIVE = 260,
	COMMAND_CONSENT_OBJECT = 261,
	COMMAND_CONSENT_WITHDRAW = 262,
	LOOK_CONSENTS = 263,
	LOOK_OWN_DATA = 280, /* everything of who asks */
	/* Above all of them. */
	COMMAND_NUMBER_END = 290,
};

/* Everything that some command may say; which of it, is in the command's fields. Texts are sealed,
 * except those that begin with public, those of the drafts, and insurer (a code). */
struct command_params {
	struct id episode, need, handover, join, account, organisation, site, service, session, thing;
	struct id entry, agreement, correction, consult, stay, kept_service, table_case, beside;
	struct id part, goal; /* of a plan; or a light contact, or what was said */
	struct id merge, mandate, transition, preparation, second_view, consent;
	int32_t domain, aim, reason, instead, closing, for_whom, kind, level;
	int32_t municipality, places_week, from_region, item_kind;
	int32_t day, next_day, kept_day, keeps, waiting, knows;
	int32_t interval_days, read_version, topic;
	int64_t number, until;
	bool person_agrees, actor_bears, unsafe, of_care_management, named, attends;
	bool with_needs, alone, wants_table, wants_companion;
	struct span story, contact, name, birth, words, reason_words, instead_words;
	struct span about; /* sealed: who the other is, of whom a relative tells */
	struct span public_name, insurer;
	/* Signing in. What is said is wiped before the queue (FIELD_SECRET); what was worked out from
	 * it is what the writer sees: hashes and secrets sealed, codes as indexes and steps. */
	struct span said_login, said_password, said_old, said_code, said_recovery, said_device;
	struct span login, hash, secret; /* sealed */
	struct id login_index, code_index;
	int32_t proved, easy, same, second; /* 0 or 1; enum password_second */
	/* The map of help. Parts of an entry that have no place above; what they are of, the command
	 * says. */
	union {
		struct organisation organisation;
		struct site site;
		struct service service;
		struct agreement agreement;
	} draft;
	int64_t allows; /* mask of enum mandate_form */
	int64_t parts;  /* mask of enum file_part */
	int64_t clear;  /* mask of enum entry_field: no longer said */
	int32_t entry_field, intensity, places, kept, nth, amount_cents;
	struct span value;        /* sealed: what a correction says that it should be */
	struct span public_hours; /* as hours_text.h reads it */
	struct span public_words;
	struct span public_line;    /* a direct line */
	struct span municipalities; /* numbers, rising, with single blanks */
};

enum command_field_form {
	FIELD_ID,
	FIELD_CODE, /* a name of `codes` */
	FIELD_BOOL,
	FIELD_DAY,            /* "2026-11-21" */
	FIELD_INT,            /* min to max */
	FIELD_MUNICIPALITY,   /* "GM0344" */
	FIELD_SEALED,         /* text of min to max bytes, sealed */
	FIELD_TEXT,           /* public text of min to max bytes */
	FIELD_CODES,          /* names of `codes`: a mask */
	FIELD_HOURS,          /* opening hours, as text */
	FIELD_LANGUAGES,      /* codes of BCP 47, at most max of them: a text */
	FIELD_MUNICIPALITIES, /* "GM0344", at most max of them: a text of numbers */
	FIELD_DEGREES,        /* a number with decimals between min and max: millionths */
	FIELD_SECRET,         /* what nothing behind the loop may see: in no journal, digest or queue */
	FIELD_TOKEN, /* a secret of min to max bytes, of which only the keyed index (an id) goes on */
};

enum command_field_place {
	FIELD_IN_BODY,
	FIELD_IN_PATH,
	FIELD_INTERNAL,
	FIELD_WORKED_OUT, /* internal, and no part of what was asked: not in the digest */
};

struct command_field {
	const char *name;
	enum command_field_form form;
	enum command_field_place place;
	bool required;
	size_t offset; /* in struct command_params */
	const struct codes *codes;
	int64_t min, max; /* of a number, or bytes of text */
	enum vault_field seal;
};

/* Under whose key texts are sealed, and whose file it is. */
enum command_subject {
	SUBJECT_NOBODY,
	SUBJECT_PERSON_OF_EPISODE,
	SUBJECT_ACCOUNT, /* an account: who made the command says which (command.subject) */
	SUBJECT_NEW,     /* a new id is drawn, with a key: the person or the account that is made */
};

enum command_outcome {
	OUTCOME_PENDING,
	OUTCOME_DONE,
	OUTCOME_REPEATED, /* the same command id again: the kept reply */
	OUTCOME_REFUSED,
	OUTCOME_FAILED, /* an operating error; after a failed sync it may be there all the same:
						 trying again with the same command id is safe */
	OUTCOME_BROKEN, /* a law broke or a CHECK failed: set aside under an incident number */
};

/* What came of it: ids and numbers only; kept in the journal to give again. */
struct command_result {
	struct id person, episode, need, handover, join, account, organisation, site, service, session,
		step, entry, agreement, correction, consult, stay, table_case, shortage, part, mandate,
		transition, preparation, second_view, invite, codes, consent;
	int64_t version; /* of the episode or entry: the ETag; 0 if none was touched */
	int64_t at_ms;
	int32_t day;
	int32_t region;
};

struct command_reply {
	enum command_outcome outcome;
	struct command_result result;
	struct refusal refusal;
	struct error error;
	struct id incident;
	/* Of a look: on what ground, and of which parts of the file (mask of enum file_part). */
	enum access_ground ground;
	unsigned parts;
};

struct command_entry;

struct command {
	const struct command_entry *entry;
	int32_t region;       /* the shard */
	struct id actor;      /* none: the anonymous door or the program */
	int32_t actor_region; /* home shard of the actor's account */
	struct id session;
	struct id actor_code; /* keyed index of the actor's access code when it came in; may be none */
	bool by_program;      /* clocks and deliveries */
	bool on_paper;        /* a look that shows a letter: with who it is about */
	bool marked;          /* came in while the door was slowed down */
	struct span command_id;   /* at most JOURNAL_COMMAND_ID_BYTES; empty only for the program */
	struct hash digest;       /* keyed digest of what was asked */
	int64_t expected_version; /* If-Match; -1 if none */
	struct id subject;        /* whose key sealed the texts; for SUBJECT_NEW the id drawn */
	struct vault_key_record new_key; /* for SUBJECT_NEW */
	/* For SUBJECT_NEW, and for what renews a code: keyed index of the access code. */
	struct id new_code_index;
	struct id identity; /* keyed index of a name and a day of birth together; none: not both said */
	struct command_params params;
	struct command_reply reply;
	/* For who waits: called when it is durable, by the writer's thread, or where syncs are apart by
	 * the thread that syncs; may be NULL. */
	void (*answered)(struct command *command);
	void *waiter;
	struct command *next; /* the queue's */
};

struct command_run;

struct command_entry {
	enum command_number number;
	const char *name; /* "handover.accept" */
	const struct command_field *fields;
	size_t field_count;
	enum command_subject subject;
	enum access_part part;
	enum access_verb verb;
	bool is_look;
	/* Loads what access and the judge need. */
	status (*facts)(struct command_run *run, struct error *error);
	/* Pure: true is yes; otherwise run's refusal is filled. */
	bool (*judge)(struct command_run *run);
	/* Writes rows and effects; fills the result. NULL for looks. */
	status (*apply)(struct command_run *run, struct error *error);
	/* A law (L2): it changes neither a need nor the care manager; asserted after each. */
	bool moves_nothing;
};

extern const struct command_entry command_entries[];
extern const size_t command_entry_count;

/* By number or name; NULL if there is none. */
const struct command_entry *command_find(int number);
const struct command_entry *command_find_name(struct span name);

/* Whether its reply has the version of the episode: who only learns that something was received
 * does not learn from it how often something happened. */
bool command_shows_version(const struct command_entry *entry);

/* The params that the fields name, as bytes for the journal, and back. */
void command_encode(
	const struct command_entry *entry, const struct command_params *params, struct buf *out);
/* Only what was asked, without what was worked out from it: for the digest. */
void command_encode_asked(
	const struct command_entry *entry, const struct command_params *params, struct buf *out);
bool command_decode(
	const struct command_entry *entry, struct span bytes, struct command_params *params);
void command_result_encode(const struct command_result *result, struct buf *out);
bool command_result_decode(struct span bytes, struct command_result *result);

/* What a command that adds or changes an entry of the map of help says, as a record of its kind. */
struct organisation command_draft_organisation(const struct command_params *params);
struct site command_draft_site(const struct command_params *params);
struct service command_draft_service(const struct command_params *params);

/* Every table that the journal can make again, and every other table; for rebuild, backup and
 * tests. */
extern const struct store_table *const command_journaled_tables[];
extern const size_t command_journaled_count;
extern const struct store_table *const command_other_tables[];
extern const size_t command_other_count;
/* Every verdict list there is, for counting and messages. */
extern const struct verdict_list *const command_verdict_lists[];
extern const size_t command_verdict_list_count;
