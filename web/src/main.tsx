/* main.tsx - starts the pages: texts first, then what the address asks for.
 * SPDX-License-Identifier: EUPL-1.2
 */
import "./theme/all";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router-dom";
import { Problem } from "./api/client";
import { App } from "./app";
import { startTexts } from "./text/texts";

/* A refusal is an answer: asking again changes nothing. A lost connection may come back. */
const queries = new QueryClient({
	defaultOptions: {
		queries: {
			retry: (count, error) => count < 2 && error instanceof Problem && error.status === 0,
			staleTime: 15_000,
			gcTime: 60_000,
		},
	},
});

async function start() {
	await startTexts();
	const place = document.getElementById("app");
	if (place === null) throw new Error("the page has no place for the app");
	createRoot(place).render(
		<StrictMode>
			<QueryClientProvider client={queries}>
				<BrowserRouter
					future={{ v7_startTransition: true, v7_relativeSplatPath: true }}
				>
					<App />
				</BrowserRouter>
			</QueryClientProvider>
		</StrictMode>,
	);
}

void start();
