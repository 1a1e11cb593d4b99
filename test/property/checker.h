/* checker.h - the laws L0 to L4, looked after by somebody who was not there when the program was
 * written.
 *
 * It remembers from the commands and replies that it saw who agreed to what, and from that alone
 * what must be true now (`model` below). It reads what the program wrote from the effects in the
 * journal, after every command, and now and then from the tables (`row` below). The two must be
 * the same, and the rows by themselves must keep the laws.
 *
 * Shares nothing with src/care and the judges: states, kinds and reasons are numbers of its own.
 * Of a batch each command is judged by itself: the journal has the rows as they were in between.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "checker_rows.h"
#include "command/command.h"
#include "list.h"

enum checker_law {
	CHECKER_KEPT,
	CHECKER_L0_YES,
	CHECKER_L0_OWN_YES,
	CHECKER_L0_OUTSIDER,
	CHECKER_L0_MAY,
	CHECKER_L1_CARE_MANAGER,
	CHECKER_L1_BEARER,
	CHECKER_L1_MAY_STOP,
	CHECKER_L1_PROFESSIONAL_STOPS,
	CHECKER_L1_ROSTER,
	CHECKER_L1_ENDED,
	CHECKER_L2_MOVED,
	CHECKER_L2_DANGER,
	CHECKER_L2_SELF,
	CHECKER_L2_HOLDS_ALONG,
	CHECKER_L2_SENDER,
	CHECKER_L2_ONE_OFFER,
	CHECKER_L2_SAYS_WHY,
	CHECKER_L2_OVER,
	CHECKER_L2_ADVICE,
	CHECKER_L1_TABLE,
	CHECKER_L3_STAY,
	CHECKER_L3_STEP,
	CHECKER_L3_CLOCK,
	CHECKER_L4_EXCLUDES,
	CHECKER_L0_MANDATE,
	CHECKER_L7_CONSENT,
	CHECKER_L10_CLOSING,
	CHECKER_L10_PLAN,
	CHECKER_L10_CLOSED,
	CHECKER_MAP,
	CHECKER_STATE,
	CHECKER_INBOX,
	CHECKER_JOURNAL,
	CHECKER_TABLES,
	CHECKER_REPLY,
	CHECKER_OWN_ASSERTION, /* the program itself caught it */
	CHECKER_FAILED,
	CHECKER_LAW_COUNT,
};
/* "L0 yes: ..." */
const char *checker_law_text(enum checker_law law);

struct checker_fault {
	enum checker_law law;
	char what[200];
};

/* The numbers that the checker knows states by: of the schema, written out once more. */
enum { CHECKER_SHARDS = 26 };
enum { KIND_PERSON = 1, KIND_RELATIVE, KIND_PEER, KIND_VOLUNTEER, KIND_PROFESSIONAL, KIND_ADMIN };
enum { EPISODE_IS_OPEN = 1, EPISODE_IS_OVER };
enum { NEED_IS_OPEN = 1, NEED_IS_ENDANGERED, NEED_IS_OVER };
enum { OFFER_OPEN = 1, OFFER_ACCEPTED, OFFER_CONTACTED, OFFER_DECLINED, OFFER_EXPIRED, OFFER_BACK };
enum {
	ADVICE_OPEN = 1,
	ADVICE_GIVEN,
	ADVICE_NOT,
	ADVICE_LATE,
	ADVICE_BACK,
	ADVICE_OVER,
	ADVICE_TURNED
};
enum { JOIN_OPEN = 1, JOIN_IN, JOIN_NO, JOIN_BACK, JOIN_OVER };
enum { STEP_STANDS = 1 };
enum {
	CASE_BROUGHT = 1,
	CASE_DECIDED,
	CASE_NAMED,
	CASE_BREACHED,
	CASE_SETTLED,
	CASE_CLOSED,
	CASE_OBJECTED
};
enum { CASE_OF_REGION = 1, CASE_OF_NATION };
enum { SHORTAGE_LIES = 1, SHORTAGE_IS_DECIDED, SHORTAGE_IS_BREACHED, SHORTAGE_IS_CLOSED };
enum { CASE_BY_CLOCK = 4 };
enum { CASE_OF_OFFERS = 1, CASE_OF_DANGER, CASE_OF_LATE };
enum { SEAT_OF_CLIENTS = 1, SEAT_OF_RELATIVES };
enum { PART_STANDS = 1, PART_ASKED, PART_AGREED, PART_FREE, PART_DONE, PART_STOPPED };
enum { LIGHT_IS_KEPT = 1, LIGHT_IS_OVER };
enum { TITLE_DECIDES = 1, TITLE_TOGETHER, TITLE_OVER };
enum { CHANGE_FORESEEN = 1, CHANGE_ANNOUNCED, CHANGE_COME, CHANGE_OFF, CHANGE_FORGOTTEN };
enum { READY_OPEN = 1, READY_DONE, READY_NEEDLESS, READY_DROPPED };
enum { VIEW_ASKED = 1, VIEW_GIVEN, VIEW_CARE, VIEW_GOES_ON, VIEW_OVER };
enum { PAIR_FOUND = 1, PAIR_ASKED, PAIR_ONE, PAIR_TWO, PAIR_UNDONE };
enum { STAY_AHEAD = 1, STAY_IN, STAY_AWAY, STAY_HOME, STAY_ELSEWHERE, STAY_OFF };

enum checker_kind {
	ID_ACCOUNT = 1,
	ID_EPISODE,
	ID_NEED,
	ID_HANDOVER,
	ID_JOIN,
	ID_STEP,
	ID_SERVICE,
	ID_CONSULT,
	ID_STAY,
	ID_CASE,
	ID_SHORTAGE,
	ID_PART,
	ID_SAYING,
	ID_LIGHT,
	ID_PAIR,
	ID_MANDATE,
	ID_CHANGE,
	ID_READY,
	ID_VIEW,
	ID_GRANT
};

struct checker_account {
	struct id id, organisation;
	int32_t region, kind;
	int32_t own_file; /* episode, or -1 */
	bool ended;
	bool on_roster[CHECKER_SHARDS];
	int32_t seat[CHECKER_SHARDS]; /* at each table: which; 0: none */
	struct row_account row;
};

struct checker_member {
	struct id account;
	bool in_team;
	bool was_there; /* until it was closed, and was not asked again */
	bool speaks;    /* came in to speak for the person, and by nothing since */
	bool guest;     /* came in because two files are of one person, and by nothing since */
	struct row_member row;
};

struct checker_episode {
	struct id id, person, care_manager;
	int32_t region;
	int32_t open_handover; /* of the care management, or -1 */
	int64_t version;
	struct list members;
	struct list needs, handovers, joins, consults, stays, cases, parts, lights,
		sayings;      /* indexes: int32_t */
	int64_t plan_seq; /* version of the plan; 0: none */
	int32_t light;    /* that is kept, or -1 */
	bool closed, asks_again;
	bool offered, wanted; /* a table and a companion; and the person wants one */
	struct id told;       /* of that, and did not see it */
	struct list returns;  /* int64_t: when they came back */
	int64_t closed_ms;
	int32_t periods;
	struct row_period period; /* the last */
	struct list mandates;     /* indexes: int32_t */
	struct list grants;       /* the same */
	struct list hidden;       /* struct id: kept out of sight */
	int32_t preparing;        /* change that the command at hand announced, or -1 */
	struct row_episode row;
};

struct checker_need {
	struct id id, bearer, before;
	int32_t episode, state, closing;
	int32_t open_handover; /* or -1 */
	bool accepted;         /* somebody has taken it over since the question */
	int64_t accepted_ms;   /* and when last */
	int64_t calm_ms;       /* of that, and of when it was last brought to a table or ended there */
	int32_t aim;
	struct id returned; /* who was told that it fell back to them, and did nothing yet */
	struct id held[2];  /* told that duty holds it, and did not see that: care manager, bearer */
	int32_t open_steps; /* rows */
	struct row_need row;
};

struct checker_handover {
	struct id id, sender, to_account, to_service, giver, answered_by;
	int32_t episode;
	int32_t need; /* -1: the care management */
	int32_t state;
	bool sharing;      /* who declined holds along */
	bool giver_stays;  /* until the first contact */
	struct id told;    /* the sender: how it ended, and has not said that they saw it */
	int64_t failed_ms; /* declined, or over */
	struct row_handover row;
	int64_t due_ms; /* row; 0: none */
	int64_t inbox;  /* rows */
};

struct checker_join {
	struct id id, account, asked_by;
	struct id told; /* who asked: a no, or nothing in time, and has not said that they saw it */
	int32_t episode, state;
	struct row_join row;
	int64_t due_ms; /* row; 0: none */
	int64_t inbox;  /* rows */
};

struct checker_consult {
	struct id id, asked_by, to_account, to_service, answered_by;
	struct id back; /* with whom it lies now that it came back; none */
	int32_t episode, state;
	bool named;
	struct row_consult row;
	int64_t due_ms;     /* row; 0: none */
	int64_t inbox;      /* rows: of who is asked */
	int64_t inbox_back; /* rows: of with whom it lies */
	struct id with;     /* in whose inbox that row is */
};

struct checker_stay {
	struct id id, service;
	int32_t episode, state, return_day, kept_until;
	struct row_stay row;
	int64_t due_ms; /* row; 0: none */
	int64_t inbox;  /* rows: late */
	struct id with; /* in whose inbox that row is */
	struct id kept_service;
	int32_t place_said;   /* that the place is not kept much longer: once, and on the day */
	int64_t place_due_ms; /* row; 0: none */
};

struct checker_case {
	struct id id, beside, organisation; /* organisation: that is obliged */
	int32_t episode, need, state, level, term_day;
	int32_t cause; /* by a clock; its id is known from its row on */
	int64_t brought_ms;
	bool named;
	struct row_brought row;
	int64_t due_ms;    /* row; 0: none */
	int64_t inbox;     /* rows: of the organisation */
	struct id told;    /* that somebody else, or a clock, brought it; and did not see it */
	int32_t told_kind; /* or what became of it */
};

struct checker_shortage {
	struct id id, service, organisation; /* the id is known from its row on */
	int32_t region, state, level, waiting, term_day;
	int64_t closed_ms;
	struct row_shortage row;
	int64_t due_ms; /* row; 0: none */
	int64_t inbox;  /* rows: of the organisation */
};

struct checker_part {
	struct id id, who, author;
	int32_t episode, kind, state;
	int64_t seq, versions;
	struct row_part row; /* the last */
	int64_t rows;
};

struct checker_saying {
	struct id id, author;
	int32_t episode, topic;
	int64_t seq, versions;
	struct row_saying row; /* the last */
	int64_t rows;
};

struct checker_light {
	struct id id, who;
	struct id told; /* who came to keep it, and did not see that yet */
	int32_t episode, next_day;
	bool kept;
	struct row_light row;
	int64_t due_ms; /* row; 0: none */
};

/* Two files that may be of one person. */
struct checker_side {
	struct id episode;
	bool said, seen;
	struct id saw; /* who has seen that it waits for them */
	struct row_merge row;
};

struct checker_pair {
	struct id id;
	int32_t state;
	struct checker_side sides[2];
};

struct checker_mandate {
	struct id id, account;
	int32_t episode, kind, state, birth_day, until_day;
	struct row_mandate row;
	int64_t due_ms; /* row; 0: none */
};

/* What a person said that somebody may know, or not. */
struct checker_grant {
	struct id id, account, organisation;
	int64_t parts;
	int32_t episode, kind, until_day;
	bool withdrawn;
	struct row_grant row;
};

struct checker_change {
	struct id id; /* of what is foreseen known from its row on */
	int32_t episode, kind, state, day;
	struct id told;          /* who was told last */
	struct id news;          /* and has not said that they saw it */
	int32_t prepared, ready; /* how much is, as it must be; and rows */
	struct row_change row;
	bool gone;
	int64_t due_ms; /* row; 0: none */
};

/* What is prepared for a change. */
struct checker_ready {
	int32_t change, state;
	struct row_ready row;
	int64_t due_ms; /* row; 0: none */
};

struct checker_view {
	int32_t episode, need, state;
	struct id organisation;
	int32_t given_day;
	struct row_view row;
	int64_t due_ms; /* row; 0: none */
};

struct checker_step {
	struct row_step row;
	int64_t due_ms; /* row; 0: none */
	bool said;      /* that it is late */
};

struct checker_service {
	struct id id, organisation;
	int32_t region;
};

/* Whose an entry on the map of help is. */
struct checker_owner {
	struct id organisation;
	struct id keeper; /* none: no account keeps it by itself */
};

/* What somebody else did, and they have not seen. */
struct checker_told {
	struct id receiver, thing;
	int32_t kind;
	bool may_go; /* seen, or something else may have come in its place */
};

/* Something in somebody's inbox that is no offer and no asking. */
struct checker_item {
	struct row_inbox row;
	bool there, wanted;
};

/* A place on a roster, as in the table. */
struct checker_place {
	struct row_roster row; /* zeroed: removed */
};

struct checker {
	struct checker_fault fault; /* the first that was found */
	struct list accounts, episodes, needs, handovers, joins, consults, stays, cases, shortages,
		parts, sayings, lights, steps, services, places, pairs, mandates, changes, readies, views,
		grants;
	struct list_map yeses; /* to a version of a plan, by whom */
	int64_t yes_count;
	struct list_map map;
	struct list owners;              /* struct checker_owner */
	struct list_map owned;           /* entry or report to owner */
	struct list items;               /* struct checker_item */
	struct list told;                /* struct checker_told */
	struct list_map itemised;        /* receiver and thing together, to item */
	int64_t on_duty[CHECKER_SHARDS]; /* model: places on each roster */
	bool opened[CHECKER_SHARDS];     /* has had a roster */
	int64_t seen_seq[CHECKER_SHARDS];
	int64_t checks;       /* commands that were judged */
	int64_t consented;    /* looks that only the person's yes allows */
	int32_t touched;      /* episode that the command at hand touched, or -1 */
	bool short_touched;   /* a shortage was put, or went on */
	bool duty_touched;    /* an account ended, or a roster changed */
	int64_t counted[128]; /* rows of each table, while all are read */
};

void checker_init(struct checker *checker);
/* Accepts a zeroed struct. */
void checker_finish(struct checker *checker);
/* After command_writer_run: judges these commands, in their order. */
MUST_USE status checker_batch(struct checker *checker, struct store *store,
	struct command *const *commands, size_t count, struct error *error);
/* Reads all tables and compares. */
MUST_USE status checker_all(struct checker *checker, struct store *store, struct error *error);
/* After the clock has come by: what was due is done. */
void checker_laws_clock(struct checker *checker, int64_t now_ms, int32_t today);
/* After all was delivered: who is asked finds it in their inbox, and nothing that has ended. */
void checker_laws_inbox(struct checker *checker);
/* Remembers the first fault. */
void checker_say(struct checker *checker, enum checker_law law, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* The newest pair of which this episode is a side, or a random older one; NULL: none. */
const struct checker_pair *checker_pair_of(
	const struct checker *checker, struct id episode, int32_t back);
/* For who draws histories: what there is. */
/* The nth case, from 0, that a clock put at a table about this need. */
struct id checker_tabled(const struct checker *checker, struct id need, int64_t nth);
const struct checker_account *checker_account_of(const struct checker *checker, struct id id);
bool checker_in_team(
	const struct checker *checker, const struct checker_episode *episode, struct id account);
