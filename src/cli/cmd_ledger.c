/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/complain.h"
#include "cli/config.h"
#include "cli/ledger_export.h"
#include "cli/option.h"
#include "cli/output.h"
#include "cli/store_shell.h"
#include "gate/kept_check.h"
#include "report/json.h"
#include "report/words.h"
#include "store/ledger.h"
#include "sweep/incidents_check.h"

struct ledger_command {
    const char *store, *witness, *output, *format, *key;
    bool wants_help, wants_version;
};

static const struct option_spec specs[] = {
    { "store", 's', "FILE", N_("the database of the gate or of inspections; needed") },
    { "witness", 'w', "HEAD",
      N_("verify: a head that was noted elsewhere, NUMBER:DIGEST, as verify and export print it") },
    { "format", 'f', "FORMAT",
      N_("export: csv or xlsx, the official form; json, every entry with its digest (default: csv)") },
    { "sign", '\0', "KEY", N_("export json: a private key (Ed25519, PEM) to sign it with") },
    { "output", 'o', "FILE", N_("export: write there instead of standard output") },
    { "lang", '\0', "zh|en", N_("language of messages (default: from the locale)") },
    { "help", 'h', NULL, N_("show this help") },
    { "version", 'V', NULL, N_("show the version") },
};

enum { SPEC_COUNT = sizeof specs / sizeof specs[0] };

static enum status take(void *context, const struct option_spec *spec, const char *value, struct error *error)
{
    struct ledger_command *command = context;
    const struct {
        const char *name, **text;
    } texts[] = { { "store", &command->store },
                  { "witness", &command->witness },
                  { "format", &command->format },
                  { "output", &command->output },
                  { "sign", &command->key } };

    (void)error;
    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        if (strcmp(texts[index].name, spec->name) == 0)
            *texts[index].text = value;
    }
    command->wants_help = command->wants_help || spec->letter == 'h';
    command->wants_version = command->wants_version || spec->letter == 'V';
    return STATUS_OK;
}

static int show_help(void)
{
    option_show_help(
        _("Usage: guanka ledger verify --store FILE [--witness NUMBER:DIGEST]\n"
          "       guanka ledger export --store FILE [--format csv|xlsx|json] [--sign KEY] [--output FILE]\n"
          "\n"
          "Checks that nothing in the ledger was changed, removed or moved, and that reviews, permits,\n"
          "accounts, tokens, delegations and incidents are as it says, or writes it out.\n"
          "\n"
          "Options:\n"),
        specs, SPEC_COUNT, NULL);
    return EXIT_CLEAN;
}

static bool take_digest(void *context, const struct ledger_entry *entry)
{
    *(struct ledger_head *)context = (struct ledger_head){ entry->sequence, entry->digest };
    return false;
}

/* Whether the entry that the head names is there: where it was taken away, nobody is to note it as what was seen. */
static enum status find_head(const struct store *store, const struct ledger_head *head, bool *is_there,
                             struct error *error)
{
    struct ledger_head found = { 0 };
    enum status status = ledger_read(store, head->sequence, take_digest, &found, error);

    *is_there = found.sequence == head->sequence && memcmp(found.digest.bytes, head->digest.bytes, DIGEST_SIZE) == 0;
    return status;
}

static void print_head(FILE *stream, const struct ledger_head *head, bool is_there)
{
    char digest[DIGEST_TEXT_SIZE];

    if (!is_there) {
        fprintf(stream, _("No head is given: entry %lld, the last by what is noted, is not there as it was noted.\n"),
                (long long)head->sequence);
        return;
    }
    digest_text(&head->digest, digest);
    fprintf(stream, _("Head: %lld:%s\n"), (long long)head->sequence, digest);
}

/* As many lines of a kind are printed: a ledger that someone made may have a fault in every entry. */
enum { FAULTS_SHOWN_MAX = 100 };

struct ledger_faults {
    size_t count;
    int64_t missing_until; /* the last number that no entry has though one was given it; 0: none, INT64_MAX: to the end */
};

static void print_missing(int64_t first, int64_t last)
{
    if (first == last)
        printf(_("Entry %lld is missing.\n"), (long long)first);
    else
        printf(_("Entries %lld to %lld are missing.\n"), (long long)first, (long long)last);
}

static void print_fault(void *context, enum ledger_fault fault, int64_t sequence, int64_t last)
{
    struct ledger_faults *faults = context;

    if (fault == LEDGER_MISSING || fault == LEDGER_CUT)
        faults->missing_until = fault == LEDGER_CUT ? INT64_MAX : last;
    if (++faults->count > FAULTS_SHOWN_MAX)
        return;
    switch (fault) {
    case LEDGER_MISSING:
        print_missing(sequence, last);
        break;
    case LEDGER_BROKEN:
        printf(_("Entry %lld does not fit the one before: it was changed, moved or put in.\n"), (long long)sequence);
        break;
    case LEDGER_CUT:
        printf(_("Entries from %lld on were taken away.\n"), (long long)sequence);
        break;
    case LEDGER_REWRITTEN:
        printf(_("Entry %lld is not the one that was witnessed: the ledger was written anew.\n"), (long long)sequence);
        break;
    }
}

static void print_more(size_t count)
{
    if (count > FAULTS_SHOWN_MAX)
        printf(ngettext_("%zu more like these is not listed.\n", "%zu more like these are not listed.\n",
                         count - FAULTS_SHOWN_MAX),
               count - FAULTS_SHOWN_MAX);
}

static const char *kind_words(enum kept_kind kind)
{
    static const char *const words[] = { [KEPT_REVIEW] = N_("The review"),
                                         [KEPT_ACCOUNT] = N_("The account"),
                                         [KEPT_TOKEN] = N_("The token"),
                                         [KEPT_DELEGATION] = N_("The delegation"),
                                         [KEPT_INCIDENT] = N_("The incident") };

    return _(words[kind]);
}

struct kept_counts {
    size_t faults, unknown;
    int64_t missing_until; /* as in ledger_faults */
};

/* Where entries are missing that could have told of a thing, nobody is accused of what they may have told. */
static void print_kept_perhaps(enum kept_fault fault, enum kept_kind kind, const char *id, int64_t sequence)
{
    if (fault == KEPT_CHANGED)
        printf(_("%s %s is not as entry %lld says, the last of it that is there: a later one may be among the missing.\n"),
               kind_words(kind), id, (long long)sequence);
    else
        printf(_("%s %s is in no entry that is there: its entry may be among the missing.\n"), kind_words(kind), id);
}

static void print_kept_fault(void *context, enum kept_fault fault, enum kept_kind kind, const char *id,
                             int64_t sequence)
{
    struct kept_counts *counts = context;

    counts->faults += fault != KEPT_UNKNOWN;
    counts->unknown += fault == KEPT_UNKNOWN;
    if (counts->faults > FAULTS_SHOWN_MAX)
        return;
    if ((fault == KEPT_CHANGED || fault == KEPT_UNENTERED) && counts->missing_until > sequence) {
        print_kept_perhaps(fault, kind, id, sequence);
        return;
    }
    switch (fault) {
    case KEPT_CHANGED:
        printf(_("%s %s is not as entry %lld says: it was changed otherwise than by guanka.\n"), kind_words(kind), id,
               (long long)sequence);
        break;
    case KEPT_UNENTERED:
        printf(_("%s %s is in no entry: it was put in otherwise than by guanka.\n"), kind_words(kind), id);
        break;
    case KEPT_GONE:
        printf(_("%s %s of entry %lld was taken away.\n"), kind_words(kind), id, (long long)sequence);
        break;
    case KEPT_UNKNOWN:
        break;
    }
}

static enum status parse_witness(const char *text, struct ledger_head *head, struct error *error)
{
    char *end;
    long long sequence = strtoll(text, &end, 10);

    if (sequence < 1 || *end != ':' || !digest_parse(end + 1, &head->digest))
        return error_set(error, STATUS_INVALID, _("--witness: NUMBER:DIGEST, as verify prints it"));
    head->sequence = sequence;
    return STATUS_OK;
}

static enum status verify(const struct ledger_command *command, const struct store *store, int *exit_status,
                          struct error *error)
{
    struct ledger_head witnessed, head;
    struct kept_counts kept = { 0 };
    struct ledger_faults faults = { 0 };
    bool is_there = false;
    enum status status = command->witness != NULL ? parse_witness(command->witness, &witnessed, error) : STATUS_OK;

    /* The gate may write meanwhile. */
    if (status == STATUS_OK)
        status = store_begin_reading(store, error);
    if (status == STATUS_OK)
        status = ledger_head(store, &head, error);
    if (status == STATUS_OK)
        status = ledger_verify(store, command->witness != NULL ? &witnessed : NULL, print_fault, &faults, error);
    if (status == STATUS_OK)
        print_more(faults.count);
    kept.missing_until = faults.missing_until;
    if (status == STATUS_OK)
        status = find_head(store, &head, &is_there, error);
    if (status == STATUS_OK)
        status = kept_check(store, print_kept_fault, &kept, error);
    if (status == STATUS_OK)
        status = incidents_check(store, print_kept_fault, &kept, error);
    if (status != STATUS_OK)
        return status;
    store_end_reading(store);
    print_more(kept.faults);
    if (kept.unknown > 0)
        printf(_("Not compared with the ledger, whose entries of them an earlier version wrote: %zu.\n"), kept.unknown);
    faults.count += kept.faults;
    if (faults.count == 0)
        printf(ngettext_("The ledger is whole: %lld entry.\n", "The ledger is whole: %lld entries.\n",
                         (unsigned long)head.sequence),
               (long long)head.sequence);
    print_head(stdout, &head, is_there);
    *exit_status = faults.count == 0 ? EXIT_CLEAN : EXIT_FOUND;
    return STATUS_OK;
}

struct exported {
    const char *format;
    const struct ledger_head *head;
};

static enum status add_entry(void *context, struct store *store, int64_t now_ms, struct error *error)
{
    const struct exported *exported = context;
    struct buf body = BUF_INIT(1 << 16);
    char digest[DIGEST_TEXT_SIZE], actor[STORE_SHELL_ACTOR_SIZE];
    struct ledger_entry entry = {
        .at_ms = now_ms, .actor = actor, .role = "", .kind = "exported", .subject = "ledger"
    };

    store_shell_actor(actor);
    digest_text(&exported->head->digest, digest);
    buf_byte(&body, '{');
    json_text(&body, "format", exported->format);
    json_number(&body, "head", (uint64_t)exported->head->sequence);
    json_text(&body, "digest", digest);
    return ledger_add_object(store, &entry, &body, error);
}

/* An export is an entry as well; a copy that cannot be written may be exported all the same, and that is said. */
static void record_export(const char *path, const struct exported *exported)
{
    struct store *store = NULL;
    struct error error = { 0 };
    enum status status = store_open(path, STORE_WRITE, &store, &error);

    if (status == STATUS_OK)
        status = store_shell_run(store, add_entry, (void *)(uintptr_t)exported, &error);
    store_close(store);
    if (status != STATUS_OK)
        fprintf(stderr, _("guanka: this export is not in the ledger: %s\n"), error.message);
}

static enum status write_export(const struct ledger_command *command, const struct store *store, struct error *error)
{
    struct ledger_head head;
    const struct exported exported = { command->format != NULL ? command->format : "csv", &head };
    struct output output;
    bool is_there = false;
    enum status status = store_begin_reading(store, error);

    if (status == STATUS_OK)
        status = ledger_head(store, &head, error);
    if (status == STATUS_OK)
        status = find_head(store, &head, &is_there, error);
    if (status == STATUS_OK)
        status = output_open(command->output, &output, error);
    if (status != STATUS_OK)
        return status;
    status = ledger_export(store, exported.format, command->key, output.descriptor, error);
    store_end_reading(store);
    if (status == STATUS_OK)
        status = output_commit(&output, error);
    output_discard(&output);
    if (status != STATUS_OK)
        return status;
    print_head(stderr, &head, is_there);
    record_export(command->store, &exported);
    return STATUS_OK;
}

static enum status execute(const struct ledger_command *command, char **operands, size_t count, int *exit_status,
                           struct error *error)
{
    bool verifies = count == 1 && strcmp(operands[0], "verify") == 0,
         exports = count == 1 && strcmp(operands[0], "export") == 0;
    struct store *store;
    enum status status;

    if (!verifies && !exports)
        return error_set(error, STATUS_INVALID, _("ledger needs one of: verify, export; see guanka ledger --help"));
    if (command->store == NULL)
        return error_set(error, STATUS_INVALID, _("ledger needs --store FILE, the gate's database"));
    status = store_open(command->store, STORE_READ, &store, error);
    if (status != STATUS_OK)
        return status;
    status = verifies ? verify(command, store, exit_status, error) : write_export(command, store, error);
    store_close(store);
    return status;
}

static int ledger(const struct config *config, int argc, char **argv)
{
    struct ledger_command command = { 0 };
    struct error error = { 0 };
    int first, exit_status = EXIT_CLEAN;
    enum status status = option_parse(specs, SPEC_COUNT, argc, argv, &first, &command, &error, take);

    if (status == STATUS_OK && command.wants_help)
        return show_help();
    if (status == STATUS_OK && command.wants_version)
        return cmd_version.run(config, 1, argv);
    if (status == STATUS_OK)
        status = execute(&command, argv + first, (size_t)(argc - first), &exit_status, &error);
    if (status == STATUS_OK)
        return exit_status;
    complain_of(&error);
    return EXIT_TROUBLE;
}

const struct command cmd_ledger = { .name = "ledger",
                                    .summary = N_("verify and export the gate's ledger"),
                                    .run = ledger };
