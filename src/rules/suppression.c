/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/suppression.h"

#include <fnmatch.h>
#include <libintl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/array.h"
#include "base/date.h"
#include "base/sealed.h"
#include "rules/pattern.h"
#include "rules/reading.h"

enum { FILE_SIZE_MAX = 16 << 20, FINGERPRINT_DIGITS = 32 };

struct item {
    struct suppression suppression;
    atomic_uint used;
};

struct suppressions {
    struct arena *arena;
    struct item *items;
    size_t count, capacity;
};

/* What a file is read into. */
struct target {
    struct suppressions *suppressions;
    suppressions_complaint *complain; /* NULL: the first wrong item ends the reading */
    void *context;
};

/* ---- Reading. */

/* A day of the calendar, all digits written: days are compared as texts. */
static bool is_day(const char *text)
{
    struct date date;

    return strlen(text) == strlen("2026-11-24") && text[4] == '-' && date_parse(text, strlen(text), &date);
}

/* As reports write it (report/fingerprint.h). */
static bool is_fingerprint(const char *text)
{
    return strlen(text) == FINGERPRINT_DIGITS && strspn(text, "0123456789abcdef") == FINGERPRINT_DIGITS;
}

static enum status read_match(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct rule_text text = { NULL, 0, 0, 0, 0 };
    struct buf folded = BUF_INIT(SIZE_MAX / 2);
    enum status status = reading_text(reading, node, &text);

    if (status == STATUS_OK)
        status = pattern_fold_literal(text.text, text.size, VIEW_CANONICAL, &folded);
    if (status == STATUS_OK && folded.size == 0)
        status = reading_fail(reading, node, gettext("nothing is left of this match in canonical text"));
    if (status == STATUS_OK) {
        const char *match = arena_text(reading->arena, folded.data, folded.size);

        *(const char **)target = match;
        status = match == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    }
    buf_free(&folded);
    return status;
}

static enum status check_item(const struct reading *reading, const yaml_node_t *node,
                              const struct suppression *suppression)
{
    if (suppression->fingerprint == NULL && (suppression->rule == NULL || suppression->match == NULL))
        return reading_fail(reading, node,
                            gettext("say which finding: fingerprint:, or rule: with match: (and path:)"));
    if (suppression->fingerprint != NULL && !is_fingerprint(suppression->fingerprint))
        return reading_fail(reading, node, gettext("a fingerprint has %d digits from 0 to f"), FINGERPRINT_DIGITS);
    if (suppression->reason == NULL || suppression->owner == NULL || suppression->expires == NULL)
        return reading_fail(reading, node,
                            gettext("a suppression needs reason:, owner: and expires: (the last day, 2026-11-24)"));
    if (!is_day(suppression->expires))
        return reading_fail(reading, node, gettext("expires: takes a day such as 2026-11-24"));
    return STATUS_OK;
}

static enum status read_item(struct reading *reading, const yaml_node_t *node, struct suppressions *suppressions)
{
    static const struct reading_key keys[] = {
        { "fingerprint", reading_string, offsetof(struct suppression, fingerprint) },
        { "rule", reading_string, offsetof(struct suppression, rule) },
        { "match", read_match, offsetof(struct suppression, match) },
        { "path", reading_string, offsetof(struct suppression, path) },
        { "reason", reading_string, offsetof(struct suppression, reason) },
        { "owner", reading_string, offsetof(struct suppression, owner) },
        { "expires", reading_string, offsetof(struct suppression, expires) },
    };
    struct suppression suppression = { .file = reading->file,
                                       .line = (uint32_t)node->start_mark.line + 1,
                                       .is_sealed = reading->sealed };
    uint32_t seen;
    enum status status = reading_mapping(reading, node, keys, sizeof keys / sizeof *keys, &suppression, &seen);

    if (status == STATUS_OK)
        status = check_item(reading, node, &suppression);
    if (status == STATUS_OK)
        status = ARRAY_GROW(&suppressions->items, &suppressions->capacity, suppressions->count + 1);
    if (status != STATUS_OK)
        return status;
    suppressions->items[suppressions->count].suppression = suppression;
    atomic_init(&suppressions->items[suppressions->count].used, 0);
    suppressions->count++;
    return STATUS_OK;
}

static enum status read_or_complain(struct reading *reading, const yaml_node_t *node, const struct target *target)
{
    enum status status = read_item(reading, node, target->suppressions);

    if (status != STATUS_INVALID || target->complain == NULL)
        return status;
    target->complain(target->context, reading->error->message);
    return STATUS_OK;
}

static enum status read_items(struct reading *reading, const yaml_node_t *node, void *target)
{
    enum status status = STATUS_OK;

    if (node->type != YAML_SEQUENCE_NODE)
        return reading_fail(reading, node, gettext("this file has one key, suppressions:, with a list"));
    for (const yaml_node_item_t *item = node->data.sequence.items.start;
         status == STATUS_OK && item < node->data.sequence.items.top; item++)
        status = read_or_complain(reading, yaml_document_get_node(reading->document, *item), target);
    return status;
}

static enum status read_file(struct reading *reading, const yaml_node_t *root, void *target)
{
    static const struct reading_key keys[] = { { "suppressions", read_items, 0 } };
    uint32_t seen;
    enum status status = reading_mapping(reading, root, keys, 1, target, &seen);

    return status == STATUS_OK ? reading_require(reading, root, keys, 1, seen) : status;
}

static enum status read_path(struct target *target, const char *path, const struct seal_key *key,
                             struct error *error)
{
    struct arena *arena = target->suppressions->arena;
    struct buf yaml = BUF_INIT(FILE_SIZE_MAX);
    struct reading reading = { .file = arena_text(arena, path, strlen(path)), .arena = arena, .error = error };
    enum status status = sealed_read(path, key, &yaml, &reading.sealed, error);

    if (status == STATUS_OK && reading.file == NULL)
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = reading_file(&reading, buf_bytes(&yaml), read_file, target);
    buf_free(&yaml);
    return status;
}

enum status suppressions_add(struct suppressions *suppressions, const char *path, const struct seal_key *key,
                             struct error *error)
{
    return read_path(&(struct target){ .suppressions = suppressions }, path, key, error);
}

enum status suppressions_review(struct suppressions *suppressions, const char *path, const struct seal_key *key,
                                suppressions_complaint *complain, void *context, struct error *error)
{
    return read_path(&(struct target){ suppressions, complain, context }, path, key, error);
}

enum status suppressions_create(struct suppressions **suppressions)
{
    struct suppressions *created = alloc_zeroed(1, sizeof *created);
    enum status status = created == NULL ? STATUS_NO_MEMORY : arena_create(&created->arena);

    if (status != STATUS_OK) {
        alloc_free(created);
        return status;
    }
    *suppressions = created;
    return STATUS_OK;
}

void suppressions_free(struct suppressions *suppressions)
{
    if (suppressions == NULL)
        return;
    arena_destroy(suppressions->arena);
    alloc_free(suppressions->items);
    alloc_free(suppressions);
}

/* ---- Asking. */

static bool applies(const struct suppression *suppression, const char *fingerprint, const char *rule,
                    const struct buf *match, const char *path)
{
    if (suppression->fingerprint != NULL && strcmp(suppression->fingerprint, fingerprint) != 0)
        return false;
    if (suppression->rule != NULL && strcmp(suppression->rule, rule) != 0)
        return false;
    if (suppression->match != NULL
        && (strlen(suppression->match) != match->size || memcmp(suppression->match, match->data, match->size) != 0))
        return false;
    return suppression->path == NULL || fnmatch(suppression->path, path, 0) == 0;
}

const struct suppression *suppressions_at(const struct suppressions *suppressions, size_t index)
{
    return index < suppressions->count ? &suppressions->items[index].suppression : NULL;
}

bool suppression_is_expired(const struct suppression *suppression, const char *day)
{
    return strcmp(suppression->expires, day) < 0;
}

enum status suppressions_find(struct suppressions *suppressions, const char *fingerprint, const char *rule,
                              const char *match, size_t match_size, const char *path, const char *day,
                              const struct suppression **found, bool *expired)
{
    struct buf folded = BUF_INIT(SIZE_MAX / 2);
    struct item *chosen = NULL;
    bool is_expired = false;
    enum status status = pattern_fold_literal(match, match_size, VIEW_CANONICAL, &folded);

    for (size_t index = 0; status == STATUS_OK && index < suppressions->count && (chosen == NULL || is_expired);
         index++) {
        struct item *item = &suppressions->items[index];
        bool item_expired = suppression_is_expired(&item->suppression, day);

        if ((chosen == NULL || !item_expired) && applies(&item->suppression, fingerprint, rule, &folded, path)) {
            chosen = item;
            is_expired = item_expired;
        }
    }
    buf_free(&folded);
    if (status != STATUS_OK)
        return status;
    if (chosen != NULL)
        atomic_fetch_add_explicit(&chosen->used, 1, memory_order_relaxed);
    *found = chosen != NULL ? &chosen->suppression : NULL;
    *expired = is_expired;
    return STATUS_OK;
}

const struct suppression *suppressions_unused(const struct suppressions *suppressions, size_t *next)
{
    while (*next < suppressions->count) {
        const struct item *item = &suppressions->items[(*next)++];

        if (atomic_load_explicit(&item->used, memory_order_relaxed) == 0)
            return &item->suppression;
    }
    return NULL;
}
