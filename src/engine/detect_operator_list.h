/* SPDX-License-Identifier: Apache-2.0
 *
 * The detector of terms of the operator's own lists, which may be stored as digests (wording/term_list.h).
 *
 * Table: operator-lists.csv (term,owner,expires,reference,action,topic,advice), in layers; none ships, but three entries
 * to try the rules with, in operator-list-trial.csv. Outcomes are
 * the actions that an entry may have. An entry counts until the day it expires, judged by the day of publication.
 * Nothing here quotes a term: errors and reasons name file and line.
 */
#ifndef GUANKA_ENGINE_DETECT_OPERATOR_LIST_H
#define GUANKA_ENGINE_DETECT_OPERATOR_LIST_H

#include "engine/detector.h"

extern const struct detector operator_list_detector;

enum operator_list_column {
    OPERATOR_LIST_TERM,
    OPERATOR_LIST_OWNER,
    OPERATOR_LIST_EXPIRES,
    OPERATOR_LIST_REFERENCE,
    OPERATOR_LIST_ACTION,
    OPERATOR_LIST_TOPIC,
    OPERATOR_LIST_ADVICE,
    OPERATOR_LIST_COLUMNS,
};
extern const struct reference_form operator_list_form;

struct term;
/* The term of a row that has passed as a table's; `salt` is for one that is written out. Complains about all that is
 * wrong with the row. */
MUST_CHECK enum status operator_list_term(const struct reference_row *row, uint64_t salt, struct term *term,
                                          struct error *error);

#endif
