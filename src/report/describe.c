/* SPDX-License-Identifier: Apache-2.0 */
#include "report/describe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/harmful.h"
#include "report/words.h"
#include "rules/suppression.h"
#include "text/utf8.h"

/* How far from a finding another one can reach into its excerpt: as many findings on either side are masked. */
enum { NEIGHBOURS = 16 };

const char *describe_action(enum rule_action action)
{
    switch (action) {
    case ACTION_BLOCK:
        return _("block");
    case ACTION_REVIEW:
        return _("review");
    case ACTION_NOTE:
        break;
    }
    return _("note");
}

const char *action_name(enum rule_action action)
{
    static const char *const names[] = { [ACTION_NOTE] = "note", [ACTION_REVIEW] = "review", [ACTION_BLOCK] = "block" };

    return names[action];
}

const char *describe_verdict(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_BLOCK:
        return _("do not publish");
    case VERDICT_REVIEW:
        return _("a person must look at it before it is published");
    case VERDICT_PASS:
        break;
    }
    return _("nothing found");
}

const char *coverage_name(enum coverage coverage)
{
    static const char *const names[] = {
        [COVERAGE_COMPLETE] = "complete", [COVERAGE_INCOMPLETE] = "incomplete", [COVERAGE_SKIPPED] = "skipped"
    };

    return names[coverage];
}

const char *describe_coverage(enum coverage coverage)
{
    switch (coverage) {
    case COVERAGE_COMPLETE:
        return _("read completely");
    case COVERAGE_INCOMPLETE:
        return _("read in part");
    case COVERAGE_SKIPPED:
        break;
    }
    return _("not read");
}

const char *describe_category(const char *category)
{
    static const struct {
        const char *category, *words;
    } names[] = {
        { "classified", N_("state secrets") },
        { "internal", N_("internal material") },
        { "disclosure", N_("disclosure attribute") },
        { "personal", N_("personal data") },
        { "statistics", N_("unpublished statistics") },
        { "case", N_("cases under way") },
        { "approval", N_("needs special approval") },
        { "prohibited", N_("prohibited content") },
        { "formulation", N_("wrong wording") },
        { "tamper", N_("tampering") },
        { "outage", N_("outage") },
        { "forgery", N_("forged dates") },
        { "quality", N_("quality") },
    };

    for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
        size_t size = strlen(names[index].category);

        if (strncmp(category, names[index].category, size) == 0 && (category[size] == '\0' || category[size] == '.'))
            return _(names[index].words);
    }
    return category;
}

const char *describe_actor(const char *actor)
{
    return strcmp(actor, "automatic") == 0 ? _("the program") : actor;
}

const char *class_name(enum rule_suggests suggests)
{
    static const char *const names[] = { "ordinary", "important", "special" };

    return names[suggests];
}

const char *describe_class(enum rule_suggests suggests)
{
    static const char *const words[] = { N_("ordinary information"), N_("important information"),
                                         N_("information of the special class") };

    return _(words[suggests]);
}

enum rule_suggests class_of_part(const struct scan_part *part)
{
    return part->suggested != NULL ? part->suggested->rule->suggests : SUGGESTS_NOTHING;
}

/* The profile that asks the head of the unit about everything important: the regulation lets the second level decide
 * what it can judge. */
unsigned class_level(enum rule_suggests suggests)
{
    return suggests == SUGGESTS_SPECIAL ? 4 : suggests == SUGGESTS_IMPORTANT ? 3 : 2;
}

enum status describe_class_reason(struct buf *out, struct report_context *context, const struct scan_part *part)
{
    const struct finding *finding = part->suggested;
    size_t start;
    enum status status;

    if (finding == NULL)
        return STATUS_OK;
    buf_text(out, describe_rule(finding->rule, context->options->language));
    buf_text(out, _(": "));
    start = out->size;
    describe_place(out, finding);
    buf_text(out, out->size > start ? " “" : "“");
    status = describe_match_mask(context, finding);
    if (status == STATUS_OK)
        mask_write(&context->mask, 0, context->mask.size, out);
    buf_text(out, "”");
    return status;
}

enum status describe_suggestion(struct buf *out, struct report_context *context, const struct scan_part *part)
{
    enum rule_suggests suggests = class_of_part(part);
    enum status status;

    buf_format(out, _("Suggested class: %s, review up to level %u ("), describe_class(suggests), class_level(suggests));
    status = describe_class_reason(out, context, part);
    buf_text(out, _(")"));
    return status;
}

const char *describe_problem(enum status why)
{
    switch (why) {
    case STATUS_OK:
        break;
    case STATUS_MALFORMED:
        return _("damaged");
    case STATUS_ENCRYPTED:
        return _("encrypted");
    case STATUS_UNSUPPORTED:
        return _("format not supported");
    case STATUS_CHARSET:
        return _("text with broken characters");
    case STATUS_LIMIT_DEPTH:
        return _("nested too deeply");
    case STATUS_LIMIT_RATIO:
        return _("expands too much");
    case STATUS_LIMIT_MEMORY:
        return _("took too much memory to read");
    case STATUS_CRASHED:
        return _("reader crashed");
    case STATUS_LIMIT_BYTES:
        return _("too large");
    case STATUS_LIMIT_CHILDREN:
        return _("too many files inside");
    case STATUS_LIMIT_FINDINGS:
        return _("too many findings");
    case STATUS_DEADLINE:
        return _("took too long");
    case STATUS_STOPPED:
        return _("interrupted");
    case STATUS_IO:
        return _("could not be opened or read");
    case STATUS_NO_MEMORY:
        return _("out of memory");
    case STATUS_INVALID:
    case STATUS_BUG:
        return _("internal error of guanka");
    }
    return "";
}

const char *describe_remedy(enum status why)
{
    switch (why) {
    case STATUS_MALFORMED:
        return _("Damaged files: get them once more from where they were made, and see that they open there.");
    case STATUS_ENCRYPTED:
        return _("Encrypted files: have the author give them without the password, and check what is published.");
    case STATUS_UNSUPPORTED:
        return _(
            "Formats that are not supported: convert them to PDF, OFD or an office format, or have a person read them; "
            "pictures are read with --ocr.");
    case STATUS_CHARSET:
        return _("Broken characters: save the file as UTF-8 in the program that shows it right.");
    case STATUS_CRASHED:
        return _("The reader crashed: keep the file with --quarantine, and report it; have a person read it.");
    case STATUS_LIMIT_MEMORY:
        return _("Too much memory: have a person read the file, or split it.");
    case STATUS_IO:
        return _("Not opened or read: see that the file is there and that you may read it.");
    default:
        return "";
    }
}

/* The translation of the system's words that `detail` ends with, or NULL. */
static const char *system_words_of(const char *detail)
{
    /* The C library's own translations are rarely installed. */
    static const char *const system_words[] = {
        N_("Permission denied"),  N_("No such file or directory"), N_("Input/output error"),
        N_("File name too long"), N_("Too many open files"),       N_("Too many levels of symbolic links"),
        N_("Not a directory"),    N_("Operation not permitted"),   N_("Stale file handle"),
    };
    size_t size = strlen(detail);

    for (size_t index = 0; index < sizeof system_words / sizeof system_words[0]; index++) {
        size_t length = strlen(system_words[index]);

        if (size >= length && strcmp(detail + size - length, system_words[index]) == 0)
            return _(system_words[index]);
    }
    return NULL;
}

/* What libarchive means. It has hundreds of messages with numbers in them, and no translations. */
static const char *archive_sense(const char *words)
{
    static const struct {
        const char *beginning, *sense;
    } messages[] = {
        { "Truncated", N_("the data break off") },
        { "truncated", N_("the data break off") },
        { "ZIP bad CRC", N_("the checksum is wrong") },
        { "7-Zip bad CRC", N_("the checksum is wrong") },
        { "Checksum error", N_("the checksum is wrong") },
        { "File CRC error", N_("the checksum is wrong") },
        { "Header CRC error", N_("the checksum is wrong") },
        { "ZIP decompression failed", N_("the compressed data are damaged") },
        { "Decompression", N_("the compressed data are damaged") },
        { "Deflate decompression failed", N_("the compressed data are damaged") },
        { "gzip decompression failed", N_("the compressed data are damaged") },
        { "bzip decompression failed", N_("the compressed data are damaged") },
        { "Lzma library error", N_("the compressed data are damaged") },
        { "Lzma decompression failed", N_("the compressed data are damaged") },
        { "Zstd decompression failed", N_("the compressed data are damaged") },
        { "Invalid compressed data", N_("the compressed data are damaged") },
        { "Unsupported ZIP compression method", N_("this way of compressing is not supported") },
        { "Encrypted file is unsupported", N_("this way of encrypting is not supported") },
        { "Passphrase required", N_("a password is needed") },
        { "Incorrect passphrase", N_("a password is needed") },
        { "Damaged", N_("the structure is damaged") },
        { "Malformed", N_("the structure is damaged") },
        { "Invalid", N_("the structure is damaged") },
        { "Input requires too many filters", N_("it is compressed too many times over") },
        { "Unrecognized archive format", N_("not an archive that can be read") },
    };

    for (size_t index = 0; index < sizeof messages / sizeof messages[0]; index++)
        if (strncmp(words, messages[index].beginning, strlen(messages[index].beginning)) == 0)
            return messages[index].sense;
    return NULL;
}

/* Whether there is something better to show than `words` themselves. */
static bool is_translated(const char *words)
{
    const char *sense = archive_sense(words);

    return _(words) != words || (sense != NULL && _(sense) != sense);
}

/* Of words that begin like "page 3", the number; *rest is what comes behind it. False: they begin otherwise. */
static bool take_number(const char *words, const char *beginning, unsigned *number, const char **rest)
{
    const char *digits = words + strlen(beginning);
    char *end;
    unsigned long value;

    if (strncmp(words, beginning, strlen(beginning)) != 0 || *digits < '0' || *digits > '9')
        return false;
    value = strtoul(digits, &end, 10);
    *number = (unsigned)value;
    *rest = end;
    return value <= UINT32_MAX;
}

/* Readers of pages begin with "page 3: ", and with "earlier version 2: " before that. Returns what comes behind it. */
static const char *describe_page(struct buf *out, const char *detail)
{
    const char *rest;
    unsigned number;

    if (take_number(detail, "earlier version ", &number, &rest) && strncmp(rest, ": ", 2) == 0) {
        buf_format(out, _("earlier version %u"), number);
        buf_text(out, ": ");
        detail = rest + 2;
    }
    if (take_number(detail, "page ", &number, &rest) && strncmp(rest, ": ", 2) == 0) {
        buf_format(out, _("page %u"), number);
        buf_text(out, ": ");
        detail = rest + 2;
    }
    return detail;
}

/* Whether there was more to it than a name. */
static bool describe_detail(struct buf *out, const char *detail)
{
    const char *system_words, *known = NULL;

    if (detail == NULL || detail[0] == '\0')
        return false;
    detail = describe_page(out, detail);
    system_words = system_words_of(detail);
    if (system_words != NULL) {
        buf_text(out, system_words);
        return true;
    }
    /* A member's name may stand in front, and may look like words. */
    for (const char *words = detail; words != NULL; words = strstr(words, ": ")) {
        words += words != detail ? strlen(": ") : 0;
        if (is_translated(words))
            known = words;
    }
    if (known == NULL) {
        buf_text(out, detail);
        return false;
    }
    buf_append(out, detail, (size_t)(known - detail));
    if (_(known) != known) {
        buf_text(out, _(known));
        return true;
    }
    buf_text(out, _(archive_sense(known)));
    buf_format(out, _(" (%s)"), known);
    return true;
}

enum { AMOUNT_SIZE = 32 };

struct unit {
    const char *name;
    uint64_t size;
};

/* As the options take it: 16G, 500k, 10m, 30s. `units` descend to 1. */
static void write_amount(char text[AMOUNT_SIZE], uint64_t value, const struct unit *units)
{
    while (units->size > 1 && value % units->size != 0)
        units++;
    snprintf(text, AMOUNT_SIZE, "%llu%s", (unsigned long long)(value / units->size), units->name);
}

static void describe_limit(struct buf *out, enum status why, uint64_t limit)
{
    static const struct unit sizes[] = {
        { "T", UINT64_C(1) << 40 }, { "G", 1 << 30 }, { "M", 1 << 20 }, { "k", 1 << 10 }, { "", 1 }
    };
    static const struct unit times[] = { { "h", 3600000 }, { "m", 60000 }, { "s", 1000 }, { "ms", 1 } };
    unsigned long long number = limit;
    char amount[AMOUNT_SIZE];

    switch (why) {
    case STATUS_LIMIT_BYTES:
        write_amount(amount, limit, sizes);
        buf_format(out, _("expands to more than %s (--max-bytes)"), amount);
        return;
    case STATUS_LIMIT_DEPTH:
        buf_format(out, _("archives nested more than %llu deep (--max-depth)"), number);
        return;
    case STATUS_LIMIT_CHILDREN:
        buf_format(out, _("more than %llu members (--max-children)"), number);
        return;
    case STATUS_LIMIT_RATIO:
        buf_format(out, _("expands to %llu times its size or more (--max-ratio)"), number);
        return;
    case STATUS_LIMIT_FINDINGS:
        buf_format(out, _("more than %llu findings"), number);
        return;
    case STATUS_DEADLINE:
        write_amount(amount, limit, times);
        buf_format(out, _("more than %s (--timeout)"), amount);
        return;
    default:
        return;
    }
}

void describe_reopened(struct buf *out, const struct finding *finding)
{
    const struct suppression *suppression = finding->reopened;

    if (suppression == NULL)
        return;
    if (suppression->is_sealed)
        buf_format(out, _("was suppressed until %s, which is over (%s:%u)"), suppression->expires, suppression->file,
                   suppression->line);
    else
        buf_format(out, _("was suppressed until %s (%s: %s), which is over (%s:%u)"), suppression->expires,
                   suppression->owner, suppression->reason, suppression->file, suppression->line);
}

void describe_gap(struct buf *out, const struct gap *gap)
{
    size_t start = out->size;

    /* Words tell of limits that no option raises. */
    if (describe_detail(out, gap->detail) || !gap->has_limit)
        return;
    if (out->size > start)
        buf_text(out, ": ");
    describe_limit(out, gap->why, gap->limit);
}

const char *describe_rule(const struct rule *rule, enum report_language language)
{
    const char *name = language == REPORT_CHINESE ? rule->name_zh : rule->name_en;

    if (name == NULL)
        name = rule->name_zh != NULL ? rule->name_zh : rule->name_en;
    return name != NULL ? name : rule->id;
}

const char *describe_advice(const struct rule *rule, enum report_language language)
{
    const char *advice = language == REPORT_CHINESE ? rule->advice_zh : rule->advice_en;

    if (advice == NULL)
        advice = rule->advice_zh != NULL ? rule->advice_zh : rule->advice_en;
    return advice != NULL ? advice : "";
}

void describe_finding(struct buf *out, const struct finding *finding, enum report_language language)
{
    buf_text(out, describe_rule(finding->rule, language));
    if (finding->occurrences > 1)
        buf_format(out, ngettext_(" (%u match)", " (%u matches)", finding->occurrences), finding->occurrences);
}

/* Sections that every format has, and the words of text formats for them. */
static const char *known_section(const char *section)
{
    static const char *const known[] = {
        N_("header"),
        N_("footer"),
        N_("footnotes"),
        N_("endnotes"),
        N_("comments"),
        N_("notes"),
        N_("property"),
        N_("file name"),
        N_("title"),
        N_("script"),
        N_("comment"),
        N_("metadata"),
        N_("textbox"),
        N_("unknown"),
        N_("template"),
        N_("annotation"),
        N_("watermark"),
        N_("stamp"),
        N_("outline"),
        N_("attachments"),
        N_("tags"),
        N_("signatures"),
        N_("extensions"),
        N_("resources"),
        N_("unreferenced"),
        N_("link"),
        N_("relationships"),
        N_("alternative text"),
        N_("earlier version"),
    };

    for (size_t index = 0; index < sizeof known / sizeof known[0]; index++)
        if (strcmp(section, known[index]) == 0)
            return _(section);
    return section;
}

static void describe_section(struct buf *out, const char *section)
{
    const char *rest;
    unsigned number;

    if (take_number(section, "earlier version ", &number, &rest) && *rest == '\0')
        buf_format(out, _("earlier version %u"), number);
    else
        describe_safely(out, known_section(section), strlen(known_section(section)));
}

/* What sort of text it is: a reader who opens the file must know why he does not see it there. */
static const char *describe_role(const struct finding *finding)
{
    static const char *const hidden[TEXT_ROLE_COUNT] = {
        [TEXT_HIDDEN] = N_("hidden"), [TEXT_HIDDEN_LINK] = N_("hidden link")
    };
    /* These the section tells too, where it is more than the body. */
    static const char *const elsewhere[TEXT_ROLE_COUNT] = { [TEXT_LINK] = N_("target of a link"),
                                                            [TEXT_ALT] = N_("alternative text"),
                                                            [TEXT_METADATA] = N_("property"),
                                                            [TEXT_COMMENT] = N_("comment"),
                                                            [TEXT_SCRIPT] = N_("script") };
    const char *section = finding->at.section;

    if (hidden[finding->role] != NULL)
        return _(hidden[finding->role]);
    if (elsewhere[finding->role] != NULL && (section == NULL || strcmp(section, "body") == 0))
        return _(elsewhere[finding->role]);
    return NULL;
}

void describe_place(struct buf *out, const struct finding *finding)
{
    const struct location *at = &finding->at;
    const char *role = describe_role(finding);
    size_t start = out->size;

    if (at->has_source)
        buf_format(out, "%u:%u", at->line, at->column);
    if (at->section != NULL && strcmp(at->section, "body") != 0) {
        buf_text(out, out->size > start ? " " : "");
        describe_section(out, at->section);
    }
    if (at->place.unit == PLACE_PAGE || at->place.unit == PLACE_SLIDE) {
        buf_text(out, out->size > start ? " " : "");
        buf_format(out, at->place.unit == PLACE_PAGE ? _("page %u") : _("slide %u"), at->place.number);
    }
    if (at->cell.table > 0 && !at->has_source) {
        buf_text(out, out->size > start ? " " : "");
        buf_format(out, _("row %u, column %u"), at->cell.row, at->cell.column);
    }
    if (role != NULL) {
        buf_text(out, out->size > start ? " " : "");
        buf_text(out, role);
    }
}

void describe_path(struct buf *out, const struct report_document *document, uint32_t part)
{
    buf_text(out, document->shown_path);
    if (document->scan->parts[part].path[0] != '\0') {
        buf_text(out, "!/");
        buf_text(out, document->scan->parts[part].path);
    }
}

/* What stands in the text on either side of the match, as far as it makes digits in the match part of a longer number.
 */
static struct mask_borders match_borders(const struct finding *finding)
{
    const char *excerpt = finding->excerpt;
    size_t start = finding->excerpt_match, end = start + finding->excerpt_match_size;
    struct mask_borders borders = { finding->excerpt_before, finding->excerpt_after };

    if (start > 0) {
        size_t last = utf8_backward(excerpt, finding->excerpt_size, start, 1);

        borders.before = utf8_next(excerpt + last, start - last).code_point;
    }
    if (end < finding->excerpt_size)
        borders.after = utf8_next(excerpt + end, finding->excerpt_size - end).code_point;
    borders.before = mask_is_digit(borders.before) ? borders.before : 0;
    borders.after = mask_is_digit(borders.after) ? borders.after : 0;
    return borders;
}

enum status describe_match_mask(struct report_context *context, const struct finding *finding)
{
    enum status status = mask_cover(&context->mask, finding->match, finding->match_size);
    struct mask_borders borders = { 0, 0 };

    if (status != STATUS_OK || context->options->show_secrets)
        return status;
    if (finding->rule->secret)
        mask_span(&context->mask, (struct span){ 0, finding->match_size });
    else
        borders = match_borders(finding);
    mask_numbers(&context->mask, borders);
    return STATUS_OK;
}

enum status describe_excerpt_mask(struct report_context *context, const struct scan *scan, size_t index)
{
    const struct finding *finding = &scan->findings[index];
    struct mask_borders borders = { finding->excerpt_before, finding->excerpt_after };
    size_t first = index > NEIGHBOURS ? index - NEIGHBOURS : 0;
    size_t end = scan->finding_count - index > NEIGHBOURS ? index + NEIGHBOURS : scan->finding_count;
    enum status status = mask_cover(&context->mask, finding->excerpt, finding->excerpt_size);

    if (status != STATUS_OK || context->options->show_secrets)
        return status;
    if (finding->rule->secret)
        mask_span(&context->mask,
                  (struct span){ finding->excerpt_match, finding->excerpt_match + finding->excerpt_match_size });
    for (size_t other = first; other < end; other++)
        if (scan->findings[other].rule->secret)
            mask_occurrences(&context->mask, bytes_of(scan->findings[other].match, scan->findings[other].match_size),
                             borders);
    mask_numbers(&context->mask, borders);
    return STATUS_OK;
}

void describe_safely(struct buf *out, const char *text, size_t size)
{
    for (size_t offset = 0; offset < size;) {
        struct utf8_step step = utf8_next(text + offset, size - offset);

        if (step.code_point == '\n' || step.code_point == '\t' || step.code_point == '\r')
            buf_byte(out, ' ');
        else if (step.broken || is_harmful(step.code_point))
            buf_text(out, "\xEF\xBF\xBD");
        else
            buf_append(out, text + offset, step.size);
        offset += step.size;
    }
}

bool describe_is_safe(const char *text, size_t size)
{
    for (size_t offset = 0; offset < size;) {
        struct utf8_step step = utf8_next(text + offset, size - offset);

        if (step.broken || is_harmful(step.code_point))
            return false;
        offset += step.size;
    }
    return true;
}
