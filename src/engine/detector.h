/* SPDX-License-Identifier: Apache-2.0
 *
 * What a pattern cannot say: the contract of a detector.
 *
 * A detector reads the canonical text of a part block by block (a paragraph, a cell, a line) and says which places are
 * which of its outcomes. It has the mechanism; vocabulary and thresholds are tables (reference/reference.h), and what
 * an outcome means is for a rule: `match: {detector: NAME, outcome: NAME}` (docs/rule-language.md). A detector that no
 * rule names costs nothing. It keeps no state outside the job, and its results depend on the blocks and the day alone,
 * never on how text was cut into windows: a block comes once, whole, in the order of its lane (engine/lane.h);
 * only blocks of more than DETECTOR_TEXT_MAX bytes come in pieces.
 *
 * Nearly all blocks are none of a detector's business, so it says what it lives on. Its words are looked for together with
 * those of all others (engine/words.h), and it is told where they stand; it does not search for them again. What it needs
 * besides are features of a block, which are found once for all. A block that has neither its words nor one of those
 * features is not shown to it. So a detector never counts blocks: the driver says how many there were.
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
#include "text/literal_set.h"
#include "text/marks.h"

enum { DETECTOR_TEXT_MAX = 16 * 1024, DETECTOR_OUTCOMES_MAX = 32, DETECTOR_WORDS_MAX = 2, DETECTORS_MAX = 32 };

/* What a block may have, beside the signs of text/marks.h. */
enum block_feature {
    BLOCK_MANY_DIGITS = 1 << 16, /* BLOCK_DIGITS_MANY of ASCII or more */
    BLOCK_SERIAL = 1 << 17,      /* digits, and 号 */
    BLOCK_DATE = 1 << 18,        /* a written date, or the day of a property; looked for in the roles of those who need it */
    BLOCK_ANY = 1 << 19,         /* all have it */
    BLOCK_TRICK = 1 << 20,       /* it is shown otherwise than stored */
};
enum { BLOCK_DIGITS_MANY = 8 };

/* Words that a detector wants to have looked for. */
struct detector_words {
    struct literal_list list; /* which a literal set must take, with ids below 1 << 24; lives as long as the knowledge */
    /* May the word that stands at text[at] matter? The text may begin before the block and end behind it. NULL: it may. */
    bool (*may_matter)(const void *knowledge, uint32_t id, const char *text, size_t size, size_t at);
};

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
    uint32_t features; /* of enum text_mark and enum block_feature */
    size_t digits;     /* ASCII ones */
    struct date day;   /* with BLOCK_DATE: the latest that it gives as the document's (wording/document_day.h); may be unset */
    bool day_is_own;   /* it is the text's, not that of the page which shows it */
    bool in_head;      /* in the first RULE_HEAD_LINES lines of the body */
    bool continues;    /* the rest of a block that was too long */
    uint64_t offset;   /* for detector_hold */
    uint64_t number;   /* among the blocks of its role, from 1 */
    uint64_t before;   /* bytes of the blocks of its role before it, and one for each */
    uint32_t tricks;   /* with BLOCK_TRICK: bits of enum display_trick */
    struct literal_places words[DETECTOR_WORDS_MAX]; /* where those that the detector has declared stand in it */
};

struct detector_driver;

struct detector_job {
    void *state; /* state_size bytes, zero when the part opens */
    /* In the part that this one is inside of, which is suspended; NULL for the document. What a part leaves in the state there
     * must not be in `arena`; `path` and holds live on. Of a part that is closed nothing can be reported any more. */
    const struct detector_job *parent;
    const void *knowledge; /* what prepare made; NULL without one */
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
    /* Its words, when the tables are ready: as many sets as there are elements, others stay empty. NULL: it has none. */
    void (*words)(const void *knowledge, struct detector_words sets[DETECTOR_WORDS_MAX]);
    uint32_t needs; /* features (enum text_mark, enum block_feature) of which a block without words has one to be shown */
    enum status (*text)(struct detector_job *job, const struct detector_text *text);
    /* After the last block of the part. NULL: nothing to do. */
    enum status (*close)(struct detector_job *job);
};

/* Does a rule listen to this outcome (an index into outcomes)? */
bool detector_wants(const struct detector_job *job, unsigned outcome);

/* A place that may become a finding. Its words are copied: only for suspects. Lives as long as the scan's result. Of what is part
 * of a longer phrase that is allowed (rules/allow.h) nothing is reported. */
struct detector_hold;
MUST_CHECK enum status detector_hold(struct detector_job *job, const struct detector_text *text, struct span span,
                                     const struct detector_hold **hold);
/* The same for words that begin `back` bytes before the block, at most DETECTOR_BACK_MAX: the name of a row and its figure are
 * one statement, though in two cells. They end at `to` in the block. */
enum { DETECTOR_BACK_MAX = 192 };
MUST_CHECK enum status detector_hold_back(struct detector_job *job, const struct detector_text *text, uint64_t back,
                                          uint64_t to, const struct detector_hold **hold);
/* The place is a finding, of `occurrences` places in all. `reason` is a translated sentence (copied), or NULL. */
MUST_CHECK enum status detector_report(struct detector_job *job, unsigned outcome, const struct detector_hold *hold,
                                       uint32_t occurrences, const char *reason);
/* The same of what is made of more than one place: it is the same finding as long as `identity` and, with `counts_words`,
 * the words of the place are the same. */
MUST_CHECK enum status detector_report_as(struct detector_job *job, unsigned outcome, const struct detector_hold *hold,
                                          const char *reason, struct bytes identity, bool counts_words);
/* Both at once. `span` is in text->utf8. */
MUST_CHECK enum status detector_found(struct detector_job *job, unsigned outcome, const struct detector_text *text,
                                      struct span span, const char *reason);

#endif
