/* SPDX-License-Identifier: Apache-2.0
 *
 * A program as somebody else would write it: uses the installed library and nothing else.
 */
#include <guanka.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    static const char text[] = "<p>这里有测试密标，证号11010519491231002X</p>";
    const char *paths[1] = { argv[1] };
    struct guanka_ruleset *rules;
    enum guanka_status loaded = GUANKA_INVALID;
    struct guanka_scanner *scanner;
    struct guanka_result result;
    char message[512];

    if (argc == 4)
        loaded = guanka_ruleset_load(paths, 1, NULL, &rules, message, sizeof message);
    else if (argc == 5)
        loaded = guanka_ruleset_load_sealed(paths, 1, NULL, 0, NULL, argv[4], &rules, message, sizeof message);
    if (loaded != GUANKA_OK) {
        fprintf(stderr, "%s\n", argc == 4 || argc == 5 ? message : "usage: embed RULES FILE GUANKA-EXTRACT [KEY]");
        return 2;
    }
    if (guanka_scanner_create(rules, &scanner) != GUANKA_OK)
        return 2;
    guanka_ruleset_unref(rules); /* the scanner has its own reference */
    if (guanka_scan(scanner, text, strlen(text), "a.html", &result) != GUANKA_OK)
        return 2;
    fwrite(result.jsonl, 1, result.jsonl_size, stdout);
    if (result.verdict != GUANKA_BLOCK || !result.complete || result.findings != 2)
        return 3;
    if (guanka_scan_file(scanner, argv[2], &result) != GUANKA_OK || result.verdict != GUANKA_PASS)
        return 4;
    if (guanka_scan_file(scanner, "/no/such/file", &result) != GUANKA_IO)
        return 5;
    if (guanka_scanner_set_language(scanner, "fr") != GUANKA_INVALID)
        return 6;
    paths[0] = "/no/such/rules";
    if (guanka_ruleset_load(paths, 1, NULL, &rules, message, sizeof message) == GUANKA_OK || message[0] == '\0')
        return 7;
    /* Not read until it may be, and never taken for clean. */
    if (guanka_scan(scanner, "%PDF-1.4\n", 9, "a.pdf", &result) != GUANKA_OK || result.verdict != GUANKA_REVIEW
        || strstr(result.jsonl, "\"unsupported\"") == NULL)
        return 8;
    if (guanka_scanner_isolate(scanner, argv[3]) != GUANKA_OK
        || guanka_scanner_isolate(scanner, argv[3]) != GUANKA_INVALID
        || guanka_scanner_isolate_all(scanner, argv[3]) != GUANKA_INVALID)
        return 9;
    if (guanka_scan(scanner, "%PDF-1.4\n", 9, "a.pdf", &result) != GUANKA_OK || result.verdict != GUANKA_REVIEW
        || strstr(result.jsonl, "cannot be started") != NULL)
        return 10;
    guanka_scanner_destroy(scanner);
    printf("version %s\n", guanka_version());
    return 0;
}
