/* app.tsx - which page an address is; the pages of a file come when they are asked for.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { lazy, Suspense } from "react";
import { Route, Routes } from "react-router-dom";
import { AskFlow } from "./door/ask_flow";
import { Home } from "./door/home";
import { NotFound } from "./door/not_found";
import { SignIn } from "./door/sign_in";
import { Frame } from "./parts/frame";
import { Waiting } from "./parts/waiting";
import { needTexts, type Part } from "./text/texts";

/* A page with the texts it needs. */
function page(part: Part, load: () => Promise<{ default: () => JSX.Element }>) {
	return lazy(async () => (await Promise.all([load(), needTexts(part)]))[0]);
}

const Find = page("find", () => import("./find/find"));
const MyFile = page("file", () => import("./file/my_file"));
const MyAccount = page("account", () => import("./account/my_account"));
const ChoosePassword = page("account", () => import("./account/choose_password"));
const Desk = page("file", () => import("./desk/desk"));
const Table = page("file", () => import("./table/table"));
const CasePage = page("file", () => import("./table/case_page"));
const Admin = page("file", () => import("./admin/admin"));
const EpisodePage = page("file", () => import("./desk/episode_page"));

export function App() {
	return (
		<Frame>
			<Suspense fallback={<Waiting />}>
				<Routes>
					<Route path="/" element={<Home />} />
					<Route path="/ask" element={<AskFlow />} />
					<Route path="/ask/:step" element={<AskFlow />} />
					<Route path="/sign-in" element={<SignIn />} />
					<Route path="/password" element={<ChoosePassword />} />
					<Route path="/account" element={<MyAccount />} />
					<Route path="/find" element={<Find />} />
					<Route path="/file" element={<MyFile />} />
					<Route path="/file/:part" element={<MyFile />} />
					<Route path="/desk" element={<Desk />} />
					<Route path="/desk/:part" element={<Desk />} />
					<Route path="/desk/:region/:episode" element={<EpisodePage />} />
					<Route path="/desk/:region/:episode/:part" element={<EpisodePage />} />
					<Route path="/table" element={<Table />} />
					<Route path="/table/:part" element={<Table />} />
					<Route path="/table/:region/:episode/:case" element={<CasePage />} />
					<Route path="/admin" element={<Admin />} />
					<Route path="/admin/:part" element={<Admin />} />
					<Route path="*" element={<NotFound />} />
				</Routes>
			</Suspense>
		</Frame>
	);
}
