/* vangnet.pml - who bears a need and who manages the care, as accounts and clocks that act at once.
 *
 * One person with one need; around them a relative and professionals. Each account is a process
 * that may at any moment do whatever it is allowed to, so every order of commands is tried. A
 * command is one step, as it is one in the writer's transaction: a judge (the guard), a move from
 * the tables, and what goes with it. The lines NEED_MOVE, HANDOVER_MOVE, JOIN_MOVE, CONSULT_MOVE,
 * STAY_MOVE and TABLE_MOVE are the tables; test_model compares them with those of the program and
 * sees that each is carried out.
 *
 * Laws        L0 to L2 of docs/laws.md and the invariants of care/need.h, handover.h, join.h,
 *             consult.h, stay.h, table.h, team.h and roster.h. `laws` holds what is true after
 *             every command and does not look at the tables; what comes in the end stands last in
 *             this file.
 * Bounds      How many professionals, and how many offers and askings stand at once: see below.
 *             Histories have any length.
 * Left out    Withdrawing, confirming contact and closing are done by the person only: others may
 *             too, but it has the same effect, so no state is lost. People's words, days, steps.
 * SPDX-License-Identifier: EUPL-1.2
 */
#ifndef PROFESSIONALS
#define PROFESSIONALS 2 /* 2 or 3 */
#endif
#ifndef NEED_OFFERS
#define NEED_OFFERS 1 /* handovers of the need that have not ended, 0 to 2 */
#endif
#ifndef CARE_OFFERS
#define CARE_OFFERS 1 /* the same of the care management */
#endif
#ifndef JOINS
#define JOINS 1 /* askings at once, 0 to 2 */
#endif
#ifndef CONSULTS
#define CONSULTS 0 /* questions for advice at once, 0 or 1 */
#endif
#ifndef STAYS
#define STAYS 0 /* nights somewhere, 0 or 1 */
#endif
#ifndef CASES
#define CASES 0 /* at a table, 0 or 1 */
#endif
#ifndef ROSTER_MOVES
#define ROSTER_MOVES 1 /* professionals come on and off duty, at most two at once */
#endif
#ifndef ACCOUNT_ENDS
#define ACCOUNT_ENDS 0 /* accounts may end, and the organisation of the first two after that */
#endif

#define NOBODY 0
#define PERSON 1
#define RELATIVE 2
#define FIRST 3 /* the professionals: FIRST to LAST */
#define LAST (FIRST + PROFESSIONALS - 1)
#define SERVICE 7 /* an offer to a service: any of its people may answer, here the first two */

/* Sets of accounts; nobody is in no set. */
#define EVERYBODY ((1 << (LAST + 1)) - 2)
#define SET(account) ((1 << (account)) & 254)
#define IN(set, account) ((((set) & 254) >> (account)) & 1)
#define WITHOUT(set, account) ((set) & (254 - SET(account)))
#define IS_PROFESSIONAL(account) ((account) >= FIRST)
/* Whoever is no professional may say no without more (L0, L1). */
#define BOUND_BY_NO(account) (IS_PROFESSIONAL(account) -> SET(account) : 0)

mtype = { BEARER_KEEP, BEARER_TO_RECEIVER, BEARER_TO_CARE_MANAGER, BEARER_TO_DUTY, BEARER_BACK,
	BEARER_NOBODY };
mtype = { NEED_NONE, NEED_OPEN, NEED_IN_DANGER, NEED_CLOSED };
mtype = { NEED_ADD, NEED_STOP, NEED_DANGER, NEED_SAFE, NEED_CLOSE };
mtype = { HANDOVER_NONE, HANDOVER_OFFERED, HANDOVER_ACCEPTED, HANDOVER_CONTACTED,
	HANDOVER_DECLINED, HANDOVER_EXPIRED, HANDOVER_WITHDRAWN };
mtype = { HANDOVER_OFFER, HANDOVER_ACCEPT, HANDOVER_CONTACT, HANDOVER_DECLINE, HANDOVER_EXPIRE,
	HANDOVER_WITHDRAW };
mtype = { JOIN_NONE, JOIN_ASKED, JOIN_JOINED, JOIN_DECLINED, JOIN_WITHDRAWN, JOIN_EXPIRED };
mtype = { JOIN_ASK, JOIN_ACCEPT, JOIN_DECLINE, JOIN_WITHDRAW, JOIN_EXPIRE };
mtype = { CONSULT_NONE, CONSULT_ASKED, CONSULT_ANSWERED, CONSULT_DECLINED, CONSULT_EXPIRED,
	CONSULT_WITHDRAWN, CONSULT_CLOSED, CONSULT_TURNED };
mtype = { CONSULT_ASK, CONSULT_ANSWER, CONSULT_DECLINE, CONSULT_EXPIRE, CONSULT_WITHDRAW,
	CONSULT_CLOSE, CONSULT_TURN };
mtype = { STAY_NONE, STAY_PLANNED, STAY_ADMITTED, STAY_ON_LEAVE, STAY_RETURNED, STAY_MOVED_ON,
	STAY_CANCELLED };
mtype = { STAY_PLAN, STAY_ADMIT, STAY_LEAVE, STAY_BACK, STAY_RETURN, STAY_MOVE_ON, STAY_CANCEL,
	STAY_EXTEND, STAY_LATE };
mtype = { TABLE_NONE, TABLE_BROUGHT, TABLE_DECIDED, TABLE_NAMED, TABLE_BREACHED, TABLE_SETTLED,
	TABLE_CLOSED, TABLE_OBJECTED };
mtype = { TABLE_BRING, TABLE_RISE, TABLE_DECIDE, TABLE_NAME, TABLE_BREACH, TABLE_SETTLE, TABLE_CLOSE,
	TABLE_OBJECT };
mtype = { TEAM_LEAVE, ACCOUNT_END, ROSTER_JOIN, ROSTER_LEAVE, ORGANISATION_END };

/* What the lines of the tables say besides states and bearer. */
#define share 1
#define no_share 0
#define free 1
#define no_free 0
#define sender_stays 1
#define sender_free 0
#define member 1
#define not_member 0
#define comes_back 1
#define stays_away 0
#define joins 1
#define no_join 0
#define open_stay 1
#define over_stay 0
#define clocked 1
#define unclocked 0
#define binds 1
#define binds_nobody 0
#define goes_up 1
#define stays_there 0

typedef handover {
	mtype state = HANDOVER_NONE;
	byte to;
	byte giver;  /* accepted: who had it until then */
	bool agreed; /* the person said yes to it */
	bool over;   /* its time is over, whether or not the clock has come by */
	bool stays;  /* the giver cannot leave the team */
};

typedef join {
	mtype state = JOIN_NONE;
	byte who;
	bool agreed;
	bool over;
};

typedef consult {
	mtype state = CONSULT_NONE;
	byte by;      /* who asked */
	byte to;
	byte adviser; /* who answered, or said no */
	byte back;    /* with whom it lies now that it came back */
	bool over;
};

typedef stay {
	mtype state = STAY_NONE;
	bool agreed;  /* the person said yes to being there */
	bool kept;    /* the place at home */
	bool watched; /* a clock stands for beginning, and from then on for going back */
	bool over;    /* that day is */
	bool late;    /* and the care manager has been told */
	byte told;    /* late: in whose inbox that lies */
};

typedef brought {
	mtype state = TABLE_NONE;
	bool runs;  /* a clock watches it */
	bool over;  /* its time is, whether or not the clock has come by */
	bool known; /* the obliged organisation finds it in its inbox */
	bool above; /* it lies at the nation's table */
};

mtype need_state = NEED_NONE;
byte bearer = NOBODY;
byte before = NOBODY; /* who bore it before the danger */
byte care_manager = FIRST;
byte team = SET(PERSON) | SET(FIRST);
byte roster = SET(LAST);
byte accounts = EVERYBODY; /* those that have not ended */

/* Handovers: 0 and 1 are of the need, 2 and 3 of the care management. */
#define CARE 2
#define SUBJECT (slot / CARE)
handover h[4];
byte open[2];    /* the open offer's number plus one, as the need and the episode know it */
byte sharing[2]; /* who holds along: for the need, for the care management */
join j[2];
consult c;
stay s;
brought t; /* what is decided obliges the organisation of SERVICE */
bool theirs_ended; /* that organisation, with its services */

/* What the laws remember by themselves. */
byte held = NOBODY;      /* who bore it when the danger began */
byte took_over = NOBODY; /* who had duty then */
byte owes[2];            /* who declined since somebody accepted */

/* The command that is being carried out. Hidden: set and read within one step. */
hidden mtype event;
hidden mtype effect;
hidden byte slot;
hidden byte actor;
hidden byte receiver;
hidden byte duty;
hidden byte agreed;
hidden byte shares;
hidden byte frees;
hidden byte comes_in;
hidden byte lies_back;
hidden byte asks_in;
hidden byte is_open;
hidden byte runs_on;
hidden byte obliges;
hidden byte rises;
hidden byte move_exists;
hidden byte was_bearer;
hidden byte was_care_manager;
hidden byte was_team;
hidden byte gone;
hidden byte back_with;
hidden byte rightful;
hidden byte may_come;

/* The laws by name, so that the verifier says which one is broken. */
hidden byte L0_nothing_without_yes;
hidden byte L1_one_bearer_in_team;
hidden byte L1_one_care_manager_in_team;
hidden byte L1_roster_never_empty;
hidden byte L1_who_stops_is_free;
hidden byte L1_no_professional_stops;
hidden byte L2_who_accepts_bears;
hidden byte L2_nobody_accepts_from_themself;
hidden byte L2_no_answer_after_the_end;
hidden byte L2_one_open_offer;
hidden byte L2_bearer_moves_only_by_rule;
hidden byte L2_care_manager_moves_only_at_accept;
hidden byte L2_who_declined_holds_along;
hidden byte L2_giver_stays_until_contact;
hidden byte L2_closed_need_binds_nobody;
hidden byte L2_duty_holds_in_danger;
hidden byte L2_danger_rule_only_in_danger;
hidden byte L2_advice_takes_nothing_over;
hidden byte L2_advice_is_not_lost;
hidden byte L2_nobody_leaves_by_a_stay;
hidden byte L1_place_at_home_is_kept;
hidden byte L3_way_back_is_watched;
hidden byte L3_late_is_with_the_care_manager;
hidden byte L1_table_moves_nothing;
hidden byte L1_who_is_obliged_knows;
hidden byte L1_who_is_obliged_is_there;
hidden byte L1_nobody_acts_for_what_ended;
hidden byte L2_what_ended_is_offered_nothing;
hidden byte L1_breach_lies_above;
hidden byte L3_case_is_watched;
hidden byte L2_handed_back_when_safe;

#define LAW(name, holds) name = (holds); assert(name)
#define TELL(words) printf(#words)
#define NEED_LIVES (need_state == NEED_OPEN || need_state == NEED_IN_DANGER)
#define PRESENT(account) IN(team & accounts, account)
#define GIVER_PRESENT(i) (h[i].state != HANDOVER_ACCEPTED || PRESENT(h[i].giver))
#define NOT_OFFERED(i) (h[i].state != HANDOVER_OFFERED)
#define ONE_OFFERED_AND_KNOWN(i) \
	(open[i / CARE] == (NOT_OFFERED(i) -> (NOT_OFFERED(i + 1) -> 0 : i + 2) : i + 1) && \
		(NOT_OFFERED(i) || NOT_OFFERED(i + 1)))
#define IS_ADVICE \
	(event == CONSULT_ASK || event == CONSULT_ANSWER || event == CONSULT_DECLINE || \
		event == CONSULT_EXPIRE || event == CONSULT_WITHDRAW || event == CONSULT_CLOSE || \
		event == CONSULT_TURN)
#define CAME_BACK \
	(c.state == CONSULT_ANSWERED || c.state == CONSULT_DECLINED || c.state == CONSULT_EXPIRED)
#define IS_STAY \
	(event == STAY_PLAN || event == STAY_ADMIT || event == STAY_LEAVE || event == STAY_BACK || \
		event == STAY_RETURN || event == STAY_MOVE_ON || event == STAY_CANCEL || \
		event == STAY_EXTEND || event == STAY_LATE)
#define STAY_STANDS \
	(s.state == STAY_PLANNED || s.state == STAY_ADMITTED || s.state == STAY_ON_LEAVE)
#define IS_TABLE \
	(event == TABLE_BRING || event == TABLE_RISE || event == TABLE_DECIDE || event == TABLE_NAME || \
		event == TABLE_BREACH || event == TABLE_SETTLE || event == TABLE_CLOSE || \
		event == TABLE_OBJECT)
#define CASE_BINDS \
	(t.state == TABLE_DECIDED || t.state == TABLE_NAMED || t.state == TABLE_BREACHED)
#define CASE_OPEN (t.state == TABLE_BROUGHT || CASE_BINDS)
#define SOMEBODY_ACTS (IN(accounts, FIRST) || IN(accounts, FIRST + 1))
#define AGREED(thing, none) (thing.state == none || thing.agreed)

inline remember()
{
	was_bearer = bearer;
	was_care_manager = care_manager;
	was_team = team
}

/* What should have happened, by the event alone: who bears now, and who may have come in. */
inline expect()
{
	rightful = was_bearer;
	may_come = 0;
	if
	:: event == HANDOVER_ACCEPT ->
		may_come = SET(actor);
		rightful = (slot < CARE -> actor : was_bearer);
		owes[SUBJECT] = 0
	:: event == HANDOVER_DECLINE ->
		may_come = BOUND_BY_NO(actor);
		owes[SUBJECT] = owes[SUBJECT] | BOUND_BY_NO(actor)
	:: event == JOIN_ACCEPT -> may_come = SET(actor)
	:: event == NEED_ADD -> rightful = receiver
	:: event == NEED_STOP -> rightful = was_care_manager
	:: event == NEED_DANGER ->
		held = was_bearer;
		took_over = duty;
		may_come = SET(duty);
		rightful = duty
	:: event == NEED_SAFE -> rightful = (IN(accounts, held) -> held : was_care_manager)
	:: event == NEED_CLOSE -> owes[0] = 0
	:: else
	fi
}

/* What holds after every command. */
inline laws()
{
	printf(" (%d) by %d: bearer %d, care manager %d, team %d, roster %d\n", slot, actor, bearer,
		care_manager, team, roster);
	expect();
	LAW(L1_roster_never_empty, roster != 0 && (roster & accounts) == roster);
	LAW(L2_advice_takes_nothing_over,
		!IS_ADVICE || bearer == was_bearer && care_manager == was_care_manager && team == was_team);
	LAW(L2_nobody_leaves_by_a_stay,
		!IS_STAY || bearer == was_bearer && care_manager == was_care_manager && team == was_team);
	LAW(L1_place_at_home_is_kept, STAY_STANDS == s.kept);
	LAW(L3_way_back_is_watched, !STAY_STANDS || s.watched || s.late);
	LAW(L3_late_is_with_the_care_manager, s.told == (s.late -> care_manager : NOBODY));
	LAW(L1_table_moves_nothing,
		!IS_TABLE || bearer == was_bearer && care_manager == was_care_manager && team == was_team);
	LAW(L1_who_is_obliged_knows, CASE_BINDS == t.known);
	LAW(L1_who_is_obliged_is_there, !CASE_BINDS || !theirs_ended);
	LAW(L1_nobody_acts_for_what_ended, !theirs_ended || !SOMEBODY_ACTS);
	LAW(L2_what_ended_is_offered_nothing,
		event != HANDOVER_OFFER || receiver != SERVICE || !theirs_ended);
	LAW(L1_breach_lies_above, t.state != TABLE_BREACHED || t.above);
	LAW(L3_case_is_watched, CASE_OPEN == t.runs);
	LAW(L1_one_care_manager_in_team, PRESENT(care_manager) && IS_PROFESSIONAL(care_manager));
	LAW(L1_one_bearer_in_team, !NEED_LIVES || PRESENT(bearer));
	LAW(L1_who_stops_is_free, event != NEED_STOP || bearer == rightful);
	LAW(L1_no_professional_stops, event != NEED_STOP || !IS_PROFESSIONAL(actor));
	LAW(L2_who_accepts_bears, event != HANDOVER_ACCEPT || bearer == rightful);
	LAW(L2_duty_holds_in_danger, need_state != NEED_IN_DANGER || bearer == took_over);
	LAW(L2_handed_back_when_safe,
		event != NEED_SAFE || need_state != NEED_OPEN || bearer == rightful);
	LAW(L2_danger_rule_only_in_danger, (need_state == NEED_IN_DANGER) == (before != NOBODY));
	LAW(L2_bearer_moves_only_by_rule, event == NEED_SAFE || bearer == rightful);
	LAW(L2_care_manager_moves_only_at_accept,
		care_manager == (event == HANDOVER_ACCEPT && slot >= CARE -> actor : was_care_manager));
	LAW(L2_nobody_accepts_from_themself,
		event != HANDOVER_ACCEPT || actor != (slot < CARE -> was_bearer : was_care_manager));
	LAW(L2_no_answer_after_the_end,
		event != HANDOVER_ACCEPT && event != HANDOVER_DECLINE || !h[slot].over);
	LAW(L2_no_answer_after_the_end,
		event != CONSULT_ANSWER && event != CONSULT_DECLINE || !c.over);
	LAW(L2_advice_is_not_lost, CAME_BACK == (c.back != NOBODY) &&
		(!CAME_BACK || PRESENT(c.back) && (c.back == c.by || c.back == care_manager)));
	LAW(L2_one_open_offer, ONE_OFFERED_AND_KNOWN(0) && ONE_OFFERED_AND_KNOWN(2));
	LAW(L2_closed_need_binds_nobody, need_state != NEED_CLOSED || sharing[0] == 0);
	LAW(L2_who_declined_holds_along, sharing[0] == owes[0] && sharing[1] == owes[1] &&
		((owes[0] | owes[1]) & team & accounts) == (owes[0] | owes[1]));
	LAW(L2_giver_stays_until_contact,
		GIVER_PRESENT(0) && GIVER_PRESENT(1) && GIVER_PRESENT(2) && GIVER_PRESENT(3));
	LAW(L0_nothing_without_yes, (team & (254 - was_team) & (254 - may_come)) == 0 &&
		AGREED(h[0], HANDOVER_NONE) && AGREED(h[1], HANDOVER_NONE) &&
		AGREED(h[2], HANDOVER_NONE) && AGREED(h[3], HANDOVER_NONE) &&
		AGREED(j[0], JOIN_NONE) && AGREED(j[1], JOIN_NONE) && AGREED(s, STAY_NONE));
	held = (need_state == NEED_IN_DANGER -> held : NOBODY);
	took_over = (need_state == NEED_IN_DANGER -> took_over : NOBODY)
}

/* need_moves.c */
#define NEED_MOVE(EVENT, FROM, TO, BEARER) \
	:: event == NEED_##EVENT && need_state == NEED_##FROM -> \
		TELL(NEED EVENT FROM TO); need_state = NEED_##TO; effect = BEARER_##BEARER

inline need_move()
{
	move_exists = true;
	if
	NEED_MOVE(ADD, NONE, OPEN, TO_RECEIVER)
	NEED_MOVE(STOP, OPEN, OPEN, TO_CARE_MANAGER)
	NEED_MOVE(DANGER, OPEN, IN_DANGER, TO_DUTY)
	NEED_MOVE(SAFE, IN_DANGER, OPEN, BACK)
	NEED_MOVE(CLOSE, OPEN, CLOSED, KEEP)
	:: else -> move_exists = false
	fi;
	assert(move_exists)
}

/* handover_moves.c */
#define HANDOVER_MOVE(EVENT, FROM, TO, BEARER, SHARES, FREES, SENDER) \
	:: event == HANDOVER_##EVENT && h[slot].state == HANDOVER_##FROM -> \
		TELL(HANDOVER EVENT FROM TO); h[slot].state = HANDOVER_##TO; effect = BEARER_##BEARER; \
		shares = SHARES; frees = FREES; h[slot].stays = SENDER

inline handover_move()
{
	move_exists = true;
	if
	HANDOVER_MOVE(OFFER, NONE, OFFERED, KEEP, no_share, no_free, sender_stays)
	HANDOVER_MOVE(ACCEPT, OFFERED, ACCEPTED, TO_RECEIVER, no_share, free, sender_stays)
	HANDOVER_MOVE(CONTACT, ACCEPTED, CONTACTED, KEEP, no_share, no_free, sender_free)
	HANDOVER_MOVE(DECLINE, OFFERED, DECLINED, KEEP, share, no_free, sender_free)
	HANDOVER_MOVE(EXPIRE, OFFERED, EXPIRED, KEEP, no_share, no_free, sender_free)
	HANDOVER_MOVE(WITHDRAW, OFFERED, WITHDRAWN, KEEP, no_share, no_free, sender_free)
	:: else -> move_exists = false
	fi;
	assert(move_exists)
}

/* join_moves.c */
#define JOIN_MOVE(EVENT, FROM, TO, MEMBER) \
	:: event == JOIN_##EVENT && j[slot].state == JOIN_##FROM -> \
		TELL(JOIN EVENT FROM TO); j[slot].state = JOIN_##TO; comes_in = MEMBER

inline join_move()
{
	move_exists = true;
	if
	JOIN_MOVE(ASK, NONE, ASKED, not_member)
	JOIN_MOVE(ACCEPT, ASKED, JOINED, member)
	JOIN_MOVE(DECLINE, ASKED, DECLINED, not_member)
	JOIN_MOVE(WITHDRAW, ASKED, WITHDRAWN, not_member)
	JOIN_MOVE(EXPIRE, ASKED, EXPIRED, not_member)
	:: else -> move_exists = false
	fi;
	assert(move_exists)
}

/* consult_moves.c */
#define CONSULT_MOVE(EVENT, FROM, TO, BACK, JOINING) \
	:: event == CONSULT_##EVENT && c.state == CONSULT_##FROM -> \
		TELL(CONSULT EVENT FROM TO); c.state = CONSULT_##TO; lies_back = BACK; asks_in = JOINING

inline consult_move()
{
	move_exists = true;
	if
	CONSULT_MOVE(ASK, NONE, ASKED, stays_away, no_join)
	CONSULT_MOVE(ANSWER, ASKED, ANSWERED, comes_back, no_join)
	CONSULT_MOVE(DECLINE, ASKED, DECLINED, comes_back, no_join)
	CONSULT_MOVE(EXPIRE, ASKED, EXPIRED, comes_back, no_join)
	CONSULT_MOVE(WITHDRAW, ASKED, WITHDRAWN, stays_away, no_join)
	CONSULT_MOVE(CLOSE, ANSWERED, CLOSED, stays_away, no_join)
	CONSULT_MOVE(CLOSE, DECLINED, CLOSED, stays_away, no_join)
	CONSULT_MOVE(CLOSE, EXPIRED, CLOSED, stays_away, no_join)
	CONSULT_MOVE(TURN, ANSWERED, TURNED, stays_away, joins)
	:: else -> move_exists = false
	fi;
	assert(move_exists)
}

/* stay_moves.c */
#define STAY_MOVE(EVENT, FROM, TO, STANDS) \
	:: event == STAY_##EVENT && s.state == STAY_##FROM -> \
		TELL(STAY EVENT FROM TO); s.state = STAY_##TO; is_open = STANDS

inline stay_move()
{
	move_exists = true;
	if
	STAY_MOVE(PLAN, NONE, PLANNED, open_stay)
	STAY_MOVE(ADMIT, PLANNED, ADMITTED, open_stay)
	STAY_MOVE(LEAVE, ADMITTED, ON_LEAVE, open_stay)
	STAY_MOVE(BACK, ON_LEAVE, ADMITTED, open_stay)
	STAY_MOVE(RETURN, ADMITTED, RETURNED, over_stay)
	STAY_MOVE(RETURN, ON_LEAVE, RETURNED, over_stay)
	STAY_MOVE(MOVE_ON, ADMITTED, MOVED_ON, over_stay)
	STAY_MOVE(MOVE_ON, ON_LEAVE, MOVED_ON, over_stay)
	STAY_MOVE(CANCEL, PLANNED, CANCELLED, over_stay)
	/* These are no moves: the day, and that it is over. */
	:: event == STAY_EXTEND || event == STAY_LATE -> is_open = true
	:: else -> move_exists = false
	fi;
	assert(move_exists)
}

/* table_moves.c */
#define TABLE_MOVE(EVENT, FROM, TO, RUNS, OBLIGES, RISES) \
	:: event == TABLE_##EVENT && t.state == TABLE_##FROM -> \
		TELL(TABLE EVENT FROM TO); t.state = TABLE_##TO; runs_on = RUNS; obliges = OBLIGES; \
		rises = RISES

inline table_move()
{
	move_exists = true;
	if
	TABLE_MOVE(BRING, NONE, BROUGHT, clocked, binds_nobody, stays_there)
	TABLE_MOVE(RISE, BROUGHT, BROUGHT, clocked, binds_nobody, goes_up)
	TABLE_MOVE(DECIDE, BROUGHT, DECIDED, clocked, binds, stays_there)
	TABLE_MOVE(DECIDE, BREACHED, DECIDED, clocked, binds, stays_there)
	TABLE_MOVE(NAME, DECIDED, NAMED, clocked, binds, stays_there)
	TABLE_MOVE(NAME, NAMED, NAMED, clocked, binds, stays_there)
	TABLE_MOVE(NAME, BREACHED, NAMED, clocked, binds, stays_there)
	TABLE_MOVE(BREACH, DECIDED, BREACHED, clocked, binds, goes_up)
	TABLE_MOVE(BREACH, NAMED, BREACHED, clocked, binds, goes_up)
	TABLE_MOVE(BREACH, BREACHED, BREACHED, clocked, binds, goes_up)
	TABLE_MOVE(SETTLE, BROUGHT, SETTLED, unclocked, binds_nobody, stays_there)
	TABLE_MOVE(SETTLE, DECIDED, SETTLED, unclocked, binds_nobody, stays_there)
	TABLE_MOVE(SETTLE, NAMED, SETTLED, unclocked, binds_nobody, stays_there)
	TABLE_MOVE(SETTLE, BREACHED, SETTLED, unclocked, binds_nobody, stays_there)
	TABLE_MOVE(CLOSE, BROUGHT, CLOSED, unclocked, binds_nobody, stays_there)
	TABLE_MOVE(CLOSE, DECIDED, CLOSED, unclocked, binds_nobody, stays_there)
	TABLE_MOVE(CLOSE, NAMED, CLOSED, unclocked, binds_nobody, stays_there)
	TABLE_MOVE(CLOSE, BREACHED, CLOSED, unclocked, binds_nobody, stays_there)
	TABLE_MOVE(CLOSE, SETTLED, CLOSED, unclocked, binds_nobody, stays_there)
	TABLE_MOVE(OBJECT, BROUGHT, OBJECTED, unclocked, binds_nobody, stays_there)
	TABLE_MOVE(OBJECT, DECIDED, OBJECTED, unclocked, binds_nobody, stays_there)
	TABLE_MOVE(OBJECT, NAMED, OBJECTED, unclocked, binds_nobody, stays_there)
	TABLE_MOVE(OBJECT, BREACHED, OBJECTED, unclocked, binds_nobody, stays_there)
	:: else -> move_exists = false
	fi;
	assert(move_exists)
}

inline set_bearer()
{
	if
	:: effect == BEARER_KEEP
	:: effect == BEARER_TO_RECEIVER -> bearer = receiver
	:: effect == BEARER_TO_CARE_MANAGER -> bearer = care_manager
	:: effect == BEARER_TO_DUTY -> before = bearer; bearer = duty
	:: effect == BEARER_BACK ->
		bearer = (IN(accounts, before) -> before : care_manager);
		before = NOBODY
	:: effect == BEARER_NOBODY -> bearer = NOBODY
	fi
}

inline set_care_manager()
{
	if
	:: effect == BEARER_TO_RECEIVER -> care_manager = receiver
	:: effect == BEARER_NOBODY -> care_manager = NOBODY
	:: else -> assert(effect == BEARER_KEEP)
	fi
}

/* The commands: an event that was judged, its move, and what goes with it. */

#define ADVICE_GOES_ALONG 1
#define LATE_GOES_ALONG 1

/* What came back lies with who asked, or the care manager: when one of them goes, with who is
 * there. So does that somebody is late. */
inline pass_on()
{
	gone = (event == TEAM_LEAVE -> actor : NOBODY);
	gone = (event == HANDOVER_ACCEPT && slot >= CARE -> was_care_manager : gone);
	back_with = (PRESENT(c.by) -> c.by : care_manager);
	c.back = (ADVICE_GOES_ALONG && c.back != NOBODY && c.back == gone -> back_with : c.back);
	s.told = (LATE_GOES_ALONG && s.told != NOBODY && s.told == gone -> care_manager : s.told)
}

inline need_command()
{
	d_step {
		remember();
		need_move();
		set_bearer();
		if
		:: event == NEED_DANGER -> team = team | SET(duty)
		:: event == NEED_CLOSE -> sharing[0] = 0
		:: else
		fi;
		laws()
	}
}

inline handover_parties()
{
	if
	:: event == HANDOVER_OFFER ->
		h[slot].to = receiver;
		h[slot].agreed = agreed
	:: event == HANDOVER_ACCEPT ->
		receiver = actor;
		h[slot].to = NOBODY;
		h[slot].giver = (slot < CARE -> bearer : care_manager);
		team = team | SET(actor)
	:: event == HANDOVER_DECLINE -> team = team | BOUND_BY_NO(actor)
	:: else
	fi
}

/* What has ended makes room for another; nothing of it is looked at again. */
inline handover_put_away()
{
	if
	:: h[slot].state == HANDOVER_OFFERED || h[slot].state == HANDOVER_ACCEPTED
	:: else ->
		h[slot].state = HANDOVER_NONE;
		h[slot].to = NOBODY;
		h[slot].giver = NOBODY;
		h[slot].agreed = false;
		h[slot].over = false;
		h[slot].stays = false
	fi
}

inline handover_command()
{
	d_step {
		remember();
		handover_move();
		handover_parties();
		if
		:: slot < CARE -> set_bearer()
		:: else -> set_care_manager()
		fi;
		if
		:: event == HANDOVER_CONTACT /* another offer may be open by then */
		:: else -> open[SUBJECT] = (h[slot].state == HANDOVER_OFFERED -> slot + 1 : 0)
		fi;
		sharing[SUBJECT] = (frees -> 0 : sharing[SUBJECT]) | (shares -> BOUND_BY_NO(actor) : 0);
		pass_on();
		laws();
		handover_put_away()
	}
}

inline join_command()
{
	d_step {
		remember();
		join_move();
		if
		:: event == JOIN_ASK ->
			j[slot].who = receiver;
			j[slot].agreed = agreed
		:: else
		fi;
		team = (comes_in -> team | SET(j[slot].who) : team);
		laws();
		if
		:: j[slot].state == JOIN_ASKED
		:: else ->
			j[slot].state = JOIN_NONE;
			j[slot].who = NOBODY;
			j[slot].agreed = false;
			j[slot].over = false
		fi
	}
}

#define ADVICE_BRINGS_IN 0
#define ADVICE_BEARS 0

inline consult_parties()
{
	if
	:: event == CONSULT_ASK ->
		c.by = actor;
		c.to = receiver
	:: event == CONSULT_ANSWER || event == CONSULT_DECLINE -> c.adviser = actor
	:: else
	fi;
	bearer = (ADVICE_BEARS && event == CONSULT_ANSWER -> actor : bearer);
	team = (ADVICE_BRINGS_IN && event == CONSULT_TURN -> team | SET(c.adviser) : team);
	if
	:: asks_in ->
		j[0].state = JOIN_ASKED;
		j[0].who = c.adviser;
		j[0].agreed = agreed
	:: else
	fi
}

/* What came back lies with who asked; with the care manager, if they are gone. */
inline consult_command()
{
	d_step {
		remember();
		consult_move();
		consult_parties();
		back_with = (PRESENT(c.by) -> c.by : care_manager);
		c.back = (lies_back -> back_with : NOBODY);
		laws();
		if
		:: c.state == CONSULT_ASKED || c.back != NOBODY
		:: else ->
			c.state = CONSULT_NONE;
			c.by = NOBODY;
			c.to = NOBODY;
			c.adviser = NOBODY;
			c.over = false
		fi
	}
}

#define ADMISSION_TAKES_OUT 0
#define LATE_GIVES_UP_THE_PLACE 0
/* It began, or was extended when it had begun: another day is awaited. */
#define ANOTHER_DAY \
	(event == STAY_ADMIT || event == STAY_EXTEND && s.state != STAY_PLANNED)

inline stay_command()
{
	d_step {
		remember();
		stay_move();
		s.agreed = (event == STAY_PLAN || event == STAY_ADMIT || event == STAY_MOVE_ON ||
			event == STAY_EXTEND || event == STAY_CANCEL -> agreed : s.agreed);
		s.kept = is_open && !(LATE_GIVES_UP_THE_PLACE && event == STAY_LATE);
		s.watched = is_open && event != STAY_LATE && !(s.late && !ANOTHER_DAY);
		s.over = s.over && is_open && !ANOTHER_DAY;
		s.late = is_open && (event == STAY_LATE || s.late && !ANOTHER_DAY);
		s.told = (event == STAY_LATE -> care_manager : (s.late -> s.told : NOBODY));
		team = (ADMISSION_TAKES_OUT && event == STAY_ADMIT -> WITHOUT(team, RELATIVE) : team);
		laws();
		if
		:: STAY_STANDS
		:: else -> s.state = STAY_NONE; s.agreed = false
		fi
	}
}

#define DECISION_MOVES 0

/* Naming offers; it is accepted, or not, as any other handover is. */
inline table_command()
{
	d_step {
		remember();
		table_move();
		t.runs = runs_on;
		t.known = obliges;
		t.above = t.above || rises;
		t.over = t.over && runs_on && event == TABLE_NAME;
		if
		:: event == TABLE_NAME ->
			h[slot].state = HANDOVER_OFFERED;
			h[slot].to = receiver;
			h[slot].agreed = agreed;
			h[slot].stays = sender_stays;
			open[0] = slot + 1
		:: else
		fi;
		bearer = (DECISION_MOVES && event == TABLE_DECIDE -> FIRST : bearer);
		laws();
		if
		:: CASE_OPEN || t.state == TABLE_SETTLED
		:: else -> t.state = TABLE_NONE; t.above = false
		fi
	}
}

inline membership_command()
{
	d_step {
		remember();
		if
		:: event == TEAM_LEAVE -> TELL(TEAM LEAVE); team = WITHOUT(team, actor); pass_on()
		:: event == ROSTER_JOIN -> TELL(ROSTER JOIN); roster = roster | SET(actor)
		:: event == ROSTER_LEAVE -> TELL(ROSTER LEAVE); roster = WITHOUT(roster, actor)
		:: event == ACCOUNT_END ->
			TELL(ACCOUNT END);
			accounts = WITHOUT(accounts, actor);
			roster = WITHOUT(roster, actor)
		:: event == ORGANISATION_END -> TELL(ORGANISATION END); theirs_ended = true
		fi;
		laws()
	}
}

/* The judges, as in need.c, handover.c, join.c, team.c, roster.c, account.c and directory.c. */
#define me (_pid + PERSON)
#define HAS_ACCOUNT(account) (account == SERVICE && !theirs_ended || IN(accounts, account))
#define JUDGE_YES(agrees) (agrees || me == PERSON)
#define YES(agrees) (JUDGE_YES(agrees) && (agrees || me != PERSON))
#define EACH_ACCOUNT(DO, agrees) \
	DO(PERSON, agrees) DO(RELATIVE, agrees) EACH_PROFESSIONAL(DO, agrees)
#if PROFESSIONALS == 2
#define EACH_PROFESSIONAL(DO, agrees) DO(FIRST, agrees) DO(FIRST + 1, agrees)
#else
#define EACH_PROFESSIONAL(DO, agrees) DO(FIRST, agrees) DO(FIRST + 1, agrees) DO(FIRST + 2, agrees)
#endif

#define JUDGE_ADD (need_state == NEED_NONE && PRESENT(me))
#define MAY_STOP (!IS_PROFESSIONAL(me))
#define JUDGE_STOP (need_state == NEED_OPEN && bearer == me && MAY_STOP)
#define JUDGE_DANGER (need_state == NEED_OPEN)
#define JUDGE_SAFE (need_state == NEED_IN_DANGER)
#define JUDGE_CLOSE (me == PERSON && need_state == NEED_OPEN && open[0] == 0)

#define ROOM(i, count) \
	(h[i].state == HANDOVER_NONE && count > 0 || h[i + 1].state == HANDOVER_NONE && count > 1)
#define FIRST_ROOM(i) (h[i].state == HANDOVER_NONE -> i : i + 1)
#define NO_OPEN_OFFER(subject) (open[subject] == 0)
#define JUDGE_OFFER_NEED(account) \
	(need_state == NEED_OPEN && bearer == me && account != me && HAS_ACCOUNT(account) && \
		NO_OPEN_OFFER(0) && ROOM(0, NEED_OFFERS))
#define JUDGE_OFFER_CARE(account) \
	((care_manager == me || me == PERSON) && account != care_manager && HAS_ACCOUNT(account) && \
		NO_OPEN_OFFER(1) && ROOM(CARE, CARE_OFFERS))
#define OFFER_NEED(account, agrees) \
	:: YES(agrees) && JUDGE_OFFER_NEED(account) -> event = HANDOVER_OFFER; \
		slot = FIRST_ROOM(0); receiver = account; agreed = (agrees || me == PERSON)
#define OFFER_CARE(account, agrees) \
	:: YES(agrees) && JUDGE_OFFER_CARE(account) -> event = HANDOVER_OFFER; \
		slot = FIRST_ROOM(CARE); receiver = account; agreed = (agrees || me == PERSON)

#define IS_RECEIVER(i) (h[i].to == me || h[i].to == SERVICE && (me == FIRST || me == FIRST + 1))
#define IN_TIME(i) (!h[i].over)
#define NO_DANGER(i) (i >= CARE || need_state != NEED_IN_DANGER)
#define NOT_FROM_SELF(i) (me != (i < CARE -> bearer : care_manager))
#define JUDGE_DECLINE(i) \
	(h[i].state == HANDOVER_OFFERED && IS_RECEIVER(i) && IN_TIME(i) && HAS_ACCOUNT(me))
#define JUDGE_ACCEPT(i) (JUDGE_DECLINE(i) && NO_DANGER(i) && NOT_FROM_SELF(i))
#define JUDGE_WITHDRAW(i) (me == PERSON && h[i].state == HANDOVER_OFFERED)
#define JUDGE_CONTACT(i) (me == PERSON && h[i].state == HANDOVER_ACCEPTED)
#define EACH_HANDOVER(JUDGE, EVENT) \
	:: JUDGE(0) -> event = EVENT; slot = 0 \
	:: JUDGE(1) -> event = EVENT; slot = 1 \
	:: JUDGE(2) -> event = EVENT; slot = 2 \
	:: JUDGE(3) -> event = EVENT; slot = 3

#define IS_ASKED(i, account) (j[i].state == JOIN_ASKED && j[i].who == account)
#define JUDGE_ASK(account) \
	(PRESENT(me) && !IN(team, account) && HAS_ACCOUNT(account) && !IS_ASKED(0, account) && \
		!IS_ASKED(1, account) && \
		(j[0].state == JOIN_NONE && JOINS > 0 || j[1].state == JOIN_NONE && JOINS > 1))
#define ASK(account, agrees) \
	:: YES(agrees) && JUDGE_ASK(account) -> event = JOIN_ASK; \
		slot = (j[0].state == JOIN_NONE -> 0 : 1); receiver = account; agreed = (agrees || me == PERSON)
#define JUDGE_JOIN_ANSWER(i) (IS_ASKED(i, me) && !j[i].over && HAS_ACCOUNT(me))
#define JUDGE_JOIN_WITHDRAW(i) (me == PERSON && j[i].state == JOIN_ASKED)
#define EACH_JOIN(JUDGE, EVENT) \
	:: JUDGE(0) -> event = EVENT; slot = 0 \
	:: JUDGE(1) -> event = EVENT; slot = 1

#define HELPS(account) IS_PROFESSIONAL(account) /* or it is a service */
#define ASKS_ADVICE(agrees) (agrees || me == PERSON || IS_PROFESSIONAL(me))
#define JUDGE_CONSULT(account) \
	(CONSULTS > 0 && c.state == CONSULT_NONE && NEED_LIVES && PRESENT(me) && account != me && \
		HAS_ACCOUNT(account) && HELPS(account))
#define CONSULT(account, agrees) \
	:: ASKS_ADVICE(agrees) && JUDGE_CONSULT(account) -> event = CONSULT_ASK; receiver = account
#define ADVICE_IN_TIME (!c.over)
#define JUDGE_ADVISE \
	(c.state == CONSULT_ASKED && ADVICE_IN_TIME && HAS_ACCOUNT(me) && \
		(c.to == me || c.to == SERVICE && (me == FIRST || me == FIRST + 1)))
#define IS_ASKERS (PRESENT(me) && (c.by == me || me == PERSON || me == care_manager))
#define JUDGE_TURN(agrees) \
	(c.state == CONSULT_ANSWERED && IS_ASKERS && JOINS > 0 && j[0].state == JOIN_NONE && \
		!IN(team, c.adviser) && HAS_ACCOUNT(c.adviser) && !IS_ASKED(1, c.adviser))
#define TURN(agrees) \
	:: YES(agrees) && JUDGE_TURN(agrees) -> event = CONSULT_TURN; agreed = (agrees || me == PERSON)

#define STAY_HERE (STAYS > 0 && PRESENT(me))
#define STAY_YES(agrees) YES(agrees)
#define STAYING(agrees) \
	:: STAY_HERE && STAY_YES(agrees) && s.state == STAY_NONE -> event = STAY_PLAN; \
		agreed = (agrees || me == PERSON) \
	:: STAY_HERE && STAY_YES(agrees) && s.state == STAY_PLANNED -> event = STAY_ADMIT; \
		agreed = (agrees || me == PERSON) \
	:: STAY_HERE && STAY_YES(agrees) && (s.state == STAY_ADMITTED || s.state == STAY_ON_LEAVE) -> \
		event = STAY_MOVE_ON; agreed = (agrees || me == PERSON) \
	:: STAY_HERE && STAY_YES(agrees) && s.state == STAY_PLANNED -> event = STAY_CANCEL; \
		agreed = (agrees || me == PERSON) \
	:: STAY_HERE && STAY_YES(agrees) && STAY_STANDS -> event = STAY_EXTEND; \
		agreed = (agrees || me == PERSON)

/* The first two professionals are of the organisation that is obliged. */
#define THEIRS(account) (account == FIRST || account == FIRST + 1)
#define CASE_DONE (need_state == NEED_CLOSED || need_state == NEED_OPEN && THEIRS(bearer))
#define BESIDE (me == PERSON || me == RELATIVE && PRESENT(me))
#define JUDGE_NAME(account) \
	(CASE_BINDS && THEIRS(me) && HAS_ACCOUNT(me) && need_state == NEED_OPEN && NO_OPEN_OFFER(0) && \
		HAS_ACCOUNT(account) && ROOM(0, NEED_OFFERS))
#define NAME_YES(agrees) (agrees)
#define NAMING(account, agrees) \
	:: NAME_YES(agrees) && JUDGE_NAME(account) -> event = TABLE_NAME; slot = FIRST_ROOM(0); \
		receiver = account; agreed = agrees

/* What ties an account to the team; those for the whole account are the same. */
#define IS_CARE_MANAGER (care_manager == me)
#define BEARS (NEED_LIVES && bearer == me)
#define BORE_BEFORE_DANGER (before == me)
#define GAVE(i) (h[i].stays && h[i].giver == me)
#define BEFORE_CONTACT (GAVE(0) || GAVE(1) || GAVE(2) || GAVE(3))
#define HOLDS_ALONG IN(sharing[0] | sharing[1], me)
#define TIED_TO_TEAM \
	(IS_CARE_MANAGER || BEARS || BORE_BEFORE_DANGER || BEFORE_CONTACT || HOLDS_ALONG)
#define HAS_ADVICE (c.back == me || c.state == CONSULT_ASKED && c.to == me)
#define TIED_TO_ACCOUNT (TIED_TO_TEAM || HAS_ADVICE)
#define LAST_ON_DUTY (roster == SET(me))
#define JUDGE_LEAVE (PRESENT(me) && me != PERSON && !TIED_TO_TEAM)
#define JUDGE_END \
	(ACCOUNT_ENDS && IN(accounts, me) && me != PERSON && !TIED_TO_ACCOUNT && !LAST_ON_DUTY)
#define JUDGE_END_ORGANISATION (ACCOUNT_ENDS && !theirs_ended && !SOMEBODY_ACTS && !t.known)
#define JUDGE_ROSTER_JOIN \
	(ROSTER_MOVES && IS_PROFESSIONAL(me) && HAS_ACCOUNT(me) && !IN(roster, me) && \
		(roster & (roster - 1)) == 0)
#define JUDGE_ROSTER_LEAVE (ROSTER_MOVES && IN(roster, me) && !LAST_ON_DUTY)
#define HAS_DUTY(account, ignored) :: IN(roster, account) -> duty = account

/* Whoever has an account: the person, the relative, the professionals. */
active [2 + PROFESSIONALS] proctype client()
{
end:
	do
	:: atomic {
		if
		:: JUDGE_ADD -> event = NEED_ADD; receiver = me
		:: JUDGE_ADD -> event = NEED_ADD; receiver = care_manager
		:: JUDGE_STOP -> event = NEED_STOP
		:: JUDGE_CLOSE -> event = NEED_CLOSE
		fi;
		actor = me;
		need_command()
	}
	:: atomic {
		if
		EACH_ACCOUNT(OFFER_NEED, true)
		EACH_ACCOUNT(OFFER_NEED, false)
		OFFER_NEED(SERVICE, true)
		EACH_PROFESSIONAL(OFFER_CARE, true)
		EACH_PROFESSIONAL(OFFER_CARE, false)
		OFFER_CARE(SERVICE, true)
		EACH_HANDOVER(JUDGE_ACCEPT, HANDOVER_ACCEPT)
		EACH_HANDOVER(JUDGE_DECLINE, HANDOVER_DECLINE)
		EACH_HANDOVER(JUDGE_WITHDRAW, HANDOVER_WITHDRAW)
		EACH_HANDOVER(JUDGE_CONTACT, HANDOVER_CONTACT)
		fi;
		actor = me;
		handover_command()
	}
	:: atomic {
		if
		EACH_ACCOUNT(ASK, true)
		EACH_ACCOUNT(ASK, false)
		EACH_JOIN(JUDGE_JOIN_ANSWER, JOIN_ACCEPT)
		EACH_JOIN(JUDGE_JOIN_ANSWER, JOIN_DECLINE)
		EACH_JOIN(JUDGE_JOIN_WITHDRAW, JOIN_WITHDRAW)
		fi;
		actor = me;
		join_command()
	}
	:: atomic {
		if
		:: JUDGE_LEAVE -> event = TEAM_LEAVE
		:: JUDGE_END -> event = ACCOUNT_END
		:: JUDGE_ROSTER_JOIN -> event = ROSTER_JOIN
		:: JUDGE_ROSTER_LEAVE -> event = ROSTER_LEAVE
		fi;
		actor = me;
		membership_command()
	}
#if CONSULTS > 0
	:: atomic {
		if
		EACH_PROFESSIONAL(CONSULT, true)
		EACH_PROFESSIONAL(CONSULT, false)
		CONSULT(SERVICE, true)
		:: JUDGE_ADVISE -> event = CONSULT_ANSWER
		:: JUDGE_ADVISE -> event = CONSULT_DECLINE
		:: c.state == CONSULT_ASKED && IS_ASKERS -> event = CONSULT_WITHDRAW
		:: CAME_BACK && IS_ASKERS -> event = CONSULT_CLOSE
		TURN(true)
		TURN(false)
		fi;
		actor = me;
		consult_command()
	}
#endif
#if STAYS > 0
	:: atomic {
		if
		STAYING(true)
		STAYING(false)
		:: STAY_HERE && s.state == STAY_ADMITTED -> event = STAY_LEAVE
		:: STAY_HERE && s.state == STAY_ON_LEAVE -> event = STAY_BACK
		:: STAY_HERE && (s.state == STAY_ADMITTED || s.state == STAY_ON_LEAVE) ->
			event = STAY_RETURN
		fi;
		actor = me;
		stay_command()
	}
#endif
#if CASES > 0
	:: atomic {
		if
		:: PRESENT(me) && NEED_LIVES && !CASE_OPEN && t.state == TABLE_NONE -> event = TABLE_BRING
		:: BESIDE && CASE_OPEN -> event = TABLE_OBJECT
		NAMING(FIRST, true)
		NAMING(FIRST + 1, true)
		NAMING(FIRST, false)
		fi;
		actor = me;
		table_command()
	}
#endif
	od
}

/* Danger may come at any moment; whoever of the roster has duty takes over. */
active proctype danger()
{
end:
	do
	:: atomic {
		JUDGE_DANGER;
		if
		EACH_PROFESSIONAL(HAS_DUTY, true)
		:: roster == 0 -> duty = NOBODY
		fi;
		event = NEED_DANGER;
		actor = duty;
		need_command()
	}
	od
}

/* Who holds by the danger rule, or the care manager, says that it is safe again. */
active proctype safety()
{
end:
	do
	:: atomic {
		JUDGE_SAFE;
		event = NEED_SAFE;
		actor = bearer;
		need_command()
	}
	od
}

/* An administrator: an organisation ends when nobody acts for it, and it owes nothing. */
#if ACCOUNT_ENDS
active proctype administrator()
{
end:
	do
	:: atomic {
		JUDGE_END_ORGANISATION;
		event = ORGANISATION_END;
		actor = NOBODY;
		membership_command()
	}
	od
}
#endif

/* Time passes, and the clock job ends what is over. */
proctype handover_clock(byte i)
{
end:
	do
	:: d_step { h[i].state == HANDOVER_OFFERED && !h[i].over -> h[i].over = true }
	:: atomic {
		h[i].state == HANDOVER_OFFERED && h[i].over;
		slot = i;
		event = HANDOVER_EXPIRE;
		actor = NOBODY;
		handover_command()
	}
	od
}

proctype join_clock(byte i)
{
end:
	do
	:: d_step { j[i].state == JOIN_ASKED && !j[i].over -> j[i].over = true }
	:: atomic {
		j[i].state == JOIN_ASKED && j[i].over;
		slot = i;
		event = JOIN_EXPIRE;
		actor = NOBODY;
		join_command()
	}
	od
}

proctype consult_clock()
{
end:
	do
	:: d_step { c.state == CONSULT_ASKED && !c.over -> c.over = true }
	:: atomic {
		c.state == CONSULT_ASKED && c.over;
		event = CONSULT_EXPIRE;
		actor = NOBODY;
		consult_command()
	}
	od
}

#define CLOCK_COMES_BY true

/* Who sits at a table; time passes, and the clock job takes the case further. */
proctype table()
{
end:
	do
	:: d_step { CASE_OPEN && !t.over -> t.over = true }
	:: atomic {
		if
		:: (t.state == TABLE_BROUGHT || t.state == TABLE_BREACHED) && NEED_LIVES && !theirs_ended ->
			event = TABLE_DECIDE
		:: t.state == TABLE_BROUGHT && !t.above -> event = TABLE_RISE
		:: t.state == TABLE_BROUGHT || t.state == TABLE_SETTLED || CASE_BINDS && CASE_DONE ->
			event = TABLE_CLOSE
		fi;
		actor = NOBODY;
		table_command()
	}
	od
}

proctype table_clock()
{
end:
	do
	:: atomic {
		CASE_OPEN && t.over && t.runs;
		event = (CASE_DONE && t.state != TABLE_BROUGHT || need_state == NEED_CLOSED -> TABLE_SETTLE :
			(t.state == TABLE_BROUGHT -> TABLE_RISE : TABLE_BREACH));
		actor = NOBODY;
		table_command()
	}
	od
}

/* The day to begin or to go back passes, and the clock job tells the care manager. */
proctype stay_clock()
{
end:
	do
	:: d_step { STAY_STANDS && !s.over -> s.over = true }
	:: atomic {
		STAY_STANDS && s.over && s.watched && CLOCK_COMES_BY;
		event = STAY_LATE;
		actor = NOBODY;
		stay_command()
	}
	od
}

init {
	atomic {
#if NEED_OFFERS > 0
		run handover_clock(0);
#endif
#if NEED_OFFERS > 1
		run handover_clock(1);
#endif
#if CARE_OFFERS > 0
		run handover_clock(CARE);
#endif
#if CARE_OFFERS > 1
		run handover_clock(CARE + 1);
#endif
#if STAYS > 0
		run stay_clock();
#endif
#if CASES > 0
		run table();
		run table_clock();
#endif
#if CONSULTS > 0
		run consult_clock();
#endif
#if JOINS > 0
		run join_clock(0);
#endif
#if JOINS > 1
		run join_clock(1);
#endif
		skip
	}
}

/* What comes in the end, as long as the clocks and whoever says "safe" are not kept from acting for
 * ever (weak fairness); whatever all others do. */
#define ENDS(thing) ([] ((thing) -> <> !(thing)))
ltl every_offer_of_the_need_ends { ENDS(open[0] != 0) }
ltl every_offer_of_the_care_management_ends { ENDS(open[1] != 0) }
ltl every_question_for_advice_ends { ENDS(c.state == CONSULT_ASKED) }
/* A case whose time is over does not stay as it is. */
ltl every_late_case_goes_on { [] ((t.over && CASE_OPEN) -> <> (!t.over)) }
/* Late is said, or it is over or has another day. */
ltl every_late_stay_is_told { [] ((s.over && STAY_STANDS && !s.late) -> <> (s.late || !s.over)) }
ltl every_asking_ends { ENDS(j[0].state == JOIN_ASKED) }
ltl danger_ends_in_handing_back {
	[] ((need_state == NEED_IN_DANGER) -> <> (need_state == NEED_OPEN && before == NOBODY))
}
