/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts as they stand in a YAML file, with their places.
 */
#ifndef GUANKA_RULES_RULE_TEXT_H
#define GUANKA_RULES_RULE_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct rule_text {
    const char *text; /* valid UTF-8, terminated, without NUL inside */
    size_t size;
    uint32_t line, column; /* where its first character or its quote stands */
    char style;            /* '\'', '"', or 0: plain; '|' when it is spread over lines */
};

struct rule_texts {
    struct rule_text *items;
    size_t count;
};

#endif
