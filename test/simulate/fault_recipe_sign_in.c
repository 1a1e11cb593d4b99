/* fault_recipe_sign_in.c - a command of each kind about passwords, ready to be run.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fault_recipe_private.h"
#include "access/password.h"
#include "base/check.h"
#include "command/command_prepare.h"

/* Any name and any hash: what they are worth is worked out before the writer. */
static struct command set_password(struct fault_stage *stage)
{
	struct command invite =
		fault_stage_command(stage, stage->administrator, COMMAND_PASSWORD_INVITE);
	struct command set = fault_stage_command(stage, id_none, COMMAND_PASSWORD_SET);
	invite.params.account = stage->third;
	set.params.thing = fault_stage_must(stage, invite).invite;
	set.params.login_index = stage->third;
	set.params.login = SPAN_LITERAL("third");
	set.params.hash = SPAN_LITERAL("$argon2id$");
	set.subject = stage->third;
	return set;
}

static struct command of_own(struct fault_stage *stage, enum command_number number)
{
	struct command command = fault_stage_command(stage, stage->third, number);
	command.subject = stage->third;
	command.params.proved = 1;
	command.params.number = 1;
	command.params.hash = SPAN_LITERAL("$argon2id$ of another");
	command.params.secret = SPAN_LITERAL("twenty bytes, or more");
	command.params.until = 7;
	return command;
}

struct command fault_recipe_of_sign_in(struct fault_stage *stage, enum command_number number)
{
	if (number < COMMAND_SESSION_SIGN_IN || number > COMMAND_SECOND_END)
		return (struct command){.entry = NULL};
	struct command invite = fault_stage_command(stage, stage->administrator, number);
	invite.params.account = stage->third;
	if (number == COMMAND_PASSWORD_INVITE) return invite;
	struct command set = set_password(stage);
	if (number == COMMAND_PASSWORD_SET) return set;
	fault_stage_must(stage, set);
	if (number == COMMAND_PASSWORD_CHANGE || number == COMMAND_SECOND_BEGIN)
		return of_own(stage, number);
	fault_stage_must(stage, of_own(stage, COMMAND_SECOND_BEGIN));
	if (number == COMMAND_SECOND_CONFIRM) return of_own(stage, number);
	struct id batch = fault_stage_must(stage, of_own(stage, COMMAND_SECOND_CONFIRM)).codes;
	if (number == COMMAND_SECOND_END) return of_own(stage, number);
	CHECK(number == COMMAND_SESSION_SIGN_IN);
	char code[ACCOUNT_CODE_SIZE];
	struct command sign_in = of_own(stage, number);
	sign_in.actor = id_none;
	sign_in.actor_region = 0;
	sign_in.params.account = stage->third;
	sign_in.params.login_index = stage->third;
	sign_in.params.second = SECOND_RECOVERY;
	command_recovery_code(stage->vault, batch, 3, code);
	sign_in.params.code_index = command_recovery_index(stage->vault, span_of(code));
	return sign_in;
}
