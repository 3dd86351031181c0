/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_patterns.h"
#include "cli/bench_rules.h"
#include "cli/columns.h"
#include "report/json.h"
#include "report/words.h"
#include "rules/matcher.h"

static struct bench_patterns_of patterns_of(const struct bench_rules *bench, const struct rule_cost *cost)
{
    return (struct bench_patterns_of){ cost->name, cost->patterns, cost->pattern_count, bench->person_bytes };
}

/* ---- The table. */

static void write_ns(struct buf *out, double ns, bool is_known, size_t width)
{
    struct buf text = BUF_INIT(64);

    if (is_known)
        buf_format(&text, "%.1f", ns);
    else
        buf_text(&text, "-");
    columns_right(out, text.data, width);
    buf_free(&text);
}

enum { NAME_WIDTH = 36, NUMBER_WIDTH = 12 };

static void write_reason(struct buf *out, const struct rule_cost *cost)
{
    switch (cost->reason) {
    case COST_NO_WORD:
        buf_format(out,
                   _("%zu expressions, %zu words, some without a fixed word to look for first: every character is "
                     "looked at"),
                   cost->expressions, cost->words);
        break;
    case COST_MATCHES:
        buf_format(out, _("matches very often: %llu times, of which %llu remain"), (unsigned long long)cost->matches,
                   (unsigned long long)cost->accepted);
        break;
    case COST_CONTEXT:
        buf_format(out, _("looks around %llu of %llu matches (requires:, unless:); %llu remain"),
                   (unsigned long long)cost->contexts, (unsigned long long)cost->matches,
                   (unsigned long long)cost->accepted);
        break;
    case COST_JUDGING:
        buf_format(out, _("%llu matches to be judged and quoted; %llu remain"), (unsigned long long)cost->matches,
                   (unsigned long long)cost->accepted);
        break;
    case COST_PATTERNS:
        buf_format(out, _("%zu expressions, %zu words; %llu matches"), cost->expressions, cost->words,
                   (unsigned long long)cost->matches);
        break;
    case COST_DETECTOR:
        buf_format(out, _("a detector that reads the text for %zu rules"), cost->rule_count);
        break;
    case COST_SHARED:
        buf_text(out, _("the words of all detectors, searched for once"));
        break;
    }
}

static void write_row(struct buf *out, const struct rule_cost *cost)
{
    columns_left(out, cost->name, NAME_WIDTH);
    write_ns(out, cost->saved > 0 ? cost->saved : 0, cost->has_saved, NUMBER_WIDTH);
    write_ns(out, cost->judging, true, NUMBER_WIDTH);
    write_ns(out, cost->alone, !cost->is_detector, NUMBER_WIDTH);
    buf_text(out, "  ");
    write_reason(out, cost);
    buf_byte(out, '\n');
}

void bench_rules_table(const struct bench_rules *bench, size_t shown, struct buf *out)
{
    buf_format(out,
               _("%zu rules, %zu files (%zu not read completely), %.0f KB, of which %.0f KB of text was searched.\n"),
               bench->rule_count, bench->file_count, bench->unread_count, (double)bench->bytes / 1e3,
               (double)bench->text_bytes / 1e3);
    buf_format(out,
               _("A KiB of text takes %.0f ns: %.0f of them to search it for all rules at once, the rest to read the "
                 "files, to judge matches, and for the detectors.\n\n"),
               bench->scanning, bench->matching);
    columns_left(out, _("rule"), NAME_WIDTH);
    columns_right(out, _("search"), NUMBER_WIDTH);
    columns_right(out, _("judging"), NUMBER_WIDTH);
    columns_right(out, _("alone"), NUMBER_WIDTH);
    buf_format(out, "  %s\n", _("why"));
    for (size_t index = 0; index < bench->count; index++) {
        const struct bench_patterns_of patterns = patterns_of(bench, &bench->costs[index]);

        if (index >= shown && patterns.costs == NULL) /* whatever detectors take, the slowest rules are shown */
            continue;
        write_row(out, &bench->costs[index]);
        bench_patterns_lines(&patterns, out);
    }
    buf_text(out,
             _("\nIn ns per KiB of text. search: what the search for all rules gains without this one (little, or "
               "nothing, is "
               "within the error of measuring); judging: what is done about its matches; alone: the search for this "
               "rule and nothing else.\n"));
    if (bench->is_cut)
        buf_text(out, _("There is more text than is kept in memory: search and alone are of its beginning.\n"));
}

/* ---- JSON. */

static const char *reason_name(enum cost_reason reason)
{
    switch (reason) {
    case COST_NO_WORD:
        return "no-fixed-word";
    case COST_MATCHES:
        return "matches";
    case COST_CONTEXT:
        return "context";
    case COST_JUDGING:
        return "judging";
    case COST_DETECTOR:
        return "detector";
    case COST_SHARED:
        return "shared-words";
    case COST_PATTERNS:
        break;
    }
    return "patterns";
}

static void json_ns(struct buf *out, const char *key, bool is_known, double ns)
{
    json_key(out, key);
    if (is_known)
        buf_format(out, "%.2f", ns);
    else
        buf_text(out, "null");
}

static void write_cost(struct buf *out, const struct rule_cost *cost)
{
    buf_text(out, "{\"v\":1,\"type\":\"rule-cost\"");
    json_text(out, cost->is_detector ? "detector" : "rule", cost->name);
    json_ns(out, "search_ns_per_kib", cost->has_saved, cost->saved);
    json_ns(out, "judging_ns_per_kib", true, cost->judging);
    json_ns(out, "alone_ns_per_kib", !cost->is_detector, cost->alone);
    json_number(out, "rules", cost->rule_count);
    json_number(out, "words", cost->words);
    json_number(out, "expressions", cost->expressions);
    json_number(out, "matches", cost->matches);
    json_number(out, "contexts", cost->contexts);
    json_number(out, "accepted", cost->accepted);
    json_text(out, "reason", reason_name(cost->reason));
    buf_text(out, "}\n");
}

void bench_rules_json(const struct bench_rules *bench, struct buf *out)
{
    char digest[DIGEST_TEXT_SIZE], matcher[MATCHER_TEXT_SIZE];

    matcher_text(matcher);
    for (size_t index = 0; index < bench->count; index++) {
        const struct bench_patterns_of patterns = patterns_of(bench, &bench->costs[index]);

        write_cost(out, &bench->costs[index]);
        bench_patterns_json(&patterns, out);
    }
    digest_text(ruleset_digest(bench->ruleset), digest);
    buf_text(out, "{\"v\":1,\"type\":\"bench\",\"what\":\"rules\"");
    json_number(out, "rules", bench->rule_count);
    json_number(out, "files", bench->file_count);
    json_number(out, "incomplete", bench->unread_count);
    json_number(out, "bytes", bench->bytes);
    json_number(out, "text_bytes", bench->text_bytes);
    json_ns(out, "search_ns_per_kib", true, bench->matching);
    json_ns(out, "scan_ns_per_kib", true, bench->scanning);
    json_bool(out, "cut", bench->is_cut);
    json_text(out, "rules_digest", digest);
    json_text(out, "matcher", matcher);
    buf_text(out, "}\n");
}
