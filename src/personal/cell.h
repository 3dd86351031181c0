/* SPDX-License-Identifier: Apache-2.0
 *
 * What one cell of a table says of a person, by itself. Pure.
 */
#ifndef GUANKA_PERSONAL_CELL_H
#define GUANKA_PERSONAL_CELL_H

#include "personal/table_lexicon.h"
#include "rules/mask_strength.h"

enum cell_kind {
    CELL_ID = 1U << 0,
    CELL_ID_OLD = 1U << 1,      /* 15 digits with a region and a day */
    CELL_ID_DAMAGED = 1U << 2,
    CELL_ID_MASKED = 1U << 3,
    CELL_MOBILE = 1U << 4,
    CELL_CARD = 1U << 5,        /* issuer and check digit */
    CELL_ACCOUNT = 1U << 6,     /* nothing but 12 to 23 digits */
    CELL_DOCUMENT = 1U << 7,    /* the shape of a passport or permit: with a header that says so */
    CELL_BIRTH = 1U << 8,       /* a date: with a header that says so */
    CELL_AGE = 1U << 9,         /* a small number: likewise */
    CELL_SEX = 1U << 10,
    CELL_NAME = 1U << 11,       /* Han characters that begin with a surname */
    CELL_ORGANISATION = 1U << 12,
    CELL_ADDRESS = 1U << 13,    /* finer than a village */
    CELL_HEALTH = 1U << 14,
    CELL_CHILD = 1U << 15,
    CELL_STATUS = 1U << 16,
    CELL_WELL = 1U << 17,       /* 无, 否, 健康 */
    CELL_COVERED = 1U << 18,    /* a name of which a part is covered */
};
enum { CELL_KIND_COUNT = 19 };

struct birth {
    uint32_t year, month, day; /* 0: not said */
};

struct cell_value {
    uint32_t kinds;
    struct span number;    /* of the identity number, the mobile number, the card, the mask */
    struct birth birth;    /* of CELL_ID, CELL_ID_OLD, CELL_BIRTH */
    uint32_t age;          /* of CELL_AGE */
    enum sex sex;          /* of CELL_SEX */
    struct masked_id mask; /* of CELL_ID_MASKED */
};

enum { CELL_SIZE_MAX = 240 }; /* bytes: longer ones are prose, and say nothing */

void cell_read(const struct table_lexicon *lexicon, const char *text, size_t size, struct cell_value *value);
/* A day or month written with digits: 1990年3月7日, 1990-03-07, 1990.3, 199003, 19900307. The whole text. */
bool cell_read_birth(const char *text, size_t size, struct birth *birth);

#endif
