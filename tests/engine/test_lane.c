/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/lane.h"

#include <criterion/criterion.h>
#include <string.h>

static void append(struct lane *lane, const char *text, enum text_join join, enum text_role role)
{
    struct text_run run = { .utf8 = text, .size = strlen(text), .role = role, .join = join, .origin = ORIGIN_DETACHED };

    cr_assert_eq(lane_append(lane, &run, lane->segment_count), STATUS_OK);
}

static void expect(const struct lane *lane, const char *text)
{
    cr_assert_eq(lane->size, strlen(text), "%.*s", (int)lane->size, lane->text);
    cr_assert(memcmp(lane->text, text, lane->size) == 0, "%.*s", (int)lane->size, lane->text);
}

Test(lane, joins_decide_what_is_one_word)
{
    struct lane lane;

    lane_init(&lane);
    append(&lane, "机", JOIN_BROKEN, TEXT_BODY);
    append(&lane, "密", JOIN_GLUED, TEXT_BODY);
    append(&lane, "★", JOIN_SPACED, TEXT_BODY);
    append(&lane, "A", JOIN_BROKEN, TEXT_BODY);
    append(&lane, "b", JOIN_GLUED, TEXT_TITLE);
    expect(&lane, "机密 ★\na\nb");
    lane_free(&lane);
}

Test(lane, dropping_keeps_offsets_and_copies)
{
    struct lane lane;
    const struct segment *segment;

    lane_init(&lane);
    append(&lane, "第一", JOIN_BROKEN, TEXT_BODY);
    append(&lane, "第二", JOIN_BROKEN, TEXT_BODY);
    append(&lane, "第三", JOIN_BROKEN, TEXT_BODY);
    lane_drop(&lane, 10);
    cr_assert_eq(lane.base, 10);
    expect(&lane, "二\n第三");
    segment = lane_segment(&lane, 10);
    cr_assert_eq(segment->start, 7);
    cr_assert(memcmp(lane.kept.data + segment->kept, "第二", segment->size) == 0);
    segment = lane_segment(&lane, 14);
    cr_assert_eq(segment->start, 14);
    cr_assert(memcmp(lane.kept.data + segment->kept, "第三", segment->size) == 0);
    cr_assert_eq(lane_segment_end(&lane, segment), 20);
    lane_free(&lane);
}

Test(lane, the_head_ends_after_its_lines)
{
    struct lane lane;

    lane_init(&lane);
    append(&lane, "a", JOIN_BROKEN, TEXT_BODY);
    append(&lane, "b", JOIN_BROKEN, TEXT_BODY);
    lane_find_head(&lane, 2);
    cr_assert_eq(lane.head_end, UINT64_MAX);
    append(&lane, "c", JOIN_BROKEN, TEXT_BODY);
    lane_find_head(&lane, 2);
    cr_assert_eq(lane.head_end, 4);
    lane_free(&lane);
}
