/* SPDX-License-Identifier: Apache-2.0
 *
 * Errors that were really published (DOMAIN 1.0 and 7.2) must be found; the right forms must not.
 */
#include "wording/near_miss.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "found.h"

static const struct near_miss_phrase phrases[] = {
    { "中华人民共和国", "", NEAR_MISS_TERM, false },
    { "人民政府", "", NEAR_MISS_TERM, false },
    { "布依族", "", NEAR_MISS_SHORT, false },
    { "仡佬族", "", NEAR_MISS_SHORT, false },
    { "土家族", "图家族", NEAR_MISS_SHORT, false },
    { "扫黑除恶", "", NEAR_MISS_TERM, false },
    { "齐齐哈尔市", "", NEAR_MISS_PLACE, false },
    { "信息公开条例", "", NEAR_MISS_TERM, false },
    { "黔西南布依族苗族自治州", "", NEAR_MISS_PLACE, false },
    { "民政部门", "", NEAR_MISS_TERM, false },
    { "浏览", "", NEAR_MISS_TERM, false },
    { "相关规定", "", NEAR_MISS_TERM, false },
    { "基层党组织", "", NEAR_MISS_TERM, false },
    { "行政执法", "", NEAR_MISS_TERM, false },
    { "生态环境局", "", NEAR_MISS_ORGAN, false },
    { "国家卫生健康委员会", "", NEAR_MISS_ORGAN, false },
    { "人力资源和社会保障局", "", NEAR_MISS_ORGAN, false },
    { "富阳市", "", NEAR_MISS_FIXED, false },
    { "三会一课", "", NEAR_MISS_NUMBERED, false },
    { "全过程人民民主", "", NEAR_MISS_TERM, false },
    { "巩固拓展脱贫攻坚成果", "", NEAR_MISS_TERM, false },
    { "贵州省", "桂州省", NEAR_MISS_SHORT, false },
    { "市政府", "*政府", NEAR_MISS_SHORT, false },
    { "民法典", "", NEAR_MISS_TERM, false },
    { "两个确立", "", NEAR_MISS_TERM, false },
    { "中国特色社会主义思想", "", NEAR_MISS_TERM, false },
    { "国家金融监督管理总局", "", NEAR_MISS_ORGAN, true },
    { "国家医疗保障局", "", NEAR_MISS_ORGAN, true },
    { "绿水青山就是金山银山", "", NEAR_MISS_NUMBERED, true },
};
enum { PHRASE_COUNT = sizeof phrases / sizeof *phrases };
static const char *const groups[] = { "政攻", "共大", "关产", "除险", "例列", "仡乞" };
enum { GROUP_COUNT = sizeof groups / sizeof *groups };

struct place {
    size_t phrase, from, to, count;
};

static bool note(void *context, size_t phrase, size_t from, size_t to)
{
    struct place *place = context;

    if (place->count++ == 0)
        *place = (struct place){ phrase, from, to, 1 };
    return true;
}

/* As the engine does: what stands beside an anchor drops most of them. */
static bool read(const struct near_miss_set *set, const char *text, struct place *place)
{
    struct found_words found;
    struct literal_places anchors = found_in(&found, near_miss_anchors(set), text, strlen(text));
    size_t kept = 0;

    for (size_t index = 0; index < anchors.count; index++)
        if (near_miss_may_stand(set, found.items[index].id, text, strlen(text), found.items[index].from))
            found.items[kept++] = found.items[index];
    anchors.count = kept;
    return near_miss_read(set, text, strlen(text), anchors, note, place);
}

static struct place scan(const char *text)
{
    struct place place = { PHRASE_COUNT, 0, 0, 0 };
    const struct near_miss_set *set;
    struct alike alike;
    struct arena *arena;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(alike_index(groups, GROUP_COUNT, arena, &alike), STATUS_OK);
    cr_assert_eq(near_miss_create(phrases, PHRASE_COUNT, alike, arena, &set), STATUS_OK);
    cr_assert(read(set, text, &place));
    arena_destroy(arena);
    return place;
}

Test(near_miss, published_errors_are_found)
{
    static const struct {
        const char *text, *wrong, *meant;
    } cases[] = {
        { "县人民攻府办公室", "人民攻府", "人民政府" },
        { "根据中共人民共和国法律", "中共人民共和国", "中华人民共和国" },
        { "根据中华人民共合国法律", "中华人民共合国", "中华人民共和国" },
        { "根据中华人民大和国法律", "中华人民大和国", "中华人民共和国" },
        { "开展扫黑险恶专项斗争", "扫黑险恶", "扫黑除恶" },
        { "黑龙江省齐齐哈市", "齐齐哈市", "齐齐哈尔市" },
        { "《政府信息公开条列》和", "信息公开条列", "信息公开条例" },
        { "布衣族群众", "布衣族", "布依族" },
        { "黔西南布依族苗族自治洲", "黔西南布依族苗族自治洲", "黔西南布依族苗族自治州" },
        { "黔西南布依族苗族自治县", "黔西南布依族苗族自治县", "黔西南布依族苗族自治州" },
        { "对不按相产规定提交", "相产规定", "相关规定" },
        { "市民人政府", "民人政府", "人民政府" },
        { "中华人民民共和国", "中华人民民共和国", "中华人民共和国" },
        { "人政民府", "人政民府", "人民政府" }, /* keeps no two neighbours */
        { "华中人民共和国", "华中人民共和国", "中华人民共和国" },
        { "钟华人民共和国", "钟华人民共和国", "中华人民共和国" },
        { "中人民共和国", "中人民共和国", "中华人民共和国" },
        { "乞佬族", "乞佬族", "仡佬族" },
        { "市生态环镜局", "生态环镜局", "生态环境局" },
        { "市生态环境居办理", "生态环境居", "生态环境局" },
        { "国家卫生和健康委员会", "国家卫生和健康委员会", "国家卫生健康委员会" },
        { "市人力资源与社会保障局", "人力资源与社会保障局", "人力资源和社会保障局" },
        { "落实三会两课制度", "三会两课", "三会一课" },
        { "巩固拓展脱贫功坚成果", "巩固拓展脱贫功坚成果", "巩固拓展脱贫攻坚成果" },
        { "贵洲省人民", "贵洲省", "贵州省" },
        { "市攻府办公室", "市攻府", "市政府" },
        { "《民法点》", "民法点", "民法典" },
        { "领悟两个确力", "两个确力", "两个确立" },
        { "领悟两个个确立", "两个个确立", "两个确立" },
        { "中国特色社会注意思想", "中国特色社会注意思想", "中国特色社会主义思想" },
        { "巩固拓展扶贫攻坚成果", "巩固拓展扶贫攻坚成果", "巩固拓展脱贫攻坚成果" }, /* of a long one any other */
        /* Nobody else is called so: a word left out, put in or replaced. */
        { "经国家金融监督总局核准", "国家金融监督总局", "国家金融监督管理总局" },
        { "国家金融风险监督管理总局", "国家金融风险监督管理总局", "国家金融监督管理总局" },
        { "国家医疗保险局公告", "国家医疗保险局", "国家医疗保障局" },
        { "绿水青山才是金山银山", "绿水青山才是金山银山", "绿水青山就是金山银山" },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct place place = scan(cases[index].text);

        cr_expect_eq(place.count, 1, "%s: %zu", cases[index].text, place.count);
        if (place.count == 0)
            continue;
        cr_expect_str_eq(phrases[place.phrase].text, cases[index].meant, "%s", cases[index].text);
        cr_expect_eq(place.to - place.from, strlen(cases[index].wrong), "%s", cases[index].text);
        cr_expect_eq(memcmp(cases[index].text + place.from, cases[index].wrong, strlen(cases[index].wrong)), 0);
    }
}

Test(near_miss, right_forms_are_not)
{
    static const char *const texts[] = {
        "中华人民共和国人民政府",
        "黔西南布依族苗族自治州人民政府",
        "仡佬族土家族",
        "县民政部门",
        "企图家族化",
        "流览", /* of two characters: not varied */
        "扫黑除恶",
        "信息公开条例",
        "生态环境分局",
        "基层组织",       /* a word fewer, and another phrase */
        "行政执行",       /* 行 stands in the phrase as well */
        "阜阳市",         /* near a name that is not varied */
        "桂州省、是政府", /* allowed */
        "贵州县",         /* the last character of a name of three stays */
        "三个确立",
        "国家医疗金融局",
        "绿水青山",
        "中国特色社会工作思想", /* another word that sounds differently */
        "",
        "a",
        "人民",
    };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++)
        cr_expect_eq(scan(texts[index]).count, 0, "%s", texts[index]);
}

Test(near_miss, nothing_gives_nothing)
{
    const struct near_miss_set *set;
    struct arena *arena;
    struct place place = { 0 };

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(near_miss_create(NULL, 0, (struct alike){ NULL, 0, NULL, 0 }, arena, &set), STATUS_OK);
    cr_assert(read(set, "人民攻府", &place));
    cr_assert_eq(place.count, 0);
    arena_destroy(arena);
}

Test(near_miss, memory_that_runs_out_is_told)
{
    for (unsigned long nth = 1; nth < 50; nth++) {
        const struct near_miss_set *set;
        struct alike alike;
        struct arena *arena;
        enum status status;

        cr_assert_eq(arena_create(&arena), STATUS_OK);
        alloc_fail_after(nth);
        status = alike_index(groups, GROUP_COUNT, arena, &alike);
        if (status == STATUS_OK)
            status = near_miss_create(phrases, PHRASE_COUNT, alike, arena, &set);
        alloc_fail_after(0);
        arena_destroy(arena);
        cr_assert(status == STATUS_OK || status == STATUS_NO_MEMORY);
        if (status == STATUS_OK)
            return;
    }
    cr_assert_fail("never enough memory");
}
