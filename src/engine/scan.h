/* SPDX-License-Identifier: Apache-2.0
 *
 * The result of scanning one document: its parts, what was found in them, and what could not be read.
 *
 * Everything is borrowed: from the scanner until its next scan, and from the ruleset.
 */
#ifndef GUANKA_ENGINE_SCAN_H
#define GUANKA_ENGINE_SCAN_H

#include <stdbool.h>

#include "base/digest.h"
#include "base/status.h"
#include "extract/part.h"
#include "rules/rule.h"

struct location {
    uint32_t part;       /* index into scan.parts */
    const char *section; /* "body", "header", "sheet 名单", … */
    struct place place;
    struct cell cell;
    bool has_source;     /* false: source, line and column mean nothing (text inside OOXML, names) */
    struct span source;  /* bytes in the innermost file as stored */
    uint32_t line, column; /* from 1; column in characters */
};

/* Why a place is a finding: what was found there and looked for around it. Texts are canonical. */
struct explanation {
    const char *file; /* where the pattern stands */
    uint32_t line, column;
    bool is_word;         /* the pattern is a word, not an expression */
    bool sealed;          /* the file is: it may be named, and nothing of what stands in it */
    const char *required; /* what stood near it that the rule asks for; NULL: it asks for nothing */
    size_t required_size;
};

struct finding {
    const struct rule *rule;
    enum rule_action action; /* its rule's, for what stands here */
    struct location at;
    enum text_role role;
    /* Original text as UTF-8, never masked here: masking is the report's (it knows who reads). */
    const char *match;
    size_t match_size;
    const char *excerpt; /* one line: up to SCAN_EXCERPT_CHARACTERS on either side of the match */
    size_t excerpt_size;
    size_t excerpt_match; /* where the match begins in the excerpt */
    size_t excerpt_match_size;
    /* The canonical characters next to it that are left out (a line feed where a block ends), 0 where there is nothing
     * more: so that what is masked is not shown by cutting it. */
    uint32_t excerpt_before, excerpt_after;
    const char *reason; /* of a detector, a sentence for the reviewer, personal data masked; NULL: none */
    uint32_t occurrences; /* 1, or how many matches a counting rule has put together */
    /* Over rule, folded match (all of them, where a counting rule has put several together) and the path inside the
     * document; the file's own path is added by the report. The nth finding with the same digest has ordinal n. */
    struct digest fingerprint;
    uint32_t ordinal;
    const struct suppression *reopened; /* the expired suppression that used to hide it, or NULL; set after the scan */
    const struct explanation *explanation; /* NULL unless the scanner was told to explain */
};
enum { SCAN_EXCERPT_CHARACTERS = 30 };

struct gap {
    uint32_t part;
    enum status why;
    const char *detail; /* or NULL */
    bool has_limit;     /* it is one of struct limits that was met, */
    uint64_t limit;     /* this */
};

/* What became of a part that is a file (the document itself, a member, an embedded file). */
enum coverage { COVERAGE_COMPLETE, COVERAGE_INCOMPLETE, COVERAGE_SKIPPED };

struct scan_part {
    const char *path;       /* inside the document: "" for itself, "b/公告.docx", "b.zip!/c.txt" */
    const char *format;     /* "html", … ; "unsupported" formats have a name too */
    const char *media_type;
    const char *charset;    /* NULL for what is not text */
    uint64_t bytes;
    enum coverage coverage;
    uint32_t finding_count; /* findings of this part are consecutive, in order of position */
    uint32_t first_finding;
    bool has_class;                  /* rules that suggest a class have read this part, as far as it could be read */
    const struct finding *suggested; /* why it is important or special; NULL: ordinary. Of [0]: of all parts */
};

struct scan {
    const struct scan_part *parts; /* [0] is the document itself; depth first */
    size_t part_count;
    const struct finding *findings; /* by part, then position, then rule id */
    size_t finding_count;
    /* Places that suggest a class for their part or excuse what is in it: no findings. In the same order. */
    const struct finding *suggestions;
    size_t suggestion_count;
    const struct gap *gaps; /* by part */
    size_t gap_count;
    uint64_t text_bytes; /* canonical bytes scanned */
    struct ocr_cost ocr; /* of all parts */
};

#endif
