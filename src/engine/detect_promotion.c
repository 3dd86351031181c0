/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_promotion.h"

#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "reference/host.h"
#include "rules/pattern.h"
#include "wording/account.h"
#include "wording/promotion.h"

/* Topics are outcomes, in their order; then come an offer that is not named, and an offer of any topic that is quoted. */
static const char *const outcomes[] = { "gambling", "sex",  "drugs",    "weapons",      "forgery",     "fraud",  "hacking",
                                        "trade",    "exam", "remedies", "superstition", "advertising", "quoted", NULL };
enum {
    OUTCOME_QUOTED = sizeof outcomes / sizeof *outcomes - 2,
    OUTCOME_ADVERTISING = OUTCOME_QUOTED - 1,
    TOPIC_COUNT = OUTCOME_ADVERTISING,
};

enum { REASON_MAX = 640, POINTS_MAX = 100, LIMIT_MAX = 1000 };

struct state {
    struct promotion_reader *readers[TEXT_ROLE_COUNT];
    struct promotion_scratch *scratch;
    bool excusing; /* a title or heading says that the text warns */
};

/* ---- Tables. */

enum column { WORD, PART, TOPIC, POINTS, COLUMN_COUNT };
static const char *const columns[] = { "word", "part", "topic", "points" };
static const struct reference_form form = { "promotions", columns, COLUMN_COUNT, 2, 1, false };
static const char *const limit_columns[] = { "limit", "value" };
static const struct reference_form limit_form = { "promotion-limits", limit_columns, 2, 2, 1, false };
static const char *const allow_columns[] = { "word" };
static const struct reference_form allow_form = { "allow", allow_columns, 1, 1, 1, true };

static const char *const part_names[PROMOTION_PART_COUNT] = { "service", "object",   "act",    "brand", "bait",    "lure",
                                                              "contact", "link",     "official", "excuse", "genre", "ordinary" };

static size_t find_name(const char *const *names, size_t count, const char *name)
{
    size_t index = 0;

    while (index < count && strcmp(names[index], name) != 0)
        index++;
    return index;
}

static bool read_number(const char *field, long max, long *value)
{
    char *end;

    *value = strtol(field, &end, 10);
    return field[0] != '\0' && *end == '\0' && *value > 0 && *value <= max;
}

static bool has_topic(enum promotion_part part)
{
    return part == PROMOTION_SERVICE || part == PROMOTION_OBJECT || part == PROMOTION_BRAND;
}

static bool has_points(enum promotion_part part)
{
    return part != PROMOTION_ACT && part != PROMOTION_OFFICIAL && part != PROMOTION_ORDINARY;
}

static enum status fold(const struct reference_row *row, struct arena *arena, struct promotion_word *word)
{
    struct buf output = BUF_INIT(1 << 16);
    enum status status = pattern_fold_literal(row->fields[WORD], strlen(row->fields[WORD]), VIEW_DENSE, &output);

    if (status == STATUS_OK) {
        word->written = row->fields[WORD];
        word->text = arena_text(arena, output.size > 0 ? output.data : "", output.size);
        status = word->text == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    }
    buf_free(&output);
    return status;
}

/* trade|exam: what an act is done with; nothing: all. */
static bool read_topics(const char *field, uint32_t *topics)
{
    *topics = field[0] == '\0' ? UINT32_MAX : 0;
    while (field[0] != '\0') {
        size_t size = strcspn(field, "|"), topic = 0;

        while (topic < TOPIC_COUNT && (strlen(outcomes[topic]) != size || memcmp(outcomes[topic], field, size) != 0))
            topic++;
        if (topic == TOPIC_COUNT)
            return false;
        *topics |= UINT32_C(1) << topic;
        field += size + (field[size] == '|');
    }
    return true;
}

static enum status read_word(const struct reference_row *row, struct arena *arena, struct promotion_word *word,
                             struct error *error)
{
    size_t part = find_name(part_names, PROMOTION_PART_COUNT, row->fields[PART]);
    size_t topic = find_name(outcomes, TOPIC_COUNT, row->fields[TOPIC]);
    long points = 0;
    enum status status;

    if (part == PROMOTION_PART_COUNT)
        return reference_complain(row, error, gettext("\"%.40s\" is no kind that this table knows"), row->fields[PART]);
    word->part = (enum promotion_part)part;
    word->topic = word->part == PROMOTION_BAIT ? PROMOTION_UNNAMED : (uint8_t)topic;
    if (word->part == PROMOTION_ACT ? !read_topics(row->fields[TOPIC], &word->topics)
                                    : topic == TOPIC_COUNT && (has_topic(word->part) || row->fields[TOPIC][0] != '\0'))
        return reference_complain(row, error, gettext("there is no topic of the name \"%.40s\""), row->fields[TOPIC]);
    if ((has_points(word->part) || row->fields[POINTS][0] != '\0') && !read_number(row->fields[POINTS], POINTS_MAX, &points))
        return reference_complain(row, error, gettext("\"%.40s\" is not a number from 1 to %d"), row->fields[POINTS],
                                  POINTS_MAX);
    word->points = (int16_t)points;
    status = fold(row, arena, word);
    if (status == STATUS_OK && !promotion_takes(word->text, word->part))
        status = reference_complain(row, error,
                                    gettext("a word of this table has two characters or more, or begins with a letter or "
                                            "digit; a contact may be one character"));
    return status;
}

/* Words of the table of allowed phrases are ordinary words here as well. */
static enum status add_allowed(const struct reference_table *allowed, struct arena *arena, struct promotion_word *words,
                               size_t *count)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < allowed->row_count && status == STATUS_OK; index++) {
        struct promotion_word *word = &words[*count];

        *word = (struct promotion_word){ .part = PROMOTION_ORDINARY };
        status = fold(&allowed->rows[index], arena, word);
        *count += status == STATUS_OK && promotion_takes(word->text, word->part);
    }
    return status;
}

static enum status read_limits(const struct reference *reference, struct arena *arena, struct promotion_limits *limits,
                               struct error *error)
{
    const struct {
        const char *name;
        uint32_t *value;
    } known[] = {
        { "points", &limits->points },     { "unnamed", &limits->unnamed },
        { "near", &limits->near },
        { "pair", &limits->pair },         { "excuse-near", &limits->excuse_near },
        { "services", &limits->services }, { "service-min", &limits->service_min },
        { "lures", &limits->lures },       { "phone", &limits->phone },
        { "address", &limits->address },   { "price", &limits->price },
        { "heading", &limits->heading },
    };
    enum { KNOWN_COUNT = sizeof known / sizeof *known };
    struct reference_table table;
    enum status status = reference_table(reference, &limit_form, arena, &table, error);

    for (size_t index = 0; status == STATUS_OK && index < table.row_count; index++) {
        const struct reference_row *row = &table.rows[index];
        size_t name = 0;
        long value;

        while (name < KNOWN_COUNT && strcmp(known[name].name, row->fields[0]) != 0)
            name++;
        if (name == KNOWN_COUNT)
            return reference_complain(row, error, gettext("there is no limit of the name \"%.40s\""), row->fields[0]);
        if (!read_number(row->fields[1], LIMIT_MAX, &value))
            return reference_complain(row, error, gettext("\"%.40s\" is not a number from 1 to %d"), row->fields[1],
                                      LIMIT_MAX);
        *known[name].value = (uint32_t)value;
    }
    return status;
}

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    struct promotion_limits limits = PROMOTION_LIMITS_DEFAULT;
    const struct promotion_vocabulary *vocabulary = NULL;
    const struct host_list *hosts = NULL;
    const struct account_list *accounts = NULL;
    struct reference_table table, allowed = { 0 };
    struct promotion_word *words = NULL;
    size_t count = 0;
    enum status status = reference_table(reference, &form, arena, &table, error);

    if (status == STATUS_OK)
        status = reference_table(reference, &allow_form, arena, &allowed, error);
    if (status == STATUS_OK) {
        words = arena_zeroed(arena, (table.row_count + allowed.row_count + 1) * sizeof *words);
        status = words == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    }
    for (; status == STATUS_OK && count < table.row_count; count++)
        status = read_word(&table.rows[count], arena, &words[count], error);
    if (status == STATUS_OK)
        status = add_allowed(&allowed, arena, words, &count);
    if (status == STATUS_OK)
        status = read_limits(reference, arena, &limits, error);
    if (status == STATUS_OK)
        status = host_list_load(reference, arena, &hosts, error);
    if (status == STATUS_OK)
        status = account_list_load(reference, arena, &accounts, error);
    if (status == STATUS_OK)
        status = promotion_vocabulary_create(words, count, &limits, hosts, accounts, arena, &vocabulary);
    *knowledge = vocabulary;
    return status;
}

/* ---- Text. */

struct reading {
    struct detector_job *job;
    const struct detector_text *text; /* NULL when the part closes */
    enum status status;
};

static bool on_service(void *context, size_t from, size_t to, const void **hold)
{
    struct reading *reading = context;
    const struct detector_hold *held = NULL;

    reading->status = detector_hold(reading->job, reading->text, (struct span){ from, to }, &held);
    *hold = held;
    return reading->status == STATUS_OK;
}

static void describe(const struct promotion_ad *ad, bool excused, char reason[REASON_MAX])
{
    char words[REASON_MAX / 2] = "";

    for (size_t index = 0; index < ad->shown_count; index++) {
        const struct promotion_word *word = ad->shown[index]->word;
        size_t used = strlen(words);

        (void)snprintf(words + used, sizeof words - used, "%s%.60s +%d", used > 0 ? gettext(", ") : "",
                       gettext(word->written), word->points);
    }
    (void)snprintf(reason, REASON_MAX,
                   excused ? gettext("would be an advertisement with %d points (%s), but the text warns of it or reports it")
                           : gettext("an advertisement with %d points: %s"),
                   ad->points, words);
}

static bool on_ad(void *context, const struct promotion_ad *ad)
{
    struct reading *reading = context;
    const struct state *state = reading->job->state;
    bool excused = ad->excused || state->excusing;
    unsigned topic = ad->topic == PROMOTION_UNNAMED ? OUTCOME_ADVERTISING : ad->topic;
    unsigned outcome = excused ? OUTCOME_QUOTED : topic;
    char reason[REASON_MAX];

    if (!detector_wants(reading->job, outcome))
        return true;
    describe(ad, excused, reason);
    reading->status = detector_report(reading->job, outcome, ad->hold, 1, reason);
    return reading->status == STATUS_OK;
}

static enum status make_room(struct detector_job *job, enum text_role role)
{
    struct state *state = job->state;

    if (state->scratch == NULL)
        state->scratch = arena_alloc(job->arena, sizeof *state->scratch);
    if (state->readers[role] == NULL)
        state->readers[role] = arena_zeroed(job->arena, sizeof *state->readers[role]);
    return state->scratch == NULL || state->readers[role] == NULL ? STATUS_NO_MEMORY : STATUS_OK;
}

static bool is_heading(const struct detector_text *text)
{
    return text->role == TEXT_TITLE || (text->role == TEXT_BODY && text->in_head);
}

static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    struct state *state = job->state;
    struct reading reading = { job, text, STATUS_OK };
    const struct promotion_listener listener = { &reading, on_service, on_ad };
    enum status status = make_room(job, text->role);

    if (status != STATUS_OK)
        return status;
    if (!state->excusing && is_heading(text))
        state->excusing = promotion_is_excusing_heading(job->knowledge, text->utf8, text->size);
    (void)promotion_read(job->knowledge, state->readers[text->role], state->scratch, text->utf8, text->size,
                         (text->features & MARK_LATIN) != 0, &listener);
    return reading.status;
}

static enum status close_part(struct detector_job *job)
{
    const struct state *state = job->state;
    struct reading reading = { job, NULL, STATUS_OK };
    const struct promotion_listener listener = { &reading, on_service, on_ad };

    for (unsigned role = 0; role < TEXT_ROLE_COUNT && reading.status == STATUS_OK; role++) {
        if (state->readers[role] != NULL)
            (void)promotion_finish(job->knowledge, state->readers[role], &listener);
    }
    return reading.status;
}

const struct detector promotion_detector = {
    .name = "promotion",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY | 1U << TEXT_TITLE | 1U << TEXT_HEADER | 1U << TEXT_FOOTER | 1U << TEXT_NOTE
             | 1U << TEXT_HIDDEN | 1U << TEXT_ALT | 1U << TEXT_METADATA | 1U << TEXT_COMMENT,
    .state_size = sizeof(struct state),
    .prepare = prepare,
    .needs = BLOCK_ANY,
    .text = read_text,
    .close = close_part,
};
