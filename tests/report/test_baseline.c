/* SPDX-License-Identifier: Apache-2.0 */
#include "report/baseline.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "report/fingerprint.h"

/* A file with this content; its name is static. */
static const char *file_with(const char *content)
{
    static char path[64];
    FILE *file;

    snprintf(path, sizeof path, "/tmp/guanka-test-baseline-%d", (int)getpid());
    file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(content, file);
    fclose(file);
    return path;
}

Test(baseline, finds_fingerprints_of_findings_only)
{
    const char *path = file_with("{\"v\":1,\"type\":\"finding\",\"match\":\"a\\\"fingerprint\\\":\\\"\","
                                 "\"fingerprint\":\"00112233445566778899aabbccddeeff\"}\n"
                                 "\n"
                                 "{ \"type\" : \"finding\", \"fingerprint\" : \"ffffffffffffffffffffffffffffffff\" }\n"
                                 "{\"v\":1,\"type\":\"document\",\"path\":\"a\"}\n"
                                 "{\"v\":1,\"type\":\"summary\"}\n");
    struct baseline *baseline;
    struct error error = { 0 };

    cr_assert_eq(baseline_load(path, &baseline, &error), STATUS_OK, "%s", error.message);
    unlink(path);
    cr_expect_eq(baseline_count(baseline), 2);
    cr_expect(baseline_has(baseline, "00112233445566778899aabbccddeeff"));
    cr_expect(baseline_has(baseline, "ffffffffffffffffffffffffffffffff"));
    cr_expect_not(baseline_has(baseline, "00112233445566778899aabbccddeefe"));
    cr_expect_not(baseline_has(baseline, ""));
    baseline_free(baseline);
}

Test(baseline, an_empty_one_knows_nothing)
{
    const char *path = file_with("");
    struct baseline *baseline;

    cr_assert_eq(baseline_load(path, &baseline, NULL), STATUS_OK);
    unlink(path);
    cr_expect_eq(baseline_count(baseline), 0);
    cr_expect_not(baseline_has(baseline, "00112233445566778899aabbccddeeff"));
    baseline_free(baseline);
}

Test(baseline, refuses_what_is_no_report)
{
    const char *const wrong[] = { "hello\n", "{\"a\":1}\n", "{\"v\":1,\"type\":\"finding\"}\n",
                                  "{\"type\":\"finding\",\"fingerprint\":\"short\"}\n" };

    for (size_t index = 0; index < sizeof wrong / sizeof wrong[0]; index++) {
        const char *path = file_with(wrong[index]);
        struct baseline *baseline;
        struct error error = { 0 };

        cr_expect_eq(baseline_load(path, &baseline, &error), STATUS_INVALID, "%s", wrong[index]);
        cr_expect_not_null(strstr(error.message, ":1:"), "%s", error.message);
        unlink(path);
    }
}

Test(baseline, says_that_a_file_is_missing)
{
    struct baseline *baseline;
    struct error error = { 0 };

    cr_expect_eq(baseline_load("/nonexistent/x.jsonl", &baseline, &error), STATUS_IO);
    cr_expect_not_null(strstr(error.message, "/nonexistent/x.jsonl"));
}

Test(fingerprint, depends_on_path_and_ordinal)
{
    struct finding finding = { .fingerprint = { { 1 } } };
    struct digest one, same, other;
    char first[FINGERPRINT_TEXT_SIZE], second[FINGERPRINT_TEXT_SIZE], third[FINGERPRINT_TEXT_SIZE];

    cr_assert_eq(fingerprint_of_path("site/a.html", &one), STATUS_OK);
    cr_assert_eq(fingerprint_of_path("./site/a.html", &same), STATUS_OK);
    cr_assert_eq(fingerprint_of_path("site/b.html", &other), STATUS_OK);
    cr_expect_arr_eq(one.bytes, same.bytes, DIGEST_SIZE);
    cr_assert_eq(fingerprint_of_finding(&finding, &one, first), STATUS_OK);
    cr_assert_eq(fingerprint_of_finding(&finding, &other, second), STATUS_OK);
    finding.ordinal = 1;
    cr_assert_eq(fingerprint_of_finding(&finding, &one, third), STATUS_OK);
    cr_expect_str_neq(first, second);
    cr_expect_str_neq(first, third);
    /* Computed with python3 hashlib: sha256(b"\x01" + 31 zeros + 4 zeros + sha256(b"site/a.html")). */
    cr_expect_str_eq(first, "ec0c773306e5a8177c1112300b52fb7b");
}
