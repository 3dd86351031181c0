/* SPDX-License-Identifier: Apache-2.0
 *
 * A folder of its own for each test, the database in it, and rows to begin from.
 */
#ifndef GUANKA_TESTS_STORE_PLACE_H
#define GUANKA_TESTS_STORE_PLACE_H

#include "store/reviews.h"

struct place {
    char folder[40], path[64];
};

struct place place_make(void);
void place_remove(const struct place *place);
struct store *place_open(const struct place *place, enum store_access access);
/* By other means than ours, as someone with the sqlite3 command would; *words gets what SQLite says, false when it
 * refuses. */
bool place_run_sql(const struct place *place, const char *sql, char words[200]);
int place_read_number(const struct place *place, const char *sql);

/* Any failure of these ends the test. */
void begin(struct store *store);
void commit(struct store *store);

enum { SAMPLE_SIZE = 2 };
/* "01HF0000000000000000000007" for 7. */
void sample_id(unsigned number, char id[REVIEW_ID_SIZE]);
struct digest sample_digest(uint8_t byte);
/* The row of a review that waits, submitted by zhang of 县财政局 at 1700000000000; `id` is borrowed. */
struct review_row sample_review(const char *id);
extern const struct content_row sample_contents[SAMPLE_SIZE];
/* Inserts the sample and commits. */
void add_review(struct store *store, const struct review_row *row);
void add_sample(struct store *store, unsigned number);

#endif
