/* SPDX-License-Identifier: Apache-2.0 */
#include "report/explain.h"

#include <string.h>

#include "report/describe.h"
#include "report/json.h"
#include "report/words.h"
#include "rules/check.h"
#include "rules/paraphrase.h"
#include "rules/rule_file.h"

enum { SHOWN_MAX = 8, READING_MAX = 240 };

/* What was required, as it may be shown, into context->scratch. */
static void quote_required(struct report_context *context, const struct finding *finding)
{
    const struct explanation *explanation = finding->explanation;
    /* It is cut out of longer text: a number at its end may be a part of one. */
    const struct mask_borders borders = { '0', '0' };
    enum status status = mask_cover(&context->mask, explanation->required, explanation->required_size);

    buf_clear(&context->scratch);
    if (status != STATUS_OK) {
        context->scratch.status = status;
        return;
    }
    if (!context->options->show_secrets)
        mask_numbers(&context->mask, borders);
    if (!context->options->show_secrets && finding->rule->secret)
        mask_occurrences(&context->mask, bytes_of(finding->match, finding->match_size), borders);
    mask_write(&context->mask, 0, explanation->required_size, &context->scratch);
}

/* A reading, when there is memory for it. */
static void write_reading(struct buf *out, const struct rule *rule, const struct rule_text *expression)
{
    struct buf reading = BUF_INIT(1 << 16);
    enum status status = paraphrase_expression(rule->source, expression, READING_MAX, &reading);

    if (status == STATUS_OK && reading.data != NULL)
        describe_safely(out, reading.data, reading.size);
    else if (out->status == STATUS_OK)
        out->status = status;
    buf_free(&reading);
}

/* Some of what a condition names. */
static void list_words(struct buf *out, const struct rule *rule, const struct rule_patterns *patterns)
{
    size_t shown = 0;

    for (; shown < patterns->literals.count && shown < SHOWN_MAX; shown++) {
        buf_text(out, shown > 0 ? _(", ") : "");
        buf_format(out, _("\"%s\""), patterns->literals.items[shown].text);
    }
    for (size_t index = 0; index < patterns->words.count; index++) {
        buf_text(out, shown++ > 0 ? _(", ") : "");
        buf_format(out, _("a word of %s"), patterns->words.items[index].text);
    }
    if (patterns->literals.count > SHOWN_MAX)
        buf_format(out, _(" … and %zu more"), patterns->literals.count - SHOWN_MAX);
    for (size_t index = 0; index < patterns->regexes.count; index++) {
        if (index == SHOWN_MAX) {
            buf_format(out, _(" … and %zu more"), patterns->regexes.count - SHOWN_MAX);
            break;
        }
        buf_text(out, shown++ > 0 ? _(", ") : "");
        write_reading(out, rule, &patterns->regexes.items[index]);
    }
}

/* The expression that stands at the pattern's place, which is behind its quote; NULL when it is in no list of the rule's. */
static const struct rule_text *expression_of(const struct rule *rule, const struct explanation *explanation)
{
    for (size_t index = 0; rule->patterns != NULL && index < rule->patterns->regexes.count; index++) {
        const struct rule_text *expression = &rule->patterns->regexes.items[index];

        if (expression->line == explanation->line
            && (expression->column == explanation->column || expression->column + 1 == explanation->column))
            return expression;
    }
    return NULL;
}

static void explain_pattern(struct buf *out, const struct finding *finding)
{
    const struct explanation *explanation = finding->explanation;
    const struct rule_text *expression;

    if (explanation->sealed) {
        buf_format(out, _("Found: what the sealed file %s looks for."), explanation->file);
        return;
    }
    if (explanation->is_word) {
        buf_format(out, _("Found: a word that the rule looks for (%s:%u:%u)."), explanation->file, explanation->line,
                   explanation->column);
        return;
    }
    buf_text(out, _("Found: a wording of the form "));
    expression = expression_of(finding->rule, explanation);
    if (expression != NULL)
        write_reading(out, finding->rule, expression);
    buf_format(out, _(" (%s:%u:%u)."), explanation->file, explanation->line, explanation->column);
}

static void explain_required(struct buf *out, struct report_context *context, const struct finding *finding)
{
    buf_format(out, _("Required within %u characters, and found: "), finding->rule->required.within);
    quote_required(context, finding);
    buf_text(out, _("\xE2\x80\x9C"));
    describe_safely(out, context->scratch.data, context->scratch.size);
    buf_text(out, _("\xE2\x80\x9D"));
    buf_text(out, _("."));
}

void explain_excuse(struct buf *out, const struct rule *rule)
{
    if (!rule->excused.present)
        return;
    buf_format(out, _("Looked for as an excuse within %u characters, and not found: "), rule->excused.within);
    if (rule->sealed)
        buf_text(out, _("what the sealed pack says"));
    else
        list_words(out, rule, rule->excused.patterns);
    buf_text(out, _("."));
}

static void explain_rest(struct buf *out, const struct finding *finding, const char *indent)
{
    const struct rule *rule = finding->rule;

    if (rule->check != NULL) {
        buf_text(out, indent);
        buf_format(out, _("Passed the validator %s: %s"), rule->check->name, _(rule->check->purpose));
        buf_byte(out, '\n');
    }
    if (rule->own_place) {
        buf_text(out, indent);
        buf_text(out, _("Not told of another province or country."));
        buf_byte(out, '\n');
    }
    if (rule->zone == ZONE_HEAD) {
        buf_text(out, indent);
        buf_format(out, _("Stands in the first %d lines that are not empty, of the file or of what is published on the page, as the rule asks."), RULE_HEAD_LINES);
        buf_byte(out, '\n');
    }
    if (rule->count_at_least > 1) {
        buf_text(out, indent);
        buf_format(out, _("Counted: %u matches; reported from %u on."), finding->occurrences, rule->count_at_least);
        buf_byte(out, '\n');
    }
}

/* What a detector found against says the finding's reason. */
static void explain_detector(struct buf *out, const struct rule *rule, const char *indent)
{
    if (rule->detector == NULL)
        return;
    buf_text(out, indent);
    buf_format(out, _("Found by the detector \"%s\", not by a pattern (its outcome \"%s\")."), rule->detector, rule->outcome);
    buf_byte(out, '\n');
}

void explain_text(struct buf *out, struct report_context *context, const struct finding *finding, const char *indent)
{
    const struct explanation *explanation = finding->explanation;
    struct buf required = BUF_INIT(SIZE_MAX / 2);

    if (explanation == NULL) {
        explain_detector(out, finding->rule, indent);
        return;
    }
    buf_text(out, indent);
    explain_pattern(out, finding);
    buf_byte(out, '\n');
    if (explanation->required != NULL) {
        /* `out` may be the context's scratch buffer, which quoting uses. */
        struct buf kept = context->scratch;

        context->scratch = (struct buf)BUF_INIT(SIZE_MAX / 2);
        explain_required(&required, context, finding);
        buf_free(&context->scratch);
        context->scratch = kept;
        buf_text(out, indent);
        buf_append(out, required.data, required.size);
        buf_byte(out, '\n');
    }
    if (finding->rule->excused.present) {
        buf_text(out, indent);
        explain_excuse(out, finding->rule);
        buf_byte(out, '\n');
    }
    explain_rest(out, finding, indent);
    if (out->status == STATUS_OK)
        out->status = required.status;
    buf_free(&required);
}

static void write_excuse(struct buf *out, const struct rule *rule)
{
    const struct rule_patterns *patterns = rule->excused.patterns;

    json_key(out, "excuse");
    buf_byte(out, '{');
    json_number(out, "within", rule->excused.within);
    json_bool(out, "found", false);
    json_key(out, "words");
    buf_byte(out, '[');
    for (size_t index = 0; !rule->sealed && index < patterns->literals.count && index < SHOWN_MAX; index++) {
        json_element(out);
        json_quoted(out, patterns->literals.items[index].text, patterns->literals.items[index].size);
    }
    buf_byte(out, ']');
    json_number(out, "expressions", rule->sealed ? 0 : patterns->regexes.count);
    buf_byte(out, '}');
}

/* The last member. */
static void write_text(struct buf *out, struct report_context *context, const struct finding *finding)
{
    buf_clear(&context->safe);
    explain_text(&context->safe, context, finding, "");
    if (context->safe.size > 0)
        context->safe.size--; /* the last line feed */
    json_text_sized(out, "text", context->safe.data, context->safe.size);
    buf_byte(out, '}');
}

void explain_json(struct buf *out, struct report_context *context, const struct finding *finding)
{
    const struct explanation *explanation = finding->explanation;
    const struct rule *rule = finding->rule;

    json_key(out, "explanation");
    if (explanation == NULL && rule->detector == NULL) {
        buf_text(out, "null");
        return;
    }
    buf_byte(out, '{');
    if (explanation == NULL) {
        json_text(out, "detector", rule->detector);
        json_text(out, "outcome", rule->outcome);
        write_text(out, context, finding);
        return;
    }
    json_key(out, "pattern");
    buf_byte(out, '{');
    json_text(out, "file", explanation->file);
    if (explanation->sealed) {
        json_text(out, "line", NULL);
        json_text(out, "column", NULL);
    } else {
        json_number(out, "line", explanation->line);
        json_number(out, "column", explanation->column);
    }
    json_text(out, "kind", explanation->is_word ? "word" : "expression");
    buf_byte(out, '}');
    if (explanation->required != NULL) {
        json_key(out, "required");
        buf_byte(out, '{');
        json_number(out, "within", rule->required.within);
        quote_required(context, finding);
        json_text_sized(out, "found", context->scratch.data, context->scratch.size);
        buf_byte(out, '}');
    }
    if (rule->excused.present)
        write_excuse(out, rule);
    json_text(out, "validator", rule->check != NULL ? rule->check->name : NULL);
    write_text(out, context, finding);
}
