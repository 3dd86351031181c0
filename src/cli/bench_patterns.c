/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_patterns.h"

#include <stdlib.h>
#include <string.h>

#include "report/json.h"
#include "report/words.h"
#include "text/utf8.h"

enum {
    SHOWN_PATTERNS = 3,
    SHOWN_BYTES = 160, /* of an expression, for people */
    SHORT_ANCHOR = 2,  /* characters */
    WIDE_RUN = 240,    /* bytes: three lines of a page */
    SHARE_LEAST = 10   /* percent of the rule's dearest pattern, below which another is not worth a word */
};

static double per_kib(uint64_t number, uint64_t bytes)
{
    return bytes > 0 ? (double)number * 1024 / (double)bytes : 0;
}

static double own_ns(const struct pattern_cost *cost)
{
    return cost->sharers > 0 ? (double)cost->ns / cost->sharers : 0;
}

static int by_time(const void *left, const void *right)
{
    const struct pattern_cost *a = left, *b = right;

    if (own_ns(a) != own_ns(b))
        return own_ns(a) > own_ns(b) ? -1 : 1;
    if (a->matches != b->matches)
        return a->matches > b->matches ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

void bench_patterns_sort(struct pattern_cost *costs, size_t count)
{
    if (count > 1)
        qsort(costs, count, sizeof *costs, by_time);
}

static uint32_t count_characters(const char *text)
{
    uint32_t count = 0;

    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

/* As many characters as the word has that is met most, or, of a sealed pack, the shortest one. */
static uint32_t anchor_characters(const struct pattern_cost *cost)
{
    return cost->common_anchor[0] != '\0' ? count_characters(cost->common_anchor) : cost->anchor_characters;
}

enum pattern_reason bench_patterns_reason(const struct pattern_cost *cost, uint64_t text_bytes)
{
    const double often = 0.5; /* each KiB: more than once in a screen of text */

    if (cost->way == PATTERN_EVERYTHING)
        return PATTERN_REASON_NO_WORD;
    if (cost->way == PATTERN_LINES)
        return PATTERN_REASON_NO_WORD_LINES;
    if (per_kib(cost->matches, text_bytes) >= often)
        return PATTERN_REASON_MATCHES;
    if (cost->way == PATTERN_WORD)
        return PATTERN_REASON_NONE;
    if (per_kib(cost->anchors_met, text_bytes) >= often)
        return anchor_characters(cost) <= SHORT_ANCHOR ? PATTERN_REASON_SHORT_ANCHOR : PATTERN_REASON_COMMON_ANCHOR;
    return cost->runs > 0 && cost->run_bytes / cost->runs >= WIDE_RUN ? PATTERN_REASON_WIDE : PATTERN_REASON_NONE;
}

/* ---- For people. */

static const char *kind_words(enum requirement_kind kind)
{
    static const char *const words[] = { [KIND_DIGIT] = N_("lines with digits"),
                                         [KIND_LETTER] = N_("lines with Latin letters"),
                                         [KIND_SIGN] = N_("lines with signs of programs"),
                                         [KIND_LATIN] = N_("lines with accented letters"),
                                         [KIND_DOUBLED] = N_("lines with doubled punctuation"),
                                         [KIND_OTHER] = N_("short lines") };

    return _(words[kind]);
}

static void write_anchor(const struct pattern_cost *cost, uint64_t text_bytes, struct buf *out)
{
    buf_format(out,
               _("%zu words can wake it; the commonest, “%s” (%u characters), stands %llu times in these texts, all of "
                 "them %.1f times in a KiB; so it ran on %.0f %% of the text"),
               cost->anchor_count, cost->sealed ? "…" : cost->common_anchor, anchor_characters(cost),
               (unsigned long long)cost->common_anchor_met, per_kib(cost->anchors_met, text_bytes),
               text_bytes > 0 ? 100 * (double)cost->run_bytes / (double)text_bytes : 0);
}

static void write_facts(const struct pattern_cost *cost, enum pattern_reason reason, uint64_t text_bytes,
                        struct buf *out)
{
    double share = text_bytes > 0 ? 100 * (double)cost->run_bytes / (double)text_bytes : 0;

    switch (reason) {
    case PATTERN_REASON_NO_WORD:
        buf_format(out, _("no fixed word stands in every match, so it ran on all text (%.0f KB)"),
                   (double)cost->run_bytes / 1e3);
        break;
    case PATTERN_REASON_NO_WORD_LINES:
        buf_format(out, _("no fixed word stands in every match, so it ran on all %s: %.0f %% of the text"),
                   kind_words(cost->kind), share);
        break;
    case PATTERN_REASON_SHORT_ANCHOR:
    case PATTERN_REASON_COMMON_ANCHOR:
        write_anchor(cost, text_bytes, out);
        break;
    case PATTERN_REASON_WIDE:
        buf_format(out,
                   _("a match can be %u bytes long, so it ran on %.0f bytes around each place where one of its words "
                     "stands (%llu places)"),
                   cost->max_bytes, (double)cost->run_bytes / (double)cost->runs, (unsigned long long)cost->runs);
        break;
    case PATTERN_REASON_MATCHES:
        buf_format(out, _("it matches %llu times, %.1f times in a KiB"), (unsigned long long)cost->matches,
                   per_kib(cost->matches, text_bytes));
        break;
    case PATTERN_REASON_NONE:
        if (cost->way == PATTERN_WORD)
            buf_format(out, _("a word of %u characters, found with all others at once; it matches %llu times"),
                       cost->characters, (unsigned long long)cost->matches);
        else
            buf_format(out, _("nothing stands out: it ran %llu times, on %.1f %% of the text, and matches %llu times"),
                       (unsigned long long)cost->runs, share, (unsigned long long)cost->matches);
        break;
    }
}

static const char *remedy(enum pattern_reason reason)
{
    switch (reason) {
    case PATTERN_REASON_NO_WORD:
    case PATTERN_REASON_NO_WORD_LINES:
        return _("write a word of two Chinese characters or more that each match must have, outside of what is "
                 "optional; where there are choices, each of them needs one");
    case PATTERN_REASON_SHORT_ANCHOR:
        return _("put more characters beside the short word, or another word that each match must have and that is "
                 "rarer");
    case PATTERN_REASON_COMMON_ANCHOR:
        return _("add a word that each match must have and that is rarer in such texts");
    case PATTERN_REASON_WIDE:
        return _("give its repeats smaller bounds (.{0,10} in place of .{0,60})");
    case PATTERN_REASON_MATCHES:
        return _("make it say more, so that it matches less often; requires: and unless: are looked at for each match");
    case PATTERN_REASON_NONE:
        break;
    }
    return NULL;
}

static void write_cut(const char *text, struct buf *out)
{
    size_t size = strlen(text);

    buf_append(out, text, size <= SHOWN_BYTES ? size : utf8_floor(text, size, SHOWN_BYTES));
    buf_text(out, size <= SHOWN_BYTES ? "\n" : "…\n");
}

static void write_pattern(const struct bench_patterns_of *patterns, const struct pattern_cost *cost, struct buf *out)
{
    enum pattern_reason reason = bench_patterns_reason(cost, patterns->text_bytes);

    if (cost->sealed) {
        buf_format(out, _("    %s: (sealed)\n"), cost->file);
    } else {
        buf_format(out, "    %s:%u:%u: ", cost->file, cost->line, cost->column);
        write_cut(cost->written, out);
    }
    if (cost->alternative[0] != '\0') {
        buf_text(out, _("        of its choices: "));
        write_cut(cost->alternative, out);
    }
    buf_text(out, "        ");
    if (cost->ns > 0)
        buf_format(out, _("%.1f ns: "), own_ns(cost) * 1024 / (double)(patterns->text_bytes + 1));
    write_facts(cost, reason, patterns->text_bytes, out);
    if (remedy(reason) != NULL)
        buf_format(out, _("\n        remedy: %s"), remedy(reason));
    buf_byte(out, '\n');
}

static bool has_done_something(const struct pattern_cost *cost)
{
    return cost->runs > 0 || cost->anchors_met > 0 || cost->matches > 0;
}

static bool is_worth_a_word(const struct bench_patterns_of *patterns, size_t index)
{
    const struct pattern_cost *cost = &patterns->costs[index];
    double dearest = own_ns(&patterns->costs[0]);

    if (dearest > 0)
        return own_ns(cost) * 100 >= SHARE_LEAST * dearest;
    return has_done_something(cost);
}

void bench_patterns_lines(const struct bench_patterns_of *patterns, struct buf *out)
{
    for (size_t index = 0; index < patterns->count && index < SHOWN_PATTERNS; index++) {
        if (is_worth_a_word(patterns, index))
            write_pattern(patterns, &patterns->costs[index], out);
    }
}

/* ---- For programs. */

static const char *way_name(enum pattern_way way)
{
    static const char *const names[PATTERN_WAY_COUNT] = { [PATTERN_WORD] = "word",
                                                          [PATTERN_ANCHORED] = "anchored",
                                                          [PATTERN_LINES] = "lines",
                                                          [PATTERN_EVERYTHING] = "everything" };

    return names[way];
}

static const char *reason_name(enum pattern_reason reason)
{
    static const char *const names[] = { [PATTERN_REASON_NO_WORD] = "no-fixed-word",
                                         [PATTERN_REASON_NO_WORD_LINES] = "no-fixed-word-lines",
                                         [PATTERN_REASON_SHORT_ANCHOR] = "short-anchor",
                                         [PATTERN_REASON_COMMON_ANCHOR] = "common-anchor",
                                         [PATTERN_REASON_WIDE] = "wide",
                                         [PATTERN_REASON_MATCHES] = "matches",
                                         [PATTERN_REASON_NONE] = NULL };

    return names[reason];
}

static void json_pattern(const struct bench_patterns_of *patterns, const struct pattern_cost *cost, struct buf *out)
{
    enum pattern_reason reason = bench_patterns_reason(cost, patterns->text_bytes);

    buf_text(out, "{\"v\":1,\"type\":\"rule-pattern\"");
    json_text(out, "rule", patterns->rule);
    json_text(out, "file", cost->file);
    json_number_or_null(out, "line", !cost->sealed, cost->line);
    json_number_or_null(out, "column", !cost->sealed, cost->column);
    json_text(out, "pattern", cost->sealed ? NULL : cost->written);
    json_text(out, "alternative", cost->alternative[0] != '\0' ? cost->alternative : NULL);
    json_text(out, "way", way_name(cost->way));
    json_key(out, "ns_per_kib");
    buf_format(out, "%.3f", per_kib((uint64_t)own_ns(cost), patterns->text_bytes));
    json_number(out, "sharers", cost->sharers);
    json_number(out, "min_bytes", cost->min_bytes);
    json_number_or_null(out, "max_bytes", cost->max_bytes != UINT32_MAX, cost->max_bytes);
    json_number(out, "anchors", cost->anchor_count);
    json_number(out, "anchors_met", cost->anchors_met);
    json_number_or_null(out, "anchor_characters", cost->way == PATTERN_ANCHORED, cost->anchor_characters);
    json_text(out, "common_anchor", cost->common_anchor[0] != '\0' ? cost->common_anchor : NULL);
    json_number(out, "common_anchor_met", cost->common_anchor_met);
    json_number(out, "runs", cost->runs);
    json_number(out, "run_bytes", cost->run_bytes);
    json_number(out, "text_bytes", patterns->text_bytes);
    json_number(out, "matches", cost->matches);
    json_text(out, "reason", reason_name(reason));
    buf_text(out, "}\n");
}

void bench_patterns_json(const struct bench_patterns_of *patterns, struct buf *out)
{
    for (size_t index = 0; index < patterns->count; index++) {
        if (has_done_something(&patterns->costs[index]))
            json_pattern(patterns, &patterns->costs[index], out);
    }
}
