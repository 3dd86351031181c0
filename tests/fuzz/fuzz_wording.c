/* SPDX-License-Identifier: Apache-2.0
 *
 * What is written wrong, in any canonical text: places lie inside, on characters, in order where an order is promised;
 * what is told as meant is valid UTF-8.
 */
#include <stdlib.h>
#include <string.h>

#include "../wording/found.h"
#include "base/assert.h"
#include "text/canonical.h"
#include "text/utf8.h"
#include "wording/account.h"
#include "wording/balance.h"
#include "wording/enumeration.h"
#include "wording/formula.h"
#include "wording/garbled.h"
#include "wording/law_title.h"
#include "wording/near_miss.h"
#include "wording/ordinals.h"
#include "wording/outline.h"
#include "wording/self_reference.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_LIMIT = 4096, ROOM = CANONICAL_GROWTH * SIZE_LIMIT + CANONICAL_SLACK };

static const struct near_miss_phrase phrases[] = {
    { "中华人民共和国", "", NEAR_MISS_TERM, false },
    { "人民政府", "", NEAR_MISS_TERM, false },
    { "布依族", "", NEAR_MISS_SHORT, false },
    { "仡佬族", "吃佬族", NEAR_MISS_SHORT, false },
    { "卫生健康委员会", "", NEAR_MISS_ORGAN, false },
    { "三会一课", "", NEAR_MISS_NUMBERED, false },
};
static const char *const titles[] = { "政府信息公开条例", "行政许可法", "环境保护法", "环境保护税法", "教师法" };
static const char *const groups[] = { "己已巳", "例列", "仡乞" };
static const struct formula formulas[] = {
    { "四个意识", "政治意识|大局意识|核心意识|看齐意识", "" },
    { "三个自信", "", "" },
    { "四个自信", "", "" },
    { "两个维护", "", "坚决做到" },
    { "新发展理念", "创新|协调|绿色|开放|共享", "" },
};

static const struct enumeration enumerations[] = {
    { "创新|协调|绿色|开放|共享", true },
    { "防范化解重大风险|精准脱贫/脱贫|污染防治", false },
};

struct knowledge {
    const struct vocabulary *vocabulary;
    const struct near_miss_set *near_misses;
    const struct law_titles *titles;
    const struct formula_set *formulas;
    const struct enumeration_set *enumerations;
    const struct garbled *garbled;
    const struct account_list *accounts;
};

/* Made once. */
static const struct knowledge *load(void)
{
    static const char *const folders[] = { GUANKA_SOURCE_DIR "/patterns/data" };
    static struct knowledge knowledge;
    static struct arena *arena;
    static struct reference *reference;
    struct alike alike;
    size_t wrong;

    if (arena == NULL) {
        ASSERT(arena_create(&arena) == STATUS_OK);
        ASSERT(alike_index(groups, sizeof groups / sizeof *groups, arena, &alike) == STATUS_OK);
        ASSERT(reference_load(folders, 1, &reference, NULL) == STATUS_OK);
        ASSERT(vocabulary_create(reference, arena, &knowledge.vocabulary, NULL) == STATUS_OK);
        ASSERT(near_miss_create(phrases, sizeof phrases / sizeof *phrases, alike, arena, &knowledge.near_misses)
               == STATUS_OK);
        ASSERT(law_titles_create(titles, sizeof titles / sizeof *titles, alike, arena, &knowledge.titles) == STATUS_OK);
        ASSERT(formula_create(formulas, sizeof formulas / sizeof *formulas, arena, &knowledge.formulas, &wrong)
               == STATUS_OK);
        ASSERT(enumeration_create(enumerations, sizeof enumerations / sizeof *enumerations, arena, &knowledge.enumerations,
                                  &wrong)
               == STATUS_OK);
        ASSERT(garbled_create(arena, &knowledge.garbled) == STATUS_OK);
        ASSERT(account_list_load(reference, arena, &knowledge.accounts, NULL) == STATUS_OK);
    }
    return &knowledge;
}

struct block {
    const char *text;
    size_t size, told_to;
};

static void check_span(const struct block *block, size_t from, size_t to)
{
    ASSERT(from < to && to <= block->size);
    ASSERT(utf8_floor(block->text, block->size, from) == from);
    ASSERT(utf8_floor(block->text, block->size, to) == to);
}

static bool on_near_miss(void *context, size_t phrase, size_t from, size_t to)
{
    struct block *block = context;

    ASSERT(phrase < sizeof phrases / sizeof *phrases);
    check_span(block, from, to);
    ASSERT(from >= block->told_to);
    block->told_to = to;
    return true;
}

static bool on_enumeration(void *context, const struct enumeration_place *place)
{
    struct block *block = context;

    ASSERT(place->enumeration < sizeof enumerations / sizeof *enumerations && place->item < ENUMERATION_ITEMS_MAX);
    check_span(block, place->from, place->to);
    ASSERT(place->from >= block->told_to);
    block->told_to = place->to;
    return true;
}

static bool on_account(void *context, const struct reference_row *row, size_t from, size_t to)
{
    struct block *block = context;

    ASSERT(row != NULL && to - from <= 2 * ACCOUNT_MAX);
    check_span(block, from, to);
    ASSERT(from >= block->told_to);
    block->told_to = from;
    return true;
}

/* From any character on: what begins there is read to its end. */
static void check_accounts(const struct knowledge *knowledge, struct block *block)
{
    size_t middle = utf8_floor(block->text, block->size, block->size / 2);

    block->told_to = 0;
    ASSERT(account_list_read(knowledge->accounts, block->text, block->size, 0, middle, on_account, block));
    ASSERT(account_list_read(knowledge->accounts, block->text, block->size, middle, block->size, on_account, block));
}

static void check_places(const struct knowledge *knowledge, struct block *block)
{
    struct formula_place formula_places[FORMULA_PLACES_MAX];
    struct garbled_place garbled;
    struct ordinals ordinals;
    struct found_words found;
    size_t count = formula_find(knowledge->formulas, block->text, block->size,
                                found_in(&found, formula_words(knowledge->formulas), block->text, block->size),
                                formula_places);
    size_t from = 0;

    for (size_t index = 0; index < count; index++)
        check_span(block, formula_places[index].from, formula_places[index].to);
    while (garbled_next(knowledge->garbled, block->text, block->size, from, &garbled)) {
        check_span(block, garbled.from, garbled.to);
        ASSERT(garbled.from >= from);
        ASSERT(utf8_valid_prefix(garbled.meant, strlen(garbled.meant)) == strlen(garbled.meant));
        from = garbled.to;
    }
    for (from = 0; garbled_next_as_read(knowledge->garbled, block->text, block->size, from, &garbled); from = garbled.to) {
        check_span(block, garbled.from, garbled.to);
        ASSERT(garbled.from >= from && garbled.to > garbled.from);
        ASSERT(utf8_valid_prefix(garbled.meant, strlen(garbled.meant)) == strlen(garbled.meant));
    }
    ASSERT(near_miss_read(knowledge->near_misses, block->text, block->size,
                          found_in(&found, near_miss_anchors(knowledge->near_misses), block->text, block->size),
                          on_near_miss, block));
    block->told_to = 0;
    ASSERT(enumeration_read(knowledge->enumerations, block->text, block->size,
                            found_in(&found, enumeration_words(knowledge->enumerations), block->text, block->size),
                            on_enumeration, block));
    for (unsigned pair = 0; pair < BALANCE_PAIR_COUNT; pair++) {
        struct balance balance =
            balance_judge(knowledge->vocabulary, (enum balance_pair)pair, block->text, block->size);

        if (balance.is_unopened)
            check_span(block, balance.unopened, balance.unopened + balance.size);
        if (balance.is_unclosed)
            check_span(block, balance.unclosed, balance.unclosed + balance.size);
    }
    if (ordinals_judge(knowledge->vocabulary, block->text, block->size, &ordinals))
        check_span(block, ordinals.from, ordinals.to);
    (void)law_title_judge(knowledge->titles, block->text, block->size);
    check_accounts(knowledge, block);
}

static void check_step(const struct outline_step *step)
{
    ASSERT(step->event_count <= OUTLINE_EVENTS_MAX);
    for (size_t index = 0; index < step->event_count; index++)
        ASSERT(step->events[index].slot < OUTLINE_SLOT_COUNT);
}

static void check_blocks(const struct knowledge *knowledge, const char *text, size_t size)
{
    struct outline outline = { .announced = 0 };
    struct outline_step step;
    struct self_reference self = { .kind = "" };
    struct self_reference_step self_step;

    for (size_t from = 0; from < size;) {
        const char *end = memchr(text + from, '\n', size - from);
        struct block block = { text + from, end != NULL ? (size_t)(end - text) - from : size - from, 0 };

        from += block.size + 1;
        check_places(knowledge, &block);
        outline_block(&outline, knowledge->vocabulary, block.text, block.size, &step);
        check_step(&step);
        if (step.keeps)
            check_span(&block, step.from, step.to);
        self_reference_block(&self, knowledge->vocabulary, block.text, block.size, &self_step);
        if (self_step.keeps)
            check_span(&block, self_step.from, self_step.to);
    }
    outline_end(&outline, &step);
    check_step(&step);
    self_reference_end(&self, &self_step);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct canonical_state state = CANONICAL_STATE_INIT;
    char *output, *exact;

    if (size > SIZE_LIMIT)
        return 0;
    output = malloc(ROOM);
    ASSERT(output != NULL);
    size = canonical_append(&state, (const char *)data, size, NEWLINES_ARE_BREAKS, output, NULL);
    /* A buffer of the exact size, so that a byte too far is seen. */
    exact = malloc(size + (size == 0));
    ASSERT(exact != NULL);
    memcpy(exact, output, size);
    free(output);
    check_blocks(load(), exact, size);
    free(exact);
    return 0;
}
