/* SPDX-License-Identifier: Apache-2.0
 *
 * What a script does to its page when it is loaded, as far as it says so plainly: which elements it hides, what
 * markup it writes, and where it sends the reader; and which hosts it asks for something, whenever that is. Not an
 * interpreter.
 *
 * Counts what runs by itself: the script's own statements, functions that are called where they stand or by name, those
 * of objects and classes that are called, `o.init()`, and those handed to `$()`, `ready`, `onload`, `setTimeout`,
 * `then`, `$.get` and the like, and `mounted` of a component. What waits for a click does not; what stands under a
 * condition may write, but hides nothing for good. A function with parameters writes what each call gives it. An
 * element that is touched in any other way is one that the page plays with (tabs, menus): it is excused. Memory is the
 * arena's; all counts are bounded.
 */
#ifndef GUANKA_EXTRACT_JS_EFFECTS_H
#define GUANKA_EXTRACT_JS_EFFECTS_H

#include "extract/js_sends.h"

enum {
    JS_HIDINGS_MAX = 256,
    JS_MENTIONS_MAX = 8,
    JS_WRITINGS_MAX = 128,
    JS_CALLED_MAX = 256,
    JS_STYLE_MAX = 4096,
    JS_FUNCTIONS_MAX = 64,
    JS_FUNCTION_SIZE_MAX = 16 << 10,
    JS_EXPANSIONS_MAX = 64,     /* of a script */
    JS_EXPANSION_DEPTH_MAX = 3, /* within each other */
    JS_PARAMETERS_MAX = 8,
    JS_SENDINGS_MAX = 32,
    JS_ASKINGS_MAX = 64,
};

/* An element that is given a look. */
struct js_hiding {
    struct bytes selector;                  /* "#x", ".x", as a style sheet has it */
    struct bytes style;                     /* "display:none;" */
    struct bytes classes;                   /* apart by blanks */
    struct bytes mentions[JS_MENTIONS_MAX]; /* where the source names the element in order to hide it */
    size_t mention_count;
    bool is_excused;
};

struct js_writing {
    struct js_value value;
    bool is_in_place; /* where the script stands */
    bool is_code;     /* that is run, not markup */
    bool is_inert;    /* markup whose scripts are never run: `innerHTML` makes elements, and leaves it at that */
    bool is_plain;    /* code that stands in the source as it is: its text is told there */
};

/* An element of the page that the script clicks or sends off, without having told where that leads. */
struct js_following {
    struct bytes selector; /* as in js_hiding; or "form 0", "form x", "link 0" of document.forms and document.links */
    enum js_certainty certainty;
};

/* A function that writes what it is given. */
struct js_function {
    struct bytes name;
    struct bytes source; /* from its parameters to its end */
};

struct js_effects {
    struct arena *arena;
    size_t memory_left;
    struct js_hiding hidings[JS_HIDINGS_MAX];
    size_t hiding_count;
    struct bytes
        prefixes[JS_HIDINGS_MAX]; /* of identifiers that are put together: "tab" + n; all of these are excused */
    size_t prefix_count;
    struct js_writing writings[JS_WRITINGS_MAX]; /* of the last script read; what document.write writes is one */
    size_t writing_count;
    struct bytes called[JS_CALLED_MAX]; /* functions, each once: `f`, `o.f` */
    size_t called_count;
    struct js_names names; /* of all scripts so far */
    struct js_function functions[JS_FUNCTIONS_MAX]; /* of all scripts so far */
    size_t function_first, function_count;          /* whoever reads them sets the first that may be called */
    struct bytes given[JS_FUNCTIONS_MAX];           /* functions that the last script asked for calls gives a text */
    size_t given_count;
    bool follows_sends;                           /* set by whoever reads them: sendings and askings are wanted, too */
    struct js_sending sendings[JS_SENDINGS_MAX]; /* of the last script read */
    size_t sending_count;
    struct js_following followings[JS_SENDINGS_MAX]; /* of the last script read */
    size_t following_count;
    struct js_value askings[JS_ASKINGS_MAX]; /* `//host` and more, of the last script read: each host once */
    size_t asking_count;
    bool has_more_askings; /* than are kept */
};

/* NULL when the heap is exhausted. */
struct js_effects *js_effects_create(struct arena *arena);
/* Which functions are called by themselves: to be asked of all scripts of a page before anything else. */
MUST_CHECK enum status js_effects_call(struct js_effects *effects, const struct js_tokens *tokens);
/* Adds what the script does; its writings replace those of the script before. */
MUST_CHECK enum status js_effects_read(struct js_effects *effects, const struct js_tokens *tokens);
/* Whether a script has any of the words by which others are asked for something. */
bool js_effects_may_ask(struct bytes script);

#endif
