/* SPDX-License-Identifier: Apache-2.0
 *
 * The nth allocation fails, for every n: the scan then has no result, never a shorter one.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/scanner.h"
#include "support.h"

static const char rule[] = "  - id: t.mark\n    name: {zh: 测试, en: test}\n    category: classified\n    basis: [R2-2]\n"
                           "    action: block\n    advice: {zh: 无, en: none}\n"
                           "    examples: {match: [机密★1年], no_match: [乙]}\n"
                           "    match: {regex: ['机密★[0-9]{1,3}年']}\n";

Test(memory, a_failed_allocation_is_no_result_and_the_next_scan_is_whole)
{
    static const char page[] = "<html><title>机密★1年</title><body><p>机<b>密</b>★2年<p hidden>&#26426;密★3年";
    struct ruleset *rules = rules_of(rule);
    struct limits limits = LIMITS_DEFAULT;
    enum status status = STATUS_NO_MEMORY;
    unsigned long nth;

    for (nth = 1; status != STATUS_OK; nth++) {
        struct scanner *scanner = NULL;
        const struct scan *scan = NULL;

        cr_assert_lt(nth, 10000);
        alloc_fail_after(nth);
        status = scanner_create(&limits, NULL, &scanner);
        if (status == STATUS_OK)
            status = scanner_scan(scanner, rules, bytes_of_text(page), NULL, &(struct part_hint){ .name = "a.html" },
                                  &scan);
        alloc_fail_after(0);
        if (status != STATUS_OK) {
            cr_assert_eq(status_scope(status), SCOPE_SCAN, "allocation %lu: status %d", nth, status);
            if (scanner != NULL)
                cr_assert_eq(scan_text(scanner, rules, "a.html", bytes_of_text(page))->finding_count, 3);
        } else {
            cr_assert_eq(scan->finding_count, 3, "allocation %lu: %zu findings", nth, scan->finding_count);
            cr_assert_eq(scan->parts[0].coverage, COVERAGE_COMPLETE);
        }
        scanner_destroy(scanner);
    }
    cr_assert_gt(nth, 10, "something was allocated");
    ruleset_unref(rules);
}
