/* SPDX-License-Identifier: Apache-2.0
 *
 * Statements, tables and decisions from any canonical text: spans lie inside, on characters; the same text gives the same
 * again; every outcome that is told has a reason of valid UTF-8.
 */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "statistics/decision.h"
#include "statistics/sheet.h"
#include "text/canonical.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_LIMIT = 4096, ROOM = CANONICAL_GROWTH * SIZE_LIMIT + CANONICAL_SLACK };

struct tables {
    const struct lexicon *lexicon;
    struct release_register records;
};

/* The shipped tables, read once. */
static const struct tables *load(void)
{
    static const char *const folders[] = { GUANKA_SOURCE_DIR "/patterns/data" };
    static struct tables tables;
    static struct arena *arena;
    static struct reference *reference;

    if (arena == NULL) {
        ASSERT(arena_create(&arena) == STATUS_OK);
        ASSERT(reference_load(folders, 1, &reference, NULL) == STATUS_OK);
        ASSERT(lexicon_create(reference, arena, &tables.lexicon, NULL) == STATUS_OK);
        ASSERT(release_register_create(reference, tables.lexicon, arena, &tables.records, NULL) == STATUS_OK);
    }
    return &tables;
}

static void check_statement(const struct tables *tables, const struct statement *statement, const char *text, size_t size)
{
    const struct decision_document document = { .published = { 2024, 4, 10 }, .title_year = statement->period.year };
    struct decision decision;

    ASSERT(statement->from < statement->to && statement->to <= size);
    ASSERT(utf8_floor(text, size, statement->from) == statement->from);
    ASSERT(utf8_floor(text, size, statement->to) == statement->to);
    decision_make(tables->lexicon, &tables->records, &document, statement, &decision);
    if (decision.outcome < DECISION_OUTCOMES) {
        ASSERT(decision.reason[0] != '\0');
        ASSERT(utf8_valid_prefix(decision.reason, strlen(decision.reason)) == strlen(decision.reason));
    }
}

static size_t read_all(const struct tables *tables, const char *text, size_t size)
{
    static struct sheet sheet;
    struct statement statements[STATEMENTS_MAX];
    struct statement_context context;
    size_t count = 0, from = 0;

    statement_context_init(&context);
    sheet.table = 0;
    while (from < size) {
        const char *newline = memchr(text + from, '\n', size - from), *block = text + from;
        size_t length = newline != NULL ? (size_t)(newline - block) : size - from, found;

        if (length > 0) {
            found = statement_read(tables->lexicon, &context, block, length, statements, STATEMENTS_MAX);
            if (found == 0)
                found = sheet_line(tables->lexicon, &sheet, &context, block, length, statements, STATEMENTS_MAX);
            for (size_t index = 0; index < found; index++)
                check_statement(tables, &statements[index], block, length);
            statement_note(tables->lexicon, &context, block, length, from == 0);
            count += found;
        }
        from += length + 1;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char text[ROOM];
    struct canonical_state state = CANONICAL_STATE_INIT;
    const struct tables *tables = load();
    size_t produced;

    if (size > SIZE_LIMIT)
        return 0;
    produced = canonical_append(&state, (const char *)data, size, NEWLINES_ARE_BREAKS, text, NULL);
    ASSERT(read_all(tables, text, produced) == read_all(tables, text, produced));
    return 0;
}
