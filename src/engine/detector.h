/* SPDX-License-Identifier: Apache-2.0
 *
 * What a pattern cannot say: the contract of a detector.
 *
 * A detector reads the canonical text of a part block by block (a paragraph, a cell, a line) and says which places are
 * which of its outcomes. It has the mechanism; vocabulary and thresholds are tables (reference/reference.h), and what
 * an outcome means is for a rule: `match: {detector: NAME, outcome: NAME}` (docs/rule-language.md). A detector that no
 * rule names costs nothing. It keeps no state outside the job, and its results depend on the blocks and the day alone,
 * never on how text was cut into windows: each block comes once, whole, in the order of its lane (engine/lane.h);
 * only blocks of more than DETECTOR_TEXT_MAX bytes come in pieces.
 *
 * One const struct per detector, in a file of its own, listed in detectors.c.
 */
#ifndef GUANKA_ENGINE_DETECTOR_H
#define GUANKA_ENGINE_DETECTOR_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "engine/scan.h"
#include "extract/part.h"
#include "reference/reference.h"

enum { DETECTOR_TEXT_MAX = 16 * 1024, DETECTOR_OUTCOMES_MAX = 32 };

/* A block, valid during the call. */
struct detector_text {
    const char *utf8; /* canonical, without a line feed; not terminated */
    size_t size;
    enum text_role role;
    enum text_link link; /* of targets of links */
    const char *section; /* lives until the part closes */
    struct place place;
    struct cell cell;
    uint64_t sequence; /* of its first run: comparable between lanes */
    size_t digits;     /* ASCII ones: most blocks have none, and most detectors have nothing to do without */
    bool in_head;      /* in the first RULE_HEAD_LINES lines of the body */
    bool continues;    /* the rest of a block that was too long */
    uint64_t offset;   /* for detector_hold */
};

struct detector_driver;

struct detector_job {
    void *state;              /* state_size bytes, zero when the part opens */
    const void *parent_state; /* of the part that this one is inside of, which is suspended; NULL for the document */
    const void *knowledge;    /* what prepare made; NULL without one */
    const struct part *part;
    const char *path;    /* inside the document */
    struct arena *arena; /* until the part closes */
    struct date as_of;   /* the intended day of publication */
    struct detector_driver *driver; /* opaque: use the verbs below */
};

/* What whoever keeps a table should look at: the row, and a translated sentence. */
typedef void detector_reminder(void *context, const char *file, uint32_t line, const char *words);

struct detector {
    const char *name;
    const char *const *outcomes; /* ends with NULL */
    uint32_t roles;              /* bits (1 << enum text_role) of the text that it wants */
    size_t state_size;
    /* Once per ruleset: the tables, checked and made ready. Complains with file and line. NULL: nothing to prepare. */
    enum status (*prepare)(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error);
    /* Rows that mean nothing any more on this day. NULL: there are none. */
    void (*remind)(const void *knowledge, struct date day, detector_reminder *tell, void *context);
    enum status (*text)(struct detector_job *job, const struct detector_text *text);
    /* After the last block of the part. NULL: nothing to do. */
    enum status (*close)(struct detector_job *job);
};

/* Does a rule listen to this outcome (an index into outcomes)? */
bool detector_wants(const struct detector_job *job, unsigned outcome);

/* A place that may become a finding. Its words are copied: only for suspects. Lives as long as the scan's result. */
struct detector_hold;
MUST_CHECK enum status detector_hold(struct detector_job *job, const struct detector_text *text, struct span span,
                                     const struct detector_hold **hold);
/* The place is a finding, of `occurrences` places in all. `reason` is a translated sentence (copied), or NULL. */
MUST_CHECK enum status detector_report(struct detector_job *job, unsigned outcome, const struct detector_hold *hold,
                                       uint32_t occurrences, const char *reason);
/* Both at once. `span` is in text->utf8. */
MUST_CHECK enum status detector_found(struct detector_job *job, unsigned outcome, const struct detector_text *text,
                                      struct span span, const char *reason);

#endif
