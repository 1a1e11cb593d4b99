/* checker_model_advice.c - what must be true of advice that is asked.
 *
 * Nothing here touches who bears or who manages the care: checker_laws.c compares those with what
 * was, after every command, so that advice that moved them is seen.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_deed.h"

static int32_t open_consults(const struct deed *deed)
{
	const struct checker_episode *episode = deed_episode(deed);
	int32_t open = 0;
	for (int32_t i = 0; i < list_count(&episode->consults); i++) {
		const struct checker_consult *consult =
			checker_consult_at(deed->checker, checker_index_at(&episode->consults, i));
		open += consult->state >= ADVICE_OPEN && consult->state <= ADVICE_LATE ? 1 : 0;
	}
	return open;
}

void deed_consult_ask(struct deed *deed)
{
	enum { MOST_OPEN = 20 };
	struct checker *checker = deed->checker;
	const struct command_params *params = deed->params;
	bool yes = params->person_agrees || deed_is_person(deed);
	bool by_professional = deed->who != NULL && deed->who->kind == KIND_PROFESSIONAL;
	MUST(deed, yes || by_professional, CHECKER_L0_YES, "advice asked without the person's yes");
	MUST(deed, yes || !params->named, CHECKER_L0_YES, "who it is, without the person's yes");
	MUST(deed, checker_need_at(checker, deed->need)->state != NEED_IS_OVER, CHECKER_STATE,
		"about what is closed");
	deed_must_reach_somebody(deed);
	const struct checker_account *to = checker_account(checker, params->account);
	MUST(deed, to == NULL || deed_may_serve(to), CHECKER_L0_OUTSIDER,
		"about somebody, to who helps neither by profession nor as a peer");
	MUST(deed, open_consults(deed) < MOST_OPEN, CHECKER_STATE, "more than there may be");
	deed->consult = list_count(&checker->consults);
	if (!deed_put_id(deed, deed->result->consult, ID_CONSULT, deed->consult)) return;
	struct checker_consult *consult = list_add(&checker->consults);
	consult->id = deed->result->consult;
	consult->asked_by = deed->actor;
	consult->to_account = params->account;
	consult->to_service = params->service;
	consult->named = params->named;
	consult->episode = deed->episode;
	consult->state = ADVICE_OPEN;
	deed_add_index(&deed_episode(deed)->consults, deed->consult);
}

/* What came back lies with who asked, if they are there; else with the care manager. */
static void lay_back(struct deed *deed, struct checker_consult *consult)
{
	const struct checker_episode *episode = deed_episode(deed);
	const struct checker_account *asker = checker_account(deed->checker, consult->asked_by);
	bool there = asker != NULL && !asker->ended &&
		checker_in_team(deed->checker, episode, consult->asked_by);
	consult->back = there ? consult->asked_by : episode->care_manager;
}

void deed_lay_again(struct deed *deed, struct id from)
{
	const struct checker_episode *episode = deed_episode(deed);
	for (int32_t i = 0; i < list_count(&episode->consults); i++) {
		struct checker_consult *consult =
			checker_consult_at(deed->checker, checker_index_at(&episode->consults, i));
		if (id_equal(consult->back, from)) lay_back(deed, consult);
	}
}

void deed_consult_answer(struct deed *deed)
{
	struct checker_consult *consult = checker_consult_at(deed->checker, deed->consult);
	bool answers = deed->command->entry->number == COMMAND_CONSULT_ANSWER;
	MUST(deed, deed_is_asked(deed, consult->to_account, consult->to_service), CHECKER_L0_OWN_YES,
		"answered by somebody who was not asked");
	MUST(deed, consult->state == ADVICE_OPEN, CHECKER_STATE, "it had ended before");
	MUST(deed, deed->now_ms < consult->row.expires_ms, CHECKER_L2_OVER, "answered after its time");
	consult->state = answers ? ADVICE_GIVEN : ADVICE_NOT;
	consult->answered_by = deed->actor;
	if (answers) deed_advised(deed);
	lay_back(deed, consult);
}

static void must_be_askers(struct deed *deed, const struct checker_consult *consult)
{
	MUST(deed,
		id_equal(consult->asked_by, deed->actor) || deed_is_person(deed) ||
			id_equal(deed_episode(deed)->care_manager, deed->actor),
		CHECKER_L0_OUTSIDER, "ended by somebody who did not ask");
}

static void turn(struct deed *deed, struct checker_consult *consult)
{
	struct id adviser = consult->answered_by;
	MUST(deed, consult->state == ADVICE_GIVEN, CHECKER_STATE, "nobody has given advice");
	consult->state = ADVICE_TURNED;
	consult->back = id_none;
	deed_add_join(deed, adviser);
}

void deed_consult_end(struct deed *deed)
{
	struct checker_consult *consult = checker_consult_at(deed->checker, deed->consult);
	enum command_number number = deed->command->entry->number;
	bool over = deed->now_ms >= consult->row.expires_ms;
	if (number != COMMAND_CONSULT_EXPIRE) must_be_askers(deed, consult);
	switch (number) {
	case COMMAND_CONSULT_WITHDRAW:
		MUST(deed, consult->state == ADVICE_OPEN, CHECKER_STATE, "it had ended before");
		consult->state = ADVICE_BACK;
		break;
	case COMMAND_CONSULT_CLOSE:
		MUST(deed,
			consult->state == ADVICE_GIVEN || consult->state == ADVICE_NOT ||
				consult->state == ADVICE_LATE,
			CHECKER_STATE, "nothing had come back");
		consult->state = ADVICE_OVER;
		consult->back = id_none;
		break;
	case COMMAND_CONSULT_TURN: turn(deed, consult); break;
	default:
		MUST(deed, consult->state == ADVICE_OPEN, CHECKER_STATE, "it had ended before");
		MUST(deed, over, CHECKER_L2_OVER, "expired too early");
		consult->state = ADVICE_LATE;
		lay_back(deed, consult);
	}
}
