/* SPDX-License-Identifier: Apache-2.0
 *
 * Scores of pages, piece by piece, with the weights of DOMAIN 5.4 scaled as in patterns/data/tamper-signs.csv.
 */
#include "tamper/page.h"
#include "tamper/script.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "../wording/found.h"

static const struct host_entry hosts[] = { { "gov.cn", HOST_TRUSTED }, { "top", HOST_ODD } };
static const struct spam_word words[] = { { "百家乐", SPAM_STRONG }, { "时时彩", SPAM_STRONG }, { "打击", SPAM_EXCUSE } };

struct fixture {
    struct arena *arena;
    struct page_knowledge knowledge;
    struct page page;
};

static void open_page(struct fixture *fixture)
{
    *fixture = (struct fixture){ .arena = NULL };
    cr_assert_eq(arena_create(&fixture->arena), STATUS_OK);
    cr_assert_eq(host_list_create(hosts, sizeof hosts / sizeof *hosts, fixture->arena, &fixture->knowledge.hosts), STATUS_OK);
    cr_assert_eq(spam_words_create(words, sizeof words / sizeof *words, fixture->arena, &fixture->knowledge.words), STATUS_OK);
    cr_assert_eq(script_words_create(fixture->arena, &fixture->knowledge.script_words), STATUS_OK);
    fixture->page.arena = fixture->arena;
    for (enum page_sign sign = 0; sign < PAGE_SIGN_COUNT; sign++)
        fixture->knowledge.points.points[sign] = 1;
}

static struct page_evidence read_piece(struct fixture *fixture, enum page_piece piece, bool after_end, const char *text)
{
    struct found_words found;

    return page_read(&fixture->page, &fixture->knowledge, piece, after_end, text, strlen(text),
                     found_in(&found, spam_words_han(fixture->knowledge.words), text, strlen(text)));
}

/* What is asked for is held, by the text itself. */
static bool show(struct fixture *fixture, enum page_piece piece, const char *text)
{
    struct page_evidence evidence = read_piece(fixture, piece, false, text);

    if (evidence.hold != NULL)
        *evidence.hold = text;
    return evidence.hold != NULL;
}

static uint32_t judge(const struct fixture *fixture, const char *own, const void **hold)
{
    struct page_verdict verdict;

    page_judge(&fixture->page, &fixture->knowledge, own, &verdict);
    if (hold != NULL)
        *hold = verdict.hold;
    return verdict.signs;
}

Test(page, hidden_links_to_strangers_count_and_to_ones_own_site_not)
{
    static const char link[] = "http://a.abc.com/", odd[] = "http://www.abc.top/";
    struct fixture fixture;
    const void *hold;

    open_page(&fixture);
    cr_expect_not(show(&fixture, PIECE_HIDDEN_LINK, "http://www.xingyi.gov.cn/"));
    cr_expect_eq(judge(&fixture, NULL, NULL), 0);
    cr_expect(show(&fixture, PIECE_HIDDEN_LINK, link));
    cr_expect_not(show(&fixture, PIECE_HIDDEN_LINK, "http://a.abc.com/2"), "one place of a host is enough");
    cr_expect_eq(judge(&fixture, "www.abc.com", NULL), 0);
    cr_expect_eq(judge(&fixture, "www.abd.com", &hold), 1U << PAGE_HIDDEN_LINK);
    cr_expect_eq(hold, link);
    cr_expect(show(&fixture, PIECE_HIDDEN_LINK, odd));
    cr_expect_eq(judge(&fixture, "www.abc.com", &hold), 1U << PAGE_HIDDEN_LINK | 1U << PAGE_HIDDEN_ODD);
    cr_expect_eq(hold, odd);
    arena_destroy(fixture.arena);
}

Test(page, links_that_a_script_hides_or_writes_and_handlers_are_signs_of_their_own)
{
    struct fixture fixture;

    open_page(&fixture);
    cr_expect(show(&fixture, PIECE_CONCEALED_LINK, "http://www.abc.com/"));
    cr_expect(show(&fixture, PIECE_HIDDEN_WRITTEN_LINK, "http://www.abd.com/"));
    cr_expect_not(show(&fixture, PIECE_HANDLER, "this.src='//www.abe.com/no.png'"), "a picture is none");
    cr_expect_eq(judge(&fixture, "www.abd.com", NULL), 1U << PAGE_HIDDEN_LINK | 1U << PAGE_HIDDEN_SCRIPT);
    cr_expect_eq(judge(&fixture, "www.abc.com", NULL), 1U << PAGE_HIDDEN_LINK | 1U << PAGE_SCRIPT_WRITES);
    cr_expect(show(&fixture, PIECE_HANDLER, "document.createelement('script').src='//www.abe.com/a.js'"));
    cr_expect_neq(judge(&fixture, NULL, NULL) & 1U << PAGE_HANDLER, 0);
    arena_destroy(fixture.arena);
}

Test(page, its_own_site_is_where_most_visible_links_lead)
{
    struct fixture fixture;

    open_page(&fixture);
    cr_expect(show(&fixture, PIECE_HIDDEN_LINK, "http://static.news.com/menu"));
    for (int i = 0; i < 3; i++)
        cr_expect_not(show(&fixture, PIECE_LINK, "http://www.news.com/1.html"));
    cr_expect_eq(judge(&fixture, NULL, NULL), 0);
    arena_destroy(fixture.arena);
}

Test(page, titles_and_hidden_text_that_advertise)
{
    struct fixture fixture;

    open_page(&fixture);
    cr_expect_not(show(&fixture, PIECE_TITLE, "打击百家乐、时时彩赌博"));
    cr_expect_not(show(&fixture, PIECE_BODY, "市人民政府"));
    cr_expect_eq(judge(&fixture, NULL, NULL), 0);
    cr_expect(show(&fixture, PIECE_HIDDEN, "真人百家乐"));
    cr_expect_eq(judge(&fixture, NULL, NULL), 1U << PAGE_HIDDEN_SPAM);
    cr_expect(show(&fixture, PIECE_TITLE, "百家乐_时时彩"));
    cr_expect_eq(judge(&fixture, NULL, NULL), 1U << PAGE_HIDDEN_SPAM | 1U << PAGE_TITLE_SPAM | 1U << PAGE_TITLE_STUFFED);
    arena_destroy(fixture.arena);
}

/* A page that begins with the title and goes on with the body, 39 characters of Chinese if it is Chinese. */
static uint32_t read_page(const char *title, const char *property, const char *body)
{
    struct fixture fixture;
    uint32_t signs;

    open_page(&fixture);
    fixture.page.is_html = true;
    (void)show(&fixture, PIECE_TITLE, title);
    (void)show(&fixture, PIECE_PROPERTY, property);
    (void)show(&fixture, PIECE_BODY, body);
    signs = judge(&fixture, NULL, NULL);
    arena_destroy(fixture.arena);
    return signs;
}

Test(page, titles_and_properties_in_letters_of_another_language)
{
    static const char chinese[] = "各乡镇人民政府，街道办事处，市直各部门：为做好防汛工作，经市人民政府同意，现将有关事项通知如下。";
    static const char japanese[] = "示例市へようこそ。当市は貴州省の西南部に位置しています。市役所の窓口は次のとおりです。";

    cr_expect_eq(read_page("激安ブランドバッグ通販", "", chinese), 1U << PAGE_TITLE_FOREIGN);
    cr_expect_eq(read_page("激安ブランドバッグ通販", "激安ブランド", japanese), 0, "a page in Japanese");
    cr_expect_eq(read_page("示例市人民政府", "激安ブランドバッグ通販", chinese), 1U << PAGE_PROPERTY_FOREIGN);
    cr_expect_eq(read_page("示例市人民政府", "english 日本語 のα", chinese), 0, "a letter is no language");
    cr_expect_eq(read_page("示例市人民政府", "防汛", chinese), 0);
}

Test(page, sends_visitors_away_or_has_something_behind_its_end)
{
    static const char link[] = "http://a.abc.com/x", odd[] = "http://www.abc.top/";
    struct fixture fixture;

    open_page(&fixture);
    cr_expect_not(show(&fixture, PIECE_REFRESH, "http://www.xingyi.gov.cn/"));
    cr_expect_not(show(&fixture, PIECE_FRAME, link));
    cr_expect_not(show(&fixture, PIECE_PROGRAM, link));
    cr_expect_eq(judge(&fixture, NULL, NULL), 0);
    cr_expect(show(&fixture, PIECE_REFRESH, link));
    cr_expect_eq(judge(&fixture, NULL, NULL), 1U << PAGE_REFRESH);
    cr_expect_eq(judge(&fixture, "www.abc.com", NULL), 0, "its own site");
    cr_expect(show(&fixture, PIECE_REFRESH, odd));
    cr_expect_eq(judge(&fixture, "www.abc.com", NULL), 1U << PAGE_REFRESH | 1U << PAGE_REFRESH_ODD);
    arena_destroy(fixture.arena);

    open_page(&fixture);
    cr_expect(show(&fixture, PIECE_HIDDEN_FRAME, link));
    cr_expect_eq(judge(&fixture, NULL, NULL), 1U << PAGE_HIDDEN_LINK | 1U << PAGE_HIDDEN_FRAME);
    (void)read_piece(&fixture, PIECE_PROGRAM, true, link);
    (void)read_piece(&fixture, PIECE_BODY, true, "百家乐");
    cr_expect_eq(judge(&fixture, NULL, NULL), 1U << PAGE_HIDDEN_LINK | 1U << PAGE_HIDDEN_FRAME | 1U << PAGE_AFTER_END
                                                  | 1U << PAGE_AFTER_PROGRAM | 1U << PAGE_AFTER_SPAM);
    arena_destroy(fixture.arena);
}

Test(page, many_hidden_links_lead_to_several_hosts)
{
    struct fixture fixture;

    open_page(&fixture);
    for (int i = 0; i < 20; i++)
        (void)show(&fixture, PIECE_HIDDEN_LINK, "http://a.menu.com/");
    cr_expect_eq(judge(&fixture, NULL, NULL), 1U << PAGE_HIDDEN_LINK, "all to one place");
    for (int i = 0; i < 4; i++)
        (void)show(&fixture, PIECE_HIDDEN_LINK, (const char *const[]){ "//b.com", "//c.com", "//d.com", "//e.com" }[i]);
    cr_expect_eq(judge(&fixture, NULL, NULL), 1U << PAGE_HIDDEN_LINK | 1U << PAGE_HIDDEN_MANY);
    arena_destroy(fixture.arena);
}

static void show_many(struct fixture *fixture, int count)
{
    char link[64];

    for (int i = 0; i < count; i++) {
        cr_assert_gt(snprintf(link, sizeof link, "http://host%d.com/", i), 0);
        (void)show(fixture, PIECE_LINK, link);
    }
}

Test(page, a_host_is_hidden_behind_many_others)
{
    static const char last[] = "http://last.com/";
    struct fixture fixture;
    const void *hold;

    open_page(&fixture);
    show_many(&fixture, PAGE_HOSTS_MAX - 1);
    cr_expect_eq(judge(&fixture, NULL, NULL), 0);
    cr_expect(show(&fixture, PIECE_HIDDEN_LINK, last));
    cr_expect_eq(judge(&fixture, NULL, &hold), 1U << PAGE_HIDDEN_LINK);
    cr_expect_eq(hold, last);
    arena_destroy(fixture.arena);
}

Test(page, a_host_with_a_long_name_is_hidden)
{
    static const char link[] = "http://a-name-that-is-as-long-as-a-label-may-be-and-no-longer-than-one.b.com/";
    struct fixture fixture;

    open_page(&fixture);
    cr_expect(show(&fixture, PIECE_HIDDEN_LINK, link));
    cr_expect_eq(judge(&fixture, NULL, NULL), 1U << PAGE_HIDDEN_LINK);
    arena_destroy(fixture.arena);
}

Test(page, more_hosts_than_are_looked_at_are_a_sign)
{
    static const char beyond[] = "http://beyond.com/";
    struct fixture fixture;
    const void *hold;

    open_page(&fixture);
    show_many(&fixture, PAGE_HOSTS_MAX);
    cr_expect_eq(judge(&fixture, NULL, NULL), 0);
    cr_expect(show(&fixture, PIECE_HIDDEN_LINK, beyond));
    cr_expect_not(show(&fixture, PIECE_HIDDEN_LINK, "http://other.com/"), "it is said once");
    cr_expect_not(show(&fixture, PIECE_LINK, "http://www.xingyi.gov.cn/"));
    cr_expect_eq(judge(&fixture, NULL, &hold), 1U << PAGE_MORE_HOSTS);
    cr_expect_eq(hold, beyond);
    arena_destroy(fixture.arena);
}

Test(page, signs_have_names_that_lead_back_to_them)
{
    for (enum page_sign sign = 0; sign < PAGE_SIGN_COUNT; sign++)
        cr_expect_eq(page_sign_find(page_sign_name(sign)), sign);
    cr_expect_eq(page_sign_find("no-such-sign"), PAGE_SIGN_COUNT);
}
