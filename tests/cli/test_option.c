/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/option.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct option_spec spec = { .name = "value", .argument = "X" };

static bool size_is(const char *text, uint64_t expected)
{
    uint64_t bytes = 0;

    return option_size(&spec, text, &bytes, NULL) == STATUS_OK && bytes == expected;
}

Test(option, sizes)
{
    cr_expect(size_is("0", 0));
    cr_expect(size_is("500k", 512000));
    cr_expect(size_is("500K", 512000));
    cr_expect(size_is("20M", 20971520));
    cr_expect(size_is("2GB", 2147483648));
    cr_expect(size_is("16777215T", 16777215 * (UINT64_C(1) << 40)));
    cr_expect_not(size_is("16777216T", 0));
    for (const char *const *bad = (const char *const[]){ "", "-1", "1.5G", "G", "1X", "99999999999999999999", NULL };
         *bad != NULL; bad++) {
        uint64_t bytes;

        cr_expect_eq(option_size(&spec, *bad, &bytes, NULL), STATUS_INVALID, "%s", *bad);
    }
}

Test(option, durations)
{
    static const struct {
        const char *text;
        uint32_t expected;
    } good[] = { { "30", 30000 }, { "30s", 30000 }, { "500ms", 500 }, { "5m", 300000 }, { "2h", 7200000 }, { "0", 0 } };
    uint32_t time_ms;

    for (size_t index = 0; index < sizeof good / sizeof good[0]; index++) {
        cr_expect_eq(option_duration(&spec, good[index].text, &time_ms, NULL), STATUS_OK);
        cr_expect_eq(time_ms, good[index].expected);
    }
    cr_expect_eq(option_duration(&spec, "5d", &time_ms, NULL), STATUS_INVALID);
    cr_expect_eq(option_duration(&spec, "", &time_ms, NULL), STATUS_INVALID);
    cr_expect_eq(option_duration(&spec, "4294968", &time_ms, NULL), STATUS_INVALID);
}

Test(option, dates)
{
    for (const char *const *good = (const char *const[]){ "2026-11-24", "2024-02-29", "2000-02-29", NULL };
         *good != NULL; good++)
        cr_expect_eq(option_date(&spec, *good, NULL), STATUS_OK, "%s", *good);
    for (const char *const *bad =
             (const char *const[]){ "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-1-1",
                                    "2026-11-241", "", "20261124", NULL };
         *bad != NULL; bad++)
        cr_expect_eq(option_date(&spec, *bad, NULL), STATUS_INVALID, "%s", *bad);
}

Test(option, the_nearest_name)
{
    const char *const names[] = { "format", "output", "jobs", NULL };

    cr_expect_str_eq(option_nearest("formt", names), "format");
    cr_expect_str_eq(option_nearest("fromat", names), "format");
    cr_expect_str_eq(option_nearest("job", names), "jobs");
    cr_expect_null(option_nearest("zzzzzz", names));
}
