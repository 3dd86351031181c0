/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf_history.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "foreign/pdf_bounds.h"

enum {
    KEYS_MIN = 1024,
    KEYS_MAX = 1 << 21,  /* lines and strings that are known again */
    STEPS_MAX = 4 << 20, /* values that are looked at in a version; more are taken as changed */
    SQUEEZED_SIZE = 1024,
    ENTRIES_TICK = 1 << 16,
};

/* The beginning of a SHA-256. */
struct key {
    uint64_t words[2]; /* both 0: a free slot */
};

struct keys {
    struct key *slots; /* open addressing */
    size_t capacity, count;
};

/* What a version consists of. */
struct contents {
    uint64_t *entries; /* where each object is, in the file or in another object; 0: there is none */
    int entry_count;
    bool is_whole;     /* has all entries */
    int root, info;    /* numbers of objects */
    struct keys pages; /* by what they draw, as far as it stands in the page itself */
};

struct pdf_history {
    struct bytes document;
    struct pdf_versions versions;
    size_t left; /* versions that have not been read */
    struct keys known;
    bool is_full;
    struct contents read, next; /* of the version that is read, and of the one that came after it */
    uint8_t *same;              /* a bit for each object: neither it has changed, nor what it leads to */
    uint32_t *walked;           /* objects that got one in a walk that goes on */
    size_t walked_count, walked_capacity;
    uint32_t steps;
};

/* ---- a set of keys ---- */

static bool is_free(const struct key *key)
{
    return key->words[0] == 0 && key->words[1] == 0;
}

static struct key *find_key(struct key *slots, size_t capacity, const struct key *key)
{
    size_t at = (size_t)key->words[0] & (capacity - 1);

    while (!is_free(&slots[at]) && memcmp(&slots[at], key, sizeof *key) != 0)
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static bool has_key(const struct keys *keys, const struct key *key)
{
    return keys->count > 0 && !is_free(find_key(keys->slots, keys->capacity, key));
}

static enum status grow_keys(struct keys *keys)
{
    size_t capacity = keys->capacity > 0 ? 2 * keys->capacity : KEYS_MIN;
    struct key *slots = alloc_zeroed(capacity, sizeof *slots);

    if (slots == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < keys->capacity; index++)
        if (!is_free(&keys->slots[index]))
            *find_key(slots, capacity, &keys->slots[index]) = keys->slots[index];
    alloc_free(keys->slots);
    keys->slots = slots;
    keys->capacity = capacity;
    return STATUS_OK;
}

/* One that it does not have. */
static enum status add_key(struct keys *keys, const struct key *key)
{
    enum status status = 2 * keys->count >= keys->capacity ? grow_keys(keys) : STATUS_OK;

    if (status != STATUS_OK)
        return status;
    *find_key(keys->slots, keys->capacity, key) = *key;
    keys->count++;
    return STATUS_OK;
}

static struct key key_of(fz_sha256 *state)
{
    unsigned char digest[32];
    struct key key;

    fz_sha256_final(state, digest);
    memcpy(&key, digest, sizeof key);
    return key;
}

/* ---- versions ---- */

enum status pdf_history_create(struct bytes document, struct pdf_history **history)
{
    const struct pdf_versions versions = pdf_versions_of(document);
    struct pdf_history *created;

    *history = NULL;
    if (versions.total == 0)
        return STATUS_OK;
    created = alloc_zeroed(1, sizeof *created);
    if (created == NULL)
        return STATUS_NO_MEMORY;
    created->document = document;
    created->versions = versions;
    created->left = versions.count;
    *history = created;
    return STATUS_OK;
}

static void free_contents(struct contents *contents)
{
    alloc_free(contents->entries);
    alloc_free(contents->pages.slots);
    *contents = (struct contents){ .entries = NULL };
}

void pdf_history_destroy(struct pdf_history *history)
{
    if (history == NULL)
        return;
    free_contents(&history->read);
    free_contents(&history->next);
    alloc_free(history->known.slots);
    alloc_free(history->same);
    alloc_free(history->walked);
    alloc_free(history);
}

bool pdf_history_step(struct pdf_history *history, struct bytes *version, uint32_t *number)
{
    if (history == NULL || history->left == 0)
        return false;
    history->left--;
    *version = bytes_slice(history->document, 0, history->versions.ends[history->left]);
    *number = (uint32_t)(history->left + 1);
    if (history->left > 0)
        *number += (uint32_t)pdf_history_left_out(history);
    return true;
}

size_t pdf_history_left_out(const struct pdf_history *history)
{
    return history != NULL ? history->versions.total - history->versions.count : 0;
}

bool pdf_history_is_full(const struct pdf_history *history)
{
    return history != NULL && history->is_full;
}

/* ---- text ---- */

static struct key key_of_text(struct bytes text)
{
    uint8_t squeezed[SQUEEZED_SIZE];
    fz_sha256 state;
    size_t size = 0;

    fz_sha256_init(&state);
    for (size_t at = 0; at < text.size; at++) {
        if (text.data[at] <= ' ')
            continue;
        squeezed[size++] = text.data[at];
        if (size == sizeof squeezed) {
            fz_sha256_update(&state, squeezed, size);
            size = 0;
        }
    }
    fz_sha256_update(&state, squeezed, size);
    return key_of(&state);
}

static struct key key_of_file(struct bytes content)
{
    fz_sha256 state;

    fz_sha256_init(&state);
    fz_sha256_update(&state, (const unsigned char *)" ", 1); /* no text begins so */
    fz_sha256_update(&state, content.data, content.size);
    return key_of(&state);
}

static bool is_news(struct pdf_reader *reader, struct key key)
{
    struct pdf_history *history = reader->history;
    bool is_known = has_key(&history->known, &key);

    if (!is_known && history->known.count == KEYS_MAX)
        history->is_full = true;
    else if (!is_known)
        pdf_take(reader, add_key(&history->known, &key));
    return !is_known || reader->earlier == NULL;
}

bool pdf_history_is_news(struct pdf_reader *reader, struct bytes text)
{
    return reader->history == NULL || is_news(reader, key_of_text(text));
}

bool pdf_history_is_new_file(struct pdf_reader *reader, struct bytes content)
{
    return reader->history == NULL || is_news(reader, key_of_file(content));
}

/* ---- objects ---- */

/* Of objects with one place, number by number, the bytes are the same in all versions. */
static uint64_t place_of(struct pdf_reader *reader, int number)
{
    const pdf_xref_entry *entry = pdf_get_xref_entry(reader->context, reader->document, number);
    bool is_packed = entry != NULL && entry->type == 'o';

    if (entry == NULL || (entry->type != 'n' && !is_packed))
        return 0;
    return (uint64_t)entry->ofs << 18 | (uint64_t)entry->gen << 2 | (uint64_t)is_packed << 1 | 1;
}

static uint64_t place_in(const struct contents *contents, uint64_t number)
{
    return number < (uint64_t)contents->entry_count ? contents->entries[number] : 0;
}

/* What is no object in this version cannot be missed in the next. */
static bool is_changed(const struct pdf_history *history, int number)
{
    uint64_t place = place_in(&history->read, (uint64_t)number), holder = place >> 18;

    if (place == 0)
        return false;
    if (place != place_in(&history->next, (uint64_t)number))
        return true;
    return (place & 2) != 0 && place_in(&history->read, holder) != place_in(&history->next, holder);
}

/* ---- walks ---- */

struct level {
    pdf_obj *object; /* an array or a dictionary */
    int next;
};

/* Through what a value holds. */
struct walk {
    struct level levels[PDF_DEPTH_MAX];
    int depth;
    bool is_cut; /* not all of it was walked */
};

static void enter(struct pdf_reader *reader, struct walk *walk, pdf_obj *object)
{
    if (!pdf_is_array(reader->context, object) && !pdf_is_dict(reader->context, object))
        return;
    if (walk->depth == PDF_DEPTH_MAX)
        walk->is_cut = true;
    else
        walk->levels[walk->depth++] = (struct level){ object, 0 };
}

/* The next value, and its name where it stands in a dictionary; false: that was all. */
static bool step(struct pdf_reader *reader, struct walk *walk, pdf_obj **name, pdf_obj **value)
{
    fz_context *context = reader->context;

    while (walk->depth > 0) {
        struct level *level = &walk->levels[walk->depth - 1];
        int index = level->next++;

        *name = NULL;
        if (++reader->history->steps > STEPS_MAX) {
            walk->is_cut = true;
            return false;
        }
        if (pdf_is_array(context, level->object)) {
            *value = pdf_array_get(context, level->object, index);
            if (index < pdf_array_len(context, level->object))
                return true;
        } else if (index < pdf_dict_len(context, level->object)) {
            *name = pdf_dict_get_key(context, level->object, index);
            *value = pdf_dict_get_val(context, level->object, index);
            return true;
        }
        walk->depth--;
    }
    return false;
}

static void add_bytes(fz_sha256 *state, char kind, const void *data, size_t size)
{
    fz_sha256_update(state, (const unsigned char *)&kind, sizeof kind);
    fz_sha256_update(state, (const unsigned char *)&size, sizeof size);
    fz_sha256_update(state, data, size);
}

static void add_value(fz_context *context, fz_sha256 *state, pdf_obj *value)
{
    if (pdf_is_indirect(context, value)) {
        int object = pdf_to_num(context, value);

        add_bytes(state, 'R', &object, sizeof object);
    } else if (pdf_is_name(context, value)) {
        add_bytes(state, '/', pdf_to_name(context, value), strlen(pdf_to_name(context, value)));
    } else if (pdf_is_string(context, value)) {
        size_t size;
        const char *text = pdf_to_string(context, value, &size);

        add_bytes(state, '(', text, size);
    } else if (pdf_is_array(context, value) || pdf_is_dict(context, value)) {
        int count = pdf_is_array(context, value) ? pdf_array_len(context, value) : pdf_dict_len(context, value);

        add_bytes(state, pdf_is_array(context, value) ? '[' : '<', &count, sizeof count);
    } else {
        float number = pdf_to_real(context, value);

        add_bytes(state, '1', &number, sizeof number);
    }
}

/* Adds a value, as it is written where it stands. */
static bool add_written(struct pdf_reader *reader, fz_sha256 *state, pdf_obj *root)
{
    struct walk walk = { .depth = 0 };
    pdf_obj *name, *value;

    add_value(reader->context, state, root);
    if (pdf_is_indirect(reader->context, root))
        return true;
    enter(reader, &walk, root);
    while (step(reader, &walk, &name, &value)) {
        if (name != NULL)
            add_value(reader->context, state, name);
        add_value(reader->context, state, value);
        if (!pdf_is_indirect(reader->context, value))
            enter(reader, &walk, value);
    }
    return !walk.is_cut;
}

static pdf_obj *resources_of(struct pdf_reader *reader, pdf_obj *page)
{
    return pdf_dict_get_inheritable(reader->context, page, PDF_NAME(Resources));
}

static bool find_page_key(struct pdf_reader *reader, pdf_obj *page, struct key *key)
{
    fz_sha256 state;
    bool is_whole;

    fz_sha256_init(&state);
    is_whole = add_written(reader, &state, pdf_dict_get(reader->context, page, PDF_NAME(Contents)))
               && add_written(reader, &state, resources_of(reader, page));
    *key = key_of(&state);
    return is_whole;
}

/* Whether nothing has changed that the value leads to. */
static bool is_same(struct pdf_reader *reader, pdf_obj *root)
{
    struct pdf_history *history = reader->history;
    struct walk walk = { .depth = 0 };
    pdf_obj *name = NULL, *value = root;

    do {
        int number = pdf_is_indirect(reader->context, value) ? pdf_to_num(reader->context, value) : 0;

        if (number > 0 && number < history->read.entry_count) {
            uint8_t bit = (uint8_t)(1U << (number & 7));

            if (is_changed(history, number))
                return false;
            if ((history->same[number >> 3] & bit) != 0)
                continue;
            if (!pdf_take(reader, ARRAY_GROW(&history->walked, &history->walked_capacity, history->walked_count + 1)))
                return false;
            history->walked[history->walked_count++] = (uint32_t)number;
            history->same[number >> 3] |= bit;
        }
        enter(reader, &walk, value);
    } while (step(reader, &walk, &name, &value));
    return !walk.is_cut;
}

/* ---- a version ---- */

void pdf_history_note(struct pdf_reader *reader, void *pages)
{
    struct pdf_history *history = reader->history;
    const struct pdf_pages *all = pages;
    struct contents *read = &history->read;
    pdf_obj *trailer = pdf_trailer(reader->context, reader->document);

    free_contents(read);
    alloc_free(history->same);
    history->steps = 0;
    history->same = alloc_zeroed((size_t)reader->object_count / 8 + 1, 1);
    read->entries = alloc_zeroed((size_t)reader->object_count + 1, sizeof *read->entries);
    if (history->same == NULL || read->entries == NULL) {
        pdf_take(reader, STATUS_NO_MEMORY);
        return;
    }
    read->entry_count = reader->object_count;
    for (int number = 1; number < read->entry_count; number++) {
        if (number % ENTRIES_TICK == 0 && !pdf_take(reader, extract_progress(reader->job, 0)))
            return;
        read->entries[number] = place_of(reader, number);
    }
    read->is_whole = true;
    read->root = pdf_to_num(reader->context, pdf_dict_get(reader->context, trailer, PDF_NAME(Root)));
    read->info = pdf_to_num(reader->context, pdf_dict_get(reader->context, trailer, PDF_NAME(Info)));
    for (size_t index = 0; index < all->count && reader->status == STATUS_OK; index++) {
        struct key key;

        if (find_page_key(reader, all->items[index], &key) && !has_key(&read->pages, &key))
            pdf_take(reader, add_key(&read->pages, &key));
    }
}

bool pdf_history_has_all(const struct pdf_reader *reader)
{
    const struct pdf_history *history = reader->history;
    const struct contents *read = &history->read, *next = &history->next;

    if (!read->is_whole || read->root == 0 || read->root != next->root || read->info != next->info)
        return false;
    for (int number = 1; number < read->entry_count; number++)
        if (is_changed(history, number))
            return false;
    return true;
}

struct page_query {
    pdf_obj *page;
    bool is_same;
};

static void compare_page(struct pdf_reader *reader, void *argument)
{
    struct page_query *query = argument;
    struct key key;

    query->is_same = reader->history->read.is_whole && find_page_key(reader, query->page, &key)
                     && has_key(&reader->history->next.pages, &key)
                     && is_same(reader, pdf_dict_get(reader->context, query->page, PDF_NAME(Contents)))
                     && is_same(reader, resources_of(reader, query->page));
}

bool pdf_history_has_page(struct pdf_reader *reader, pdf_obj *page)
{
    struct pdf_history *history = reader->history;
    struct page_query query = { .page = page };

    history->walked_count = 0;
    if (pdf_guard(reader, compare_page, &query) != STATUS_OK)
        query.is_same = false;
    /* What led to a change is walked again from elsewhere. */
    for (size_t index = 0; index < history->walked_count && !query.is_same; index++)
        history->same[history->walked[index] >> 3] &= (uint8_t)~(1U << (history->walked[index] & 7));
    return query.is_same;
}

void pdf_history_settle(struct pdf_reader *reader)
{
    struct pdf_history *history = reader->history;

    if (history == NULL)
        return;
    free_contents(&history->next);
    history->next = history->read;
    history->read = (struct contents){ .entries = NULL };
}
