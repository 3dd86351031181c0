/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/variants.h"

#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/array.h"
#include "base/buf.h"
#include "base/hash.h"
#include "sweep/address_table.h"

enum {
    BARREN_MAX = 40,     /* pages of one path, one after the other, that lead to nothing new */
    QUERIES_MAX = 5000,  /* of one path */
    COMPARED_MAX = 64,   /* pages of one path that a new one is compared with */
    PARAMETERS_MAX = 32, /* of a query */
    PROOFS = 2,          /* pages that say the same before a parameter is taken for meaningless */
};

struct parameter {
    const char *name;
    unsigned proofs;
};

struct page_seen {
    const char *query;
    struct digest text;
};

/* A path with a query. */
struct path {
    struct path *next; /* in its slot */
    const char *url;   /* up to the '?' */
    size_t size;
    unsigned queries, barren;
    struct parameter *parameters;
    size_t parameter_count, parameter_capacity;
    struct page_seen *pages;
    size_t page_count, page_capacity;
};

enum { SLOTS = 4096 };

struct variants {
    struct arena *arena;
    struct hash_key key;
    struct path *slots[SLOTS];
    struct address_table *wanted; /* addresses without what means nothing */
    struct buf plain;
};

enum status variants_create(struct variants **result)
{
    struct variants *variants = alloc_zeroed(1, sizeof *variants);
    enum status status;

    if (variants == NULL)
        return STATUS_NO_MEMORY;
    variants->plain = (struct buf)BUF_INIT(1 << 16);
    status = arena_create(&variants->arena);
    if (status == STATUS_OK)
        status = hash_key_draw(&variants->key);
    if (status == STATUS_OK)
        status = address_table_create(&variants->wanted);
    if (status != STATUS_OK) {
        variants_destroy(variants);
        return status;
    }
    *result = variants;
    return STATUS_OK;
}

void variants_destroy(struct variants *variants)
{
    if (variants == NULL)
        return;
    for (size_t slot = 0; slot < SLOTS; slot++) {
        for (struct path *path = variants->slots[slot]; path != NULL; path = path->next) {
            alloc_free(path->parameters);
            alloc_free(path->pages);
        }
    }
    address_table_destroy(variants->wanted);
    buf_free(&variants->plain);
    if (variants->arena != NULL)
        arena_destroy(variants->arena);
    alloc_free(variants);
}

static struct path *find_path(struct variants *variants, const char *url, size_t size)
{
    struct path **slot = &variants->slots[hash_of(&variants->key, bytes_of(url, size)) % SLOTS], *path;

    for (path = *slot; path != NULL; path = path->next) {
        if (path->size == size && memcmp(path->url, url, size) == 0)
            return path;
    }
    path = arena_zeroed(variants->arena, sizeof *path);
    if (path == NULL)
        return NULL;
    path->url = arena_text(variants->arena, url, size);
    path->size = size;
    path->next = *slot;
    *slot = path;
    return path->url != NULL ? path : NULL;
}

/* ---- Parameters. */

struct pair {
    struct bytes name, whole; /* whole: with its value */
};

static size_t split(const char *query, struct pair pairs[PARAMETERS_MAX])
{
    size_t count = 0;

    while (*query != '\0' && count < PARAMETERS_MAX) {
        size_t size = strcspn(query, "&");

        pairs[count++] =
            (struct pair){ { (const uint8_t *)query, strcspn(query, "=&") }, { (const uint8_t *)query, size } };
        query += size + (query[size] == '&' ? 1 : 0);
    }
    return *query == '\0' ? count : 0; /* one that is longer is nobody's like */
}

static struct parameter *find_parameter(const struct path *path, struct bytes name)
{
    for (size_t index = 0; index < path->parameter_count; index++) {
        struct parameter *parameter = &path->parameters[index];

        if (strlen(parameter->name) == name.size && memcmp(parameter->name, name.data, name.size) == 0)
            return parameter;
    }
    return NULL;
}

static bool means_nothing(const struct path *path, struct bytes name)
{
    const struct parameter *parameter = find_parameter(path, name);

    return parameter != NULL && parameter->proofs >= PROOFS;
}

static enum status note_proof(struct variants *variants, struct path *path, struct bytes name)
{
    struct parameter *parameter = find_parameter(path, name);
    enum status status;

    if (parameter == NULL) {
        status = ARRAY_GROW(&path->parameters, &path->parameter_capacity, path->parameter_count + 1);
        if (status != STATUS_OK)
            return status;
        parameter = &path->parameters[path->parameter_count];
        *parameter = (struct parameter){ .name = arena_text(variants->arena, (const char *)name.data, name.size) };
        if (parameter->name == NULL)
            return STATUS_NO_MEMORY;
        path->parameter_count++;
    }
    parameter->proofs++;
    return STATUS_OK;
}

/* The one parameter in which two queries differ, by its value or by being there at all; none when there are more, or
 * none. */
static bool differ_in_one(const char *left, const char *right, struct bytes *name)
{
    struct pair ours[PARAMETERS_MAX], theirs[PARAMETERS_MAX];
    size_t our_count = split(left, ours), their_count = split(right, theirs), at = 0, differing = 0;

    if (our_count != their_count || our_count == 0)
        return false;
    for (; at < our_count; at++) {
        if (bytes_equal(ours[at].whole, theirs[at].whole))
            continue;
        if (!bytes_equal(ours[at].name, theirs[at].name))
            return false;
        *name = ours[at].name;
        differing++;
    }
    return differing == 1;
}

/* ---- */

static const char *query_of(const char *url)
{
    const char *mark = strchr(url, '?');

    return mark != NULL && mark[1] != '\0' ? mark + 1 : NULL;
}

/* The address without what means nothing there. */
static const char *plain_form(struct variants *variants, const struct path *path, const char *query)
{
    struct pair pairs[PARAMETERS_MAX];
    size_t count = split(query, pairs), kept = 0;

    buf_clear(&variants->plain);
    buf_append(&variants->plain, path->url, path->size);
    for (size_t index = 0; index < count; index++) {
        if (means_nothing(path, pairs[index].name))
            continue;
        buf_byte(&variants->plain, kept++ == 0 ? '?' : '&');
        buf_append(&variants->plain, pairs[index].whole.data, pairs[index].whole.size);
    }
    if (count == 0)
        buf_format(&variants->plain, "?%s", query);
    return buf_status(&variants->plain) == STATUS_OK ? variants->plain.data : NULL;
}

enum status variants_wants(struct variants *variants, const char *url, bool *wanted)
{
    const char *query = query_of(url), *plain;
    struct address *known;
    struct path *path;

    *wanted = true;
    if (query == NULL)
        return STATUS_OK;
    path = find_path(variants, url, (size_t)(query - 1 - url));
    if (path == NULL)
        return STATUS_NO_MEMORY;
    plain = plain_form(variants, path, query);
    known = plain != NULL ? address_table_get(variants->wanted, plain) : NULL;
    if (known == NULL)
        return STATUS_NO_MEMORY;
    *wanted = !known->is_met && path->queries < QUERIES_MAX && path->barren < BARREN_MAX;
    known->is_met = true;
    path->queries += *wanted ? 1 : 0;
    return STATUS_OK;
}

static enum status compare(struct variants *variants, struct path *path, const char *query, const struct digest *text)
{
    struct bytes name;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < path->page_count && status == STATUS_OK; index++) {
        const struct page_seen *seen = &path->pages[index];

        if (memcmp(&seen->text, text, sizeof *text) == 0 && differ_in_one(seen->query, query, &name)
            && !means_nothing(path, name))
            return note_proof(variants, path, name);
    }
    return status;
}

/* From now on what was asked for is known by what is left of it. */
static enum status forget_what_means_nothing(struct variants *variants, const struct path *path)
{
    for (size_t index = 0; index < path->page_count; index++) {
        const char *plain = plain_form(variants, path, path->pages[index].query);
        struct address *known = plain != NULL ? address_table_get(variants->wanted, plain) : NULL;

        if (known == NULL)
            return STATUS_NO_MEMORY;
        known->is_met = true;
    }
    return STATUS_OK;
}

enum status variants_learn(struct variants *variants, const char *url, const struct digest *text, bool led_on)
{
    const char *query = query_of(url);
    struct path *path;
    enum status status;

    if (query == NULL)
        return STATUS_OK;
    path = find_path(variants, url, (size_t)(query - 1 - url));
    if (path == NULL)
        return STATUS_NO_MEMORY;
    path->barren = led_on ? 0 : path->barren + 1;
    status = compare(variants, path, query, text);
    if (status != STATUS_OK || path->page_count == COMPARED_MAX)
        return status == STATUS_OK ? forget_what_means_nothing(variants, path) : status;
    status = ARRAY_GROW(&path->pages, &path->page_capacity, path->page_count + 1);
    if (status != STATUS_OK)
        return status;
    path->pages[path->page_count] = (struct page_seen){ arena_text(variants->arena, query, strlen(query)), *text };
    if (path->pages[path->page_count].query == NULL)
        return STATUS_NO_MEMORY;
    path->page_count++;
    return forget_what_means_nothing(variants, path);
}
