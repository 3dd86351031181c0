/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_case.h"

#include <libintl.h>
#include <stdio.h>
#include <string.h>

#include "engine/case_register.h"
#include "text/utf8.h"
#include "wording/case_number.h"
#include "wording/cue.h"

enum outcome { OUTCOME_REGISTERED, OUTCOME_PENDING, OUTCOME_NOTICE, OUTCOME_PETITION, OUTCOME_UNKNOWN, OUTCOME_NONE };

/* Kinds of words in case-words.csv. */
enum kind {
    KIND_PENDING,
    KIND_CLOSED,
    KIND_GENRE,   /* a notice that must be published; as its heading it speaks for the whole text */
    KIND_CONTEXT, /* the same, only nearby: words that menus have too */
    KIND_EXAMPLE, /* somebody explains how such numbers look */
    KIND_SERIES,  /* ends the series of a number: then it is one of a case */
    KIND_NOTICE,  /* the same, of a decision that is only announced */
    KIND_OPENING, /* the same, of the register where a case is opened: whoever has it decided cites the decision */
    KIND_LABEL,   /* before the number of a petition */
    KIND_COUNT,
};
static const char *const kind_names[] = { "pending", "closed", "genre",   "context", "example",
                                          "series",  "notice", "opening", "label",   NULL };

/* Distances in bytes; a Han character has three. */
enum {
    AFTER_MAX = 600,
    BEFORE_MAX = 240,
    EXCUSE_MAX = 600,
    EXAMPLE_MAX = 120,
    JOINED_MAX = 9, /* 、 or 和 between numbers that share what is said of them */
    HEADING_MAX = 120,
    SERIES_MAX = 24,      /* of the series before its last word, as far as it is shown */
    PETITION_DIGITS = 10, /* behind XF */
    SUSPECTS_MAX = 2048,  /* of one part */
    WORD_MAX = 48,
    REASON_MAX = 480,
};

struct knowledge {
    const struct cue_set *words;
    const struct case_register *cases;
};

struct suspect {
    struct suspect *next; /* in its lane */
    const struct detector_hold *hold;
    const struct case_entry *entry;
    const char *key;
    size_t key_size;
    uint64_t end;
    enum case_number_kind number;
    bool is_notice, is_opening, is_excused, is_joined; /* joined: to the next one */
    enum kind before, after;                           /* PENDING, CLOSED, or COUNT for neither */
    char word[WORD_MAX];                               /* that gave the stage */
    uint32_t occurrences;
};

/* Text of one role, which is a sequence of its own. */
struct lane {
    uint64_t at;               /* where the block at hand begins: bytes of the blocks before it */
    uint64_t seen[KIND_COUNT]; /* behind the last word of each kind; 0: none yet */
    char word[WORD_MAX];       /* the last one that gave a stage */
    struct suspect *first, *last, *recent;
};

struct state {
    struct lane lanes[TEXT_ROLE_COUNT];
    size_t count;
    bool is_notice; /* the heading says that it must be published */
};

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    struct knowledge *made = arena_zeroed(arena, sizeof *made);
    enum status status = made == NULL ? STATUS_NO_MEMORY
                                      : cue_set_create(reference, "case-words", kind_names, arena, &made->words, error);

    if (status == STATUS_OK)
        status = case_register_create(reference, arena, &made->cases, error);
    *knowledge = made;
    return status;
}

static void declare_words(const void *knowledge, struct detector_words sets[DETECTOR_WORDS_MAX])
{
    const struct knowledge *cases = knowledge;

    sets[0].list = cue_set_words(cases->words);
}

/* ---- A block: its words and its numbers, in the order of the text. */

struct block {
    struct detector_job *job;
    const struct detector_text *text;
    struct lane *lane;
    struct case_number number; /* the next one */
    bool has_number;
    enum status status;
};

static bool was_seen(const struct lane *lane, enum kind kind, uint64_t at, uint64_t within)
{
    return lane->seen[kind] != 0 && at - lane->seen[kind] <= within;
}

/* A number of eight digits is anything; a petition's has its own letters, or a label before it. */
static bool is_petition(const struct cue_set *words, const char *text, const struct case_number *number)
{
    size_t at = number->from;
    struct cue cue;

    if (number->to - number->series_end >= PETITION_DIGITS && number->series_end - number->from >= 2
        && memcmp(text + number->from, "xf", 2) == 0)
        return true;
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == ':'))
        at--;
    return cue_set_before(words, text, at, &cue) && cue.kind == KIND_LABEL;
}

/* 示环立〔2024〕16号, 示农(渔政)立〔2024〕3号: whoever enforces law opens his cases so. 示科立 is a project. */
static bool ends_in_opening(const char *text, size_t from, size_t series_end)
{
    static const char ending[] = "立", projects[] = "科课研项社教文体艺奖确设建创成独";
    enum { SIZE = sizeof ending - 1 };

    return series_end >= from + 2 * (size_t)SIZE && memcmp(text + series_end - SIZE, ending, SIZE) == 0
           && utf8_find_triple(projects, sizeof projects - 1, text + series_end - 2 * SIZE) == NULL;
}

/* Is the number one of a case? `suspect` learns what it is, and *from where it begins. */
static bool recognise(const struct block *block, struct suspect *suspect, size_t *from)
{
    const struct knowledge *knowledge = block->job->knowledge;
    const struct case_number *number = &block->number;
    const char *text = block->text->utf8;
    struct cue series = { 0 };

    suspect->entry = case_register_find(knowledge->cases, text, number);
    suspect->number = number->kind;
    *from = number->from;
    if (number->kind == CASE_NUMBER_LONG)
        return suspect->entry != NULL || is_petition(knowledge->words, text, number);
    if (number->kind == CASE_NUMBER_COURT)
        return true;
    suspect->is_opening = ends_in_opening(text, number->from, number->series_end);
    if (suspect->is_opening)
        return true;
    if (!cue_set_before(knowledge->words, text, number->series_end, &series)
        || (series.kind != KIND_SERIES && series.kind != KIND_NOTICE && series.kind != KIND_OPENING))
        return suspect->entry != NULL;
    suspect->is_notice = series.kind == KIND_NOTICE;
    suspect->is_opening = series.kind == KIND_OPENING;
    if (series.from > number->from + SERIES_MAX)
        *from = utf8_ceil(text, block->text->size, series.from - SERIES_MAX);
    return true;
}

static void take_before(struct suspect *suspect, const struct lane *lane, uint64_t begin)
{
    suspect->before = KIND_COUNT;
    suspect->after = KIND_COUNT;
    /* What stands before the number before belongs to that one. */
    for (enum kind kind = KIND_PENDING; kind <= KIND_CLOSED; kind++) {
        if (was_seen(lane, kind, begin, BEFORE_MAX) && (lane->last == NULL || lane->seen[kind] > lane->last->end))
            suspect->before = kind;
    }
    if (suspect->before != KIND_COUNT)
        memcpy(suspect->word, lane->word, sizeof suspect->word);
    suspect->is_excused = was_seen(lane, KIND_GENRE, begin, EXCUSE_MAX)
                          || was_seen(lane, KIND_CONTEXT, begin, EXCUSE_MAX)
                          || was_seen(lane, KIND_EXAMPLE, begin, EXAMPLE_MAX);
}

static enum status keep_key(struct block *block, struct suspect *suspect, size_t from)
{
    char key[CASE_KEY_MAX];
    size_t size = case_number_key(block->text->utf8 + from, block->number.to - from, key, sizeof key);

    suspect->key = arena_text(block->job->arena, key, size);
    suspect->key_size = size;
    return suspect->key == NULL ? STATUS_NO_MEMORY : STATUS_OK;
}

/* Words may stand where the series of an organ could begin, so its number stands where its year does. */
static size_t anchor_of(const struct case_number *number)
{
    return number->kind == CASE_NUMBER_ORGAN ? number->series_end : number->from;
}

static void read_number(struct block *block)
{
    struct state *state = block->job->state;
    struct lane *lane = block->lane;
    struct suspect found = { .occurrences = 1 }, *suspect;
    uint64_t begin;
    size_t from;

    if (state->count == SUSPECTS_MAX || !recognise(block, &found, &from))
        return;
    suspect = arena_alloc(block->job->arena, sizeof *suspect);
    if (suspect == NULL) {
        block->status = STATUS_NO_MEMORY;
        return;
    }
    begin = lane->at + from;
    take_before(&found, lane, lane->at + anchor_of(&block->number));
    found.end = lane->at + block->number.to;
    block->status = keep_key(block, &found, from);
    if (block->status == STATUS_OK)
        block->status = detector_hold(block->job, block->text, (struct span){ from, block->number.to }, &found.hold);
    *suspect = found;
    if (lane->last != NULL) {
        lane->last->is_joined = begin >= lane->last->end && begin - lane->last->end <= JOINED_MAX;
        lane->last->next = suspect;
    } else {
        lane->first = suspect;
    }
    lane->last = suspect;
    lane->recent = lane->recent != NULL ? lane->recent : suspect;
    state->count++;
}

/* The numbers before `at`. */
static void read_numbers(struct block *block, size_t at)
{
    while (block->has_number && anchor_of(&block->number) < at && block->status == STATUS_OK) {
        size_t to = block->number.to;

        read_number(block);
        block->has_number = case_number_next(block->text->utf8, block->text->size, to, &block->number);
    }
}

static void copy_word(char *word, const struct block *block, const struct cue *cue)
{
    size_t size = cue->to - cue->from < WORD_MAX ? cue->to - cue->from : 0;

    memcpy(word, block->text->utf8 + cue->from, size);
    word[size] = '\0';
}

/* A stage is said of the number before it; that a case is closed outweighs what it went through. */
static void take_stage(struct block *block, const struct cue *cue, uint64_t begin)
{
    struct suspect *suspect = block->lane->last;

    if (suspect == NULL || begin < suspect->end || begin - suspect->end > AFTER_MAX || suspect->after == KIND_CLOSED
        || suspect->after == cue->kind)
        return;
    suspect->after = cue->kind;
    copy_word(suspect->word, block, cue);
}

static void excuse(struct lane *lane, uint64_t begin, uint64_t within)
{
    while (lane->recent != NULL && lane->recent->next != NULL && begin > lane->recent->end + EXCUSE_MAX)
        lane->recent = lane->recent->next;
    for (struct suspect *suspect = lane->recent; suspect != NULL; suspect = suspect->next)
        suspect->is_excused |= begin <= suspect->end + within;
}

static bool is_heading(const struct detector_text *text, const struct cue *cue)
{
    return text->role == TEXT_TITLE || (text->in_head && text->size <= HEADING_MAX && cue->to == text->size);
}

static bool on_cue(void *context, const struct cue *cue)
{
    struct block *block = context;
    struct state *state = block->job->state;
    uint64_t begin = block->lane->at + cue->from;

    read_numbers(block, cue->from);
    if (block->status != STATUS_OK)
        return false;
    if (cue->kind == KIND_PENDING || cue->kind == KIND_CLOSED) {
        take_stage(block, cue, begin);
        copy_word(block->lane->word, block, cue);
    } else if (cue->kind == KIND_GENRE || cue->kind == KIND_CONTEXT) {
        excuse(block->lane, begin, EXCUSE_MAX);
        state->is_notice |= cue->kind == KIND_GENRE && is_heading(block->text, cue);
    } else if (cue->kind == KIND_EXAMPLE) {
        excuse(block->lane, begin, EXAMPLE_MAX);
    }
    block->lane->seen[cue->kind] = block->lane->at + cue->to;
    return true;
}

static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    const struct knowledge *knowledge = job->knowledge;
    struct state *state = job->state;
    struct block block = { .job = job, .text = text, .lane = &state->lanes[text->role], .status = STATUS_OK };

    block.lane->at = text->before;
    block.has_number = (text->features & (BLOCK_SERIAL | BLOCK_MANY_DIGITS)) != 0
                       && case_number_next(text->utf8, text->size, 0, &block.number);
    cue_set_read(knowledge->words, text->words[0], on_cue, &block);
    read_numbers(&block, text->size);
    return block.status;
}

/* ---- Deciding. */

static enum kind stage_of(const struct suspect *suspect)
{
    const struct suspect *next = suspect;

    while (next->after == KIND_COUNT && next->is_joined)
        next = next->next;
    return next->after != KIND_COUNT ? next->after : suspect->before;
}

static enum outcome judge(const struct detector_job *job, const struct suspect *suspect)
{
    const struct state *state = job->state;
    enum kind stage = stage_of(suspect);

    if (suspect->entry != NULL)
        return case_entry_allows(suspect->entry, job->as_of) ? OUTCOME_NONE : OUTCOME_REGISTERED;
    if (suspect->is_excused || state->is_notice || stage == KIND_CLOSED)
        return OUTCOME_NONE;
    if (stage == KIND_PENDING || suspect->is_opening)
        return OUTCOME_PENDING;
    if (suspect->is_notice)
        return OUTCOME_NOTICE;
    return suspect->number == CASE_NUMBER_LONG ? OUTCOME_PETITION : OUTCOME_UNKNOWN;
}

static void explain(const struct detector_job *job, const struct suspect *suspect, enum outcome outcome, char *reason)
{
    const struct knowledge *knowledge = job->knowledge;
    const struct case_entry *entry = suspect->entry;

    if (outcome == OUTCOME_REGISTERED && entry->stage == CASE_PENDING)
        reference_describe(entry->row, reason, REASON_MAX,
                           gettext("the register of cases has it as pending (line %u of %s)"), entry->row->line,
                           reference_row_name(entry->row));
    else if (outcome == OUTCOME_REGISTERED)
        reference_describe(entry->row, reason, REASON_MAX,
                           gettext("the register of cases has it as %s from %04d-%02d-%02d on only (line %u of %s)"),
                           case_stage_names[entry->stage], entry->since.year, entry->since.month, entry->since.day,
                           entry->row->line, reference_row_name(entry->row));
    else if (outcome == OUTCOME_PENDING && suspect->word[0] != '\0')
        (void)snprintf(reason, REASON_MAX, gettext("the text says of it \"%s\", and nowhere that it is closed"),
                       suspect->word);
    else if (case_register_is_empty(knowledge->cases))
        (void)snprintf(reason, REASON_MAX, "%s", gettext("the text does not say that the case is closed"));
    else
        (void)snprintf(reason, REASON_MAX, "%s",
                       gettext("neither the text nor the register of cases says that the case is closed"));
}

static bool is_same(const struct suspect *left, const struct suspect *right)
{
    return left->key_size == right->key_size && memcmp(left->key, right->key, left->key_size) == 0;
}

/* One finding for a number, however often it stands there. */
static enum status report(struct detector_job *job, struct suspect **told, size_t count)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        enum outcome outcome = judge(job, told[index]);
        char reason[REASON_MAX];

        explain(job, told[index], outcome, reason);
        status = detector_report(job, outcome, told[index]->hold, told[index]->occurrences, reason);
    }
    return status;
}

static size_t collect(const struct detector_job *job, struct suspect **told)
{
    const struct state *state = job->state;
    size_t count = 0;

    for (size_t role = 0; role < TEXT_ROLE_COUNT; role++) {
        for (struct suspect *suspect = state->lanes[role].first; suspect != NULL; suspect = suspect->next) {
            enum outcome outcome = judge(job, suspect);
            size_t before = 0;

            if (outcome == OUTCOME_NONE)
                continue;
            while (before < count && !(is_same(told[before], suspect) && judge(job, told[before]) == outcome))
                before++;
            if (before < count)
                told[before]->occurrences++;
            else
                told[count++] = suspect;
        }
    }
    return count;
}

static enum status close_part(struct detector_job *job)
{
    const struct state *state = job->state;
    struct suspect **told;

    if (state->count == 0)
        return STATUS_OK;
    told = arena_alloc(job->arena, state->count * sizeof(struct suspect *));
    if (told == NULL)
        return STATUS_NO_MEMORY;
    return report(job, told, collect(job, told));
}

static const char *const outcomes[] = { "registered", "pending", "notice", "petition", "unknown", NULL };

const struct detector case_detector = {
    .name = "case",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY | 1U << TEXT_TITLE | 1U << TEXT_NOTE | 1U << TEXT_HIDDEN | 1U << TEXT_FILENAME,
    .state_size = sizeof(struct state),
    .prepare = prepare,
    .words = declare_words,
    .needs = BLOCK_SERIAL | BLOCK_MANY_DIGITS, /* what a number has */
    .text = read_text,
    .close = close_part,
};
