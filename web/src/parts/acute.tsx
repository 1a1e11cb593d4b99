/* acute.tsx - help that cannot wait, one tap away on every page.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading } from "./basic";

const NUMBERS = [
	{ key: "danger", call: "112", tel: "tel:112" },
	{ key: "suicide", call: "113", tel: "tel:113" },
	{ key: "suicide_free", call: "0800-0113", tel: "tel:08000113" },
] as const;

/* Only where words say that there is violence. */
const OF_VIOLENCE = [
	{ key: "violence", call: "0800-2000", tel: "tel:08002000" },
	{ key: "sexual_violence", call: "0800-0188", tel: "tel:08000188" },
] as const;

export function AcuteNumbers(props: { signs?: readonly string[] }) {
	const { t } = useTranslation();
	const violence = OF_VIOLENCE.some((number) => props.signs?.includes(number.key));
	return (
		<ul className="acute-numbers">
			{[...NUMBERS, ...(violence ? OF_VIOLENCE : [])].map((number) => (
				<li key={number.key}>
					<a className="acute-number" href={number.tel}>
						<span className="acute-call">{number.call}</span>
						<span className="acute-why">{t(`web.acute.${number.key}`)}</span>
					</a>
				</li>
			))}
			<li className="acute-gp">{t("web.acute.gp")}</li>
		</ul>
	);
}

export function AcuteButton() {
	const { t } = useTranslation();
	const dialog = useRef<HTMLDialogElement>(null);
	return (
		<>
			<Button
				purpose="primary"
				hint="negative"
				className="acute-button"
				onClick={() => dialog.current?.showModal()}
			>
				{t("web.acute.button")}
			</Button>
			<dialog ref={dialog} className="dialog" aria-labelledby="acute-title">
				<Heading level={2} id="acute-title">
					{t("front.emergency.title")}
				</Heading>
				<AcuteNumbers />
				<Button purpose="secondary" onClick={() => dialog.current?.close()}>
					{t("web.close")}
				</Button>
			</dialog>
		</>
	);
}
