/* SPDX-License-Identifier: Apache-2.0
 *
 * What reading a script's effects is made of while it goes on, for the files js_effects*.c alone: which statements run,
 * what they do to which elements of the page, what they write.
 *
 * Functions that read an expression move *at behind it; where they find nothing, they leave *at. What there is no
 * memory for ends the reading (reader.status).
 */
#ifndef GUANKA_EXTRACT_JS_EFFECTS_DATA_H
#define GUANKA_EXTRACT_JS_EFFECTS_DATA_H

#include "extract/js_effects.h"

/* Of a function that cannot be called by name, or is given nothing. */
#define NO_NAME SIZE_MAX

enum {
    FRAMES_MAX = 256,
    FRESH_MAX = 64,
    ALIASES_MAX = 64,
    ADDRESSES_MAX = 32,
    PIECES_OF_NAME_MAX = 64,
    INSTANCES_MAX = 32
};

enum place_kind {
    PLACE_UNKNOWN,
    PLACE_SELECTED, /* by a selector */
    PLACE_PREFIXED, /* by an identifier that begins so */
    PLACE_FRESH,    /* an element that the script makes */
};

enum writing_kind { WRITING_IN_PLACE, WRITING_ELSEWHERE, WRITING_INERT, WRITING_CODE, WRITING_PLAIN_CODE };

struct target {
    enum place_kind kind;
    struct bytes selector; /* or the prefix */
    struct bytes mention;
    size_t fresh;
};

struct alias {
    struct bytes name;
    struct target target;
    bool is_declared; /* `var`: nobody knows it outside of the function */
};

/* That an element is given: where a link leads, or a form is sent to. */
struct address {
    struct bytes selector;
    struct js_value value;
};

struct fresh {
    struct bytes tag, style, classes, source;
    struct js_value link, content;
    bool is_inert; /* the content */
    struct address address;
    bool is_refresh;         /* `<meta http-equiv="refresh">` */
    struct js_value refresh; /* the content of one */
};

enum frame_role {
    FRAME_OTHER,
    FRAME_RUNS,      /* what is handed over here is run */
    FRAME_CONDITION, /* of an if or a loop */
    FRAME_BODY,      /* of a function */
};

/* Tokens of a function. */
struct function {
    size_t start;      /* the first that belongs to it */
    size_t name;       /* NO_NAME: it has none of its own */
    size_t parameters; /* the bracket around them, or the only one */
    size_t body;       /* its brace, or where the expression behind an arrow begins */
    bool is_arrow;
};

/* Of a function that is called where it stands: the tokens of what it is given. NO_NAME: nothing. */
struct invocation {
    size_t of_this, arguments;
};

/* How calls name a function. */
struct known_as {
    struct bytes object; /* empty: it is no member of one */
    size_t name;         /* a token, or NO_NAME */
};

/* What stands behind an arrow without braces, in a function that does not run by itself. */
struct expression {
    bool is_under_way;
    bool was_live; /* outside */
    size_t depth;
};

/* A `return` or `throw`. */
struct leaving {
    bool is_under_way; /* what belongs to it still runs */
    bool is_sure;      /* no condition is in front of it */
    bool is_caught;    /* in the same function */
    size_t depth;
};

struct frame {
    enum frame_role role;
    bool is_round;                           /* `(` */
    bool is_component;                       /* of one that the page makes, `new Vue(`: it is made at once */
    struct bytes maker;                      /* of a function: what `new` of it makes; empty: it has no name */
    bool is_request;                         /* what it takes are the settings of one, with functions for its answer */
    bool is_object, is_class;                /* the braces of one */
    struct bytes object;                     /* what is in it are members of this one; empty: it has no name */
    bool is_live, is_conditional, is_silent; /* outside */
    bool is_chosen;                          /* the statement that it stands in is conditional */
    size_t name, parameters;                 /* tokens, of the body of a function */
    bool is_called_by_name;                  /* the function: who calls it, and when, is not known here */
    bool is_tried;                           /* the block of a `try` */
    bool is_left;                            /* what is left of the block does not run */
    struct bytes result;                     /* what the function is called for gives a value to */
    size_t name_count, name_scope;           /* outside */
    size_t alias_count;                      /* the same */
    bool may_have_left;                      /* outside of the function */
    struct leaving leaving;                  /* the same */
};

/* `name = new Class(`. */
struct instance {
    struct bytes name, class;
};

struct walker {
    struct js_effects *effects;
    struct js_reader reader;
    const struct js_tokens *tokens;
    bool only_calls;
    struct frame frames[FRAMES_MAX];
    size_t depth;
    bool is_live; /* runs by itself */
    bool is_conditional;
    bool is_statement_conditional; /* until its end */
    bool is_silent;                /* what it writes is told where the function is called */
    bool body_follows, body_is_live, body_is_silent, body_is_invoked;
    struct function body;
    struct invocation body_invocation;
    struct bytes body_object, body_maker, body_result;
    size_t body_name, body_parameters;
    bool body_is_called_by_name;
    bool may_have_left; /* the function is not always run to here */
    struct leaving leaving;
    enum frame_role closed; /* role of the frame that was closed last */
    struct expression expression;
    struct instance instances[INSTANCES_MAX];
    size_t instance_count;
    struct js_names names;
    struct alias aliases[ALIASES_MAX];
    size_t alias_count;
    struct fresh fresh[FRESH_MAX];
    size_t fresh_count;
    struct address addresses[ADDRESSES_MAX]; /* of elements of the page */
    size_t address_count;
    struct js_value written; /* by document.write */
    unsigned expansions, expansion_depth;
};

/* ---- Tokens. */

static inline bool is_mark(const struct walker *walker, size_t at, char mark)
{
    return js_lexer_is_mark(walker->tokens, at, mark);
}

static inline bool is_name(const struct walker *walker, size_t at, const char *name)
{
    return js_lexer_is_name(walker->tokens, at, name);
}

static inline bool is_any(struct bytes text, const char *const *words)
{
    for (; *words != NULL; words++) { /* asked of each token: most differ in the first letter */
        if (text.size > 0 && (uint8_t) * *words == *text.data && bytes_equal(text, bytes_of_text(*words)))
            return true;
    }
    return false;
}

static inline bool is_word(struct bytes text, const char *word)
{
    return bytes_equal(text, bytes_of_text(word));
}

static inline struct js_token token_at(const struct walker *walker, size_t at)
{
    return js_lexer_at(walker->tokens, at);
}

static inline struct bytes text_at(const struct walker *walker, size_t at)
{
    return js_lexer_text(walker->tokens, at);
}

static inline bool is_assignment(const struct walker *walker, size_t at)
{
    return is_mark(walker, at, '=') || is_mark(walker, at, JS_ADDS);
}

/* ---- Which statements run (js_effects_runs.c). */

/* Follows what the token at `at` opens, closes or begins. */
void js_effects_follow(struct walker *walker, size_t at);
/* The function that writes what it is given; NULL: there is none of that name. */
struct js_function *js_effects_function(struct js_effects *effects, struct bytes name);

/* Before the token `at` is read: whether a line in front of it has ended an arrow's expression. */
void js_effects_see_line_of_expression(struct walker *walker, size_t at);
/* Of a call by name, that it gives a text, or the window. */
void js_effects_note_given(struct walker *walker, size_t at);

/* ---- Which functions are called, and what runs them (js_effects_roles.c). */

enum frame_role js_effects_bracket_role(struct walker *walker, size_t at);
/* Whether what a bracket takes is a component of the page. */
bool js_effects_is_component(const struct walker *walker, size_t at);
/* Whether what a bracket takes are the settings of a request. */
bool js_effects_is_request(const struct walker *walker, size_t at);
bool js_effects_runs_function(struct walker *walker, const struct function *function);
/* The same of `name() {` in an object or a class; `at` is the name. */
bool js_effects_runs_method(struct walker *walker, size_t at);
enum frame_role js_effects_innermost(const struct walker *walker);
/* Notes calls of functions by name, and names that are handed over. */
void js_effects_follow_calls(struct walker *walker, size_t at);

/* ---- Functions as they stand in the source (js_effects_functions.c). */

/* Of the keyword or the arrow at `at`. False when it is none. */
bool js_effects_find_function(struct walker *walker, size_t at, struct function *function);
/* Whether it is called there. */
bool js_effects_find_invocation(struct walker *walker, const struct function *function, struct invocation *invocation);
/* Where the value begins that a name is given, `name = (function …)`: at the function, or a bracket around it. */
size_t js_effects_start_of_value(const struct walker *walker, const struct function *function);
struct known_as js_effects_known_as(struct walker *walker, const struct function *function);
/* The variable that is given what the function, which is called there, returns; empty: none. */
struct bytes js_effects_result(const struct walker *walker, const struct function *function);
/* The object whose members stand in the innermost braces; empty: it has no name. */
struct bytes js_effects_object(const struct walker *walker);

/* ---- The window, the document and the location under other names (js_effects_names.c). */

void js_effects_note_name(struct walker *walker, size_t at);
/* Whether the name at `at` is a window or a document under a name of the script's own; no hidden text hangs on that. */
bool js_effects_is_window(const struct walker *walker, size_t at);
bool js_effects_is_document(const struct walker *walker, size_t at);
/* Whether the name at `at` is declared there: `var`, `let`, `const`. */
bool js_effects_is_declared(const struct walker *walker, size_t at);
/* What the arguments from `at` on are; how many. */
size_t js_effects_read_named(struct walker *walker, size_t at, enum js_named named[JS_PARAMETERS_MAX]);
/* The parameters at their bracket, or the only one, are that; those behind are nothing of the kind. */
void js_effects_bind_parameters(struct walker *walker, size_t at, const enum js_named *named, size_t count);
/* Those of the function whose body begins, and what `this` is in it. */
void js_effects_bind(struct walker *walker);
/* Whether a text names an event that clicks or sends off. */
bool js_effects_is_following(const struct walker *walker, size_t at);
/* From the scripts before, and for those behind. */
void js_effects_take_names(struct walker *walker);
void js_effects_keep_names(struct walker *walker);

/* ---- Where functions and scripts are left before their end (js_effects_leaves.c). */

/* Whether the line in front of the token `at` has ended a statement that no semicolon ends. */
bool js_effects_is_ended_by_line(const struct walker *walker, size_t at);
/* Before the statement of the token `at` is read: whether a line in front of it has ended a `return`. */
void js_effects_see_line(struct walker *walker, size_t at);
/* After it was read, before what it opens or closes is followed. */
void js_effects_see_leaving(struct walker *walker, size_t at);

/* ---- What calls give (js_effects_calls.c). */

/* `w("<div>")`, where it is known what w does: its body is read in place of the call. */
void js_effects_expand(struct walker *walker, size_t at);
/* `(function (s) {…})("…")`, `setTimeout(function (s) {…}, 10, "…")`, `["…"].forEach(function (s) {…})`: what is given
 * is what its parameters are in it. */
void js_effects_give_at_once(struct walker *walker, size_t at);
/* The statements from there to the end of the tokens (js_effects.c). */
void js_effects_walk(struct walker *walker, size_t at);

/* ---- Elements (js_effects_elements.c). */

/* An expression that is an element. */
bool js_effects_find_target(struct walker *walker, size_t *at, struct target *target);
/* A selector as the first argument, from behind the bracket; *at moves behind the closing one. */
struct target js_effects_select_argument(struct walker *walker, const char *before, size_t *at);
/* A name that hangs on what is before it, `.name` or `["name"]`. */
bool js_effects_take_member(struct walker *walker, size_t *at, struct bytes *name);
/* From here on the element is known by another name; what is done with that is what counts. */
void js_effects_name_target(struct walker *walker, struct bytes name, const struct target *target, bool is_declared);
/* Until the function is over the name is nothing that is known. */
void js_effects_hide_alias(struct walker *walker, struct bytes name);
/* A function is over: what was declared in it, behind that many, has gone. */
void js_effects_forget_aliases(struct walker *walker, size_t first);
/* An element that is handed to somebody may be shown by him. */
void js_effects_hand_over(struct walker *walker, size_t at);
/* What hangs on an element, from behind it (js_effects_uses.c). */
void js_effects_use_target(struct walker *walker, size_t *at, struct target *target);
/* `{src: "…"}`, from its brace, as properties of the element; *at moves to the brace that closes it. */
void js_effects_use_members(struct walker *walker, size_t *at, const struct target *target);

/* ---- Where readers are sent (js_effects_sends.c). */

/* By the statement that begins at the token `at`. */
void js_effects_note_sending(struct walker *walker, size_t at);
/* An attribute is given to an element: nothing happens unless it is an address. */
void js_effects_set_address(struct walker *walker, const struct target *target, struct bytes name,
                            const struct js_value *value);
/* A method is called without arguments: where the element leads that it clicks or sends off. */
void js_effects_follow_element(struct walker *walker, size_t at, const struct target *target, struct bytes name);
/* `.trigger("click")`, `.dispatchEvent(new MouseEvent("click"))` from behind the bracket: the same. */
void js_effects_follow_event(struct walker *walker, size_t at, const struct target *target, struct bytes name);
/* What is given to an element at the token `at` makes it a refresh, or is its content: readers are sent there. */
void js_effects_set_refresh(struct walker *walker, size_t at, const struct target *target, struct bytes name,
                            const struct js_value *value);

/* ---- Members of objects that are addresses (js_effects_members.c). */

/* From the brace of an object, with *depth 0: moves *at to the name of its next member; false: there is no more, or brackets
 * are open too deep. The caller moves *at behind it. */
bool js_effects_next_member(const struct walker *walker, size_t *at, size_t *depth);
/* Those of an object of that name, from its brace. */
void js_effects_keep_members(struct walker *walker, struct bytes object, size_t at);
/* `object.member = …` at the token `at`; nothing happens where something else stands there. */
void js_effects_keep_member(struct walker *walker, size_t at);

/* ---- Which hosts are asked (js_effects_asks.c). */

/* By what stands at the token `at`. */
void js_effects_note_asking(struct walker *walker, size_t at);

/* ---- What elements look like, and what is written (js_effects_looks.c). */

/* Two texts one behind the other, followed by bytes that may be read; NULL when they are too long. */
void *js_effects_copy(struct walker *walker, struct bytes first, struct bytes second, size_t size_max,
                      struct bytes *result);
/* The page plays with the element: what hides it is no deceit. */
void js_effects_excuse(struct walker *walker, const struct target *target);
/* Where the source names an element in order to hide it. */
void js_effects_mention(struct walker *walker, const struct target *target);
/* Declarations are given to an element. What is known of them and hides nothing shows it. */
void js_effects_declare(struct walker *walker, const struct target *target, struct bytes style, bool is_known);
void js_effects_declare_property(struct walker *walker, const struct target *target, struct bytes property,
                                 struct bytes value, bool is_known);
void js_effects_add_class(struct walker *walker, const struct target *target, struct bytes classes, bool is_known);
void js_effects_add_writing(struct walker *walker, const struct js_value *value, enum writing_kind kind);
/* Into an element: a fresh one is written when the script is over. */
void js_effects_write_into(struct walker *walker, const struct target *target, const struct js_value *value,
                           enum writing_kind kind);
/* The fresh element as markup. */
void js_effects_write_fresh(struct walker *walker, const struct fresh *fresh);

#endif
