/* SPDX-License-Identifier: Apache-2.0
 *
 * libguanka: check documents from a program of your own.
 *
 *     struct guanka_ruleset *rules;
 *     struct guanka_scanner *scanner;
 *     struct guanka_result result;
 *     char message[256];
 *
 *     if (guanka_ruleset_load(NULL, 0, NULL, &rules, message, sizeof message) != GUANKA_OK)
 *         …message says what is wrong, with file, line and column…
 *     guanka_scanner_create(rules, &scanner);
 *     if (guanka_scan(scanner, data, size, "公告.html", &result) == GUANKA_OK && result.verdict != GUANKA_PASS)
 *         fwrite(result.jsonl, 1, result.jsonl_size, stdout);
 *     guanka_scanner_destroy(scanner);
 *     guanka_ruleset_unref(rules);
 *
 * Rules are immutable once loaded and may be shared by any number of threads; a scanner belongs to one thread
 * at a time. Nothing here writes to standard output, ends the process or changes the locale. Functions
 * return GUANKA_OK or a reason; nothing but GUANKA_OK says anything about a document.
 *
 * The interface only grows: what compiles against this version does against later ones of the same major
 * number.
 */
#ifndef GUANKA_H
#define GUANKA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GUANKA_API __attribute__((visibility("default")))

struct guanka_ruleset;
struct guanka_scanner;

enum guanka_status {
    GUANKA_OK = 0,
    GUANKA_INVALID, /* wrong argument, or wrong rules */
    GUANKA_IO,      /* a file could not be read */
    GUANKA_NO_MEMORY,
    GUANKA_INTERNAL, /* our mistake: please report it */
};

enum guanka_verdict { GUANKA_PASS, GUANKA_REVIEW, GUANKA_BLOCK };

struct guanka_result {
    enum guanka_verdict verdict;
    bool complete; /* everything in it could be read; if not, the verdict is at least GUANKA_REVIEW */
    uint64_t findings;
    /* The findings and documents as lines of JSON (docs/contract.md), without a summary; valid until the
     * scanner's next call. */
    const char *jsonl;
    size_t jsonl_size;
};

GUANKA_API const char *guanka_version(void);

/* Loads packs (files or folders); path_count 0 means the packs installed with the library. With a
 * cache_directory (made when missing; NULL: none) the next load of the same rules takes milliseconds. `message`
 * (UTF-8, may be NULL) receives the reason of a failure. The caller owns one reference. */
GUANKA_API enum guanka_status guanka_ruleset_load(const char *const *paths, size_t path_count,
                                                  const char *cache_directory, struct guanka_ruleset **ruleset,
                                                  char *message, size_t message_size);
/* The same with folders of the operator's own (packs, word lists, tables) over the packs, the most general first:
 * what --layer is to the command. */
GUANKA_API enum guanka_status guanka_ruleset_load_layers(const char *const *paths, size_t path_count,
                                                         const char *const *layers, size_t layer_count,
                                                         const char *cache_directory, struct guanka_ruleset **ruleset,
                                                         char *message, size_t message_size);
/* The same with packs, word lists and tables that are sealed (guanka rules seal), whose key is in the file key_file. From then on
 * the library wipes all memory of its own before it gives it back. */
GUANKA_API enum guanka_status guanka_ruleset_load_sealed(const char *const *paths, size_t path_count,
                                                         const char *const *layers, size_t layer_count,
                                                         const char *cache_directory, const char *key_file,
                                                         struct guanka_ruleset **ruleset, char *message,
                                                         size_t message_size);
GUANKA_API struct guanka_ruleset *guanka_ruleset_ref(struct guanka_ruleset *ruleset);
GUANKA_API void guanka_ruleset_unref(struct guanka_ruleset *ruleset); /* NULL is allowed */

/* Holds a reference of the rules as long as it lives. */
GUANKA_API enum guanka_status guanka_scanner_create(struct guanka_ruleset *ruleset, struct guanka_scanner **scanner);
GUANKA_API void guanka_scanner_destroy(struct guanka_scanner *scanner); /* NULL is allowed */
/* "zh" (at first) or "en", for names of rules and advice. */
GUANKA_API enum guanka_status guanka_scanner_set_language(struct guanka_scanner *scanner, const char *language);
/* The intended day of publication, "2024-04-10"; at first the day on which the scanner was created, in Asia/Shanghai. */
GUANKA_API enum guanka_status guanka_scanner_set_as_of(struct guanka_scanner *scanner, const char *day);
/* Personal data in results is masked unless this is set. */
GUANKA_API void guanka_scanner_show_secrets(struct guanka_scanner *scanner, bool show);
/* Formats that third-party parsers read (docs/formats.md) are read by the program guanka-extract, in processes that can
 * open nothing; `program` is its path, NULL where it was installed with this library. Until this is called such
 * documents are reported as not supported (verdict: review). A process starts when it is first needed, ends with the
 * scanner, and is waited for by its number: the host may not wait for all its children at once. */
GUANKA_API enum guanka_status guanka_scanner_isolate(struct guanka_scanner *scanner, const char *program);
/* The same, and every other document is read there as well, by our own readers in the same sandbox: slower, for who
 * trusts none of them. */
GUANKA_API enum guanka_status guanka_scanner_isolate_all(struct guanka_scanner *scanner, const char *program);
/* Ends the scan under way, from any thread or a signal handler; its result is incomplete. Lasts until
 * called with false. */
GUANKA_API void guanka_scanner_stop(struct guanka_scanner *scanner, bool stop);

/* `name` is the file name as far as known (UTF-8; hint at the format, and looked at by rules), or NULL. */
GUANKA_API enum guanka_status guanka_scan(struct guanka_scanner *scanner, const void *data, size_t size,
                                          const char *name, struct guanka_result *result);
/* A regular file of any size. Large ones are mapped: see guanka_protect_mappings. */
GUANKA_API enum guanka_status guanka_scan_file(struct guanka_scanner *scanner, const char *path,
                                               struct guanka_result *result);

/* A mapped file that is cut short while it is read raises SIGBUS. This installs a handler, once per process,
 * that makes the missing pages read as zeros (the result is then incomplete) and passes every other SIGBUS to
 * the handler there was before. */
GUANKA_API enum guanka_status guanka_protect_mappings(void);

#ifdef __cplusplus
}
#endif

#endif
