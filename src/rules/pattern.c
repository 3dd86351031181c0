/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/pattern.h"

#include <libintl.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "text/ascii.h"
#include "text/canonical.h"
#include "text/utf8.h"

enum { DEFINE_DEPTH_MAX = 8, NAME_SIZE_MAX = 64, FOLD_SIZE = CANONICAL_GROWTH * 4 + CANONICAL_SLACK };

/* An expression being folded: the source with its defines put in, and what has come of it. */
struct folding {
    const struct rule_pack *pack;
    struct buf source;
    struct pattern_map origin; /* where the bytes of `source` come from */
    size_t at;                 /* in source */
    struct buf *output;
    struct pattern_map *map;
    struct buf plain; /* what the expression would be as a literal */
    bool is_plain;
    struct pattern_result *result;
};

/* ---- Maps. */

static enum status map_add(struct pattern_map *map, size_t output, const struct rule_text *text, size_t offset)
{
    enum status status = ARRAY_GROW(&map->steps, &map->capacity, map->count + 1);

    if (status != STATUS_OK)
        return status;
    map->steps[map->count] = (struct pattern_step){ output, text, offset };
    map->count++;
    return STATUS_OK;
}

/* Unless the step before goes on to it by itself. */
static enum status map_go_on(struct pattern_map *map, size_t output, const struct rule_text *text, size_t offset)
{
    const struct pattern_step *last = map->count > 0 ? &map->steps[map->count - 1] : NULL;

    if (last != NULL && last->text == text && last->offset + (output - last->output) == offset)
        return STATUS_OK;
    return map_add(map, output, text, offset);
}

struct pattern_step pattern_map_find(const struct pattern_map *map, size_t output)
{
    size_t low = 0, high = map->count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (map->steps[middle].output <= output)
            low = middle;
        else
            high = middle;
    }
    return map->count == 0 ? (struct pattern_step){ 0, NULL, 0 } : map->steps[low];
}

void pattern_map_free(struct pattern_map *map)
{
    alloc_free(map->steps);
    *map = (struct pattern_map){ NULL, 0, 0 };
}

/* ---- Problems. */

static struct pattern_problem problem_at(const struct folding *folding, size_t at, const char *message)
{
    struct pattern_step step = pattern_map_find(&folding->origin, at);

    return (struct pattern_problem){ step.text, step.offset + (at - step.output), message };
}

static enum status refuse(struct folding *folding, size_t at, const char *message)
{
    folding->result->error = problem_at(folding, at, message);
    return STATUS_INVALID;
}

static void remark(struct folding *folding, size_t at, const char *message)
{
    if (folding->result->remark.text == NULL)
        folding->result->remark = problem_at(folding, at, message);
}

/* ---- Defines. */

struct frame {
    const struct rule_text *text;
    size_t at;
};

static const struct rule_define *define_find(const struct rule_pack *pack, const char *name, size_t size)
{
    for (size_t i = 0; i < pack->define_count; i++) {
        if (pack->defines[i].name.size == size && memcmp(pack->defines[i].name.text, name, size) == 0)
            return &pack->defines[i];
    }
    return NULL;
}

/* The size of the name in "%{NAME}" at text, 0 when there is none. "%{3}" is a repeat of "%". */
static size_t define_name_size(const char *text, size_t size)
{
    size_t end = 2;

    if (size < 4 || text[0] != '%' || text[1] != '{' || (text[2] >= '0' && text[2] <= '9'))
        return 0;
    while (end < size && text[end] != '}' && end < NAME_SIZE_MAX)
        end++;
    return end < size && text[end] == '}' ? end - 2 : 0;
}

/* Copies one character or escape, and follows whether it stands in a class. */
static enum status expand_character(struct folding *folding, struct frame *frame, bool *in_class)
{
    const struct rule_text *text = frame->text;
    size_t start = frame->at, size = utf8_next(text->text + start, text->size - start).size;
    enum status status = map_go_on(&folding->origin, folding->source.size, text, start);

    if (text->text[start] == '\\' && start + 1 < text->size)
        size = 1 + utf8_next(text->text + start + 1, text->size - start - 1).size;
    else if (text->text[start] == '[' && !*in_class) {
        *in_class = true;
        if (start + size < text->size && text->text[start + size] == '^')
            size++;
        if (start + size < text->size && text->text[start + size] == ']')
            size++; /* a bracket in the first place stands for itself */
    } else if (text->text[start] == ']')
        *in_class = false;
    buf_append(&folding->source, text->text + start, size);
    frame->at += size;
    return status;
}

/* Refuses with the place of frame's current byte, which has not reached folding->source. */
static enum status refuse_frame(struct folding *folding, const struct frame *frame, const char *message)
{
    folding->result->error = (struct pattern_problem){ frame->text, frame->at, message };
    return STATUS_INVALID;
}

static enum status expand_define(struct folding *folding, struct frame *frames, size_t *depth, size_t name_size,
                                 bool in_class)
{
    struct frame *frame = &frames[*depth - 1];
    const struct rule_define *define = define_find(folding->pack, frame->text->text + frame->at + 2, name_size);
    enum status status;

    if (define == NULL)
        return refuse_frame(folding, frame, gettext("there is no such name under define: in this pack"));
    if (*depth == DEFINE_DEPTH_MAX)
        return refuse_frame(folding, frame, gettext("defines nest too deeply here; does one contain itself?"));
    status = map_add(&folding->origin, folding->source.size, frame->text, frame->at);
    if (!in_class)
        buf_text(&folding->source, "(?:");
    frame->at += name_size + 3;
    frames[*depth] = (struct frame){ &define->fragment, 0 };
    (*depth)++;
    return status;
}

/* Fills folding->source. */
static enum status expand(struct folding *folding, const struct rule_text *text)
{
    struct frame frames[DEFINE_DEPTH_MAX] = { { text, 0 } };
    size_t depth = 1;
    bool in_class = false;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && depth > 0) {
        struct frame *frame = &frames[depth - 1];
        size_t name_size;

        if (frame->at == frame->text->size) {
            depth--;
            if (depth > 0 && !in_class)
                buf_byte(&folding->source, ')');
            continue;
        }
        name_size = define_name_size(frame->text->text + frame->at, frame->text->size - frame->at);
        if (name_size > 0)
            status = expand_define(folding, frames, &depth, name_size, in_class);
        else
            status = expand_character(folding, frame, &in_class);
        if (folding->source.status == STATUS_LIMIT_BYTES)
            return refuse_frame(folding, frame, gettext("this expression is too long; use a word list"));
    }
    return status != STATUS_OK ? status : folding->source.status;
}

/* ---- Output. */

static bool is_special(char byte)
{
    return byte > ' ' && byte < 0x7F && !ascii_is_letter_or_digit(byte) && byte != '_';
}

void pattern_escape(const char *text, size_t size, struct buf *output)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];

        if (byte < ' ' || byte == 0x7F) {
            buf_text(output, "\\x");
            buf_byte(output, digits[byte >> 4]);
            buf_byte(output, digits[byte & 15]);
            continue;
        }
        if (is_special(text[i]))
            buf_byte(output, '\\');
        buf_byte(output, text[i]);
    }
}

static enum status put(struct folding *folding, size_t at, const char *text, size_t size)
{
    enum status status = STATUS_OK;

    if (folding->map != NULL) {
        struct pattern_step step = pattern_map_find(&folding->origin, at);

        status = map_add(folding->map, folding->output->size, step.text, step.offset + (at - step.output));
    }
    buf_append(folding->output, text, size);
    return status;
}

static enum status put_text(struct folding *folding, size_t at, const char *text)
{
    return put(folding, at, text, strlen(text));
}

/* An operator: what has it is no literal. */
static enum status put_operator(struct folding *folding, size_t at, const char *text, size_t size)
{
    folding->is_plain = false;
    return put(folding, at, text, size);
}

static char peek(const struct folding *folding, size_t ahead)
{
    return folding->at + ahead < folding->source.size ? folding->source.data[folding->at + ahead] : '\0';
}

/* ---- Literal characters. */

/* The fold of a character of the expression; refuses what canonical text cannot have. */
static enum status fold_character(struct folding *folding, size_t at, uint32_t code_point, char *fold, size_t *size)
{
    if (code_point == '\n' || code_point == '\r')
        return refuse(folding, at, gettext("a line break cannot be matched: nothing matches across lines"));
    *size = canonical_character(code_point, fold);
    if (*size == 0)
        return refuse(folding, at, gettext("this character never stands in canonical text (it is invisible, or "
                                           "an accent or joiner that is removed); delete it"));
    if (code_point >= 'A' && code_point <= 'Z')
        remark(folding, at, gettext("canonical text has no capital letters; this was read as lower case"));
    return STATUS_OK;
}

static enum status put_character(struct folding *folding, size_t at, uint32_t code_point)
{
    char fold[FOLD_SIZE];
    size_t size = 0;
    enum status status = fold_character(folding, at, code_point, fold, &size);
    bool grouped;

    if (status != STATUS_OK)
        return status;
    buf_append(&folding->plain, fold, size);
    grouped = utf8_next(fold, size).size < size;
    status = put_text(folding, at, grouped ? "(?:" : "");
    pattern_escape(fold, size, folding->output);
    if (grouped)
        buf_byte(folding->output, ')');
    return status;
}

/* ---- Escapes. */

/* What an escaped letter becomes; NULL: it stays as it is. */
struct escape {
    char letter;
    const char *outside;
    const char *in_class;   /* "": only a negated class may have it */
    const char *message;    /* not NULL: it is refused */
};

#define ACROSS N_("a line break cannot be matched: nothing matches across lines")
#define CONTROL N_("canonical text has no control characters; a blank is one space, written \\s or a space")
#define BUFFER N_("anchors to the ends of the text mean nothing here; use ^ and $ for the borders of a block")
#define BACKWARD N_("back references are not supported; write the alternatives out")
#define UNKNOWN N_("this escape is not supported in rule packs")
#define N_(text) text

static const struct escape escapes[] = {
    { 'd', NULL, NULL, NULL },
    { 'w', NULL, NULL, NULL },
    { 'b', NULL, NULL, NULL },
    { 'B', NULL, NULL, NULL },
    { 'S', NULL, NULL, NULL },
    { 's', " ", " ", NULL },
    { 'h', " ", " ", NULL },
    { 'D', "[^0-9\\n]", "", NULL },
    { 'W', "[^0-9a-z_\\n]", "", NULL },
    { 'H', "[^ \\n]", "", NULL },
    { 'N', "[^\\n]", "", NULL },
    { 'V', "[^\\n]", "", NULL },
    { 'n', NULL, NULL, ACROSS },
    { 'r', NULL, NULL, ACROSS },
    { 'R', NULL, NULL, ACROSS },
    { 'v', NULL, NULL, ACROSS },
    { 't', NULL, NULL, CONTROL },
    { 'f', NULL, NULL, CONTROL },
    { 'e', NULL, NULL, CONTROL },
    { 'a', NULL, NULL, CONTROL },
    { 'c', NULL, NULL, CONTROL },
    { '0', NULL, NULL, CONTROL },
    { 'A', NULL, NULL, BUFFER },
    { 'Z', NULL, NULL, BUFFER },
    { 'z', NULL, NULL, BUFFER },
    { 'G', NULL, NULL, BUFFER },
    { 'K', NULL, NULL, BUFFER },
    { 'g', NULL, NULL, BACKWARD },
    { 'k', NULL, NULL, BACKWARD },
};

/* \x41 or \x{4e00} at folding->at; its value and size, 0 when malformed. */
static size_t hexadecimal_size(const struct folding *folding, uint32_t *value)
{
    bool braced = peek(folding, 2) == '{';
    size_t ahead = braced ? 3 : 2, digits = 0;

    *value = 0;
    for (;; digits++, ahead++) {
        char byte = peek(folding, ahead);
        unsigned digit = byte >= '0' && byte <= '9'   ? (unsigned)(byte - '0')
                         : byte >= 'a' && byte <= 'f' ? (unsigned)(byte - 'a') + 10
                         : byte >= 'A' && byte <= 'F' ? (unsigned)(byte - 'A') + 10 : 16;

        if (digit == 16 || digits == (braced ? 6u : 2u))
            break;
        *value = *value << 4 | digit;
    }
    if (digits == 0 || *value > 0x10FFFF || (braced && peek(folding, ahead) != '}'))
        return 0;
    return braced ? ahead + 1 : ahead;
}

/* \pL or \p{Han} at folding->at; 0 when malformed or negated inside. */
static size_t property_size(const struct folding *folding)
{
    size_t ahead = 3;

    if (peek(folding, 2) != '{')
        return peek(folding, 2) >= 'A' && peek(folding, 2) <= 'Z' ? 3 : 0;
    if (peek(folding, 3) == '^')
        return 0;
    while (peek(folding, ahead) != '}') {
        if (peek(folding, ahead) == '\0' || ahead > 40)
            return 0;
        ahead++;
    }
    return ahead + 1;
}

/* \p… and \P… ; the second becomes a class without the newline. */
static enum status put_property(struct folding *folding, bool in_class, bool negated)
{
    size_t at = folding->at, size = property_size(folding);
    const char *name = folding->source.data + at + 2;
    bool complement = peek(folding, 1) == 'P', han;
    enum status status;

    if (size == 0)
        return refuse(folding, at, gettext("a property is written \\p{Han}, its complement \\P{Han}"));
    if (complement && in_class && !negated)
        return refuse(folding, at, gettext("this would match a line break; write a class that begins with ^"));
    han = size == 7 && memcmp(name, "{Han}", 5) == 0;
    folding->is_plain = false;
    folding->at += size;
    if (in_class && (complement || !han))
        return put(folding, at, folding->source.data + at, size);
    status = put_text(folding, at, in_class ? "" : complement ? "[^" : "[");
    if (!han)
        buf_text(folding->output, "\\p");
    buf_append(folding->output, han ? PATTERN_HAN : name, han ? sizeof PATTERN_HAN - 1 : size - 2);
    if (!in_class)
        buf_text(folding->output, complement ? "\\n]" : "]");
    return status;
}

static enum status put_letter_escape(struct folding *folding, char letter, bool in_class, bool negated)
{
    size_t at = folding->at;
    const struct escape *escape = NULL;
    const char *replacement;

    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
        if (escapes[i].letter == letter)
            escape = &escapes[i];
    }
    if (letter >= '1' && letter <= '9')
        return refuse(folding, at, gettext(BACKWARD));
    if (escape == NULL || (in_class && (letter == 'b' || letter == 'B')))
        return refuse(folding, at, gettext(UNKNOWN));
    if (escape->message != NULL)
        return refuse(folding, at, gettext(escape->message));
    replacement = in_class ? escape->in_class : escape->outside;
    folding->at += 2;
    if (replacement != NULL && *replacement == '\0' && !negated)
        return refuse(folding, at, gettext("this would match a line break; write a class that begins with ^"));
    if (replacement == NULL || *replacement == '\0')
        return put_operator(folding, at, folding->source.data + at, 2);
    return put_operator(folding, at, replacement, strlen(replacement));
}

/* An escape outside classes. */
static enum status fold_escape(struct folding *folding)
{
    size_t at = folding->at, size;
    char letter = peek(folding, 1);
    struct utf8_step step;
    uint32_t value;

    if (at + 1 == folding->source.size)
        return refuse(folding, at, gettext("a backslash must be followed by something; write \\\\ for itself"));
    if (letter == 'p' || letter == 'P')
        return put_property(folding, false, false);
    if (letter == 'x') {
        size = hexadecimal_size(folding, &value);
        if (size == 0)
            return refuse(folding, at, gettext("a character by number is written \\x{6c49}, hexadecimal"));
        if (value == '\n' || value == '\r')
            return refuse(folding, at, gettext(ACROSS));
        folding->at += size;
        return put_operator(folding, at, folding->source.data + at, size);
    }
    if (ascii_is_letter_or_digit(letter))
        return put_letter_escape(folding, letter, false, false);
    step = utf8_next(folding->source.data + at + 1, folding->source.size - at - 1);
    folding->at += 1 + step.size;
    return put_character(folding, at, step.code_point);
}

/* ---- Classes. */

struct member {
    uint32_t code_point;
    bool is_set;      /* \d, [:alpha:], \p{…}: already put out */
    bool is_verbatim; /* \x{…}: not to be folded */
};

/* One member of a class at folding->at. */
static enum status read_member(struct folding *folding, bool negated, struct member *member)
{
    size_t at = folding->at, size;
    char letter = peek(folding, 1);
    struct utf8_step step;

    *member = (struct member){ 0, false, false };
    if (peek(folding, 0) == '[' && letter == ':') {
        const char *end = strstr(folding->source.data + at + 2, ":]");

        if (end == NULL || (peek(folding, 2) == '^' && !negated))
            return refuse(folding, at, gettext("a named set is written [:alpha:], inside a class"));
        size = (size_t)(end - (folding->source.data + at)) + 2;
        folding->at += size;
        member->is_set = true;
        return put(folding, at, folding->source.data + at, size);
    }
    if (peek(folding, 0) == '\\' && letter == 'x') {
        size = hexadecimal_size(folding, &member->code_point);
        folding->at += size;
        member->is_verbatim = true;
        return size != 0 ? STATUS_OK
                         : refuse(folding, at, gettext("a character by number is written \\x{6c49}, hexadecimal"));
    }
    if (peek(folding, 0) == '\\' && ascii_is_letter_or_digit(letter)) {
        member->is_set = true;
        return letter == 'p' || letter == 'P' ? put_property(folding, true, negated)
                                              : put_letter_escape(folding, letter, true, negated);
    }
    if (peek(folding, 0) == '\\')
        folding->at++;
    if (folding->at == folding->source.size)
        return refuse(folding, at, gettext("this class is not closed; a \"]\" is missing"));
    step = utf8_next(folding->source.data + folding->at, folding->source.size - folding->at);
    folding->at += step.size;
    member->code_point = step.code_point;
    return STATUS_OK;
}

static enum status put_in_class(struct folding *folding, size_t at, uint32_t code_point)
{
    char text[8];
    size_t size = utf8_encode(code_point, text + 1);
    bool escaped = code_point < 0x80 && is_special((char)code_point);

    text[0] = '\\';
    return code_point < 0x20 ? refuse(folding, at, gettext(CONTROL))
                             : put(folding, at, escaped ? text : text + 1, escaped ? size + 1 : size);
}

/* Members stand for one character each, so their fold must be one. */
static enum status fold_member(struct folding *folding, size_t at, uint32_t *code_point)
{
    char fold[FOLD_SIZE];
    size_t size = 0;
    enum status status = fold_character(folding, at, *code_point, fold, &size);
    struct utf8_step step;

    if (status != STATUS_OK)
        return status;
    step = utf8_next(fold, size);
    if (step.size != size)
        return refuse(folding, at, gettext("in canonical text this character is several, so it cannot stand in a "
                                           "class; write (?:a|b) instead"));
    *code_point = step.code_point;
    return STATUS_OK;
}

/* A range keeps its ends unless both fold by the same distance (A-Z, full-width forms). */
static enum status put_range(struct folding *folding, size_t at, struct member first, struct member last)
{
    char fold[FOLD_SIZE];
    uint32_t low = first.code_point, high = last.code_point;
    enum status status;

    if (!first.is_verbatim && !last.is_verbatim) {
        size_t low_size = canonical_character(low, fold);
        struct utf8_step low_step = utf8_next(low_size > 0 ? fold : " ", low_size > 0 ? low_size : 1);
        size_t high_size;
        struct utf8_step high_step;

        high_size = canonical_character(high, fold);
        high_step = utf8_next(high_size > 0 ? fold : " ", high_size > 0 ? high_size : 1);
        if (low_step.size == low_size && high_step.size == high_size
            && high_step.code_point - low_step.code_point == high - low) {
            if (low >= 'A' && low <= 'Z')
                remark(folding, at, gettext("canonical text has no capital letters; this was read as lower case"));
            low = low_step.code_point;
            high = high_step.code_point;
        }
    }
    if (low > high)
        return refuse(folding, at, gettext("this range runs backwards; its first character must come first"));
    if (low <= '\n' && high >= '\n')
        return refuse(folding, at, gettext("this range would match a line break; begin it at a visible character"));
    status = put_in_class(folding, at, low);
    buf_byte(folding->output, '-');
    return status != STATUS_OK ? status : put_in_class(folding, at, high);
}

static enum status fold_members(struct folding *folding, size_t start, bool negated)
{
    bool first = true;

    for (;; first = false) {
        size_t at = folding->at;
        struct member member, last;
        enum status status;

        if (at == folding->source.size)
            return refuse(folding, start, gettext("this class is not closed; a \"]\" is missing"));
        if (peek(folding, 0) == ']' && !first)
            return STATUS_OK;
        status = read_member(folding, negated, &member);
        if (status == STATUS_OK && member.is_set)
            continue;
        if (status == STATUS_OK && peek(folding, 0) == '-' && peek(folding, 1) != ']' && peek(folding, 1) != '\0') {
            folding->at++;
            status = read_member(folding, negated, &last);
            if (status == STATUS_OK && last.is_set)
                return refuse(folding, at, gettext("a range must end with a character; write \\- for a hyphen"));
            if (status == STATUS_OK)
                status = put_range(folding, at, member, last);
        } else if (status == STATUS_OK) {
            if (!member.is_verbatim)
                status = fold_member(folding, at, &member.code_point);
            if (status == STATUS_OK)
                status = put_in_class(folding, at, member.code_point);
        }
        if (status != STATUS_OK)
            return status;
    }
}

static enum status fold_class(struct folding *folding)
{
    size_t start = folding->at;
    bool negated = peek(folding, 1) == '^';
    enum status status = put_operator(folding, start, "[^", negated ? 2 : 1);

    folding->at += negated ? 2 : 1;
    if (status == STATUS_OK)
        status = fold_members(folding, start, negated);
    if (status != STATUS_OK)
        return status;
    status = put_text(folding, folding->at, negated ? "\\n]" : "]");
    folding->at++;
    return status;
}

/* ---- Groups and repeats. */

/* (?i) and (?i:…) are as good as nothing, since case is folded; other options would break the fold. */
static enum status fold_options(struct folding *folding)
{
    size_t start = folding->at, ahead = 2;
    char end;

    while (peek(folding, ahead) == 'i' || peek(folding, ahead) == 'm')
        ahead++;
    end = peek(folding, ahead);
    if (end != ':' && (end != ')' || ahead == 2))
        return refuse(folding, start, gettext("this kind of group is not supported; (?:…) groups without capturing"));
    folding->at += ahead + 1;
    return put_operator(folding, start, "(?:", end == ':' ? 3 : 0);
}

static enum status fold_named_group(struct folding *folding, size_t name_ahead)
{
    size_t start = folding->at, ahead = name_ahead;

    while (peek(folding, ahead) != '>' && peek(folding, ahead) != '\0')
        ahead++;
    if (peek(folding, ahead) == '\0')
        return refuse(folding, start, gettext("this group's name is not closed; a \">\" is missing"));
    folding->at += ahead + 1;
    return put_operator(folding, start, "(?:", 3);
}

static enum status fold_group(struct folding *folding)
{
    size_t start = folding->at;
    char kind = peek(folding, 2);

    if (peek(folding, 1) == '*')
        return refuse(folding, start, gettext("verbs such as (*UTF8) are not supported; Unicode is always on"));
    if (peek(folding, 1) != '?') {
        folding->at++;
        return put_operator(folding, start, "(", 1);
    }
    if (kind == '=' || kind == '!' || (kind == '<' && (peek(folding, 3) == '=' || peek(folding, 3) == '!')))
        return refuse(folding, start,
                      gettext("look-around is not supported; use requires: and unless: for what stands near"));
    if (kind == '<')
        return fold_named_group(folding, 3);
    if (kind == 'P' && peek(folding, 3) == '<')
        return fold_named_group(folding, 4);
    return fold_options(folding);
}

/* The size of {n}, {n,} or {n,m} at folding->at, 0 when the brace stands for itself. */
static size_t repeat_size(const struct folding *folding, bool *unbounded)
{
    size_t ahead = 1, digits = 0;

    *unbounded = false;
    for (; peek(folding, ahead) >= '0' && peek(folding, ahead) <= '9'; ahead++)
        digits++;
    if (digits > 0 && peek(folding, ahead) == ',') {
        *unbounded = peek(folding, ahead + 1) == '}';
        ahead++;
        while (peek(folding, ahead) >= '0' && peek(folding, ahead) <= '9')
            ahead++;
    }
    return digits > 0 && peek(folding, ahead) == '}' ? ahead + 1 : 0;
}

static enum status fold_repeat(struct folding *folding)
{
    size_t at = folding->at, size = 1;
    char kind = peek(folding, 0);
    bool unbounded = kind != '?';

    if (kind == '{')
        size = repeat_size(folding, &unbounded);
    if (size == 0 && peek(folding, 1) == ',')
        return refuse(folding, at, gettext("write {0,n} for a repeat without a lower bound"));
    if (size == 0) {
        folding->at++;
        return put_character(folding, at, '{');
    }
    if (unbounded)
        return refuse(folding, at, gettext("this repeat has no upper bound, so a match could be as long as the "
                                           "document; write {0,20} for *, {1,20} for +, with a bound that fits"));
    folding->at += size;
    return put_operator(folding, at, folding->source.data + at, size);
}

static enum status fold_token(struct folding *folding)
{
    size_t at = folding->at;
    struct utf8_step step;

    switch (peek(folding, 0)) {
    case '\\':
        return fold_escape(folding);
    case '[':
        return fold_class(folding);
    case '(':
        return fold_group(folding);
    case '*':
    case '+':
    case '?':
    case '{':
        return fold_repeat(folding);
    case '.':
    case '^':
    case '$':
    case '|':
    case ')':
        folding->at++;
        return put_operator(folding, at, folding->source.data + at, 1);
    default:
        step = utf8_next(folding->source.data + at, folding->source.size - at);
        folding->at += step.size;
        return put_character(folding, at, step.code_point);
    }
}

enum status pattern_fold_regex(const struct rule_pack *pack, const struct rule_text *text, struct buf *output,
                               struct pattern_map *map, struct pattern_result *result)
{
    struct folding folding = { .pack = pack, .source = BUF_INIT(PATTERN_SIZE_MAX),
                               .output = output, .map = map, .plain = BUF_INIT(CANONICAL_GROWTH * PATTERN_SIZE_MAX),
                               .is_plain = true, .result = result };
    size_t start = output->size;
    enum status status;

    *result = (struct pattern_result){ { NULL, 0, NULL }, { NULL, 0, NULL }, false };
    status = expand(&folding, text);
    while (status == STATUS_OK && folding.at < folding.source.size)
        status = fold_token(&folding);
    if (status == STATUS_OK && folding.is_plain) {
        result->is_literal = true;
        output->size = start;
        buf_append(output, folding.plain.data, folding.plain.size);
    }
    if (status == STATUS_OK && (output->status != STATUS_OK || folding.plain.status != STATUS_OK))
        status = STATUS_NO_MEMORY;
    buf_free(&folding.source);
    buf_free(&folding.plain);
    pattern_map_free(&folding.origin);
    return status;
}

/* ---- Alternatives. */

/* The size of the token at folded[at]: an escape, a class, or one byte. */
static size_t token_size(const char *folded, size_t end, size_t at)
{
    size_t next = at + 1;

    if (folded[at] == '\\')
        return end - at > 1 ? 2 : 1;
    if (folded[at] != '[')
        return 1;
    if (next < end && folded[next] == '^')
        next++;
    while (next < end && folded[next] != ']') {
        const char *close = folded[next] == '[' ? memmem(folded + next, end - next, ":]", 2) : NULL;

        next = close != NULL ? (size_t)(close - folded) + 2 : next + 1 + (folded[next] == '\\');
    }
    return next < end ? next + 1 - at : end - at;
}

/* Where the group that opens at `at` has its parenthesis closed; `end` when it has not. */
static size_t group_end(const char *folded, size_t end, size_t at)
{
    size_t depth = 0;

    while (at < end) {
        if (folded[at] == '(')
            depth++;
        else if (folded[at] == ')' && --depth == 0)
            return at;
        at += token_size(folded, end, at);
    }
    return end;
}

struct span pattern_body(const char *folded, size_t size)
{
    size_t start = 0, end = size;

    while (end - start > 4 && memcmp(folded + start, "(?:", 3) == 0 && folded[end - 1] == ')'
           && group_end(folded, end, start) == end - 1) {
        start += 3;
        end--;
    }
    return (struct span){ start, end };
}

bool pattern_next_alternative(const char *folded, struct span body, size_t *next, struct span *piece)
{
    size_t at = *next > body.start ? *next : (size_t)body.start, depth = 0;

    if (at > body.end)
        return false;
    piece->start = at;
    while (at < body.end && !(folded[at] == '|' && depth == 0)) {
        if (folded[at] == '(')
            depth++;
        else if (folded[at] == ')' && depth > 0)
            depth--;
        at += token_size(folded, (size_t)body.end, at);
    }
    piece->end = at;
    *next = at + 1;
    return true;
}

bool pattern_is_plain(const char *folded, struct span piece, struct buf *plain)
{
    buf_clear(plain);
    for (size_t at = (size_t)piece.start; at < piece.end; at++) {
        bool escaped = folded[at] == '\\';

        if (escaped && (at + 1 == piece.end || ascii_is_letter_or_digit(folded[at + 1])))
            return false;
        at += escaped;
        if (!escaped && strchr(".^$*+?()[]{}|", folded[at]) != NULL)
            return false;
        buf_byte(plain, folded[at]);
    }
    return plain->size > 0;
}

/* ---- Literals. */

enum status pattern_fold_literal(const char *text, size_t size, enum rule_view view, struct buf *output)
{
    struct canonical_state state = CANONICAL_STATE_INIT;
    size_t room = CANONICAL_GROWTH * size + CANONICAL_SLACK;
    char *target = buf_reserve(output, view == VIEW_DENSE ? 2 * room : room);
    size_t folded;

    if (target == NULL)
        return STATUS_NO_MEMORY;
    folded = canonical_append(&state, text, size, NEWLINES_ARE_BLANKS, target, NULL);
    if (view == VIEW_DENSE) {
        size_t dense = canonical_dense(target, folded, target + room);

        memmove(target, target + room, dense);
        folded = dense;
    }
    target[folded] = '\0';
    output->size += folded;
    return STATUS_OK;
}
