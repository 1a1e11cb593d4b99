/* basic.tsx - the components of NL Design System that every page uses, as we use them.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { Heading } from "@nl-design-system-candidate/heading-react";
import { Paragraph } from "@nl-design-system-candidate/paragraph-react";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link as RouterLink, useNavigate, type LinkProps } from "react-router-dom";
import { asProblem } from "../api/client";

export { Button } from "@nl-design-system-candidate/button-react";
export { DataBadge } from "@nl-design-system-candidate/data-badge-react";
export { Heading, Paragraph };

export function Link(props: LinkProps) {
	return <RouterLink {...props} className={`nl-link ${props.className ?? ""}`} />;
}

/* A link that looks like the most important thing to do. */
export function LinkButton(props: LinkProps & { purpose: "primary" | "secondary" }) {
	const { purpose, className, ...rest } = props;
	const classes = `nl-button nl-button--${purpose} link-button ${className ?? ""}`;
	return <RouterLink {...rest} className={classes} />;
}

/* The heading of a page: the title of the window, and where the focus goes on a new page. */
export function Title(props: { children: string; quiet?: boolean }) {
	const { t } = useTranslation();
	const heading = useRef<HTMLHeadingElement>(null);
	useEffect(() => {
		document.title = `${props.children} - ${t("web.name")}`;
	}, [props.children, t]);
	useEffect(() => {
		if (!props.quiet) heading.current?.focus({ preventScroll: true });
		if (!props.quiet) window.scrollTo(0, 0);
	}, [props.children, props.quiet]);
	return (
		<Heading level={1} ref={heading} tabIndex={-1} className="title">
			{props.children}
		</Heading>
	);
}

type Tone = "info" | "ok" | "warning" | "error";

export function Notice(props: {
	tone: Tone;
	title?: string;
	children?: ReactNode;
	live?: boolean;
}) {
	const role = props.live ? (props.tone === "error" ? "alert" : "status") : undefined;
	return (
		<div className={`utrecht-alert utrecht-alert--${props.tone} notice`} role={role}>
			<div className="utrecht-alert__content">
				{props.title && <p className="notice-title">{props.title}</p>}
				{props.children}
			</div>
		</div>
	);
}

/* What went wrong, and what would be right. */
export function ProblemNotice(props: { error: unknown }) {
	if (props.error === null || props.error === undefined) return null;
	const problem = asProblem(props.error);
	return (
		<Notice tone="error" title={problem.message} live>
			<p className="notice-text">{problem.accept}</p>
		</Notice>
	);
}

export function Back(props: { to?: string }) {
	const { t } = useTranslation();
	const navigate = useNavigate();
	return (
		<button
			type="button"
			className="back nl-link"
			onClick={() => (props.to ? navigate(props.to) : navigate(-1))}
		>
			<span aria-hidden="true">←</span> {t("web.back")}
		</button>
	);
}
