/* home.tsx - the first page: ask for help, come back to your question, or look around yourself.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useTranslation } from "react-i18next";
import { AcuteNumbers } from "../parts/acute";
import { Heading, Link, LinkButton, Paragraph, Title } from "../parts/basic";
import { ReadAloud } from "../parts/read_aloud";

export function Home() {
	const { t } = useTranslation();
	return (
		<div className="home">
			<section className="hero">
				<Title quiet>{t("web.home.title")}</Title>
				<Paragraph purpose="lead">{t("web.home.lead")}</Paragraph>
				<div className="actions">
					<LinkButton purpose="primary" to="/ask" className="large">
						{t("web.home.ask")}
					</LinkButton>
					<LinkButton purpose="secondary" to="/sign-in" className="large">
						{t("web.home.code")}
					</LinkButton>
				</div>
				<ReadAloud />
			</section>
			<section className="steps" aria-labelledby="home-steps">
				<Heading level={2} id="home-steps">
					{t("web.home.steps")}
				</Heading>
				<ol>
					{["1", "2", "3"].map((step) => (
						<li key={step}>
							<Heading level={3}>{t(`web.home.step.${step}.title`)}</Heading>
							<Paragraph>{t(`web.home.step.${step}.text`)}</Paragraph>
						</li>
					))}
				</ol>
			</section>
			<div className="two">
				<section className="card" aria-labelledby="home-acute">
					<Heading level={2} id="home-acute">
						{t("front.emergency.title")}
					</Heading>
					<AcuteNumbers />
				</section>
				<section className="card" aria-labelledby="home-find">
					<Heading level={2} id="home-find">
						{t("web.home.find.title")}
					</Heading>
					<Paragraph>{t("web.home.find.text")}</Paragraph>
					<p>
						<Link to="/find">{t("web.home.find.link")}</Link>
					</p>
					<Heading level={2} className="second">
						{t("web.home.work.title")}
					</Heading>
					<Paragraph>{t("web.home.work.text")}</Paragraph>
					<p>
						<Link to="/sign-in">{t("web.home.work.link")}</Link>
					</p>
				</section>
			</div>
		</div>
	);
}
