/* SPDX-License-Identifier: Apache-2.0
 *
 * Text that promotes what is forbidden: somebody offers it, and says how he is to be reached.
 *
 * No word is enough, because news of the police, law and campaigns hold them all. Each word of a vocabulary has a part
 * and points; points of what stands near each other are added up: services of one topic (or lawful objects with what is
 * unlawfully done with them), lures that all advertisers use, and the best way of contact speak for an advertisement,
 * words of those who warn, forbid or report speak against it. Without a way of contact there is none; what is not named
 * may be known by its bait. Ways of contact are known by their form: a name of a messenger with a handle behind it, a
 * mobile number, an address. A name of letters and digits in front of 平台, 娱乐 and the like is a brand.
 *
 * Words are looked for in the dense view (text/canonical.h), so what stands between characters does not matter; blocks
 * come one after the other, because an advertisement may fill several lines. One reader for one stream of text.
 */
#ifndef GUANKA_WORDING_PROMOTION_H
#define GUANKA_WORDING_PROMOTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

/* What a word is in an advertisement. */
enum promotion_part {
    PROMOTION_SERVICE,  /* what is offered */
    PROMOTION_OBJECT,   /* lawful by itself: a service with an act near it (发票 with 代开) */
    PROMOTION_ACT,      /* what is done with objects of its topic, or of any; a lure, if it has points */
    PROMOTION_BRAND,    /* what follows a name of letters and digits; a service when it does */
    PROMOTION_BAIT,     /* what only those say who sell what they do not name; to services a lure */
    PROMOTION_LURE,     /* what advertisers of all topics say */
    PROMOTION_CONTACT,  /* the name of a messenger; counts with a handle behind it */
    PROMOTION_LINK,     /* the beginning of an address; counts by itself */
    PROMOTION_OFFICIAL, /* in front of a contact: the account is that of an office */
    PROMOTION_EXCUSE,   /* speaks against it */
    PROMOTION_GENRE,    /* speaks against it; in a title or heading it does so for the whole text */
    PROMOTION_ORDINARY, /* an ordinary word that holds another one of these; of words that overlap the longest counts */
    PROMOTION_PART_COUNT,
};

enum { PROMOTION_UNNAMED = 31 }; /* the topic of baits */

struct promotion_word {
    const char *text;      /* dense; lives as long as the vocabulary */
    const char *written;   /* as it is to be shown; so does it */
    enum promotion_part part;
    uint8_t topic;   /* of services, objects and brands; less than 32 */
    uint32_t topics; /* of acts: a bit for each topic whose objects they are done with */
    int16_t points;
};

struct promotion_limits {
    uint32_t points;      /* so many are an advertisement */
    uint32_t unnamed;     /* so many are one that does not name what it offers */
    uint32_t near;        /* characters within which its parts stand */
    uint32_t pair;        /* characters between an object and its act */
    uint32_t excuse_near; /* characters within which words against it count */
    uint32_t services;    /* that services can bring at most */
    uint32_t service_min; /* that they bring at least: below, nothing forbidden is offered */
    uint32_t lures;       /* that lures can bring at most */
    uint32_t phone;       /* that a mobile number brings */
    uint32_t address;     /* that the address of an odd host brings */
    uint32_t price;       /* that a price brings, as a lure */
    uint32_t heading;     /* characters of the longest block that is a heading */
};
#define PROMOTION_LIMITS_DEFAULT                                                                                       \
    {                                                                                                                  \
        .points = 5, .near = 80, .excuse_near = 80, .services = 4, .service_min = 2, .lures = 2, .phone = 2,           \
        .price = 1, .heading = 40, .pair = 12, .address = 2, .unnamed = 6                                              \
    }

struct account_list;
struct host_list;
struct promotion_vocabulary;

/* Can this be a word of the part? One of one Han character can only be a contact. */
bool promotion_takes(const char *dense, enum promotion_part part);
/* Links to trusted hosts and approved accounts are no way of contact; `hosts` and `accounts` may be NULL. */
MUST_CHECK enum status promotion_vocabulary_create(const struct promotion_word *words, size_t count,
                                                   const struct promotion_limits *limits,
                                                   const struct host_list *hosts, const struct account_list *accounts,
                                                   struct arena *arena,
                                                   const struct promotion_vocabulary **vocabulary);

/* A word, or a form, in its place. */
struct promotion_sign {
    const struct promotion_word *word;
    uint64_t position, end; /* characters since the stream began */
    const void *hold;       /* of a service: what the listener gave for its place */
    bool settled;
};

enum {
    PROMOTION_SHOWN_MAX = 8,
    PROMOTION_SIGNS_MAX = 512,
    PROMOTION_TEXT_MAX = 16 * 1024,
    PROMOTION_TAIL_MAX = 768, /* bytes that are remembered of blocks in which nothing is offered */
};

struct promotion_ad {
    uint8_t topic;
    bool excused; /* only the words against it keep it from being an advertisement */
    int points;   /* without those against it */
    const void *hold;
    const struct promotion_sign *shown[PROMOTION_SHOWN_MAX]; /* what it consists of, the most telling ones */
    size_t shown_count;
};

struct promotion_listener {
    void *context;
    /* A service stands in text[from, to): what to keep for it; false ends the reading. */
    bool (*mark)(void *context, size_t from, size_t to, const void **hold);
    bool (*found)(void *context, const struct promotion_ad *ad);
};

/* One stream of blocks. Zero at first. Most blocks offer nothing, and are only remembered until the next one does. */
struct promotion_reader {
    struct promotion_sign signs[PROMOTION_SIGNS_MAX]; /* those of a block that has more are left out */
    size_t count;
    uint64_t position; /* characters so far; from any number on while there are no signs */
    char tail[2 * PROMOTION_TAIL_MAX]; /* dense, blocks divided by line feeds: what has not been read for signs, and before the
                                        * last PROMOTION_TAIL_MAX bytes what nobody needs */
    size_t tail_size;
};

/* Memory to work in, shared by the readers of a thread. */
struct promotion_scratch {
    char dense[PROMOTION_TEXT_MAX + 8];
    uint16_t origin[PROMOTION_TEXT_MAX + 8]; /* canonical offset of each dense byte */
};

/* A block of canonical text of at most PROMOTION_TEXT_MAX bytes; `is_latin`: letters of ASCII are among it. False when the
 * listener ended it. */
bool promotion_read(const struct promotion_vocabulary *vocabulary, struct promotion_reader *reader,
                    struct promotion_scratch *scratch, const char *text, size_t size, bool is_latin,
                    const struct promotion_listener *listener);
/* The stream has ended: what is still open is settled. */
bool promotion_finish(const struct promotion_vocabulary *vocabulary, struct promotion_reader *reader,
                      const struct promotion_listener *listener);
/* Does a title or heading say that the text warns, forbids or reports? */
bool promotion_is_excusing_heading(const struct promotion_vocabulary *vocabulary, const char *text, size_t size);

#endif
