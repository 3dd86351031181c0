/* SPDX-License-Identifier: Apache-2.0 */
#include "tamper/script.h"

#include <string.h>

/* ---- Does it do anything? Nearly all scripts are asked this and no more. */

/* Each way below begins with a search for words that have one of these in them. Three neighbouring bytes are looked at, then the
 * three that begin WORD_STEP behind: so the words must be that much longer than two. */
static const char *const necessary[] = { "referrer", "useragent", "location", "write", "innerhtml", "adjacenthtml", "eval(",
                                         "eval (", "r _0x", "t _0x" };
enum { WORD_COUNT = sizeof necessary / sizeof *necessary, WORD_STEP = 3, NEIGHBOURS = 3 };

/* A bit for each of the places in a word where the three may begin. */
struct script_words {
    uint32_t bits[NEIGHBOURS][256]; /* of the places that have the byte, as the first, second or third of them */
};
_Static_assert((int)WORD_COUNT * (int)WORD_STEP <= 32, "every place has a bit");

enum status script_words_create(struct arena *arena, const struct script_words **words)
{
    struct script_words *made = arena_zeroed(arena, sizeof *made);

    if (made == NULL)
        return STATUS_NO_MEMORY;
    for (size_t bit = 0; bit < (size_t)WORD_COUNT * WORD_STEP; bit++) {
        const char *at = necessary[bit / WORD_STEP] + bit % WORD_STEP;

        for (size_t byte = 0; byte < NEIGHBOURS; byte++)
            made->bits[byte][(uint8_t)at[byte]] |= UINT32_C(1) << bit;
    }
    *words = made;
    return STATUS_OK;
}

/* Does this place of a word stand at text[at]? */
static bool has_word_at(unsigned bit, const char *text, size_t size, size_t at)
{
    const char *word = necessary[bit / WORD_STEP];
    size_t before = bit % WORD_STEP, length = strlen(word);

    return at >= before && size - (at - before) >= length && memcmp(text + at - before, word, length) == 0;
}

static bool may_do_something(const struct script_words *words, const char *text, size_t size)
{
    const uint8_t *bytes = (const uint8_t *)text;

    for (size_t at = 0; at + NEIGHBOURS <= size; at += WORD_STEP) {
        uint32_t bits = words->bits[0][bytes[at]] & words->bits[1][bytes[at + 1]] & words->bits[2][bytes[at + 2]];

        for (; bits != 0; bits &= bits - 1) {
            if (has_word_at((unsigned)__builtin_ctz(bits), text, size, at))
                return true;
        }
    }
    return false;
}

/* ---- Searching. */

/* The first of `words` at or behind `from` and before `to`; at *place. */
static bool find_any(const char *text, size_t from, size_t to, const char *const *words, struct span *place)
{
    bool found = false;

    for (; *words != NULL; words++) {
        const char *at = from < to ? memmem(text + from, to - from, *words, strlen(*words)) : NULL;

        if (at == NULL || (found && (size_t)(at - text) >= place->start))
            continue;
        *place = (struct span){ (size_t)(at - text), (size_t)(at - text) + strlen(*words) };
        found = true;
    }
    return found;
}

static size_t within(size_t from, size_t reach, size_t size)
{
    return size - from < reach ? size : from + reach;
}

/* A host that is not trusted, behind // between `from` and `to`. */
static bool find_stranger(const struct host_list *hosts, const char *text, size_t from, size_t to, struct span *host)
{
    while (host_next(text, to, from, host)) {
        if (host_list_find(hosts, text + host->start, (size_t)(host->end - host->start)) != HOST_TRUSTED)
            return true;
        from = (size_t)host->end;
    }
    return false;
}

/* The words of a packed script stand in a row, hosts among them without //. */
static bool find_odd_word(const struct host_list *hosts, const char *text, size_t size, struct span *host)
{
    static const char *const ends[] = { ".com", ".net", ".cn", ".cc", ".org", ".info", ".vip", ".top", ".xyz", ".club", NULL };
    struct span end;

    for (size_t from = 0; find_any(text, from, size, ends, &end); from = (size_t)end.end) {
        size_t start = (size_t)end.start, stop = (size_t)end.end;

        while (start > 0 && host_is_name_byte(text[start - 1]))
            start--;
        while (stop < size && host_is_name_byte(text[stop]))
            stop++;
        if (start < end.start && stop - start <= HOST_SIZE_MAX && host_is_odd(hosts, text + start, stop - start)) {
            *host = (struct span){ start, stop };
            return true;
        }
    }
    return false;
}

/* ---- The ways. The first that is found says where, and to which host. */

static void note(struct script_signs *signs, struct span place, struct span host)
{
    if (signs->place.end == 0)
        signs->place = place;
    if (signs->host.end == 0)
        signs->host = host;
}

/* A frame that the reader sees instead of the page. */
static bool covers(const char *text, size_t from, size_t to)
{
    static const char *const frames[] = { "<iframe", NULL };
    static const char *const places[] = { "position:fixed", "position: fixed", "position:absolute", "position: absolute", NULL };
    static const char *const extents[] = { "100%", "100vh", NULL };
    struct span span;

    return find_any(text, from, to, frames, &span) && find_any(text, from, to, places, &span)
           && find_any(text, from, to, extents, &span);
}

static void writes_link(const struct host_list *hosts, const char *text, size_t size, struct script_signs *signs)
{
    static const char *const writers[] = { "document.write", "innerhtml", "insertadjacenthtml", NULL };
    static const char *const markup[] = { "<a ", "<iframe", "<script", "<meta ", NULL };
    enum { MARKUP_REACH = 200, HOST_REACH = 300, STYLE_REACH = 200 };
    struct span writer, tag, host;

    for (size_t from = 0; find_any(text, from, size, writers, &writer); from = (size_t)writer.end) {
        size_t to = within((size_t)writer.end, MARKUP_REACH, size);

        if (!find_any(text, (size_t)writer.end, to, markup, &tag)
            || !find_stranger(hosts, text, (size_t)tag.end, within((size_t)tag.end, HOST_REACH, size), &host))
            continue;
        signs->writes = true;
        signs->covers = covers(text, (size_t)writer.end, within((size_t)host.end, STYLE_REACH, size));
        note(signs, writer, host);
        return;
    }
}

static void decodes(const char *text, size_t size, struct script_signs *signs)
{
    static const char *const doers[] = { "write(", "writeln(", "eval(", "write (", "eval (", NULL };
    static const char *const decoders[] = { "fromcharcode", "unescape(", "atob(", "decodeuri", "eval(function(h,u,n,t,e,r)", NULL };
    enum { DECODER_REACH = 60 };
    struct span doer, decoder;

    for (size_t from = 0; find_any(text, from, size, doers, &doer); from = (size_t)doer.end) {
        /* eval(u) behind u=atob("…"); counts as well, but not fromCharCode(eval(u)). */
        size_t before = doer.start > DECODER_REACH ? (size_t)doer.start - DECODER_REACH : 0;
        bool is_eval = memcmp(text + doer.start, "eval", 4) == 0;
        size_t first = is_eval ? before : (size_t)doer.start;

        if (find_any(text, first, within((size_t)doer.end, DECODER_REACH, size), decoders, &decoder)
            && (decoder.start > doer.start || memchr(text + decoder.end, ';', (size_t)(doer.start - decoder.end)) != NULL)) {
            signs->runs = is_eval;
            signs->decodes = !is_eval;
            note(signs, doer, (struct span){ 0 });
            return;
        }
    }
}

static void packs(const struct host_list *hosts, const char *text, size_t size, struct script_signs *signs)
{
    static const char *const packers[] = { "eval(function(p,a,c,k,e,", "eval(function (p,a,c,k,e,",
                                           "eval(function(p, a, c, k, e,", "var _0x", "const _0x", NULL };
    struct span packer, host = { 0 };

    if (!find_any(text, 0, size, packers, &packer))
        return;
    signs->packs = true;
    signs->names_odd_host = find_odd_word(hosts, text, size, &host);
    note(signs, packer, host);
}

static void diverts(const struct host_list *hosts, const char *text, size_t size, struct script_signs *signs)
{
    static const char *const questions[] = { "referrer", "useragent", NULL };
    static const char *const engines[] = { "baidu", "sogou", "so.com", "haosou", "sm.cn", "yisou", "spider", "google", "bing",
                                           NULL };
    static const char *const answers[] = { "location", "window.open", "document.write", NULL };
    enum { ENGINE_REACH = 200, ANSWER_REACH = 300, HOST_REACH = 60 };
    struct span question, engine, answer, host;

    for (size_t from = 0; find_any(text, from, size, questions, &question); from = (size_t)question.end) {
        size_t before = question.start > ENGINE_REACH ? (size_t)question.start - ENGINE_REACH : 0;
        size_t to = within((size_t)question.end, ENGINE_REACH, size);

        if (!find_any(text, before, to, engines, &engine))
            continue;
        to = within((size_t)question.end, ANSWER_REACH, size);
        for (size_t at = (size_t)question.end; find_any(text, at, to, answers, &answer); at = (size_t)answer.end) {
            if (find_stranger(hosts, text, (size_t)answer.end, within((size_t)answer.end, HOST_REACH, size), &host)) {
                signs->diverts = true;
                note(signs, question, host);
                return;
            }
        }
    }
}

/* Without a condition, which may stand in another piece. */
static void jumps(const struct host_list *hosts, const char *text, size_t size, struct script_signs *signs)
{
    static const char *const answers[] = { "location", NULL }; /* one word: one pass */
    static const char *const ways[] = { "=", ".replace(", ".assign(", NULL };
    enum { WAY_REACH = 12, HOST_REACH = 100 };
    struct span answer, way, host;

    for (size_t from = 0; find_any(text, from, size, answers, &answer); from = (size_t)answer.end) {
        size_t to = within((size_t)answer.end, HOST_REACH, size);

        if (find_any(text, (size_t)answer.end, within((size_t)answer.end, WAY_REACH, size), ways, &way)
            && host_next(text, to, (size_t)way.end, &host)
            && host_is_odd(hosts, text + host.start, (size_t)(host.end - host.start))) {
            signs->jumps = true;
            note(signs, answer, host);
            return;
        }
    }
}

struct script_signs script_read(const struct script_words *words, const struct host_list *hosts, const char *text,
                                size_t size)
{
    struct script_signs signs = { 0 };

    if (!may_do_something(words, text, size))
        return signs;
    diverts(hosts, text, size, &signs);
    if (!signs.diverts)
        jumps(hosts, text, size, &signs);
    writes_link(hosts, text, size, &signs);
    packs(hosts, text, size, &signs);
    decodes(text, size, &signs);
    return signs;
}

bool script_handler_calls(const struct host_list *hosts, const char *text, size_t size, struct span *host)
{
    static const char *const ways[] = { "createelement", "getscript", "import(", "location", "window.open", "eval(", "fetch(",
                                        "innerhtml", "document.write", NULL };
    struct span way;

    return find_any(text, 0, size, ways, &way) && find_stranger(hosts, text, 0, size, host);
}
