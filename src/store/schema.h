/* SPDX-License-Identifier: Apache-2.0
 *
 * The tables, as a list of changes: number n brings a file from version n to n + 1. One that was released is never
 * changed again.
 */
#ifndef GUANKA_STORE_SCHEMA_H
#define GUANKA_STORE_SCHEMA_H

extern const char *const store_migrations[];
extern const int store_version; /* how many there are */

#endif
