/* SPDX-License-Identifier: Apache-2.0
 *
 * A site that `guanka bench --sweep` serves to itself on the loopback: the files of a folder, or pages in the shape of
 * those of governments (corpus_page.h), as many as are wanted, each with links to others.
 *
 * Every page can be reached from list pages, of which the first is the start page. Answers have an ETag, so that a
 * second sweep is told what is unchanged.
 */
#ifndef GUANKA_CLI_BENCH_SITE_H
#define GUANKA_CLI_BENCH_SITE_H

#include <stdint.h>

#include "base/digest.h"
#include "base/error.h"
#include "cli/bench_inputs.h"
#include "work/walk.h"

#define BENCH_SITE_HOST "bench.test" /* RFC 6761: of nobody */
#define BENCH_SITE_START "http://" BENCH_SITE_HOST "/guanka-bench-0.html"

enum { BENCH_SITE_PAGES_DEFAULT = 2000, BENCH_SITE_PAGES_MAX = 1000000 };

struct bench_site;

/* Of the files of `walk`, which must outlive it, by their names below `root` (NULL: by their whole paths); or, without
 * a walk, of a sample of `pages` pages. STATUS_INVALID with words when there is no file. */
MUST_CHECK enum status bench_site_create(const struct walk *walk, const char *root, uint32_t pages,
                                         struct bench_site **site, struct error *error);
void bench_site_free(struct bench_site *site); /* NULL is allowed */
/* Files, or pages of the sample. */
size_t bench_site_count(const struct bench_site *site);
/* Of all names and contents, or of what the sample is made of. */
MUST_CHECK enum status bench_site_digest(const struct bench_site *site, struct digest *digest);

/* The names and digests of its files, as bench_inputs.h has them; NULL: there are too many, or it is the sample. The
 * caller's. */
json_t *bench_site_list(const struct bench_site *site);

/* A socket that listens at a free port of 127.0.0.1; STATUS_IO with words. */
MUST_CHECK enum status bench_site_listen(int *descriptor, uint16_t *port, struct error *error);
/* Answers, in a process of its own, until that is told to end (SIGTERM); the exit status. */
int bench_site_serve(const struct bench_site *site, int descriptor);

#endif
