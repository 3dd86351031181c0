/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/config.h"
#include "cli/interrupt.h"
#include "cli/option.h"
#include "cli/sweep_due.h"
#include "cli/sweep_finding.h"
#include "cli/sweep_incident.h"
#include "cli/sweep_probe.h"
#include "cli/sweep_run.h"
#include "cli/sweep_show.h"
#include "report/words.h"

struct sweep_command {
    const char *sites, *language, *log, *operator, * format, *progress, *by, *text, *reason, *until, *grade, *output;
    uint64_t jobs;
    uint32_t given; /* a bit for each option of `specs` */
    bool wants_help, wants_version, wants_all, is_daemon, show_secrets;
};

static const struct option_spec specs[] = {
    { "sites", 's', "FILE", N_("the site file (docs/zh/站点巡检.md); needed") },
    { "log", '\0', "FILE|journal|-", N_("where events are written, for this once (default: as the site file says)") },
    { "operator", '\0', "NAME", N_("run: who asks for it, for the records (default: automatic)") },
    { "jobs", 'j', "N", N_("run and due: threads that read (default: all cores)") },
    { "daemon", '\0', NULL, N_("due: goes on day after day, until it is stopped") },
    { "format", 'f', "FORMAT", N_("what is shown: text or json, an object a line (default: text)") },
    { "all", 'a', NULL, N_("findings, incident list: those that are fixed, set aside or over, too") },
    { "by", '\0', "NAME", N_("decide, incident note: who says it") },
    { "reason", '\0', "TEXT", N_("decide: why") },
    { "until", '\0', "DAY", N_("decide exempt: the last day of the exemption, as 2026-12-31") },
    { "text", '\0', "TEXT", N_("incident note: what is to be said") },
    { "grade", '\0', "GRADE", N_("incident note ID graded: general, larger, major or extraordinary") },
    { "output", 'o', "FILE", N_("incident report: where it is written (default: standard output)") },
    { "progress", '\0', "WHEN", N_("run and due: auto, always or never (default: auto, when the terminal sees it)") },
    { "show-secrets", '\0', NULL,
      N_("findings, finding, incident show and report: do not mask personal data in addresses and texts") },
    { "lang", '\0', "zh|en", N_("language of messages (default: from the locale)") },
    { "help", 'h', NULL, N_("show this help") },
    { "version", 'V', NULL, N_("show the version") },
};

enum { SPEC_COUNT = sizeof specs / sizeof specs[0], PERSON_MAX = 100, REASON_MAX = 1000, NOTE_MAX = 4000 };

static const char *const formats[] = { "text", "json", NULL };
static const char *const progress_words[] = { "auto", "always", "never", NULL };

static enum status take(void *context, const struct option_spec *spec, const char *value, struct error *error)
{
    struct sweep_command *command = context;
    static const struct {
        const char *name;
        size_t most; /* characters */
    } words[] = { { "operator", PERSON_MAX }, { "by", PERSON_MAX }, { "reason", REASON_MAX }, { "text", NOTE_MAX } };
    const struct {
        const char *name, **text;
    } texts[] = { { "sites", &command->sites }, { "lang", &command->language },
                  { "operator", &command->operator},
                  { "log", &command->log },
                  { "by", &command->by },       { "text", &command->text },
                  { "reason", &command->reason }, { "until", &command->until },
                  { "grade", &command->grade }, { "output", &command->output } };
    size_t choice;
    enum status status;

    command->given |= UINT32_C(1) << (spec - specs);
    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        if (strcmp(texts[index].name, spec->name) == 0)
            *texts[index].text = value;
    }
    for (size_t index = 0; index < sizeof words / sizeof *words; index++) {
        if (strcmp(words[index].name, spec->name) == 0)
            return option_words(spec, value, words[index].most, error);
    }
    command->wants_help = command->wants_help || spec->letter == 'h';
    command->wants_version = command->wants_version || spec->letter == 'V';
    command->is_daemon = command->is_daemon || strcmp(spec->name, "daemon") == 0;
    command->wants_all = command->wants_all || spec->letter == 'a';
    command->show_secrets = command->show_secrets || strcmp(spec->name, "show-secrets") == 0;
    if (strcmp(spec->name, "jobs") == 0)
        return option_number(spec, value, 1, 1024, &command->jobs, error);
    if (strcmp(spec->name, "format") == 0) {
        status = option_choice(spec, value, formats, &choice, error);
        command->format = status == STATUS_OK ? formats[choice] : command->format;
        return status;
    }
    if (strcmp(spec->name, "progress") == 0) {
        status = option_choice(spec, value, progress_words, &choice, error);
        command->progress = status == STATUS_OK ? progress_words[choice] : command->progress;
        return status;
    }
    return STATUS_OK;
}

static int show_help(void)
{
    option_show_help(
        _("Usage: guanka sweep --sites FILE run SITE… [--operator NAME]\n"
          "       guanka sweep --sites FILE due [--daemon]\n"
          "       guanka sweep --sites FILE probe [SITE…]\n"
          "       guanka sweep --sites FILE status [SITE]\n"
          "       guanka sweep --sites FILE day-sheet DATE [SITE]\n"
          "       guanka sweep --sites FILE findings [SITE] [--all]\n"
          "       guanka sweep --sites FILE finding NUMBER\n"
          "       guanka sweep --sites FILE decide false-alarm|exempt|accept|open NUMBER… --by NAME\n"
          "               --reason TEXT [--until DAY]\n"
          "       guanka sweep --sites FILE incident list [SITE] [--all]\n"
          "       guanka sweep --sites FILE incident show|verify ID\n"
          "       guanka sweep --sites FILE incident report ID [--output FILE]\n"
          "       guanka sweep --sites FILE incident note ID STEP --by NAME --text TEXT\n"
          "       guanka sweep --sites FILE incident due\n"
          "\n"
          "Looks through websites, at least four times a day, and keeps the records that prove it.\n"
          "\"run\" makes a sweep now, \"due\" those whose time has come (for a timer). \"probe\" asks for the\n"
          "start pages once, as \"due\" does twenty times a day and more: it records whether they open,\n"
          "opens an incident when they no longer do, and has a start page swept at once that somebody\n"
          "has replaced. \"status\" tells how sites stand now, \"day-sheet\" which sweeps and probes a day\n"
          "had and whether it is complete. \"decide\" sets findings aside (a false alarm, exempt until a day,\n"
          "a change that is right) or opens them again. Severe findings open incidents, whose first report\n"
          "is due within an hour: \"incident due\" (for a timer, every minute) reminds.\n"
          "\n"
          "Options:\n"),
        specs, SPEC_COUNT,
        _("\n"
          "Exit status: 0 done, and in order; 1 a report of an incident is overdue (due, incident due), or\n"
          "evidence was changed (incident verify); 3 something is not complete (run, due, status,\n"
          "day-sheet: a sweep, the day, slots that nobody kept or recorded), a start page could not be\n"
          "opened (probe), or there is no store; 2 usage or configuration error, or it could not be done.\n"));
    return EXIT_CLEAN;
}

struct asked {
    const struct config *config;
    const struct sweep_command *command;
    const struct site_file *file;
    struct event_log *log; /* NULL: none is kept */
    char **operands; /* behind the subcommand */
    size_t count;
};

static bool shows_progress(const struct sweep_command *command)
{
    if (command->progress == NULL || strcmp(command->progress, "auto") == 0)
        return isatty(STDERR_FILENO) != 0;
    return strcmp(command->progress, "always") == 0;
}

static bool wants_json(const struct asked *asked)
{
    return asked->command->format != NULL && strcmp(asked->command->format, "json") == 0;
}

static struct sweep_run_options run_options(const struct asked *asked)
{
    return (struct sweep_run_options){ .config = asked->config,
                                       .file = asked->file,
                                       .operator= asked->command->operator!= NULL
                                       ? asked->command->operator: "automatic",
                                       .jobs = (uint32_t)asked->command->jobs,
                                       .shows_progress = shows_progress(asked->command),
                                       .tells_aside = wants_json(asked),
                                       .stop = interrupt_install(),
                                       .log = asked->log };
}

/* ---- Subcommands: EXIT_TROUBLE with words in *error. */

enum { SITES_MAX = 256, FINDINGS_MAX = 10000 }; /* at once */

static int run(const struct asked *asked, struct error *error)
{
    const struct sweep_run_options options = run_options(asked);
    const struct site *sites[SITES_MAX];
    enum sweep_outcome outcome;

    if (asked->count == 0) {
        (void)error_set(error, STATUS_INVALID, _("sweep run takes the ids of sites"));
        return EXIT_TROUBLE;
    }
    for (size_t index = 0; index < asked->count; index++) {
        sites[index] = site_file_find(asked->file, asked->operands[index], error);
        if (sites[index] == NULL)
            return EXIT_TROUBLE;
    }
    if (sweep_run_sites(&options, sites, asked->count, &outcome, error) != STATUS_OK)
        return EXIT_TROUBLE;
    return outcome == SWEEP_COMPLETE ? EXIT_CLEAN : EXIT_UNREAD;
}

static int due(const struct asked *asked, struct error *error)
{
    const struct sweep_due_options options = { .path = asked->command->sites,
                                               .is_daemon = asked->command->is_daemon,
                                               .keeps_log = asked->command->log != NULL,
                                               .run = run_options(asked) };
    struct sweep_due_result result;

    if (asked->count != 0) {
        (void)error_set(error, STATUS_INVALID, _("sweep due takes nothing: it looks at all sites of the file"));
        return EXIT_TROUBLE;
    }
    if (sweep_due(&options, &result, error) != STATUS_OK)
        return EXIT_TROUBLE;
    if (options.is_daemon)
        return EXIT_CLEAN;
    if (result.swept == 0 && !result.has_trouble)
        puts(_("No sweep is due."));
    if (result.is_late)
        return EXIT_FOUND;
    return result.incomplete == 0 ? EXIT_CLEAN : EXIT_UNREAD;
}

static int probe(const struct asked *asked, struct error *error)
{
    const struct sweep_probe_options options = { .run = run_options(asked),
                                                 .tells_all = true,
                                                 .as_json = wants_json(asked) };
    size_t count = asked->count > 0 ? asked->count : asked->file->count;
    const struct site **sites = alloc_zeroed(count, sizeof(const struct site *));
    enum status status = sites != NULL ? STATUS_OK : STATUS_NO_MEMORY;
    unsigned failed = 0;

    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        sites[index] =
            asked->count > 0 ? site_file_find(asked->file, asked->operands[index], error) : &asked->file->sites[index];
        status = sites[index] != NULL ? STATUS_OK : STATUS_INVALID;
    }
    if (status == STATUS_OK)
        status = sweep_probe_sites(&options, sites, count, &failed, error);
    alloc_free(sites);
    if (status != STATUS_OK)
        return EXIT_TROUBLE;
    return failed == 0 ? EXIT_CLEAN : EXIT_UNREAD;
}

/* `may_be_gone`: a site that is not in the file any more is meant as well. */
static enum status show_options(const struct asked *asked, const char *site, bool may_be_gone,
                                struct sweep_show_options *options, struct error *error)
{
    *options = (struct sweep_show_options){ .file = asked->file,
                                            .as_json = wants_json(asked),
                                            .now_ms = clock_wall_ms() };
    options->only = site;
    return site == NULL || may_be_gone || site_file_find(asked->file, site, error) != NULL ? STATUS_OK : STATUS_INVALID;
}

/* That there is nothing yet is an answer to who asks how things stand; but what was not looked at, or whose records are
 * lost, is not in order. */
static int say_nothing_yet(const struct asked *asked, const struct error *error)
{
    fprintf(wants_json(asked) ? stderr : stdout, "%s\n", error->message);
    return EXIT_UNREAD;
}

static int status_of_sites(const struct asked *asked, struct error *error)
{
    struct sweep_show_options options;
    bool is_in_order = false;
    enum status status = show_options(asked, asked->count > 0 ? asked->operands[0] : NULL, false, &options, error);

    if (status == STATUS_OK && !site_file_has_store(asked->file, error)) {
        if (options.as_json)
            sweep_show_no_status(&options);
        return say_nothing_yet(asked, error);
    }
    if (status == STATUS_OK)
        status = sweep_show_status(&options, &is_in_order, error);
    if (status != STATUS_OK)
        return EXIT_TROUBLE;
    return is_in_order ? EXIT_CLEAN : EXIT_UNREAD;
}

static int day_sheet(const struct asked *asked, struct error *error)
{
    struct sweep_show_options options;
    struct date day = { 0 };
    bool complete = false;
    enum status status = show_options(asked, asked->count > 1 ? asked->operands[1] : NULL, true, &options, error);

    if (status == STATUS_OK && asked->count == 0)
        status = error_set(error, STATUS_INVALID, _("sweep day-sheet needs a day: 2026-11-28"));
    if (status == STATUS_OK && !date_parse(asked->operands[0], strlen(asked->operands[0]), &day))
        status = error_set(error, STATUS_INVALID,
                           _("\"%.40s\" is no day of the calendar; it is written as 2026-11-28"), asked->operands[0]);
    if (status == STATUS_OK && !site_file_has_store(asked->file, error))
        return say_nothing_yet(asked, error);
    if (status == STATUS_OK)
        status = sweep_show_day(&options, day, &complete, error);
    if (status != STATUS_OK)
        return EXIT_TROUBLE;
    return complete ? EXIT_CLEAN : EXIT_UNREAD;
}

/* ---- Findings. */

static struct sweep_finding_options finding_options(const struct asked *asked)
{
    const struct sweep_command *command = asked->command;

    return (struct sweep_finding_options){ .file = asked->file,
                                           .as_json = wants_json(asked),
                                           .show_secrets = command->show_secrets,
                                           .by = command->by,
                                           .reason = command->reason,
                                           .until = command->until,
                                           .now_ms = clock_wall_ms() };
}

static int findings(const struct asked *asked, struct error *error)
{
    const struct sweep_finding_options options = finding_options(asked);
    const struct site *site = NULL;

    if (asked->count > 0) {
        site = site_file_find(asked->file, asked->operands[0], error);
        if (site == NULL)
            return EXIT_TROUBLE;
    }
    if (!site_file_has_store(asked->file, error))
        return say_nothing_yet(asked, error);
    return sweep_finding_list(&options, site, asked->command->wants_all, error) == STATUS_OK ? EXIT_CLEAN
                                                                                             : EXIT_TROUBLE;
}

static int finding(const struct asked *asked, struct error *error)
{
    const struct sweep_finding_options options = finding_options(asked);

    if (asked->count != 1) {
        (void)error_set(error, STATUS_INVALID, _("sweep finding takes the number of one finding"));
        return EXIT_TROUBLE;
    }
    if (!site_file_has_store(asked->file, error))
        return EXIT_TROUBLE;
    return sweep_finding_show(&options, asked->operands[0], error) == STATUS_OK ? EXIT_CLEAN : EXIT_TROUBLE;
}

static int decide(const struct asked *asked, struct error *error)
{
    const struct sweep_finding_options options = finding_options(asked);
    const char *decision = asked->count > 0 ? asked->operands[0] : "";
    size_t count = asked->count > 0 ? asked->count - 1 : 0;

    if (!site_file_has_store(asked->file, error))
        return EXIT_TROUBLE;
    return sweep_finding_decide(&options, decision, asked->operands + 1, count, error) == STATUS_OK ? EXIT_CLEAN
                                                                                                    : EXIT_TROUBLE;
}

/* ---- Incidents. */

static struct sweep_incident_options incident_options(const struct asked *asked)
{
    const struct sweep_command *command = asked->command;

    return (struct sweep_incident_options){ .file = asked->file,
                                            .as_json = wants_json(asked),
                                            .wants_all = command->wants_all,
                                            .show_secrets = command->show_secrets,
                                            .by = command->by,
                                            .text = command->text,
                                            .grade = command->grade,
                                            .out = command->output,
                                            .now_ms = clock_wall_ms(),
                                            .log = asked->log };
}

static int incident_due(const struct asked *asked, const struct sweep_incident_options *options, struct error *error)
{
    unsigned late;

    if (!site_file_has_store(options->file, error))
        return say_nothing_yet(asked, error);
    if (sweep_incident_due(options, &late, error) != STATUS_OK)
        return EXIT_TROUBLE;
    return late == 0 ? EXIT_CLEAN : EXIT_FOUND;
}

static int incident_verify(const struct sweep_incident_options *options, const char *id, struct error *error)
{
    bool is_right;

    if (sweep_incident_verify(options, id, &is_right, error) != STATUS_OK)
        return EXIT_TROUBLE;
    return is_right ? EXIT_CLEAN : EXIT_FOUND;
}

static int incident(const struct asked *asked, struct error *error)
{
    const struct sweep_incident_options options = incident_options(asked);
    const char *what = asked->count > 0 ? asked->operands[0] : "";
    const char *id = asked->count > 1 ? asked->operands[1] : NULL;
    enum status status;

    if (strcmp(what, "due") == 0 && asked->count == 1)
        return incident_due(asked, &options, error);
    if (strcmp(what, "list") == 0 && asked->count <= 2 && !site_file_has_store(asked->file, error))
        return say_nothing_yet(asked, error);
    if (asked->count > 1 && !site_file_has_store(asked->file, error))
        return EXIT_TROUBLE;
    if (strcmp(what, "verify") == 0 && asked->count == 2)
        return incident_verify(&options, id, error);
    if (strcmp(what, "list") == 0 && asked->count <= 2)
        status = sweep_incident_list(&options, id, error);
    else if (strcmp(what, "show") == 0 && asked->count == 2)
        status = sweep_incident_show(&options, id, error);
    else if (strcmp(what, "report") == 0 && asked->count == 2)
        status = sweep_incident_report(&options, id, error);
    else if (strcmp(what, "note") == 0 && asked->count == 3)
        status = sweep_incident_note(&options, id, asked->operands[2], error);
    else
        status = error_set(error, STATUS_INVALID,
                           _("sweep incident needs list, show ID, report ID, note ID STEP, verify ID or due"));
    return status == STATUS_OK ? EXIT_CLEAN : EXIT_TROUBLE;
}

static const struct {
    const char *name;
    int (*run)(const struct asked *asked, struct error *error);
    size_t operands_max;
} subcommands[] = { { "run", run, SITES_MAX },
                    { "due", due, 0 },
                    { "probe", probe, SITES_MAX },
                    { "status", status_of_sites, 1 },
                    { "day-sheet", day_sheet, 2 },
                    { "findings", findings, 1 },
                    { "finding", finding, 1 },
                    { "decide", decide, FINDINGS_MAX },
                    { "incident", incident, 3 } };

/* Options: beside those that all of them take, in blanks. What writes records speaks their language. */
static const struct taking {
    const char *words, *options;
    bool records;
} taken[] = { { "run", " operator jobs progress ", true },
              { "due", " jobs daemon progress ", true },
              { "probe", " format ", true },
              { "status", " format ", false },
              { "day-sheet", " format ", false },
              { "findings", " format all show-secrets ", false },
              { "finding", " format show-secrets ", false },
              { "decide", " by reason until ", false },
              { "incident list", " format all ", false },
              { "incident show", " format show-secrets ", false },
              { "incident report", " output show-secrets ", false },
              { "incident note", " by text grade ", false },
              { "incident verify", " ", false },
              { "incident due", " ", true } };
static const char taken_by_all[] = " sites log lang help version ";

static bool is_among(const char *name, const char *options)
{
    char word[64];

    (void)snprintf(word, sizeof word, " %s ", name);
    return strstr(options, word) != NULL;
}

/* NULL: there is no such subcommand; words that are none are complained of when they are looked for. */
static const struct taking *find_taking(char **operands, size_t count)
{
    char words[64];

    if (count > 1 && strcmp(operands[0], "incident") == 0)
        (void)snprintf(words, sizeof words, "incident %s", operands[1]);
    else
        (void)snprintf(words, sizeof words, "%s", operands[0]);
    for (size_t index = 0; index < sizeof taken / sizeof *taken; index++) {
        if (strcmp(taken[index].words, words) == 0)
            return &taken[index];
    }
    return NULL;
}

/* An option that means nothing to a subcommand was meant to mean something. */
static enum status check_options(const struct sweep_command *command, const struct taking *taking, struct error *error)
{
    for (size_t index = 0; index < SPEC_COUNT && taking != NULL; index++) {
        const char *name = specs[index].name;

        if ((command->given >> index & 1) != 0 && !is_among(name, taken_by_all) && !is_among(name, taking->options))
            return error_set(error, STATUS_INVALID, _("sweep %s takes no --%s; see guanka sweep --help"), taking->words,
                             name);
    }
    return STATUS_OK;
}

/* Findings, reasons and messages are read for years, by others than who happened to have them written. */
static enum status speak(const struct sweep_command *command, const struct taking *taking, const struct site_file *file,
                         struct config *config, struct error *error)
{
    static const char *const names[] = { [REPORT_CHINESE] = "zh", [REPORT_ENGLISH] = "en" };
    const char *name = names[file->language];

    if (taking == NULL || !taking->records)
        return STATUS_OK;
    if (command->language != NULL && strncmp(command->language, name, strlen(name)) != 0)
        return error_set(error, STATUS_INVALID,
                         _("sweep %s speaks the language of its records, which %s says is %s (language); --lang is for "
                           "what only shows"),
                         taking->words, file->path, name);
    if (config->language != file->language)
        config_speak(file->language);
    config->language = file->language;
    return STATUS_OK;
}

static enum status open_log(const char *place, struct event_log **log, struct error *error)
{
    if (place == NULL || event_log_open(place, log) == STATUS_OK)
        return STATUS_OK;
    return error_set(error, STATUS_NO_MEMORY, _("out of memory"));
}

static int execute(const struct config *config, const struct sweep_command *command, char **operands, size_t count,
                   struct error *error)
{
    const struct taking *taking = count > 0 ? find_taking(operands, count) : NULL;
    struct config spoken = *config;
    struct site_file file;
    struct asked asked = { &spoken, command, &file, NULL, operands + 1, count - 1 };
    int result = EXIT_TROUBLE;
    size_t index = 0;

    while (count > 0 && index < sizeof subcommands / sizeof *subcommands
           && strcmp(subcommands[index].name, operands[0]) != 0)
        index++;
    if (count == 0 || index == sizeof subcommands / sizeof *subcommands
        || asked.count > subcommands[index].operands_max) {
        (void)error_set(error, STATUS_INVALID,
                        _("sweep needs run SITE…, due, probe, status, day-sheet DATE, findings, finding, decide or incident; see guanka sweep --help"));
        return EXIT_TROUBLE;
    }
    if (check_options(command, taking, error) != STATUS_OK)
        return EXIT_TROUBLE;
    if (command->sites == NULL) {
        (void)error_set(error, STATUS_INVALID,
                        _("sweep needs --sites FILE; docs/examples/sites.yaml is one to begin with"));
        return EXIT_TROUBLE;
    }
    if (site_file_read(command->sites, &file, error) == STATUS_OK
        && speak(command, taking, &file, &spoken, error) == STATUS_OK
        && open_log(command->log != NULL ? command->log : file.log, &asked.log, error) == STATUS_OK)
        result = subcommands[index].run(&asked, error);
    event_log_close(asked.log);
    site_file_free(&file);
    return result;
}

static int sweep(const struct config *config, int argc, char **argv)
{
    struct sweep_command command = { 0 };
    struct error error = { 0 };
    int first, result;
    enum status status = option_parse(specs, SPEC_COUNT, argc, argv, &first, &command, &error, take);

    if (status == STATUS_OK && command.wants_help)
        return show_help();
    if (status == STATUS_OK && command.wants_version)
        return cmd_version.run(config, 1, argv);
    result =
        status == STATUS_OK ? execute(config, &command, argv + first, (size_t)(argc - first), &error) : EXIT_TROUBLE;
    if (result == EXIT_TROUBLE)
        complain_of(&error);
    return result;
}

const struct command cmd_sweep = { .name = "sweep",
                                   .summary = N_("look through websites, with the records that prove it"),
                                   .run = sweep };
