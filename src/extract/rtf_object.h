/* SPDX-License-Identifier: Apache-2.0
 *
 * Objects and pictures in RTF: hexadecimal digits, or bytes behind \bin, that make a file inside.
 */
#ifndef GUANKA_EXTRACT_RTF_OBJECT_H
#define GUANKA_EXTRACT_RTF_OBJECT_H

#include "base/spool.h"
#include "extract/extractor.h"

struct rtf_object {
    struct spool *spool; /* NULL while there is none */
    uint32_t count;      /* objects and pictures so far */
    uint8_t half;        /* the first digit of a byte … */
    bool has_half;       /* … if there is one */
    bool is_picture;
};

/* From here on what comes belongs to one object. */
void rtf_object_begin(struct rtf_object *object, bool is_picture);
/* Digits, with anything between them. */
MUST_CHECK enum status rtf_object_hexadecimal(struct rtf_object *object, struct extract_job *job, struct bytes digits);
MUST_CHECK enum status rtf_object_binary(struct rtf_object *object, struct extract_job *job, struct bytes bytes);
/* The object is complete: it is read. */
MUST_CHECK enum status rtf_object_end(struct rtf_object *object, struct extract_job *job);
void rtf_object_free(struct rtf_object *object);

#endif
