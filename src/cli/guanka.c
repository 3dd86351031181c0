/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/guanka.h"

#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/file.h"
#include "engine/detectors.h"
#include "engine/scanner.h"
#include "isolate/pool.h"
#include "report/report.h"
#include "base/sealed.h"
#include "text/utf8.h"
#include "work/outcome.h"

static const struct limits limits = LIMITS_DEFAULT;

struct guanka_scanner {
    struct ruleset *ruleset;
    struct scanner *scanner;
    struct pool_options isolation;
    char *program;     /* isolation's own */
    struct pool *pool; /* NULL: isolated formats are not read */
    atomic_bool stop;
    struct report_options options;
    struct report_context context;
    struct report_pieces pieces;
    struct outcome outcome;
    struct buf content;
};

static enum guanka_status public_status(enum status status)
{
    switch (status) {
    case STATUS_OK:
        return GUANKA_OK;
    case STATUS_NO_MEMORY:
        return GUANKA_NO_MEMORY;
    case STATUS_IO:
        return GUANKA_IO;
    case STATUS_BUG:
        return GUANKA_INTERNAL;
    default:
        return GUANKA_INVALID;
    }
}

/* The rules are the engine's own type under a public name. */
static struct ruleset *private_ruleset(struct guanka_ruleset *ruleset)
{
    return (struct ruleset *)ruleset;
}

const char *guanka_version(void)
{
    return GUANKA_VERSION;
}

enum guanka_status guanka_ruleset_load(const char *const *paths, size_t path_count, const char *cache_directory,
                                       struct guanka_ruleset **ruleset, char *message, size_t message_size)
{
    return guanka_ruleset_load_layers(paths, path_count, NULL, 0, cache_directory, ruleset, message, message_size);
}

enum guanka_status guanka_ruleset_load_layers(const char *const *paths, size_t path_count, const char *const *layers,
                                              size_t layer_count, const char *cache_directory,
                                              struct guanka_ruleset **ruleset, char *message, size_t message_size)
{
    return guanka_ruleset_load_sealed(paths, path_count, layers, layer_count, cache_directory, NULL, ruleset, message,
                                      message_size);
}

static enum status load(const struct ruleset_options *options, struct ruleset **ruleset, struct error *error)
{
    enum status status = ruleset_load(options, ruleset, error);

    if (status != STATUS_OK)
        return status;
    status = detectors_prepare(*ruleset, error);
    if (status != STATUS_OK)
        ruleset_unref(*ruleset);
    return status;
}

enum guanka_status guanka_ruleset_load_sealed(const char *const *paths, size_t path_count, const char *const *layers,
                                              size_t layer_count, const char *cache_directory, const char *key_file,
                                              struct guanka_ruleset **ruleset, char *message, size_t message_size)
{
    static const char *const installed[] = { GUANKA_DATA_DIR "/patterns" };
    struct seal_key key;
    const struct ruleset_options options = { .paths = path_count > 0 ? paths : installed,
                                             .path_count = path_count > 0 ? path_count : 1,
                                             .layers = layers,
                                             .layer_count = layer_count,
                                             .cache_directory = cache_directory,
                                             .key = key_file != NULL ? &key : NULL };
    struct ruleset *loaded;
    struct error error = { 0 };
    enum status status = key_file != NULL ? sealed_key_read(key_file, &key, &error) : STATUS_OK;

    if (status == STATUS_OK)
        status = load(&options, &loaded, &error);
    seal_key_wipe(&key);
    if (status == STATUS_OK) {
        *ruleset = (struct guanka_ruleset *)loaded;
    } else if (message != NULL && message_size > 0) {
        size_t size = utf8_floor(error.message, strlen(error.message), message_size - 1);

        memcpy(message, error.message, size);
        message[size] = '\0';
    }
    return public_status(status);
}

struct guanka_ruleset *guanka_ruleset_ref(struct guanka_ruleset *ruleset)
{
    return (struct guanka_ruleset *)ruleset_ref(private_ruleset(ruleset));
}

void guanka_ruleset_unref(struct guanka_ruleset *ruleset)
{
    ruleset_unref(private_ruleset(ruleset));
}

enum guanka_status guanka_scanner_create(struct guanka_ruleset *ruleset, struct guanka_scanner **scanner)
{
    struct guanka_scanner *created = alloc_zeroed(1, sizeof *created);
    enum status status;

    if (created == NULL)
        return GUANKA_NO_MEMORY;
    atomic_init(&created->stop, false);
    status = scanner_create(&limits, &created->stop, &created->scanner);
    if (status != STATUS_OK) {
        alloc_free(created);
        return public_status(status);
    }
    scanner_set_as_of(created->scanner, date_in_shanghai(time(NULL)));
    created->ruleset = ruleset_ref(private_ruleset(ruleset));
    created->options = (struct report_options){ .language = REPORT_CHINESE, .ruleset = created->ruleset };
    created->context = report_context_of(&created->options);
    created->pieces = (struct report_pieces){ BUF_INIT(SIZE_MAX / 2), BUF_INIT(SIZE_MAX / 2) };
    created->content = (struct buf)BUF_INIT(SIZE_MAX / 2);
    *scanner = created;
    return GUANKA_OK;
}

void guanka_scanner_destroy(struct guanka_scanner *scanner)
{
    if (scanner == NULL)
        return;
    scanner_destroy(scanner->scanner);
    pool_destroy(scanner->pool);
    alloc_free(scanner->program);
    ruleset_unref(scanner->ruleset);
    report_context_free(&scanner->context);
    buf_free(&scanner->pieces.items);
    buf_free(&scanner->pieces.notes);
    outcome_free(&scanner->outcome);
    buf_free(&scanner->content);
    alloc_free(scanner);
}

static enum guanka_status isolate(struct guanka_scanner *scanner, const char *program, bool everything)
{
    enum status status;

    if (scanner->pool != NULL)
        return GUANKA_INVALID;
    if (program == NULL)
        program = GUANKA_LIBEXEC_DIR "/guanka-extract";
    scanner->isolation.program = scanner->program = alloc_text(program, strlen(program));
    if (scanner->program == NULL)
        return GUANKA_NO_MEMORY;
    scanner->isolation.everything = everything;
    status = pool_create(&scanner->isolation, &scanner->pool);
    if (status == STATUS_OK)
        scanner_set_delegate(scanner->scanner, pool_delegate(scanner->pool));
    return public_status(status);
}

enum guanka_status guanka_scanner_isolate(struct guanka_scanner *scanner, const char *program)
{
    return isolate(scanner, program, false);
}

enum guanka_status guanka_scanner_isolate_all(struct guanka_scanner *scanner, const char *program)
{
    return isolate(scanner, program, true);
}

enum guanka_status guanka_scanner_set_as_of(struct guanka_scanner *scanner, const char *day)
{
    struct date date;

    if (day == NULL || !date_parse(day, strlen(day), &date))
        return GUANKA_INVALID;
    scanner_set_as_of(scanner->scanner, date);
    return GUANKA_OK;
}

enum guanka_status guanka_scanner_set_language(struct guanka_scanner *scanner, const char *language)
{
    if (language == NULL || (strcmp(language, "zh") != 0 && strcmp(language, "en") != 0))
        return GUANKA_INVALID;
    scanner->options.language = language[0] == 'z' ? REPORT_CHINESE : REPORT_ENGLISH;
    return GUANKA_OK;
}

void guanka_scanner_show_secrets(struct guanka_scanner *scanner, bool show)
{
    scanner->options.show_secrets = show;
}

void guanka_scanner_stop(struct guanka_scanner *scanner, bool stop)
{
    atomic_store(&scanner->stop, stop);
}

static enum status write_result(struct guanka_scanner *scanner, const char *path, const struct scan *scan,
                                struct guanka_result *result)
{
    const struct report_document document = { .path = path, .shown_path = path, .scan = scan };
    enum status status;

    buf_clear(&scanner->pieces.items);
    buf_clear(&scanner->pieces.notes);
    status = report_document(report_format_find("jsonl"), &scanner->context, &document, &scanner->pieces);
    if (status != STATUS_OK)
        return status;
    *result = (struct guanka_result){ .verdict = (enum guanka_verdict)policy_judge(scan),
                                      .complete = true,
                                      .findings = scan->finding_count,
                                      .jsonl = scanner->pieces.items.data,
                                      .jsonl_size = scanner->pieces.items.size };
    for (size_t part = 0; part < scan->part_count; part++)
        result->complete = result->complete && scan->parts[part].coverage == COVERAGE_COMPLETE;
    return STATUS_OK;
}

static enum status scan_input(struct guanka_scanner *scanner, struct bytes input, struct file_content *content,
                              const char *path, struct guanka_result *result)
{
    const char *slash = path != NULL ? strrchr(path, '/') : NULL;
    const char *name = slash != NULL ? slash + 1 : path;
    bool is_valid = name != NULL && utf8_valid_prefix(name, strlen(name)) == strlen(name);
    const struct part_hint hint = { .name = is_valid ? name : NULL };
    const struct scan *scan;
    enum status status = scanner_scan(scanner->scanner, scanner->ruleset, input, content, &hint, &scan);

    if (status == STATUS_OK && content != NULL && !file_content_intact(content))
        status = outcome_amend(&scanner->outcome, scan, STATUS_IO, NULL, &scan);
    return status == STATUS_OK ? write_result(scanner, path != NULL ? path : "-", scan, result) : status;
}

enum guanka_status guanka_scan(struct guanka_scanner *scanner, const void *data, size_t size, const char *name,
                               struct guanka_result *result)
{
    return public_status(scan_input(scanner, bytes_of(data, size), NULL, name, result));
}

enum guanka_status guanka_scan_file(struct guanka_scanner *scanner, const char *path, struct guanka_result *result)
{
    struct file_content *content;
    enum status status = file_content_open(path, &scanner->content, &content, NULL);

    if (status != STATUS_OK)
        return status == STATUS_NO_MEMORY ? GUANKA_NO_MEMORY : GUANKA_IO;
    status = scan_input(scanner, file_content_bytes(content), content, path, result);
    file_content_close(content);
    return public_status(status);
}

enum guanka_status guanka_protect_mappings(void)
{
    return public_status(file_protect_mappings());
}
