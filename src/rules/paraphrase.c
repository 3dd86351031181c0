/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/paraphrase.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "rules/pattern.h"
#include "text/utf8.h"

enum { ALTERNATIVES_SHOWN = 8, MEMBERS_SHOWN = 8, MEMBERS_MAX = 64, DEPTH_MAX = 24 };

struct paraphrase {
    const char *folded; /* pattern_fold_regex's: what has been checked, with its defines put in */
    struct buf *output;
    size_t end;    /* of the output, behind which nothing more is told */
    size_t quoted; /* the size of the output behind the last sign in quotes */
    unsigned depth;
};

/* A piece of the expression with what repeats it. */
struct atom {
    size_t start, end; /* without the repeat */
    size_t next;
    unsigned least, most; /* 1 and 1 without a repeat */
};

static bool is_full(const struct paraphrase *paraphrase)
{
    return paraphrase->output->size >= paraphrase->end;
}

/* ---- Taking apart. */

/* Behind \x{6c49}, \p{L}, \d, \.; `at` is the backslash. */
static size_t escape_end(const char *folded, size_t at, size_t end)
{
    const char *brace = at + 2 < end && folded[at + 2] == '{' ? memchr(folded + at, '}', end - at) : NULL;

    if (brace != NULL && strchr("xpP", folded[at + 1]) != NULL)
        return (size_t)(brace - folded) + 1;
    return at + 1 < end ? at + 1 + utf8_next(folded + at + 1, end - at - 1).size : end;
}

static size_t class_end(const char *folded, size_t at, size_t end)
{
    at += at + 1 < end && folded[at + 1] == '^' ? 2 : 1;
    while (at < end && folded[at] != ']') {
        if (folded[at] == '[' && at + 1 < end && folded[at + 1] == ':') {
            const char *close = memmem(folded + at, end - at, ":]", 2);

            at = close != NULL ? (size_t)(close - folded) + 2 : end;
        } else {
            at = folded[at] == '\\' ? escape_end(folded, at, end) : at + 1;
        }
    }
    return at < end ? at + 1 : end;
}

static size_t token_end(const char *folded, size_t at, size_t end)
{
    if (folded[at] == '\\')
        return escape_end(folded, at, end);
    if (folded[at] == '[')
        return class_end(folded, at, end);
    return at + utf8_next(folded + at, end - at).size;
}

static size_t group_end(const char *folded, size_t at, size_t end)
{
    unsigned depth = 0;

    while (at < end) {
        depth += folded[at] == '(';
        depth -= folded[at] == ')';
        at = token_end(folded, at, end);
        if (depth == 0)
            return at;
    }
    return end;
}

/* ? {n} {n,m}, and a second ? that changes nothing about what is found. */
static void read_repeat(const char *folded, size_t end, struct atom *atom)
{
    char *behind;

    atom->least = atom->most = 1;
    atom->next = atom->end;
    if (atom->next < end && folded[atom->next] == '?') {
        atom->least = 0;
        atom->next++;
    } else if (atom->next + 1 < end && folded[atom->next] == '{' && folded[atom->next + 1] >= '0'
               && folded[atom->next + 1] <= '9') {
        atom->least = atom->most = (unsigned)strtoul(folded + atom->next + 1, &behind, 10);
        if (*behind == ',')
            atom->most = (unsigned)strtoul(behind + 1, &behind, 10);
        atom->next = (size_t)(behind - folded) + 1;
    }
    if (atom->next < end && folded[atom->next] == '?')
        atom->next++;
}

static struct atom read_atom(const char *folded, size_t at, size_t end)
{
    struct atom atom = { .start = at };

    atom.end = folded[at] == '(' ? group_end(folded, at, end) : token_end(folded, at, end);
    read_repeat(folded, end, &atom);
    return atom;
}

/* Where the alternative that begins at `at` ends. */
static size_t alternative_end(const char *folded, size_t at, size_t end)
{
    while (at < end && folded[at] != '|')
        at = folded[at] == '(' ? group_end(folded, at, end) : token_end(folded, at, end);
    return at;
}

/* ---- Kinds of characters. */

/* Characters that are told by one name where a class has several of them. */
enum group {
    OPENING,
    CLOSING,
    BRACKETS, /* one of each */
    QUOTES,
    STARS,
    DOTS,
    DASHES,
    BOXES,
    NUMERALS,
    FULL_NUMERALS,
    PUNCTUATION,
    GROUP_COUNT
};
static const struct {
    const char *characters;
    size_t least; /* of them in the class */
} groups[GROUP_COUNT] = {
    [OPENING] = { "([{〔【〖〈《「『<", 2 },
    [CLOSING] = { ")]}〕】〗〉》」』>", 2 },
    [BRACKETS] = { "()[]〔〕【】〈〉《》", 2 },
    [QUOTES] = { "\"'“”‘’", 2 },
    [STARS] = { "★☆*※⭐✩✪✭✮⋆∗", 2 },
    [DOTS] = { "·•・‧∙", 2 },
    [DASHES] = { "-—–─−~～=", 2 },
    [BOXES] = { "☑√✓✔✅□☐■", 2 },
    [NUMERALS] = { "一二三四五六七八九十百千万零〇两", 4 },
    [FULL_NUMERALS] = { "壹贰叁肆伍陆柒捌玖拾佰仟", 4 },
    [PUNCTUATION] = { ",、;:。!?.…", 2 },
};

/* What a reading and an expression write themselves; what else is no part of a word. */
static const char notation[] = "\\[]{}()<>*+?|^$〔〕（）〈〉／–";
static const char other_signs[] = "_~@#&,;:!\"'.-=/、。；：！？…—●×�";

struct members {
    bool negated, digits, letters, han, blank, others; /* others: kinds that have no name here */
    unsigned groups;                                   /* bits of those that are named */
    uint32_t singles[MEMBERS_MAX];
    size_t count; /* of all single ones, kept or not */
};

static uint32_t read_character(const char *folded, size_t at, size_t end)
{
    if (folded[at] != '\\')
        return utf8_next(folded + at, end - at).code_point;
    if (folded[at + 1] == 'x' && at + 2 < end && folded[at + 2] == '{')
        return (uint32_t)strtoul(folded + at + 3, NULL, 16);
    return folded[at + 1] == 'n' ? '\n' : utf8_next(folded + at + 1, end - at - 1).code_point;
}

/* What stands for a repeated character and for zero belongs to Chinese characters, and is not worth a word. */
static bool is_han_too(uint32_t code_point)
{
    return code_point == 0x3005 || code_point == 0x3007;
}

static bool has_single(const struct members *members, uint32_t code_point)
{
    for (size_t index = 0; index < members->count && index < MEMBERS_MAX; index++)
        if (members->singles[index] == code_point)
            return true;
    return false;
}

static void add_single(struct members *members, uint32_t code_point)
{
    if (code_point == ' ')
        members->blank = true;
    else if (code_point != '\n' && !has_single(members, code_point) && members->count++ < MEMBERS_MAX)
        members->singles[members->count - 1] = code_point;
}

static void add_range(struct members *members, uint32_t first, uint32_t last)
{
    enum { HAN_FIRST = 0x3400, HAN_LAST = 0x3FFFF, HAN_COMMON = 0x4E00, SHORT = 6 };

    if (first >= '0' && last <= '9' && last - first > SHORT)
        members->digits = true;
    else if (first >= 'a' && last <= 'z' && last - first > SHORT)
        members->letters = true;
    else if (first >= HAN_FIRST && last <= HAN_LAST && (first <= HAN_COMMON || first >= 0x20000)
             && last - first > 0x1000)
        members->han = true;
    else if (last - first <= SHORT)
        for (uint32_t code_point = first; code_point <= last; code_point++)
            add_single(members, code_point);
    else
        members->others = true;
}

/* \d \w and their like, [:alpha:], \p{L}; false for a single character. */
static bool add_kind(struct members *members, const char *folded, size_t at, size_t next)
{
    static const char han[] = "\\p{Han}";
    bool is_named = next - at > 2 && (folded[at] == '[' || folded[at + 1] == 'p' || folded[at + 1] == 'P');
    bool is_han = next - at == sizeof han - 1 && memcmp(folded + at, han, sizeof han - 1) == 0;
    char letter = folded[at] == '\\' && next == at + 2 ? folded[at + 1] : '\0';

    members->digits = members->digits || letter == 'd' || letter == 'w';
    members->letters = members->letters || letter == 'w';
    members->han = members->han || is_han;
    members->others = members->others || (is_named && !is_han);
    return is_named || letter == 'd' || letter == 'w';
}

static void drop_single(struct members *members, size_t index)
{
    members->count--;
    memmove(members->singles + index, members->singles + index + 1,
            (members->count - index) * sizeof *members->singles);
}

/* Single characters that a kind has already. */
static void drop_named(struct members *members)
{
    for (size_t index = members->count; index-- > 0;) {
        uint32_t single = members->singles[index];

        if ((members->han && is_han_too(single)) || (members->digits && single >= '0' && single <= '9')
            || (members->letters && single >= 'a' && single <= 'z'))
            drop_single(members, index);
    }
}

static bool is_among(const char *characters, uint32_t code_point)
{
    char text[5] = { 0 };

    (void)utf8_encode(code_point, text);
    return strstr(characters, text) != NULL;
}

static void name_group(struct members *members, enum group group)
{
    const char *characters = groups[group].characters;
    size_t found = 0;

    for (size_t index = 0; index < members->count; index++)
        found += is_among(characters, members->singles[index]);
    if (found < groups[group].least)
        return;
    members->groups |= 1U << group;
    for (size_t index = members->count; index-- > 0;)
        if (is_among(characters, members->singles[index]))
            drop_single(members, index);
}

static void name_members(struct members *members)
{
    if (members->count > MEMBERS_MAX)
        return;
    drop_named(members);
    for (unsigned group = 0; group < GROUP_COUNT; group++)
        name_group(members, (enum group)group);
}

static struct members read_class(const char *folded, size_t at, size_t end)
{
    struct members members = { .negated = folded[at + 1] == '^' };

    at += members.negated ? 2 : 1;
    end--;
    while (at < end) {
        size_t next = folded[at] == '[' ? class_end(folded, at, end + 1) : token_end(folded, at, end);

        if (!add_kind(&members, folded, at, next)) {
            uint32_t first = read_character(folded, at, end);

            if (next + 1 < end && folded[next] == '-') {
                at = next + 1;
                next = token_end(folded, at, end);
                add_range(&members, first, read_character(folded, at, end));
            } else {
                add_single(&members, first);
            }
        }
        at = next;
    }
    name_members(&members);
    return members;
}

static bool has_kinds(const struct members *members)
{
    return members->digits || members->letters || members->han || members->others || members->groups != 0;
}

static void write_character(struct buf *output, uint32_t code_point)
{
    char text[4];

    buf_append(output, text, utf8_encode(code_point, text));
}

/* One of several: a sign is told from the words around it. */
static void write_single(struct buf *output, uint32_t code_point)
{
    bool quoted = is_among(notation, code_point) || is_among(other_signs, code_point);

    buf_text(output, quoted ? "“" : "");
    write_character(output, code_point);
    buf_text(output, quoted ? "”" : "");
}

static void write_singles(struct buf *output, const struct members *members, const char *divider)
{
    for (size_t index = 0; index < members->count && index < MEMBERS_SHOWN; index++) {
        buf_text(output, divider);
        write_single(output, members->singles[index]);
        divider = "／";
    }
    if (members->count > MEMBERS_SHOWN) {
        buf_text(output, "／");
        buf_format(output, gettext("… %zu in all"), members->count);
    }
}

static void write_members(struct buf *output, const struct members *members)
{
    const struct {
        bool is_member;
        const char *name;
    } kinds[] = {
        { members->digits, gettext("digits") },
        { members->letters, gettext("letters") },
        { members->han, gettext("Chinese characters") },
        { members->others, gettext("other characters") },
        { members->groups >> NUMERALS & 1, gettext("Chinese numerals") },
        { members->groups >> FULL_NUMERALS & 1, gettext("Chinese numerals in full") },
        { members->groups >> OPENING & 1, gettext("opening brackets") },
        { members->groups >> CLOSING & 1, gettext("closing brackets") },
        { members->groups >> BRACKETS & 1, gettext("brackets") },
        { members->groups >> QUOTES & 1, gettext("quotation marks") },
        { members->groups >> STARS & 1, gettext("stars") },
        { members->groups >> DOTS & 1, gettext("middle dots") },
        { members->groups >> DASHES & 1, gettext("dashes") },
        { members->groups >> BOXES & 1, gettext("check boxes") },
        { members->groups >> PUNCTUATION & 1, gettext("punctuation") },
    };
    const char *divider = "";

    for (size_t index = 0; index < sizeof kinds / sizeof *kinds; index++) {
        if (!kinds[index].is_member)
            continue;
        buf_text(output, divider);
        buf_text(output, kinds[index].name);
        divider = "／";
    }
    write_singles(output, members, divider);
    if (members->blank && members->count == 0 && divider[0] == '\0')
        buf_text(output, gettext("blanks"));
}

static void write_count(struct buf *output, const struct atom *atom)
{
    if (atom->least == 1 && atom->most == 1)
        return;
    if (atom->least == atom->most)
        buf_format(output, gettext(" (%u)"), atom->most);
    else if (atom->least == 0)
        buf_format(output, gettext(" (up to %u)"), atom->most);
    else
        buf_format(output, gettext(" (%u to %u)"), atom->least, atom->most);
}

static void write_kind(struct buf *output, const struct atom *atom, const struct members *members)
{
    buf_text(output, "〈");
    if (members == NULL || (members->negated && members->count == 0 && !has_kinds(members))) {
        buf_text(output, gettext("any characters"));
    } else if (members->negated) {
        struct buf others = BUF_INIT(1 << 10);

        write_members(&others, members);
        buf_format(output, gettext("characters other than %s"), others.data != NULL ? others.data : "");
        buf_free(&others);
    } else {
        write_members(output, members);
    }
    write_count(output, atom);
    buf_text(output, "〉");
}

/* Single characters that follow each other, such as 3 to 9. */
static bool is_run(const struct members *members)
{
    for (size_t index = 1; index < members->count; index++)
        if (members->singles[index] != members->singles[index - 1] + 1)
            return false;
    return members->count > 2;
}

static void write_choice(struct buf *output, const struct members *members)
{
    if (!is_run(members)) {
        write_singles(output, members, "");
        return;
    }
    write_character(output, members->singles[0]);
    buf_text(output, "–");
    write_character(output, members->singles[members->count - 1]);
}

static bool is_choice(const struct members *members)
{
    return !members->negated && !has_kinds(members) && members->count > 0 && members->count <= MEMBERS_SHOWN;
}

/* Signs that would be taken for those of a reading or of an expression stand in quotes, together where they follow each
 * other; what is usual between words does not. */
static void write_plain(struct paraphrase *paraphrase, uint32_t code_point)
{
    struct buf *output = paraphrase->output;

    if (!is_among(notation, code_point)) {
        write_character(output, code_point);
        return;
    }
    if (output->size > 0 && paraphrase->quoted == output->size)
        output->size -= strlen("”");
    else
        buf_text(output, "“");
    write_character(output, code_point);
    buf_text(output, "”");
    paraphrase->quoted = output->size;
}

/* Few single characters are a choice like any other: 〔省／市〕. */
static void write_class(struct paraphrase *paraphrase, const struct atom *atom)
{
    struct members members = read_class(paraphrase->folded, atom->start, atom->end);
    struct buf *output = paraphrase->output;
    bool optional = atom->least == 0 && atom->most == 1;

    if (members.blank && members.count == 0 && !members.negated && !has_kinds(&members))
        return;
    if (!is_choice(&members) || atom->most > 1) {
        write_kind(output, atom, &members);
        return;
    }
    buf_text(output, optional ? "（" : members.count > 1 ? "〔" : "");
    if (members.count == 1)
        write_plain(paraphrase, members.singles[0]);
    else
        write_choice(output, &members);
    buf_text(output, optional ? "）" : members.count > 1 ? "〕" : "");
}

/* ---- Sequences and choices. */

static void write_sequence(struct paraphrase *paraphrase, size_t at, size_t end);

static size_t count_alternatives(const char *folded, size_t at, size_t end)
{
    size_t count = 1;

    for (at = alternative_end(folded, at, end); at < end; at = alternative_end(folded, at + 1, end))
        count++;
    return count;
}

static size_t inside_of(const char *folded, const struct atom *group)
{
    return group->start + (strncmp(folded + group->start, "(?:", 3) == 0 ? 3 : 1);
}

/* The only atom of the piece, when it has only one and that is not repeated. */
static bool is_single(const char *folded, size_t at, size_t end, struct atom *atom)
{
    if (at >= end)
        return false;
    *atom = read_atom(folded, at, end);
    return atom->next == end && atom->least == 1 && atom->most == 1;
}

static void write_alternatives(struct paraphrase *paraphrase, size_t at, size_t end);

static bool write_inner_choice(struct paraphrase *paraphrase, const struct atom *atom)
{
    struct members members;

    if (paraphrase->folded[atom->start] == '(') {
        write_alternatives(paraphrase, inside_of(paraphrase->folded, atom), atom->end - 1);
        return true;
    }
    if (paraphrase->folded[atom->start] != '[')
        return false;
    members = read_class(paraphrase->folded, atom->start, atom->end);
    if (!is_choice(&members))
        return false;
    write_choice(paraphrase->output, &members);
    return true;
}

static void write_alternatives(struct paraphrase *paraphrase, size_t at, size_t end)
{
    size_t count = count_alternatives(paraphrase->folded, at, end);
    struct atom inner;

    for (size_t index = 0; index < count; index++) {
        size_t next = alternative_end(paraphrase->folded, at, end);

        if (index > 0)
            buf_text(paraphrase->output, "／");
        if (index == ALTERNATIVES_SHOWN || is_full(paraphrase) || paraphrase->depth == DEPTH_MAX) {
            buf_format(paraphrase->output, gettext("… %zu in all"), count);
            return;
        }
        /* A choice within a choice needs no brackets. */
        paraphrase->depth++;
        if (!is_single(paraphrase->folded, at, next, &inner) || !write_inner_choice(paraphrase, &inner))
            write_sequence(paraphrase, at, next);
        paraphrase->depth--;
        at = next + 1;
    }
}

static void write_atom(struct paraphrase *paraphrase, const struct atom *atom);

static void write_group(struct paraphrase *paraphrase, const struct atom *atom)
{
    const char *folded = paraphrase->folded;
    size_t inside = inside_of(folded, atom);
    bool optional = atom->least == 0 && atom->most == 1, repeated = atom->most > 1;
    bool chosen = count_alternatives(folded, inside, atom->end - 1) > 1;
    struct atom inner;

    if (!chosen && is_single(folded, inside, atom->end - 1, &inner)) {
        inner.least = atom->least;
        inner.most = atom->most;
        write_atom(paraphrase, &inner);
        return;
    }
    buf_text(paraphrase->output, optional ? "（" : chosen || repeated ? "〔" : "");
    write_alternatives(paraphrase, inside, atom->end - 1);
    buf_text(paraphrase->output, optional ? "）" : chosen || repeated ? "〕" : "");
    if (repeated)
        write_count(paraphrase->output, atom);
}

/* A character that stands for itself. */
static void write_literal(struct paraphrase *paraphrase, const struct atom *atom)
{
    struct buf *output = paraphrase->output;
    uint32_t code_point = read_character(paraphrase->folded, atom->start, atom->end);
    bool optional = atom->least == 0 && atom->most == 1, repeated = atom->most > 1;

    if (code_point == ' ' && atom->least == 0)
        return;
    buf_text(output, optional ? "（" : repeated ? "〈" : "");
    write_plain(paraphrase, code_point);
    if (repeated)
        write_count(output, atom);
    buf_text(output, optional ? "）" : repeated ? "〉" : "");
}

static void write_atom(struct paraphrase *paraphrase, const struct atom *atom)
{
    const char *folded = paraphrase->folded;
    char first = folded[atom->start], second = atom->start + 1 < atom->end ? folded[atom->start + 1] : '\0';
    struct members members = { .digits = second == 'd' || second == 'w', .letters = second == 'w' };

    if (first == '(')
        write_group(paraphrase, atom);
    else if (first == '[')
        write_class(paraphrase, atom);
    else if (first == '.')
        write_kind(paraphrase->output, atom, NULL);
    else if (first == '^' || first == '$')
        buf_text(paraphrase->output, first == '^' ? gettext("〈beginning of a paragraph〉") : gettext("〈its end〉"));
    else if (first == '\\' && members.digits)
        write_kind(paraphrase->output, atom, &members);
    else if (first != '\\' || (second != 'b' && second != 'B')) /* the border of a word is no news to a reader */
        write_literal(paraphrase, atom);
}

static void write_sequence(struct paraphrase *paraphrase, size_t at, size_t end)
{
    while (at < end) {
        struct atom atom = read_atom(paraphrase->folded, at, end);

        if (is_full(paraphrase)) {
            buf_text(paraphrase->output, "…");
            return;
        }
        write_atom(paraphrase, &atom);
        at = atom.next;
    }
}

enum status paraphrase_expression(const struct rule_pack *pack, const struct rule_text *expression, size_t size_max,
                                  struct buf *output)
{
    struct buf folded = BUF_INIT(64 * PATTERN_SIZE_MAX);
    struct pattern_result result;
    enum status status = pattern_fold_regex(pack, expression, &folded, NULL, &result);
    struct paraphrase paraphrase = { .output = output, .end = output->size + size_max };

    if (status == STATUS_OK && folded.size > 0) {
        paraphrase.folded = folded.data;
        if (result.is_literal)
            buf_append(output, folded.data, folded.size);
        else
            write_alternatives(&paraphrase, 0, folded.size);
        status = buf_status(output);
    }
    buf_free(&folded);
    return status;
}
