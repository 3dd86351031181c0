/* SPDX-License-Identifier: Apache-2.0
 *
 * How long each stage of a scan takes, measured from outside: the same functions that a scan calls, each by itself over
 * all documents of a format, in one thread, everything in memory. No clock is read while a stage works, so measuring
 * slows nothing down.
 *
 *   charset    decoding, or for UTF-8 checking, of whole texts (charset.h); a scan decodes only what is not ASCII,
 *              while it extracts, so this is a part of the next one and not another one beside it
 *   extract    bytes to runs of text (extract.h), readers in their sandbox included
 *   canonical  runs to canonical text (lane.h)
 *   match      canonical text to raw matches (match.h)
 *   scan       all of it (scanner.h)
 *   evaluate   scan less extract, canonical and match: judging, detectors, quoting
 */
#ifndef GUANKA_CLI_BENCH_STAGES_H
#define GUANKA_CLI_BENCH_STAGES_H

#include "cli/bench_files.h"
#include "isolate/pool.h"

enum bench_stage {
    BENCH_CHARSET,
    BENCH_EXTRACT,
    BENCH_CANONICAL,
    BENCH_MATCH,
    BENCH_EVALUATE,
    BENCH_SCAN,
    BENCH_STAGE_COUNT
};
/* "charset", "extract", …: static. */
const char *bench_stage_name(enum bench_stage stage);

struct bench_stages;
/* For the documents of `format` (its place in files.formats), with their text kept for the stages that begin with it.
 * All that is given must outlive it. One thread. */
MUST_CHECK enum status bench_stages_create(const struct bench_files *files, uint32_t format, struct scanner *scanner,
                                           struct pool *pool, struct ruleset *ruleset, struct bench_stages **stages);
void bench_stages_free(struct bench_stages *stages); /* NULL is allowed */

/* A round: the nanoseconds that each stage takes for all documents once, as the mean of as many passes as make a
 * measurement long enough. `evaluate` may come out below nothing where the machine was disturbed. */
MUST_CHECK enum status bench_stages_round(struct bench_stages *stages, double ns[BENCH_STAGE_COUNT]);
/* Bytes that `charset` reads: texts alone, and of archives what is inside. */
uint64_t bench_stages_charset_bytes(const struct bench_stages *stages);

#endif
