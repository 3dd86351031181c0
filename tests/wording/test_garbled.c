/* SPDX-License-Identifier: Apache-2.0
 *
 * iconv is the other opinion on what UTF-8 looks like when it is read as GBK.
 */
#include "wording/garbled.h"

#include <criterion/criterion.h>
#include <iconv.h>
#include <string.h>

#include "wording/folded.h"

static bool find(const char *text, struct garbled_place *place)
{
    const struct garbled *garbled;
    const char *canonical;
    struct arena *arena;
    bool found;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(garbled_create(arena, &garbled), STATUS_OK);
    cr_assert_eq(folded_text(text, arena, &canonical), STATUS_OK);
    found = garbled_next(garbled, canonical, strlen(canonical), 0, place);
    arena_destroy(arena);
    return found;
}

/* Bytes in pairs that GBK has: texts of an even number of characters. */
static void garble(const char *text, char *output, size_t room)
{
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    char *input = (char *)text; /* iconv does not write there */
    size_t size = strlen(text);

    cr_assert(converter != (iconv_t)-1);
    cr_assert_neq(iconv(converter, &input, &size, &output, &room), (size_t)-1, "%s", text);
    *output = '\0';
    iconv_close(converter);
}

Test(garbled, what_iconv_garbles_is_taken_back)
{
    static const char *const texts[] = { "保密期限", "政府", "关于做好工作", "人民政府办公室的", "国土资源" };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        struct garbled_place place = { 0 };
        char text[256];

        garble(texts[index], text, sizeof text - 1);
        cr_expect(find(text, &place), "%s: %s", texts[index], text);
        cr_expect_str_eq(place.meant, texts[index], "%s", text);
    }
}

Test(garbled, within_other_text)
{
    static const char text[] = "关于淇濆瘑鏈熼檺的通知"; /* DOMAIN 7.3 */
    struct garbled_place place = { 0 };

    cr_assert(find(text, &place));
    cr_assert_str_eq(place.meant, "保密期限");
    cr_assert_eq(place.from, strlen("关于"));
}

Test(garbled, ordinary_text_is_not)
{
    static const char *const texts[] = {
        "",
        "a",
        "关于做好工作的通知",
        "仫佬族、仡佬族、傈僳族",
        "骐骥骊骓骝骠",
        "怙恃憧憬惴惴",
        "缂丝缬绡绮",
        "娉婷婀娜嫦娥姮娥",
        "濮阳、漯河、涪陵、溧阳、渑池、淇县",
        "鏀",
        "锟斤拷",
    };
    struct garbled_place place;

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++)
        cr_expect(!find(texts[index], &place), "%s: %s", texts[index], place.meant);
}

static bool find_as_read(const char *text, struct garbled_place *place)
{
    const struct garbled *garbled;
    struct arena *arena;
    bool found;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(garbled_create(arena, &garbled), STATUS_OK);
    found = garbled_next_as_read(garbled, text, strlen(text), 0, place);
    arena_destroy(arena);
    return found;
}

/* What Python makes of them: text.encode().decode("cp1252"), text.encode("gbk").decode("latin-1"), …decode("gbk", "replace"). */
Test(garbled, text_as_it_stands)
{
    static const struct {
        const char *text, *meant;
        size_t from, to;
    } known[] = {
        { "æœºå¯†â˜…", "机密★", 0, 20 },
        { "见å…³äºŽã€‚", "关于。", 3, 24 },
        { "»úÃÜ¡ï20Äê", "机密★", 0, 12 },
        { "鍏充簬寮�灞曞伐浣滅殑", "关于开展工作的", 0, 33 },
        { "瀵嗙骇锛氭満瀵�", "密级：机密", 0, 21 },
        { "鍏?寮?灞炴?э細", "公开属性：", 0, 20 },
        { "缁濆瘑鈽呴暱鏈", "绝密★长期", 0, 21 },
    };

    for (size_t index = 0; index < sizeof known / sizeof *known; index++) {
        struct garbled_place place = { 0 };

        cr_expect(find_as_read(known[index].text, &place), "%s", known[index].text);
        cr_expect_str_eq(place.meant, known[index].meant, "%s", known[index].text);
        cr_expect_eq(place.from, known[index].from, "%s", known[index].text);
        cr_expect_eq(place.to, known[index].to, "%s: %zu", known[index].text, place.to);
    }
}

Test(garbled, languages_with_marks_are_as_they_are)
{
    static const char *const texts[] = {
        "Café à côté, naïve, Übergrößenträger, ÄÖÜäöüß, às vezes não há", "±0.5 °C, §§ 3, ©®, «été», 10 m²³, ½ ¾",
        "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ", "乌鲁木齐市、呼和浩特市?是吗?", "仫佬族、仡佬族、佤族、傣族",
    };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        struct garbled_place place = { 0 };

        cr_expect_not(find_as_read(texts[index], &place), "%s: %s", texts[index], place.meant);
    }
}
