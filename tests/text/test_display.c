/* SPDX-License-Identifier: Apache-2.0
 *
 * The order of display, against examples of UAX #9 and of "Trojan Source" (Boucher and Anderson, 2021), and what is no
 * trick.
 */
#include "text/display.h"

#include <criterion/criterion.h>
#include <string.h>

#include "text_test.h"

static void expect_shown(const char *stored, const char *shown)
{
    char output[DISPLAY_SIZE_MAX];
    size_t size = display_shown(stored, strlen(stored), output);

    cr_expect(size == strlen(shown) && memcmp(output, shown, size) == 0, "%s: %.*s", stored, (int)size, output);
}

Test(display, what_is_forced_is_read_the_other_way)
{
    expect_shown("\u202E密机\u202C★10年", "机密★10年");
    expect_shown("\u202E年01★密机", "机密★10年");
    expect_shown("机\u202E年01★密\u202C", "机密★10年");
    expect_shown("cod.\u202Etxt.exe", "cod.exe.txt");
    expect_shown("\u202Eab\u202Dcd\u202Cef\u202C", "fecdba");
    /* An isolate begun from left to right, in one from right to left. */
    expect_shown("\u2067\u2066乐\u2069\u2066家\u2069\u2066百\u2069\u2069", "百家乐");
    /* What is not closed ends with the line; what was not begun ends nothing. */
    expect_shown("\u202C\u2069甲\u202E丙乙", "甲乙丙");
    expect_shown("a\u202B bc \u202Cd", "a bc d");
}

/* UAX #9, examples of 3.4 with Hebrew for the upper case: the display of "car means CAR." is "car means RAC." */
Test(display, text_from_right_to_left_is_turned_round)
{
    expect_shown("car means אבג.", "car means גבא.");
    expect_shown("\u2067car means אבג.\u2069", ".גבא car means");
}

static void expect_tricks(const char *text, uint32_t tricks)
{
    cr_expect_eq(display_tricks(text, strlen(text)), tricks, "%s: %x", text, display_tricks(text, strlen(text)));
}

Test(display, letters_in_another_order_are_told)
{
    expect_tricks("\u202E密机", DISPLAY_REORDERED);
    expect_tricks("QQ\u202E7766554433", DISPLAY_REORDERED);
    expect_tricks("سلام \u202E密机\u202C", DISPLAY_REORDERED);
    expect_tricks("\u2067\u2066乐\u2069\u2066家\u2069\u2066百\u2069\u2069", DISPLAY_REORDERED);
    /* The same either way, or one letter alone. */
    expect_tricks("\u202E日本日\u202C", 0);
    expect_tricks("\u202E密\u202C", 0);
    /* Writing from right to left, with what goes with it. */
    expect_tricks("\u202Bئۇيغۇر 2024-يىل ABC نەشرى\u202C", 0);
    expect_tricks("\u200Fשלום\u200F ABC \u200E123\u200E", 0);
    expect_tricks("\u2067العربية 机关 ABC\u2069", 0);
    expect_tricks("\u202B示例县（人民政府）2024年\u202C", 0);
    expect_tricks("\u2068示例县\u2069", 0);
    expect_tricks("བོད་ཡིག", 0);
}

Test(display, rows_of_unseen_characters_are_told)
{
    expect_tricks("通\u200B\u200C\u200B\u200B\u200C\u200C\u200B\u200C知", DISPLAY_UNSEEN);
    expect_tricks("a\U000E0068\U000E0069", DISPLAY_UNSEEN);
    expect_tricks("通\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B知", 0);
    expect_tricks("通\u200B\u200C知\u200B\u200C道\u200B\u200C了\u200B\u200C吗", 0);
    expect_tricks("👨\u200D👩\u200D👧\u200D👦 ❤\uFE0F\u200D🔥", 0);
    expect_tricks("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", 0);
}

Test(display, escapes_are_told)
{
    expect_tricks("\x1B[8m密\x1B[0m", DISPLAY_ESCAPES);
    expect_tricks("\x1B]0;title\x07", DISPLAY_ESCAPES);
    expect_tricks("\x1B", 0);
    expect_tricks("[8m", 0);
}

Test(display, any_bytes_are_read)
{
    static const char *const pieces[] = {
        "\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069", "\u200F",
        "机",     "密",     "a",      "1",      " ",      "א",      "\xFF",   "\xE6",   "\u200B",
    };
    uint64_t seed = 11;

    for (size_t round = 0; round < 20000; round++) {
        char text[600], output[DISPLAY_SIZE_MAX];
        size_t size = 0, count = test_random(&seed) % 150;

        for (size_t index = 0; index < count; index++) {
            const char *piece = pieces[test_random(&seed) % (sizeof pieces / sizeof *pieces)];

            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
        }
        cr_assert_leq(display_shown(text, size, output), size);
        (void)display_tricks(text, size);
    }
}
