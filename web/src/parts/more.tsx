/* more.tsx - the next page of a list, where there is one.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useTranslation } from "react-i18next";
import { Button } from "./basic";

export function More(props: { of: { hasNextPage: boolean; fetchNextPage: () => unknown } }) {
	const { t } = useTranslation();
	if (!props.of.hasNextPage) return null;
	return (
		<div className="actions">
			<Button purpose="secondary" onClick={() => void props.of.fetchNextPage()}>
				{t("web.file.story.newer")}
			</Button>
		</div>
	);
}
