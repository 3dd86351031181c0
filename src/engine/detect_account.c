/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_account.h"

#include <libintl.h>

#include "text/utf8.h"
#include "wording/account.h"
#include "wording/cue.h"

static const char *const outcomes[] = { "look-alike", NULL };
enum { OUTCOME_LOOK_ALIKE };

/* Of the words in account-words.csv. */
static const char *const kind_names[] = { "platform", NULL };

enum {
    BEFORE_MAX = 60, /* bytes in front of the name of a platform in which the account begins: 兴义发布微信公众号 */
    BEHIND_MAX = 90, /* and behind it */
    REASON_MAX = 320,
};

struct knowledge {
    const struct account_list *accounts;
    const struct cue_set *platforms;
};

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    struct knowledge *made = arena_zeroed(arena, sizeof *made);
    enum status status = made == NULL ? STATUS_NO_MEMORY
                                      : account_list_load(reference, arena, &made->accounts, error);

    if (status == STATUS_OK)
        status = cue_set_create(reference, "account-words", kind_names, arena, &made->platforms, error);
    *knowledge = made;
    return status;
}

/* Without accounts there is nothing that another could be taken for. */
static void declare_words(const void *knowledge, struct detector_words sets[DETECTOR_WORDS_MAX])
{
    const struct knowledge *known = knowledge;

    if (account_list_count(known->accounts) > 0)
        sets[0].list = cue_set_words(known->platforms);
}

struct block {
    struct detector_job *job;
    const struct detector_text *text;
    enum status status;
};

static bool on_account(void *context, const struct reference_row *row, size_t from, size_t to)
{
    struct block *block = context;
    char reason[REASON_MAX];

    reference_describe(row, reason, sizeof reason,
                       gettext("written like the approved account \"%s\" and another (line %u of %s)"), row->fields[0],
                       row->line, reference_row_name(row));
    block->status =
        detector_found(block->job, OUTCOME_LOOK_ALIKE, block->text, (struct span){ from, to }, reason);
    return block->status == STATUS_OK;
}

static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    const struct knowledge *knowledge = job->knowledge;
    const struct literal_places *places = &text->words[0];
    struct block block = { job, text, STATUS_OK };

    /* What stands around platforms that are near each other is read once. */
    for (size_t index = 0; index < places->count && block.status == STATUS_OK;) {
        size_t from = places->items[index].from, to;

        do
            to = places->items[index].to + BEHIND_MAX;
        while (++index < places->count && places->items[index].from <= to + BEFORE_MAX);
        from = utf8_ceil(text->utf8, text->size, from > BEFORE_MAX ? from - BEFORE_MAX : 0);
        to = to < text->size ? utf8_ceil(text->utf8, text->size, to) : text->size;
        (void)account_list_read(knowledge->accounts, text->utf8, text->size, from, to, on_account, &block);
    }
    return block.status;
}

const struct detector account_detector = {
    .name = "account",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY | 1U << TEXT_TITLE | 1U << TEXT_HEADER | 1U << TEXT_FOOTER | 1U << TEXT_NOTE
             | 1U << TEXT_HIDDEN | 1U << TEXT_ALT | 1U << TEXT_METADATA | 1U << TEXT_COMMENT,
    .prepare = prepare,
    .words = declare_words,
    .text = read_text,
};
