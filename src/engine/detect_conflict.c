/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_conflict.h"

#include <libintl.h>
#include <stdio.h>
#include <string.h>

#include "text/utf8.h"
#include "wording/cue.h"

/* Kinds of words in note-words.csv. */
enum kind {
    KIND_PUBLIC,
    KIND_RESTRICTED,
    KIND_LIMIT,    /* the same, as the beginning of a note: 此件发至 */
    KIND_INTERNAL, /* restricted together with KIND_KEEP */
    KIND_KEEP,
    KIND_LEVEL,     /* restricted with a star */
    KIND_CONDITION, /* of an examination: then the mark is its paper's (detect_exam.h) */
    KIND_LABEL,     /* of the attribute: 公开属性 */
    KIND_OPEN,      /* its values, which say nothing without it */
    KIND_CLOSED,
};
static const char *const kind_names[] = { "public", "restricted", "limit", "internal", "keep", "level",
                                          "condition", "label",   "open",  "closed",   NULL };

enum {
    GAP_MAX = 12, /* bytes between words of one mark */
    REASON_MAX = 480,
    QUOTE_MAX = 60,
    PATH_SHOWN_MAX = 160, /* bytes */
};

struct note {
    const struct detector_hold *hold;
    uint32_t occurrences;
    char words[QUOTE_MAX + 1];
};

/* A block that is the attribute's label: its value may be in the next one. */
struct label {
    uint64_t number; /* of the block; 0: there is none */
    enum text_role role;
    struct cell cell;
    char words[QUOTE_MAX + 1];
};

/* What a note of another part says; path NULL: there is none. */
struct other_note {
    const char *path;
    char words[QUOTE_MAX + 1];
};

/* Notes that contradict each other. */
struct other_notes {
    struct other_note open, restricted;
};

struct state {
    struct note open, restricted;
    struct note cell_open, cell_restricted; /* attributes in tables: where both are, the table is a list of documents */
    struct label label;                     /* the last one */
    struct other_notes inside; /* the first ones in the parts inside … */
    struct other_notes letter; /* … and in what a mail itself says, which is a part inside, too */
};

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    const struct cue_set *words;
    enum status status = cue_set_create(reference, "note-words", kind_names, arena, &words, error);

    *knowledge = words;
    return status;
}

static void declare_words(const void *knowledge, struct detector_words sets[DETECTOR_WORDS_MAX])
{
    sets[0].list = cue_set_words(knowledge);
}

/* ---- A line. */

struct line {
    const struct detector_text *text;
    struct span open, restricted; /* end > 0: there is one */
    struct cue before;            /* the last of INTERNAL, LEVEL and LABEL */
    bool has_before, is_list;
    struct cue alone; /* a label or a value of the attribute, which is the whole block; to > 0: there is one */
};

/* A Han character, a letter or a digit: what a line would go on with. */
static bool is_word(unsigned char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 0xE4 && byte <= 0xE9);
}

static bool is_gap(const char *text, size_t from, size_t to)
{
    for (size_t at = from; at < to; at++) {
        if (is_word((unsigned char)text[at]))
            return false;
    }
    return true;
}

static bool ends_with(const char *text, size_t at, const char *const *marks)
{
    for (; *marks != NULL; marks++) {
        size_t size = strlen(*marks);

        if (at >= size && memcmp(text + at - size, *marks, size) == 0)
            return true;
    }
    return false;
}

static bool begins_with(const char *text, size_t size, size_t at, const char *const *marks)
{
    for (; *marks != NULL; marks++) {
        size_t length = strlen(*marks);

        if (size - at >= length && memcmp(text + at, *marks, length) == 0)
            return true;
    }
    return false;
}

static bool is_opened(const struct detector_text *text, size_t from)
{
    static const char *const brackets[] = { "(", "〔", "[", "【", NULL };

    return is_gap(text->utf8, 0, from) || ends_with(text->utf8, from, brackets);
}

/* A line of its own, or in brackets. */
static bool stands_alone(const struct detector_text *text, size_t from, size_t to)
{
    static const char *const brackets[] = { ")", "〕", "]", "】", NULL };

    return is_opened(text, from)
           && (is_gap(text->utf8, to, text->size) || begins_with(text->utf8, text->size, to, brackets));
}

static void take_restricted(struct line *line, size_t from, size_t to)
{
    if (line->restricted.end == 0)
        line->restricted = (struct span){ from, to };
}

static bool has_star(const struct detector_text *text, size_t at)
{
    static const char *const stars[] = { "★", "☆", "※", "⭐", NULL };

    if (at < text->size && text->utf8[at] == ' ')
        at++;
    return begins_with(text->utf8, text->size, at, stars);
}

static void take_alone(struct line *line, const struct cue *cue)
{
    const struct detector_text *text = line->text;

    if (is_gap(text->utf8, 0, cue->from) && is_gap(text->utf8, cue->to, text->size))
        line->alone = *cue;
}

static void take_note(struct line *line, size_t from, size_t to, bool is_open)
{
    if (!stands_alone(line->text, from, to))
        return;
    line->is_list |= line->open.end != 0 || line->restricted.end != 0;
    if (is_open)
        line->open = (struct span){ from, to };
    else
        take_restricted(line, from, to);
}

static bool on_cue(void *context, const struct cue *cue)
{
    struct line *line = context;
    const struct detector_text *text = line->text;
    bool follows =
        line->has_before && cue->from - line->before.to <= GAP_MAX && is_gap(text->utf8, line->before.to, cue->from);

    switch ((enum kind)cue->kind) {
    case KIND_PUBLIC:
    case KIND_RESTRICTED:
        take_note(line, cue->from, cue->to, cue->kind == KIND_PUBLIC);
        break;
    case KIND_OPEN:
    case KIND_CLOSED:
        if (follows && line->before.kind == KIND_LABEL)
            take_note(line, line->before.from, cue->to, cue->kind == KIND_OPEN);
        else
            take_alone(line, cue);
        break;
    case KIND_LABEL:
        take_alone(line, cue);
        break;
    case KIND_LIMIT:
        if (is_opened(text, cue->from))
            take_restricted(line, cue->from, cue->to);
        break;
    case KIND_KEEP:
        if (follows && line->before.kind == KIND_INTERNAL && is_opened(text, line->before.from))
            take_restricted(line, line->before.from, cue->to);
        break;
    case KIND_CONDITION:
        if (follows && line->before.kind == KIND_LEVEL && line->restricted.start == line->before.from)
            line->restricted = (struct span){ 0 };
        break;
    case KIND_LEVEL:
        if (has_star(text, cue->to))
            take_restricted(line, cue->from, cue->to);
        break;
    case KIND_INTERNAL:
        break;
    }
    line->has_before = cue->kind == KIND_INTERNAL || cue->kind == KIND_LEVEL || cue->kind == KIND_LABEL;
    line->before = *cue;
    return true;
}

static enum status keep(struct detector_job *job, const struct detector_text *text, struct span span, struct note *note)
{
    uint64_t size = span.end - span.start < QUOTE_MAX ? span.end - span.start : 0;

    if (span.end == 0 || note->occurrences++ > 0)
        return STATUS_OK;
    memcpy(note->words, text->utf8 + span.start, (size_t)size);
    return detector_hold(job, text, span, &note->hold);
}

/* ---- The attribute in two blocks. */

/* Properties are told with their name and then their value; in a table, that is in the next cell of the row. */
static bool is_beside(const struct label *label, const struct detector_text *value)
{
    if (label->number == 0 || label->number + 1 != value->number || label->role != value->role)
        return false;
    return value->role == TEXT_METADATA
           || (value->cell.table != 0 && label->cell.table == value->cell.table && label->cell.row == value->cell.row);
}

static void read_label(struct state *state, const struct detector_text *text, const struct cue *cue)
{
    struct label label = { .number = text->number, .role = text->role, .cell = text->cell };

    memcpy(label.words, text->utf8 + cue->from, utf8_floor(text->utf8 + cue->from, cue->to - cue->from, QUOTE_MAX));
    state->label = label;
}

static enum status read_value(struct detector_job *job, const struct detector_text *text, const struct cue *cue)
{
    struct state *state = job->state;
    bool in_table = text->role != TEXT_METADATA;
    struct note *open = in_table ? &state->cell_open : &state->open;
    struct note *restricted = in_table ? &state->cell_restricted : &state->restricted;
    struct note *note = cue->kind == KIND_OPEN ? open : restricted;
    char words[2 * QUOTE_MAX + sizeof ":"];
    size_t size;

    if (!is_beside(&state->label, text) || note->occurrences++ > 0)
        return STATUS_OK;
    size = (size_t)snprintf(words, sizeof words, "%s:%.*s", state->label.words,
                            (int)utf8_floor(text->utf8 + cue->from, cue->to - cue->from, QUOTE_MAX),
                            text->utf8 + cue->from);
    memcpy(note->words, words, utf8_floor(words, size, QUOTE_MAX));
    return detector_hold(job, text, (struct span){ cue->from, cue->to }, &note->hold);
}

/* What the only attribute of all tables says is said of the document. */
static void take_table_attribute(struct state *state)
{
    if (state->cell_open.occurrences > 0 && state->cell_restricted.occurrences > 0)
        return;
    if (state->open.occurrences == 0)
        state->open = state->cell_open;
    if (state->restricted.occurrences == 0)
        state->restricted = state->cell_restricted;
}

static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    struct state *state = job->state;
    struct line line = { .text = text };
    enum status status;

    cue_set_read(job->knowledge, text->words[0], on_cue, &line);
    if (line.is_list)
        return STATUS_OK;
    if (line.alone.to > 0 && line.alone.kind == KIND_LABEL)
        read_label(job->state, text, &line.alone);
    else if (line.alone.to > 0)
        return read_value(job, text, &line.alone);
    status = keep(job, text, line.open, &state->open);
    return status == STATUS_OK ? keep(job, text, line.restricted, &state->restricted) : status;
}

/* A mail's own text is a part without a name, which its reader gives one (foreign/mail.c, foreign/ole/msg_property.c). */
static bool is_letter(const struct detector_job *job)
{
    static const char *const given[][2] = { { "message/rfc822", "part-" }, { "application/vnd.ms-outlook", "body." } };
    const struct part *part = job->part;

    for (size_t index = 0; part->parent != NULL && index < sizeof given / sizeof *given; index++) {
        if (strcmp(part->parent->format->media_type, given[index][0]) == 0
            && strncmp(part->name, given[index][1], strlen(given[index][1])) == 0)
            return true;
    }
    return false;
}

static void hand_note(const char *path, const struct note *note, struct other_note *other)
{
    if (other->path != NULL || note->occurrences == 0)
        return;
    other->path = path;
    memcpy(other->words, note->words, sizeof other->words);
}

static void hand_on(const struct other_notes *notes, struct other_notes *others)
{
    if (others->open.path == NULL)
        others->open = notes->open;
    if (others->restricted.path == NULL)
        others->restricted = notes->restricted;
}

/* What the part outside is told: of notes of its own, of those inside. */
static void hand_up(const struct detector_job *job)
{
    const struct state *state = job->state;
    struct state *outer = job->parent->state;
    struct other_notes *others = is_letter(job) ? &outer->letter : &outer->inside;

    hand_note(job->path, &state->open, &others->open);
    hand_note(job->path, &state->restricted, &others->restricted);
    hand_on(&state->letter, others);
    hand_on(&state->inside, others);
}

static enum status report_other(struct detector_job *job, const struct note *own, const struct other_note *other)
{
    char reason[REASON_MAX];

    (void)snprintf(reason, sizeof reason, gettext("this part says \"%s\", and another one of the document \"%s\" (%.*s)"),
                   own->words, other->words, (int)utf8_floor(other->path, strlen(other->path), PATH_SHOWN_MAX),
                   other->path);
    return detector_report(job, 0, own->hold, own->occurrences, reason);
}

/* Notes of this part against those of others; *told when they contradict each other. */
static enum status compare(struct detector_job *job, const struct other_notes *others, bool *told)
{
    const struct state *state = job->state;

    *told = true;
    if (state->open.occurrences > 0 && others->restricted.path != NULL)
        return report_other(job, &state->open, &others->restricted);
    if (state->restricted.occurrences > 0 && others->open.path != NULL)
        return report_other(job, &state->restricted, &others->open);
    *told = false;
    return STATUS_OK;
}

/* With the parts inside, then with the letter that it is attached to, however deep; a letter with what is attached to it. */
static enum status compare_all(struct detector_job *job)
{
    const struct state *state = job->state;
    bool told;
    enum status status = compare(job, &state->inside, &told);

    if (!told && is_letter(job))
        status = compare(job, &((const struct state *)job->parent->state)->inside, &told);
    for (const struct detector_job *outer = job->parent; outer != NULL && !told; outer = outer->parent)
        status = compare(job, &((const struct state *)outer->state)->letter, &told);
    return status;
}

static enum status close_part(struct detector_job *job)
{
    struct state *state = job->state;
    char reason[REASON_MAX];
    enum status status;

    take_table_attribute(state);
    if (state->open.occurrences > 0 && state->restricted.occurrences > 0) {
        (void)snprintf(reason, sizeof reason, gettext("the same document says \"%s\" and \"%s\""), state->open.words,
                       state->restricted.words);
        status = detector_report(job, 0, state->open.hold, state->open.occurrences, reason);
    } else {
        status = compare_all(job);
    }
    if (status == STATUS_OK && job->parent != NULL)
        hand_up(job);
    return status;
}

static const char *const outcomes[] = { "notes", NULL };

const struct detector conflict_detector = {
    .name = "conflict",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY | 1U << TEXT_TITLE | 1U << TEXT_HEADER | 1U << TEXT_FOOTER | 1U << TEXT_NOTE
             | 1U << TEXT_HIDDEN | 1U << TEXT_METADATA | 1U << TEXT_FILENAME,
    .state_size = sizeof(struct state),
    .prepare = prepare,
    .words = declare_words,
    .text = read_text,
    .close = close_part,
};
