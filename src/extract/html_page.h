/* SPDX-License-Identifier: Apache-2.0
 *
 * A page being read: from the tokens of HTML to text runs with their roles, joins and cells.
 *
 * What is text: words across inline tags are one (`机<b>密</b>`), blocks are apart; text that is not shown
 * goes into its own lane, so that it neither hides words nor breaks them; so do annotations (<rt>) and what
 * stands in for scripts (<noscript>), whose links are nevertheless ordinary links. Beside the text: links, texts that
 * show on demand, metadata, comments, scripts. Driven by whoever holds the bytes (html.c), a token at a time.
 */
#ifndef GUANKA_EXTRACT_HTML_PAGE_H
#define GUANKA_EXTRACT_HTML_PAGE_H

#include "extract/html_direction.h"
#include "extract/html_effects.h"
#include "extract/html_output.h"
#include "extract/html_rules.h"
#include "extract/html_stack.h"

enum { HTML_TABLES_MAX = 16 };

struct html_table {
    uint32_t number, row, column;
    uint32_t column_next; /* behind the columns that the last cell spans */
};

/* Texts that go side by side without breaking each other. */
enum html_voice {
    VOICE_SEEN,
    VOICE_HIDDEN,
    VOICE_NOTE,   /* annotations over the text */
    VOICE_CHOICE, /* what a list offers besides what is chosen */
    VOICE_COUNT,
};

/* What raw text the tokens belong to. */
enum html_mode {
    MODE_TEXT,
    MODE_TITLE,
    MODE_SCRIPT,
    MODE_IMPORT_MAP,
    MODE_STYLE,
    MODE_FRAGMENT, /* markup that is not shown: of a template, a frame's replacement, … */
};

/* Scripts in attributes. */
enum html_handler {
    HANDLER_NONE,
    HANDLER_RUNS,  /* without the reader's doing */
    HANDLER_WAITS, /* for it */
};

/* The attributes of the tag being read. */
struct html_attributes {
    uint64_t seen; /* by html_attribute_id */
    struct bytes values[HTML_ATTRIBUTE_COUNT];
    bool style_is_silent;  /* html_script_style_is_silent of `style` */
    const uint8_t *strays; /* where the attributes begin, if others than those have something to say; else NULL */
};

struct html_page {
    struct html_output output;
    struct html_tokenizer tokenizer;
    enum html_mode mode;
    enum text_join joins[VOICE_COUNT]; /* of the next text of each */
    enum text_join title_join;
    bool has_sheets;                       /* style that is not in the page */
    struct html_rules *rules;              /* NULL until the first <style> */
    unsigned rules_reach;                  /* html_rules_reach */
    struct html_effects *effects;          /* what scripts hide, or NULL */
    struct html_opens *opens;              /* what readers can have shown, or NULL: nobody asks (html_opens.h) */
    struct js_effects *scripts;            /* what they write; NULL until the first that may write */
    uint64_t scripts_window;               /* where the window begins in which they stood */
    unsigned written_depth, written_count; /* scripts within scripts, and all */
    enum html_handler handler;             /* the script that is read is one in an attribute */
    struct html_followed *followed;        /* what scripts click or send off; NULL until there is something */
    size_t followed_count;
    struct html_together *together; /* all scripts; NULL until there is one */
    uint64_t looks; /* attributes with which an element may look in a way of its own */
    struct html_table tables[HTML_TABLES_MAX];
    size_t table_depth;
    uint32_t table_count;
    struct html_attributes attributes;
    struct html_direction direction;
    struct html_stack stack;
};

/* The voice in which the text of an element is told. */
static inline enum html_voice html_page_voice(const struct html_open *open)
{
    if ((open->state & (OPEN_INVISIBLE | OPEN_APART | OPEN_NOTE | OPEN_CHOICE)) == 0)
        return VOICE_SEEN;
    if ((open->state & (OPEN_INVISIBLE | OPEN_APART)) != 0)
        return VOICE_HIDDEN;
    return (open->state & OPEN_CHOICE) != 0 ? VOICE_CHOICE : VOICE_NOTE;
}

extern const enum text_role html_page_roles[VOICE_COUNT];

/* How the next text of a voice joins, and from then on. */
enum text_join html_page_spend_join(struct html_page *page, enum html_voice voice);
void html_page_add_join(struct html_page *page, enum html_voice voice, enum text_join join);

/* The output is set by the caller. */
void html_page_start(struct html_page *page);
/* What scripts hide is hidden from here on. */
void html_page_conceal(struct html_page *page, struct html_effects *effects);
/* Closes open elements down to `depth`. */
void html_page_close(struct html_page *page, size_t depth);
/* Reads what the tokenizer has, from where it stands. The tokenizer is in the part's own bytes. */
MUST_CHECK enum status html_page_read(struct html_page *page);
/* Collects the attributes of a tag that was just returned; until html_page_token nothing is emitted. */
void html_page_collect(struct html_page *page);
/* Deals with one token; html_page_collect has been called for a tag. */
MUST_CHECK enum status html_page_token(struct html_page *page, struct html_token *token);

#endif
