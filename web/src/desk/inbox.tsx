/* inbox.tsx - what waits for my answer, and what I would not notice otherwise.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Action } from "../act/action";
import { capital, domainText, episodePath, nameOf } from "../act/episode_data";
import { useLive } from "../act/live";
import { ask, type Schemas } from "../api/client";
import {
	DataBadge,
	Heading,
	LinkButton,
	Paragraph,
	ProblemNotice,
} from "../parts/basic";
import { More } from "../parts/more";
import { Waiting } from "../parts/waiting";
import { dayText, today } from "../text/texts";
import { useCaseload } from "./caseload";

type Item = Schemas["InboxItem"];
/* What goes when it is seen; the rest goes when it is dealt with. */
const TELLS = [
	"returned",
	"answered",
	"light",
	"back_again",
	"wanted",
	"same_person",
	"danger_held",
	"transition",
	"brought",
	"code",
	"chose_other",
	"need_closed",
	"closed",
	"decided",
	"named",
	"place",
];
const REASONS = ["fit", "competence", "full"];
const INSTEAD = ["consult", "bridge", "part", "search"];
const CONTACT_DAYS = 3;

export function useInbox() {
	return useInfiniteQuery({
		queryKey: ["inbox"],
		queryFn: ({ pageParam }) =>
			ask<Schemas["Inbox"]>(
				"GET",
				"/v1/inbox?limit=50" + (pageParam ? `&after=${encodeURIComponent(pageParam)}` : ""),
			),
		initialPageParam: "",
		getNextPageParam: (page) => page.next_after ?? undefined,
		refetchInterval: 60_000,
		gcTime: 0,
	});
}

function useCodes(list: string, codes: string[]) {
	const { t } = useTranslation();
	return codes.map((value) => ({ value, label: capital(t(`code.${list}.${value}`)) }));
}

/* What the asking says, and no more of the file than that; then yes, or no with what instead. */
function Offer(props: { item: Item; path: string }) {
	const { t } = useTranslation();
	const path = `${props.path}/handovers/${props.item.thing}`;
	const found = useQuery({
		queryKey: ["offer", props.item.thing],
		queryFn: () => ask<Schemas["Handover"]>("GET", path),
		gcTime: 0,
	});
	const reasons = useCodes("decline_reason", REASONS);
	const instead = useCodes("decline_instead", INSTEAD);
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const offer = found.data;
	return (
		<>
			<Paragraph>
				{t("web.desk.offer.from", { who: nameOf(offer.sender, t) })}{" "}
				{offer.aim && t("web.desk.offer.aim", { aim: t(`code.need_aim.${offer.aim}`) })}
			</Paragraph>
			{offer.words && <blockquote className="moment-words">{offer.words}</blockquote>}
			<div className="actions">
				<Action
					purpose="primary"
					label={t("web.desk.offer.accept")}
					text={t("web.desk.offer.accept.text")}
					path={`${path}/accept`}
					fields={[
						{
							name: "contact_day",
							kind: "day",
							label: t("web.desk.offer.contact_day"),
							required: true,
							preset: today(CONTACT_DAYS),
						},
						{ name: "words", kind: "words", label: t("web.act.words") },
					]}
					done={t("web.act.handover.accepted")}
				/>
				<Action
					purpose="secondary"
					label={t("web.desk.offer.decline")}
					text={t("web.desk.offer.decline.text")}
					path={`${path}/decline`}
					fields={[
						{
							name: "reason",
							kind: "choice",
							label: t("web.desk.offer.reason"),
							options: reasons,
							required: true,
						},
						{ name: "reason_words", kind: "words", label: t("web.act.explain") },
						{
							name: "instead",
							kind: "choice",
							label: t("web.desk.offer.instead"),
							options: instead,
							required: true,
						},
						{ name: "instead_words", kind: "words", label: t("web.act.explain") },
						{
							name: "instead_by",
							kind: "day",
							label: t("web.desk.offer.instead_by"),
							required: true,
							preset: today(CONTACT_DAYS),
						},
					]}
					done={t("web.act.handover.declined")}
				/>
			</div>
		</>
	);
}

/* Who asks and what they say, what the person agreed to, and nothing of the file. */
function Joining(props: { item: Item; path: string }) {
	const { t } = useTranslation();
	const path = `${props.path}/joins/${props.item.thing}`;
	const found = useQuery({
		queryKey: ["offer", props.item.thing],
		queryFn: () => ask<Schemas["JoinAsked"]>("GET", path),
		gcTime: 0,
	});
	const words = { name: "words", kind: "words" as const, label: t("web.act.words") };
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const asked = found.data;
	return (
		<>
			<Paragraph>
				{t("web.desk.join.from", {
					who: nameOf(asked.asked_by, t),
					age: asked.age_band ? t(`code.age_band.${asked.age_band}`) : "",
				})}{" "}
				{asked.agreed}
			</Paragraph>
			{asked.words && <blockquote className="moment-words">{asked.words}</blockquote>}
			<div className="actions">
				<Action
					purpose="primary"
					label={t("web.desk.join.accept")}
					path={`${path}/accept`}
					fields={[words]}
					done={t("web.act.join.joined")}
				/>
				<Action
					purpose="secondary"
					label={t("web.desk.join.decline")}
					path={`${path}/decline`}
					fields={[words]}
					done={t("web.act.join.declined")}
				/>
			</div>
		</>
	);
}

function Advice(props: { item: Item; path: string }) {
	const { t } = useTranslation();
	const path = `${props.path}/consults/${props.item.thing}`;
	const found = useQuery({
		queryKey: ["consults", props.item.thing],
		queryFn: () => ask<Schemas["Consult"]>("GET", path),
		gcTime: 0,
	});
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const consult = found.data;
	return (
		<>
			<Paragraph>
				{t("web.desk.consult.from", {
					who: nameOf(consult.asked_by, t),
					age: consult.age_band ? t(`code.age_band.${consult.age_band}`) : "",
				})}
			</Paragraph>
			{consult.words && <blockquote className="moment-words">{consult.words}</blockquote>}
			<div className="actions">
				<Action
					purpose="primary"
					label={t("web.desk.consult.answer")}
					path={`${path}/answer`}
					fields={[
						{
							name: "words",
							kind: "words",
							label: t("web.desk.consult.advice"),
							required: true,
						},
					]}
					done={t("web.act.consult.answered")}
				/>
				<Action
					purpose="secondary"
					label={t("web.desk.consult.decline")}
					path={`${path}/decline`}
					fields={[{ name: "words", kind: "words", label: t("web.act.words") }]}
					done={t("web.act.consult.declined")}
				/>
			</div>
		</>
	);
}

function Seen(props: { item: Item }) {
	const { t } = useTranslation();
	if (!TELLS.includes(props.item.kind)) return null;
	return (
		<Action
			purpose="secondary"
			label={t("web.desk.inbox.seen")}
			text={t("web.desk.inbox.seen.text")}
			path={`/v1/inbox/${props.item.thing}/seen`}
			done={t("web.act.inbox.seen")}
		/>
	);
}

function ItemBody(props: { item: Item }) {
	const { t } = useTranslation();
	const { item } = props;
	if (item.episode === null && TELLS.includes(item.kind))
		return (
			<div className="actions">
				<Seen item={item} />
			</div>
		);
	if (item.episode === null) return <Paragraph>{t("web.desk.inbox.map")}</Paragraph>;
	const path = episodePath(item.region, item.episode);
	if (item.kind === "handover") return <Offer item={item} path={path} />;
	if (item.kind === "join") return <Joining item={item} path={path} />;
	if (item.kind === "consult") return <Advice item={item} path={path} />;
	return (
		<div className="actions">
			<LinkButton purpose="primary" to={`/desk/${item.region}/${item.episode}`}>
				{t("web.desk.inbox.open")}
			</LinkButton>
			<Seen item={item} />
		</div>
	);
}

/* Of whom I help, I know the name; of whom I am only asked about, I do not. */
function useNames(region: string): Map<string, string> {
	const { t } = useTranslation();
	const pages = useCaseload(region).data?.pages ?? [];
	const held = pages.flatMap((page) => page.episodes);
	return new Map(held.map((one) => [one.episode, capital(nameOf(one.person, t))]));
}

function InboxRow(props: { item: Item; name?: string }) {
	const { t } = useTranslation();
	const [open, setOpen] = useState(false);
	const { item } = props;
	return (
		<li>
			<button
				type="button"
				className="row"
				aria-expanded={open}
				onClick={() => setOpen(!open)}
			>
				<span className="row-name">{capital(t(`code.inbox_kind.${item.kind}`))}</span>
				<span className="row-more">
					{[props.name, item.domain && domainText(item.domain, t)]
						.filter(Boolean)
						.join(", ")}
				</span>
				<span className="row-day">
					{item.expires
						? t("web.file.now.until", { day: dayText(item.expires) })
						: dayText(item.at)}
				</span>
			</button>
			{open && (
				<div className="row-open">
					<ItemBody item={item} />
				</div>
			)}
		</li>
	);
}

export function InboxList(props: { region: string }) {
	const { t } = useTranslation();
	const found = useInbox();
	const names = useNames(props.region);
	useLive(found.isSuccess ? "/v1/inbox" : null);
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const items = found.data.pages.flatMap((page) => page.items);
	return (
		<>
			<Heading level={2} className="group">
				{t("web.desk.inbox.waits")}
				<DataBadge>{found.data.pages[0]?.total ?? 0}</DataBadge>
			</Heading>
			{items.length === 0 && <Paragraph>{t("web.desk.inbox.nothing")}</Paragraph>}
			{items.length > 0 && (
				<ul className="rows">
					{items.map((item) => (
						<InboxRow
							key={`${item.kind}-${item.thing}`}
							item={item}
							name={names.get(item.episode ?? "")}
						/>
					))}
				</ul>
			)}
			<More of={found} />
		</>
	);
}
