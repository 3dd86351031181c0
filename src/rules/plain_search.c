/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/plain_search.h"

#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/alloc.h"
#include "base/array.h"
#include "text/utf8.h"

enum { ENDS_FEW = 64, ENDS_MAX = 1 << 16, WORKSPACE_FEW = 1 << 12, WORKSPACE_MAX = 1 << 24 };

struct plain_search {
    struct bytes literal; /* empty: an expression */
    pcre2_code *code;
    pcre2_match_data *ends; /* room for ends_max of them */
    uint32_t ends_max;
    int *workspace;
    size_t workspace_capacity;
    struct span *matches;
    size_t count, capacity;
};

/* ---- Life. */

static enum status compile(struct plain_search *search, struct bytes expression, size_t *error_offset)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    int code;
    PCRE2_SIZE offset = 0;

    if (context == NULL)
        return STATUS_NO_MEMORY;
    (void)pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    /* Every end is wanted, so a repeat must not be made to keep what it has. */
    search->code = pcre2_compile(expression.data, expression.size, PCRE2_UTF | PCRE2_MULTILINE | PCRE2_NO_AUTO_POSSESS,
                                 &code, &offset, context);
    pcre2_compile_context_free(context);
    if (search->code == NULL) {
        *error_offset = offset;
        return code == PCRE2_ERROR_HEAP_FAILED ? STATUS_NO_MEMORY : STATUS_INVALID;
    }
    search->ends_max = ENDS_FEW;
    search->ends = pcre2_match_data_create(search->ends_max, NULL);
    return search->ends == NULL ? STATUS_NO_MEMORY
                                : ARRAY_GROW(&search->workspace, &search->workspace_capacity, WORKSPACE_FEW);
}

enum status plain_search_create(struct bytes pattern, bool is_literal, struct plain_search **result,
                                size_t *error_offset)
{
    struct plain_search *search = alloc_zeroed(1, sizeof *search);
    enum status status = STATUS_OK;

    if (search == NULL)
        return STATUS_NO_MEMORY;
    if (is_literal)
        search->literal = pattern;
    else
        status = compile(search, pattern, error_offset);
    if (status == STATUS_OK)
        *result = search;
    else
        plain_search_free(search);
    return status;
}

void plain_search_free(struct plain_search *search)
{
    if (search == NULL)
        return;
    pcre2_code_free(search->code);
    pcre2_match_data_free(search->ends);
    alloc_free(search->workspace);
    alloc_free(search->matches);
    alloc_free(search);
}

/* ---- Words. */

static enum status add(struct plain_search *search, size_t start, size_t end)
{
    enum status status = ARRAY_GROW(&search->matches, &search->capacity, search->count + 1);

    if (status == STATUS_OK)
        search->matches[search->count++] = (struct span){ start, end };
    return status;
}

static enum status find_word(struct plain_search *search, struct bytes text, bool is_first_enough)
{
    struct bytes word = search->literal;
    enum status status = STATUS_OK;

    for (const uint8_t *at = text.data, *end = text.data + text.size; status == STATUS_OK; at++) {
        at = memmem(at, (size_t)(end - at), word.data, word.size);
        if (at == NULL)
            break;
        status = add(search, (size_t)(at - text.data), (size_t)(at - text.data) + word.size);
        if (is_first_enough)
            break;
    }
    return status;
}

/* ---- Expressions. */

/* The ends of all matches that begin where the first behind `from` begins: PCRE2's result, in search->ends. */
static enum status find_ends(struct plain_search *search, struct bytes text, size_t from, int *result)
{
    for (;;) {
        enum status status = STATUS_OK;

        *result = pcre2_dfa_match(search->code, text.data, text.size, from, PCRE2_NO_UTF_CHECK, search->ends, NULL,
                                  search->workspace, search->workspace_capacity);
        if (*result > 0 || *result == PCRE2_ERROR_NOMATCH)
            return STATUS_OK;
        if (*result == 0 && search->ends_max < ENDS_MAX) {
            pcre2_match_data_free(search->ends);
            search->ends_max *= 4;
            search->ends = pcre2_match_data_create(search->ends_max, NULL);
            status = search->ends == NULL ? STATUS_NO_MEMORY : STATUS_OK;
        } else if (*result == PCRE2_ERROR_DFA_WSSIZE && search->workspace_capacity < WORKSPACE_MAX) {
            status = ARRAY_GROW(&search->workspace, &search->workspace_capacity, 4 * search->workspace_capacity);
        } else {
            status = *result == PCRE2_ERROR_NOMEMORY ? STATUS_NO_MEMORY : STATUS_BUG;
        }
        if (status != STATUS_OK)
            return status;
    }
}

static int by_end(const void *left, const void *right)
{
    const struct span *a = left, *b = right;

    if (a->end != b->end)
        return a->end < b->end ? -1 : 1;
    return (a->start > b->start) - (a->start < b->start);
}

static void keep_leftmost(struct plain_search *search)
{
    size_t kept = 0;

    if (search->count > 1)
        qsort(search->matches, search->count, sizeof *search->matches, by_end);
    for (size_t index = 0; index < search->count; index++) {
        if (kept == 0 || search->matches[kept - 1].end != search->matches[index].end)
            search->matches[kept++] = search->matches[index];
    }
    search->count = kept;
}

static enum status find_expression(struct plain_search *search, struct bytes text, bool is_first_enough)
{
    size_t from = 0;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && from < text.size) {
        const PCRE2_SIZE *places;
        int found;

        status = find_ends(search, text, from, &found);
        if (status != STATUS_OK || found == PCRE2_ERROR_NOMATCH)
            break;
        places = pcre2_get_ovector_pointer(search->ends);
        for (int index = 0; index < found && status == STATUS_OK; index++) {
            if (places[2 * index + 1] > places[0])
                status = add(search, places[0], places[2 * index + 1]);
        }
        if (is_first_enough && search->count > 0)
            break;
        from = places[0] + utf8_next((const char *)text.data + places[0], text.size - places[0]).size;
    }
    keep_leftmost(search);
    return status;
}

/* ---- Either. */

static enum status find(struct plain_search *search, struct bytes text, bool is_first_enough)
{
    search->count = 0;
    return search->code == NULL ? find_word(search, text, is_first_enough)
                                : find_expression(search, text, is_first_enough);
}

enum status plain_search_all(struct plain_search *search, struct bytes text, const struct span **matches, size_t *count)
{
    enum status status = find(search, text, false);

    *matches = search->matches;
    *count = search->count;
    return status;
}

enum status plain_search_any(struct plain_search *search, struct bytes text, bool *found)
{
    enum status status = find(search, text, true);

    *found = search->count > 0;
    return status;
}
