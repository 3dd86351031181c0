/* SPDX-License-Identifier: Apache-2.0 */
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/config.h"
#include "cli/option.h"
#include "cli/packs.h"
#include "cli/release_book.h"
#include "cli/subcommand.h"
#include "report/words.h"

/* The options from OPTION_FIELD on are the columns of the register, in its order. */
enum release_option {
    OPTION_REGISTER,
    OPTION_RULES,
    OPTION_LAYER,
    OPTION_KEY,
    OPTION_AS_OF,
    OPTION_FORMAT,
    OPTION_LANG,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_FIELD,
    OPTION_COUNT = OPTION_FIELD + RELEASE_COLUMNS,
};

static const struct option_spec specs[OPTION_COUNT] = {
    [OPTION_REGISTER] = { "register", '\0', "FILE", N_("the register; add and import write to it") },
    [OPTION_RULES] = PACKS_OPTION_RULES,
    [OPTION_LAYER] = PACKS_OPTION_LAYER,
    [OPTION_KEY] = PACKS_OPTION_KEY,
    [OPTION_AS_OF] = { "as-of", '\0', "DATE", N_("check: the intended day of publication (default: today)") },
    [OPTION_FORMAT] = { "format", 'f', "text|csv", N_("list: how to write it (default: text)") },
    [OPTION_LANG] = { "lang", '\0', "zh|en", N_("language of messages (default: from the locale)") },
    [OPTION_HELP] = { "help", 'h', NULL, N_("show this help") },
    [OPTION_VERSION] = { "version", 'V', NULL, N_("show the version") },
    [OPTION_FIELD + RELEASE_REGION] = { "region", '\0', "REGION", N_("six digits, or a name: 522301, 兴义市") },
    [OPTION_FIELD + RELEASE_INDICATOR] = { "indicator", '\0', "ID",
                                           N_("GDP, or several as GDP|IND, or * for a whole publication") },
    [OPTION_FIELD + RELEASE_PERIOD] = { "period", '\0', "PERIOD", N_("2024, 2024Q1, 2024H1, 2024-09, 2024-01..09") },
    [OPTION_FIELD + RELEASE_RELEASED_AT] = { "released-at", '\0', "MOMENT", N_("2024-05-06 or 2024-05-06 10:00") },
    [OPTION_FIELD + RELEASE_VINTAGE] = { "vintage", '\0', "NAME",
                                         N_("preliminary (default), flash, revised, final, withdrawn") },
    [OPTION_FIELD + RELEASE_VALUE] = { "value", '\0', "NUMBER", N_("the released value") },
    [OPTION_FIELD + RELEASE_UNIT] = { "unit", '\0', "UNIT", N_("its unit: 亿元") },
    [OPTION_FIELD + RELEASE_GROWTH] = { "growth", '\0', "NUMBER", N_("the growth over the year before, in percent") },
    [OPTION_FIELD + RELEASE_EMBARGO_UNTIL] = { "embargo-until", '\0', "MOMENT", N_("not to be told before") },
    [OPTION_FIELD + RELEASE_SOURCE_ORG] = { "source-org", '\0', "NAME", N_("who released it") },
    [OPTION_FIELD + RELEASE_SOURCE_URL] = { "source-url", '\0', "ADDRESS", N_("where") },
    [OPTION_FIELD + RELEASE_DOCUMENT_NO] = { "document-no", '\0', "NUMBER", N_("the document's number") },
    [OPTION_FIELD + RELEASE_ENTERED_BY] = { "entered-by", '\0', "NAME", N_("who enters it (default: the user)") },
    [OPTION_FIELD + RELEASE_ENTERED_AT] = { "entered-at", '\0', "MOMENT", N_("when (default: now)") },
    [OPTION_FIELD + RELEASE_SUPERSEDES] = { "supersedes", '\0', "LINE", N_("the line of the row that this one corrects") },
    [OPTION_FIELD + RELEASE_NOTE] = { "note", '\0', "TEXT", N_("anything else") },
};

struct release_options {
    const char *path; /* --register */
    const char *as_of;
    bool as_csv, wants_help, wants_version;
    struct packs packs;
    const char *fields[RELEASE_COLUMNS];
};

/* What a subcommand works on. */
struct request {
    const struct config *config;
    const struct release_options *options;
    char **operands;
    size_t operand_count;
    struct arena *arena;
    struct reference *reference;
    const struct lexicon *lexicon;
};

static enum status take_field(struct release_options *options, const struct option_spec *spec, const char *value,
                              struct error *error)
{
    unsigned column = (unsigned)(spec - specs) - OPTION_FIELD;

    if (strpbrk(value, "\r\n") != NULL)
        return error_set(error, STATUS_INVALID, _("--%s: a row is one line"), spec->name);
    options->fields[column] = value;
    return STATUS_OK;
}

static enum status take(void *context, const struct option_spec *spec, const char *value, struct error *error)
{
    static const char *const formats[] = { "text", "csv", NULL };
    struct release_options *options = context;
    size_t index = 0;
    enum status status = STATUS_OK;

    switch ((enum release_option)(spec - specs)) {
    case OPTION_REGISTER:
        options->path = value;
        break;
    case OPTION_RULES:
    case OPTION_LAYER:
    case OPTION_KEY:
        return packs_take(&options->packs, spec, value);
    case OPTION_AS_OF:
        options->as_of = value;
        return option_date(spec, value, error);
    case OPTION_FORMAT:
        status = option_choice(spec, value, formats, &index, error);
        options->as_csv = index == 1;
        return status;
    case OPTION_HELP:
        options->wants_help = true;
        break;
    case OPTION_VERSION:
        options->wants_version = true;
        break;
    case OPTION_LANG:
        break;
    case OPTION_FIELD:
    case OPTION_COUNT:
    default:
        return take_field(options, spec, value, error);
    }
    return STATUS_OK;
}

static int fail(const struct error *error)
{
    complain_of(error);
    return EXIT_TROUBLE;
}

/* ---- The tables. */

static enum status find_folders(const struct request *request, const char **folders, size_t *count)
{
    const struct release_options *options = request->options;
    const char *const built_in[] = { request->config->rules };
    const char *const *packs = options->packs.paths.count > 0 ? options->packs.paths.items : built_in;
    size_t pack_count = options->packs.paths.count > 0 ? options->packs.paths.count : 1;

    *count = 0;
    for (size_t index = 0; index < pack_count; index++) {
        size_t size = strlen(packs[index]) + sizeof "/data";
        char *folder = arena_alloc(request->arena, size);
        struct stat about;

        if (folder == NULL)
            return STATUS_NO_MEMORY;
        (void)snprintf(folder, size, "%s/data", packs[index]);
        if (stat(folder, &about) == 0 && S_ISDIR(about.st_mode))
            folders[(*count)++] = folder;
    }
    for (size_t index = 0; index < options->packs.layers.count; index++)
        folders[(*count)++] = options->packs.layers.items[index];
    return STATUS_OK;
}

/* The folder data/ of each folder of packs, then the layers. */
static enum status load_tables(struct request *request, bool with_register, struct error *error)
{
    const struct release_options *options = request->options;
    const struct reference_named named = { release_form.name, options->path };
    size_t most = options->packs.paths.count + options->packs.layers.count + 1;
    const char **folders = arena_alloc(request->arena, most * sizeof *folders);
    struct reference_sources sources = { .folders = folders,
                                         .named = with_register && options->path != NULL ? &named : NULL };
    struct seal_key key;
    enum status status = folders == NULL ? STATUS_NO_MEMORY : packs_key(&options->packs, &key, &sources.key, error);

    if (status != STATUS_OK)
        return status;
    status = find_folders(request, folders, &sources.folder_count);
    if (status == STATUS_OK)
        status = reference_load_all(&sources, &request->reference, error);
    seal_key_wipe(&key);
    return status == STATUS_OK ? lexicon_create(request->reference, request->arena, &request->lexicon, error) : status;
}

/* ---- list */

static bool is_wanted(const struct request *request, const struct release *release)
{
    const char *const *fields = request->options->fields;
    struct period period;
    uint32_t region;
    size_t indicator;

    if (fields[RELEASE_REGION] != NULL
        && (!lexicon_find_region(request->lexicon, fields[RELEASE_REGION], &region) || region != release->region))
        return false;
    if (fields[RELEASE_INDICATOR] != NULL && release->indicator != RELEASE_ANY_INDICATOR
        && (!lexicon_find_indicator(request->lexicon, fields[RELEASE_INDICATOR], strlen(fields[RELEASE_INDICATOR]), &indicator)
            || indicator != release->indicator))
        return false;
    if (fields[RELEASE_PERIOD] != NULL) {
        if (!period_parse(fields[RELEASE_PERIOD], strlen(fields[RELEASE_PERIOD]), &period))
            return false;
        if (release->indicator != RELEASE_ANY_INDICATOR)
            period = release_period(lexicon_indicator(request->lexicon, release->indicator), period);
        return period_equal(period, release->period);
    }
    return true;
}

/* A filter that nothing can pass is a mistake, not an empty answer. */
static enum status check_filters(const struct request *request, struct error *error)
{
    const char *const *fields = request->options->fields;
    struct period period;
    uint32_t region;
    size_t indicator;

    if (fields[RELEASE_REGION] != NULL && !lexicon_find_region(request->lexicon, fields[RELEASE_REGION], &region))
        return error_set(error, STATUS_INVALID, _("--region: \"%s\" is neither six digits nor a region of region-words.csv"),
                         fields[RELEASE_REGION]);
    if (fields[RELEASE_INDICATOR] != NULL
        && !lexicon_find_indicator(request->lexicon, fields[RELEASE_INDICATOR], strlen(fields[RELEASE_INDICATOR]), &indicator))
        return error_set(error, STATUS_INVALID, _("--indicator: there is no \"%s\" in indicators.csv"),
                         fields[RELEASE_INDICATOR]);
    if (fields[RELEASE_PERIOD] != NULL && !period_parse(fields[RELEASE_PERIOD], strlen(fields[RELEASE_PERIOD]), &period))
        return error_set(error, STATUS_INVALID,
                         _("--period: \"%s\" is not a period; write it as 2024, 2024Q1, 2024H1, 2024-09 or 2024-01..09"),
                         fields[RELEASE_PERIOD]);
    return STATUS_OK;
}

static void print_release(const struct request *request, const struct release *release)
{
    const char *const *fields = release->row->fields;
    char period[PERIOD_TEXT_MAX];
    const char *name = release->indicator == RELEASE_ANY_INDICATOR
                           ? "*" : lexicon_indicator(request->lexicon, release->indicator)->name;

    period_text(release->period, period);
    printf("%s:%u\t%s\t%s\t%s\t%s\t%s%s\t%s\t%s\t%s\t%s%s\n", release->row->file, release->row->line,
           lexicon_region_name(request->lexicon, release->region), name, period, release_vintage_names[release->vintage],
           fields[RELEASE_VALUE], fields[RELEASE_UNIT], fields[RELEASE_GROWTH], fields[RELEASE_RELEASED_AT],
           fields[RELEASE_EMBARGO_UNTIL], fields[RELEASE_SOURCE_ORG], release->is_superseded ? _("\tsuperseded") : "");
}

static enum status print_csv(const struct release *releases, size_t count, const bool *wanted, struct error *error)
{
    struct buf out = BUF_INIT(RELEASE_BOOK_SIZE_MAX);
    const struct reference_row *last = NULL;
    enum status status;

    release_book_header(&out);
    for (size_t index = 0; index < count; index++) {
        if (wanted[index] && releases[index].row != last)
            release_book_row(&out, release_form.columns, RELEASE_COLUMNS, releases[index].row->fields);
        last = wanted[index] ? releases[index].row : last;
    }
    status = buf_status(&out);
    if (status == STATUS_OK)
        fputs(out.data, stdout);
    else
        (void)error_set(error, status, _("out of memory"));
    buf_free(&out);
    return status;
}

/* Which rows are wanted; a sealed one is shown to nobody. */
static enum status choose(const struct request *request, const struct release_register *records, bool *wanted,
                          struct error *error)
{
    for (size_t index = 0; index < records->release_count; index++) {
        const struct release *release = &records->releases[index];

        wanted[index] = is_wanted(request, release);
        if (wanted[index] && release->row->is_sealed)
            return error_set(error, STATUS_INVALID,
                             _("%s: this table is sealed and is not shown; guanka rules unseal opens it"),
                             release->row->file);
    }
    return STATUS_OK;
}

static int list(struct request *request)
{
    struct release_register records;
    struct error error = { 0 };
    enum status status = load_tables(request, true, &error);
    bool *wanted = NULL;

    if (status == STATUS_OK)
        status = release_register_create(request->reference, request->lexicon, request->arena, &records, &error);
    if (status == STATUS_OK)
        status = check_filters(request, &error);
    if (status == STATUS_OK) {
        wanted = arena_zeroed(request->arena, records.release_count + 1);
        status = wanted == NULL ? error_set(&error, STATUS_NO_MEMORY, _("out of memory")) : STATUS_OK;
    }
    if (status == STATUS_OK)
        status = choose(request, &records, wanted, &error);
    if (status != STATUS_OK)
        return fail(&error);
    for (size_t index = 0; index < records.release_count; index++) {
        if (wanted[index] && !request->options->as_csv)
            print_release(request, &records.releases[index]);
    }
    if (request->options->as_csv && print_csv(records.releases, records.release_count, wanted, &error) != STATUS_OK)
        return fail(&error);
    return EXIT_CLEAN;
}

/* ---- add, import */

enum { MOMENT_SIZE = sizeof "2024-05-06 10:00" };

static void now_text(char text[MOMENT_SIZE])
{
    enum { SHANGHAI_SECONDS = 8 * 3600 };
    time_t moment = time(NULL) + SHANGHAI_SECONDS;
    struct tm parts;

    text[0] = '\0';
    if (gmtime_r(&moment, &parts) != NULL)
        (void)strftime(text, MOMENT_SIZE, "%Y-%m-%d %H:%M", &parts);
}

static const char *user_name(void)
{
    const struct passwd *user = getpwuid(getuid());

    return user != NULL ? user->pw_name : "";
}

static enum status need_register(const struct request *request, struct error *error)
{
    return request->options->path != NULL
               ? STATUS_OK
               : error_set(error, STATUS_INVALID, _("say with --register which file the rows go to"));
}

static enum status complete(const struct release_options *options, struct release_draft *draft, const char *now,
                            struct error *error)
{
    for (unsigned column = 0; column < RELEASE_COLUMNS; column++) {
        if (draft->fields[column] == NULL || draft->fields[column][0] == '\0')
            draft->fields[column] = options->fields[column] != NULL ? options->fields[column] : "";
    }
    for (unsigned column = 0; column < release_form.required_count; column++) {
        if (draft->fields[column][0] == '\0')
            return error_set(error, STATUS_INVALID, _("%sthe field \"%s\" must not be empty; give --%s"), draft->from,
                             release_form.columns[column], specs[OPTION_FIELD + column].name);
    }
    if (draft->fields[RELEASE_ENTERED_AT][0] == '\0')
        draft->fields[RELEASE_ENTERED_AT] = now;
    if (draft->fields[RELEASE_ENTERED_BY][0] == '\0')
        draft->fields[RELEASE_ENTERED_BY] = user_name();
    return STATUS_OK;
}

static int add(struct request *request)
{
    struct release_draft draft = { .from = "" };
    struct error error = { 0 };
    char now[MOMENT_SIZE];
    size_t added = 0;
    enum status status = need_register(request, &error);

    now_text(now);
    if (status == STATUS_OK && request->operand_count > 0)
        status = error_set(&error, STATUS_INVALID, _("add takes options only; a file is for guanka release import"));
    if (status == STATUS_OK)
        status = complete(request->options, &draft, now, &error);
    if (status == STATUS_OK)
        status = load_tables(request, false, &error);
    if (status == STATUS_OK)
        status = release_book_append(request->options->path, &draft, 1, request->lexicon, &added, &error);
    if (status != STATUS_OK)
        return fail(&error);
    printf(added > 0 ? _("%s: one row added\n") : _("%s: this row was there already\n"), request->options->path);
    return EXIT_CLEAN;
}

static enum status make_drafts(struct request *request, const struct reference_table *table, const char *now,
                               struct release_draft **drafts, struct error *error)
{
    struct release_draft *made = arena_zeroed(request->arena, (table->row_count + 1) * sizeof *made);
    enum status status = made == NULL ? error_set(error, STATUS_NO_MEMORY, _("out of memory")) : STATUS_OK;

    for (size_t index = 0; index < table->row_count && status == STATUS_OK; index++) {
        struct buf from = BUF_INIT(1 << 16);

        buf_format(&from, "%s:%u: ", table->rows[index].file, table->rows[index].line);
        made[index].from = from.data != NULL ? arena_text(request->arena, from.data, from.size) : NULL;
        buf_free(&from);
        if (made[index].from == NULL)
            return error_set(error, STATUS_NO_MEMORY, _("out of memory"));
        memcpy(made[index].fields, table->rows[index].fields, sizeof made[index].fields);
        status = complete(request->options, &made[index], now, error);
    }
    *drafts = made;
    return status;
}

static enum status import_file(struct request *request, const char *path, size_t *added, size_t *count,
                               struct error *error)
{
    struct buf bytes = BUF_INIT(RELEASE_BOOK_SIZE_MAX);
    struct reference_table table = { 0 };
    struct release_draft *drafts = NULL;
    char now[MOMENT_SIZE];
    enum status status = file_read(strcmp(path, "-") == 0 ? "/dev/stdin" : path, &bytes, error);

    now_text(now);
    if (status == STATUS_OK)
        status = reference_table_of(buf_bytes(&bytes), path, &release_form, request->arena, &table, error);
    if (status == STATUS_OK)
        status = make_drafts(request, &table, now, &drafts, error);
    if (status == STATUS_OK)
        status = release_book_append(request->options->path, drafts, table.row_count, request->lexicon, added, error);
    *count = table.row_count;
    buf_free(&bytes);
    return status;
}

static int import(struct request *request)
{
    struct error error = { 0 };
    size_t added = 0, count = 0;
    enum status status = need_register(request, &error);

    if (status == STATUS_OK && request->operand_count == 0)
        status = error_set(&error, STATUS_INVALID, _("name a CSV file to import, or - for standard input"));
    if (status == STATUS_OK)
        status = load_tables(request, false, &error);
    for (size_t index = 0; index < request->operand_count && status == STATUS_OK; index++) {
        status = import_file(request, request->operands[index], &added, &count, &error);
        if (status == STATUS_OK)
            printf(_("%s: %zu of %zu rows added, the others were there already\n"), request->options->path, added, count);
    }
    return status == STATUS_OK ? EXIT_CLEAN : fail(&error);
}

/* ---- check */

/* A text is judged by the scanner itself, with the rules of this pack alone. */
static int check_texts(const struct request *request)
{
    enum { FIXED = 10 };
    const struct release_options *options = request->options;
    size_t most = FIXED + 2 * (options->packs.paths.count + options->packs.layers.count) + request->operand_count, count = 0;
    char **arguments = arena_zeroed(request->arena, (most + 1) * sizeof *arguments);

    if (arguments == NULL)
        return EXIT_TROUBLE;
    arguments[count++] = (char *)"scan";
    arguments[count++] = (char *)"--enable=statistics.*";
    for (size_t index = 0; index < options->packs.paths.count; index++) {
        arguments[count++] = (char *)"--rules";
        arguments[count++] = (char *)options->packs.paths.items[index];
    }
    for (size_t index = 0; index < options->packs.layers.count; index++) {
        arguments[count++] = (char *)"--layer";
        arguments[count++] = (char *)options->packs.layers.items[index];
    }
    if (options->path != NULL) {
        arguments[count++] = (char *)"--register";
        arguments[count++] = (char *)options->path;
    }
    if (options->packs.key != NULL) {
        arguments[count++] = (char *)"--key";
        arguments[count++] = (char *)options->packs.key;
    }
    if (options->as_of != NULL) {
        arguments[count++] = (char *)"--as-of";
        arguments[count++] = (char *)options->as_of;
    }
    arguments[count++] = (char *)"--";
    for (size_t index = 0; index < request->operand_count; index++)
        arguments[count++] = request->operands[index];
    return cmd_scan.run(request->config, (int)count, arguments);
}

static enum status print_digest(const char *path, struct error *error)
{
    struct buf bytes = BUF_INIT(RELEASE_BOOK_SIZE_MAX);
    struct digest digest;
    char text[DIGEST_TEXT_SIZE];
    enum status status = file_read(path, &bytes, error);

    if (status == STATUS_OK)
        status = digest_of(buf_bytes(&bytes), &digest);
    if (status == STATUS_OK) {
        digest_text(&digest, text);
        printf("%s: sha256 %s\n", path, text);
    }
    buf_free(&bytes);
    return status;
}

/* What was entered elsewhere may have a code of no region; it is read, and nobody will find it. */
static void remark_regions(const struct request *request, const struct release_register *records)
{
    const struct reference_row *last = NULL;

    for (size_t index = 0; index < records->release_count; index++) {
        const struct release *release = &records->releases[index];

        if (release->row != last && !release->row->is_sealed && !release_book_knows_region(request->lexicon, release->region))
            printf(_("%s:%u: remark: there is no region with the code %s; correct it, or add it to region-words.csv\n"),
                   release->row->file, release->row->line, release->row->fields[RELEASE_REGION]);
        last = release->row;
    }
}

static int check(struct request *request)
{
    struct release_register records = { 0 };
    struct error error = { 0 };
    size_t superseded = 0;
    enum status status;

    if (request->operand_count > 0)
        return check_texts(request);
    status = load_tables(request, true, &error);
    if (status == STATUS_OK)
        status = release_register_create(request->reference, request->lexicon, request->arena, &records, &error);
    if (status == STATUS_OK && request->options->path != NULL)
        status = print_digest(request->options->path, &error);
    if (status != STATUS_OK) {
        (void)fail(&error);
        return status == STATUS_INVALID ? EXIT_FOUND : EXIT_TROUBLE;
    }
    remark_regions(request, &records);
    for (size_t index = 0; index < records.release_count; index++)
        superseded += records.releases[index].is_superseded;
    printf(_("%zu releases, %zu of them superseded; %zu announced days, %zu usual lags\n"), records.release_count,
           superseded, records.plan_count, records.lag_count);
    return EXIT_CLEAN;
}

/* ---- The command. */

static const struct subcommand {
    struct subcommand_words words;
    int (*run)(struct request *request);
} subcommands[] = {
    { { "add", "", N_("append one release to the register") }, add },
    { { "import", "FILE…|-", N_("append the rows of CSV files that are not there yet") }, import },
    { { "list", "", N_("the releases, all or by --region, --indicator, --period; as CSV with --format csv") }, list },
    { { "check", "[TEXT…]", N_("check the register, or judge texts by it") }, check },
};
enum { SUBCOMMAND_COUNT = sizeof subcommands / sizeof *subcommands };

static const struct subcommand_words *words_at(size_t index)
{
    return &subcommands[index].words;
}

static const struct subcommand_list subcommand_list = { words_at, SUBCOMMAND_COUNT };

static int show_help(void)
{
    subcommand_help(_("Usage: guanka release SUBCOMMAND [OPTIONS] …\n\nSubcommands:\n"), subcommand_list, specs,
                    OPTION_COUNT);
    return EXIT_CLEAN;
}

static int complain_usage(const char *given)
{
    subcommand_complain(given, subcommand_list,
                        _("guanka: release needs one of: add, import, list, check; see guanka release --help\n"));
    return EXIT_TROUBLE;
}

static int run_subcommand(const struct subcommand *subcommand, struct request *request)
{
    int exit_status;

    if (arena_create(&request->arena) != STATUS_OK) {
        fprintf(stderr, "guanka: %s\n", _("out of memory"));
        return EXIT_TROUBLE;
    }
    exit_status = subcommand->run(request);
    reference_free(request->reference);
    arena_destroy(request->arena);
    return exit_status;
}

static int release(const struct config *config, int argc, char **argv)
{
    struct release_options options = { 0 };
    struct error error = { 0 };
    int first, exit_status = -1;

    if (option_parse(specs, OPTION_COUNT, argc, argv, &first, &options, &error, take) != STATUS_OK)
        exit_status = fail(&error);
    else if (options.wants_help)
        exit_status = show_help();
    else if (options.wants_version)
        exit_status = cmd_version.run(config, 1, argv);
    for (size_t index = 0; exit_status < 0 && first < argc && index < SUBCOMMAND_COUNT; index++) {
        struct request request = { .config = config,
                                   .options = &options,
                                   .operands = argv + first + 1,
                                   .operand_count = (size_t)(argc - first - 1) };

        if (strcmp(argv[first], subcommands[index].words.name) == 0)
            exit_status = run_subcommand(&subcommands[index], &request);
    }
    if (exit_status < 0)
        exit_status = complain_usage(first < argc ? argv[first] : NULL);
    packs_free(&options.packs);
    return exit_status;
}

const struct command cmd_release = { .name = "release",
                                     .summary = N_("keep the register of released statistics: add, import, list, check"),
                                     .run = release };
