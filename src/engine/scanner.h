/* SPDX-License-Identifier: Apache-2.0
 *
 * The product's main call: bytes and rules in, a scan out.
 *
 * A scanner holds everything that changes while a document is read (arena, window, charset tables,
 * Hyperscan scratch). One per thread; as many as you like beside each other over the same ruleset.
 */
#ifndef GUANKA_ENGINE_SCANNER_H
#define GUANKA_ENGINE_SCANNER_H

#include <stdatomic.h>

#include "base/budget.h"
#include "base/bytes.h"
#include "base/date.h"
#include "base/file.h"
#include "engine/scan.h"
#include "extract/part.h"
#include "rules/ruleset.h"

struct scanner;
struct profile;

/* `stop` may be set by any thread or a signal handler to end the scan under way (its result is then
 * marked incomplete); NULL if never. Both pointers must outlive the scanner. */
MUST_CHECK enum status scanner_create(const struct limits *limits, const atomic_bool *stop, struct scanner **scanner);
void scanner_destroy(struct scanner *scanner);

/* STATUS_OK: *scan holds the result, gaps included, valid until the next call. Otherwise (SCOPE_SCAN)
 * there is no result and none may be assumed. `content` is what backs input, or NULL. */
MUST_CHECK enum status scanner_scan(struct scanner *scanner, struct ruleset *ruleset, struct bytes input,
                                    struct file_content *content, const struct part_hint *hint,
                                    const struct scan **scan);

/* Scans `text` (UTF-8) as if it stood in a document in the given role, each line a block, all of it in the
 * first table and the head zone: for the examples of rules. */
MUST_CHECK enum status scanner_scan_text(struct scanner *scanner, struct ruleset *ruleset, struct bytes text,
                                         enum text_role role, const struct scan **scan);

/* Who reads the formats that are isolated (extract/extract.h); must outlive the scanner. NULL, as at first: nobody. */
struct extract_delegate;
void scanner_set_delegate(struct scanner *scanner, struct extract_delegate *delegate);

/* Whether findings come with an explanation. Not at first: it costs a second look at what stands around. */
void scanner_set_explain(struct scanner *scanner, bool explain);

/* The intended day of publication, for the detectors. A rule that needs one finds nothing until it is set. */
void scanner_set_as_of(struct scanner *scanner, struct date as_of);

/* Counts and times what the rules cost, for the ruleset of the profile alone; NULL, as at first: not. */
void scanner_set_profile(struct scanner *scanner, struct profile *profile);

/* Whether text in this role is collected at all, by the ruleset of the last scan. For measuring. */
bool scanner_reads(const struct scanner *scanner, enum text_role role);

/* How much canonical text is collected before it is matched; results never depend on it. For tests. */
void scanner_set_window(struct scanner *scanner, size_t bytes);

#endif
