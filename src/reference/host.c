/* SPDX-License-Identifier: Apache-2.0 */
#include "reference/host.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

struct host_list {
    const struct host_entry *entries; /* by name */
    size_t count;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_name(const char *text)
{
    while (host_is_name_byte(*text))
        text++;
    return *text == '\0';
}

/* ---- Lists. */

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct host_entry *)left)->name, ((const struct host_entry *)right)->name);
}

enum status host_list_create(const struct host_entry *entries, size_t count, struct arena *arena,
                             const struct host_list **list)
{
    struct host_list *made = arena_alloc(arena, sizeof *made);
    struct host_entry *copies = arena_alloc(arena, (count + 1) * sizeof *copies);

    if (made == NULL || copies == NULL)
        return STATUS_NO_MEMORY;
    memcpy(copies, entries, count * sizeof *copies);
    qsort(copies, count, sizeof *copies, by_name);
    *made = (struct host_list){ copies, count };
    *list = made;
    return STATUS_OK;
}

enum status host_list_load(const struct reference *reference, struct arena *arena, const struct host_list **list,
                           struct error *error)
{
    static const char *const columns[] = { "host", "kind" };
    static const struct reference_form form = { "hosts", columns, 2, 2, 1, true };
    struct reference_table table;
    struct host_entry *entries;
    enum status status = reference_table(reference, &form, arena, &table, error);

    if (status != STATUS_OK)
        return status;
    entries = arena_alloc(arena, (table.row_count + 1) * sizeof *entries);
    if (entries == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table.row_count; index++) {
        const struct reference_row *row = &table.rows[index];
        const char *host = row->fields[0];

        if (*host == '.' || !is_name(host))
            return reference_complain(row, error, gettext("\"%.40s\" is no host; write it in lower case, without scheme, "
                                                          "port and path"), host);
        entries[index].name = host;
        if (strcmp(row->fields[1], "trusted") == 0)
            entries[index].kind = HOST_TRUSTED;
        else if (strcmp(row->fields[1], "odd") == 0)
            entries[index].kind = HOST_ODD;
        else
            return reference_complain(row, error, gettext("\"%.40s\" is no kind that this table knows"), row->fields[1]);
    }
    return host_list_create(entries, table.row_count, arena, list);
}

static enum host_kind find_exactly(const struct host_list *list, const char *name, size_t size)
{
    size_t low = 0, high = list->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strncmp(list->entries[middle].name, name, size);

        if (order == 0 && list->entries[middle].name[size] == '\0')
            return list->entries[middle].kind;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return HOST_UNKNOWN;
}

enum host_kind host_list_find(const struct host_list *list, const char *host, size_t size)
{
    for (;;) {
        enum host_kind kind = find_exactly(list, host, size);
        const char *dot = kind == HOST_UNKNOWN ? memchr(host, '.', size) : NULL;

        if (dot == NULL)
            return kind;
        size -= (size_t)(dot + 1 - host);
        host = dot + 1;
    }
}

/* ---- Links. */

/* In /a//b.png the slashes are a path's: those of a host have nothing, a scheme, a quote or a bracket before them. */
static bool may_lead_to_host(const char *text, size_t at)
{
    return at == 0 || strchr(":\"' (=,>|;\n", text[at - 1]) != NULL;
}

bool host_next(const char *text, size_t size, size_t from, struct span *host)
{
    while (from + 2 < size) {
        const char *found = memmem(text + from, size - from, "//", 2);
        size_t start, end;

        if (found == NULL)
            return false;
        start = end = (size_t)(found - text) + 2;
        while (end < size && end - start <= HOST_SIZE_MAX && host_is_name_byte(text[end]))
            end++;
        from = end;
        /* Names and passwords go before the host (RFC 3986, 3.2.1). */
        if (end < size && text[end] == '@') {
            for (start = ++end; end < size && end - start <= HOST_SIZE_MAX && host_is_name_byte(text[end]);)
                end++;
            from = end;
        }
        while (end > start && text[end - 1] == '.')
            end--;
        if (may_lead_to_host(text, (size_t)(found - text)) && end - start <= HOST_SIZE_MAX && memchr(text + start, '.', end - start) != NULL) {
            *host = (struct span){ start, end };
            return true;
        }
    }
    return false;
}

/* ---- Names. */

static bool is_address(const char *host, size_t size)
{
    for (size_t at = 0; at < size; at++) {
        if (!is_digit(host[at]) && host[at] != '.')
            return false;
    }
    return true;
}

/* Of networks of one's own (RFC 1918) and this machine. */
static bool is_private_address(const char *host, size_t size)
{
    static const char *const networks[] = { "10.", "127.", "192.168.", "169.254.", "0." };

    for (size_t index = 0; index < sizeof networks / sizeof *networks; index++) {
        size_t length = strlen(networks[index]);

        if (size > length && memcmp(host, networks[index], length) == 0)
            return true;
    }
    if (size > 7 && memcmp(host, "172.", 4) == 0 && is_digit(host[4]) && is_digit(host[5]) && host[6] == '.') {
        int second = (host[4] - '0') * 10 + host[5] - '0';

        return second >= 16 && second <= 31;
    }
    return false;
}

/* The label in front of the last `count` ones, at *from; its size, 0 when there is none. */
static size_t label_before(const char *host, size_t size, unsigned count, size_t *from)
{
    size_t end = size, start;

    for (; count > 0 && end > 0; count--) {
        while (end > 0 && host[end - 1] != '.')
            end--;
        end -= end > 0;
    }
    for (start = end; start > 0 && host[start - 1] != '.';)
        start--;
    *from = start;
    return end - start;
}

static bool ends_with(const char *host, size_t size, const char *end)
{
    size_t length = strlen(end);

    return size > length && memcmp(host + size - length, end, length) == 0;
}

/* How many labels at the end are nobody's own: cn, com.cn. */
static unsigned public_labels(const char *host, size_t size)
{
    static const char *const pairs[] = { ".com.cn", ".net.cn", ".org.cn", ".gov.cn", ".edu.cn", ".ac.cn", ".mil.cn", ".cn.com",
                                         ".com.hk", ".com.tw", ".co.uk", ".co.jp" };

    for (size_t index = 0; index < sizeof pairs / sizeof *pairs; index++) {
        if (ends_with(host, size, pairs[index]))
            return 2;
    }
    return 1;
}

/* 5365, 188a, fl888, hg0088a: no more than a few letters, then a number. */
static bool is_number_name(const char *label, size_t size)
{
    enum { LETTERS_MAX = 5, BEHIND_MAX = 3, DIGITS_MIN = 2, BARE_DIGITS_MIN = 3 };
    size_t letters = 0, digits = 0, behind;

    while (letters < size && !is_digit(label[letters]))
        letters++;
    while (letters + digits < size && is_digit(label[letters + digits]))
        digits++;
    behind = size - letters - digits;
    return letters <= LETTERS_MAX && behind <= BEHIND_MAX && digits >= (letters > 0 ? DIGITS_MIN : BARE_DIGITS_MIN);
}

bool host_is_odd(const struct host_list *list, const char *host, size_t size)
{
    enum host_kind kind = host_list_find(list, host, size);
    size_t from, length;

    if (kind != HOST_UNKNOWN)
        return kind == HOST_ODD;
    if (is_address(host, size))
        return !is_private_address(host, size);
    if (memmem(host, size, "gov.cn.", 7) != NULL)
        return true;
    length = label_before(host, size, public_labels(host, size), &from);
    return length > 0 && is_number_name(host + from, length);
}

/* What was registered: the public labels and one more. */
static struct span registered(const char *host, size_t size)
{
    size_t from = 0;

    if (!is_address(host, size))
        (void)label_before(host, size, public_labels(host, size), &from);
    return (struct span){ from, size };
}

bool host_is_same_site(const char *left, size_t left_size, const char *right, size_t right_size)
{
    struct span a = registered(left, left_size), b = registered(right, right_size);

    return a.end - a.start == b.end - b.start && memcmp(left + a.start, right + b.start, a.end - a.start) == 0;
}
