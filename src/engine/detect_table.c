/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_table.h"

#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/table_word.h"
#include "personal/joined.h"
#include "personal/line.h"
#include "text/utf8.h"

/* Marks a text that is translated where it is shown. */
#define N_(text) text

enum {
    OUTCOME_JOINED = SUBJECT_COUNT,
    OPEN_MAX = 3,       /* tables inside of tables; an outer one that has not been left for more is taken for finished */
    QUIET_MAX = 2,      /* lines without anything of a table that do not end one */
    REASON_MAX = 1024,
    FIELD_MAX = 100000, /* greatest value of a limit */
};

/* Outcomes are subjects, in their order. */
static const char *const outcomes[] = {
    "identity", "document", "account", "phone",   "weak-mask", "open-mask",        "official-phone", "health",
    "child",    "youth",    "address", "status", "household", "joined-identity", NULL,
};

struct knowledge {
    const struct table_lexicon *lexicon;
    struct table_limits limits;
};

/* A table that cells come for, and where the first of each kind stood. */
struct open_table {
    struct table table;
    uint32_t number;
    enum text_role role; /* hidden cells come apart from the others, and are a table of their own */
    const struct detector_hold *holds[SUBJECT_COUNT];
};

/* Numbers in pieces, of which a table has one in each row: told once for the table. */
struct open_joined {
    struct joined joined;
    uint32_t table; /* 0: not in one */
    const struct detector_hold *first;
    uint32_t count;
};

struct state {
    struct open_table *open[OPEN_MAX]; /* the innermost first; NULL at the end */
    struct open_table *spare[OPEN_MAX + 1];
    struct open_table *lines;
    uint32_t quiet;
    char last[LINE_SIZE_MAX]; /* the line before, which may hold the headers */
    size_t last_size;
    struct cell cell; /* of the block before */
    struct open_joined joined[TEXT_ROLE_COUNT];
};

/* ---- Tables of words and limits. */

static const char *const header_columns[] = { "header", "kind" };
static const struct reference_form header_form = { "table-headers", header_columns, 2, 2, 1, false };
static const char *const word_columns[] = { "word", "kind" };
static const struct reference_form word_form = { "table-words", word_columns, 2, 2, 1, false };
static const char *const surname_columns[] = { "surname" };
static const struct reference_form surname_form = { "surnames", surname_columns, 1, 1, 1, false };
static const char *const limit_columns[] = { "limit", "value" };
static const struct reference_form limit_form = { "personal-limits", limit_columns, 2, 2, 1, false };

/* The kind that a row says, by the names of its table; surnames have one kind. */
static enum word_kind kind_of(const struct reference_form *form, const struct reference_row *row)
{
    if (form == &surname_form)
        return WORD_SURNAME;
    return form == &header_form ? table_lexicon_header_kind(row->fields[1]) : table_lexicon_word_kind(row->fields[1]);
}

static enum status read_words(const struct reference *reference, struct arena *arena, struct word **words,
                              size_t *count, struct error *error)
{
    static const struct reference_form *const forms[] = { &header_form, &word_form, &surname_form };
    enum { FORM_COUNT = sizeof forms / sizeof *forms };
    struct reference_table tables[FORM_COUNT];
    enum status status = STATUS_OK;
    size_t total = 0;

    for (size_t form = 0; form < FORM_COUNT && status == STATUS_OK; form++) {
        status = reference_table(reference, forms[form], arena, &tables[form], error);
        total += status == STATUS_OK ? tables[form].row_count : 0;
    }
    *words = status == STATUS_OK ? arena_zeroed(arena, (total + 1) * sizeof **words) : NULL;
    if (status == STATUS_OK && *words == NULL)
        return STATUS_NO_MEMORY;
    *count = 0;
    for (size_t form = 0; form < FORM_COUNT && status == STATUS_OK; form++) {
        for (size_t index = 0; index < tables[form].row_count && status == STATUS_OK; index++) {
            const struct reference_row *row = &tables[form].rows[index];
            enum word_kind kind = kind_of(forms[form], row);

            if (kind == WORD_NONE)
                return reference_complain(row, error, gettext("\"%.40s\" is no kind that this table knows"),
                                          row->fields[1]);
            (*words)[*count].kind = kind;
            status = table_word_fold(row, 1, arena, &(*words)[(*count)++].text, error);
        }
    }
    return status;
}

static enum status read_limits(const struct reference *reference, struct arena *arena, struct table_limits *limits,
                               struct error *error)
{
    const struct {
        const char *name;
        uint32_t *value;
    } known[] = {
        { "rows", &limits->rows_min },         { "share", &limits->share_percent },
        { "candidates", &limits->candidates_min }, { "child-age", &limits->child_age },
        { "youth-age", &limits->youth_age },
    };
    enum { KNOWN_COUNT = sizeof known / sizeof *known };
    struct reference_table table;
    enum status status = reference_table(reference, &limit_form, arena, &table, error);

    for (size_t index = 0; status == STATUS_OK && index < table.row_count; index++) {
        const struct reference_row *row = &table.rows[index];
        char *end;
        unsigned long value = strtoul(row->fields[1], &end, 10);
        size_t name = 0;

        while (name < KNOWN_COUNT && strcmp(known[name].name, row->fields[0]) != 0)
            name++;
        if (name == KNOWN_COUNT)
            return reference_complain(row, error, gettext("there is no limit of the name \"%.40s\""), row->fields[0]);
        if (*end != '\0' || value == 0 || value > FIELD_MAX)
            return reference_complain(row, error, gettext("\"%.40s\" is not a number from 1 to 100000"),
                                      row->fields[1]);
        *known[name].value = (uint32_t)value;
    }
    return status;
}

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    struct knowledge *made = arena_zeroed(arena, sizeof *made);
    struct word *words;
    size_t count;
    enum status status = made == NULL ? STATUS_NO_MEMORY : read_words(reference, arena, &words, &count, error);

    if (status != STATUS_OK)
        return status;
    made->limits = (struct table_limits)TABLE_LIMITS_DEFAULT;
    status = read_limits(reference, arena, &made->limits, error);
    if (status == STATUS_OK)
        status = table_lexicon_create(words, count, arena, &made->lexicon);
    *knowledge = made;
    return status;
}

/* ---- Reasons. */

static void add_part(char *reason, const char *part)
{
    size_t used = strlen(reason);

    (void)snprintf(reason + used, REASON_MAX - used, "%s%s", used > 0 ? gettext("; ") : "", part);
}

static void add_beside(char *reason, uint32_t beside)
{
    static const char *const names[BESIDE_COUNT] = {
        N_("personal name"),   N_("identity number"), N_("mobile number"),      N_("bank account"),
        N_("detailed address"), N_("date of birth"),  N_("state of health"),    N_("guardian"),
        N_("travel document"), N_("masked identity number"), N_("words of children"), N_("special status"),
        N_("household"),       N_("organisation"),
    };
    char part[REASON_MAX / 2] = "";

    for (unsigned bit = 0; bit < BESIDE_COUNT; bit++) {
        size_t used = strlen(part);

        if ((beside >> bit & 1) != 0)
            (void)snprintf(part + used, sizeof part - used, "%s%s", used > 0 ? gettext(", ") : "",
                           gettext(names[bit]));
    }
    if (part[0] != '\0') {
        char whole[REASON_MAX / 2 + 64];

        (void)snprintf(whole, sizeof whole, gettext("its rows hold: %s"), part);
        add_part(reason, whole);
    }
}

static void add_samples(char *reason, const struct table_report *report)
{
    char part[TABLE_SAMPLES * (TABLE_SAMPLE_SIZE + 4)] = "", whole[sizeof part + 64];

    for (uint32_t index = 0; index < report->shown->sample_count; index++) {
        size_t used = strlen(part);

        (void)snprintf(part + used, sizeof part - used, "%s%s", used > 0 ? gettext(", ") : "", report->shown->samples[index]);
    }
    if (part[0] == '\0')
        return;
    (void)snprintf(whole, sizeof whole, gettext("for example %s"), part);
    add_part(reason, whole);
}

static void add_mask(char *reason, const struct table *table, const struct table_report *report)
{
    char part[128];

    if (report->subject == SUBJECT_MASK_OPEN)
        add_part(reason, gettext("the mask can be undone: a single number is possible"));
    if (report->subject != SUBJECT_MASK_WEAK)
        return;
    (void)snprintf(part, sizeof part, gettext("the mask can be undone: %llu numbers are possible"),
                   (unsigned long long)table->fewest_candidates);
    add_part(reason, table->fewest_candidates < table->limits.candidates_min
                         ? part
                         : gettext("the mask shows the whole day of birth"));
}

static void describe(const struct table *table, const struct table_report *report, char reason[REASON_MAX])
{
    char part[TABLE_HEADER_SIZE + 64];

    reason[0] = '\0';
    (void)snprintf(part, sizeof part, gettext("%u of %u rows"), report->tally->rows, table->rows > report->tally->rows
                   ? table->rows : report->tally->rows);
    add_part(reason, part);
    if (report->title[0] != '\0') {
        (void)snprintf(part, sizeof part, gettext("column \"%s\""), report->title);
        add_part(reason, part);
    }
    if (report->distinct > 0) {
        (void)snprintf(part, sizeof part,
                       report->distinct_is_exact ? gettext("%llu different values") : gettext("about %llu different values"),
                       (unsigned long long)report->distinct);
        add_part(reason, part);
    }
    add_mask(reason, table, report);
    add_samples(reason, report);
    /* A number tells its holder's birth: no column of its own. */
    add_beside(reason, report->subject != SUBJECT_IDENTITY ? report->tally->beside
                                                           : report->tally->beside & ~(uint32_t)(BESIDE_ID | BESIDE_BIRTH));
}

/* ---- Tables that are open. */

static enum status report_table(struct detector_job *job, struct open_table *open)
{
    struct table_report reports[SUBJECT_COUNT];
    size_t count = table_finish(&open->table, reports);
    enum status status = STATUS_OK;

    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        const struct detector_hold *hold = open->holds[reports[index].evidence];
        char reason[REASON_MAX];

        if (hold == NULL || !detector_wants(job, reports[index].subject))
            continue;
        describe(&open->table, &reports[index], reason);
        status = detector_report(job, reports[index].subject, hold, reports[index].tally->rows, reason);
    }
    return status;
}

static void begin_table(struct detector_job *job, struct open_table *open, uint32_t number, enum text_role role)
{
    const struct knowledge *knowledge = job->knowledge;

    memset(open->holds, 0, sizeof open->holds);
    open->number = number;
    open->role = role;
    table_begin(&open->table, knowledge->lexicon, &knowledge->limits, job->as_of, number == 0);
}

static struct open_table *take_spare(struct detector_job *job)
{
    struct state *state = job->state;

    for (size_t index = 0; index < OPEN_MAX + 1; index++) {
        struct open_table *spare = state->spare[index];

        if (spare != NULL) {
            state->spare[index] = NULL;
            return spare;
        }
    }
    return arena_alloc(job->arena, sizeof(struct open_table));
}

static enum status close_table(struct detector_job *job, size_t place)
{
    struct state *state = job->state;
    struct open_table *open = state->open[place];
    size_t free_place = 0;
    enum status status = report_table(job, open);

    for (; place + 1 < OPEN_MAX; place++)
        state->open[place] = state->open[place + 1];
    state->open[OPEN_MAX - 1] = NULL;
    while (state->spare[free_place] != NULL)
        free_place++;
    state->spare[free_place] = open;
    return status;
}

/* The table of this cell, which becomes the innermost one. */
static enum status find_table(struct detector_job *job, const struct detector_text *text, struct open_table **table)
{
    struct state *state = job->state;
    struct open_table *open = NULL;
    enum status status = STATUS_OK;
    size_t place = 0;

    while (place < OPEN_MAX && state->open[place] != NULL
           && (state->open[place]->number != text->cell.table || state->open[place]->role != text->role))
        place++;
    if (place < OPEN_MAX && state->open[place] != NULL) {
        open = state->open[place];
    } else {
        if (place == OPEN_MAX)
            status = close_table(job, --place);
        open = status == STATUS_OK ? take_spare(job) : NULL;
        if (open == NULL)
            return status != STATUS_OK ? status : STATUS_NO_MEMORY;
        begin_table(job, open, text->cell.table, text->role);
    }
    for (; place > 0; place--)
        state->open[place] = state->open[place - 1];
    state->open[0] = open;
    *table = open;
    return STATUS_OK;
}

/* ---- Blocks. */

static enum status hold(struct detector_job *job, const struct detector_text *text, struct open_table *open,
                        uint32_t evidence, const struct span *spans)
{
    enum status status = STATUS_OK;

    for (unsigned subject = 0; subject < SUBJECT_COUNT && status == STATUS_OK; subject++) {
        if ((evidence >> subject & 1) != 0)
            status = detector_hold(job, text, spans[subject], &open->holds[subject]);
    }
    return status;
}

static enum status read_cell(struct detector_job *job, const struct detector_text *text)
{
    struct span span, spans[SUBJECT_COUNT];
    struct open_table *open;
    uint32_t evidence;
    enum status status = find_table(job, text, &open);

    if (status != STATUS_OK)
        return status;
    evidence = table_cell(&open->table, text->cell.row, text->cell.column, text->utf8, text->size, &span);
    for (unsigned subject = 0; subject < SUBJECT_COUNT; subject++)
        spans[subject] = span;
    return hold(job, text, open, evidence, spans);
}

static enum status end_lines(struct detector_job *job)
{
    struct state *state = job->state;
    struct open_table *lines = state->lines;
    enum status status = lines != NULL && lines->table.row > 0 ? report_table(job, lines) : STATUS_OK;

    if (lines != NULL)
        begin_table(job, lines, 0, TEXT_BODY);
    state->quiet = 0;
    return status;
}

/* Lines of another role are others. */
static enum status prepare_lines(struct detector_job *job, enum text_role role)
{
    struct state *state = job->state;
    enum status status = STATUS_OK;

    if (state->lines == NULL) {
        state->lines = arena_alloc(job->arena, sizeof *state->lines);
        if (state->lines == NULL)
            return STATUS_NO_MEMORY;
        begin_table(job, state->lines, 0, role);
    }
    if (state->lines->role != role)
        status = end_lines(job);
    state->lines->role = role;
    return status;
}

static void keep_line(struct state *state, const struct detector_text *text)
{
    state->last_size = text->size <= sizeof state->last ? text->size : 0;
    memcpy(state->last, text->utf8, state->last_size);
}

static enum status skip_line(struct detector_job *job, const struct detector_text *text)
{
    struct state *state = job->state;

    keep_line(state, text);
    if (state->lines == NULL || state->lines->table.row == 0 || ++state->quiet <= QUIET_MAX)
        return STATUS_OK;
    return end_lines(job);
}

static enum status read_line(struct detector_job *job, const struct detector_text *text)
{
    struct state *state = job->state;
    struct span spans[SUBJECT_COUNT];
    uint32_t evidence;
    enum status status;

    if (!line_may_tell(text->utf8, text->size, text->digits))
        return skip_line(job, text);
    status = prepare_lines(job, text->role);
    if (status != STATUS_OK)
        return status;
    if (state->lines->table.row == 0)
        line_headers(&state->lines->table, state->last, state->last_size);
    if (!line_read(&state->lines->table, text->utf8, text->size, &evidence, spans))
        return skip_line(job, text);
    state->quiet = 0;
    return hold(job, text, state->lines, evidence, spans);
}

static enum status report_joined(struct detector_job *job, struct open_joined *open)
{
    enum status status = STATUS_OK;

    if (open->count > 0)
        status = detector_report(job, OUTCOME_JOINED, open->first, open->count,
                                 gettext("together with the digits at the end of what stands before it, this is an identity "
                                         "number with the right check character"));
    open->count = 0;
    return status;
}

static enum status read_joined(struct detector_job *job, const struct detector_text *text)
{
    struct state *state = job->state;
    struct open_joined *open = &state->joined[text->role];
    struct span span;
    enum status status = STATUS_OK;

    if (text->digits == 0 && open->joined.count == 0)
        return STATUS_OK;
    if (!joined_read(&open->joined, text->utf8, text->size, &span))
        return STATUS_OK;
    if (open->table != text->cell.table || text->cell.table == 0)
        status = report_joined(job, open);
    open->table = text->cell.table;
    if (status == STATUS_OK && open->count++ == 0)
        status = detector_hold(job, text, span, &open->first);
    return status;
}

/* ---- Masks in prose. */

/* Is what stands in front of the mask the label of an identity number? */
struct label_search {
    bool found;
};

static void on_label(void *context, enum word_kind kind, size_t from, size_t to)
{
    struct label_search *search = context;

    (void)from;
    (void)to;
    search->found |= kind == HEADER_ID;
}

static bool has_label(const struct knowledge *knowledge, const struct detector_text *text, size_t at)
{
    enum { LABEL_REACH = 30 };
    struct label_search search = { false };
    size_t from = utf8_backward(text->utf8, text->size, at, LABEL_REACH);

    table_lexicon_scan(knowledge->lexicon, text->utf8 + from, at - from, on_label, &search);
    return search.found;
}

/* What the words around the mask tell of the holder: his birth, or else his age, which is of one year or the next. */
static void read_known(const char *text, size_t size, uint32_t year, struct mask_knowledge *known)
{
    struct birth birth;
    struct span told;
    uint32_t age;

    if (line_birth(text, size, &told)
        && cell_read_birth(text + told.start, (size_t)(told.end - told.start), &birth)) {
        known->year_first = known->year_last = birth.year;
        known->month = birth.month;
        known->day = birth.day;
    } else if (line_age(text, size, &told)) {
        age = (uint32_t)strtoul(text + told.start, NULL, 10);
        if (age < year - known->year_first) {
            known->year_last = year - age;
            known->year_first = known->year_last - 1;
        }
    }
}

static enum status judge_mask(struct detector_job *job, const struct detector_text *text, const struct masked_id *id,
                              struct span span)
{
    enum { KNOWN_REACH = 60, LIFE_YEARS = 100 };
    const struct knowledge *knowledge = job->knowledge;
    uint32_t year = (uint32_t)job->as_of.year;
    struct mask_knowledge known = { .year_first = year - LIFE_YEARS, .year_last = year };
    size_t from = utf8_backward(text->utf8, text->size, (size_t)span.start, KNOWN_REACH);
    size_t to = utf8_forward(text->utf8, text->size, (size_t)span.end, KNOWN_REACH);
    uint64_t candidates;
    char reason[128];

    read_known(text->utf8 + from, to - from, year, &known);
    candidates = mask_candidates(id, &known);
    if (candidates == 0 || (candidates >= knowledge->limits.candidates_min && !mask_shows_birth(id)))
        return STATUS_OK;
    (void)snprintf(reason, sizeof reason, gettext("the mask can be undone: %llu numbers are possible"),
                   (unsigned long long)candidates);
    return detector_found(job, candidates == 1 ? SUBJECT_MASK_OPEN : SUBJECT_MASK_WEAK, text, span, reason);
}

static enum status read_prose(struct detector_job *job, const struct detector_text *text)
{
    enum status status = STATUS_OK;
    struct masked_id id;
    struct span span;

    for (size_t from = 0; text->digits > 0 && status == STATUS_OK && mask_find(text->utf8, text->size, from, &id, &span); from = span.end) {
        if (!id.collapsed || has_label(job->knowledge, text, (size_t)span.start))
            status = judge_mask(job, text, &id, span);
    }
    return status == STATUS_OK ? skip_line(job, text) : status;
}

/* Cells are read as such; a cell with several blocks holds text, and pages are laid out so. */
static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    struct state *state = job->state;
    bool is_first = memcmp(&state->cell, &text->cell, sizeof text->cell) != 0;
    enum status status = read_joined(job, text);

    state->cell = text->cell;
    if (status != STATUS_OK)
        return status;
    if (text->size > LINE_SIZE_MAX || text->continues)
        return read_prose(job, text);
    if (text->cell.table == 0 || text->cell.row == 0 || !is_first)
        return read_line(job, text);
    keep_line(state, text);
    return read_cell(job, text);
}

static enum status close_part(struct detector_job *job)
{
    struct state *state = job->state;
    enum status status = end_lines(job);

    while (status == STATUS_OK && state->open[0] != NULL)
        status = close_table(job, 0);
    for (size_t role = 0; role < TEXT_ROLE_COUNT && status == STATUS_OK; role++)
        status = report_joined(job, &state->joined[role]);
    return status;
}

const struct detector table_detector = {
    .name = "table",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY | 1U << TEXT_HIDDEN | 1U << TEXT_NOTE | 1U << TEXT_HEADER | 1U << TEXT_FOOTER,
    .state_size = sizeof(struct state),
    .prepare = prepare,
    .needs = BLOCK_ANY,
    .text = read_text,
    .close = close_part,
};
