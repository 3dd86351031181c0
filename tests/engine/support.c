/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"
#include "engine/detectors.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct ruleset *rules_of(const char *rules)
{
    char folder[] = "/tmp/guanka-rules-XXXXXX";
    char path[64];
    const char *paths[] = { path };
    struct ruleset_options options = { .paths = paths, .path_count = 1 };
    struct ruleset *ruleset = NULL;
    struct error error = { .message = "" };
    FILE *file;

    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/test.yaml", folder);
    file = fopen(path, "w");
    cr_assert_not_null(file);
    fprintf(file, "pack: test\nversion: 1\nrules:\n%s", rules);
    fclose(file);
    cr_assert_eq(ruleset_load(&options, &ruleset, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(detectors_prepare(ruleset, &error), STATUS_OK, "%s", error.message);
    unlink(path);
    rmdir(folder);
    return ruleset;
}

struct scanner *scanner_of(const struct limits *limits)
{
    static const struct limits usual = LIMITS_DEFAULT;
    struct scanner *scanner = NULL;

    cr_assert_eq(scanner_create(limits != NULL ? limits : &usual, NULL, &scanner), STATUS_OK);
    return scanner;
}

const struct scan *scan_text(struct scanner *scanner, struct ruleset *ruleset, const char *name, struct bytes text)
{
    const struct scan *scan = NULL;

    cr_assert_eq(scanner_scan(scanner, ruleset, text, NULL, &(struct part_hint){ .name = name }, &scan), STATUS_OK);
    return scan;
}
