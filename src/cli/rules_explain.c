/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/rules_explain.h"

#include <string.h>

#include "base/file.h"
#include "cli/complain.h"
#include "cli/rules_source.h"
#include "extract/part.h"
#include "report/describe.h"
#include "report/json.h"
#include "report/words.h"
#include "rules/check.h"
#include "rules/paraphrase.h"

enum { PACK_MAX = 64 << 20, READING_MAX = 600 };

static size_t indent_of(struct bytes line)
{
    size_t indent = 0;

    while (indent < line.size && line.data[indent] == ' ')
        indent++;
    return indent;
}

/* The lines from number `first` (from 1) to the next item of the same list, or the end of it. */
static void print_item(struct bytes text, uint32_t first, FILE *out)
{
    size_t indent = 0;

    for (uint32_t number = 1; text.size > 0; number++) {
        const uint8_t *newline = memchr(text.data, '\n', text.size);
        struct bytes line = bytes_slice(text, 0, newline != NULL ? (size_t)(newline - text.data) : text.size);
        bool is_blank = indent_of(line) == line.size;

        text = bytes_slice(text, line.size + 1, SIZE_MAX);
        if (number < first)
            continue;
        if (number == first) {
            indent = indent_of(line);
            if (indent < line.size && line.data[indent] != '-' && indent >= 2)
                indent -= 2; /* the place given is that of a key inside the item */
        } else if (!is_blank && indent_of(line) <= indent) {
            return;
        }
        if (!is_blank)
            fprintf(out, "%.*s\n", (int)line.size, (const char *)line.data);
    }
}

enum status rules_show(const struct rule *rule, const struct config *config, FILE *out)
{
    struct buf text = BUF_INIT(PACK_MAX);
    struct error error = { 0 };
    enum status status;

    (void)config;
    if (rule->sealed) {
        fprintf(stderr, _("guanka: %s: this pack is sealed and is not shown; guanka rules unseal opens it\n"),
                rule->file);
        return STATUS_INVALID;
    }
    status = file_read(rule->file, &text, &error);
    if (status == STATUS_OK) {
        fprintf(out, "# %s:%u\n", rule->file, rule->line);
        print_item(buf_bytes(&text), rule->line, out);
    } else {
        complain_of(&error);
    }
    buf_free(&text);
    return status;
}

static const char *describe_role(enum text_role role)
{
    switch (role) {
    case TEXT_BODY:
        return _("the text");
    case TEXT_TITLE:
        return _("the title");
    case TEXT_HEADER:
        return _("page headers");
    case TEXT_FOOTER:
        return _("page footers");
    case TEXT_NOTE:
        return _("notes");
    case TEXT_HIDDEN:
        return _("text that a reader does not see");
    case TEXT_HIDDEN_LINK:
        return _("links that a reader does not see");
    case TEXT_LINK:
        return _("visible links");
    case TEXT_ALT:
        return _("alternative texts and tooltips");
    case TEXT_METADATA:
        return _("properties of the document");
    case TEXT_COMMENT:
        return _("comments in the source");
    case TEXT_SCRIPT:
        return _("scripts");
    case TEXT_FILENAME:
        return _("names of files");
    case TEXT_ROLE_COUNT:
        break;
    }
    return "";
}

static void print_places(const struct rule *rule, FILE *out)
{
    const char *divider = "";

    fputs(_("  Looks in: "), out);
    for (unsigned role = 0; role < TEXT_ROLE_COUNT; role++) {
        if ((rule->roles & (UINT32_C(1) << role)) == 0)
            continue;
        fprintf(out, "%s%s", divider, describe_role((enum text_role)role));
        divider = _(", ");
    }
    fputc('\n', out);
    if (rule->zone == ZONE_HEAD)
        fprintf(out, _("  Only in the first %d lines that are not empty, of a file or of what is published on a page.\n"), RULE_HEAD_LINES);
}

static enum status print_contexts(const struct rule *rule, const struct rules_source *source, FILE *out)
{
    enum status status = STATUS_OK;

    if (rule->required.present) {
        fprintf(out, _("  Counts only if its context (requires:) stands within %u characters:\n"),
                rule->required.within);
        status = rules_source_patterns(source, &source->draft->required.patterns, out);
    }
    if (status == STATUS_OK && rule->excused.present) {
        fprintf(out, _("  Does not count if an excuse (unless:) stands within %u characters:\n"), rule->excused.within);
        status = rules_source_patterns(source, &source->draft->excused.patterns, out);
    }
    if (status == STATUS_OK && source->draft->allowed.literals.count + source->draft->allowed.words.count > 0) {
        fputs(_("  Does not count as part of a longer phrase that is allowed (allow:):\n"), out);
        status = rules_source_patterns(source, &source->draft->allowed, out);
    }
    return status;
}

static void print_conditions(const struct rule *rule, FILE *out)
{
    if (rule->view == VIEW_DENSE)
        fputs(_("  Compares only Chinese characters, letters and digits: nothing put between them hides a word.\n"),
              out);
    if (rule->check != NULL)
        fprintf(out, _("  A match must pass the validator %s: %s\n"), rule->check->name, _(rule->check->purpose));
    if (rule->own_place)
        fputs(_("  Does not count where the text tells it of another province or country (region-words.csv, site.csv, "
                "place-words.csv).\n"),
              out);
    if (rule->count_at_least == 1)
        fputs(rule->count_per == PER_TABLE ? _("  All matches in one table are one finding.\n")
                                           : _("  All matches in one document are one finding.\n"),
              out);
    else if (rule->count_at_least > 0 && rule->count_per == PER_TABLE)
        fprintf(out, _("  Reported once there are %u matches in one table.\n"), rule->count_at_least);
    else if (rule->count_at_least > 0)
        fprintf(out, _("  Reported once there are %u matches in one document.\n"), rule->count_at_least);
    if (rule->secret)
        fputs(strcmp(rule->category, "personal") == 0
                  ? _("  Personal: the match is masked wherever it is shown.\n")
                  : _("  The match is masked wherever it is shown.\n"),
              out);
}

static void print_excuses(const struct rule *rule, FILE *out)
{
    fputs(_("  Reports nothing itself; where it finds something in a document, nothing is told there by:"), out);
    for (size_t index = 0; index < rule->excuse_count; index++)
        fprintf(out, " %s", rule->excuses[index]);
    putc('\n', out);
}

static void print_head(const struct rule *rule, const struct config *config, FILE *out)
{
    fprintf(out, "%s  %s\n", rule->id, describe_rule(rule, config->language));
    if (rule->suggests != SUGGESTS_NOTHING)
        fprintf(out, _("  Reports nothing itself; suggests the class: %s\n"), describe_class(rule->suggests));
    else if (rule->excuse_count > 0)
        print_excuses(rule, out);
    else
        fprintf(out, _("  Action: %s; category: %s (%s)\n"), describe_action(rule->action),
                describe_category(rule->category), rule->category);
    if (rule->apart != rule->action)
        fprintf(out, _("  In a name, a title, a page header or footer, or a short line at the head or foot: %s\n"),
                describe_action(rule->apart));
    if (rule->basis_count > 0) {
        fputs(_("  Basis: "), out);
        for (size_t index = 0; index < rule->basis_count; index++)
            fprintf(out, "%s%s", index > 0 ? ", " : "", rule->basis[index]);
        fputc('\n', out);
    }
    print_places(rule, out);
}

static enum status print_match(const struct rule *rule, const struct rules_source *source, FILE *out)
{
    if (rule->detector != NULL) {
        fprintf(out, _("  Found by the detector \"%s\", not by a pattern (its outcome \"%s\").\n"), rule->detector,
                rule->outcome);
        return STATUS_OK;
    }
    fputs(_("  Finds, in text without blanks between Chinese characters, in lower case and simplified\n"
            "  (〔a／b〕 one of them, （a） may be missing, 〈…〉 a kind of character and how many of it,\n"
            "  “…” signs that stand there):\n"),
          out);
    return rules_source_patterns(source, &source->draft->match, out);
}

static void print_advice(const struct rule *rule, const struct config *config, FILE *out)
{
    const char *advice = describe_advice(rule, config->language);

    if (advice[0] != '\0')
        fprintf(out, "  %s%s\n", _("Advice: "), advice);
}

static enum status explain(const struct rule *rule, const struct rules_source *source, const struct config *config,
                           FILE *out)
{
    enum status status;

    print_head(rule, config, out);
    status = print_match(rule, source, out);
    if (status == STATUS_OK)
        status = print_contexts(rule, source, out);
    print_conditions(rule, out);
    print_advice(rule, config, out);
    rules_source_examples(source, out);
    fprintf(out, _("  Source: %s:%u\n"), rule->file, rule->line);
    return status;
}

/* All that the report of a finding would tell as well. */
static void explain_sealed(const struct rule *rule, const struct config *config, FILE *out)
{
    print_head(rule, config, out);
    fputs(_("  What it looks for is sealed and is not shown; guanka rules unseal opens its pack.\n"), out);
    print_conditions(rule, out);
    print_advice(rule, config, out);
    fprintf(out, _("  Source: %s\n"), rule->file);
}

enum status rules_explain(const struct rule *rule, const struct config *config, FILE *out)
{
    struct rules_source source;
    struct error error = { 0 };
    enum status status;

    if (rule->sealed) {
        explain_sealed(rule, config, out);
        return STATUS_OK;
    }
    status = rules_source_open(rule, &source, &error);
    if (status == STATUS_OK)
        status = explain(rule, &source, config, out);
    if (status != STATUS_OK)
        complain_of(&error);
    rules_source_close(&source);
    return status;
}

/* ---- JSON. */

static void write_texts(struct buf *out, const char *key, const struct rule_texts *texts)
{
    json_key(out, key);
    buf_byte(out, '[');
    for (size_t index = 0; index < texts->count; index++) {
        json_element(out);
        json_quoted(out, texts->items[index].text, texts->items[index].size);
    }
    buf_byte(out, ']');
}

/* Expressions for who knows none (paraphrase.h). */
static void write_readings(struct buf *out, const struct rule_pack *pack, const struct rule_texts *expressions)
{
    json_key(out, "readings");
    buf_byte(out, '[');
    for (size_t index = 0; index < expressions->count; index++) {
        struct buf reading = BUF_INIT(1 << 16);
        enum status status = paraphrase_expression(pack, &expressions->items[index], READING_MAX, &reading);

        if (status != STATUS_OK)
            out->status = status;
        json_element(out);
        json_quoted(out, reading.data != NULL ? reading.data : "", reading.size);
        buf_free(&reading);
    }
    buf_byte(out, ']');
}

static void write_patterns(struct buf *out, const char *key, const struct rule_pack *pack,
                           const struct rule_patterns *patterns, uint32_t within)
{
    json_key(out, key);
    buf_byte(out, '{');
    if (within > 0)
        json_number(out, "within", within);
    write_texts(out, "words", &patterns->literals);
    write_texts(out, "lists", &patterns->words);
    write_texts(out, "expressions", &patterns->regexes);
    write_readings(out, pack, &patterns->regexes);
    buf_byte(out, '}');
}

/* `pack` is NULL where it is sealed. */
static void write_condition(struct buf *out, const char *key, const struct rule_pack *pack,
                            const struct rule_condition *condition)
{
    if (pack != NULL && condition->present)
        write_patterns(out, key, pack, &condition->patterns, condition->within);
    else
        json_text(out, key, NULL);
}

static void write_places(struct buf *out, const struct rule *rule)
{
    json_key(out, "in");
    buf_byte(out, '[');
    for (unsigned role = 0; role < TEXT_ROLE_COUNT; role++) {
        const char *name = rule_file_role_name(role);

        if ((rule->roles & UINT32_C(1) << role) == 0)
            continue;
        json_element(out);
        json_quoted(out, name, strlen(name));
    }
    buf_byte(out, ']');
}

static void write_rule(struct buf *out, const struct rule *rule, const struct config *config)
{
    bool reports = rule_reports(rule);

    buf_text(out, "{\"v\":1,\"type\":\"rule\"");
    json_text(out, "rule", rule->id);
    json_text(out, "name", describe_rule(rule, config->language));
    json_text(out, "action", reports ? action_name(rule->action) : NULL);
    json_text(out, "apart", reports ? action_name(rule->apart) : NULL);
    json_text(out, "suggests", rule->suggests != SUGGESTS_NOTHING ? class_name(rule->suggests) : NULL);
    json_text(out, "category", rule->category);
    json_texts(out, "basis", rule->basis, rule->basis_count);
    write_places(out, rule);
    json_text(out, "zone", rule->zone == ZONE_HEAD ? "head" : "anywhere");
    json_text(out, "view", rule->view == VIEW_DENSE ? "dense" : "canonical");
    json_text(out, "detector", rule->detector);
    json_text(out, "outcome", rule->outcome);
    json_text(out, "validator", rule->check != NULL ? rule->check->name : NULL);
    json_number(out, "at_least", rule->count_at_least);
    json_bool(out, "mask", rule->secret);
    json_text(out, "advice", describe_advice(rule, config->language));
    json_text(out, "file", rule->file);
    json_bool(out, "sealed", rule->sealed);
}

/* Both are NULL where the pack is sealed. */
static void write_draft(struct buf *out, const struct rule_pack *pack, const struct rule_draft *draft)
{
    static const struct rule_draft nothing;
    bool shown = draft != NULL;

    if (!shown)
        draft = &nothing;
    json_number_or_null(out, "line", shown, draft->rule.line);
    if (shown && draft->rule.detector == NULL)
        write_patterns(out, "match", pack, &draft->match, 0);
    else
        json_text(out, "match", NULL);
    write_condition(out, "requires", pack, &draft->required);
    write_condition(out, "unless", pack, &draft->excused);
    if (draft->allowed.literals.count + draft->allowed.words.count > 0)
        write_patterns(out, "allow", pack, &draft->allowed, 0);
    else
        json_text(out, "allow", NULL);
    json_key(out, "examples");
    buf_byte(out, '{');
    write_texts(out, "match", &draft->matching);
    write_texts(out, "no_match", &draft->not_matching);
    buf_byte(out, '}');
}

enum status rules_explain_json(const struct rule *rule, const struct config *config, FILE *out)
{
    struct buf line = BUF_INIT(PACK_MAX);
    struct rules_source source = { 0 };
    struct error error = { 0 };
    enum status status = rule->sealed ? STATUS_OK : rules_source_open(rule, &source, &error);

    if (status == STATUS_OK) {
        write_rule(&line, rule, config);
        write_draft(&line, source.pack, source.draft);
        json_text(&line, "place", rule->own_place ? "own" : "any");
        json_texts(&line, "excuses", rule->excuses, rule->excuse_count);
        buf_text(&line, "}\n");
        status = buf_status(&line);
    }
    if (status == STATUS_OK)
        fwrite(line.data, 1, line.size, out);
    else
        complain_of(&error);
    rules_source_close(&source);
    buf_free(&line);
    return status;
}
