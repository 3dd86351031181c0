/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/suppression.h"

#include <fnmatch.h>
#include <libintl.h>
#include <stdatomic.h>
#include <string.h>
#include <yaml.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/array.h"
#include "base/date.h"
#include "base/file.h"
#include "rules/complaint.h"
#include "rules/pattern.h"

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

/* One file being read. */
struct reading {
    struct suppressions *suppressions;
    yaml_document_t *document;
    const char *file;
    struct error *error;
};

/* ---- Reading. */

static struct rule_place place_of(const struct reading *reading, const yaml_node_t *node)
{
    return (struct rule_place){ reading->file, (uint32_t)node->start_mark.line + 1,
                                (uint32_t)node->start_mark.column + 1, false };
}

/* A day of the calendar, all digits written: days are compared as texts. */
static bool is_day(const char *text)
{
    struct date date;

    return strlen(text) == strlen("2026-11-24") && text[4] == '-' && date_parse(text, strlen(text), &date);
}

static enum status fold_match(struct reading *reading, const yaml_node_t *node, const char **match)
{
    struct buf folded = BUF_INIT(SIZE_MAX / 2);
    enum status status = pattern_fold_literal(*match, strlen(*match), VIEW_CANONICAL, &folded);

    if (status == STATUS_OK && folded.size == 0)
        status = complaint_set(reading->error, place_of(reading, node),
                               gettext("nothing is left of this match in canonical text"));
    if (status == STATUS_OK) {
        *match = arena_text(reading->suppressions->arena, folded.data, folded.size);
        status = *match == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    }
    buf_free(&folded);
    return status;
}

static enum status read_value(struct reading *reading, const yaml_node_t *name, const yaml_node_t *value,
                              struct suppression *suppression)
{
    static const char *const names[] = { "fingerprint", "rule", "match", "path", "reason", "owner", "expires" };
    const char **const targets[] = { &suppression->fingerprint, &suppression->rule,  &suppression->match,
                                     &suppression->path,        &suppression->reason, &suppression->owner,
                                     &suppression->expires };
    enum { MATCH = 2, COUNT = sizeof names / sizeof *names };
    const char *key = name->type == YAML_SCALAR_NODE ? (const char *)name->data.scalar.value : "";
    size_t index = 0;

    while (index < COUNT && strcmp(names[index], key) != 0)
        index++;
    if (index == COUNT)
        return complaint_set(reading->error, place_of(reading, name),
                             gettext("unknown key \"%.60s\"; known are: %s"), key,
                             "fingerprint, rule, match, path, reason, owner, expires");
    if (value->type != YAML_SCALAR_NODE || value->data.scalar.length == 0)
        return complaint_set(reading->error, place_of(reading, value), gettext("a text is expected here"));
    *targets[index] =
        arena_text(reading->suppressions->arena, (const char *)value->data.scalar.value, value->data.scalar.length);
    if (*targets[index] == NULL)
        return STATUS_NO_MEMORY;
    return index == MATCH ? fold_match(reading, value, &suppression->match) : STATUS_OK;
}

static enum status check_item(const struct reading *reading, const yaml_node_t *node,
                              const struct suppression *suppression)
{
    struct rule_place place = place_of(reading, node);

    if (suppression->fingerprint == NULL && (suppression->rule == NULL || suppression->match == NULL))
        return complaint_set(reading->error, place,
                             gettext("say which finding: fingerprint:, or rule: with match: (and path:)"));
    if (suppression->fingerprint != NULL && strlen(suppression->fingerprint) != FINGERPRINT_DIGITS)
        return complaint_set(reading->error, place, gettext("a fingerprint has %d hexadecimal digits"),
                             FINGERPRINT_DIGITS);
    if (suppression->reason == NULL || suppression->owner == NULL || suppression->expires == NULL)
        return complaint_set(reading->error, place,
                             gettext("a suppression needs reason:, owner: and expires: (the last day, 2026-11-24)"));
    if (!is_day(suppression->expires))
        return complaint_set(reading->error, place, gettext("expires: takes a day such as 2026-11-24"));
    return STATUS_OK;
}

static enum status read_item(struct reading *reading, const yaml_node_t *node)
{
    struct suppressions *suppressions = reading->suppressions;
    struct suppression suppression = { .file = reading->file, .line = (uint32_t)node->start_mark.line + 1 };
    enum status status = STATUS_OK;

    if (node->type != YAML_MAPPING_NODE)
        return complaint_set(reading->error, place_of(reading, node),
                             gettext("a mapping (key: value) is expected here"));
    for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         status == STATUS_OK && pair < node->data.mapping.pairs.top; pair++)
        status = read_value(reading, yaml_document_get_node(reading->document, pair->key),
                            yaml_document_get_node(reading->document, pair->value), &suppression);
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

static enum status read_items(struct reading *reading)
{
    const yaml_node_t *root = yaml_document_get_root_node(reading->document), *list = NULL;
    enum status status = STATUS_OK;

    if (root != NULL && root->type == YAML_MAPPING_NODE
        && root->data.mapping.pairs.top == root->data.mapping.pairs.start + 1) {
        const yaml_node_t *name = yaml_document_get_node(reading->document, root->data.mapping.pairs.start->key);

        if (name->type == YAML_SCALAR_NODE && strcmp((const char *)name->data.scalar.value, "suppressions") == 0)
            list = yaml_document_get_node(reading->document, root->data.mapping.pairs.start->value);
    }
    if (list == NULL || list->type != YAML_SEQUENCE_NODE)
        return complaint_set(reading->error, (struct rule_place){ reading->file, 1, 1, false },
                             gettext("this file has one key, suppressions:, with a list"));
    for (const yaml_node_item_t *item = list->data.sequence.items.start;
         status == STATUS_OK && item < list->data.sequence.items.top; item++)
        status = read_item(reading, yaml_document_get_node(reading->document, *item));
    return status;
}

static enum status parse(struct reading *reading, struct bytes yaml)
{
    yaml_parser_t parser;
    yaml_document_t document;
    enum status status;

    if (yaml_parser_initialize(&parser) == 0)
        return STATUS_NO_MEMORY;
    yaml_parser_set_input_string(&parser, yaml.size == 0 ? (const unsigned char *)"" : yaml.data, yaml.size);
    if (yaml_parser_load(&parser, &document) == 0) {
        struct rule_place place = { reading->file, (uint32_t)parser.problem_mark.line + 1,
                                    (uint32_t)parser.problem_mark.column + 1, false };

        status = parser.error == YAML_MEMORY_ERROR
                     ? STATUS_NO_MEMORY
                     : complaint_set(reading->error, place, gettext("this is not valid YAML: %s%s"),
                                     parser.problem != NULL ? parser.problem : "?", "");
    } else {
        reading->document = &document;
        status = read_items(reading);
        yaml_document_delete(&document);
    }
    yaml_parser_delete(&parser);
    return status;
}

enum status suppressions_add(struct suppressions *suppressions, const char *path, struct error *error)
{
    struct buf yaml = BUF_INIT(FILE_SIZE_MAX);
    struct reading reading = { .suppressions = suppressions, .error = error };
    enum status status = file_read(path, &yaml, error);

    reading.file = arena_text(suppressions->arena, path, strlen(path));
    if (status == STATUS_OK && reading.file == NULL)
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = parse(&reading, buf_bytes(&yaml));
    buf_free(&yaml);
    return status;
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
        bool item_expired = strcmp(item->suppression.expires, day) < 0;

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
