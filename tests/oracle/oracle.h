/* SPDX-License-Identifier: Apache-2.0
 *
 * An independent answer to "what should the engine find in this plain text".
 *
 * It shares one thing with the engine, the definition of canonical text (and not the way back from it):
 * it folds a document one character at a time, so that it knows which source character each canonical byte
 * came from, and then asks PCRE2 for the leftmost-longest matches, rule by rule, block by block. It is
 * slow, keeps everything in memory and knows nothing of windows, lanes, Hyperscan or replay.
 */
#ifndef GUANKA_TESTS_ORACLE_H
#define GUANKA_TESTS_ORACLE_H

#include "base/bytes.h"
#include "text/encoding.h"

struct oracle_rule {
    const char *id;
    bool is_words;            /* alternatives are words; else one regular expression each */
    const char *patterns[16]; /* in canonical form; ends with NULL */
};

struct oracle_finding {
    size_t rule;        /* index into the rules */
    struct span source; /* bytes of the document in its own encoding */
    uint32_t line, column;
};

struct oracle;

/* Rules are kept, not copied. Aborts on a mistake in them: this is a test's own data. */
struct oracle *oracle_create(const struct oracle_rule *rules, size_t rule_count);
void oracle_destroy(struct oracle *oracle);

/* The document in the encoding that it is to be scanned in. Only ENCODING_UTF8 and ENCODING_GB18030. */
struct bytes oracle_encode(struct oracle *oracle, struct bytes utf8, enum encoding encoding);
/* Findings for the document last encoded, by rule, then position; valid until the next call. */
const struct oracle_finding *oracle_find(struct oracle *oracle, size_t *count);

#endif
