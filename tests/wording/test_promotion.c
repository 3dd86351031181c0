/* SPDX-License-Identifier: Apache-2.0
 *
 * What is an advertisement of something forbidden, and what only speaks of it (DOMAIN 5.1, 5.4, 9.4).
 */
#include "wording/promotion.h"

#include <criterion/criterion.h>
#include <string.h>

#include "reference/host.h"
#include "text/canonical.h"

enum { GAMBLING, FORGERY };

static const struct promotion_word words[] = {
    { "百家乐", "百家乐", PROMOTION_SERVICE, GAMBLING, 0, 2 },
    { "代开发票", "代开发票", PROMOTION_SERVICE, FORGERY, 0, 3 },
    { "大麻", "大麻", PROMOTION_SERVICE, FORGERY, 0, 2 },
    { "风水", "风水", PROMOTION_SERVICE, FORGERY, 0, 1 },
    { "vpn", "VPN", PROMOTION_SERVICE, FORGERY, 0, 2 },
    { "娱乐", "娱乐", PROMOTION_BRAND, GAMBLING, 0, 2 },
    { "招代理", "招代理", PROMOTION_LURE, 0, 0, 1 },
    { "微信", "微信", PROMOTION_CONTACT, 0, 0, 3 },
    { "qq", "QQ", PROMOTION_CONTACT, 0, 0, 3 },
    { "q", "Q", PROMOTION_CONTACT, 0, 0, 3 },
    { "薇", "薇", PROMOTION_CONTACT, 0, 0, 3 },
    { "www", "www", PROMOTION_LINK, 0, 0, 2 },
    { "公众号", "公众号", PROMOTION_OFFICIAL, 0, 0, 0 },
    { "官方", "官方", PROMOTION_OFFICIAL, 0, 0, 0 },
    { "5g", "5G", PROMOTION_OFFICIAL, 0, 0, 0 },
    { "警方", "警方", PROMOTION_EXCUSE, 0, 0, 3 },
    { "警情通报", "警情通报", PROMOTION_GENRE, 0, 0, 3 },
    { "学位证", "学位证", PROMOTION_OBJECT, FORGERY, 0, 3 },
    { "免考", "免考", PROMOTION_ACT, 0, 1U << FORGERY, 0 },
    { "不面交", "不面交", PROMOTION_BAIT, PROMOTION_UNNAMED, 0, 2 },
    { "返利", "返利", PROMOTION_ACT, 0, 1U << GAMBLING, 1 },
    { "大麻烦", "大麻烦", PROMOTION_ORDINARY, 0, 0, 0 },
};

static const struct host_list *make_hosts(struct arena *arena)
{
    static const struct host_entry entries[] = { { "12377.cn", HOST_TRUSTED }, { "gov.cn", HOST_TRUSTED } };
    const struct host_list *hosts;

    cr_assert_eq(host_list_create(entries, sizeof entries / sizeof *entries, arena, &hosts), STATUS_OK);
    return hosts;
}

struct seen {
    unsigned ads, excused;
    struct promotion_ad last;
    size_t from, to; /* of the service that was marked last */
};

static bool on_mark(void *context, size_t from, size_t to, const void **hold)
{
    struct seen *seen = context;

    seen->from = from;
    seen->to = to;
    *hold = seen;
    return true;
}

static bool on_found(void *context, const struct promotion_ad *ad)
{
    struct seen *seen = context;

    seen->ads += !ad->excused;
    seen->excused += ad->excused;
    seen->last = *ad;
    return true;
}

/* Lines of text as people write it; "|" divides blocks. */
static struct seen read(const char *text)
{
    static const struct promotion_limits limits = PROMOTION_LIMITS_DEFAULT;
    static struct promotion_scratch scratch;
    struct promotion_reader reader = { .count = 0 };
    const struct promotion_vocabulary *vocabulary;
    struct seen seen = { 0 };
    const struct promotion_listener listener = { &seen, on_mark, on_found };
    struct arena *arena;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(promotion_vocabulary_create(words, sizeof words / sizeof *words, &limits, make_hosts(arena), NULL, arena,
                                             &vocabulary), STATUS_OK);
    while (*text != '\0') {
        struct canonical_state state = CANONICAL_STATE_INIT;
        size_t size = strcspn(text, "|");
        char canonical[4096];
        size_t folded = canonical_append(&state, text, size, NEWLINES_ARE_BLANKS, canonical, NULL);

        cr_assert(promotion_read(vocabulary, &reader, &scratch, canonical, folded, true, &listener));
        text += size + (text[size] == '|');
    }
    cr_assert(promotion_finish(vocabulary, &reader, &listener));
    arena_destroy(arena);
    return seen;
}

Test(promotion, an_offer_with_a_contact_is_found)
{
    static const char *const texts[] = {
        "代开发票，微信abc12345",
        "代开发票 QQ：812345678",
        "代开发票 加Q812345678",
        "代开发票 薇：abc12345",
        "代开发票 13812345678",
        "代开发票 138-1234-5678",
        "代开发票 13812345678微信",
        "代开发票，www.example.top",
        "百家乐招代理，微信abc12345",
        "m88娱乐，微信号是abc12345",
        "代开发票|加微信|微信：abc12345",
        "微信：abc12345|代开发票",
        "VPN，QQ812345678",
        "代开发票，微信幺三八零零一二三四五六",
        "学位证直接办，免考，微信abc12345",
        "免考拿学位证，微信abc12345",
        "代开发票，详见fl8888.com",
    };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        struct seen seen = read(texts[index]);

        cr_expect_eq(seen.ads, 1, "%s: %u", texts[index], seen.ads);
    }
}

Test(promotion, what_stands_between_characters_does_not_matter)
{
    static const char *const texts[] = {
        "代·开·发·票，微❤信：abc12345",    "代 開 發 票，Q-Q：8 1 2 3 4 5 6 7 8", "代*开*发*票|微.信 a b c 1 2 3 4 5",
        "代\xE2\x80\x8B开发票，微信ａｂｃ１２３４５", "百/家/乐 招代理，微信abc12345",
    };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        struct seen seen = read(texts[index]);

        cr_expect_eq(seen.ads, 1, "%s: %u", texts[index], seen.ads);
    }
}

Test(promotion, the_address_of_an_office_is_no_way_of_contact)
{
    cr_expect_eq(read("代开发票，举报网站：www.12377.cn").ads, 0);
    cr_expect_eq(read("代开发票，见http://www.xingyi.gov.cn/a.html").ads, 0);
    cr_expect_eq(read("代开发票，www.gov.cn.example.top").ads, 1);
}

Test(promotion, what_speaks_of_it_is_none)
{
    static const char *const texts[] = {
        "代开发票",                              /* no contact */
        "微信abc12345",                          /* nothing forbidden */
        "百家乐是一种纸牌游戏，电话0859-3222222", /* a landline is no contact */
        "惹上大麻烦，微信abc12345",              /* an ordinary word */
        "栽培芝麻。大，麻。收成 微信abc12345",   /* two sentences */
        "风水，微信abc12345",                    /* too little by itself */
        "百家乐，13812345678",
        "代开发票，官方微信abc12345",
        "代开发票，微信公众号abc12345",
        "代开发票，微信abc",
        "代开发票，12345@qq.com",
        "5g娱乐，微信abc12345",
        "网上娱乐，微信abc12345",
        "2024年发布，qq群咨询",
        "vpnet，QQ812345678", /* another word */
        "学位证遗失，微信abc12345", /* nothing is done with it */
        "学位证返利，微信abc12345", /* what is done with others */
        "免考，微信abc12345",
        "学位证遗失声明，请拾到者联系，以下是另外一件事，英语免考，微信abc12345", /* too far away */
        "代开发票，版本为3.14，共2.5万",
    };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        struct seen seen = read(texts[index]);

        cr_expect_eq(seen.ads + seen.excused, 0, "%s", texts[index]);
    }
}

Test(promotion, too_far_away_is_none)
{
    char text[2048] = "代开发票";

    for (int count = 0; count < 90; count++)
        (void)strcat(text, "远");
    (void)strcat(text, "微信abc12345");
    cr_expect_eq(read(text).ads, 0);
    memmove(text, text + 3 * 30, strlen(text + 3 * 30) + 1); /* without the first thirty characters */
    (void)memcpy(text, "代开发票", strlen("代开发票"));
    cr_expect_eq(read(text).ads, 1);
}

Test(promotion, words_against_it_excuse)
{
    struct seen seen = read("警方提示：百家乐，微信abc12345是骗局");

    cr_expect_eq(seen.ads, 0);
    cr_expect_eq(seen.excused, 1);
    /* One word does not undo a full advertisement. */
    seen = read("警方可查！代开发票，招代理，微信abc12345，百家乐");
    cr_expect_eq(seen.excused + seen.ads, 2);
}

Test(promotion, what_is_not_named_is_an_advertisement_of_its_own)
{
    struct seen seen = read("不面交，招代理，微信abc12345");

    cr_expect_eq(seen.ads, 1);
    cr_expect_eq(seen.last.topic, PROMOTION_UNNAMED);
    cr_expect_eq(seen.last.points, 6);
    cr_expect_eq(read("不面交，微信abc12345").ads, 0, "too little");
    cr_expect_eq(read("不面交，招代理").ads, 0, "no contact");
    cr_expect_eq(read("警方：不面交，招代理，微信abc12345").excused, 1);
    /* A bait is a lure to what is named, and reported once. */
    seen = read("不面交，百家乐，招代理，微信abc12345");
    cr_expect_eq(seen.ads, 1);
    cr_expect_eq(seen.last.topic, GAMBLING);
    cr_expect_eq(seen.last.points, 7);
}

Test(promotion, one_advertisement_of_a_topic_is_reported_once)
{
    struct seen seen = read("代开发票，代开发票，微信abc12345，QQ812345678");

    cr_expect_eq(seen.ads, 1);
    cr_expect_eq(seen.last.topic, FORGERY);
    cr_expect_eq(seen.last.points, 6);
    cr_expect_not_null(seen.last.hold);
    cr_expect_eq(read("代开发票，百家乐，招代理，微信abc12345").ads, 2);
}

Test(promotion, the_place_is_that_of_the_service)
{
    struct seen seen = read("联系 代·开·发·票 微信abc12345");

    cr_expect_eq(seen.from, strlen("联系"));
    cr_expect_eq(seen.to, strlen("联系代·开·发·票"));
}

Test(promotion, headings_tell_the_genre)
{
    static const struct promotion_limits limits = PROMOTION_LIMITS_DEFAULT;
    const struct promotion_vocabulary *vocabulary;
    struct arena *arena;
    const char *heading = "县公安局警情通报", *line = "警方提示";

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(promotion_vocabulary_create(words, sizeof words / sizeof *words, &limits, make_hosts(arena), NULL, arena,
                                             &vocabulary), STATUS_OK);
    cr_expect(promotion_is_excusing_heading(vocabulary, heading, strlen(heading)));
    cr_expect_not(promotion_is_excusing_heading(vocabulary, line, strlen(line)));
    arena_destroy(arena);
}

Test(promotion, words_that_cannot_be_found_are_refused)
{
    cr_expect(promotion_takes("代开发票", PROMOTION_SERVICE));
    cr_expect(promotion_takes("vpn", PROMOTION_SERVICE));
    cr_expect(promotion_takes("薇", PROMOTION_CONTACT));
    cr_expect_not(promotion_takes("枪", PROMOTION_SERVICE));
    cr_expect_not(promotion_takes("vpn", PROMOTION_OBJECT));
    cr_expect_not(promotion_takes("", PROMOTION_CONTACT));
}

Test(promotion, a_block_full_of_words_ends)
{
    static char text[PROMOTION_TEXT_MAX];
    static struct promotion_scratch scratch;
    static const struct promotion_limits limits = PROMOTION_LIMITS_DEFAULT;
    const struct promotion_vocabulary *vocabulary;
    struct promotion_reader reader = { .count = 0 };
    struct seen seen = { 0 };
    const struct promotion_listener listener = { &seen, on_mark, on_found };
    struct arena *arena;
    size_t size = 0;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(promotion_vocabulary_create(words, sizeof words / sizeof *words, &limits, make_hosts(arena), NULL, arena,
                                             &vocabulary), STATUS_OK);
    while (size + 24 <= sizeof text) {
        memcpy(text + size, "大麻微信abcde", 17);
        size += 17;
    }
    for (int block = 0; block < 3; block++)
        cr_assert(promotion_read(vocabulary, &reader, &scratch, text, size, true, &listener));
    cr_assert(promotion_finish(vocabulary, &reader, &listener));
    cr_expect_gt(seen.ads, 0);
    arena_destroy(arena);
}
