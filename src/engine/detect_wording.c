/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_wording.h"

#include <libintl.h>
#include <stdio.h>
#include <string.h>

#include "engine/outdated.h"
#include "text/literal_set.h"
#include "text/canonical.h"
#include "text/utf8.h"
#include "wording/document_day.h"
#include "wording/folded.h"
#include "wording/near_miss.h"
#include "wording/vocabulary.h"
#include "wording/written_date.h"

enum outcome { OUTCOME_NEAR_MISS, OUTCOME_SUPERSEDED, OUTCOME_UNDATED, OUTCOME_WEEKDAY };

enum {
    REASON_MAX = 640,
};

struct phrase {
    const char *written; /* as in the table */
    bool is_name;  /* of an organ or a law: its last character may begin another word */
    bool is_short; /* a place or an organ of three characters */
    struct date valid_from, valid_to;
    const char *replacement, *source;
    const struct reference_row *row;
};

struct knowledge {
    const struct phrase *phrases;
    size_t count;
    const struct vocabulary *vocabulary;
    const struct near_miss_set *near_misses;
    struct literal_list superseded; /* ids index phrases */
};

/* ---- Tables. */

enum column { PHRASE, KIND, ALLOWED, VALID_FROM, VALID_TO, REPLACEMENT, SOURCE, COLUMN_COUNT };
static const char *const phrase_columns[] = { "phrase",   "kind",        "allowed", "valid_from",
                                              "valid_to", "replacement", "source" };
static const struct reference_form phrase_form = {
    .name = "phrases", .columns = phrase_columns, .column_count = COLUMN_COUNT, .required_count = 2, .key_count = 1
};

/* 国家质检总局, 中国银监会: nobody else is called so. */
static bool names_the_country(const char *text, size_t size)
{
    static const char *const beginnings[] = { "国家", "国务院", "中国", "中华" };

    for (size_t index = 0; index < sizeof beginnings / sizeof *beginnings; index++) {
        size_t length = strlen(beginnings[index]);

        if (size >= length && memcmp(text, beginnings[index], length) == 0)
            return true;
    }
    return false;
}

static enum status read_phrase(const struct reference_row *row, struct arena *arena, struct phrase *phrase,
                               struct near_miss_phrase *near_miss, struct error *error)
{
    static const char *const kinds[] = { "organ", "law", "ethnic-group", "place", "formula", "term" };
    static const enum near_miss_kind near_miss_kinds[] = { NEAR_MISS_ORGAN, NEAR_MISS_ORGAN,    NEAR_MISS_SHORT,
                                                           NEAR_MISS_PLACE, NEAR_MISS_NUMBERED, NEAR_MISS_TERM };
    enum { ORGAN, LAW, PLACE = 3, KIND_COUNT = sizeof kinds / sizeof *kinds };
    bool few = utf8_count(row->fields[PHRASE], strlen(row->fields[PHRASE])) < NEAR_MISS_CHARACTERS_FREE;
    size_t kind = 0;
    enum status status;

    while (kind < KIND_COUNT && strcmp(kinds[kind], row->fields[KIND]) != 0)
        kind++;
    if (kind == KIND_COUNT)
        return reference_complain(row, error,
                                  gettext("the kind \"%.40s\" is not one of organ, law, ethnic-group, place, "
                                          "formula, term"),
                                  row->fields[KIND]);
    *phrase = (struct phrase){ .written = row->fields[PHRASE],
                               .replacement = row->fields[REPLACEMENT],
                               .source = row->fields[SOURCE],
                               .row = row };
    near_miss->kind = near_miss_kinds[kind];
    phrase->is_name = near_miss->kind == NEAR_MISS_ORGAN && !(few && kind == LAW);
    if (few && kind == LAW)
        near_miss->kind = NEAR_MISS_TERM;
    else if (few && kind == PLACE)
        near_miss->kind = NEAR_MISS_SHORT;
    near_miss->is_known = near_miss->kind == NEAR_MISS_NUMBERED
                          || (kind == ORGAN && names_the_country(row->fields[PHRASE], strlen(row->fields[PHRASE])));
    phrase->is_short = few && (kind == ORGAN || kind == PLACE);
    if (row->fields[VALID_TO][0] != '\0')
        near_miss->kind = NEAR_MISS_FIXED; /* what was given up is told as that */
    status = reference_day(row, VALID_FROM, &phrase->valid_from, error);
    if (status == STATUS_OK)
        status = reference_day(row, VALID_TO, &phrase->valid_to, error);
    if (status == STATUS_OK)
        status = folded_text(row->fields[PHRASE], arena, &near_miss->text);
    return status == STATUS_OK ? folded_text(row->fields[ALLOWED], arena, &near_miss->allowed) : status;
}

static enum status make_superseded(const struct near_miss_phrase *folded, struct arena *arena,
                                   struct knowledge *knowledge)
{
    struct literal *literals = arena_alloc(arena, (knowledge->count + 1) * sizeof *literals);
    size_t count = 0;

    if (literals == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < knowledge->count; index++) {
        size_t size = strlen(folded[index].text);

        if (date_is_set(knowledge->phrases[index].valid_to) && literal_set_takes(folded[index].text, size))
            literals[count++] = (struct literal){ folded[index].text, (uint32_t)size, (uint32_t)index };
    }
    knowledge->superseded = (struct literal_list){ literals, count };
    return STATUS_OK;
}

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    struct reference_table table;
    struct knowledge *made = arena_zeroed(arena, sizeof *made);
    struct near_miss_phrase *folded;
    struct phrase *phrases;
    struct alike alike = { NULL, 0, NULL, 0 };
    enum status status =
        made == NULL ? STATUS_NO_MEMORY : reference_table(reference, &phrase_form, arena, &table, error);

    if (status == STATUS_OK)
        status = alike_read(reference, arena, &alike, error);
    if (status == STATUS_OK)
        status = vocabulary_create(reference, arena, &made->vocabulary, error);
    if (status != STATUS_OK)
        return status;
    phrases = arena_zeroed(arena, (table.row_count + 1) * sizeof *phrases);
    folded = arena_zeroed(arena, (table.row_count + 1) * sizeof *folded);
    if (phrases == NULL || folded == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++)
        status = read_phrase(&table.rows[index], arena, &phrases[index], &folded[index], error);
    made->phrases = phrases;
    made->count = table.row_count;
    if (status == STATUS_OK)
        status = near_miss_create(folded, table.row_count, alike, arena, &made->near_misses);
    if (status == STATUS_OK)
        status = make_superseded(folded, arena, made);
    *knowledge = made;
    return status;
}

enum word_set { NEAR_MISS_ANCHORS, SUPERSEDED };

static bool may_be_near_miss(const void *knowledge, uint32_t id, const char *text, size_t size, size_t at)
{
    const struct knowledge *wording = knowledge;

    return near_miss_may_stand(wording->near_misses, id, text, size, at);
}

static void declare_words(const void *knowledge, struct detector_words sets[DETECTOR_WORDS_MAX])
{
    const struct knowledge *wording = knowledge;

    sets[NEAR_MISS_ANCHORS] = (struct detector_words){ near_miss_anchors(wording->near_misses), may_be_near_miss };
    sets[SUPERSEDED].list = wording->superseded;
}

/* ---- A block. */

struct block {
    struct detector_job *job;
    const struct detector_text *text;
    enum status status;
};

/* Does the name of an organ or a law end at `to`? What sounds like its last character may begin a word as well: 生态环境不断改善. */
static bool ends_a_name(const struct vocabulary *vocabulary, const struct detector_text *text, size_t to)
{
    const char *behind = text->utf8 + to;
    size_t size = text->size - to;

    return size == 0 || !canonical_is_han(utf8_next(behind, size).code_point)
           || vocabulary_begins(vocabulary, VOCABULARY_ORGAN_DOES, behind, size) > 0;
}

/* 环境保护部门 is no 环境保护部, and 市场 behind a character no 市. */
static bool ends_in_another_word(const struct vocabulary *vocabulary, const struct detector_text *text, size_t to)
{
    size_t last = utf8_backward(text->utf8, text->size, to, 1);

    return vocabulary_begins(vocabulary, VOCABULARY_OTHER_WORD, text->utf8 + last, text->size - last) > 0;
}

/* Does what ends at `to` end with another character than the phrase? */
static bool has_other_last(const struct detector_text *text, size_t to, const char *written)
{
    size_t size = strlen(written), last = utf8_backward(written, size, size, 1);

    return to < size - last || memcmp(text->utf8 + to - (size - last), written + last, size - last) != 0;
}

static bool on_near_miss(void *context, size_t index, size_t from, size_t to)
{
    struct block *block = context;
    const struct knowledge *knowledge = block->job->knowledge;
    const struct phrase *phrase = &knowledge->phrases[index];
    char reason[REASON_MAX];

    if (vocabulary_is_corrected(knowledge->vocabulary, block->text->utf8, block->text->size, from, to)
        || (phrase->is_short && ends_in_another_word(knowledge->vocabulary, block->text, to))
        || (phrase->is_name && has_other_last(block->text, to, phrase->written)
            && !ends_a_name(knowledge->vocabulary, block->text, to)))
        return true;
    reference_describe(phrase->row, reason, sizeof reason,
                       gettext("one step of writing away from \"%s\" (%s, line %u of %s)"), phrase->written,
                       phrase->source[0] != '\0' ? phrase->source : gettext("no source given"), phrase->row->line,
                       reference_row_name(phrase->row));
    block->status = detector_found(block->job, OUTCOME_NEAR_MISS, block->text, (struct span){ from, to }, reason);
    return block->status == STATUS_OK;
}

/* The name of an organ begins behind the place it is of, unless it is a long one; 煤矿安全监察局 is no 监察局, and 原国土资源局 says itself that
 * it is one of the past. */
static bool begins_a_name(const struct vocabulary *vocabulary, const struct detector_text *text, size_t from, size_t to)
{
    enum { FORMER_BEFORE = 36, LONG = 18 };
    size_t start = utf8_ceil(text->utf8, text->size, from > FORMER_BEFORE ? from - FORMER_BEFORE : 0);
    size_t previous = utf8_backward(text->utf8, text->size, from, 1);

    if (vocabulary_stands_in(vocabulary, VOCABULARY_FORMER, text->utf8 + start, from - start))
        return false;
    return from == 0 || to - from >= LONG || names_the_country(text->utf8 + from, text->size - from) || from - previous < 3 || memcmp(text->utf8 + previous, "\xE3", 1) == 0
           || vocabulary_ends(vocabulary, VOCABULARY_PLACE, text->utf8, from);
}

static enum status read_superseded(struct detector_job *job, const struct detector_text *text,
                                   const struct literal_place *place)
{
    const struct knowledge *knowledge = job->knowledge;

    if (!begins_a_name(knowledge->vocabulary, text, place->from, place->to) || ends_in_another_word(knowledge->vocabulary, text, place->to)
        || vocabulary_is_corrected(knowledge->vocabulary, text->utf8, text->size, place->from, place->to))
        return STATUS_OK;
    return outdated_note(job, job->state, text, (struct span){ place->from, place->to }, place->id,
                         knowledge->phrases[place->id].valid_to, OUTDATED_MAX);
}

static enum status read_dates(struct detector_job *job, const struct detector_text *text)
{
    struct written_date written;
    size_t from = 0;
    enum status status = STATUS_OK;

    while ((text->features & BLOCK_DATE) != 0 && status == STATUS_OK
           && written_date_next(text->utf8, text->size, from, &written)) {
        from = written.to;
        if (written_date_judge(&written) == WRITTEN_DATE_WEEKDAY)
            status = detector_found(job, OUTCOME_WEEKDAY, text, (struct span){ written.from, written.to },
                                    gettext("the calendar has another day of the week for this date"));
    }
    return status;
}

static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    const struct knowledge *knowledge = job->knowledge;
    struct block block = { job, text, STATUS_OK };
    enum status status;

    if (outdated_take_day(job->state, text))
        return STATUS_OK;
    status = read_dates(job, text);
    if (status == STATUS_OK && detector_wants(job, OUTCOME_NEAR_MISS)) {
        (void)near_miss_read(knowledge->near_misses, text->utf8, text->size, text->words[NEAR_MISS_ANCHORS], on_near_miss,
                             &block);
        status = block.status;
    }
    if (!detector_wants(job, OUTCOME_SUPERSEDED) && !detector_wants(job, OUTCOME_UNDATED))
        return status;
    for (size_t index = 0; index < text->words[SUPERSEDED].count && status == STATUS_OK; index++)
        status = read_superseded(job, text, &text->words[SUPERSEDED].items[index]);
    return status;
}

/* A text without a day may be of any time, so an old name in it is only told. */
static enum status report_undated(struct detector_job *job, const struct phrase *phrase, const struct outdated_place *place)
{
    char reason[REASON_MAX];

    reference_describe(phrase->row, reason, sizeof reason,
                       gettext("the text gives no day; \"%s\" was given up on %04d-%02d-%02d for \"%s\" (line %u of %s)"),
                       phrase->written, phrase->valid_to.year, phrase->valid_to.month, phrase->valid_to.day,
                       phrase->replacement, phrase->row->line, reference_row_name(phrase->row));
    return detector_report(job, OUTCOME_UNDATED, place->hold, place->occurrences, reason);
}

static enum status close_part(struct detector_job *job)
{
    const struct knowledge *knowledge = job->knowledge;
    const struct outdated *outdated = job->state;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < outdated->count && status == STATUS_OK; index++) {
        const struct outdated_place *place = &outdated->places[index];
        const struct phrase *phrase = &knowledge->phrases[place->row];
        char reason[REASON_MAX];

        if (!date_is_set(outdated_day(outdated)) && place->year == 0) {
            if (detector_wants(job, OUTCOME_UNDATED))
                status = report_undated(job, phrase, place);
            continue;
        }
        if (!outdated_place_is_past(outdated, place, phrase->valid_to) || !detector_wants(job, OUTCOME_SUPERSEDED))
            continue;
        outdated_describe(outdated, place, phrase->written, phrase->valid_to, phrase->replacement, phrase->row, reason,
                          sizeof reason);
        status = detector_report(job, OUTCOME_SUPERSEDED, place->hold, place->occurrences, reason);
    }
    return status;
}

static const char *const outcomes[] = { "near-miss", "superseded", "undated", "weekday", NULL };

const struct detector wording_detector = {
    .name = "wording",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY | 1U << TEXT_TITLE | 1U << TEXT_HEADER | 1U << TEXT_FOOTER | 1U << TEXT_NOTE
             | 1U << TEXT_METADATA,
    .state_size = sizeof(struct outdated),
    .prepare = prepare,
    .words = declare_words,
    .needs = BLOCK_DATE,
    .text = read_text,
    .close = close_part,
};
