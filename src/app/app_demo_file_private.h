/* app_demo_file_private.h - what the commands on one demonstration file share.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_demo_file.h"

/* One command more: the next version of the episode, and a moment for it; `who` NULL: the program
 * or the door. */
void app_demo_file_moment(struct app_demo_file *file, enum command_number kind,
	const struct care_actor *who, struct moment moment);
/* Nothing for an empty text. */
struct span app_demo_file_seal(
	struct app_demo_file *file, enum vault_field field, struct span text);
void app_demo_file_member(
	struct app_demo_file *file, const struct care_actor *who, enum member_way way);
bool app_demo_file_has_member(const struct app_demo_file *file, struct id account);
/* Replaces the open one. */
void app_demo_file_step(struct app_demo_file *file, struct need *need, struct step step);
void app_demo_file_step_end(struct app_demo_file *file, struct need *need, enum step_state state);
void app_demo_file_inbox(
	struct app_demo_file *file, struct id receiver, enum inbox_kind kind, struct id thing);
void app_demo_file_inbox_take(struct app_demo_file *file, struct id receiver, struct id thing);
