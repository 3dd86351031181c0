/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/rules_finding.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "report/fingerprint.h"
#include "report/json_line.h"
#include "report/words.h"
#include "work/batch.h"

bool rules_is_fingerprint(const char *text)
{
    return strlen(text) == FINGERPRINT_TEXT_SIZE - 1 && strspn(text, "0123456789abcdef") == strlen(text);
}

/* ---- The report. */

/* What a report says about the finding. */
struct noted {
    struct buf path, as_of; /* as_of: empty when it does not say */
    bool is_found;
};

static enum status read_lines(struct bytes input, const char *fingerprint, struct noted *noted)
{
    size_t offset = 0;
    struct bytes line;

    while (json_line_next(input, &offset, &line)) {
        if (!noted->is_found && bytes_equal(json_line_text(line, "\"fingerprint\""), bytes_of_text(fingerprint))) {
            noted->is_found = true;
            json_line_unescape(json_line_text(line, "\"path\""), &noted->path);
        }
        if (bytes_equal(json_line_text(line, "\"type\""), bytes_of_text("summary")))
            json_line_unescape(json_line_text(line, "\"as_of\""), &noted->as_of);
    }
    return buf_status(&noted->path) == STATUS_OK ? buf_status(&noted->as_of) : buf_status(&noted->path);
}

/* The file that was scanned: the path inside it is behind "!/", but a file may be called so, too. */
static bool find_file(struct buf *path)
{
    while (path->size > 0 && access(path->data, F_OK) != 0) {
        size_t end = path->size;

        while (end > 0 && strncmp(path->data + end, "!/", 2) != 0)
            end--;
        path->size = end;
        path->data[end] = '\0';
    }
    return path->size > 0;
}

static enum status read_report(const struct rules_finding *finding, struct noted *noted, struct error *error)
{
    struct file_content *content = NULL;
    struct error why = { 0 };
    enum status status = file_content_open(finding->report, NULL, &content, &why);

    if (status != STATUS_OK)
        return error_set(error, status, "%s: %s", finding->report, why.message);
    status = read_lines(file_content_bytes(content), finding->fingerprint, noted);
    file_content_close(content);
    if (status == STATUS_OK && !noted->is_found)
        return error_set(
            error, STATUS_INVALID,
            _("%s: no finding has the fingerprint %s; give a report of guanka scan --format jsonl that has it"),
            finding->report, finding->fingerprint);
    return status;
}

/* ---- The finding. */

/* One finding needs no summary. */
static void end_silently(struct buf *out, const struct report_options *options, const struct report_summary *summary)
{
    (void)out;
    (void)options;
    (void)summary;
}

static struct date day_of(const char *as_of)
{
    struct date day;

    return as_of != NULL && date_parse(as_of, strlen(as_of), &day) ? day : date_in_shanghai(time(NULL));
}

static enum status write_finding(const struct config *config, struct ruleset *ruleset,
                                 const struct rules_finding *finding, const struct walk *walk,
                                 struct report_tally *tally, struct error *error)
{
    const struct report_options shown = {
        .language = config->language, .explain = true, .findings_only = true, .ruleset = ruleset
    };
    const struct pool_options isolation = { .program = config->extract_program };
    static const struct limits limits = LIMITS_DEFAULT;
    static const atomic_bool never;
    const struct batch_options wanted = { .limits = &limits,
                                          .ruleset = ruleset,
                                          .known = { .only = finding->fingerprint },
                                          .as_of = day_of(finding->as_of),
                                          .explain = true,
                                          .isolation = &isolation,
                                          .stop = &never,
                                          .standard_input = STDIN_FILENO };
    struct report_format format = *report_format_find(finding->as_json ? "jsonl" : "text");
    struct report_summary summary = { 0 };
    struct report_writer writer;
    enum status status;

    format.end = end_silently;
    status = report_writer_open(&writer, &format, &shown, STDOUT_FILENO);
    if (status == STATUS_OK)
        status = batch_run(&wanted, walk, &writer, tally);
    if (status == STATUS_OK)
        status = report_writer_finish(&writer, &summary);
    if (status != STATUS_OK)
        (void)error_set(error, status, "%s", writer.error.message);
    report_writer_free(&writer);
    return status;
}

static enum status scan_again(const struct config *config, struct ruleset *ruleset, const struct rules_finding *finding,
                              struct error *error)
{
    const struct walk_options options = { 0 };
    struct report_tally tally = { 0 };
    struct walk walk = { 0 };
    enum status status = walk_create(&options, &walk);

    for (size_t index = 0; status == STATUS_OK && index < finding->path_count; index++)
        status = walk_add(&walk, finding->paths[index]);
    if (status == STATUS_OK)
        status = walk_finish(&walk);
    if (status == STATUS_OK)
        status = write_finding(config, ruleset, finding, &walk, &tally, error);
    walk_free(&walk);
    if (status == STATUS_OK
        && tally.findings[ACTION_BLOCK] + tally.findings[ACTION_REVIEW] + tally.findings[ACTION_NOTE] == 0)
        return error_set(
            error, STATUS_INVALID,
            _("no finding has the fingerprint %s there; give the paths, the rules and the day (--as-of) as "
              "they were given for the report, or else the file has changed"),
            finding->fingerprint);
    return status;
}

static enum status explain_from_report(const struct config *config, struct ruleset *ruleset,
                                       const struct rules_finding *finding, struct error *error)
{
    struct noted noted = { BUF_INIT(1 << 20), BUF_INIT(1 << 10), false };
    struct rules_finding known = *finding;
    const char *path;
    enum status status = read_report(finding, &noted, error);

    if (status == STATUS_OK && finding->path_count == 0) {
        known.paths = &path;
        known.path_count = 1;
        path = noted.path.data;
        if (!find_file(&noted.path))
            status =
                error_set(error, STATUS_INVALID,
                          _("the file of this finding is not there; go to the folder where the report was made, or "
                            "name the file: guanka rules explain --report REPORT FINGERPRINT PATH"));
    }
    if (known.as_of == NULL && noted.as_of.size > 0)
        known.as_of = noted.as_of.data;
    if (status == STATUS_OK)
        status = scan_again(config, ruleset, &known, error);
    buf_free(&noted.path);
    buf_free(&noted.as_of);
    return status;
}

enum status rules_explain_finding(const struct config *config, struct ruleset *ruleset,
                                  const struct rules_finding *finding, struct error *error)
{
    if (finding->report != NULL)
        return explain_from_report(config, ruleset, finding, error);
    if (finding->path_count == 0)
        return error_set(
            error, STATUS_INVALID,
            _("name the files or folders that were scanned, as they were given then, or the report: guanka "
              "rules explain FINGERPRINT PATH…, or --report REPORT FINGERPRINT"));
    return scan_again(config, ruleset, finding, error);
}
