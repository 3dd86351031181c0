/* SPDX-License-Identifier: Apache-2.0
 *
 * What is known about a draft besides its content, as its author states it (regulations 1, article 10, and 5, article
 * 6). From the client: claims, not facts.
 */
#ifndef GUANKA_REVIEW_DRAFT_H
#define GUANKA_REVIEW_DRAFT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"

/* 公开属性 (regulation 5, article 6). Only what is to be published actively may go online. */
enum disclosure { DISCLOSURE_MISSING, DISCLOSURE_ACTIVE, DISCLOSURE_ON_REQUEST, DISCLOSURE_REFUSED };
const char *disclosure_name(enum disclosure disclosure); /* "主动公开", …; NULL: missing */
bool disclosure_parse(const char *text, enum disclosure *disclosure);

/* Texts are UTF-8, borrowed, and "" where nothing was said. */
struct draft {
    const char *title, *unit, *author, *source;
    enum disclosure disclosure;
    const char *disclosure_reason;
    const char *class;                     /* as stated: a name of review_class_parse, or "" */
    const char *class_reason;              /* why it is lower than what was suggested */
    const char *column, *region, *address; /* where it is to be published */
    struct date publish_on, formed_on;
    const char *producer;          /* the organ that made it, where that is another one (regulation 7, article 8) */
    const char *producer_approval; /* number of that organ's approval */
    const char *approval_organ,
        *approval_number;      /* of a topic that needs one (regulations 5, article 15, and 7, article 10) */
    const char *const *organs; /* other organs concerned (regulation 5, article 8) */
    size_t organ_count;
};

#endif
