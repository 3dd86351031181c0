/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <systemd/sd-daemon.h>
#include <termios.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/complain.h"
#include "cli/config.h"
#include "cli/gate_account.h"
#include "cli/gate_config.h"
#include "cli/gate_sites.h"
#include "cli/listen.h"
#include "cli/option.h"
#include "gate/gate.h"

enum { DRAIN_SECONDS = 25, WORKERS_PER_CORE = 4 };

struct gate_command {
    const char *config_file, *log;
    bool wants_help, wants_version;
    struct gate_account_options account;
};

static const struct option_spec specs[] = {
    { "config", 'c', "FILE", N_("the configuration (docs/zh/审查网关.md); needed") },
    { "log", '\0', "FILE|journal|-", N_("where events are written, for this once (default: as configured)") },
    { "roles", '\0', "ROLES",
      N_("with account and token: submitter, level-1 to level-4, secrecy, auditor, administrator; with commas") },
    { "unit", '\0', "NAME", N_("with account: the unit it belongs to") },
    { "units", '\0', "NAMES", N_("with account: other units it submits for, with commas; * for all") },
    { "display", '\0', "NAME", N_("with account: the person's name and office, for the ledger") },
    { "days", '\0', "N", N_("with token: how long it is valid (default: 365)") },
    { "label", '\0', "TEXT", N_("with token: what it is for") },
    { "lang", '\0', "zh|en", N_("language of messages (default: from the locale)") },
    { "help", 'h', NULL, N_("show this help") },
    { "version", 'V', NULL, N_("show the version") },
};

enum { SPEC_COUNT = sizeof specs / sizeof specs[0] };

static enum status take(void *context, const struct option_spec *spec, const char *value, struct error *error)
{
    struct gate_command *command = context;
    const struct {
        const char *name, **text;
    } texts[] = { { "config", &command->config_file },      { "log", &command->log },
                  { "roles", &command->account.roles },
                  { "unit", &command->account.unit },       { "units", &command->account.units },
                  { "display", &command->account.display }, { "label", &command->account.label } };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        if (strcmp(texts[index].name, spec->name) == 0)
            *texts[index].text = value;
    }
    command->wants_help = command->wants_help || spec->letter == 'h';
    command->wants_version = command->wants_version || spec->letter == 'V';
    if (strcmp(spec->name, "days") == 0)
        return option_number(spec, value, 1, 3660, &command->account.days, error);
    return STATUS_OK;
}

static int show_help(void)
{
    option_show_help(_("Usage: guanka gate --config FILE\n"
                       "       guanka gate --config FILE account NAME [--roles ROLES] [--unit NAME] [--units NAMES] "
                       "[--display NAME]\n"
                       "       guanka gate --config FILE token ACCOUNT [--roles ROLES] [--label TEXT] [--days N]\n"
                       "\n"
                       "Runs the review gate: drafts are examined and approved before they are published.\n"
                       "\"account\" makes or changes an account; its password is read from standard input.\n"
                       "\"token\" prints a new token of a machine, once.\n"
                       "\n"
                       "Options:\n"),
                     specs, SPEC_COUNT, NULL);
    return EXIT_CLEAN;
}

/* ---- The daemon. */

struct loading {
    const struct packs *packs;
    const struct config *config;
};

static enum status load_rules(void *context, struct ruleset **ruleset, struct error *error)
{
    const struct loading *loading = context;

    return packs_load(loading->packs, loading->config, ruleset, error);
}

/* As many connections as the configuration allows need descriptors. */
static void raise_descriptors(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/* Before any thread: all inherit it, and only wait_for_signals gets them. */
static void block_signals(sigset_t *signals)
{
    (void)sigemptyset(signals);
    (void)sigaddset(signals, SIGINT);
    (void)sigaddset(signals, SIGTERM);
    (void)sigaddset(signals, SIGHUP);
    (void)pthread_sigmask(SIG_BLOCK, signals, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN); /* a limit on the size of files is a full disk, not the end */
}

static void reload(struct gate *gate)
{
    struct error error = { 0 };

    (void)sd_notify(0, "RELOADING=1");
    if (gate_reload(gate, "SIGHUP", &error) == STATUS_OK)
        fputs(_("guanka: the rules were loaded anew\n"), stderr);
    else
        fprintf(stderr, _("guanka: the new rules are refused, the old ones stay: %s\n"), error.message);
    (void)sd_notify(0, "READY=1");
}

static void wait_for_signals(struct gate *gate, const sigset_t *signals)
{
    int number = 0;

    while (sigwait(signals, &number) != 0 || number == SIGHUP) {
        if (number == SIGHUP)
            reload(gate);
    }
}

struct sockets {
    const struct gate_config *settings;
    struct listening http, clamd;
};

static enum status open_sockets(void *context, struct gate_sockets *opened, struct error *error)
{
    struct sockets *sockets = context;
    enum status status = listen_open(&sockets->settings->listen, &sockets->http, error);

    if (status == STATUS_OK)
        status = listen_open(&sockets->settings->clamd, &sockets->clamd, error);
    *opened = (struct gate_sockets){ .http = sockets->http.listeners,
                                     .http_count = sockets->http.count,
                                     .clamd = sockets->clamd.listeners,
                                     .clamd_count = sockets->clamd.count };
    return status;
}

static void announce(const struct gate_config *settings)
{
    for (size_t index = 0; index < settings->listen.count; index++)
        fprintf(stderr, _("guanka: the gate listens at %s\n"), settings->listen.items[index].address);
    for (size_t index = 0; index < settings->clamd.count; index++)
        fprintf(stderr, _("guanka: clamd's protocol is spoken at %s\n"), settings->clamd.items[index].address);
    (void)sd_notify(0, "READY=1");
}

static enum status serve(const struct config *config, const struct gate_config *settings,
                         const struct gate_sites *sites, struct event_log *log, struct error *error)
{
    const struct limits limits = { .expanded_bytes_max = UINT64_C(4) << 30,
                                   .children_max = 100000,
                                   .depth_max = 8,
                                   .ratio_max = 250,
                                   .findings_max = 2000,
                                   .time_ms_max = settings->seconds * 1000 };
    struct pool_counts readers = { 0 };
    const struct pool_options isolation = { .program = config->extract_program,
                                            .counts = &readers,
                                            .everything = settings->isolate_all };
    struct loading loading = { &settings->packs, config };
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    struct sockets sockets = { .settings = settings };
    struct gate_options options = { .open_sockets = open_sockets,
                                    .sockets_context = &sockets,
                                    .certificate = settings->certificate.data,
                                    .key = settings->key.data,
                                    .store = settings->store,
                                    .profile = settings->profile,
                                    .workers = settings->workers > 0
                                                   ? settings->workers
                                                   : (unsigned)(cores > 0 ? cores : 1) * WORKERS_PER_CORE,
                                    .queue_max = settings->queue,
                                    .connections_max = settings->connections,
                                    .receive_seconds = settings->receive_seconds,
                                    .idempotency_days = settings->idempotency_days,
                                    .outbox_days = settings->outbox_days,
                                    .body_bytes_max = (uint64_t)settings->body_mib << 20,
                                    .identity = { settings->local_users, settings->local_user_count },
                                    .assessor = { .limits = &limits,
                                                  .isolation = &isolation,
                                                  .language = config->language,
                                                  .show_secrets = settings->show_secrets },
                                    .load_rules = load_rules,
                                    .load_context = &loading,
                                    .inspection = sites->inspection,
                                    .log = log,
                                    .webhook_key = settings->webhook_key.data };
    struct gate *gate;
    sigset_t signals;
    enum status status;

    raise_descriptors();
    block_signals(&signals);
    status = gate_start(&options, &gate, error);
    if (status == STATUS_OK) {
        announce(settings);
        wait_for_signals(gate, &signals);
        (void)sd_notify(0, "STOPPING=1");
    }
    listen_remove(&sockets.http);
    listen_remove(&sockets.clamd);
    if (status == STATUS_OK)
        gate_stop(gate, DRAIN_SECONDS);
    return status;
}

static enum status serve_with_sites(const struct config *config, const struct gate_config *settings, const char *place,
                                    struct error *error)
{
    struct gate_sites sites;
    struct event_log *log = NULL;
    enum status status = gate_sites_read(settings->sites_file, &sites, error);

    if (status == STATUS_OK && place != NULL)
        status = event_log_open(place, &log);
    if (status == STATUS_OK)
        status = serve(config, settings, &sites, log, error);
    event_log_close(log);
    gate_sites_free(&sites);
    return status;
}

static enum status execute(const struct config *config, struct gate_command *command, char **operands, size_t count,
                           struct error *error)
{
    struct gate_config settings;
    enum status status;

    if (command->config_file == NULL)
        return error_set(error, STATUS_INVALID,
                         _("gate needs --config FILE; docs/examples/gate.yaml is one to begin with"));
    status = gate_config_read(command->config_file, &settings, error);
    if (status == STATUS_OK && count == 0)
        status = serve_with_sites(config, &settings, command->log != NULL ? command->log : settings.log, error);
    else if (status == STATUS_OK && count == 2 && strcmp(operands[0], "account") == 0)
        status = gate_account_write(&settings, operands[1], &command->account, error);
    else if (status == STATUS_OK && count == 2 && strcmp(operands[0], "token") == 0)
        status = gate_token_write(&settings, operands[1], &command->account, error);
    else if (status == STATUS_OK)
        status = error_set(error, STATUS_INVALID,
                           _("gate takes nothing, \"account NAME\" or \"token ACCOUNT\"; see guanka gate --help"));
    gate_config_free(&settings);
    return status;
}

static int gate(const struct config *config, int argc, char **argv)
{
    struct gate_command command = { .account = { .days = 365 } };
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

const struct command cmd_gate = { .name = "gate",
                                  .summary = N_("the review gate: examine and approve before publication"),
                                  .run = gate };
