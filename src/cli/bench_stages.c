/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_stages.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/clock.h"
#include "engine/lane.h"
#include "engine/match.h"
#include "engine/profile.h"
#include "extract/extract.h"
#include "text/charset.h"
#include "text/utf8.h"

enum {
    MEASURE_NS = 30000000, /* shorter measurements drown in what the machine does besides */
    PASSES_MAX = 10000,
    WINDOW = 128 << 10, /* after so much a lane is emptied, as a scan does it */
    DECODED_MAX = 64 << 10
};

static const struct limits limits = LIMITS_DEFAULT;

/* A run as the extractor gave it; its text is a copy. */
struct kept_run {
    struct text_run run;
    size_t offset;
    bool begins_part;
};

struct bench_stages {
    struct extract_sink sink; /* first: a sink is turned back into what it belongs to */
    const struct bench_files *files;
    uint32_t format;
    struct scanner *scanner;
    struct pool *pool;
    struct ruleset *ruleset;
    struct charset *charset;
    struct arena *arena;
    struct profile *profile;
    struct search_scratch *scratch;
    struct match_list matches;
    struct lane lanes[LANE_COUNT];
    struct buf text;
    struct kept_run *runs;
    size_t run_count, run_capacity;
    bool keeps, decodes, part_begins; /* what the sink is to do */
    uint64_t decoding_ns, charset_bytes;
    uint64_t sum; /* of all results: no work may be left out because nobody looks at it */
    char *decoded;
};

const char *bench_stage_name(enum bench_stage stage)
{
    static const char *const names[BENCH_STAGE_COUNT] = {
        "charset", "extract", "canonical", "match", "evaluate", "scan"
    };

    return names[stage];
}

/* ---- Extraction, and what hangs on it. */

static enum status on_part(struct extract_sink *sink, const struct part *part)
{
    struct bench_stages *stages = (struct bench_stages *)sink;

    (void)part;
    stages->part_begins = true;
    return STATUS_OK;
}

static enum status on_text(struct extract_sink *sink, const struct part *part, const struct text_run *run)
{
    struct bench_stages *stages = (struct bench_stages *)sink;
    enum status status;

    (void)part;
    stages->sum += run->size;
    if (!stages->keeps || !scanner_reads(stages->scanner, run->role))
        return STATUS_OK;
    status = ARRAY_GROW(&stages->runs, &stages->run_capacity, stages->run_count + 1);
    if (status != STATUS_OK)
        return status;
    stages->runs[stages->run_count] = (struct kept_run){ *run, stages->text.size, stages->part_begins };
    stages->runs[stages->run_count++].run.section = NULL;
    stages->part_begins = false;
    buf_append(&stages->text, run->utf8, run->size);
    return buf_status(&stages->text);
}

static enum status on_gap(struct extract_sink *sink, const struct part *part, enum status why, const char *detail)
{
    struct bench_stages *stages = (struct bench_stages *)sink;

    (void)part;
    (void)detail;
    stages->sum += (uint64_t)why;
    return STATUS_OK;
}

/* In pieces, as extractors do it, so that what comes out stays in the cache. */
static void decode_part(struct bench_stages *stages, const struct part *part)
{
    struct bytes rest = part->bytes;
    uint64_t start_ns = clock_monotonic_ns();

    while (rest.size > 0) {
        struct charset_step step =
            charset_decode(stages->charset, part->encoding, rest, true, stages->decoded, DECODED_MAX);

        stages->sum += step.produced;
        rest = bytes_slice(rest, step.consumed, SIZE_MAX);
    }
    stages->decoding_ns += clock_monotonic_ns() - start_ns;
    stages->charset_bytes += part->bytes.size;
}

static enum status on_part_close(struct extract_sink *sink, const struct part *part)
{
    struct bench_stages *stages = (struct bench_stages *)sink;

    if (stages->decodes && part->encoding >= 0)
        decode_part(stages, part);
    return STATUS_OK;
}

static enum status extract_file(struct bench_stages *stages, const struct bench_file *file)
{
    struct budget budget = budget_start(&limits, NULL);
    const struct part_hint hint = bench_file_hint(file);

    arena_reset(stages->arena);
    return extract_document(file->bytes, file->content, &hint,
                            &(struct extract_context){ .charset = stages->charset,
                                                       .budget = &budget,
                                                       .arena = stages->arena,
                                                       .delegate = pool_delegate(stages->pool) },
                            &stages->sink);
}

static enum status each_file(struct bench_stages *stages,
                             enum status (*work)(struct bench_stages *stages, const struct bench_file *file))
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < stages->files->count && status == STATUS_OK; index++)
        if (stages->files->files[index].format == stages->format)
            status = work(stages, &stages->files->files[index]);
    return status;
}

static enum status pass_extract(struct bench_stages *stages)
{
    return each_file(stages, extract_file);
}

/* ---- The other stages. */

static enum status end_lanes(struct bench_stages *stages)
{
    enum status status = STATUS_OK;

    for (int kind = 0; kind < LANE_COUNT && status == STATUS_OK; kind++) {
        status = lane_finish(&stages->lanes[kind]);
        stages->sum += stages->lanes[kind].size;
        lane_reset(&stages->lanes[kind]);
    }
    return status;
}

static enum status pass_canonical(struct bench_stages *stages)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < stages->run_count && status == STATUS_OK; index++) {
        struct kept_run *kept = &stages->runs[index];
        struct lane *lane = &stages->lanes[lane_of_role(kept->run.role)];

        if (kept->begins_part)
            status = end_lanes(stages);
        if (status == STATUS_OK)
            status = lane_append(lane, &kept->run, index);
        if (lane->size >= WINDOW) {
            stages->sum += lane->size;
            lane_drop(lane, lane->base + utf8_floor(lane->text, lane->size, lane->size / 2));
        }
    }
    return status == STATUS_OK ? end_lanes(stages) : status;
}

static enum status pass_match(struct bench_stages *stages)
{
    enum status status = profile_pass(stages->profile, stages->ruleset, stages->scratch, &stages->matches);

    stages->sum += stages->matches.count;
    return status;
}

static enum status scan_file(struct bench_stages *stages, const struct bench_file *file)
{
    const struct part_hint hint = bench_file_hint(file);
    const struct scan *scan;
    enum status status = scanner_scan(stages->scanner, stages->ruleset, file->bytes, file->content, &hint, &scan);

    if (status == STATUS_OK)
        stages->sum += scan->finding_count + scan->text_bytes;
    return status;
}

static enum status pass_scan(struct bench_stages *stages)
{
    return each_file(stages, scan_file);
}

/* ---- Rounds. */

/* The text is kept twice: as the extractor gives it and as the matcher gets it. */
static enum status keep_text(struct bench_stages *stages)
{
    enum status status;

    scanner_set_profile(stages->scanner, stages->profile);
    status = pass_scan(stages);
    scanner_set_profile(stages->scanner, NULL);
    stages->keeps = true;
    if (status == STATUS_OK)
        status = pass_extract(stages);
    stages->keeps = false;
    for (size_t index = 0; index < stages->run_count; index++)
        stages->runs[index].run.utf8 = stages->text.data + stages->runs[index].offset;
    return status;
}

enum status bench_stages_create(const struct bench_files *files, uint32_t format, struct scanner *scanner,
                                struct pool *pool, struct ruleset *ruleset, struct bench_stages **stages)
{
    struct bench_stages *created = alloc_zeroed(1, sizeof *created);
    enum status status = created != NULL ? STATUS_OK : STATUS_NO_MEMORY;

    *stages = created;
    if (status != STATUS_OK)
        return status;
    *created = (struct bench_stages){ .sink = { on_part, on_text, on_gap, on_part_close, NULL },
                                      .files = files,
                                      .format = format,
                                      .scanner = scanner,
                                      .pool = pool,
                                      .ruleset = ruleset,
                                      .text = BUF_INIT(SIZE_MAX / 2),
                                      .decoded = alloc(DECODED_MAX) };
    for (int kind = 0; kind < LANE_COUNT; kind++)
        lane_init(&created->lanes[kind]);
    if (created->decoded == NULL)
        return STATUS_NO_MEMORY;
    status = charset_create(&created->charset);
    if (status == STATUS_OK)
        status = arena_create(&created->arena);
    if (status == STATUS_OK)
        status = profile_create(ruleset, &created->profile);
    if (status == STATUS_OK)
        status = ruleset_prepare_scratch(ruleset, &created->scratch);
    return status == STATUS_OK ? keep_text(created) : status;
}

void bench_stages_free(struct bench_stages *stages)
{
    if (stages == NULL)
        return;
    for (int kind = 0; kind < LANE_COUNT; kind++)
        lane_free(&stages->lanes[kind]);
    search_scratch_free(stages->scratch);
    match_list_free(&stages->matches);
    profile_free(stages->profile);
    charset_destroy(stages->charset);
    if (stages->arena != NULL)
        arena_destroy(stages->arena);
    buf_free(&stages->text);
    alloc_free(stages->runs);
    alloc_free(stages->decoded);
    alloc_free(stages);
}

uint64_t bench_stages_charset_bytes(const struct bench_stages *stages)
{
    return stages->charset_bytes;
}

static enum status measure(struct bench_stages *stages, enum status (*pass)(struct bench_stages *stages), double *ns)
{
    uint64_t start_ns = clock_monotonic_ns(), elapsed_ns, passes = 0;
    enum status status;

    do {
        status = pass(stages);
        elapsed_ns = clock_monotonic_ns() - start_ns;
        passes++;
    } while (status == STATUS_OK && elapsed_ns < MEASURE_NS && passes < PASSES_MAX);
    *ns = (double)elapsed_ns / (double)passes;
    return status;
}

/* Decoding is timed part by part, in the middle of a pass. */
static enum status measure_charset(struct bench_stages *stages, double *ns)
{
    uint64_t decoding_ns = 0, passes = 0;
    enum status status = STATUS_OK;

    stages->decodes = true;
    do {
        stages->decoding_ns = stages->charset_bytes = 0;
        status = pass_extract(stages);
        decoding_ns += stages->decoding_ns;
        passes++;
    } while (status == STATUS_OK && stages->charset_bytes > 0 && decoding_ns < MEASURE_NS / 3 && passes < PASSES_MAX);
    stages->decodes = false;
    *ns = (double)decoding_ns / (double)passes;
    return status;
}

enum status bench_stages_round(struct bench_stages *stages, double ns[BENCH_STAGE_COUNT])
{
    enum status status = measure_charset(stages, &ns[BENCH_CHARSET]);

    if (status == STATUS_OK)
        status = measure(stages, pass_extract, &ns[BENCH_EXTRACT]);
    if (status == STATUS_OK)
        status = measure(stages, pass_canonical, &ns[BENCH_CANONICAL]);
    if (status == STATUS_OK)
        status = measure(stages, pass_match, &ns[BENCH_MATCH]);
    if (status == STATUS_OK)
        status = measure(stages, pass_scan, &ns[BENCH_SCAN]);
    if (status == STATUS_OK)
        ns[BENCH_EVALUATE] = ns[BENCH_SCAN] - ns[BENCH_EXTRACT] - ns[BENCH_CANONICAL] - ns[BENCH_MATCH];
    return status;
}
