/* app_demo_maker.c - ids, subjects with their keys, sealed texts, accounts.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_demo_maker.h"
#include "access/account.h"
#include "base/check.h"
#include "command/command_prepare.h"

/* Each region draws from its own beginning, so that it is the same alone and among others. */
void app_demo_maker_region(
	struct app_demo_maker *maker, uint64_t seed, int32_t region, int64_t subjects)
{
	prng_init_seed(&maker->draw, seed * JOURNAL_SHARDS + (uint64_t)region);
	maker->region = region;
	maker->id_count = 0;
	maker->subjects_to_come = subjects;
	maker->subject_at = 0;
	maker->subject_count = 0;
}

struct id app_demo_maker_id(struct app_demo_maker *maker)
{
	return app_demo_rows_id(maker->region, &maker->id_count, &maker->draw);
}

static status keep_subjects(struct app_demo_maker *maker, struct error *error)
{
	int64_t left = maker->subjects_to_come;
	size_t count = left < APP_DEMO_SUBJECTS ? (size_t)left : APP_DEMO_SUBJECTS;
	CHECK(count > 0);
	for (size_t i = 0; i < count; i++)
		TRY(vault_key_draw(
			maker->vault, app_demo_maker_id(maker), maker->secret, &maker->subjects[i], error));
	TRY(vault_key_keep(maker->vault, maker->subjects, count, error));
	maker->subjects_to_come -= (int64_t)count;
	maker->subject_at = 0;
	maker->subject_count = count;
	return STATUS_OK;
}

status app_demo_maker_subject(struct app_demo_maker *maker, struct id *subject, struct error *error)
{
	if (maker->subject_at == maker->subject_count) TRY(keep_subjects(maker, error));
	*subject = maker->subjects[maker->subject_at++].subject;
	return STATUS_OK;
}

status app_demo_maker_seal(struct app_demo_maker *maker, struct id subject, enum vault_field field,
	struct span text, struct span *sealed, struct error *error)
{
	return app_demo_rows_seal(
		maker->rows, maker->vault, maker->secret, subject, field, text, sealed, error);
}

status app_demo_maker_begin(
	struct app_demo_maker *maker, struct id subject, struct id episode, struct error *error)
{
	if (app_demo_rows_full(maker->rows)) TRY(maker->flush(maker, error));
	app_demo_rows_begin(maker->rows, maker->region, subject, episode);
	return STATUS_OK;
}

void app_demo_maker_account(struct app_demo_maker *maker, struct id id, int32_t kind,
	struct id organisation, int64_t created_ms, struct span sealed_name)
{
	char code[ACCOUNT_CODE_SIZE];
	command_access_code(maker->vault, id, code);
	struct account account = {.region = maker->region,
		.id = id,
		.kind = kind,
		.organisation = organisation,
		.code_index = command_code_index(maker->vault, span_of(code)),
		.created_ms = created_ms,
		.name = sealed_name};
	APP_DEMO_PUT(maker, account_table, account);
}
