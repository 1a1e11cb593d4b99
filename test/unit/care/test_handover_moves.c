/* test_handover_moves.c - what can happen to a handover, who has it then, who answers, until when.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../base/raises.h"
#include "base/date.h"
#include "care/handover.h"

enum { BEARER = 1, MANAGER, RECEIVER, GIVER, NEED, OFFER, NEXT_OFFER, STRANGER, SERVICE, CLINIC };

/* What can happen, as it was agreed: who has it then, who cannot leave, and who is free. */
static const struct expected {
	enum handover_event event;
	enum handover_state from, to;
	bool passes;      /* to the receiver */
	bool shares;      /* a professional who answered holds along */
	bool frees;       /* who held along are free */
	bool giver_stays; /* who had it cannot leave before the first contact */
} expected_moves[] = {
	{HANDOVER_OFFER, HANDOVER_NONE, HANDOVER_OFFERED, false, false, false, false},
	{HANDOVER_ACCEPT, HANDOVER_OFFERED, HANDOVER_ACCEPTED, true, false, true, true},
	{HANDOVER_CONTACT, HANDOVER_ACCEPTED, HANDOVER_CONTACTED, false, false, false, false},
	{HANDOVER_DECLINE, HANDOVER_OFFERED, HANDOVER_DECLINED, false, true, false, false},
	{HANDOVER_EXPIRE, HANDOVER_OFFERED, HANDOVER_EXPIRED, false, false, false, false},
	{HANDOVER_WITHDRAW, HANDOVER_OFFERED, HANDOVER_WITHDRAWN, false, false, false, false},
};
enum { EXPECTED_MOVES = sizeof(expected_moves) / sizeof(expected_moves[0]) };

static const struct expected *find_expected(int event, int from)
{
	for (size_t i = 0; i < EXPECTED_MOVES; i++)
		if ((int)expected_moves[i].event == event && (int)expected_moves[i].from == from)
			return &expected_moves[i];
	return NULL;
}

/* A handover in a state, with the need and the episode that it is about. */
struct scene {
	struct handover handover;
	struct episode episode;
	struct need need;
	struct need_parties parties;
};

static struct scene scene_in(int from)
{
	struct scene scene = {.handover = {.id = judging_id(OFFER),
							  .sender = judging_id(BEARER),
							  .to_account = judging_id(RECEIVER),
							  .state = from},
		.episode = {.care_manager = judging_id(MANAGER), .care_manager_kind = MEMBER_PROFESSIONAL},
		.need = {.id = judging_id(NEED),
			.state = NEED_OPEN,
			.bearer = judging_id(BEARER),
			.bearer_kind = MEMBER_VOLUNTEER},
		.parties = {.receiver = {.account = judging_id(RECEIVER), .kind = MEMBER_PROFESSIONAL}}};
	if (from == HANDOVER_OFFERED)
		scene.need.open_handover = scene.episode.open_handover = judging_id(OFFER);
	if (from == HANDOVER_ACCEPTED) {
		scene.handover.giver = judging_id(GIVER);
		scene.handover.giver_stays = true;
		scene.need.open_handover = scene.episode.open_handover = judging_id(NEXT_OFFER);
	}
	return scene;
}

/* What the open offer of the need or the episode is after a move. */
static struct id open_after(const struct expected *expected)
{
	if (expected->to == HANDOVER_OFFERED) return judging_id(OFFER);
	return expected->event == HANDOVER_CONTACT ? judging_id(NEXT_OFFER) : id_none;
}

static void expect_handover(
	const struct scene *scene, const struct expected *expected, struct id had_it)
{
	const struct handover *handover = &scene->handover;
	struct id giver = expected->event == HANDOVER_CONTACT ? judging_id(GIVER) : id_none;
	if (expected->passes) giver = had_it;
	assert_int_equal(handover->state, expected->to);
	assert_true(id_equal(handover->giver, giver));
	assert_int_equal(handover->giver_stays, expected->giver_stays);
	assert_int_equal(handover->sharing, expected->shares);
}

static void refuse_move(int event, int from, bool of_need)
{
	struct scene scene = scene_in(from);
	assert_null(handover_move_find((enum handover_event)event, (enum handover_state)from));
	assert_raises(handover_move(&scene.handover, &scene.episode, of_need ? &scene.need : NULL,
		(enum handover_event)event, &scene.parties));
	assert_int_equal(scene.handover.state, from);
}

static void move(const struct expected *expected, bool of_need)
{
	int from = (int)expected->from;
	struct scene scene = scene_in(from);
	struct need *need = of_need ? &scene.need : NULL;
	struct id had_it = judging_id(of_need ? BEARER : MANAGER);
	handover_move(&scene.handover, &scene.episode, need, expected->event, &scene.parties);
	expect_handover(&scene, expected, had_it);
	struct id has_it = expected->passes ? judging_id(RECEIVER) : had_it;
	struct scene before = scene_in(from);
	assert_true(id_equal(scene.need.bearer, of_need ? has_it : before.need.bearer));
	assert_true(
		id_equal(scene.episode.care_manager, of_need ? before.episode.care_manager : has_it));
	assert_true(id_equal(
		scene.need.open_handover, of_need ? open_after(expected) : before.need.open_handover));
	assert_true(id_equal(scene.episode.open_handover,
		of_need ? before.episode.open_handover : open_after(expected)));
}

/* Every event in every state, of a need and of the care management: responsibility passes at
 * accepting, and only there; what cannot happen raises. */
static void test_handover_move__only_what_can_happen(void **state)
{
	(void)state;
	for (int event = 0; event < HANDOVER_EVENT_COUNT; event++)
		for (int from = 0; from < HANDOVER_STATE_COUNT; from++)
			for (int of_need = 0; of_need < 2; of_need++) {
				const struct expected *expected = find_expected(event, from);
				if (expected != NULL)
					move(expected, of_need == 1);
				else
					refuse_move(event, from, of_need == 1);
			}
}

/* The table is what it is written down as here, entry for entry. */
static void test_handover_moves__are_those_agreed(void **state)
{
	(void)state;
	assert_int_equal(handover_move_count, EXPECTED_MOVES);
	for (size_t i = 0; i < handover_move_count; i++) {
		const struct handover_move *found = &handover_moves[i];
		const struct expected *expected = find_expected((int)found->event, (int)found->from);
		assert_non_null(expected);
		assert_int_equal(found->to, expected->to);
		assert_int_equal(found->bearer, expected->passes ? BEARER_TO_RECEIVER : BEARER_KEEP);
		assert_int_equal(found->shares, expected->shares);
		assert_int_equal(found->frees, expected->frees);
		/* Until somebody accepts there is no giver, and it is bearing that keeps the sender. */
		assert_int_equal(
			found->sender_stays, found->event == HANDOVER_OFFER || found->event == HANDOVER_ACCEPT);
	}
}

/* The kind goes along with who bears or manages. */
static void test_handover_move__takes_the_kind_along(void **state)
{
	struct scene of_need = scene_in(HANDOVER_OFFERED), of_care = scene_in(HANDOVER_OFFERED);
	(void)state;
	of_need.parties.receiver.kind = of_care.parties.receiver.kind = MEMBER_PEER;
	handover_move(
		&of_need.handover, &of_need.episode, &of_need.need, HANDOVER_ACCEPT, &of_need.parties);
	handover_move(&of_care.handover, &of_care.episode, NULL, HANDOVER_ACCEPT, &of_care.parties);
	assert_int_equal(of_need.need.bearer_kind, MEMBER_PEER);
	assert_int_equal(of_need.episode.care_manager_kind, MEMBER_PROFESSIONAL);
	assert_int_equal(of_care.episode.care_manager_kind, MEMBER_PEER);
	assert_int_equal(of_care.need.bearer_kind, MEMBER_VOLUNTEER);
}

/* Only a professional who declines holds along. */
static void test_handover_move__only_a_professional_holds_along(void **state)
{
	(void)state;
	for (int kind = MEMBER_PERSON; kind < MEMBER_ADMINISTRATOR; kind++) {
		struct scene scene = scene_in(HANDOVER_OFFERED);
		scene.parties.receiver.kind = kind;
		handover_move(
			&scene.handover, &scene.episode, &scene.need, HANDOVER_DECLINE, &scene.parties);
		assert_int_equal(scene.handover.sharing, kind == MEMBER_PROFESSIONAL);
		assert_true(id_equal(scene.need.bearer, judging_id(BEARER)));
	}
}

/* Who gave it is who bore it at accepting, also when somebody else had offered it. */
static void test_handover_move__the_giver_is_who_had_it(void **state)
{
	struct scene scene = scene_in(HANDOVER_OFFERED);
	(void)state;
	scene.need.bearer = judging_id(MANAGER); /* who offered it has stopped meanwhile */
	handover_move(&scene.handover, &scene.episode, &scene.need, HANDOVER_ACCEPT, &scene.parties);
	assert_true(id_equal(scene.handover.giver, judging_id(MANAGER)));
	assert_true(id_equal(scene.handover.sender, judging_id(BEARER)));
	assert_true(scene.handover.giver_stays);
}

/* An account answers for itself; a service through the professionals and peer workers of its
 * organisation. */
static void test_handover_is_receiver__account_or_organisation(void **state)
{
	const struct handover to_account = {.to_account = judging_id(RECEIVER)};
	const struct handover to_service = {.to_service = judging_id(SERVICE)};
	struct care_actor actor = {.account = judging_id(RECEIVER), .organisation = judging_id(CLINIC)};
	(void)state;
	for (int kind = MEMBER_PERSON; kind < MEMBER_KIND_COUNT; kind++) {
		bool works_there = kind == MEMBER_PROFESSIONAL || kind == MEMBER_PEER;
		actor.kind = kind;
		assert_true(handover_is_receiver(&to_account, &actor, id_none));
		assert_int_equal(
			handover_is_receiver(&to_service, &actor, judging_id(CLINIC)), works_there);
		assert_false(handover_is_receiver(&to_service, &actor, judging_id(STRANGER)));
		assert_false(handover_is_receiver(&to_service, &actor, id_none));
	}
	/* Somebody else of the organisation does not answer for an account. */
	actor = (struct care_actor){judging_id(STRANGER), MEMBER_PROFESSIONAL, judging_id(CLINIC)};
	assert_false(handover_is_receiver(&to_account, &actor, judging_id(CLINIC)));
	/* Who has no organisation is of none, also where the service's is not known. */
	actor.organisation = id_none;
	assert_false(handover_is_receiver(&to_service, &actor, id_none));
}

/* An offer stands until the end of its last day in Amsterdam, in winter, in summer, and on the
 * days of 23 and 25 hours. */
static void test_handover_expiry__is_the_end_of_the_day_in_amsterdam(void **state)
{
	static const struct {
		const char *day, *end;
	} rows[] = {
		{"2026-01-15", "2026-01-15T23:00:00Z"},
		{"2026-03-28", "2026-03-28T23:00:00Z"},
		{"2026-03-29", "2026-03-29T22:00:00Z"},
		{"2026-07-15", "2026-07-15T22:00:00Z"},
		{"2026-10-24", "2026-10-24T22:00:00Z"},
		{"2026-10-25", "2026-10-25T23:00:00Z"},
		{"2026-12-31", "2026-12-31T23:00:00Z"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int32_t day;
		int64_t end_ms;
		assert_true(date_parse(span_of(rows[i].day), &day));
		assert_true(date_parse_instant(span_of(rows[i].end), &end_ms));
		assert_int_equal(handover_expiry(day), end_ms);
	}
}

/* The names of the states are those that the API shows. */
static void test_handover_states__have_names(void **state)
{
	static const char *const names[] = {
		"", "offered", "accepted", "contacted", "declined", "expired", "withdrawn"};
	(void)state;
	assert_int_equal(handover_state_codes.count, HANDOVER_STATE_COUNT);
	for (int i = 0; i < HANDOVER_STATE_COUNT; i++)
		assert_string_equal(codes_name(&handover_state_codes, i), names[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_handover_move__only_what_can_happen),
		cmocka_unit_test(test_handover_moves__are_those_agreed),
		cmocka_unit_test(test_handover_move__takes_the_kind_along),
		cmocka_unit_test(test_handover_move__only_a_professional_holds_along),
		cmocka_unit_test(test_handover_move__the_giver_is_who_had_it),
		cmocka_unit_test(test_handover_is_receiver__account_or_organisation),
		cmocka_unit_test(test_handover_expiry__is_the_end_of_the_day_in_amsterdam),
		cmocka_unit_test(test_handover_states__have_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
