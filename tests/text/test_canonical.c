/* SPDX-License-Identifier: Apache-2.0 */
#include "text/canonical.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"
#include "text_test.h"

static size_t fold_onto(const char *text, size_t size, enum canonical_newlines newlines, char *output)
{
    struct canonical_state state = CANONICAL_STATE_INIT;

    return canonical_append(&state, text, size, newlines, output, NULL);
}

static void check_fold(const char *text, const char *expected, enum canonical_newlines newlines, int line)
{
    char output[3000];
    size_t size = fold_onto(text, strlen(text), newlines, output);

    output[size] = '\0';
    cr_assert_str_eq(output, expected, "line %d: [%s] became [%s], not [%s]", line, text, output, expected);
}

#define FOLDS(text, expected) check_fold((text), (expected), NEWLINES_ARE_BLANKS, __LINE__)
#define FOLDS_LINES(text, expected) check_fold((text), (expected), NEWLINES_ARE_BREAKS, __LINE__)

Test(canonical, width_case_and_compatibility)
{
    FOLDS("ＡＢＣ１２３％：．，（）", "abc123%:.,()");
    FOLDS("Hello WORLD ÀÉ ß ﬁ", "hello world àé ss fi");
    FOLDS("①⑴⒈㈠㊀¹₁𝟏𝟙", "1(1)1.(一)一1111");
    FOLDS("❶➀➊⓵⓿❿➉⓫⓴⑳", "111101010112020");
    FOLDS("🅰🅉🅩🅿🇨🇳🄰ⓐ", "azzpcnaa");
    FOLDS("ᴀʙᴄ ｶﾞ ㎡ ㏄", "abc カ\u3099 m2 cc");
    FOLDS("。、《》〔〕【】★☆※·•—", "。、《》〔〕【】★☆※·•—");
    FOLDS("＊﹡", "**");
    FOLDS("35μg/m³ mg", "35μg/m3 mg");
}

Test(canonical, traditional_to_simplified)
{
    FOLDS("乾後裡裏麵臺祕絶宻發髮幹檯颱黨綫線於", "干后里里面台秘绝密发发干台台党线线于");
    FOLDS("絕密機密秘密長期啟用前啓用前個月箇月", "绝密机密秘密长期启用前启用前个月个月");
    FOLDS("中華人民共和國國務院辦公廳關於進一步加強政府網站管理工作的通知",
          "中华人民共和国国务院办公厅关于进一步加强政府网站管理工作的通知");
    FOLDS("習近平總書記強調，必須堅持黨對一切工作的領導。", "习近平总书记强调,必须坚持党对一切工作的领导。");
    FOLDS("鄧小平江澤民胡錦濤溫家寶朱鎔基", "邓小平江泽民胡锦涛温家宝朱镕基");
    FOLDS("違反網絡安全規定、洩露個人資訊、賭博、彩票、發票代開",
          "违反网络安全规定、泄露个人资讯、赌博、彩票、发票代开");
}

Test(canonical, different_standard_characters_stay_different)
{
    FOLDS("毫豪镕熔喆哲著着象像账帐俱具藉借姊姐", "毫豪镕熔喆哲著着象像账帐俱具藉借姊姐");
}

/* KangXi radicals U+2F00 to U+2FD5 in order, as anybody can read them off a chart. */
Test(canonical, kangxi_radicals)
{
    const char *radicals =
        "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山"
        "巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉"
        "瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見"
        "角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿"
        "麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
    size_t offset = 0, size = strlen(radicals);

    for (uint32_t radical = 0x2F00; radical <= 0x2FD5; radical++) {
        struct utf8_step step = utf8_next(radicals + offset, size - offset);
        char left[16], right[16];
        size_t left_size = canonical_character(radical, left), right_size = canonical_character(step.code_point, right);

        cr_assert_eq(left_size, right_size, "U+%04X", radical);
        cr_assert_eq(memcmp(left, right, left_size), 0, "U+%04X", radical);
        offset += step.size;
    }
    cr_assert_eq(offset, size);
    FOLDS("⾝份证 机密★⻓期 ⼯作秘密 ⼀⽅⾼⾮⽴", "身份证机密★长期工作秘密一方高非立");
}

Test(canonical, radicals_supplement)
{
    FOLDS("⻚⻛⻢⻋⻔⻅⻓⻥⻉⻝⺠⻄⻘⻣⻩⻨⻬⻮⻰⺟⻳", "页风马车门见长鱼贝食民西青骨黄麦齐齿龙母龟");
    FOLDS("⺜", "日");
}

/* GB18030-2005 and 2022 put these where GBK had private-use characters: DOMAIN 8.1. */
Test(canonical, private_use_of_old_chinese_standards)
{
    FOLDS("\uE81E\uE816\uE864\uE78D\uE7C7", "\u9FB4\U00020087\u9FBB,\u1E3F");
    FOLDS("机密\uF0AB", "机密★");
}

Test(canonical, lookalikes)
{
    FOLDS("ХхΧχ АаАВЕКМНОРСТ", "xxxx aaabekmhopct");
    FOLDS("раураl сom", "paypal com");
}

Test(canonical, what_is_removed)
{
    static const uint32_t removed[] = { 0x200B, 0x200C, 0x200D, 0x2060,  0xFEFF,  0x00AD,  0x034F,  0x061C, 0x115F,
                                        0x1160, 0xFE00, 0xFE0F, 0xE0100, 0xE01EF, 0xE0020, 0xE007F, 0x202A, 0x202E,
                                        0x2066, 0x2069, 0x180B, 0x180E,  0x20E3,  0x0000,  0x0001,  0x001F, 0x007F };

    for (size_t index = 0; index < sizeof removed / sizeof removed[0]; index++) {
        char text[64] = "机", output[64];
        size_t size = strlen(text);

        cr_assert_eq(canonical_character(removed[index], output), 0, "U+%04X", removed[index]);
        size += utf8_encode(removed[index], text + size);
        memcpy(text + size, "密", strlen("密"));
        size += strlen("密");
        cr_assert_eq(fold_onto(text, size, NEWLINES_ARE_BREAKS, output), strlen("机密"), "U+%04X", removed[index]);
        cr_assert_eq(memcmp(output, "机密", strlen("机密")), 0, "U+%04X", removed[index]);
    }
    FOLDS("1\uFE0F\u20E3", "1");
}

Test(canonical, blanks)
{
    static const uint32_t blanks[] = { 0x20,   0x09,   0xA0,   0x3000, 0x2000, 0x200A,
                                       0x202F, 0x205F, 0x2800, 0x3164, 0xFFA0, 0x1680 };

    for (size_t index = 0; index < sizeof blanks / sizeof blanks[0]; index++) {
        char output[64];

        cr_assert_eq(canonical_character(blanks[index], output), 1);
        cr_assert_eq(output[0], ' ');
    }
    FOLDS("机　密", "机密");
    FOLDS("机 \u200B \u00A0密", "机密");
    FOLDS("  10   年  ", "10 年");
    FOLDS("3 月15日 in  2026", "3 月15日 in 2026");
    FOLDS("a b  c", "a b c");
    FOLDS("《 机密 》", "《 机密 》");
    FOLDS("々 〇 一", "々〇一");
    FOLDS("機 密 𠮷 野", "机密𠮷野");
    FOLDS("\u00A8 \u00B4", "\u00A8 \u00B4");
    FOLDS("", "");
    FOLDS(" \t\n ", "");
}

Test(canonical, newlines)
{
    FOLDS("a\nb", "a b");
    FOLDS("机\r\n密", "机密");
    FOLDS_LINES("a\nb", "a\nb");
    FOLDS_LINES("\n\n a \r\n\r\n b \f\v\u2028\u2029\xC2\x85 c\n\n", "a\nb\nc\n");
    FOLDS_LINES("机\n密", "机\n密");
    FOLDS_LINES("机 \n 密", "机\n密");
}

Test(canonical, breaks_and_blanks_between_runs)
{
    struct canonical_state state = CANONICAL_STATE_INIT;
    char output[100];
    size_t size = 0;

    cr_assert_eq(canonical_break(&state, output), 0);
    size += canonical_append(&state, "机", 3, NEWLINES_ARE_BLANKS, output + size, NULL);
    canonical_blank(&state);
    size += canonical_append(&state, "密", 3, NEWLINES_ARE_BLANKS, output + size, NULL);
    canonical_blank(&state);
    size += canonical_append(&state, "x", 1, NEWLINES_ARE_BLANKS, output + size, NULL);
    canonical_blank(&state);
    size += canonical_break(&state, output + size);
    cr_assert_eq(canonical_break(&state, output + size), 0);
    size += canonical_append(&state, "y", 1, NEWLINES_ARE_BLANKS, output + size, NULL);
    output[size] = '\0';
    cr_assert_str_eq(output, "机密 x\ny");
}

Test(canonical, broken_sequences_are_counted)
{
    struct canonical_state state = CANONICAL_STATE_INIT;
    char output[100];
    struct canonical_losses losses = { 5, 1 };
    size_t size = canonical_append(&state, "a\xFF机\u200B\xE6\x9C", 10, NEWLINES_ARE_BLANKS, output, &losses);

    output[size] = '\0';
    cr_assert_str_eq(output, "a\uFFFD机\uFFFD");
    cr_assert_eq(losses.replaced, 7);
    cr_assert_eq(losses.removed, 2);
}

/* In each neighbourhood: alone, in a long line (the fast ways), at the end. */
Test(canonical, every_code_point_is_small_valid_and_folds_once)
{
    const char *before = "治安势必治安势必abcdefgh", *after = "彩票ABC 123 治安势必治安势必治安势必";

    for (uint32_t code_point = 0; code_point < 0x110000; code_point++) {
        char own[4], fold[16], text[256], once[800], twice[2500];
        size_t own_size = utf8_encode(code_point, own), fold_size = canonical_character(code_point, fold);
        size_t size = 0, once_size, twice_size;

        cr_assert_leq(fold_size, CANONICAL_GROWTH * own_size, "U+%04X", code_point);
        cr_assert_eq(utf8_valid_prefix(fold, fold_size), fold_size, "U+%04X", code_point);
        memcpy(text, before, strlen(before));
        size += strlen(before);
        memcpy(text + size, own, own_size);
        size += own_size;
        memcpy(text + size, after, strlen(after));
        size += strlen(after);
        once_size = fold_onto(text, size, NEWLINES_ARE_BREAKS, once);
        cr_assert_eq(utf8_valid_prefix(once, once_size), once_size, "U+%04X", code_point);
        if (fold_size > 0 && fold[0] != ' ')
            cr_assert_eq(memcmp(once + strlen(before), fold, fold_size), 0, "U+%04X", code_point);
        twice_size = fold_onto(once, once_size, NEWLINES_ARE_BREAKS, twice);
        cr_assert(twice_size == once_size && memcmp(once, twice, once_size) == 0, "U+%04X is not stable", code_point);
    }
}

static const char *const alphabet[] = {
    "治",
    "安",
    "势",
    "必",
    "。",
    "，",
    "機",
    "㈱",
    "①",
    "a",
    "B",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\t",
    "　",
    "\u200B",
    "é",
    "\u00B7",
    "\U0001F600",
    "\U000E0100",
    "１",
    "𠮷",
    "\xE6",
    "\x80",
    "\xF0\x9F",
    "\xED\xA0\x80",
    "\xC3",
    "word Word",
    "2026年11月24日",
    "\u2028",
    "\u3164",
    "⻓",
    "\uE81E",
    "ß",
    "İ",
    "\uFDFA",
    "\u00A8",
    "\xEF\xBF\xBD",
    "很长的一段没有空格的中文文字内容",
    "a b c d e f g h i j k l m n",
};

static size_t random_text(uint64_t *seed, char *text, size_t pieces)
{
    size_t size = 0;

    for (; pieces > 0; pieces--) {
        const char *piece = alphabet[test_random(seed) % (sizeof alphabet / sizeof alphabet[0])];

        memcpy(text + size, piece, strlen(piece));
        size += strlen(piece);
    }
    return size;
}

static bool is_boundary(const char *text, size_t size, size_t offset)
{
    size_t at = 0;

    while (at < offset)
        at += utf8_next(text + at, size - at).size;
    return at == offset;
}

/* The slow truth: one character per call, so that no fast way is ever taken. */
static size_t fold_slowly(struct canonical_state *state, const char *text, size_t size,
                          enum canonical_newlines newlines, char *output, size_t *starts, size_t *ends)
{
    size_t produced = 0;

    for (size_t offset = 0; offset < size;) {
        uint32_t step = utf8_next(text + offset, size - offset).size;
        size_t added = canonical_append(state, text + offset, step, newlines, output + produced, NULL);

        for (size_t index = 0; index < added; index++) {
            starts[produced + index] = offset;
            ends[produced + index] = offset + step;
        }
        produced += added;
        offset += step;
    }
    return produced;
}

Test(canonical, folding_does_not_depend_on_cuts_and_can_be_repeated)
{
    uint64_t seed = 42;

    for (int round = 0; round < 20000; round++) {
        char text[2000], whole[6100], pieces[6100], twice[18400];
        size_t size = random_text(&seed, text, 1 + test_random(&seed) % 30), cut = test_random(&seed) % (size + 1);
        enum canonical_newlines newlines = test_random(&seed) % 2 == 0 ? NEWLINES_ARE_BLANKS : NEWLINES_ARE_BREAKS;
        size_t whole_size = fold_onto(text, size, newlines, whole), piece_size;
        struct canonical_state state = CANONICAL_STATE_INIT;

        cr_assert_leq(whole_size, CANONICAL_GROWTH * size + CANONICAL_SLACK);
        cr_assert_eq(utf8_valid_prefix(whole, whole_size), whole_size);
        if (is_boundary(text, size, cut)) {
            piece_size = canonical_append(&state, text, cut, newlines, pieces, NULL);
            piece_size += canonical_append(&state, text + cut, size - cut, newlines, pieces + piece_size, NULL);
            cr_assert(piece_size == whole_size && memcmp(whole, pieces, whole_size) == 0);
        }
        cr_assert_eq(fold_onto(whole, whole_size, NEWLINES_ARE_BREAKS, twice), whole_size);
        cr_assert_eq(memcmp(whole, twice, whole_size), 0);
    }
}

static void check_replay(const char *text, size_t size, struct canonical_state state, enum canonical_newlines newlines,
                         size_t stride)
{
    char *slow = malloc(3 * size + 16), *fast = malloc(3 * size + 16);
    size_t *starts = malloc((3 * size + 16) * sizeof *starts), *ends = malloc((3 * size + 16) * sizeof *ends);
    struct canonical_state slow_state = state, fast_state = state;
    struct canonical_replay ongoing = { state, 0, 0 };
    size_t produced, start, end, before = 0;

    cr_assert(slow != NULL && fast != NULL && starts != NULL && ends != NULL);
    produced = fold_slowly(&slow_state, text, size, newlines, slow, starts, ends);
    cr_assert_eq(canonical_append(&fast_state, text, size, newlines, fast, NULL), produced);
    cr_assert_eq(memcmp(slow, fast, produced), 0);
    for (size_t target = 0; target < produced; target += stride) {
        struct canonical_replay anew = { state, 0, 0 };

        canonical_locate(&ongoing, text, size, newlines, target, &start, &end);
        cr_assert_eq(start, starts[target]);
        cr_assert_eq(end, ends[target]);
        cr_assert(start < end && end <= size && start >= before);
        before = start;
        if (size < 2000 || target % 1009 == 0) {
            canonical_locate(&anew, text, size, newlines, target, &start, &end);
            cr_assert_eq(start, starts[target]);
            cr_assert_eq(end, ends[target]);
        }
    }
    free(slow);
    free(fast);
    free(starts);
    free(ends);
}

Test(canonical, every_byte_is_traced_to_its_character)
{
    uint64_t seed = 7;

    for (int round = 0; round < 3000; round++) {
        char text[40000];
        size_t size = random_text(&seed, text, 1 + test_random(&seed) % (round % 100 == 0 ? 900 : 40));
        struct canonical_state state = { (uint8_t)(test_random(&seed) % 4), (uint8_t)(test_random(&seed) % 2) };

        check_replay(text, size, state, round % 2 == 0 ? NEWLINES_ARE_BLANKS : NEWLINES_ARE_BREAKS,
                     size < 2000 ? 1 : 7);
    }
}

Test(canonical, real_text_is_traced_and_stable)
{
    static const char *const names[] = { "laws/刑法/刑法.md", "newspages/tests__thepaper__1.html",
                                         "newspages/tests__qq__2.html" };

    for (size_t index = 0; index < 3; index++) {
        struct bytes file = test_shared_file(names[index]);
        char *once, *twice;
        size_t size;

        if (file.data == NULL)
            return;
        check_replay((const char *)file.data, file.size, (struct canonical_state)CANONICAL_STATE_INIT,
                     NEWLINES_ARE_BREAKS, 13);
        once = malloc(3 * file.size + 16);
        cr_assert_not_null(once);
        size = fold_onto((const char *)file.data, file.size, NEWLINES_ARE_BREAKS, once);
        twice = malloc(3 * size + 16);
        cr_assert_not_null(twice);
        cr_assert_eq(fold_onto(once, size, NEWLINES_ARE_BREAKS, twice), size);
        cr_assert_eq(memcmp(once, twice, size), 0);
        free(once);
        free(twice);
        test_free(file);
    }
}

Test(canonical, dense_keeps_han_letters_and_digits)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        { "赌★博 · 加v信: abc-123_456.\n下一块", "赌博加v信abc123456\n下一块" },
        { "。、,!", "" },
        { "q.q:12345 😀 薇❤信", "qq12345薇信" },
        { "日本語カナ한글 русский é", "日本语カナ한글pycckийé" },
    };

    for (size_t index = 0; index < sizeof cases / sizeof cases[0]; index++) {
        char canonical[200], output[200];
        size_t size = fold_onto(cases[index].text, strlen(cases[index].text), NEWLINES_ARE_BREAKS, canonical);

        size = canonical_dense(canonical, size, output);
        output[size] = '\0';
        cr_assert_str_eq(output, cases[index].expected);
    }
}

/* Byte for byte against a reading of the definition: class by class, with the general table only. */
Test(canonical, dense_is_located)
{
    uint64_t seed = 99;

    for (int round = 0; round < 3000; round++) {
        char text[2000], canonical[6100], dense[6100];
        size_t size = random_text(&seed, text, 1 + test_random(&seed) % 40);
        size_t canonical_size = fold_onto(text, size, NEWLINES_ARE_BREAKS, canonical);
        size_t dense_size = canonical_dense(canonical, canonical_size, dense), dense_at = 0, offset = 0, last = 0;

        cr_assert_leq(dense_size, canonical_size);
        cr_assert_eq(utf8_valid_prefix(dense, dense_size), dense_size);
        for (size_t target = 0; target < dense_size; target++) {
            size_t found = canonical_dense_locate(canonical, canonical_size, &dense_at, &offset, target);

            cr_assert_lt(found, canonical_size);
            cr_assert(target == 0 || found > last);
            cr_assert_eq(canonical[found], dense[target]);
            last = found;
        }
    }
}

Test(canonical, what_is_han)
{
    static const uint32_t yes[] = { 0x4E00, 0x9FFF, 0x3400, 0x20000, 0x3005, 0x3007, 0xFA0E, 0x6A5F, 0x2F00, 0x30000 };
    static const uint32_t no[] = { 'a', '0', 0x3001, 0x3042, 0xAC00, 0x2605, 0x1F600, 0xE000, 0x110000, 0xD800 };

    for (size_t index = 0; index < sizeof yes / sizeof yes[0]; index++)
        cr_assert(canonical_is_han(yes[index]), "U+%04X", yes[index]);
    for (size_t index = 0; index < sizeof no / sizeof no[0]; index++)
        cr_assert(!canonical_is_han(no[index]), "U+%04X", no[index]);
}
