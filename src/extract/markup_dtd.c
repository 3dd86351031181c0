/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/markup_dtd.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "extract/html_entities.h"
#include "extract/html_scan.h"
#include "extract/span.h"

enum {
    ENTITIES_MAX = 4096,
    NAME_MAX_SIZE = 256,
    DEPTH_MAX = 16,
    VALUE_MAX = 1 << 20,
    SPENT_FREE = 1 << 20, /* bytes that any document may expand to, … */
    SPENT_PER_BYTE = 16,  /* … and more of them for a larger one */
};

struct markup_entity {
    struct bytes name, value; /* UTF-8 */
    uint32_t number;          /* the first declaration counts */
    bool is_parameter, is_external;
};

struct markup_dtd {
    struct extract_job *job;
    enum encoding encoding;
    struct markup_entity *entities; /* sorted by kind and name once all are read */
    size_t count;
    bool is_outside; /* declarations may stand elsewhere */
    bool told_outside, told_limit;
    uint64_t spent;
};

/* ---- reading declarations ---- */

struct subset {
    struct markup_dtd *dtd;
    enum encoding encoding; /* of the text being read: the part's, or that of a parameter entity's value */
    const uint8_t *next, *end;
    unsigned depth;
    struct markup_entity **entities; /* of the caller */
    size_t *count, *capacity;
};

static void skip_space(struct subset *subset)
{
    subset->next = html_scan_skip_space(subset->next, subset->end);
}

static bool take_word(struct subset *subset, const char *word)
{
    size_t size = strlen(word);

    if ((size_t)(subset->end - subset->next) < size || memcmp(subset->next, word, size) != 0)
        return false;
    subset->next += size;
    return true;
}

/* Up to white space, or what ends a name. */
static struct bytes take_name(struct subset *subset)
{
    struct bytes text = { subset->next, (size_t)(subset->end - subset->next) };
    size_t size = 0;

    while (size < text.size) {
        struct span_unit unit = span_unit_at(text, subset->encoding, size);

        if (unit.code <= ' ' || strchr("<>[]%;&'\"", unit.code < 0x80 ? (int)unit.code : 'a') != NULL)
            break;
        size += unit.size;
    }
    subset->next += size;
    return bytes_slice(text, 0, size);
}

static bool take_quoted(struct subset *subset, struct bytes *value)
{
    const uint8_t *closing;

    skip_space(subset);
    if (subset->next == subset->end || (*subset->next != '"' && *subset->next != '\''))
        return false;
    closing = html_scan_find(subset->next + 1, subset->end, *subset->next);
    *value = bytes_of(subset->next + 1, (size_t)(closing - subset->next) - 1);
    subset->next = closing + (closing < subset->end);
    return true;
}

/* To behind the greater-than sign that ends a declaration; those in quotes do not. */
static void skip_declaration(struct subset *subset)
{
    struct bytes ignored;

    while (subset->next < subset->end && *subset->next != '>') {
        if (!take_quoted(subset, &ignored) && subset->next < subset->end && *subset->next != '>')
            subset->next++;
    }
    subset->next += subset->next < subset->end;
}

static void skip_until(struct subset *subset, const char *closing)
{
    size_t size = strlen(closing);
    const uint8_t *found = memmem(subset->next, (size_t)(subset->end - subset->next), closing, size);

    subset->next = found != NULL ? found + size : subset->end;
}

/* References to characters are what they stand for from the beginning; all others wait until they are used. */
static void append_value(struct buf *out, struct bytes text)
{
    const uint8_t *next = text.data, *end = next + text.size;

    while (next < end) {
        const uint8_t *reference = html_scan_find(next, end, '&');
        char utf8[HTML_REFERENCE_SIZE];
        size_t utf8_size = 0, size = 0;

        buf_append(out, next, (size_t)(reference - next));
        if (end - reference > 1 && reference[1] == '#')
            size = html_entities_decode(reference, end, false, utf8, &utf8_size);
        if (size > 0)
            buf_append(out, utf8, utf8_size);
        else if (reference < end)
            buf_byte(out, '&');
        next = reference + (size > 0 ? size : (size_t)(reference < end));
    }
}

/* A copy in UTF-8 for as long as the part is open. */
static enum status keep(struct subset *subset, struct bytes text, bool is_value, struct bytes *kept)
{
    struct extract_job *job = subset->dtd->job;
    struct buf decoded = BUF_INIT(4 * VALUE_MAX), value = BUF_INIT(4 * VALUE_MAX);
    enum status status;

    text = bytes_slice(text, 0, VALUE_MAX);
    while (text.size > 0) {
        char piece[1024];
        struct charset_step step = charset_decode(job->charset, subset->encoding, text, true, piece, sizeof piece);

        buf_append(&decoded, piece, step.produced);
        text = bytes_slice(text, step.consumed, text.size);
    }
    buf_byte(&decoded, '\0');
    status = buf_status(&decoded);
    if (status == STATUS_OK) {
        struct bytes plain = bytes_of(decoded.data, decoded.size - 1);

        if (is_value)
            append_value(&value, plain);
        else
            buf_append(&value, plain.data, plain.size);
        status = buf_status(&value);
    }
    if (status == STATUS_OK) {
        kept->data = (const uint8_t *)arena_text(job->arena, value.size > 0 ? value.data : "", value.size);
        kept->size = value.size;
        status = kept->data != NULL ? STATUS_OK : STATUS_NO_MEMORY;
    }
    buf_free(&decoded);
    buf_free(&value);
    return status;
}

/* Behind `<!ENTITY`. */
static enum status read_entity(struct subset *subset)
{
    struct markup_entity entity = { .number = (uint32_t)*subset->count };
    struct bytes name, value = { NULL, 0 };
    enum status status;

    skip_space(subset);
    if (subset->next < subset->end && *subset->next == '%') {
        entity.is_parameter = true;
        subset->next++;
        skip_space(subset);
    }
    name = take_name(subset);
    skip_space(subset);
    entity.is_external = take_word(subset, "SYSTEM") || take_word(subset, "PUBLIC");
    if (!take_quoted(subset, &value) || name.size == 0 || *subset->count == ENTITIES_MAX) {
        subset->dtd->is_outside = subset->dtd->is_outside || *subset->count == ENTITIES_MAX;
        return STATUS_OK;
    }
    status = keep(subset, name, false, &entity.name);
    if (status == STATUS_OK && !entity.is_external)
        status = keep(subset, value, true, &entity.value);
    if (status == STATUS_OK)
        status = array_grow((void **)subset->entities, subset->capacity, *subset->count + 1, sizeof entity);
    if (status == STATUS_OK)
        (*subset->entities)[(*subset->count)++] = entity;
    return status;
}

static enum status read_subset(struct subset *subset);

/* `%name;`: declarations out of an entity. */
static enum status read_parameter(struct subset *subset)
{
    struct markup_dtd *dtd = subset->dtd;
    struct bytes name;
    enum status status;

    subset->next++;
    status = keep(subset, take_name(subset), false, &name);
    if (status != STATUS_OK)
        return status;
    for (size_t index = 0; index < *subset->count; index++) {
        const struct markup_entity *entity = &(*subset->entities)[index];

        if (!entity->is_parameter || !bytes_equal(entity->name, name))
            continue;
        dtd->spent += entity->value.size + 1;
        if (entity->is_external || subset->depth == DEPTH_MAX || dtd->spent > SPENT_FREE)
            break;
        struct subset inner = *subset;

        inner.encoding = ENCODING_UTF8;
        inner.next = entity->value.data;
        inner.end = inner.next + entity->value.size;
        inner.depth++;
        return read_subset(&inner);
    }
    dtd->is_outside = true;
    return STATUS_OK;
}

/* The declarations up to the closing bracket or the end (2.8, intSubset). */
static enum status read_subset(struct subset *subset)
{
    enum status status = STATUS_OK;

    while (status == STATUS_OK) {
        skip_space(subset);
        if (subset->next == subset->end || *subset->next == ']')
            return STATUS_OK;
        if (*subset->next == '%')
            status = read_parameter(subset);
        else if (take_word(subset, "<!--"))
            skip_until(subset, "-->");
        else if (take_word(subset, "<?"))
            skip_until(subset, "?>");
        else if (take_word(subset, "<!ENTITY"))
            status = read_entity(subset);
        else if (*subset->next == '<')
            skip_declaration(subset);
        else
            subset->next++;
    }
    return status;
}

static int compare(const void *left, const void *right)
{
    const struct markup_entity *a = left, *b = right;
    size_t size = a->name.size < b->name.size ? a->name.size : b->name.size;
    int order = a->is_parameter - b->is_parameter;

    if (order == 0)
        order = memcmp(a->name.data, b->name.data, size);
    if (order == 0)
        order = (a->name.size > b->name.size) - (a->name.size < b->name.size);
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

static enum status keep_entities(struct markup_dtd *dtd, struct markup_entity *entities, size_t count)
{
    if (count == 0)
        return STATUS_OK;
    dtd->entities = arena_alloc(dtd->job->arena, count * sizeof *entities);
    if (dtd->entities == NULL)
        return STATUS_NO_MEMORY;
    qsort(entities, count, sizeof *entities, compare);
    memcpy(dtd->entities, entities, count * sizeof *entities);
    dtd->count = count;
    return STATUS_OK;
}

/* What stands before the subset: the name of the root, and where more declarations are. */
static bool find_subset(struct subset *subset)
{
    struct bytes ignored;

    skip_space(subset);
    (void)take_name(subset);
    skip_space(subset);
    subset->dtd->is_outside = take_word(subset, "SYSTEM") || take_word(subset, "PUBLIC");
    while (take_quoted(subset, &ignored))
        continue;
    skip_space(subset);
    return take_word(subset, "[");
}

enum status markup_dtd_read(struct extract_job *job, enum encoding encoding, struct bytes text,
                            struct markup_dtd **result, size_t *size)
{
    struct markup_dtd *dtd = arena_zeroed(job->arena, sizeof *dtd);
    struct markup_entity *entities = NULL;
    size_t count = 0, capacity = 0;
    bool is_closed;
    struct subset subset = { .dtd = dtd,
                             .encoding = encoding,
                             .next = text.data,
                             .end = text.data + text.size,
                             .entities = &entities,
                             .count = &count,
                             .capacity = &capacity };
    enum status status = STATUS_OK;

    *result = NULL;
    if (dtd == NULL)
        return STATUS_NO_MEMORY;
    dtd->job = job;
    dtd->encoding = encoding;
    if (find_subset(&subset))
        status = read_subset(&subset);
    is_closed = subset.next < subset.end;
    skip_declaration(&subset);
    if (status == STATUS_OK)
        status = keep_entities(dtd, entities, count);
    alloc_free(entities);
    *size = is_closed ? (size_t)(subset.next - text.data) : 0;
    if (status == STATUS_OK && (dtd->count > 0 || dtd->is_outside))
        *result = dtd;
    return status;
}

/* ---- looking up ---- */

static const struct markup_entity *entity_of(const struct markup_dtd *dtd, struct bytes name)
{
    const struct markup_entity key = { .name = name };
    size_t low = 0, high = dtd->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare(&dtd->entities[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == dtd->count || dtd->entities[low].is_parameter || !bytes_equal(dtd->entities[low].name, name))
        return NULL;
    return &dtd->entities[low];
}

/* The name of the reference at `next`; empty when there is none. */
static struct bytes reference_name(const uint8_t *next, const uint8_t *end)
{
    const uint8_t *name = next + 1;
    const uint8_t *closing;

    if (end - next < 3 || *name == '#')
        return bytes_of(NULL, 0);
    if (end - name > NAME_MAX_SIZE)
        end = name + NAME_MAX_SIZE;
    for (closing = name; closing < end && *closing != ';'; closing++)
        if (*closing <= ' ' || *closing == '&' || *closing == '<' || *closing == '"' || *closing == '\'')
            return bytes_of(NULL, 0);
    return closing < end ? bytes_of(name, (size_t)(closing - name)) : bytes_of(NULL, 0);
}

const struct markup_entity *markup_dtd_find(const struct markup_dtd *dtd, const uint8_t *next, const uint8_t *end,
                                            size_t *size, bool *is_outside)
{
    struct bytes name = reference_name(next, end);
    const struct markup_entity *found;
    char utf8[4 * NAME_MAX_SIZE], known[HTML_REFERENCE_SIZE];
    size_t known_size;
    struct charset_step step;

    *is_outside = false;
    if (name.size == 0)
        return NULL;
    *size = name.size + 2;
    step = charset_decode(dtd->job->charset, dtd->encoding, name, true, utf8, sizeof utf8);
    found = entity_of(dtd, bytes_of(utf8, step.produced));
    if (found == NULL)
        *is_outside = dtd->is_outside && html_entities_decode(next, end, false, known, &known_size) == 0;
    return found;
}

/* ---- expanding ---- */

enum status markup_dtd_outside(struct markup_dtd *dtd)
{
    if (dtd->told_outside)
        return STATUS_OK;
    dtd->told_outside = true;
    return extract_gap(dtd->job, STATUS_UNSUPPORTED, "an external entity, which is not fetched");
}

static enum status tell_limit(struct markup_dtd *dtd)
{
    if (dtd->told_limit)
        return STATUS_OK;
    dtd->told_limit = true;
    return extract_gap(dtd->job, STATUS_LIMIT_RATIO, "entities expand too far");
}

static enum status expand(struct markup_dtd *dtd, const struct markup_entity *entity, struct buf *out, unsigned depth)
{
    const uint8_t *next = entity->value.data, *end = next + entity->value.size;
    enum status status = STATUS_OK;

    if (entity->is_external)
        return markup_dtd_outside(dtd);
    dtd->spent += entity->value.size + 1;
    if (depth == DEPTH_MAX || dtd->spent > SPENT_FREE + SPENT_PER_BYTE * (uint64_t)dtd->job->input.size)
        return tell_limit(dtd);
    while (next < end && status == STATUS_OK && !dtd->told_limit) {
        const uint8_t *reference = html_scan_find(next, end, '&');
        struct bytes name = reference < end ? reference_name(reference, end) : bytes_of(NULL, 0);
        const struct markup_entity *inner = name.size > 0 ? entity_of(dtd, name) : NULL;

        buf_append(out, next, (size_t)(reference - next));
        if (inner != NULL)
            status = expand(dtd, inner, out, depth + 1);
        else if (reference < end)
            buf_byte(out, '&');
        next = reference + (inner != NULL ? name.size + 2 : (size_t)(reference < end));
    }
    return status;
}

enum status markup_dtd_expand(struct markup_dtd *dtd, const struct markup_entity *entity, struct buf *out)
{
    enum status status = expand(dtd, entity, out, 0);

    return status != STATUS_OK ? status : buf_status(out);
}
