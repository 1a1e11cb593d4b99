/* frame.tsx - what is around every page: who we are, help that cannot wait, the way out.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { SkipLink } from "@nl-design-system-candidate/skip-link-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, useLocation } from "react-router-dom";
import { homeOf, useDemonstration, useSession, useSignOut } from "../api/session";
import { speak, type Language } from "../text/texts";
import { SaidPlace } from "../act/said";
import { AcuteButton } from "./acute";
import { Button, Link } from "./basic";
import { leaveNow, useExitKey } from "./exit";

function Mark() {
	return (
		<svg className="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
			<path d="M4 9c2 11 6 16 12 16s10-5 12-16M10 9c1 8 3 11 6 11s5-3 6-11M5 15h22M9 21h14" />
		</svg>
	);
}

function Languages() {
	const { t, i18n } = useTranslation();
	const languages: [Language, string][] = [
		["nl", "Nederlands"],
		["en", "English"],
	];
	return (
		<div className="languages" role="group" aria-label={t("web.language")}>
			{languages.map(([code, name]) => (
				<button
					key={code}
					type="button"
					lang={code}
					aria-pressed={i18n.language === code}
					onClick={() => void speak(code)}
				>
					{name}
				</button>
			))}
		</div>
	);
}

function Places() {
	const { t } = useTranslation();
	const session = useSession().data;
	const signOut = useSignOut();
	const home = homeOf(session);
	return (
		<nav className="places" aria-label={t("web.nav.label")}>
			{session && <NavLink to={home}>{t(`web.nav.${home.slice(1)}`)}</NavLink>}
			<NavLink to="/find">{t("web.nav.find")}</NavLink>
			{!session && <NavLink to="/sign-in">{t("web.nav.sign_in")}</NavLink>}
			{session && <NavLink to="/account">{t("web.nav.account")}</NavLink>}
			{session && (
				<Link to="/" onClick={() => signOut.mutate()}>
					{t("web.nav.sign_out")}
				</Link>
			)}
		</nav>
	);
}

function Demonstration() {
	const { t } = useTranslation();
	if (!useDemonstration()) return null;
	return (
		<aside className="demonstration" aria-label={t("front.demonstration.title")} data-silent>
			<strong>{t("front.demonstration.title")}.</strong> {t("front.demonstration.text")}
		</aside>
	);
}

function Head() {
	const { t } = useTranslation();
	return (
		<header className="head">
			<div className="head-in">
				<Link to="/" className="name">
					<Mark />
					<span>{t("web.name")}</span>
				</Link>
				<Places />
				<div className="head-actions">
					<AcuteButton />
					<Button purpose="secondary" className="leave" onClick={leaveNow}>
						{t("web.leave")}
					</Button>
				</div>
			</div>
		</header>
	);
}

export function Frame(props: { children: ReactNode }) {
	const { t } = useTranslation();
	const { pathname } = useLocation();
	useExitKey();
	const wide = /^\/(desk|table|admin)/.test(pathname);
	return (
		<div className={wide ? "frame wide" : "frame"}>
			<SkipLink href="#content">{t("web.skip")}</SkipLink>
			<Demonstration />
			<Head />
			<main id="content" tabIndex={-1}>
				<SaidPlace>{props.children}</SaidPlace>
			</main>
			<footer className="foot">
				<div className="foot-in">
					<Languages />
					<p>{t("web.foot.exit")}</p>
				</div>
			</footer>
		</div>
	);
}
