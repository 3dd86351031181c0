/* SPDX-License-Identifier: Apache-2.0
 *
 * What went wrong, and how far it reaches.
 *
 * A closed list. The scope of a status, not the status itself, decides what stops: a damaged member
 * of an archive costs that member, an exhausted budget costs the rest of the document, and a failure
 * of our own (memory, input/output, a bug) means that no verdict may be drawn at all. Nothing may
 * turn a status into "no match".
 */
#ifndef GUANKA_BASE_STATUS_H
#define GUANKA_BASE_STATUS_H

#define MUST_CHECK __attribute__((warn_unused_result))

enum status {
    STATUS_OK = 0,
    /* The part cannot be (fully) read; its siblings still are. */
    STATUS_MALFORMED,
    STATUS_ENCRYPTED,
    STATUS_UNSUPPORTED,
    STATUS_CHARSET,
    STATUS_LIMIT_DEPTH,
    STATUS_LIMIT_RATIO,
    STATUS_LIMIT_MEMORY, /* of the process that read it */
    STATUS_CRASHED,
    /* The document ends here; what was found so far stands. */
    STATUS_LIMIT_BYTES,
    STATUS_LIMIT_CHILDREN,
    STATUS_LIMIT_FINDINGS,
    STATUS_DEADLINE,
    STATUS_STOPPED,
    STATUS_IO,
    /* Ours: the scan has no result. */
    STATUS_NO_MEMORY,
    STATUS_INVALID,
    STATUS_BUG,
};

enum status_scope { SCOPE_NONE, SCOPE_PART, SCOPE_DOCUMENT, SCOPE_SCAN };

enum status_scope status_scope(enum status status);

/* The problem code that users see ("encrypted", "limit-bytes", …), as listed in docs/contract.md.
 * Static string, never NULL. */
const char *status_code(enum status status);

#endif
