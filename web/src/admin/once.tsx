/* once.tsx - a code or an invitation that is shown once, to be given to whose it is.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "../parts/basic";

export type Shown = { who: string; code?: string; token?: string };

export function Once(props: { shown: Shown; onDone: () => void }) {
	const { t } = useTranslation();
	const place = useRef<HTMLElement>(null);
	const { shown } = props;
	const what = shown.token ? "token" : "code";
	useEffect(() => place.current?.focus(), []);
	return (
		<section className="card inner" aria-labelledby="once" ref={place} tabIndex={-1}>
			<Heading level={2} id="once">
				{t(`web.admin.once.${what}`, { who: shown.who })}
			</Heading>
			<p className="code secret">
				{shown.token
					? `${window.location.origin}/password#${shown.token}`
					: (shown.code ?? t("web.admin.once.gone"))}
			</p>
			<Paragraph>{t(`web.admin.once.${what}.text`)}</Paragraph>
			<Button purpose="secondary" onClick={props.onDone}>
				{t("web.admin.once.done")}
			</Button>
		</section>
	);
}
