/* test_handover.c - the judges of a handover: who may offer, answer, withdraw and confirm it, and
 * until when.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "base/date.h"
#include "care/handover.h"

enum { PERSON = 1, BEARER, MANAGER, RECEIVER, STRANGER, OFFER, SERVICE };
enum { TODAY = 20514 }; /* 2026-03-02, a Monday */
#define NOW_MS (date_day_start(TODAY) + INT64_C(32400000))
#define EXPIRES_MS (NOW_MS + 1000)

static bool reached[HANDOVER_VERDICT_COUNT];

struct facts {
	struct episode episode;
	struct need need;
	bool of_care_management;
	struct handover handover;
	struct care_actor actor;
	struct handover_offer offer;
	struct handover_receiver receiver;
	struct handover_answer answer;
	struct id holder;
	struct id service_organisation;
	int32_t today;
	int64_t now_ms;
};

static struct facts right_facts(int actor, enum handover_state state)
{
	return (struct facts){
		.episode = {.person = judging_id(PERSON), .care_manager = judging_id(MANAGER)},
		.need = {.state = NEED_OPEN, .bearer = judging_id(BEARER)},
		.handover = {.id = judging_id(OFFER),
			.sender = judging_id(BEARER),
			.to_account = judging_id(RECEIVER),
			.answered_by = judging_id(RECEIVER),
			.state = (int32_t)state,
			.expires_ms = EXPIRES_MS},
		.actor = {.account = judging_id(actor), .kind = MEMBER_PROFESSIONAL},
		.offer = {.person_agrees = true, .to_account = judging_id(RECEIVER)},
		.receiver = {.known = true, .kind = MEMBER_PROFESSIONAL},
		.answer = {.contact_day = TODAY + 7,
			.reason = DECLINE_FIT,
			.instead = INSTEAD_BRIDGE,
			.instead_day = TODAY + 3},
		.holder = judging_id(BEARER),
		.today = TODAY,
		.now_ms = NOW_MS};
}

static int judge_offer(const void *at)
{
	const struct facts *facts = at;
	return (int)handover_judge_offer(&facts->episode,
		facts->of_care_management ? NULL : &facts->need, &facts->actor, &facts->offer,
		&facts->receiver, facts->today);
}

static int judge_accept(const void *at)
{
	const struct facts *facts = at;
	return (int)handover_judge_accept(&facts->handover,
		facts->of_care_management ? NULL : &facts->need, facts->holder, &facts->actor,
		facts->service_organisation, &facts->answer, facts->now_ms);
}

static int judge_decline(const void *at)
{
	const struct facts *facts = at;
	return (int)handover_judge_decline(&facts->handover, &facts->actor, facts->service_organisation,
		&facts->answer, facts->now_ms);
}

static int judge_withdraw(const void *at)
{
	const struct facts *facts = at;
	return (int)handover_judge_withdraw(
		&facts->handover, &facts->actor, facts->episode.person, facts->holder);
}

static int judge_contact(const void *at)
{
	const struct facts *facts = at;
	return (int)handover_judge_contact(&facts->handover, &facts->actor, facts->episode.person);
}

static int judge_expire(const void *at)
{
	const struct facts *facts = at;
	return (int)handover_judge_expire(&facts->handover, facts->now_ms);
}

static void show(const char *what, const struct judging_rule *rules, size_t count,
	struct facts right, int (*judge)(const void *))
{
	judging_show(&(struct judging){what, rules, count, &right, sizeof(right), judge, reached});
}
#define SHOW(what, rules, right, judge) \
	show(what, rules, sizeof(rules) / sizeof((rules)[0]), right, judge)

/* Each of these breaks one rule. */
#define BREAKS(name, effect)           \
	static void break_##name(void *at) \
	{                                  \
		struct facts *facts = at;      \
		effect;                        \
	}

BREAKS(few_tied, facts->offer.tied = HANDOVER_MAX_TIED)
BREAKS(yes, facts->offer.person_agrees = false)
BREAKS(need_closed, facts->need.state = NEED_CLOSED)
BREAKS(need_in_danger, facts->need.state = NEED_IN_DANGER)
BREAKS(actor, facts->actor.account = judging_id(STRANGER))
BREAKS(receiver_said, facts->offer.to_account = facts->offer.to_service = id_none)
BREAKS(receiver_known, facts->receiver.known = false)
BREAKS(receiver_live, facts->receiver.ended = true)
BREAKS(to_bearer, facts->offer.to_account = judging_id(BEARER))
BREAKS(to_manager, facts->offer.to_account = judging_id(MANAGER))
BREAKS(receiver_kind, facts->receiver.kind = MEMBER_VOLUNTEER)
BREAKS(need_offered, facts->need.open_handover = judging_id(OFFER))
BREAKS(care_offered, facts->episode.open_handover = judging_id(OFFER))
BREAKS(answer_by, facts->offer.answer_by_day = TODAY)
BREAKS(open, facts->handover.state = HANDOVER_WITHDRAWN)
BREAKS(in_time, facts->now_ms = EXPIRES_MS)
BREAKS(over_time, facts->now_ms = EXPIRES_MS - 1)
BREAKS(holder, facts->holder = judging_id(RECEIVER))
BREAKS(contact_day, facts->answer.contact_day = 0)
BREAKS(reason, facts->answer.reason = DECLINE_NOT_SAID)
BREAKS(reason_fits, facts->answer.reason = DECLINE_EXCLUDING_COMBINATION)
BREAKS(instead, facts->answer.instead = INSTEAD_NOT_SAID)
BREAKS(instead_day, facts->answer.instead_day = TODAY - 1)

/* A need is offered by who bears it, with the person's yes, to one receiver who exists. */
static void test_handover_judge_offer__of_a_need(void **state)
{
	static const struct judging_rule rules[] = {
		{break_yes, HANDOVER_WITHOUT_YES},
		{break_need_closed, HANDOVER_NEED_CLOSED},
		{break_need_in_danger, HANDOVER_IN_DANGER},
		{break_actor, HANDOVER_NOT_BEARER},
		{break_receiver_said, HANDOVER_TO_NOBODY},
		{break_receiver_known, HANDOVER_RECEIVER_UNKNOWN},
		{break_receiver_live, HANDOVER_RECEIVER_ENDED},
		{break_to_bearer, HANDOVER_TO_SELF},
		{break_need_offered, HANDOVER_ALREADY_OFFERED},
		{break_few_tied, HANDOVER_TOO_MANY},
		{break_answer_by, HANDOVER_ANSWER_BY_OUT_OF_RANGE},
	};
	struct facts by_person = right_facts(PERSON, HANDOVER_NONE);
	struct facts by_manager = right_facts(MANAGER, HANDOVER_NONE);
	(void)state;
	SHOW("offer of a need", rules, right_facts(BEARER, HANDOVER_NONE), judge_offer);
	/* The person's own offering is their yes; but they too must bear what they hand over. */
	by_person.offer.person_agrees = false;
	assert_int_equal(judge_offer(&by_person), HANDOVER_NOT_BEARER);
	by_person.need.bearer = judging_id(PERSON);
	assert_int_equal(judge_offer(&by_person), HANDOVER_OK);
	assert_int_equal(judge_offer(&by_manager), HANDOVER_NOT_BEARER);
}

/* Care management passes by the care manager with the person's yes, or as the person chooses. */
static void test_handover_judge_offer__of_the_care_management(void **state)
{
	static const struct judging_rule rules[] = {
		{break_yes, HANDOVER_WITHOUT_YES},
		{break_actor, HANDOVER_NOT_CARE_MANAGER},
		{break_receiver_said, HANDOVER_TO_NOBODY},
		{break_receiver_known, HANDOVER_RECEIVER_UNKNOWN},
		{break_receiver_live, HANDOVER_RECEIVER_ENDED},
		{break_to_manager, HANDOVER_TO_SELF},
		{break_receiver_kind, HANDOVER_CARE_MANAGER_KIND},
		{break_care_offered, HANDOVER_ALREADY_OFFERED},
		{break_few_tied, HANDOVER_TOO_MANY},
		{break_answer_by, HANDOVER_ANSWER_BY_OUT_OF_RANGE},
	};
	struct facts by_manager = right_facts(MANAGER, HANDOVER_NONE);
	struct facts by_person = right_facts(PERSON, HANDOVER_NONE);
	(void)state;
	by_manager.of_care_management = by_person.of_care_management = true;
	SHOW("offer of care management", rules, by_manager, judge_offer);
	by_person.offer.person_agrees = false;
	assert_int_equal(judge_offer(&by_person), HANDOVER_OK);
}

/* An offer of the one is in no way of the other: a need and the care management pass apart. */
static void test_handover_judge_offer__one_at_a_time_of_each(void **state)
{
	struct facts need = right_facts(BEARER, HANDOVER_NONE);
	struct facts care = right_facts(MANAGER, HANDOVER_NONE);
	(void)state;
	care.of_care_management = true;
	need.episode.open_handover = care.need.open_handover = judging_id(OFFER);
	assert_int_equal(judge_offer(&need), HANDOVER_OK);
	assert_int_equal(judge_offer(&care), HANDOVER_OK);
}

/* To an account or to a service, never to both. */
static void test_handover_judge_offer__to_exactly_one(void **state)
{
	struct facts facts = right_facts(BEARER, HANDOVER_NONE);
	(void)state;
	facts.offer.to_service = judging_id(SERVICE);
	assert_int_equal(judge_offer(&facts), HANDOVER_TO_NOBODY);
	facts.offer.to_account = id_none;
	assert_int_equal(judge_offer(&facts), HANDOVER_OK);
}

/* A need can be borne by anybody; the care is managed by a professional or a peer worker. */
static void test_handover_judge_offer__by_kind_of_receiver(void **state)
{
	struct facts facts = right_facts(BEARER, HANDOVER_NONE);
	(void)state;
	for (int kind = MEMBER_PERSON; kind < MEMBER_ADMINISTRATOR; kind++) {
		bool can_manage = kind == MEMBER_PROFESSIONAL || kind == MEMBER_PEER;
		facts.receiver.kind = kind;
		facts.of_care_management = false;
		facts.actor.account = judging_id(BEARER);
		assert_int_equal(judge_offer(&facts), HANDOVER_OK);
		facts.of_care_management = true;
		facts.actor.account = judging_id(MANAGER);
		assert_int_equal(
			judge_offer(&facts), can_manage ? HANDOVER_OK : HANDOVER_CARE_MANAGER_KIND);
	}
}

/* A day is in range or not, to the day. */
struct day_row {
	int32_t day;
	enum handover_verdict verdict;
};

/* An answer is asked for tomorrow at the earliest and in four weeks at the latest; or by default.
 * */
static void test_handover_judge_offer__bounds_of_answer_by(void **state)
{
	static const struct day_row rows[] = {
		{0, HANDOVER_OK},
		{TODAY - 1, HANDOVER_ANSWER_BY_OUT_OF_RANGE},
		{TODAY, HANDOVER_ANSWER_BY_OUT_OF_RANGE},
		{TODAY + 1, HANDOVER_OK},
		{TODAY + 28, HANDOVER_OK},
		{TODAY + 29, HANDOVER_ANSWER_BY_OUT_OF_RANGE},
		{INT32_MIN, HANDOVER_ANSWER_BY_OUT_OF_RANGE},
		{INT32_MAX, HANDOVER_ANSWER_BY_OUT_OF_RANGE},
	};
	struct facts facts = right_facts(BEARER, HANDOVER_NONE);
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		facts.offer.answer_by_day = rows[i].day;
		assert_int_equal(judge_offer(&facts), rows[i].verdict);
	}
}

/* Accepting is for who was asked, in time, when there is no danger, with a day of first contact.
 * */
static void test_handover_judge_accept__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_actor, HANDOVER_NOT_RECEIVER},
		{break_open, HANDOVER_NOT_OPEN},
		{break_in_time, HANDOVER_HAS_EXPIRED},
		{break_need_in_danger, HANDOVER_IN_DANGER},
		{break_holder, HANDOVER_TO_SELF},
		{break_contact_day, HANDOVER_CONTACT_DAY_OUT_OF_RANGE},
	};
	struct facts care = right_facts(RECEIVER, HANDOVER_OFFERED);
	(void)state;
	SHOW("accept", rules, right_facts(RECEIVER, HANDOVER_OFFERED), judge_accept);
	care.of_care_management = true;
	care.need.state = NEED_IN_DANGER; /* of no matter: it is not the need that passes */
	assert_int_equal(judge_accept(&care), HANDOVER_OK);
}

/* First contact from today to four weeks ahead. */
static void test_handover_judge_accept__bounds_of_the_contact_day(void **state)
{
	static const struct day_row rows[] = {
		{0, HANDOVER_CONTACT_DAY_OUT_OF_RANGE},
		{TODAY - 1, HANDOVER_CONTACT_DAY_OUT_OF_RANGE},
		{TODAY, HANDOVER_OK},
		{TODAY + 28, HANDOVER_OK},
		{TODAY + 29, HANDOVER_CONTACT_DAY_OUT_OF_RANGE},
	};
	struct facts facts = right_facts(RECEIVER, HANDOVER_OFFERED);
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		facts.answer.contact_day = rows[i].day;
		assert_int_equal(judge_accept(&facts), rows[i].verdict);
	}
}

/* A professional who declines says why, and what they do instead by when; and why is fit or
 * competence. */
static void test_handover_judge_decline__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_actor, HANDOVER_NOT_RECEIVER},
		{break_open, HANDOVER_NOT_OPEN},
		{break_in_time, HANDOVER_HAS_EXPIRED},
		{break_reason, HANDOVER_REASON_MISSING},
		{break_reason_fits, HANDOVER_REASON_EXCLUDES},
		{break_instead, HANDOVER_INSTEAD_MISSING},
		{break_instead_day, HANDOVER_INSTEAD_DAY_OUT_OF_RANGE},
	};
	(void)state;
	SHOW("decline", rules, right_facts(RECEIVER, HANDOVER_OFFERED), judge_decline);
}

/* Who is no professional answers in time too, and only what they were asked. */
static void test_handover_judge_decline__by_who_is_no_professional(void **state)
{
	static const struct judging_rule rules[] = {
		{break_actor, HANDOVER_NOT_RECEIVER},
		{break_open, HANDOVER_NOT_OPEN},
		{break_in_time, HANDOVER_HAS_EXPIRED},
	};
	struct facts by_peer = right_facts(RECEIVER, HANDOVER_OFFERED);
	(void)state;
	by_peer.actor.kind = MEMBER_PEER;
	by_peer.answer = (struct handover_answer){.reason = DECLINE_NOT_SAID};
	SHOW("decline by a peer", rules, by_peer, judge_decline);
}

/* L4: no combination of problems, address, diagnosis, crisis or full place is a reason. */
static void test_handover_judge_decline__excludes_nobody(void **state)
{
	struct facts facts = right_facts(RECEIVER, HANDOVER_OFFERED);
	(void)state;
	for (int reason = DECLINE_FIT; reason < DECLINE_COUNT; reason++) {
		bool good = reason == DECLINE_FIT || reason == DECLINE_COMPETENCE;
		facts.answer.reason = (enum decline_reason)reason;
		assert_int_equal(judge_decline(&facts), good ? HANDOVER_OK : HANDOVER_REASON_EXCLUDES);
	}
}

/* What is done instead is done from today to four weeks ahead. */
static void test_handover_judge_decline__bounds_of_instead_by(void **state)
{
	static const struct day_row rows[] = {
		{0, HANDOVER_INSTEAD_DAY_OUT_OF_RANGE},
		{TODAY - 1, HANDOVER_INSTEAD_DAY_OUT_OF_RANGE},
		{TODAY, HANDOVER_OK},
		{TODAY + 28, HANDOVER_OK},
		{TODAY + 29, HANDOVER_INSTEAD_DAY_OUT_OF_RANGE},
	};
	struct facts facts = right_facts(RECEIVER, HANDOVER_OFFERED);
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		facts.answer.instead_day = rows[i].day;
		assert_int_equal(judge_decline(&facts), rows[i].verdict);
	}
}

/* Whoever is no professional may say no without more. */
static void test_handover_judge_decline__asks_nothing_of_who_is_no_professional(void **state)
{
	struct facts facts = right_facts(RECEIVER, HANDOVER_OFFERED);
	(void)state;
	facts.answer = (struct handover_answer){.reason = DECLINE_NOT_SAID};
	for (int kind = MEMBER_PERSON; kind < MEMBER_ADMINISTRATOR; kind++) {
		facts.actor.kind = kind;
		assert_int_equal(judge_decline(&facts),
			kind == MEMBER_PROFESSIONAL ? HANDOVER_REASON_MISSING : HANDOVER_OK);
	}
}

/* Withdrawing is for who offered, for who holds it now, and for the person. */
static void test_handover_judge_withdraw__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_actor, HANDOVER_NOT_SENDER},
		{break_open, HANDOVER_NOT_OPEN},
	};
	struct facts by_holder = right_facts(MANAGER, HANDOVER_OFFERED);
	struct facts by_receiver = right_facts(RECEIVER, HANDOVER_OFFERED);
	(void)state;
	by_holder.holder = judging_id(MANAGER);
	SHOW("withdraw by the sender", rules, right_facts(BEARER, HANDOVER_OFFERED), judge_withdraw);
	SHOW("withdraw by the person", rules, right_facts(PERSON, HANDOVER_OFFERED), judge_withdraw);
	SHOW("withdraw by the holder", rules, by_holder, judge_withdraw);
	assert_int_equal(judge_withdraw(&by_receiver), HANDOVER_NOT_SENDER);
}

/* Who declined and holds along is let go by the person; where it was the care management, also by
 * who keeps it. Of a need the bearer does not: somebody still has to accept it. */
static void test_handover_judge_withdraw__lets_go_who_holds_along(void **state)
{
	(void)state;
	for (int of_need = 0; of_need < 2; of_need++) {
		struct facts person = right_facts(PERSON, HANDOVER_DECLINED);
		struct facts holder = right_facts(BEARER, HANDOVER_DECLINED);
		struct facts decliner = right_facts(RECEIVER, HANDOVER_DECLINED);
		if (of_need == 1)
			person.handover.need = holder.handover.need = decliner.handover.need =
				judging_id(OFFER + 100);
		assert_int_equal(judge_withdraw(&person), HANDOVER_NOT_OPEN);
		person.handover.sharing = holder.handover.sharing = decliner.handover.sharing = true;
		assert_int_equal(judge_withdraw(&person), HANDOVER_OK);
		assert_int_equal(judge_withdraw(&holder), of_need ? HANDOVER_NOT_OPEN : HANDOVER_OK);
		assert_int_equal(judge_withdraw(&decliner), HANDOVER_NOT_SENDER);
	}
}

/* The first contact follows an acceptance, and is confirmed by who accepted or by the person. */
static void test_handover_judge_contact__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_open, HANDOVER_NOT_ACCEPTED},
		{break_actor, HANDOVER_NOT_TO_CONFIRM},
	};
	struct facts by_sender = right_facts(BEARER, HANDOVER_ACCEPTED);
	(void)state;
	SHOW("contact by the receiver", rules, right_facts(RECEIVER, HANDOVER_ACCEPTED), judge_contact);
	SHOW("contact by the person", rules, right_facts(PERSON, HANDOVER_ACCEPTED), judge_contact);
	assert_int_equal(judge_contact(&by_sender), HANDOVER_NOT_TO_CONFIRM);
}

/* The clock ends what stands, and not a millisecond before its end. */
static void test_handover_judge_expire__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_open, HANDOVER_NOT_OPEN},
		{break_over_time, HANDOVER_NOT_YET_EXPIRED},
	};
	struct facts facts = right_facts(STRANGER, HANDOVER_OFFERED);
	(void)state;
	facts.now_ms = EXPIRES_MS;
	SHOW("expire", rules, facts, judge_expire);
}

/* At each instant an offer can either be answered or expire: never both, never neither. */
static void test_handover__is_answered_or_expires(void **state)
{
	struct facts facts = right_facts(RECEIVER, HANDOVER_OFFERED);
	(void)state;
	for (facts.now_ms = EXPIRES_MS - 3; facts.now_ms < EXPIRES_MS + 3; facts.now_ms++) {
		bool expires = judge_expire(&facts) == HANDOVER_OK;
		assert_int_equal(judge_accept(&facts) == HANDOVER_OK, !expires);
		assert_int_equal(judge_decline(&facts) == HANDOVER_OK, !expires);
	}
}

/* Only an offer that stands is answered, withdrawn or expires; only what was accepted is followed
 * by a contact. */
static void test_handover_judges__by_state(void **state)
{
	(void)state;
	for (int at = HANDOVER_OFFERED; at < HANDOVER_STATE_COUNT; at++) {
		struct facts facts = right_facts(RECEIVER, (enum handover_state)at);
		struct facts sent = right_facts(BEARER, (enum handover_state)at);
		bool open = at == HANDOVER_OFFERED;
		assert_int_equal(judge_accept(&facts), open ? HANDOVER_OK : HANDOVER_NOT_OPEN);
		assert_int_equal(judge_decline(&facts), open ? HANDOVER_OK : HANDOVER_NOT_OPEN);
		assert_int_equal(judge_withdraw(&sent), open ? HANDOVER_OK : HANDOVER_NOT_OPEN);
		assert_int_equal(
			judge_contact(&facts), at == HANDOVER_ACCEPTED ? HANDOVER_OK : HANDOVER_NOT_ACCEPTED);
		facts.now_ms = EXPIRES_MS;
		assert_int_equal(judge_expire(&facts), open ? HANDOVER_OK : HANDOVER_NOT_OPEN);
	}
}

/* Every verdict is one of these judges', but that there is no such handover: test_refusals.c. */
static void test_handover_verdicts__are_all_reached(void **state)
{
	static const int others[] = {HANDOVER_UNKNOWN};
	(void)state;
	judging_list_is_whole(&handover_verdicts);
	judging_all_reached(&handover_verdicts, reached, others, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_handover_judge_offer__of_a_need),
		cmocka_unit_test(test_handover_judge_offer__of_the_care_management),
		cmocka_unit_test(test_handover_judge_offer__one_at_a_time_of_each),
		cmocka_unit_test(test_handover_judge_offer__to_exactly_one),
		cmocka_unit_test(test_handover_judge_offer__by_kind_of_receiver),
		cmocka_unit_test(test_handover_judge_offer__bounds_of_answer_by),
		cmocka_unit_test(test_handover_judge_accept__names_the_first_broken_rule),
		cmocka_unit_test(test_handover_judge_accept__bounds_of_the_contact_day),
		cmocka_unit_test(test_handover_judge_decline__names_the_first_broken_rule),
		cmocka_unit_test(test_handover_judge_decline__by_who_is_no_professional),
		cmocka_unit_test(test_handover_judge_decline__excludes_nobody),
		cmocka_unit_test(test_handover_judge_decline__bounds_of_instead_by),
		cmocka_unit_test(test_handover_judge_decline__asks_nothing_of_who_is_no_professional),
		cmocka_unit_test(test_handover_judge_withdraw__names_the_first_broken_rule),
		cmocka_unit_test(test_handover_judge_withdraw__lets_go_who_holds_along),
		cmocka_unit_test(test_handover_judge_contact__names_the_first_broken_rule),
		cmocka_unit_test(test_handover_judge_expire__names_the_first_broken_rule),
		cmocka_unit_test(test_handover__is_answered_or_expires),
		cmocka_unit_test(test_handover_judges__by_state),
		cmocka_unit_test(test_handover_verdicts__are_all_reached),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
