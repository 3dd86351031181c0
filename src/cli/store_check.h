/* SPDX-License-Identifier: Apache-2.0
 *
 * `guanka store check`: whether a store is whole, what it has on record is as its ledger says, and what it keeps of drafts
 * and pages is what was kept.
 */
#ifndef GUANKA_CLI_STORE_CHECK_H
#define GUANKA_CLI_STORE_CHECK_H

/* Prints what was found, and what was not compared; returns the exit status. Reads all of it, which takes a second for some
 * hundred MB. Others may have the store open. */
int store_check(const char *path);

#endif
