/* safe_now.tsx - a story with words that somebody in danger may use: are you safe now?
 *
 * Whom to call, and with one tap it is reported, and who is on duty takes over.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask, type Schemas } from "../api/client";
import { useSignIn } from "../api/session";
import { AcuteNumbers } from "../parts/acute";
import { Button, Heading, Paragraph, ProblemNotice } from "../parts/basic";

type Asked = NonNullable<Schemas["QuestionTaken"]["safe_now"]>;

/* With the code that was just given: it is their own file. */
function useReport(path: string | null, code: string | undefined) {
	const queries = useQueryClient();
	const signIn = useSignIn();
	return useMutation({
		mutationFn: async () => {
			await signIn.mutateAsync({ code: code ?? "" });
			return ask<Schemas["Result"]>("POST", path ?? "", {});
		},
		onSuccess: () => queries.invalidateQueries(),
	});
}

function Reported(props: { said: string | undefined }) {
	const { t } = useTranslation();
	return (
		<div role="status">
			<Heading level={2}>{t("web.done.safe_now.reported")}</Heading>
			<Paragraph>{props.said}</Paragraph>
			<AcuteNumbers />
		</div>
	);
}

export function SafeNow(props: { asked: Asked; code: string | undefined; own: boolean }) {
	const { t } = useTranslation();
	const { asked } = props;
	const [safe, setSafe] = useState(false);
	const report = useReport(asked.path, props.code);
	if (safe) return null;
	const canReport = props.own && asked.path !== null && props.code !== undefined;
	return (
		<section className="card danger" aria-label={asked.question}>
			{report.isSuccess ? (
				<Reported said={report.data.message} />
			) : (
				<>
					<Heading level={2}>{asked.question}</Heading>
					<AcuteNumbers signs={asked.signs} />
					<ProblemNotice error={report.error} />
					<div className="actions">
						{canReport && (
							<Button
								purpose="primary"
								hint="negative"
								busy={report.isPending}
								onClick={() => report.mutate()}
							>
								{t(
									report.isPending
										? "web.waiting"
										: "web.done.safe_now.no",
								)}
							</Button>
						)}
						<Button purpose="secondary" onClick={() => setSafe(true)}>
							{t("web.done.safe_now.yes")}
						</Button>
					</div>
					{!canReport && <Paragraph>{asked.text}</Paragraph>}
				</>
			)}
		</section>
	);
}
