/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_tamper.h"

#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "engine/table_word.h"
#include "tamper/page.h"
#include "tamper/script.h"
#include "wording/folded.h"

/* Marks a text that is translated where it is shown. */
#define N_(text) text

enum { OUTCOME_SUSPECTED, OUTCOME_SEVERE, REASON_MAX = 1024, POINTS_MAX = 1000 };

static const char *const outcomes[] = { "suspected", "severe", NULL };

/* What a reviewer is told of a sign; %s is the host or the words. */
static const char *const told[PAGE_SIGN_COUNT] = {
    [PAGE_HIDDEN_LINK] = N_("a link that readers do not see, to a host that no table knows (%s)"),
    [PAGE_HIDDEN_MANY] = N_("more than ten such links"),
    [PAGE_HIDDEN_ODD] = N_("a hidden link to a host that is named as spammers do (%s)"),
    [PAGE_HIDDEN_SPAM] = N_("advertising in hidden text (%s)"),
    [PAGE_AFTER_END] = N_("a link behind the end of the page (%s)"),
    [PAGE_AFTER_ALONE] = N_("and nothing of the site's own there"),
    [PAGE_TITLE_SPAM] = N_("advertising in the title (%s)"),
    [PAGE_TITLE_STUFFED] = N_("several words of it in the title"),
    [PAGE_PROPERTY_SPAM] = N_("advertising in keywords or description (%s)"),
    [PAGE_PROPERTY_STUFFED] = N_("several words of it there"),
    [PAGE_LINK_SPAM] = N_("a row of links that advertise (%s)"),
    [PAGE_SCRIPT_HOST] = N_("a script from a host that is named as spammers do (%s)"),
    [PAGE_SCRIPT_WRITES] = N_("a script that writes a link into the page (%s)"),
    [PAGE_SCRIPT_DECODES] = N_("a script that writes what it has decoded (%s)"),
    [PAGE_SCRIPT_RUNS] = N_("a script that runs what it has decoded (%s)"),
    [PAGE_SCRIPT_PACKED] = N_("a packed script (%s)"),
    [PAGE_SCRIPT_NAMES] = N_("a host that is named as spammers do in such a script"),
    [PAGE_SCRIPT_SPAM] = N_("advertising in a script (%s)"),
    [PAGE_SCRIPT_DIVERTS] = N_("a script that sends those who come from search engines elsewhere (%s)"),
    [PAGE_SCRIPT_COVERS] = N_("a script that covers the page with a foreign one (%s)"),
    [PAGE_SCRIPT_JUMPS] = N_("a script that sends every visitor to a host that is named as spammers do (%s)"),
    [PAGE_REFRESH] = N_("the page sends its visitors to a host that no table knows (%s)"),
    [PAGE_REFRESH_ODD] = N_("which is named as spammers do"),
    [PAGE_HIDDEN_FRAME] = N_("a foreign page in a frame that nobody sees (%s)"),
    [PAGE_AFTER_PROGRAM] = N_("a script or frame behind the end of the page (%s)"),
    [PAGE_AFTER_SPAM] = N_("advertising behind the end of the page (%s)"),
    [PAGE_TITLE_FOREIGN] = N_("a Chinese page with a title in foreign letters (%s)"),
    [PAGE_HANDLER] = N_("an attribute whose script runs by itself and calls a host that no table knows (%s)"),
    [PAGE_HIDDEN_SCRIPT] = N_("which a script hides as soon as the page is loaded (%s)"),
    [PAGE_MORE_HOSTS] = N_("more hosts that no table knows than are looked at (%s is the first of the others)"),
    [PAGE_PROPERTY_FOREIGN] = N_("keywords or description in foreign letters under a Chinese title (%s)"),
};

/* ---- Tables. */

static const char *const word_columns[] = { "word", "kind" };
static const struct reference_form word_form = { "tamper-words", word_columns, 2, 2, 1, false };
static const char *const allow_columns[] = { "word" };
static const struct reference_form allow_form = { "allow", allow_columns, 1, 1, 1, true };
static const char *const sign_columns[] = { "sign", "points" };
static const struct reference_form sign_form = { "tamper-signs", sign_columns, 2, 2, 1, true };

/* Phrases that are allowed to all rules, as far as they may be looked for. */
static enum status add_allowed(const struct reference_table *allowed, struct arena *arena, struct spam_word *words,
                               size_t *count)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < allowed->row_count && status == STATUS_OK; index++) {
        struct spam_word *word = &words[*count];

        word->kind = SPAM_ORDINARY;
        status = folded_text(allowed->rows[index].fields[0], arena, &word->text);
        *count += status == STATUS_OK && literal_set_takes(word->text, strlen(word->text));
    }
    return status;
}

static enum status read_words(const struct reference *reference, struct arena *arena, const struct spam_words **result,
                              struct error *error)
{
    static const char *const kinds[] = {
        [SPAM_STRONG] = "strong", [SPAM_WEAK] = "weak", [SPAM_EXCUSE] = "excuse", [SPAM_FOOT] = "foot"
    };
    struct reference_table table, allowed;
    struct spam_word *words;
    size_t count;
    enum status status = reference_table(reference, &word_form, arena, &table, error);

    if (status == STATUS_OK)
        status = reference_table(reference, &allow_form, arena, &allowed, error);
    if (status != STATUS_OK)
        return status;
    words = arena_alloc(arena, (table.row_count + allowed.row_count + 1) * sizeof *words);
    if (words == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++) {
        const struct reference_row *row = &table.rows[index];
        size_t kind = 0;

        while (kind <= SPAM_FOOT && strcmp(kinds[kind], row->fields[1]) != 0)
            kind++;
        if (kind > SPAM_FOOT)
            return reference_complain(row, error, gettext("\"%.40s\" is no kind that this table knows"), row->fields[1]);
        words[index].kind = (enum spam_kind)kind;
        status = table_word_fold(row, 2, arena, &words[index].text, error);
    }
    count = table.row_count;
    if (status == STATUS_OK)
        status = add_allowed(&allowed, arena, words, &count);
    return status == STATUS_OK ? spam_words_create(words, count, arena, result) : status;
}

static uint32_t *points_of(struct page_points *points, const char *name)
{
    enum page_sign sign = page_sign_find(name);

    if (sign < PAGE_SIGN_COUNT)
        return &points->points[sign];
    if (strcmp(name, "suspected") == 0)
        return &points->suspected;
    return strcmp(name, "severe") == 0 ? &points->severe : NULL;
}

static enum status read_points(const struct reference *reference, struct arena *arena, struct page_points *points,
                               struct error *error)
{
    struct reference_table table;
    enum status status = reference_table(reference, &sign_form, arena, &table, error);

    /* Without the table nothing has points, and nothing reaches these. */
    *points = (struct page_points){ .suspected = POINTS_MAX, .severe = POINTS_MAX };
    for (size_t index = 0; status == STATUS_OK && index < table.row_count; index++) {
        const struct reference_row *row = &table.rows[index];
        uint32_t *value = points_of(points, row->fields[0]);
        char *end;
        unsigned long read = strtoul(row->fields[1], &end, 10);

        if (value == NULL)
            return reference_complain(row, error, gettext("there is no sign called \"%.40s\""), row->fields[0]);
        if (*end != '\0' || row->fields[1][0] == '-' || read > POINTS_MAX)
            return reference_complain(row, error, gettext("\"%.40s\" is no number from 0 to %d"), row->fields[1],
                                      POINTS_MAX);
        *value = (uint32_t)read;
    }
    return status;
}

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    struct page_knowledge *made = arena_zeroed(arena, sizeof *made);
    enum status status = made == NULL ? STATUS_NO_MEMORY : host_list_load(reference, arena, &made->hosts, error);

    if (status == STATUS_OK)
        status = read_words(reference, arena, &made->words, error);
    if (status == STATUS_OK)
        status = script_words_create(arena, &made->script_words);
    if (status == STATUS_OK)
        status = read_points(reference, arena, &made->points, error);
    if (status == STATUS_OK)
        *knowledge = made;
    return status;
}

static void declare_words(const void *knowledge, struct detector_words sets[DETECTOR_WORDS_MAX])
{
    const struct page_knowledge *pages = knowledge;

    sets[0].list = spam_words_han(pages->words);
}

/* ---- Pages. */

static enum page_piece piece_of_link(enum text_link link)
{
    switch (link) {
    case LINK_PROGRAM:
        return PIECE_PROGRAM;
    case LINK_FRAME:
        return PIECE_FRAME;
    case LINK_REFRESH:
        return PIECE_REFRESH;
    case LINK_WRITTEN:
        return PIECE_WRITTEN_LINK;
    default:
        return PIECE_LINK;
    }
}

static enum page_piece piece_of_hidden_link(enum text_link link)
{
    switch (link) {
    case LINK_FRAME:
        return PIECE_HIDDEN_FRAME;
    case LINK_CONCEALED:
        return PIECE_CONCEALED_LINK;
    case LINK_WRITTEN:
        return PIECE_HIDDEN_WRITTEN_LINK;
    default:
        return PIECE_HIDDEN_LINK;
    }
}

static enum page_piece piece_of(enum text_role role, enum text_link link)
{
    switch (role) {
    case TEXT_TITLE:
        return PIECE_TITLE;
    case TEXT_METADATA:
        return PIECE_PROPERTY;
    case TEXT_HIDDEN:
    case TEXT_COMMENT:
        return PIECE_HIDDEN;
    case TEXT_HIDDEN_LINK:
        return piece_of_hidden_link(link);
    case TEXT_LINK:
        return piece_of_link(link);
    case TEXT_SCRIPT:
        return link == LINK_HANDLER ? PIECE_HANDLER : PIECE_SCRIPT;
    default:
        return PIECE_BODY;
    }
}

static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    enum page_piece piece = piece_of(text->role, text->link);
    bool after_end = strcmp(text->section, "after-html") == 0;
    struct page *page = job->state;
    struct page_evidence evidence;
    const struct detector_hold *hold;
    enum status status;

    page->arena = job->arena;
    page->is_html = strcmp(job->part->format->name, "html") == 0;
    if (piece == PIECE_BODY && !after_end && text->words[0].count == 0 && page_body_is_idle(page))
        return STATUS_OK;
    evidence = page_read(page, job->knowledge, piece, after_end, text->utf8, text->size, text->words[0]);
    if (page->lacks_memory)
        return STATUS_NO_MEMORY;
    if (evidence.hold == NULL)
        return STATUS_OK;
    status = detector_hold(job, text, evidence.span, &hold);
    if (status == STATUS_OK)
        *evidence.hold = hold;
    return status;
}

/* The host in the address of a page of a web archive. */
static const char *own_host(const struct detector_job *job, char host[HOST_SIZE_MAX + 1])
{
    struct span span;

    if (job->path == NULL || !host_next(job->path, strlen(job->path), 0, &span))
        return NULL;
    memcpy(host, job->path + span.start, (size_t)(span.end - span.start));
    host[span.end - span.start] = '\0';
    return host;
}

static void describe(const struct page_verdict *verdict, const struct page_points *points,
                     char reason[REASON_MAX])
{
    const char *separator = "";

    (void)snprintf(reason, REASON_MAX, gettext("%u points (%u are suspected, %u severe): "), verdict->points,
                   points->suspected, points->severe);
    for (enum page_sign sign = 0; sign < PAGE_SIGN_COUNT; sign++) {
        char words[REASON_MAX / 4];
        size_t used;

        if ((verdict->signs >> sign & 1) == 0)
            continue;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        (void)snprintf(words, sizeof words, gettext(told[sign]), verdict->words[sign]);
#pragma GCC diagnostic pop
        used = strlen(reason);
        (void)snprintf(reason + used, REASON_MAX - used, "%s%s +%u", separator, words, points->points[sign]);
        separator = gettext("; ");
    }
}

static int by_name(const void *left, const void *right, void *context)
{
    const struct page *page = context;

    return strcmp(page->hosts[*(const size_t *)left]->name, page->hosts[*(const size_t *)right]->name);
}

static void write_signs(struct buf *out, const char *host, uint32_t signs)
{
    buf_text(out, host);
    for (enum page_sign sign = 0; sign < PAGE_SIGN_COUNT; sign++) {
        if ((signs >> sign & 1) != 0)
            buf_format(out, " %s", page_sign_name(sign));
    }
    buf_byte(out, '\n');
}

/* Whoever took a page for lawful has not taken what comes to it later: signs, and for each host how it was met, in
 * whatever order they stand. */
static enum status report(struct detector_job *job, unsigned outcome, const struct page_verdict *verdict,
                          const char *reason)
{
    struct page *page = job->state;
    struct buf identity = BUF_INIT(SIZE_MAX / 2);
    size_t order[PAGE_HOSTS_MAX];
    enum status status;

    for (size_t index = 0; index < page->host_count; index++)
        order[index] = index;
    qsort_r(order, page->host_count, sizeof *order, by_name, page);
    write_signs(&identity, "", verdict->signs);
    for (size_t index = 0; index < page->host_count; index++) {
        if (verdict->host_signs[order[index]] != 0)
            write_signs(&identity, page->hosts[order[index]]->name, verdict->host_signs[order[index]]);
    }
    status = buf_status(&identity);
    if (status == STATUS_OK)
        status =
            detector_report_as(job, outcome, verdict->hold, reason, buf_bytes(&identity), !verdict->is_of_host);
    buf_free(&identity);
    return status;
}

static enum status close_part(struct detector_job *job)
{
    const struct page_knowledge *knowledge = job->knowledge;
    char host[HOST_SIZE_MAX + 1], reason[REASON_MAX];
    struct page_verdict verdict;
    bool is_severe;

    page_judge(job->state, knowledge, own_host(job, host), &verdict);
    is_severe = verdict.points >= knowledge->points.severe;
    if (verdict.hold == NULL || (!is_severe && verdict.points < knowledge->points.suspected))
        return STATUS_OK;
    describe(&verdict, &knowledge->points, reason);
    return report(job, is_severe ? OUTCOME_SEVERE : OUTCOME_SUSPECTED, &verdict, reason);
}

const struct detector tamper_detector = {
    .name = "tamper",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY | 1U << TEXT_TITLE | 1U << TEXT_HEADER | 1U << TEXT_FOOTER | 1U << TEXT_NOTE
             | 1U << TEXT_HIDDEN | 1U << TEXT_HIDDEN_LINK | 1U << TEXT_LINK | 1U << TEXT_ALT | 1U << TEXT_METADATA
             | 1U << TEXT_COMMENT | 1U << TEXT_SCRIPT,
    .state_size = sizeof(struct page),
    .prepare = prepare,
    .words = declare_words,
    .needs = BLOCK_ANY,
    .text = read_text,
    .close = close_part,
};
