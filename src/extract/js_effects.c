/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_effects.h"

#include <string.h>

#include "base/alloc.h"
#include "extract/html_look.h"
#include "extract/html_scan.h"

/* Of a function that cannot be called by name, or is given nothing. */
#define NO_NAME SIZE_MAX

enum { FRAMES_MAX = 256, FRESH_MAX = 64, ALIASES_MAX = 64, PIECES_OF_NAME_MAX = 64 };

enum place_kind {
    PLACE_UNKNOWN,
    PLACE_SELECTED, /* by a selector */
    PLACE_PREFIXED, /* by an identifier that begins so */
    PLACE_FRESH,    /* an element that the script makes */
};

enum writing_kind { WRITING_IN_PLACE, WRITING_ELSEWHERE, WRITING_CODE, WRITING_PLAIN_CODE };

struct target {
    enum place_kind kind;
    struct bytes selector; /* or the prefix */
    struct bytes mention;
    size_t fresh;
};

struct alias {
    struct bytes name;
    struct target target;
};

struct fresh {
    struct bytes tag, style, classes, source;
    struct js_value link, content;
};

enum frame_role {
    FRAME_OTHER,
    FRAME_RUNS,      /* what is handed over here is run */
    FRAME_CONDITION, /* of an if or a loop */
    FRAME_BODY,      /* of a function */
};

struct frame {
    enum frame_role role;
    bool is_live, is_conditional, is_silent; /* outside */
    bool is_chosen;                          /* the statement that it stands in is conditional */
    size_t name, parameters;                 /* tokens, of the body of a function */
    bool is_called_by_name;                  /* the function: who calls it, and when, is not known here */
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
    bool body_follows, body_is_live, body_is_silent;
    size_t body_name, body_parameters;
    bool body_is_called_by_name;
    enum frame_role closed; /* role of the frame that was closed last */
    struct alias aliases[ALIASES_MAX];
    size_t alias_count;
    struct fresh fresh[FRESH_MAX];
    size_t fresh_count;
    struct js_value written; /* by document.write */
    unsigned expansions, expansion_depth;
};

struct js_effects *js_effects_create(struct arena *arena)
{
    struct js_effects *effects = arena_zeroed(arena, sizeof *effects);

    if (effects != NULL) {
        effects->arena = arena;
        effects->memory_left = JS_MEMORY_MAX;
    }
    return effects;
}

/* ---- tokens ---- */

static bool is_mark(const struct walker *walker, size_t at, char mark)
{
    return js_lexer_is_mark(walker->tokens, at, mark);
}

static bool is_name(const struct walker *walker, size_t at, const char *name)
{
    return js_lexer_is_name(walker->tokens, at, name);
}

static bool is_any(struct bytes text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (bytes_equal(text, bytes_of_text(*words)))
            return true;
    }
    return false;
}

static bool is_word(struct bytes text, const char *word)
{
    return bytes_equal(text, bytes_of_text(word));
}

static struct js_token token_at(const struct walker *walker, size_t at)
{
    return js_lexer_at(walker->tokens, at);
}

static struct bytes text_at(const struct walker *walker, size_t at)
{
    return js_lexer_text(walker->tokens, at);
}

/* ---- functions that write what they are given ---- */

static bool is_given(const struct walker *walker, struct bytes name)
{
    for (size_t index = 0; index < walker->effects->given_count; index++) {
        if (bytes_equal(walker->effects->given[index], name))
            return true;
    }
    return false;
}

/* A call by name: is its first argument a text? */
static void note_given(struct walker *walker, size_t at)
{
    static const char *const decoders[] = { "unescape", "decodeURIComponent", "decodeURI", "atob", "String", NULL };
    struct js_effects *effects = walker->effects;
    bool is_text = token_at(walker, at + 2).kind == JS_STRING || is_any(text_at(walker, at + 2), decoders);

    if (is_text && walker->is_live && effects->given_count < JS_FUNCTIONS_MAX && !is_given(walker, text_at(walker, at)))
        effects->given[effects->given_count++] = text_at(walker, at);
}

static struct js_function *find_function(struct js_effects *effects, struct bytes name)
{
    for (size_t index = effects->function_count; index > effects->function_first; index--) {
        if (bytes_equal(effects->functions[index - 1].name, name))
            return &effects->functions[index - 1];
    }
    return NULL;
}

/* A short one may add to a text, or call one that writes. */
static bool may_write(struct bytes source)
{
    static const char *const words[] = { "write", "HTML", ".html(", "append", "prepend", ".after(", ".before(" };
    enum { SHORT_MAX = 128 };

    return source.size <= SHORT_MAX || html_scan_has_any(source, words, sizeof words / sizeof *words);
}

/* The body of a function with a name and parameters ends at the token `at`. */
static void keep_function(struct walker *walker, const struct frame *frame, size_t at)
{
    struct js_effects *effects = walker->effects;
    struct bytes name = text_at(walker, frame->name), first = text_at(walker, frame->parameters);
    struct bytes last = text_at(walker, at);
    struct bytes source = { first.data, (size_t)(last.data + last.size - first.data) };
    struct js_function *function;

    if (source.size > JS_FUNCTION_SIZE_MAX
        || !(may_write(source) || (effects->follows_sends && js_sends_may(source))))
        return;
    function = find_function(effects, name);
    if (function == NULL && effects->function_count < JS_FUNCTIONS_MAX)
        function = &effects->functions[effects->function_count++];
    if (function != NULL)
        *function = (struct js_function){ name, source };
}

/* ---- what runs by itself ---- */

static void add_call(struct walker *walker, struct bytes name)
{
    struct js_effects *effects = walker->effects;

    if (walker->only_calls && walker->is_live && effects->called_count < JS_CALLED_MAX)
        effects->called[effects->called_count++] = name;
}

static bool is_called(const struct walker *walker, struct bytes name)
{
    for (size_t index = 0; index < walker->effects->called_count; index++) {
        if (bytes_equal(walker->effects->called[index], name))
            return true;
    }
    return false;
}

static bool hands_over_to_load(const struct walker *walker, size_t at)
{
    static const char *const events[] = { "load", "onload", "DOMContentLoaded", "ready", "pageshow", NULL };

    return token_at(walker, at).kind == JS_STRING && is_any(text_at(walker, at), events);
}

/* Whether a bracket at `at` takes functions that are then run: `$(`, `setTimeout(`, or one around a function,
 * `(function`. */
static enum frame_role bracket_role(const struct walker *walker, size_t at)
{
    static const char *const runners[] = { "$",           "jQuery", "ready",   "setTimeout",
                                           "setInterval", "each",   "forEach", "requestAnimationFrame",
                                           NULL };
    static const char *const conditions[] = { "if", "while", "for", "switch", NULL };
    static const char *const listeners[] = { "addEventListener", "attachEvent", "on", "one", "bind", NULL };
    struct js_token before = at > 0 ? token_at(walker, at - 1) : (struct js_token){ .kind = JS_END };

    if (before.kind == JS_NAME) {
        struct bytes name = text_at(walker, at - 1);

        if (is_any(name, conditions))
            return FRAME_CONDITION;
        if (is_any(name, runners) || (is_any(name, listeners) && hands_over_to_load(walker, at + 1)))
            return FRAME_RUNS;
        return is_word(name, "return") ? FRAME_RUNS : FRAME_OTHER;
    }
    return before.kind == JS_MARK && (before.mark == ')' || before.mark == ']') ? FRAME_OTHER : FRAME_RUNS;
}

static enum frame_role innermost(const struct walker *walker)
{
    return walker->depth > 0 && walker->depth <= FRAMES_MAX ? walker->frames[walker->depth - 1].role : FRAME_OTHER;
}

/* Whether the function whose keyword or arrow is at `at` is run where it stands, or by name. */
static bool function_is_live(const struct walker *walker, size_t at)
{
    struct js_token before = at > 0 ? token_at(walker, at - 1) : (struct js_token){ .kind = JS_END };

    if (is_name(walker, at, "function") && token_at(walker, at + 1).kind == JS_NAME
        && is_called(walker, text_at(walker, at + 1)))
        return true;
    if (before.kind == JS_MARK && before.mark == '=' && at > 1)
        return is_name(walker, at - 2, "onload") || is_called(walker, text_at(walker, at - 2));
    if (before.kind == JS_MARK && (before.mark == '!' || before.mark == '~' || before.mark == '+'))
        return walker->is_live;
    return innermost(walker) == FRAME_RUNS && walker->is_live;
}

static void open_frame(struct walker *walker, size_t at)
{
    struct frame frame = { .role = FRAME_OTHER,
                           .is_live = walker->is_live,
                           .is_conditional = walker->is_conditional,
                           .is_silent = walker->is_silent,
                           .is_chosen = walker->is_statement_conditional,
                           .name = NO_NAME };

    if (is_mark(walker, at, '(')) {
        frame.role = bracket_role(walker, at);
    } else if (is_mark(walker, at, '{') && walker->body_follows && at > 0
               && (is_mark(walker, at - 1, ')') || is_mark(walker, at - 1, JS_ARROW))) {
        frame.role = FRAME_BODY;
        frame.name = walker->body_name;
        frame.parameters = walker->body_parameters;
        frame.is_called_by_name = walker->body_is_called_by_name;
        walker->is_live = walker->body_is_live;
        walker->is_silent = walker->is_silent || walker->body_is_silent;
        walker->is_conditional = false;
        walker->body_follows = false;
    } else if (is_mark(walker, at, '{') && at > 0
               && (is_name(walker, at - 1, "else")
                   || (is_mark(walker, at - 1, ')') && walker->closed == FRAME_CONDITION))) {
        walker->is_conditional = true;
    }
    if (walker->depth < FRAMES_MAX)
        walker->frames[walker->depth] = frame;
    walker->depth++;
}

static void close_frame(struct walker *walker, size_t at)
{
    if (walker->depth == 0)
        return;
    walker->depth--;
    if (walker->depth < FRAMES_MAX) {
        struct frame frame = walker->frames[walker->depth];

        walker->is_live = frame.is_live;
        walker->is_conditional = frame.is_conditional;
        walker->is_silent = frame.is_silent;
        if (walker->only_calls && frame.name != NO_NAME)
            keep_function(walker, &frame, at);
        walker->closed = frame.role;
    }
    walker->is_statement_conditional = false;
    if (is_mark(walker, at, ')') && walker->closed == FRAME_CONDITION && !is_mark(walker, at + 1, '{'))
        walker->is_statement_conditional = true;
}

/* The token of the name by which the function at `at` is called, if it has one that a call can say, and parameters. */
static void name_body(struct walker *walker, size_t at)
{
    bool is_named = token_at(walker, at + 1).kind == JS_NAME;
    size_t name = is_named ? at + 1 : NO_NAME, parameters = at + 1 + is_named;

    if (!is_named && at >= 2 && is_mark(walker, at - 1, '=') && token_at(walker, at - 2).kind == JS_NAME)
        name = at - 2;
    if (!is_mark(walker, parameters, '(') || token_at(walker, parameters + 1).kind != JS_NAME)
        name = NO_NAME;
    walker->body_is_called_by_name = is_named || name != NO_NAME;
    walker->body_name = name;
    walker->body_parameters = parameters;
    walker->body_is_silent = name != NO_NAME && is_given(walker, text_at(walker, name));
}

/* Follows what the token at `at` opens, closes or begins. */
static void follow(struct walker *walker, size_t at)
{
    if (is_mark(walker, at, '(') || is_mark(walker, at, '[') || is_mark(walker, at, '{')) {
        open_frame(walker, at);
    } else if (is_mark(walker, at, ')') || is_mark(walker, at, ']') || is_mark(walker, at, '}')) {
        close_frame(walker, at);
    } else if (is_mark(walker, at, ';')) {
        walker->is_statement_conditional = false;
    } else if (is_name(walker, at, "function")) {
        walker->body_follows = true;
        walker->body_is_live = function_is_live(walker, at);
        name_body(walker, at);
    } else if (is_mark(walker, at, JS_ARROW)) {
        walker->body_name = NO_NAME;
        walker->body_is_called_by_name = false;
        walker->body_is_silent = false;
        walker->body_follows = is_mark(walker, at + 1, '{');
        walker->body_is_live = function_is_live(walker, at);
        walker->is_statement_conditional = !walker->body_follows && !walker->body_is_live;
    } else if (is_name(walker, at, "else") && !is_mark(walker, at + 1, '{') && !is_name(walker, at + 1, "if")) {
        walker->is_statement_conditional = true;
    }
}

/* Calls of functions by name, and names handed over. */
static void follow_calls(struct walker *walker, size_t at)
{
    struct js_token token = token_at(walker, at);
    struct bytes text = text_at(walker, at);
    bool is_member = at > 0 && (is_mark(walker, at - 1, '.') || is_name(walker, at - 1, "function"));

    if (token.kind == JS_STRING && innermost(walker) == FRAME_RUNS) {
        size_t size = text.size > 0 ? (size_t)(html_scan_find(text.data, text.data + text.size, '(') - text.data) : 0;

        if (size < text.size)
            add_call(walker, bytes_slice(text, 0, size));
    } else if (token.kind == JS_NAME && !is_member
               && (is_mark(walker, at + 1, '(') || innermost(walker) == FRAME_RUNS
                   || (at > 1 && is_mark(walker, at - 1, '=') && is_name(walker, at - 2, "onload")))) {
        add_call(walker, text);
        if (is_mark(walker, at + 1, '('))
            note_given(walker, at);
    }
}

/* ---- the elements it speaks of ---- */

static void *copy(struct walker *walker, struct bytes first, struct bytes second, size_t size_max, struct bytes *result)
{
    uint8_t *text;

    if (first.size + second.size > size_max)
        return NULL;
    text = js_value_memory(&walker->reader, first.size + second.size + 16);
    if (text == NULL)
        return NULL;
    if (first.size > 0)
        memcpy(text, first.data, first.size);
    if (second.size > 0)
        memcpy(text + first.size, second.data, second.size);
    memset(text + first.size + second.size, 0, 16);
    *result = (struct bytes){ text, first.size + second.size };
    return text;
}

static void append(struct walker *walker, struct bytes *text, struct bytes more)
{
    struct bytes result;

    if (copy(walker, *text, more, JS_STYLE_MAX, &result) != NULL)
        *text = result;
}

static struct js_hiding *hiding_of(struct walker *walker, struct bytes selector)
{
    struct js_effects *effects = walker->effects;

    for (size_t index = 0; index < effects->hiding_count; index++) {
        if (bytes_equal(effects->hidings[index].selector, selector))
            return &effects->hidings[index];
    }
    if (effects->hiding_count == JS_HIDINGS_MAX)
        return NULL;
    effects->hidings[effects->hiding_count] = (struct js_hiding){ .selector = selector };
    return &effects->hidings[effects->hiding_count++];
}

static void excuse(struct walker *walker, const struct target *target)
{
    struct js_effects *effects = walker->effects;
    struct js_hiding *hiding;

    if (target->kind == PLACE_PREFIXED && target->selector.size > 0 && effects->prefix_count < JS_HIDINGS_MAX)
        effects->prefixes[effects->prefix_count++] = target->selector;
    if (target->kind == PLACE_SELECTED && (hiding = hiding_of(walker, target->selector)) != NULL)
        hiding->is_excused = true;
}

static void mention(struct js_hiding *hiding, struct bytes mention)
{
    for (size_t index = 0; index < hiding->mention_count; index++) {
        if (hiding->mentions[index].data == mention.data)
            return;
    }
    if (hiding->mention_count < JS_MENTIONS_MAX)
        hiding->mentions[hiding->mention_count++] = mention;
    else
        hiding->is_excused = true;
}

/* Declarations are given to an element. What is known of them and hides nothing shows it. */
static void declare(struct walker *walker, const struct target *target, struct bytes style, bool is_known)
{
    struct html_look look = { 0, 0, 0, 0 };
    struct js_hiding *hiding;

    if (target->kind == PLACE_FRESH) {
        append(walker, &walker->fresh[target->fresh].style, style);
        append(walker, &walker->fresh[target->fresh].style, bytes_of_text(";"));
        return;
    }
    if (target->kind == PLACE_UNKNOWN)
        return;
    html_look_declare(&look, style, style.data + style.size);
    if (target->kind == PLACE_PREFIXED || !walker->is_live || walker->is_conditional || walker->is_statement_conditional
        || !is_known || (look.known != 0 && look.on == 0)) {
        excuse(walker, target);
        return;
    }
    hiding = hiding_of(walker, target->selector);
    if (hiding == NULL)
        return;
    append(walker, &hiding->style, style);
    append(walker, &hiding->style, bytes_of_text(";"));
    mention(hiding, target->mention);
}

static void declare_property(struct walker *walker, const struct target *target, struct bytes property,
                             struct bytes value, bool is_known)
{
    struct bytes style = { (const uint8_t *)"", 0 };

    for (size_t index = 0; index < property.size; index++) { /* fontSize is font-size */
        bool is_upper = html_scan_lower(property.data[index]) != property.data[index];
        uint8_t lower = html_scan_lower(property.data[index]);

        if (is_upper)
            append(walker, &style, bytes_of_text("-"));
        append(walker, &style, (struct bytes){ &lower, 1 });
        if (index == PIECES_OF_NAME_MAX)
            return;
    }
    append(walker, &style, bytes_of_text(":"));
    append(walker, &style, value);
    declare(walker, target, style, is_known);
}

static void add_class(struct walker *walker, const struct target *target, struct bytes classes, bool is_known)
{
    struct js_hiding *hiding;
    struct bytes *all;

    if (target->kind == PLACE_FRESH) {
        all = &walker->fresh[target->fresh].classes;
    } else if (target->kind == PLACE_SELECTED && walker->is_live && !walker->is_conditional
               && !walker->is_statement_conditional && is_known) {
        hiding = hiding_of(walker, target->selector);
        if (hiding == NULL)
            return;
        mention(hiding, target->mention);
        all = &hiding->classes;
    } else {
        excuse(walker, target);
        return;
    }
    append(walker, all, classes);
    append(walker, all, bytes_of_text(" "));
}

/* ---- writing ---- */

static void add_writing(struct walker *walker, const struct js_value *value, enum writing_kind kind)
{
    struct js_effects *effects = walker->effects;

    if (value->count > 0 && !walker->is_silent && effects->writing_count < JS_WRITINGS_MAX)
        effects->writings[effects->writing_count++] =
            (struct js_writing){ *value, kind == WRITING_IN_PLACE, kind >= WRITING_CODE, kind == WRITING_PLAIN_CODE };
}

/* Into an element: a fresh one is written when the script is over. */
static void write_into(struct walker *walker, const struct target *target, const struct js_value *value)
{
    if (target->kind == PLACE_FRESH)
        js_value_add(&walker->reader, &walker->fresh[target->fresh].content, value);
    else if (walker->is_live)
        add_writing(walker, value, WRITING_ELSEWHERE);
}

static void add_markup(struct walker *walker, struct js_value *markup, const char *text, struct bytes more,
                       const char *end, struct bytes source)
{
    js_value_add_text(&walker->reader, markup, bytes_of_text(text), source);
    js_value_add_text(&walker->reader, markup, more, source);
    js_value_add_text(&walker->reader, markup, bytes_of_text(end), source);
}

/* The element as markup. */
static void write_fresh(struct walker *walker, const struct fresh *fresh)
{
    struct js_value markup = { .is_known = true, .is_composed = true };

    if (fresh->content.count == 0 && fresh->link.count == 0)
        return;
    add_markup(walker, &markup, "<", fresh->tag, " style=\"", fresh->source);
    add_markup(walker, &markup, "", fresh->style, "\" class=\"", fresh->source);
    add_markup(walker, &markup, "", fresh->classes, "\" ", fresh->source);
    if (fresh->link.count > 0) {
        add_markup(walker, &markup, is_word(fresh->tag, "a") ? "href=\"" : "src=\"",
                   (struct bytes){ fresh->tag.data, 0 }, "", fresh->source);
        js_value_add(&walker->reader, &markup, &fresh->link);
        add_markup(walker, &markup, "\"", (struct bytes){ fresh->tag.data, 0 }, "", fresh->source);
    }
    add_markup(walker, &markup, ">", (struct bytes){ fresh->tag.data, 0 }, "", fresh->source);
    js_value_add(&walker->reader, &markup, &fresh->content);
    add_markup(walker, &markup, "</", fresh->tag, ">", fresh->source);
    add_writing(walker, &markup, WRITING_ELSEWHERE);
}

/* ---- expressions that name an element ---- */

static struct target select_element(struct walker *walker, const char *before, const struct js_value *value,
                                    struct bytes source)
{
    struct bytes text = js_value_text(&walker->reader, value);
    struct target target = { .kind = PLACE_UNKNOWN, .mention = source };

    if (text.data == NULL || text.size == 0 || text.size > JS_STYLE_MAX / 8)
        return target;
    if (!value->is_known) {
        target.kind = PLACE_PREFIXED;
        /* A prefix is one of an identifier: what stands in it may come from `$("#tab" + n)`. */
        target.selector = *text.data == '#' ? bytes_slice(text, 1, text.size) : text;
        return target;
    }
    if (copy(walker, bytes_of_text(before), text, JS_STYLE_MAX, &target.selector) != NULL)
        target.kind = PLACE_SELECTED;
    return target;
}

/* The first argument, from behind the bracket; *at moves behind the closing one. */
static struct target select_argument(struct walker *walker, const char *before, size_t *at)
{
    struct bytes source = text_at(walker, *at);
    size_t open = *at - 1;
    struct js_value value;

    if (token_at(walker, *at).kind == JS_NAME && js_value_variable(&walker->reader, source) == NULL) {
        *at = js_value_skip(&walker->reader, open);
        return (struct target){ .kind = PLACE_UNKNOWN };
    }
    value = js_value_read(&walker->reader, at);
    if (value.is_list)
        value = (struct js_value){ 0 };
    *at = js_value_skip(&walker->reader, open);
    return select_element(walker, before, &value, source);
}

static struct target make_fresh(struct walker *walker, size_t *at)
{
    struct target target = { .kind = PLACE_UNKNOWN };
    struct bytes source = text_at(walker, *at);
    size_t open = *at - 1;
    struct js_value value = js_value_read(&walker->reader, at);
    struct bytes tag = js_value_text(&walker->reader, &value);

    *at = js_value_skip(&walker->reader, open);
    if (tag.data == NULL || tag.size == 0 || tag.size > 16 || source.size == 0 || walker->fresh_count == FRESH_MAX)
        return target;
    for (size_t index = 0; index < tag.size; index++) {
        if (!html_scan_is_alpha(tag.data[index]))
            return target;
    }
    walker->fresh[walker->fresh_count] =
        (struct fresh){ .tag = tag, .source = source, .link = { .is_known = true }, .content = { .is_known = true } };
    target.kind = PLACE_FRESH;
    target.fresh = walker->fresh_count++;
    return target;
}

static const struct alias *find_alias(const struct walker *walker, struct bytes name)
{
    for (size_t index = walker->alias_count; index > 0; index--) {
        if (bytes_equal(walker->aliases[index - 1].name, name))
            return &walker->aliases[index - 1];
    }
    return NULL;
}

/* A name that hangs on what is before it, `.name` or `["name"]`; moves *at behind it. */
static bool take_member(struct walker *walker, size_t *at, struct bytes *name)
{
    if (is_mark(walker, *at, '.') && token_at(walker, *at + 1).kind == JS_NAME) {
        *name = text_at(walker, *at + 1);
        *at += 2;
        return true;
    }
    if (is_mark(walker, *at, '[') && token_at(walker, *at + 1).kind == JS_STRING && is_mark(walker, *at + 2, ']')) {
        *name = text_at(walker, *at + 1);
        *at += 3;
        return true;
    }
    return false;
}

/* `document.getElementById("x")` and its like, from behind `document`. */
static bool find_in_document(struct walker *walker, size_t *at, struct target *target)
{
    struct bytes name;
    size_t next = *at;

    if (!take_member(walker, &next, &name))
        return false;
    if (is_word(name, "all") && (is_mark(walker, next, '[') || is_mark(walker, next, '('))) {
        next++;
        *target = select_argument(walker, "#", &next);
    } else if (is_word(name, "all") && is_mark(walker, next, '.')) {
        struct js_value none = { .is_known = true };

        js_value_add_text(&walker->reader, &none, text_at(walker, next + 1), text_at(walker, next + 1));
        *target = select_element(walker, "#", &none, text_at(walker, next + 1));
        next += 2;
    } else if (!is_mark(walker, next, '(')) {
        return false;
    } else {
        next++;
        if (is_word(name, "getElementById"))
            *target = select_argument(walker, "#", &next);
        else if (is_word(name, "getElementsByClassName"))
            *target = select_argument(walker, ".", &next);
        else if (is_word(name, "querySelector") || is_word(name, "querySelectorAll"))
            *target = select_argument(walker, "", &next);
        else if (is_word(name, "createElement"))
            *target = make_fresh(walker, &next);
        else
            return false;
    }
    *at = next;
    return true;
}

/* An expression that is an element: moves *at behind it. */
static bool find_target(struct walker *walker, size_t *at, struct target *target)
{
    static const char *const windows[] = { "window", "self", "top", "parent", NULL };
    const struct alias *alias;
    struct bytes name = text_at(walker, *at);
    size_t next = *at;

    if (token_at(walker, next).kind != JS_NAME)
        return false;
    while (is_any(text_at(walker, next), windows) && is_mark(walker, next + 1, '.'))
        next += 2;
    name = text_at(walker, next);
    if (is_word(name, "document")) {
        next++;
        if (!find_in_document(walker, &next, target))
            return false;
    } else if ((is_word(name, "$") || is_word(name, "jQuery")) && is_mark(walker, next + 1, '(')) {
        next += 2;
        if (token_at(walker, next).kind == JS_NAME && (alias = find_alias(walker, text_at(walker, next))) != NULL) {
            *target = alias->target;
            next = js_value_skip(&walker->reader, next - 1);
        } else {
            *target = select_argument(walker, "", &next);
        }
    } else if ((alias = find_alias(walker, name)) != NULL) {
        *target = alias->target;
        next++;
    } else if (is_mark(walker, next + 1, '.') && is_name(walker, next + 2, "style") && !is_word(name, "this")
               && js_value_variable(&walker->reader, name) == NULL) {
        struct js_value bare = { .is_known = true };

        /* Browsers know an element by its identifier alone. */
        js_value_add_text(&walker->reader, &bare, name, name);
        *target = select_element(walker, "#", &bare, name);
        next++;
    } else {
        return false;
    }
    *at = next;
    return true;
}

/* ---- what is done with it ---- */

static bool is_assignment(const struct walker *walker, size_t at)
{
    return is_mark(walker, at, '=') || is_mark(walker, at, JS_ADDS);
}

/* `.style.property = value`, `.style.cssText = value`, `.style.setProperty(property, value)` from behind `style`. */
static void use_style(struct walker *walker, size_t *at, const struct target *target)
{
    struct js_value value = { 0 }, name = { 0 };
    struct bytes property;

    if (!take_member(walker, at, &property))
        return;
    if (is_word(property, "setProperty") && is_mark(walker, *at, '(')) {
        (*at)++;
        name = js_value_read(&walker->reader, at);
        if (is_mark(walker, *at, ',')) {
            (*at)++;
            value = js_value_read(&walker->reader, at);
        }
        declare_property(walker, target, js_value_text(&walker->reader, &name), js_value_text(&walker->reader, &value),
                         name.is_known && value.is_known);
        return;
    }
    if (!is_assignment(walker, *at))
        return;
    (*at)++;
    value = js_value_read(&walker->reader, at);
    if (is_word(property, "cssText"))
        declare(walker, target, js_value_text(&walker->reader, &value), value.is_known);
    else
        declare_property(walker, target, property, js_value_text(&walker->reader, &value), value.is_known);
}

/* `.css({display: "none"})` from the brace. */
static void use_style_object(struct walker *walker, size_t *at, const struct target *target)
{
    (*at)++;
    while (token_at(walker, *at).kind != JS_END && !is_mark(walker, *at, '}')) {
        struct bytes property = text_at(walker, *at);
        struct js_value value;

        (*at)++;
        if (!is_mark(walker, *at, ':'))
            return;
        (*at)++;
        value = js_value_read(&walker->reader, at);
        declare_property(walker, target, property, js_value_text(&walker->reader, &value), value.is_known);
        *at += is_mark(walker, *at, ',');
    }
}

static struct js_value next_argument(struct walker *walker, size_t *at)
{
    if (!is_mark(walker, *at, ','))
        return (struct js_value){ 0 };
    (*at)++;
    return js_value_read(&walker->reader, at);
}

static void use_attribute(struct walker *walker, const struct target *target, const struct js_value *name,
                          const struct js_value *value)
{
    struct bytes text = js_value_text(&walker->reader, name);
    struct bytes said = js_value_text(&walker->reader, value);

    if (is_word(text, "style"))
        declare(walker, target, said, value->is_known);
    else if (is_word(text, "class"))
        add_class(walker, target, said, value->is_known);
    else if (is_word(text, "hidden"))
        declare(walker, target, bytes_of_text("display:none"), true);
    else if (target->kind == PLACE_FRESH && (is_word(text, "href") || is_word(text, "src")))
        walker->fresh[target->fresh].link = *value;
}

/* `.name(` on an element, *at behind the bracket. False when what follows is done with another element. */
static bool use_method(struct walker *walker, struct bytes name, size_t *at, struct target *target)
{
    static const char *const writers[] = {
        "html", "append", "prepend", "after", "before", "replaceWith", "insertAdjacentHTML", NULL
    };
    static const char *const shows[] = { "show",        "toggle",     "fadeIn",          "fadeToggle", "slideDown",
                                         "slideToggle", "slideUp",    "fadeOut",         "animate",    "removeClass",
                                         "toggleClass", "removeAttr", "removeAttribute", "hover",      NULL };
    static const char *const same[] = {
        "eq",           "get",  "first",  "last",    "hide",  "css",    "addClass",           "attr", "prop",
        "setAttribute", "html", "append", "prepend", "after", "before", "insertAdjacentHTML", NULL
    };
    struct js_value first = { 0 }, second = { 0 };
    size_t open = *at - 1;

    if (is_word(name, "find") || is_word(name, "children") || is_word(name, "siblings") || is_word(name, "closest")) {
        *target = select_argument(walker, "", at);
        return true;
    }
    if (is_word(name, "css") && is_mark(walker, *at, '{')) {
        use_style_object(walker, at, target);
        *at = js_value_skip(&walker->reader, open);
        return true;
    }
    if (!is_mark(walker, *at, ')') && !is_name(walker, *at, "function")) {
        first = js_value_read(&walker->reader, at);
        second = next_argument(walker, at);
    }
    *at = js_value_skip(&walker->reader, open);
    if (is_word(name, "hide"))
        declare(walker, target, bytes_of_text("display:none"), true);
    else if (is_word(name, "css") && second.count > 0)
        declare_property(walker, target, js_value_text(&walker->reader, &first),
                         js_value_text(&walker->reader, &second), second.is_known);
    else if (is_word(name, "addClass"))
        add_class(walker, target, js_value_text(&walker->reader, &first), first.is_known);
    else if (is_word(name, "setAttribute") || is_word(name, "attr") || is_word(name, "prop"))
        use_attribute(walker, target, &first, &second);
    else if (is_any(name, shows))
        excuse(walker, target);
    else if (is_any(name, writers))
        write_into(walker, target, second.count > 0 ? &second : &first);
    return is_any(name, same);
}

/* `.name = value` on an element, *at behind the sign. */
static void use_property(struct walker *walker, struct bytes name, size_t *at, const struct target *target)
{
    struct js_value value = js_value_read(&walker->reader, at);
    struct bytes text;

    if (is_word(name, "className")) {
        add_class(walker, target, js_value_text(&walker->reader, &value), value.is_known);
    } else if (is_word(name, "innerHTML") || is_word(name, "outerHTML")) {
        write_into(walker, target, &value);
    } else if (is_word(name, "hidden")) {
        declare(walker, target, bytes_of_text("display:none"), true);
    } else if (target->kind == PLACE_FRESH && (is_word(name, "href") || is_word(name, "src"))) {
        walker->fresh[target->fresh].link = value;
    } else if (target->kind == PLACE_FRESH && (is_word(name, "innerText") || is_word(name, "textContent"))) {
        text = js_value_text(&walker->reader, &value);
        if (text.data != NULL && memchr(text.data, '<', text.size) == NULL)
            write_into(walker, target, &value);
    }
}

/* What hangs on an element, from behind it. */
static void use_target(struct walker *walker, size_t *at, struct target *target)
{
    struct bytes name;

    for (;;) {
        if (is_mark(walker, *at, '[') && token_at(walker, *at + 1).kind == JS_NUMBER && is_mark(walker, *at + 2, ']')) {
            *at += 3;
            continue;
        }
        if (!take_member(walker, at, &name))
            return;
        if (is_word(name, "style")) {
            use_style(walker, at, target);
            return;
        }
        if (is_word(name, "classList") && take_member(walker, at, &name) && is_mark(walker, *at, '(')) {
            struct js_value value;

            (*at)++;
            value = js_value_read(&walker->reader, at);
            if (is_word(name, "add"))
                add_class(walker, target, js_value_text(&walker->reader, &value), value.is_known);
            else
                excuse(walker, target);
            return;
        }
        if (is_assignment(walker, *at)) {
            (*at)++;
            use_property(walker, name, at, target);
            return;
        }
        if (!is_mark(walker, *at, '('))
            return;
        (*at)++;
        if (!use_method(walker, name, at, target))
            *target = (struct target){ .kind = PLACE_UNKNOWN };
    }
}

/* ---- statements ---- */

/* From here on the element is known by another name; what is done with that is what counts. */
static void name_target(struct walker *walker, struct bytes name, const struct target *target)
{
    struct js_hiding *hiding;

    if (walker->alias_count == ALIASES_MAX) {
        excuse(walker, target);
        return;
    }
    walker->aliases[walker->alias_count++] = (struct alias){ name, *target };
    if (target->kind == PLACE_SELECTED && (hiding = hiding_of(walker, target->selector)) != NULL)
        mention(hiding, target->mention);
}

/* An element that is handed to somebody may be shown by him. */
static void hand_over(struct walker *walker, size_t at)
{
    const struct alias *alias = find_alias(walker, text_at(walker, at));
    bool is_wrapped =
        at > 1 && is_mark(walker, at - 1, '(') && (is_name(walker, at - 2, "$") || is_name(walker, at - 2, "jQuery"));

    if (alias != NULL && !is_wrapped && !is_mark(walker, at + 1, '.') && !is_mark(walker, at + 1, '['))
        excuse(walker, &alias->target);
}

/* `name = …`: another name for an element, or a text. */
static void assign(struct walker *walker, size_t at)
{
    struct bytes name = text_at(walker, at);
    bool adds = is_mark(walker, at + 1, JS_ADDS);
    struct target target = { .kind = PLACE_UNKNOWN };
    struct js_value value;
    size_t next = at + 2;

    if (is_name(walker, next, "function"))
        return;
    if (!adds && find_target(walker, &next, &target) && !is_mark(walker, next, '.')) {
        name_target(walker, name, &target);
        return;
    }
    if (walker->is_silent)
        return;
    next = at + 2;
    value = js_value_read(&walker->reader, &next);
    js_value_assign(&walker->reader, name, &value, adds);
}

/* `document.write(…)`, from behind the bracket. */
static void write_in_place(struct walker *walker, size_t at)
{
    for (;;) {
        struct js_value value = js_value_read(&walker->reader, &at);

        if (!walker->is_silent)
            js_value_add(&walker->reader, &walker->written, &value);
        if (!is_mark(walker, at, ','))
            return;
        at++;
    }
}

static bool is_document_write(const struct walker *walker, size_t at, size_t *arguments)
{
    size_t name = at + 2;

    if (!is_name(walker, at, "document") || (!is_mark(walker, at + 1, '.') && !is_mark(walker, at + 1, '[')))
        return false;
    if (!is_word(text_at(walker, name), "write") && !is_word(text_at(walker, name), "writeln"))
        return false;
    *arguments = name + (is_mark(walker, at + 1, '[') ? 3 : 2);
    return is_mark(walker, *arguments - 1, '(');
}

/* Code in a text: `eval(…)`; what is plain is read where it stands. */
static void run_text(struct walker *walker, size_t at)
{
    struct js_value value;

    at += 2;
    value = js_value_read(&walker->reader, &at);
    if (value.is_composed)
        add_writing(walker, &value, WRITING_CODE);
    else if (walker->effects->follows_sends && value.count > 0 && js_sends_may(value.pieces[0].text))
        add_writing(walker, &value, WRITING_PLAIN_CODE);
}

/* ---- sending readers elsewhere ---- */

/* Whether something outside of the function that is being read decides whether it runs, or may. */
static bool depends_on_others(const struct walker *walker)
{
    for (size_t depth = 0; depth < walker->depth && depth < FRAMES_MAX; depth++) {
        const struct frame *frame = &walker->frames[depth];

        if (frame->is_conditional || frame->is_chosen || frame->is_called_by_name)
            return true;
    }
    return walker->is_conditional || walker->is_statement_conditional;
}

static void note_sending(struct walker *walker, size_t at)
{
    struct js_effects *effects = walker->effects;
    struct js_sending sending;

    if (!walker->is_live || walker->is_silent || effects->sending_count == JS_SENDINGS_MAX
        || !js_sends_read(&walker->reader, at, &sending))
        return;
    if (sending.certainty == JS_CERTAIN && depends_on_others(walker))
        sending.certainty = JS_SOMETIMES;
    effects->sendings[effects->sending_count++] = sending;
}

/* The arguments of a call, from behind its bracket. */
static size_t read_given(struct walker *walker, size_t at, struct js_value given[JS_PARAMETERS_MAX])
{
    size_t count = 0;

    while (count < JS_PARAMETERS_MAX && token_at(walker, at).kind != JS_END && !is_mark(walker, at, ')')) {
        given[count++] = js_value_read(&walker->reader, &at);
        if (!is_mark(walker, at, ','))
            break;
        at++;
    }
    return count;
}

/* Parameters from behind their bracket take what a call gives. What they were before is kept; returns how many. */
static size_t give(struct walker *walker, size_t at, const struct js_value *given, size_t count,
                   struct js_variable before[JS_PARAMETERS_MAX])
{
    const struct js_value nothing = { 0 };
    size_t index = 0;

    while (index < JS_PARAMETERS_MAX && token_at(walker, at).kind == JS_NAME) {
        const struct js_value *known = js_value_variable(&walker->reader, text_at(walker, at));

        before[index] = (struct js_variable){ text_at(walker, at), known != NULL ? *known : nothing };
        js_value_assign(&walker->reader, before[index].name, index < count ? &given[index] : &nothing, false);
        index++;
        at++;
        if (is_mark(walker, at, '=')) { /* what it is when nothing is given */
            at++;
            (void)js_value_read(&walker->reader, &at);
        }
        at += is_mark(walker, at, ',');
    }
    return index;
}

static bool has_text(const struct js_value *given, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        if (given[index].count > 0)
            return true;
    }
    return false;
}

static void walk_tokens(struct walker *walker, size_t at);

/* The body of a function as it runs with what is given, in place of the call. Its parameters hide variables of their
 * names for as long. */
static enum status run_body(struct walker *walker, const struct js_function *function, const struct js_value *given,
                            size_t count)
{
    const struct js_tokens *outer = walker->tokens;
    const struct frame frame = { .role = FRAME_OTHER,
                                 .is_live = walker->is_live,
                                 .is_conditional = walker->is_conditional,
                                 .is_silent = walker->is_silent,
                                 .is_chosen = walker->is_statement_conditional,
                                 .name = NO_NAME };
    bool is_statement_conditional = walker->is_statement_conditional, body_follows = walker->body_follows;
    struct js_variable before[JS_PARAMETERS_MAX];
    size_t depth = walker->depth, body = 0, parameters;
    struct js_tokens tokens;
    enum status status = js_lexer_read(function->source, outer->is_wide, &tokens);

    walker->tokens = walker->reader.tokens = &tokens;
    walker->frames[walker->depth++] = frame;
    walker->is_conditional = walker->is_conditional || is_statement_conditional;
    walker->is_statement_conditional = walker->body_follows = walker->is_silent = false;
    parameters = give(walker, 1, given, count, before);
    while (body < tokens.count && !is_mark(walker, body, '{'))
        body++;
    if (status == STATUS_OK)
        walk_tokens(walker, body + 1);
    walker->tokens = walker->reader.tokens = outer;
    for (size_t index = 0; index < parameters; index++)
        js_value_assign(&walker->reader, before[index].name, &before[index].value, false);
    walker->depth = depth;
    walker->is_live = frame.is_live;
    walker->is_conditional = frame.is_conditional;
    walker->is_silent = frame.is_silent;
    walker->is_statement_conditional = is_statement_conditional;
    walker->body_follows = body_follows;
    js_lexer_free(&tokens);
    return status;
}

/* `w("<div>")`, where it is known what w does. */
static void expand(struct walker *walker, size_t at)
{
    const struct js_function *function = find_function(walker->effects, text_at(walker, at));
    struct js_value given[JS_PARAMETERS_MAX];
    enum status status;
    size_t count;

    if (function == NULL || !walker->is_live || walker->is_silent || walker->expansions == JS_EXPANSIONS_MAX
        || walker->expansion_depth == JS_EXPANSION_DEPTH_MAX || walker->depth >= FRAMES_MAX
        || (at > 0 && is_name(walker, at - 1, "function")))
        return;
    count = read_given(walker, at + 2, given);
    if (!has_text(given, count))
        return;
    walker->expansions++;
    walker->expansion_depth++;
    status = run_body(walker, function, given, count);
    walker->expansion_depth--;
    if (status != STATUS_OK && walker->reader.status == STATUS_OK)
        walker->reader.status = status;
}

/* `(function (s) {…})("…")`: what stands behind it is what its parameters are in it. */
static void give_at_once(struct walker *walker, size_t at)
{
    size_t parameters = at + 1 + (token_at(walker, at + 1).kind == JS_NAME), end;
    struct js_value given[JS_PARAMETERS_MAX];
    struct js_variable before[JS_PARAMETERS_MAX];
    struct js_token sign = at > 0 ? token_at(walker, at - 1) : (struct js_token){ .kind = JS_END };

    if (!walker->is_live || sign.kind != JS_MARK || strchr("(!~+-", sign.mark) == NULL
        || !is_mark(walker, parameters, '(') || token_at(walker, parameters + 1).kind != JS_NAME)
        return;
    end = js_value_skip(&walker->reader, js_value_skip(&walker->reader, parameters));
    end += is_mark(walker, end, ')');
    if (is_mark(walker, end, '('))
        (void)give(walker, parameters + 1, given, read_given(walker, end + 1, given), before);
}

static void read_statement(struct walker *walker, size_t at)
{
    struct target target = { .kind = PLACE_UNKNOWN };
    size_t arguments, next = at;

    if (token_at(walker, at).kind != JS_NAME
        || (at > 0 && is_mark(walker, at - 1, '.') && !is_name(walker, at, "document")))
        return;
    if (walker->effects->follows_sends)
        note_sending(walker, at);
    if (is_document_write(walker, at, &arguments)) {
        if (walker->is_live)
            write_in_place(walker, arguments);
    } else if ((is_name(walker, at, "eval") || is_name(walker, at, "Function") || is_name(walker, at, "setTimeout"))
               && is_mark(walker, at + 1, '(')) {
        run_text(walker, at);
    } else if (is_assignment(walker, at + 1)) {
        assign(walker, at);
    } else if (is_name(walker, at, "function")) {
        give_at_once(walker, at);
    } else if (find_target(walker, &next, &target)) {
        use_target(walker, &next, &target);
        hand_over(walker, at);
    } else if (is_mark(walker, at + 1, '(')) {
        expand(walker, at);
    }
}

static void walk_tokens(struct walker *walker, size_t at)
{
    for (; at < walker->tokens->count && walker->reader.status == STATUS_OK && walker->reader.steps_left > 0; at++) {
        if (walker->only_calls)
            follow_calls(walker, at);
        else
            read_statement(walker, at);
        follow(walker, at);
    }
}

static enum status walk_script(struct walker *walker)
{
    walk_tokens(walker, 0);
    if (walker->only_calls || walker->reader.status != STATUS_OK)
        return walker->reader.status;
    add_writing(walker, &walker->written, WRITING_IN_PLACE);
    for (size_t index = 0; index < walker->fresh_count; index++)
        write_fresh(walker, &walker->fresh[index]);
    return walker->reader.status;
}

static enum status walk(struct js_effects *effects, const struct js_tokens *tokens, bool only_calls)
{
    struct walker *walker = alloc_zeroed(1, sizeof *walker);
    enum status status;

    if (walker == NULL)
        return STATUS_NO_MEMORY;
    walker->effects = effects;
    walker->tokens = tokens;
    walker->only_calls = only_calls;
    walker->is_live = true;
    walker->written.is_known = true;
    js_value_start(&walker->reader, tokens, effects->arena, &effects->memory_left);
    status = walk_script(walker);
    alloc_free(walker);
    return status;
}

enum status js_effects_call(struct js_effects *effects, const struct js_tokens *tokens)
{
    effects->given_count = 0;
    return walk(effects, tokens, true);
}

enum status js_effects_read(struct js_effects *effects, const struct js_tokens *tokens)
{
    effects->writing_count = effects->sending_count = 0;
    return walk(effects, tokens, false);
}
