/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/rules_finding.h"

#include <string.h>
#include <unistd.h>

#include "report/fingerprint.h"
#include "report/words.h"
#include "work/batch.h"

bool rules_is_fingerprint(const char *text)
{
    return strlen(text) == FINGERPRINT_TEXT_SIZE - 1 && strspn(text, "0123456789abcdef") == strlen(text);
}

/* One finding needs no summary. */
static void end_silently(struct buf *out, const struct report_options *options, const struct report_summary *summary)
{
    (void)out;
    (void)options;
    (void)summary;
}

static enum status write_finding(const struct config *config, struct ruleset *ruleset, const char *fingerprint,
                                 const struct walk *walk, struct report_tally *tally, struct error *error)
{
    const struct report_options shown = { .language = config->language, .explain = true, .ruleset = ruleset };
    const struct pool_options isolation = { .program = config->extract_program };
    static const struct limits limits = LIMITS_DEFAULT;
    static const atomic_bool never;
    const struct batch_options wanted = { .limits = &limits,
                                          .ruleset = ruleset,
                                          .known = { .only = fingerprint },
                                          .explain = true,
                                          .isolation = &isolation,
                                          .stop = &never,
                                          .standard_input = STDIN_FILENO };
    struct report_format format = *report_format_find("text");
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

enum status rules_explain_finding(const struct config *config, struct ruleset *ruleset, const char *fingerprint,
                                  char **paths, size_t path_count, struct error *error)
{
    const struct walk_options options = { 0 };
    struct report_tally tally = { 0 };
    struct walk walk = { 0 };
    enum status status;

    if (path_count == 0)
        return error_set(error, STATUS_INVALID,
                         _("name the files or folders that were scanned, as they were given then: guanka rules explain "
                           "FINGERPRINT PATH…"));
    status = walk_create(&options, &walk);
    for (size_t index = 0; status == STATUS_OK && index < path_count; index++)
        status = walk_add(&walk, paths[index]);
    if (status == STATUS_OK)
        status = walk_finish(&walk);
    if (status == STATUS_OK)
        status = write_finding(config, ruleset, fingerprint, &walk, &tally, error);
    walk_free(&walk);
    if (status == STATUS_OK
        && tally.findings[ACTION_BLOCK] + tally.findings[ACTION_REVIEW] + tally.findings[ACTION_NOTE] == 0)
        return error_set(error, STATUS_INVALID,
                         _("no finding has the fingerprint %s there; give the paths, and the rules, as they were given "
                           "for the report"),
                         fingerprint);
    return status;
}
