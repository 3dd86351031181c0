/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/config.h"
#include "cli/option.h"
#include "cli/output.h"
#include "cli/site_file.h"
#include "cli/site_report_write.h"
#include "cli/sweep_show.h"
#include "report/words.h"
#include "sweep/incident_report.h"

struct report_command {
    const char *sites, *site, *output, *format;
    bool wants_help, wants_version, show_secrets;
};

static const struct option_spec specs[] = {
    { "sites", 's', "FILE", N_("the site file (docs/zh/站点巡检.md); needed") },
    { "site", '\0', "SITE", N_("this site alone (default: all of the file)") },
    { "format", 'f', "FORMAT", N_("html, xlsx, csv or json (default: html)") },
    { "output", 'o', "FILE", N_("write there instead of standard output") },
    { "show-secrets", '\0', NULL, N_("do not mask personal data in addresses and texts") },
    { "lang", '\0', "zh|en", N_("language of messages (default: from the locale)") },
    { "help", 'h', NULL, N_("show this help") },
    { "version", 'V', NULL, N_("show the version") },
};

enum { SPEC_COUNT = sizeof specs / sizeof specs[0] };

static const char *const formats[] = { "html", "xlsx", "csv", "json", NULL };
static const char *const periods[REPORT_STATE] = { "day", "month", "quarter", "annual" };

static enum status take(void *context, const struct option_spec *spec, const char *value, struct error *error)
{
    struct report_command *command = context;
    const struct {
        const char *name, **text;
    } texts[] = { { "sites", &command->sites }, { "site", &command->site }, { "output", &command->output } };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        if (strcmp(texts[index].name, spec->name) == 0)
            *texts[index].text = value;
    }
    command->show_secrets = command->show_secrets || strcmp(spec->name, "show-secrets") == 0;
    command->wants_help = command->wants_help || spec->letter == 'h';
    command->wants_version = command->wants_version || spec->letter == 'V';
    if (spec->letter == 'f') {
        size_t choice;
        enum status status = option_choice(spec, value, formats, &choice, error);

        command->format = status == STATUS_OK ? formats[choice] : NULL;
        return status;
    }
    return STATUS_OK;
}

static int show_help(void)
{
    option_show_help(
        _("Usage: guanka report --sites FILE day 2026-11-28 [OPTIONS]\n"
          "       guanka report --sites FILE month 2026-11 [OPTIONS]\n"
          "       guanka report --sites FILE quarter 2026-Q4 [OPTIONS]\n"
          "       guanka report --sites FILE annual 2026 [OPTIONS]\n"
          "       guanka report --sites FILE site SITE [2026-11-28] [OPTIONS]\n"
          "       guanka report --sites FILE incident INC-20261128-001 [OPTIONS]\n"
          "\n"
          "Reports how sites were looked through, what was found and what became of it, by site and by\n"
          "the unit that answers for it; how one site stands (today, or at the end of a day); and all that\n"
          "is on record of an incident.\n"
          "\n"
          "Options:\n"),
        specs, SPEC_COUNT, NULL);
    return EXIT_CLEAN;
}

static enum status write_text(int descriptor, const struct report_command *command, const struct config *config,
                              const struct site_report *report, struct error *error)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* without it Excel takes UTF-8 for another encoding */
    bool is_csv = strcmp(command->format, "csv") == 0;
    struct buf text = BUF_INIT(SIZE_MAX / 2);
    enum status status;

    if (is_csv)
        site_report_csv(&text, report);
    else if (strcmp(command->format, "json") == 0)
        site_report_json(&text, report);
    else
        site_report_html(&text, report, config->language);
    status = buf_status(&text);
    if (status == STATUS_OK && is_csv)
        status = file_write(descriptor, bytes_of(mark, sizeof mark - 1));
    if (status == STATUS_OK)
        status = file_write(descriptor, buf_bytes(&text));
    if (status == STATUS_IO)
        status = error_set(error, STATUS_IO, _("the report could not be written"));
    buf_free(&text);
    return status;
}

static enum status write_report(const struct report_command *command, const struct config *config,
                                const struct site_report *report, struct error *error)
{
    struct output output;
    enum status status = output_open(command->output, &output, error);

    if (status != STATUS_OK)
        return status;
    if (strcmp(command->format, "xlsx") == 0)
        status = site_report_xlsx(output.descriptor, report, error);
    else
        status = write_text(output.descriptor, command, config, report, error);
    if (status == STATUS_OK)
        status = output_commit(&output, error);
    output_discard(&output);
    return status;
}

/* What is asked for by words. */
struct asked {
    struct site_report_asked report;
    const char *incident; /* NULL: a report of sites */
};

static enum status usage(struct error *error)
{
    return error_set(error, STATUS_INVALID,
                     _("report needs day 2026-11-28, month 2026-11, quarter 2026-Q4, annual 2026, site SITE or "
                       "incident NUMBER"));
}

/* What every period looks like, for who has written it otherwise. */
static enum status refuse_period(enum report_period period, const char *text, struct error *error)
{
    static const char *const words[REPORT_PERIOD_COUNT] = {
        N_("\"%.40s\" is no day of the calendar; it is written as 2026-11-28"),
        N_("\"%.40s\" is no month; it is written as 2026-11"),
        N_("\"%.40s\" is no quarter; it is written as 2026-Q4"),
        N_("\"%.40s\" is no year; it is written as 2026"),
        N_("\"%.40s\" is no day of the calendar; it is written as 2026-11-28"),
    };

    return error_set(error, STATUS_INVALID, _(words[period]), text);
}

static enum status read_site(char **operands, size_t count, struct asked *asked, struct error *error)
{
    char today[DATE_TEXT_SIZE];

    if (count != 2 && count != 3)
        return usage(error);
    asked->report.only = operands[1];
    date_text(date_in_shanghai(asked->report.now_ms / 1000), today);
    asked->report.period = REPORT_STATE;
    return site_report_period_parse(count == 3 ? operands[2] : today, REPORT_STATE, &asked->report.first)
               ? STATUS_OK
               : refuse_period(REPORT_STATE, operands[2], error);
}

static enum status read_period(const struct report_command *command, char **operands, size_t count, struct asked *asked,
                               struct error *error)
{
    size_t period = 0;

    while (count > 0 && period < REPORT_STATE && strcmp(periods[period], operands[0]) != 0)
        period++;
    if (count != 2 || period == REPORT_STATE)
        return usage(error);
    if (!site_report_period_parse(operands[1], (enum report_period)period, &asked->report.first))
        return refuse_period((enum report_period)period, operands[1], error);
    asked->report.only = command->site;
    asked->report.period = (enum report_period)period;
    return STATUS_OK;
}

static enum status read_asked(const struct report_command *command, const struct site_file *file, char **operands,
                              size_t count, struct asked *asked, struct error *error)
{
    *asked = (struct asked){ .report = { .sites = file->sites,
                                         .site_count = file->count,
                                         .now_ms = clock_wall_ms(),
                                         .show_secrets = command->show_secrets } };
    if (command->site != NULL && count > 0
        && (strcmp(operands[0], "site") == 0 || strcmp(operands[0], "incident") == 0))
        return error_set(error, STATUS_INVALID,
                         _("report %s takes no --site; the site is named behind it, or by the incident"), operands[0]);
    if (count > 0 && strcmp(operands[0], "site") == 0)
        return read_site(operands, count, asked, error);
    if (count != 2 || strcmp(operands[0], "incident") != 0)
        return read_period(command, operands, count, asked, error);
    asked->incident = operands[1];
    return STATUS_OK;
}

static enum status make_from(const struct store *store, const struct asked *asked, struct arena *arena,
                             struct site_report *report, struct error *error)
{
    const struct site_report_asked *sites = &asked->report;

    return asked->incident == NULL ? site_report_make(store, sites, arena, report, error)
                                   : incident_report_make(store, asked->incident, sites, arena, report, error);
}

/* Of the day that is asked for; none while it is not over, or of longer times. */
static enum status digest_sheet(const struct site_file *file, struct site_report_asked *asked,
                                char text[DIGEST_TEXT_SIZE], struct error *error)
{
    const struct sweep_show_options options = { .file = file,
                                                .only = asked->only,
                                                .now_ms = asked->now_ms };
    struct digest digest;
    enum status status;

    if (asked->period != REPORT_DAY || asked->now_ms < date_start_ms(slots_day_after(asked->first, 1)))
        return STATUS_OK;
    status = sweep_show_day_digest(&options, asked->first, &digest, error);
    if (status == STATUS_OK) {
        digest_text(&digest, text);
        asked->sheet_digest = text;
    }
    return status;
}

static enum status make(const struct report_command *command, const struct config *config, const struct site_file *file,
                        const struct asked *asked, struct error *error)
{
    struct site_report report;
    struct store *store;
    struct arena *arena;
    enum status status = store_open(file->store, STORE_READ, &store, error);

    if (status != STATUS_OK)
        return status;
    status = arena_create(&arena);
    if (status == STATUS_OK) {
        status = make_from(store, asked, arena, &report, error);
        if (status == STATUS_OK)
            status = write_report(command, config, &report, error);
        arena_destroy(arena);
    }
    store_close(store);
    return status;
}

static enum status execute(const struct config *config, const struct report_command *command, char **operands,
                           size_t count, struct error *error)
{
    char digest[DIGEST_TEXT_SIZE];
    struct asked asked;
    struct site_file file;
    enum status status;

    if (command->sites == NULL)
        return error_set(error, STATUS_INVALID,
                         _("report needs --sites FILE; docs/examples/sites.yaml is one to begin with"));
    status = site_file_read(command->sites, &file, error);
    if (status == STATUS_OK)
        status = read_asked(command, &file, operands, count, &asked, error);
    if (status == STATUS_OK && !site_file_has_store(&file, error))
        status = STATUS_INVALID;
    if (status == STATUS_OK && asked.incident == NULL)
        status = digest_sheet(&file, &asked.report, digest, error);
    if (status == STATUS_OK)
        status = make(command, config, &file, &asked, error);
    site_file_free(&file);
    return status;
}

static int report(const struct config *config, int argc, char **argv)
{
    struct report_command command = { .format = "html" };
    struct error error = { 0 };
    int first;
    enum status status = option_parse(specs, SPEC_COUNT, argc, argv, &first, &command, &error, take);

    if (status == STATUS_OK && command.wants_help)
        return show_help();
    if (status == STATUS_OK && command.wants_version)
        return cmd_version.run(config, 1, argv);
    if (status == STATUS_OK)
        status = execute(config, &command, argv + first, (size_t)(argc - first), &error);
    if (status == STATUS_OK)
        return EXIT_CLEAN;
    complain_of(&error);
    return EXIT_TROUBLE;
}

const struct command cmd_report = { .name = "report",
                                    .summary = N_("report how websites were inspected, and what was found"),
                                    .run = report };
