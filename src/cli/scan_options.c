/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scan_options.h"

#include <string.h>

#include "report/words.h"

enum scan_option {
    OPTION_FORMAT,
    OPTION_OUTPUT,
    OPTION_RULES,
    OPTION_LAYER,
    OPTION_REGISTER,
    OPTION_KEY,
    OPTION_ENABLE,
    OPTION_DISABLE,
    OPTION_FAIL_ON,
    OPTION_BASELINE,
    OPTION_SUPPRESSIONS,
    OPTION_FILES_FROM,
    OPTION_EXCLUDE,
    OPTION_JOBS,
    OPTION_AS_OF,
    OPTION_EXPLAIN,
    OPTION_SHOW_SECRETS,
    OPTION_SUMMARY,
    OPTION_PROGRESS,
    OPTION_COLOR,
    OPTION_LANG,
    OPTION_MAX_BYTES,
    OPTION_MAX_DEPTH,
    OPTION_MAX_CHILDREN,
    OPTION_MAX_RATIO,
    OPTION_TIMEOUT,
    OPTION_OCR,
    OPTION_ISOLATE_ALL,
    OPTION_QUARANTINE,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_COUNT,
};

static const struct option_spec specs[OPTION_COUNT] = {
    [OPTION_FORMAT] = { "format", 'f', "text|jsonl|sarif|csv|html", N_("how to write the result (default: text)") },
    [OPTION_OUTPUT] = { "output", 'o', "FILE", N_("write the result there instead of to standard output") },
    [OPTION_RULES] = PACKS_OPTION_RULES,
    [OPTION_LAYER] = PACKS_OPTION_LAYER,
    [OPTION_REGISTER] = { "register", '\0', "FILE", N_("a register of released statistics, over those of the layers") },
    [OPTION_KEY] = PACKS_OPTION_KEY,
    [OPTION_ENABLE] = PACKS_OPTION_ENABLE,
    [OPTION_DISABLE] = PACKS_OPTION_DISABLE,
    [OPTION_FAIL_ON] = { "fail-on", '\0', "block|review|note",
                         N_("from which kind of finding on the exit status is 1 (default: review)") },
    [OPTION_BASELINE] = { "baseline", '\0', "FILE", N_("an earlier JSONL result: report only what is not in it") },
    [OPTION_SUPPRESSIONS] = { "suppressions", '\0', "FILE",
                              N_("findings to leave out, each with reason, owner and last day; may be repeated") },
    [OPTION_FILES_FROM] = { "files-from", '\0', "FILE|-",
                            N_("scan the paths listed there too, one a line or divided by NUL") },
    [OPTION_EXCLUDE] = { "exclude", '\0', "GLOB",
                         N_("leave out files and folders of this name, or path if it has a slash; may be repeated") },
    [OPTION_JOBS] = { "jobs", 'j', "N", N_("files at once (default: as many as there are cores)") },
    [OPTION_AS_OF] = { "as-of", '\0', "DATE", N_("intended day of publication, such as 2026-11-24") },
    [OPTION_EXPLAIN] = { "explain", '\0', NULL,
                         N_("say of each finding which pattern matched, what had to stand near it and what would have "
                            "excused it") },
    [OPTION_SHOW_SECRETS] = { "show-secrets", '\0', NULL, N_("do not mask personal data in the result") },
    [OPTION_SUMMARY] = { "summary", '\0', "FILE", N_("write the summary there too, as JSON") },
    [OPTION_PROGRESS] = { "progress", '\0', "auto|always|never",
                          N_("show how far it is (auto: when standard error is a terminal and the result goes "
                             "elsewhere)") },
    [OPTION_COLOR] = { "color", '\0', "auto|always|never", N_("colour the text (auto: on a terminal)") },
    [OPTION_LANG] = { "lang", '\0', "zh|en", N_("language of messages (default: from the locale)") },
    [OPTION_MAX_BYTES] = { "max-bytes", '\0', "SIZE",
                           N_("at most so much of all that a document expands to "
                              "(default: 16G)") },
    [OPTION_MAX_DEPTH] = { "max-depth", '\0', "N", N_("archives within archives (default: 8)") },
    [OPTION_MAX_CHILDREN] = { "max-children", '\0', "N", N_("files inside a document (default: 100000)") },
    [OPTION_MAX_RATIO] = { "max-ratio", '\0', "N",
                           N_("how many times its size a member may expand to "
                              "(default: 250)") },
    [OPTION_TIMEOUT] = { "timeout", '\0', "TIME", N_("for each document, such as 30s (default: 10m; 0: none)") },
    [OPTION_OCR] = { "ocr", '\0', NULL,
                     N_("read the text that pictures show, too (costs about 2 seconds of a core for a printed page; "
                        "without it, pictures are reported as not read)") },
    [OPTION_ISOLATE_ALL] = { "isolate-all", '\0', NULL,
                             N_("read every document in the sandbox of guanka-extract, not only formats that parsers of "
                                "others read (slower)") },
    [OPTION_QUARANTINE] = { "quarantine", '\0', "DIR",
                            N_("keep a copy there of each file that killed its reader or took too long") },
    [OPTION_HELP] = { "help", 'h', NULL, N_("show this help") },
    [OPTION_VERSION] = { "version", 'V', NULL, N_("show the version") },
};

static enum status take_format(const struct option_spec *spec, const char *value, struct scan_options *options,
                               struct error *error)
{
    const struct report_format *format = report_format_find(value);

    if (format == NULL)
        return error_set(error, STATUS_INVALID, _("--%s %s: choose one of %s"), spec->name, value,
                         "text, jsonl, sarif, csv, html");
    options->format = format;
    return STATUS_OK;
}

static enum status take_when(const struct option_spec *spec, const char *value, enum when *when, struct error *error)
{
    static const char *const choices[] = { "auto", "always", "never", NULL };
    size_t index;
    enum status status = option_choice(spec, value, choices, &index, error);

    if (status == STATUS_OK)
        *when = (enum when)index;
    return status;
}

static enum status take_fail_on(const struct option_spec *spec, const char *value, struct scan_options *options,
                                struct error *error)
{
    static const char *const choices[] = { "note", "review", "block", NULL };
    size_t index;
    enum status status = option_choice(spec, value, choices, &index, error);

    if (status == STATUS_OK)
        options->fail_on = (enum rule_action)index;
    return status;
}

static enum status take_language(const struct option_spec *spec, const char *value, struct error *error)
{
    static const char *const choices[] = { "zh", "en", NULL };
    size_t index;

    return option_choice(spec, value, choices, &index, error); /* main has obeyed it already */
}

static enum status take_uint32(const struct option_spec *spec, const char *value, uint64_t least, uint32_t *number,
                               struct error *error)
{
    uint64_t parsed;
    enum status status = option_number(spec, value, least, UINT32_MAX, &parsed, error);

    if (status == STATUS_OK)
        *number = (uint32_t)parsed;
    return status;
}

static enum status take_jobs(const struct option_spec *spec, const char *value, struct scan_options *options,
                             struct error *error)
{
    enum { JOBS_MAX = 1024 };
    uint64_t parsed;
    enum status status = option_number(spec, value, 1, JOBS_MAX, &parsed, error);

    if (status == STATUS_OK)
        options->jobs = (uint32_t)parsed;
    return status;
}

static enum status take_date(const struct option_spec *spec, const char *value, struct scan_options *options,
                             struct error *error)
{
    options->as_of = value;
    return option_date(spec, value, error);
}

static enum status take_text(const char **target, const char *value)
{
    *target = value;
    return STATUS_OK;
}

static enum status take_flag(bool *flag)
{
    *flag = true;
    return STATUS_OK;
}

static enum status take(void *context, const struct option_spec *spec, const char *value, struct error *error)
{
    struct scan_options *options = context;

    switch ((enum scan_option)(spec - specs)) {
    case OPTION_FORMAT:
        return take_format(spec, value, options, error);
    case OPTION_OUTPUT:
        return take_text(&options->output, value);
    case OPTION_RULES:
    case OPTION_LAYER:
    case OPTION_KEY:
    case OPTION_ENABLE:
    case OPTION_DISABLE:
        return packs_take(&options->packs, spec, value);
    case OPTION_REGISTER:
        return take_text(&options->packs.release_register, value);
    case OPTION_FAIL_ON:
        return take_fail_on(spec, value, options, error);
    case OPTION_BASELINE:
        return take_text(&options->baseline, value);
    case OPTION_SUPPRESSIONS:
        return text_list_add(&options->suppressions, value);
    case OPTION_FILES_FROM:
        return take_text(&options->files_from, value);
    case OPTION_EXCLUDE:
        return text_list_add(&options->excludes, value);
    case OPTION_JOBS:
        return take_jobs(spec, value, options, error);
    case OPTION_AS_OF:
        return take_date(spec, value, options, error);
    case OPTION_EXPLAIN:
        return take_flag(&options->explain);
    case OPTION_SHOW_SECRETS:
        return take_flag(&options->show_secrets);
    case OPTION_SUMMARY:
        return take_text(&options->summary, value);
    case OPTION_OCR:
        return take_flag(&options->ocr);
    case OPTION_ISOLATE_ALL:
        return take_flag(&options->isolate_all);
    case OPTION_QUARANTINE:
        return take_text(&options->quarantine, value);
    case OPTION_PROGRESS:
        return take_when(spec, value, &options->progress, error);
    case OPTION_COLOR:
        return take_when(spec, value, &options->color, error);
    case OPTION_LANG:
        return take_language(spec, value, error);
    case OPTION_MAX_BYTES:
        return option_size(spec, value, &options->limits.expanded_bytes_max, error);
    case OPTION_MAX_DEPTH:
        return take_uint32(spec, value, 0, &options->limits.depth_max, error);
    case OPTION_MAX_CHILDREN:
        return take_uint32(spec, value, 0, &options->limits.children_max, error);
    case OPTION_MAX_RATIO:
        return take_uint32(spec, value, 1, &options->limits.ratio_max, error);
    case OPTION_TIMEOUT:
        return option_duration(spec, value, &options->limits.time_ms_max, error);
    case OPTION_HELP:
        return take_flag(&options->wants_help);
    case OPTION_VERSION:
        return take_flag(&options->wants_version);
    case OPTION_COUNT:
        break;
    }
    return STATUS_BUG;
}

enum status scan_options_parse(int argc, char **argv, struct scan_options *options, int *first, struct error *error)
{
    *options =
        (struct scan_options){ .format = report_formats()[0], .fail_on = ACTION_REVIEW, .limits = LIMITS_DEFAULT };
    return option_parse(specs, OPTION_COUNT, argc, argv, first, options, error, take);
}

void scan_options_help(struct buf *out)
{
    buf_text(out, _("Usage: guanka scan [OPTIONS] PATH…|-\n"
                    "\n"
                    "Checks files, folders with everything in them, archives, and standard input (-).\n"
                    "\n"
                    "Options:\n"));
    option_help(out, specs, OPTION_COUNT);
    buf_text(out, _("\n"
                    "Exit status: 0 everything was read and nothing reaches --fail-on; 1 a finding reaches it;\n"
                    "3 nothing reaches it, but something could not be read completely; 2 wrong usage or\n"
                    "configuration, nothing to scan, or the result could not be written.\n"));
}

void scan_options_free(struct scan_options *options)
{
    packs_free(&options->packs);
    text_list_free(&options->suppressions);
    text_list_free(&options->excludes);
}
