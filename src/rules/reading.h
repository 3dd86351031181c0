/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads YAML by tables of keys: what the value of each must be and where it goes. Complains with file, line and column.
 *
 * For rule packs and what else operators write in YAML. Texts go to the arena that the caller gives. One thread.
 */
#ifndef GUANKA_RULES_READING_H
#define GUANKA_RULES_READING_H

#include <stdbool.h>
#include <yaml.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "rules/complaint.h"
#include "rules/rule_text.h"

/* Begin with all but the document. */
struct reading {
    const char *file;
    bool sealed; /* nothing of it is quoted, and libyaml's copies are wiped */
    struct arena *arena;
    struct error *error;
    yaml_document_t *document;
};

typedef enum status reading_value(struct reading *reading, const yaml_node_t *node, void *target);

/* A key of a mapping, what reads its value, and into which field of the mapping's target. */
struct reading_key {
    const char *name;
    reading_value *read;
    size_t field;
};
enum { READING_KEYS_MAX = 32 };

/* Parses the file, which has one document in UTF-8, and has `read` read it. */
MUST_CHECK enum status reading_file(struct reading *reading, struct bytes yaml, reading_value *read, void *target);

/* "file:line:column: …" of the node, as STATUS_INVALID. */
enum status reading_fail(const struct reading *reading, const yaml_node_t *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Reads each pair by its key; *seen gets a bit per key. */
MUST_CHECK enum status reading_mapping(struct reading *reading, const yaml_node_t *node, const struct reading_key *keys,
                                       size_t count, void *target, uint32_t *seen);
/* The first `required` keys of the table must have been seen. */
MUST_CHECK enum status reading_require(const struct reading *reading, const yaml_node_t *node,
                                       const struct reading_key *keys, size_t required, uint32_t seen);

MUST_CHECK enum status reading_text(struct reading *reading, const yaml_node_t *node, struct rule_text *text);
/* Into a `const char *`. */
MUST_CHECK enum status reading_string(struct reading *reading, const yaml_node_t *node, void *target);
/* Into a struct rule_texts; a single text stands for a list of one. */
MUST_CHECK enum status reading_texts(struct reading *reading, const yaml_node_t *node, void *target);
MUST_CHECK enum status reading_number(struct reading *reading, const yaml_node_t *node, uint32_t least, uint32_t most,
                                      uint32_t *number);
/* One of `known`, by its index; `what` says of what. */
MUST_CHECK enum status reading_choice(struct reading *reading, const yaml_node_t *node, const char *what,
                                      const char *const *known, size_t count, size_t *index);

#endif
