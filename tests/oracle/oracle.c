/* SPDX-License-Identifier: Apache-2.0 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "oracle.h"

#include <criterion/criterion.h>
#include <iconv.h>
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/canonical.h"
#include "text/utf8.h"

enum { PATTERN_BYTES_MAX = 4096, CHARACTER_BYTES_MAX = 4, DFA_WORKSPACE = 4096 };

/* One character of the document. */
struct origin {
    struct span source;
    uint32_t line, column;
};

struct oracle {
    const struct oracle_rule *rules;
    size_t rule_count;
    pcre2_code **codes;
    pcre2_match_data *match;
    iconv_t to_gb18030;
    char *document, *canonical;
    size_t document_size, canonical_size;
    struct origin *origins; /* by canonical byte */
    struct oracle_finding *findings;
    size_t finding_count, finding_capacity;
};

static void *must(void *memory)
{
    cr_assert_not_null(memory, "no memory");
    return memory;
}

static pcre2_code *rule_compile(const struct oracle_rule *rule)
{
    char pattern[PATTERN_BYTES_MAX] = "";
    int error;
    PCRE2_SIZE offset;

    for (size_t index = 0; rule->patterns[index] != NULL; index++) {
        size_t used = strlen(pattern);
        (void)snprintf(pattern + used, sizeof pattern - used, "%s(?:%s%s%s)", index > 0 ? "|" : "",
                       rule->is_words ? "\\Q" : "", rule->patterns[index], rule->is_words ? "\\E" : "");
    }
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, PCRE2_UTF, &error, &offset, NULL);
    cr_assert_not_null(code, "PCRE2 refuses %s at %zu", pattern, offset);
    return code;
}

struct oracle *oracle_create(const struct oracle_rule *rules, size_t rule_count)
{
    struct oracle *oracle = must(calloc(1, sizeof *oracle));

    oracle->rules = rules;
    oracle->rule_count = rule_count;
    oracle->codes = must(calloc(rule_count, sizeof *oracle->codes));
    for (size_t index = 0; index < rule_count; index++)
        oracle->codes[index] = rule_compile(&rules[index]);
    oracle->match = must(pcre2_match_data_create(2, NULL));
    oracle->to_gb18030 = iconv_open("GB18030", "UTF-8");
    cr_assert_neq(oracle->to_gb18030, (iconv_t)-1);
    return oracle;
}

void oracle_destroy(struct oracle *oracle)
{
    for (size_t index = 0; index < oracle->rule_count; index++)
        pcre2_code_free(oracle->codes[index]);
    pcre2_match_data_free(oracle->match);
    (void)iconv_close(oracle->to_gb18030);
    free(oracle->codes);
    free(oracle->document);
    free(oracle->canonical);
    free(oracle->origins);
    free(oracle->findings);
    free(oracle);
}

static size_t character_encode(struct oracle *oracle, const char *utf8, size_t size, enum encoding encoding,
                               char *output)
{
    if (encoding == ENCODING_UTF8) {
        memcpy(output, utf8, size);
        return size;
    }
    char *input = (char *)(uintptr_t)utf8, *next = output;
    size_t left = size, room = CHARACTER_BYTES_MAX;
    cr_assert_neq(iconv(oracle->to_gb18030, &input, &left, &next, &room), (size_t)-1);
    return CHARACTER_BYTES_MAX - room;
}

struct bytes oracle_encode(struct oracle *oracle, struct bytes utf8, enum encoding encoding)
{
    struct canonical_state state = CANONICAL_STATE_INIT;
    size_t canonical_max = CANONICAL_GROWTH * utf8.size + CANONICAL_SLACK;
    struct origin at = { .line = 1, .column = 1 };

    oracle->document = must(realloc(oracle->document, 2 * utf8.size + CHARACTER_BYTES_MAX));
    oracle->canonical = must(realloc(oracle->canonical, canonical_max));
    oracle->origins = must(realloc(oracle->origins, canonical_max * sizeof *oracle->origins));
    oracle->document_size = oracle->canonical_size = 0;
    for (size_t offset = 0; offset < utf8.size;) {
        const char *character = (const char *)utf8.data + offset;
        struct utf8_step step = utf8_next(character, utf8.size - offset);
        char *target = oracle->document + oracle->document_size;
        size_t size = character_encode(oracle, character, step.size, encoding, target);
        at.source = (struct span){ oracle->document_size, oracle->document_size + size };
        oracle->document_size += size;
        size_t produced = canonical_append(&state, character, step.size, NEWLINES_ARE_BREAKS,
                                           oracle->canonical + oracle->canonical_size, NULL);
        for (size_t index = 0; index < produced; index++)
            oracle->origins[oracle->canonical_size++] = at;
        at.column++;
        if (step.code_point == '\n') {
            at.line++;
            at.column = 1;
        }
        offset += step.size;
    }
    return bytes_of(oracle->document, oracle->document_size);
}

static void finding_add(struct oracle *oracle, size_t rule, size_t start, size_t end)
{
    if (oracle->finding_count == oracle->finding_capacity) {
        oracle->finding_capacity = oracle->finding_capacity * 2 + 64;
        oracle->findings = must(realloc(oracle->findings, oracle->finding_capacity * sizeof *oracle->findings));
    }
    const struct origin *first = &oracle->origins[start], *last = &oracle->origins[end - 1];
    oracle->findings[oracle->finding_count++] =
        (struct oracle_finding){ rule, { first->source.start, last->source.end }, first->line, first->column };
}

/* No pattern matches across a break, so each block is a subject of its own. */
static void block_find(struct oracle *oracle, size_t rule, size_t start, size_t end)
{
    int workspace[DFA_WORKSPACE];
    const char *block = oracle->canonical + start;
    size_t size = end - start, from = 0;

    while (from < size) {
        int found = pcre2_dfa_match(oracle->codes[rule], (PCRE2_SPTR)block, size, from, PCRE2_NO_UTF_CHECK,
                                    oracle->match, NULL, workspace, DFA_WORKSPACE);
        if (found == PCRE2_ERROR_NOMATCH)
            return;
        cr_assert_geq(found, 0, "pcre2_dfa_match: %d", found);
        const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(oracle->match);
        cr_assert_gt(ends[1], ends[0], "%s matches nothing at all", oracle->rules[rule].id);
        finding_add(oracle, rule, start + ends[0], start + ends[1]);
        from = ends[1];
    }
}

const struct oracle_finding *oracle_find(struct oracle *oracle, size_t *count)
{
    oracle->finding_count = 0;
    for (size_t rule = 0; rule < oracle->rule_count; rule++) {
        for (size_t start = 0; start < oracle->canonical_size;) {
            const char *newline = memchr(oracle->canonical + start, '\n', oracle->canonical_size - start);
            size_t end = newline == NULL ? oracle->canonical_size : (size_t)(newline - oracle->canonical);
            block_find(oracle, rule, start, end);
            start = end + 1;
        }
    }
    *count = oracle->finding_count;
    return oracle->findings;
}
