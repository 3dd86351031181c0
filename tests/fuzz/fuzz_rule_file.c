/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a rule pack, down to the folded expressions (not Hyperscan itself): errors must name a
 * place, and what is accepted must keep its promises.
 */
#include <string.h>

#include "base/assert.h"
#include "rules/paraphrase.h"
#include "rules/pattern.h"
#include "rules/requirement.h"
#include "rules/rule_file.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Folding what has been folded from characters alone must not fail half-way: pieces cover the text. */
static void check_alternatives(const struct buf *folded)
{
    size_t next = 0, end = 0;
    struct span piece, body = pattern_body(folded->data, folded->size);

    while (pattern_next_alternative(folded->data, body, &next, &piece)) {
        ASSERT(piece.start <= piece.end && piece.end <= folded->size && piece.start >= end);
        end = (size_t)piece.end;
    }
}

/* However the expression is built, its reading is text of about the length that was asked for. */
static void paraphrase(const struct rule_pack *pack, const struct rule_text *text)
{
    enum { SIZE_MAX_WANTED = 300, OVERRUN_MAX = 4000 };
    struct buf reading = BUF_INIT(1 << 20);

    ASSERT(paraphrase_expression(pack, text, SIZE_MAX_WANTED, &reading) == STATUS_OK);
    ASSERT(utf8_valid_prefix(reading.data, reading.size) == reading.size && reading.size < SIZE_MAX_WANTED + OVERRUN_MAX);
    buf_free(&reading);
}

/* Whatever is required can be searched for, and is no longer than a match. */
static void require(const struct buf *folded)
{
    struct requirement requirement;
    struct arena *arena;

    if (arena_create(&arena) != STATUS_OK)
        return;
    ASSERT(requirement_of(folded->data, folded->size, arena, NULL, &requirement) == STATUS_OK);
    for (size_t choice = 0; choice < requirement.choice_count; choice++) {
        ASSERT(requirement.choices[choice].count > 0);
        for (size_t index = 0; index < requirement.choices[choice].count; index++) {
            struct bytes text = requirement.choices[choice].texts[index];

            ASSERT(requirement_word((const char *)text.data, text.size) < text.size && text.size <= requirement.width);
        }
    }
    arena_destroy(arena);
}

static void fold(const struct rule_pack *pack, const struct rule_text *text)
{
    struct buf folded = BUF_INIT(1 << 20);
    struct pattern_map map = { NULL, 0, 0 };
    struct pattern_result result;
    enum status status = pattern_fold_regex(pack, text, &folded, &map, &result);

    if (status == STATUS_INVALID) {
        struct rule_place place = rule_file_place(pack, result.error.text, result.error.offset);

        ASSERT(result.error.message != NULL && place.line > 0 && place.column > 0);
    }
    if (status == STATUS_OK && folded.size > 0) {
        ASSERT(utf8_valid_prefix(folded.data, folded.size) == folded.size);
        check_alternatives(&folded);
        require(&folded);
    }
    if (status == STATUS_OK)
        paraphrase(pack, text);
    pattern_map_free(&map);
    buf_free(&folded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena;
    struct rule_pack *pack;
    struct error error = { STATUS_OK, "" };

    if (size > 65536 || arena_create(&arena) != STATUS_OK)
        return 0;
    if (rule_file_parse(bytes_of(data, size), "p.yaml", false, arena, &pack, &error) == STATUS_OK) {
        ASSERT(pack->draft_count > 0);
        for (size_t i = 0; i < pack->draft_count; i++) {
            ASSERT(pack->drafts[i].rule.id != NULL && pack->drafts[i].rule.roles != 0);
            for (size_t j = 0; j < pack->drafts[i].match.regexes.count; j++)
                fold(pack, &pack->drafts[i].match.regexes.items[j]);
        }
    } else
        ASSERT(error.status != STATUS_INVALID || strncmp(error.message, "p.yaml:", 7) == 0);
    arena_destroy(arena);
    return 0;
}
