/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_titles.h"

#include <libintl.h>
#include <stdio.h>
#include <string.h>

#include "engine/outdated.h"
#include "text/utf8.h"
#include "wording/folded.h"
#include "wording/law_title.h"
#include "wording/vocabulary.h"

enum outcome { OUTCOME_MISSPELT, OUTCOME_REPEALED, OUTCOME_UNLISTED };

enum {
    REPEALED_MAX = 16, /* titles that one part can be told of */
    REASON_MAX = 768,
};

static const char open_mark[] = "《", close_mark[] = "》";
enum { MARK = sizeof open_mark - 1 };

struct law {
    struct date valid_to;
    const struct reference_row *row;
};

struct knowledge {
    const struct law *laws;
    const struct law_titles *titles;
    const struct vocabulary *vocabulary;
};

/* ---- Tables. */

enum column { TITLE, VALID_TO, REPLACEMENT, SOURCE, COLUMN_COUNT };
static const char *const columns[COLUMN_COUNT] = { "title", "valid_to", "replacement", "source" };
static const struct reference_form form = {
    .name = "laws", .columns = columns, .column_count = COLUMN_COUNT, .required_count = 1, .key_count = 1
};

static enum status read_law(const struct reference_row *row, struct arena *arena, struct law *law, const char **title,
                            struct error *error)
{
    enum status status = reference_day(row, VALID_TO, &law->valid_to, error);

    law->row = row;
    return status == STATUS_OK ? folded_text(row->fields[TITLE], arena, title) : status;
}

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    struct knowledge *made = arena_zeroed(arena, sizeof *made);
    struct reference_table table;
    struct alike alike;
    struct law *laws;
    const char **titles;
    enum status status = made == NULL ? STATUS_NO_MEMORY : reference_table(reference, &form, arena, &table, error);

    if (status == STATUS_OK)
        status = alike_read(reference, arena, &alike, error);
    if (status == STATUS_OK)
        status = vocabulary_create(reference, arena, &made->vocabulary, error);
    if (status != STATUS_OK)
        return status;
    laws = arena_zeroed(arena, (table.row_count + 1) * sizeof *laws);
    titles = arena_alloc(arena, (table.row_count + 1) * sizeof *titles);
    if (laws == NULL || titles == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++)
        status = read_law(&table.rows[index], arena, &laws[index], &titles[index], error);
    if (status == STATUS_OK)
        status = law_titles_create(titles, table.row_count, alike, arena, &made->titles);
    made->laws = laws;
    *knowledge = made;
    return status;
}

/* ---- Titles. */

/* The next title, with its marks, that has no other one within it. */
static bool next_title(const struct detector_text *text, size_t from, struct span *place)
{
    const char *end = text->utf8 + text->size;
    const char *open = utf8_find_triple(text->utf8 + from, text->size - from, open_mark);
    const char *close = open == NULL ? NULL : utf8_find_triple(open, (size_t)(end - open), close_mark);

    if (close == NULL)
        return false;
    for (const char *inner = open; inner != NULL;
         inner = utf8_find_triple(open + MARK, (size_t)(close - open - MARK), open_mark))
        open = inner;
    *place = (struct span){ (size_t)(open - text->utf8), (size_t)(close - text->utf8) + MARK };
    return true;
}

static enum status report_misspelt(struct detector_job *job, const struct detector_text *text, struct span place,
                                   const struct law_title *title)
{
    const struct knowledge *knowledge = job->knowledge;
    const struct reference_row *row = knowledge->laws[title->index].row;
    char reason[REASON_MAX];

    if (title->kind == LAW_TITLE_UNKNOWN)
        (void)snprintf(reason, sizeof reason, "%s", gettext("the last word of the title is misspelt"));
    else if (title->kind == LAW_TITLE_CLOSE)
        reference_describe(row, reason, sizeof reason,
                           gettext("no law has this title; perhaps it is \"%s\" (line %u of %s)"), row->fields[TITLE],
                           row->line, reference_row_name(row));
    else
        reference_describe(
            row, reason, sizeof reason,
            title->kind == LAW_TITLE_NEAR
                ? gettext("no law has this title; it is one step of writing away from \"%s\" (line %u of %s)")
                : gettext("there is none of this name and kind; it is \"%s\" (line %u of %s)"),
            row->fields[TITLE], row->line, reference_row_name(row));
    return detector_found(job, OUTCOME_MISSPELT, text, place, reason);
}

/* 《民法通则》第一百零六条: an article is what one rests on. */
static bool cites_article(const char *text, size_t size)
{
    static const char ordinal[] = "第", article[] = "条";
    enum { CHARACTER = 3, NUMBER_MAX = 24 };
    size_t seen = size < NUMBER_MAX ? size : NUMBER_MAX;

    return size > CHARACTER && memcmp(text, ordinal, CHARACTER) == 0
           && memmem(text + CHARACTER, seen - CHARACTER, article, CHARACTER) != NULL;
}

/* Does the sentence rest on this law, and is not about its end? Several laws may be named behind one 根据. */
static bool is_basis(const struct knowledge *knowledge, const struct detector_text *text, struct span place)
{
    enum { BEFORE = 180, AFTER = 45 };
    static const char stop[] = "。";
    size_t start = utf8_ceil(text->utf8, text->size, place.start > BEFORE ? place.start - BEFORE : 0);
    size_t end = text->size - place.end > AFTER ? utf8_floor(text->utf8, text->size, place.end + AFTER) : text->size;
    const char *sentence;

    while ((sentence = memmem(text->utf8 + start, place.start - start, stop, sizeof stop - 1)) != NULL)
        start = (size_t)(sentence - text->utf8) + sizeof stop - 1;
    return (vocabulary_stands_in(knowledge->vocabulary, VOCABULARY_BASIS, text->utf8 + start, place.start - start)
            || cites_article(text->utf8 + place.end, text->size - place.end))
           && !vocabulary_stands_in(knowledge->vocabulary, VOCABULARY_REPEAL, text->utf8 + start, place.start - start)
           && !vocabulary_stands_in(knowledge->vocabulary, VOCABULARY_REPEAL, text->utf8 + place.end, end - place.end);
}

static enum status judge_title(struct detector_job *job, const struct detector_text *text, struct span place)
{
    const struct knowledge *knowledge = job->knowledge;
    const char *words = text->utf8 + place.start + MARK;
    size_t size = place.end - place.start - 2 * MARK;
    struct law_title title = law_title_judge(knowledge->titles, words, size);
    bool is_wrong = title.kind == LAW_TITLE_NEAR || title.kind == LAW_TITLE_CLOSE || title.kind == LAW_TITLE_NO_LAW
                    || title.kind == LAW_TITLE_UNLISTED || (title.kind == LAW_TITLE_UNKNOWN
                        && vocabulary_ends(knowledge->vocabulary, VOCABULARY_TITLE_SLIP, words,
                                           law_title_without_note(words, size)));

    if (title.kind == LAW_TITLE_LISTED && date_is_set(knowledge->laws[title.index].valid_to))
        return is_basis(knowledge, text, place)
                   ? outdated_note(job, job->state, text, place, title.index, knowledge->laws[title.index].valid_to,
                                   REPEALED_MAX)
                   : STATUS_OK;
    if (!is_wrong || vocabulary_is_corrected(knowledge->vocabulary, text->utf8, text->size, place.start, place.end))
        return STATUS_OK;
    return title.kind == LAW_TITLE_UNLISTED
               ? detector_found(job, OUTCOME_UNLISTED, text, place, gettext("no law of the country has this title"))
               : report_misspelt(job, text, place, &title);
}

static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    struct span place = { 0, 0 };
    enum status status = STATUS_OK;

    if (outdated_take_day(job->state, text))
        return STATUS_OK;
    while (status == STATUS_OK && next_title(text, place.end, &place))
        status = judge_title(job, text, place);
    return status;
}

static enum status close_part(struct detector_job *job)
{
    const struct knowledge *knowledge = job->knowledge;
    const struct outdated *outdated = job->state;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < outdated->count && status == STATUS_OK; index++) {
        const struct outdated_place *place = &outdated->places[index];
        const struct law *law = &knowledge->laws[place->row];
        struct date day = outdated_day(outdated);
        char reason[REASON_MAX];

        if (!outdated_is_past(outdated, law->valid_to))
            continue;
        reference_describe(
            law->row, reason, sizeof reason,
            gettext("the text gives %04d-%02d-%02d as its day; \"%s\" was in force until %04d-%02d-%02d, what "
                    "applies now is \"%s\" (%s, line %u of %s)"),
            day.year, day.month, day.day, law->row->fields[TITLE],
            law->valid_to.year, law->valid_to.month, law->valid_to.day, law->row->fields[REPLACEMENT],
            law->row->fields[SOURCE], law->row->line, reference_row_name(law->row));
        status = detector_report(job, OUTCOME_REPEALED, place->hold, place->occurrences, reason);
    }
    return status;
}

static const char *const outcomes[] = { "misspelt", "repealed", "unlisted", NULL };

const struct detector titles_detector = {
    .name = "titles",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY | 1U << TEXT_TITLE | 1U << TEXT_HEADER | 1U << TEXT_FOOTER | 1U << TEXT_NOTE
             | 1U << TEXT_METADATA,
    .state_size = sizeof(struct outdated),
    .prepare = prepare,
    .needs = MARK_TITLE | BLOCK_DATE,
    .text = read_text,
    .close = close_part,
};
