/* SPDX-License-Identifier: Apache-2.0
 *
 * SARIF 2.1.0 (OASIS), for code hosting platforms and dashboards: findings are results, what could not be
 * read completely is a notification of the invocation.
 */
#include <string.h>

#include "report/describe.h"
#include "report/fingerprint.h"
#include "report/json.h"
#include "report/report_formats.h"
#include "report/words.h"
#include "rules/rule_file.h"

static const char *level_of(enum rule_action action)
{
    return action == ACTION_BLOCK ? "error" : action == ACTION_REVIEW ? "warning" : "note";
}

static void write_message(struct buf *out, const char *key, const char *text, size_t size)
{
    json_key(out, key);
    buf_byte(out, '{');
    json_text_sized(out, "text", text, size);
    buf_byte(out, '}');
}

static void write_rule(struct buf *out, const struct rule *rule, enum report_language language)
{
    const char *name = describe_rule(rule, language), *advice = describe_advice(rule, language);

    json_element(out);
    buf_byte(out, '{');
    json_text(out, "id", rule->id);
    write_message(out, "shortDescription", name, strlen(name));
    if (advice[0] != '\0')
        write_message(out, "help", advice, strlen(advice));
    json_key(out, "defaultConfiguration");
    buf_byte(out, '{');
    json_text(out, "level", level_of(rule->action));
    buf_byte(out, '}');
    json_key(out, "properties");
    buf_byte(out, '{');
    json_text(out, "category", rule->category);
    json_texts(out, "basis", rule->basis, rule->basis_count);
    buf_text(out, "}}");
}

static void begin(struct buf *out, const struct report_options *options)
{
    buf_text(out,
             "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0-rtm.5.json\",\"version\":\"2.1.0\",\"runs\":[{"
             "\"tool\":{\"driver\":{\"name\":\"guanka\",\"version\":\"" GUANKA_VERSION "\"");
    json_text(out, "language", options->language == REPORT_CHINESE ? "zh-CN" : "en");
    json_key(out, "rules");
    buf_byte(out, '[');
    for (size_t index = 0; index < ruleset_rule_count(options->ruleset); index++)
        write_rule(out, ruleset_rule(options->ruleset, index), options->language);
    buf_text(out, "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[");
}

/* Rules are in order of their ids. */
static size_t rule_index(const struct ruleset *ruleset, const struct rule *rule)
{
    size_t low = 0, high = ruleset_rule_count(ruleset);

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(ruleset_rule(ruleset, middle)->id, rule->id) <= 0)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* RFC 3986: everything but unreserved characters and the slash is escaped, so that any path is a valid
 * reference and its bytes can be had back. */
static void append_uri(struct buf *out, const char *path)
{
    static const char hexadecimal[] = "0123456789ABCDEF";

    for (; *path != '\0'; path++) {
        unsigned char byte = (unsigned char)*path;

        if ((byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z')
            || strchr("-._~/!", byte) != NULL) {
            buf_byte(out, (char)byte);
            continue;
        }
        buf_byte(out, '%');
        buf_byte(out, hexadecimal[byte >> 4]);
        buf_byte(out, hexadecimal[byte & 15]);
    }
}

static void write_artifact(struct buf *out, const struct report_document *document, uint32_t part)
{
    const char *inside = document->scan->parts[part].path;

    json_key(out, "artifactLocation");
    buf_byte(out, '{');
    json_key(out, "uri");
    buf_text(out, document->path[0] == '/' ? "\"file://" : "\"");
    append_uri(out, document->path);
    if (inside[0] != '\0') {
        buf_text(out, "!/");
        append_uri(out, inside);
    }
    buf_text(out, "\"}");
}

static void write_masked(struct buf *out, struct report_context *context, const char *key)
{
    buf_clear(&context->scratch);
    mask_write(&context->mask, 0, context->mask.size, &context->scratch);
    json_text_sized(out, key, context->scratch.data, context->scratch.size);
}

static void write_region(struct buf *out, const struct location *at)
{
    if (!at->has_source)
        return;
    json_key(out, "region");
    buf_byte(out, '{');
    json_number(out, "startLine", at->line);
    json_number(out, "startColumn", at->column);
    json_number(out, "byteOffset", at->source.start);
    json_number(out, "byteLength", at->source.end - at->source.start);
    buf_byte(out, '}');
}

static void write_location(struct buf *out, struct report_context *context, const struct report_document *document,
                           const struct finding *finding)
{
    const struct location *at = &finding->at;

    json_key(out, "locations");
    buf_text(out, "[{\"physicalLocation\":{");
    write_artifact(out, document, at->part);
    write_region(out, at);
    buf_text(out, "},\"logicalLocations\":[{");
    json_text(out, "name", at->section != NULL ? at->section : "body");
    buf_clear(&context->scratch);
    describe_place(&context->scratch, finding);
    json_text_sized(out, "fullyQualifiedName", context->scratch.data, context->scratch.size);
    buf_text(out, "}]}]");
}

static void write_properties(struct buf *out, struct report_context *context, const struct scan *scan, size_t index)
{
    const struct finding *finding = &scan->findings[index];
    char fingerprint[FINGERPRINT_TEXT_SIZE] = "";
    enum status status = fingerprint_of_finding(finding, &context->path_digest, fingerprint);

    json_key(out, "partialFingerprints");
    buf_byte(out, '{');
    json_text(out, "guanka/v1", fingerprint);
    buf_byte(out, '}');
    json_key(out, "properties");
    buf_byte(out, '{');
    json_text(out, "action", action_name(finding->action));
    json_text(out, "category", finding->rule->category);
    if (status == STATUS_OK)
        status = describe_match_mask(context, finding);
    if (status == STATUS_OK) {
        write_masked(out, context, "match");
        status = describe_excerpt_mask(context, scan, index);
    }
    if (status == STATUS_OK)
        write_masked(out, context, "excerpt");
    else
        out->status = status;
    json_number(out, "occurrences", finding->occurrences);
    json_text(out, "role", rule_file_role_name(finding->role));
    if (finding->reason != NULL)
        json_text(out, "reason", finding->reason);
    if (finding->reopened != NULL) {
        buf_clear(&context->scratch);
        describe_reopened(&context->scratch, finding);
        json_text_sized(out, "reopened", context->scratch.data, context->scratch.size);
    }
    buf_byte(out, '}');
}

static void write_result(struct buf *out, struct report_context *context, const struct report_document *document,
                         size_t index)
{
    const struct report_options *options = context->options;
    const struct finding *finding = &document->scan->findings[index];

    buf_text(out, report_sarif.separator);
    buf_byte(out, '{');
    json_text(out, "ruleId", finding->rule->id);
    json_number(out, "ruleIndex", rule_index(options->ruleset, finding->rule));
    json_text(out, "level", level_of(finding->action));
    buf_clear(&context->scratch);
    describe_finding(&context->scratch, finding, options->language);
    write_message(out, "message", context->scratch.data, context->scratch.size);
    write_location(out, context, document, finding);
    write_properties(out, context, document->scan, index);
    buf_byte(out, '}');
}

static void write_notification(struct buf *out, struct report_context *context, const struct report_document *document,
                               const struct gap *gap)
{
    size_t described;

    buf_text(out, report_sarif.separator);
    buf_byte(out, '{');
    json_text(out, "level", "warning");
    buf_clear(&context->scratch);
    buf_format(&context->scratch, "%s: %s", describe_coverage(document->scan->parts[gap->part].coverage),
               describe_problem(gap->why));
    described = context->scratch.size;
    buf_text(&context->scratch, " (");
    describe_gap(&context->scratch, gap);
    if (context->scratch.size > described + strlen(" ("))
        buf_byte(&context->scratch, ')');
    else
        context->scratch.size = described;
    write_message(out, "message", context->scratch.data, context->scratch.size);
    json_key(out, "descriptor");
    buf_byte(out, '{');
    json_text(out, "id", status_code(gap->why));
    buf_text(out, "}");
    json_key(out, "locations");
    buf_text(out, "[{\"physicalLocation\":{");
    write_artifact(out, document, gap->part);
    buf_text(out, "}}]}");
}

static void document(struct report_pieces *out, struct report_context *context, const struct report_document *shown)
{
    const struct scan *scan = shown->scan;

    for (size_t index = 0; index < scan->finding_count; index++)
        write_result(&out->items, context, shown, index);
    for (size_t index = 0; index < scan->gap_count; index++)
        write_notification(&out->notes, context, shown, &scan->gaps[index]);
}

static void between(struct buf *out, const struct report_options *options)
{
    (void)options;
    buf_text(out, "\n],\"invocations\":[{\"toolExecutionNotifications\":[");
}

static void end(struct buf *out, const struct report_options *options, const struct report_summary *summary)
{
    size_t start;

    buf_text(out, "\n]");
    buf_text(out, summary->stopped ? ",\"executionSuccessful\":false}]" : ",\"executionSuccessful\":true}]");
    buf_text(out, ",\"properties\":{\"summary\":");
    start = out->size;
    report_summary_json(out, options, summary);
    if (out->size > start && out->data[out->size - 1] == '\n')
        out->size--;
    buf_text(out, "}}]}\n");
}

const struct report_format report_sarif = {
    .name = "sarif", .separator = ",\n", .begin = begin, .document = document, .between = between, .end = end
};
