/* app_demo_file_handover.c - handovers of one file, and the rows of all of it.
 * SPDX-License-Identifier: EUPL-1.2
 */
