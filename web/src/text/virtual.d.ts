/* virtual.d.ts - the texts that vite.config.mjs takes out of data/messages.
 * SPDX-License-Identifier: EUPL-1.2
 */
declare module "virtual:texts/*" {
	const texts: Record<string, string>;
	export default texts;
}
