/* not_found.tsx - there is no such page.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useTranslation } from "react-i18next";
import { LinkButton, Paragraph, Title } from "../parts/basic";

export function NotFound() {
	const { t } = useTranslation();
	return (
		<div className="narrow">
			<Title>{t("web.not_found.title")}</Title>
			<Paragraph>{t("web.not_found.text")}</Paragraph>
			<LinkButton purpose="primary" to="/">
				{t("web.not_found.home")}
			</LinkButton>
		</div>
	);
}
