/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/account.h"

#include <libintl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/canonical.h"
#include "text/utf8.h"
#include "wording/alike.h"
#include "wording/folded.h"

/* By one text each, sorted: an account's dense form, or the skeleton of a handle. */
struct account_key {
    const char *text;
    const struct reference_row *row;
};

struct account_name {
    const char *text; /* canonical */
    size_t size;
    const struct reference_row *row;
};

/* A name by one of its first two characters, of which at most one is written otherwise. */
struct account_start {
    uint32_t character;
    const struct account_name *name;
};

struct account_list {
    struct alike alike;
    const struct account_key *known; /* dense */
    size_t known_count;
    const struct account_key *handles; /* skeletons */
    size_t handle_count;
    const struct account_start *starts[2];
    size_t name_count;
};

/* ---- Characters. */

static bool is_handle_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' || byte == '-';
}

/* What readers take letters and digits for (after the confusables of UTS #39, lower case). */
static char confused(char byte)
{
    static const char written[] = "01i5289q", seen[] = "ollszbgg";
    const char *found = byte != '\0' ? strchr(written, byte) : NULL;

    return found != NULL ? seen[found - written] : byte;
}

/* What is left of a handle when everything that is taken for one another is the same; returns the size. */
static size_t make_skeleton(const char *text, size_t size, char *skeleton)
{
    static const char pairs[][3] = { "rnm", "vvw", "cld" };
    size_t made = 0;

    for (size_t at = 0; at < size; at++) {
        char byte = text[at];

        if (byte == '_' || byte == '-')
            continue;
        for (size_t pair = 0; pair < sizeof pairs / sizeof *pairs; pair++) {
            if (at + 1 < size && text[at] == pairs[pair][0] && text[at + 1] == pairs[pair][1]) {
                byte = pairs[pair][2];
                at++;
                break;
            }
        }
        skeleton[made++] = confused(byte);
    }
    skeleton[made] = '\0';
    return made;
}

/* ---- The table. */

struct making {
    struct arena *arena;
    struct account_list *list;
    struct account_key *known, *handles;
    struct account_name *names;
};

static enum status add_handle(struct making *making, const struct reference_row *row, const char *text, size_t size)
{
    char *skeleton = arena_alloc(making->arena, size + 1);

    if (skeleton == NULL)
        return STATUS_NO_MEMORY;
    if (make_skeleton(text, size, skeleton) >= ACCOUNT_HANDLE_MIN)
        making->handles[making->list->handle_count++] = (struct account_key){ skeleton, row };
    return STATUS_OK;
}

static enum status read_account(struct making *making, const struct reference_row *row, struct error *error)
{
    const char *text;
    size_t size, handle = 0;
    char *dense;
    enum status status = folded_text(row->fields[0], making->arena, &text);

    if (status != STATUS_OK)
        return status;
    size = strlen(text);
    dense = arena_alloc(making->arena, size + 1);
    if (dense == NULL)
        return STATUS_NO_MEMORY;
    dense[canonical_dense(text, size, dense)] = '\0';
    if (dense[0] == '\0' || size > ACCOUNT_MAX)
        return reference_complain(row, error,
                                  gettext("an account is a name, a handle or a number of at most %d bytes"), ACCOUNT_MAX);
    making->known[making->list->known_count++] = (struct account_key){ dense, row };
    while (handle < size && is_handle_byte(text[handle]))
        handle++;
    if (handle == size)
        return add_handle(making, row, text, size);
    if (utf8_count(text, size) >= ACCOUNT_NAME_MIN)
        making->names[making->list->name_count++] = (struct account_name){ text, size, row };
    return STATUS_OK;
}

static int by_text(const void *left, const void *right)
{
    return strcmp(((const struct account_key *)left)->text, ((const struct account_key *)right)->text);
}

static int by_start(const void *left, const void *right)
{
    const struct account_start *one = left, *other = right;

    if (one->character != other->character)
        return one->character < other->character ? -1 : 1;
    return strcmp(one->name->text, other->name->text);
}

static enum status index_names(struct making *making)
{
    struct account_list *list = making->list;

    for (size_t nth = 0; nth < 2; nth++) {
        struct account_start *starts = arena_alloc(making->arena, (list->name_count + 1) * sizeof *starts);

        if (starts == NULL)
            return STATUS_NO_MEMORY;
        for (size_t index = 0; index < list->name_count; index++) {
            const struct account_name *name = &making->names[index];
            size_t at = utf8_forward(name->text, name->size, 0, nth);

            starts[index] = (struct account_start){ utf8_next(name->text + at, name->size - at).code_point, name };
        }
        qsort(starts, list->name_count, sizeof *starts, by_start);
        list->starts[nth] = starts;
    }
    return STATUS_OK;
}

enum status account_list_load(const struct reference *reference, struct arena *arena, const struct account_list **list,
                              struct error *error)
{
    static const char *const columns[] = { "account" };
    static const struct reference_form form = { "accounts", columns, 1, 1, 1, true };
    struct account_list *made = arena_zeroed(arena, sizeof *made);
    struct making making = { .arena = arena, .list = made };
    struct reference_table table;
    enum status status = made == NULL ? STATUS_NO_MEMORY : alike_read(reference, arena, &made->alike, error);

    if (status == STATUS_OK)
        status = reference_table(reference, &form, arena, &table, error);
    if (status != STATUS_OK)
        return status;
    making.known = arena_alloc(arena, (table.row_count + 1) * sizeof *making.known);
    making.handles = arena_alloc(arena, (table.row_count + 1) * sizeof *making.handles);
    making.names = arena_alloc(arena, (table.row_count + 1) * sizeof *making.names);
    if (making.known == NULL || making.handles == NULL || making.names == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++)
        status = read_account(&making, &table.rows[index], error);
    if (status == STATUS_OK)
        status = index_names(&making);
    qsort(making.known, made->known_count, sizeof *making.known, by_text);
    qsort(making.handles, made->handle_count, sizeof *making.handles, by_text);
    made->known = making.known;
    made->handles = making.handles;
    *list = made;
    return status;
}

size_t account_list_count(const struct account_list *list)
{
    return list->known_count;
}

/* ---- Asking. */

static const struct account_key *find_key(const struct account_key *keys, size_t count, const char *text, size_t size)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strncmp(keys[middle].text, text, size);

        if (order == 0 && keys[middle].text[size] == '\0')
            return &keys[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

bool account_list_has(const struct account_list *list, const char *dense, size_t size)
{
    return find_key(list->known, list->known_count, dense, size) != NULL;
}

/* ---- Look-alikes. */

struct search {
    const struct account_list *list;
    const char *text;
    size_t size;
    account_found *found;
    void *context;
};

static bool is_approved(const struct search *search, size_t from, size_t to)
{
    char dense[ACCOUNT_MAX + 1];

    return to - from <= ACCOUNT_MAX
           && account_list_has(search->list, dense, canonical_dense(search->text + from, to - from, dense));
}

static bool read_handle(const struct search *search, size_t from, size_t to)
{
    char skeleton[ACCOUNT_MAX + 1];
    const struct account_key *key;

    if (to - from > ACCOUNT_MAX || is_approved(search, from, to))
        return true;
    key = find_key(search->list->handles, search->list->handle_count, skeleton,
                   make_skeleton(search->text + from, to - from, skeleton));
    return key == NULL || search->found(search->context, key->row, from, to);
}

static bool are_alike(const struct account_list *list, uint32_t right, uint32_t written)
{
    if (right < 0x80 && written < 0x80)
        return confused((char)right) == confused((char)written);
    return alike_characters(list->alike, right, written);
}

/* Where the name ends when it is written at `from` with one character that is another, alike; 0: it is not. */
static size_t end_of_name(const struct search *search, const struct account_name *name, size_t from)
{
    unsigned others = 0;
    size_t at = from;

    for (size_t index = 0; index < name->size;) {
        struct utf8_step right = utf8_next(name->text + index, name->size - index), written;

        if (at == search->size)
            return 0;
        written = utf8_next(search->text + at, search->size - at);
        if (right.code_point != written.code_point
            && (++others > 1 || !are_alike(search->list, right.code_point, written.code_point)))
            return 0;
        index += right.size;
        at += written.size;
    }
    return others == 1 ? at : 0;
}

static size_t first_start(const struct account_start *starts, size_t count, uint32_t character)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (starts[middle].character < character)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Names of which the first or the second character stands where it belongs when they begin at `from`. */
static bool read_names(const struct search *search, size_t from, size_t second)
{
    const struct account_list *list = search->list;

    for (size_t nth = 0; nth < 2; nth++) {
        size_t at = nth == 0 ? from : second;
        uint32_t character;

        if (at == search->size)
            break;
        character = utf8_next(search->text + at, search->size - at).code_point;
        for (size_t index = first_start(list->starts[nth], list->name_count, character);
             index < list->name_count && list->starts[nth][index].character == character; index++) {
            const struct account_name *name = list->starts[nth][index].name;
            size_t to = end_of_name(search, name, from);

            if (to != 0 && !is_approved(search, from, to))
                return search->found(search->context, name->row, from, to);
        }
    }
    return true;
}

bool account_list_read(const struct account_list *list, const char *text, size_t size, size_t from, size_t to,
                       account_found *found, void *context)
{
    const struct search search = { list, text, size, found, context };

    while (from < to) {
        size_t next = from + utf8_next(text + from, size - from).size;
        bool goes_on = read_names(&search, from, next);

        if (goes_on && is_handle_byte(text[from]) && (from == 0 || !is_handle_byte(text[from - 1]))) {
            size_t end = next;

            while (end < size && is_handle_byte(text[end]))
                end++;
            goes_on = read_handle(&search, from, end);
        }
        if (!goes_on)
            return false;
        from = next;
    }
    return true;
}
