/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/config.h"
#include "cli/option.h"
#include "cli/packs.h"
#include "gate/assessment.h"
#include "gate/edition.h"
#include "gate/replay.h"
#include "gate/submission.h"
#include "report/words.h"

enum { META_MAX = 1 << 20 };

struct check_command {
    const char *meta, *as_of, *profile, *replay, *store;
    struct text_list attachments;
    struct packs packs;
    bool show_secrets, wants_help, wants_version;
};

static const struct option_spec specs[] = {
    { "meta", 'm', "FILE", N_("the draft's metadata as JSON: title, unit, author, source, disclosure, class …") },
    { "attach", 'a', "FILE", N_("a file that is published with it; may be repeated") },
    { "profile", '\0', "ID", N_("the regulations to go by: xingyi (default), national, or one of your own") },
    { "as-of", '\0', "DATE", N_("intended day of publication (default: publish_on of the metadata, else today)") },
    { "replay", '\0', "ID", N_("judge the stored review ID again and compare; needs --store") },
    { "store", '\0', "FILE", N_("the gate's database, for --replay") },
    PACKS_OPTION_RULES,
    PACKS_OPTION_LAYER,
    PACKS_OPTION_KEY,
    { "release-register", '\0', "FILE", N_("a register of releases over those of the layers") },
    { "show-secrets", '\0', NULL, N_("do not mask personal data") },
    { "lang", '\0', "zh|en", N_("language of messages (default: from the locale)") },
    { "help", 'h', NULL, N_("show this help") },
    { "version", 'V', NULL, N_("show the version") },
};

enum { SPEC_COUNT = sizeof specs / sizeof specs[0] };

static enum status take(void *context, const struct option_spec *spec, const char *value, struct error *error)
{
    struct check_command *command = context;
    const struct {
        const char *name, **text;
    } texts[] = { { "meta", &command->meta },   { "profile", &command->profile },
                  { "as-of", &command->as_of }, { "replay", &command->replay },
                  { "store", &command->store }, { "release-register", &command->packs.release_register } };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        if (strcmp(texts[index].name, spec->name) == 0) {
            *texts[index].text = value;
            return texts[index].text == &command->as_of ? option_date(spec, value, error) : STATUS_OK;
        }
    }
    if (strcmp(spec->name, "attach") == 0)
        return text_list_add(&command->attachments, value);
    command->show_secrets = command->show_secrets || strcmp(spec->name, "show-secrets") == 0;
    command->wants_help = command->wants_help || spec->letter == 'h';
    command->wants_version = command->wants_version || spec->letter == 'V';
    return value != NULL && strcmp(spec->name, "lang") != 0 ? packs_take(&command->packs, spec, value) : STATUS_OK;
}

static int show_help(void)
{
    option_show_help(_("Usage: guanka check [--meta FILE.json] [--attach FILE]… DRAFT\n"
                       "       guanka check --replay ID --store FILE\n"
                       "\n"
                       "Says once what the gate would say about a draft, as JSON, and stores nothing.\n"
                       "Exit status: 0 pass, 1 review or block, 3 not read completely, 2 usage.\n"
                       "\n"
                       "Options:\n"),
                     specs, SPEC_COUNT, NULL);
    return EXIT_CLEAN;
}

/* ---- One draft. */

struct checking {
    const struct config *config;
    const struct check_command *command;
    struct arena *arena;
    struct submission submission;
    struct assessment_content *contents;
    size_t content_count;
    const struct edition *edition;
    struct assessor *assessor;
};

static enum status read_meta(struct checking *checking, struct error *error)
{
    struct buf meta = BUF_INIT(META_MAX);
    enum status status = STATUS_OK;

    if (checking->command->meta != NULL)
        status = file_read(checking->command->meta, &meta, error);
    else
        buf_text(&meta, "{}");
    if (status == STATUS_OK)
        status = submission_read_draft(buf_bytes(&meta), checking->arena, &checking->submission, error);
    if (status == STATUS_INVALID && checking->command->meta != NULL) {
        struct error reason = *error;

        status = error_set(error, status, "%s: %s", checking->command->meta, reason.message);
    }
    buf_free(&meta);
    return status;
}

static enum status open_content(struct checking *checking, const char *path, struct error *error)
{
    struct assessment_content *content = &checking->contents[checking->content_count];
    const char *slash = strrchr(path, '/');
    enum status status = file_content_open(path, NULL, &content->content, error);

    if (status != STATUS_OK)
        return status;
    checking->content_count++;
    content->name = slash != NULL ? slash + 1 : path;
    content->media_type = "";
    content->bytes = file_content_bytes(content->content);
    return STATUS_OK;
}

static enum status open_contents(struct checking *checking, const char *draft, struct error *error)
{
    const struct text_list *attachments = &checking->command->attachments;
    enum status status;

    checking->contents = arena_zeroed(checking->arena, (attachments->count + 1) * sizeof *checking->contents);
    if (checking->contents == NULL)
        return STATUS_NO_MEMORY;
    status = open_content(checking, draft, error);
    for (size_t index = 0; index < attachments->count && status == STATUS_OK; index++)
        status = open_content(checking, attachments->items[index], error);
    return status;
}

static struct date day_of(const struct checking *checking)
{
    const char *as_of = checking->command->as_of;
    struct date day;

    if (as_of != NULL && date_parse(as_of, strlen(as_of), &day))
        return day;
    return date_is_set(checking->submission.draft.publish_on) ? checking->submission.draft.publish_on
                                                              : date_in_shanghai(time(NULL));
}

static enum status load(struct checking *checking, struct error *error)
{
    const char *profile = checking->command->profile != NULL ? checking->command->profile : "xingyi";
    struct ruleset *ruleset;
    enum status status = packs_load(&checking->command->packs, checking->config, &ruleset, error);

    return status == STATUS_OK ? edition_create(ruleset, profile, 0, &checking->edition, error) : status;
}

static int exit_status_of(const struct assessment *assessment)
{
    static const char incomplete[] = "\"status\":\"incomplete\"";

    if (assessment->verdict == VERDICT_PASS)
        return EXIT_CLEAN;
    if (assessment->judgement.held_count == 0 && assessment->judgement.missing == 0
        && memmem(assessment->record.data, assessment->record.size, incomplete, sizeof incomplete - 1) != NULL)
        return EXIT_UNREAD;
    return EXIT_FOUND;
}

static enum status check_draft(struct checking *checking, const char *path, int *exit_status, struct error *error)
{
    struct assessment assessment;
    enum status status = read_meta(checking, error);

    if (status == STATUS_OK)
        status = open_contents(checking, path, error);
    if (status == STATUS_OK)
        status = load(checking, error);
    if (status == STATUS_OK)
        status = assess(checking->assessor, checking->edition->ruleset, checking->edition->profile,
                        &checking->submission.draft, checking->contents, checking->content_count, day_of(checking),
                        &assessment);
    if (status != STATUS_OK)
        return status;
    (void)fwrite(assessment.record.data, 1, assessment.record.size, stdout);
    *exit_status = exit_status_of(&assessment);
    return STATUS_OK;
}

/* ---- A stored one. */

static enum status replay(struct checking *checking, int *exit_status, struct error *error)
{
    struct replay_result result = { 0 };
    struct store *store = NULL;
    enum status status;

    if (checking->command->store == NULL)
        return error_set(error, STATUS_INVALID, _("--replay needs --store FILE, the gate's database"));
    status = store_open(checking->command->store, STORE_READ, &store, error);
    if (status == STATUS_OK)
        status = load(checking, error);
    if (status == STATUS_OK)
        status = replay_review(store, checking->command->replay, checking->assessor, checking->edition, checking->arena,
                               &result, error);
    store_close(store);
    if (status != STATUS_OK)
        return status;
    (void)fwrite(result.record.data, 1, result.record.size, stdout);
    if (result.is_same)
        fputs(_("guanka: the same, byte for byte, as the verdict that is stored\n"), stderr);
    else if (result.difference != NULL)
        complain(_("guanka: not the same, and what went in differs: %s\n"), result.difference);
    else
        fputs(_("guanka: not the same, though everything that went in is: please report this\n"), stderr);
    *exit_status = result.is_same ? EXIT_CLEAN : EXIT_FOUND;
    return STATUS_OK;
}

static enum status execute(struct checking *checking, char **operands, size_t count, int *exit_status,
                           struct error *error)
{
    const struct limits limits = LIMITS_DEFAULT;
    const struct pool_options isolation = { .program = checking->config->extract_program };
    const struct assessor_options options = { .limits = &limits,
                                              .isolation = &isolation,
                                              .language = checking->config->language,
                                              .show_secrets = checking->command->show_secrets };
    bool replays = checking->command->replay != NULL;
    enum status status;

    if (count != (replays ? 0U : 1U))
        return error_set(error, STATUS_INVALID, _("check takes one draft, or --replay ID; see guanka check --help"));
    status = arena_create(&checking->arena);
    if (status == STATUS_OK)
        status = assessor_create(&options, &checking->assessor);
    if (status == STATUS_OK)
        status =
            replays ? replay(checking, exit_status, error) : check_draft(checking, operands[0], exit_status, error);
    assessor_destroy(checking->assessor);
    return status;
}

static void end(struct checking *checking)
{
    for (size_t index = 0; index < checking->content_count; index++)
        file_content_close(checking->contents[index].content);
    edition_unref(checking->edition);
    if (checking->arena != NULL)
        arena_destroy(checking->arena);
}

static int check(const struct config *config, int argc, char **argv)
{
    struct check_command command = { 0 };
    struct checking checking = { .config = config, .command = &command };
    struct error error = { 0 };
    int first, exit_status = EXIT_CLEAN;
    enum status status = option_parse(specs, SPEC_COUNT, argc, argv, &first, &command, &error, take);

    if (status == STATUS_OK && command.wants_help)
        exit_status = show_help();
    else if (status == STATUS_OK && command.wants_version)
        exit_status = cmd_version.run(config, 1, argv);
    else if (status == STATUS_OK)
        status = execute(&checking, argv + first, (size_t)(argc - first), &exit_status, &error);
    if (status != STATUS_OK) {
        complain_of(&error);
        exit_status = EXIT_TROUBLE;
    }
    end(&checking);
    packs_free(&command.packs);
    text_list_free(&command.attachments);
    return exit_status;
}

const struct command cmd_check = { .name = "check",
                                   .summary = N_("what the gate would say about a draft, once"),
                                   .run = check };
