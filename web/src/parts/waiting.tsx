/* waiting.tsx - something is under way.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useTranslation } from "react-i18next";

export function Waiting() {
	const { t } = useTranslation();
	return (
		<p className="waiting" role="status">
			{t("web.waiting")}
		</p>
	);
}
