/* SPDX-License-Identifier: Apache-2.0
 *
 * HTML tags within strings of JSON, as content systems answer with whole articles.
 *
 * A tag may be escaped in any of the ways of JSON: `<\/b>`, `\u003cb\u003e`, `<a href=\"x\">`. Only names of HTML's
 * elements make a tag, so that `a<b` in a text stays what it is.
 */
#ifndef GUANKA_EXTRACT_JSON_TAG_H
#define GUANKA_EXTRACT_JSON_TAG_H

#include <stdbool.h>

#include "base/bytes.h"
#include "text/encoding.h"

struct json_tag {
    size_t size;         /* in the input; 0: there is no tag */
    bool breaks;         /* the text before and after it are apart */
    bool has_attributes; /* there may be text in it */
};

/* The tag that begins at `offset`, in a string. */
struct json_tag json_tag_read(struct bytes input, enum encoding encoding, size_t offset);

#endif
