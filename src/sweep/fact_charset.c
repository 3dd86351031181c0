/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/fact_charset.h"

#include <string.h>

#include "report/json.h"
#include "text/encoding_prescan.h"

void fact_charset_write(struct buf *out, const struct site_page *page, struct bytes input, const char *said)
{
    enum encoding declared = input.size > 0 ? encoding_prescan_html(input) : ENCODING_NONE;

    if (said[0] != '\0')
        json_text(out, "charset_said", said);
    if (declared >= 0)
        json_text(out, "charset_declared", encoding_name(declared));
    if (page->encoding >= 0)
        json_text(out, "charset", encoding_name(page->encoding));
}

static enum encoding family_of(const char *label)
{
    enum encoding encoding = encoding_from_label(label, strlen(label));

    return encoding == ENCODING_GB18030 ? ENCODING_GBK : encoding;
}

bool fact_charset_agrees(const char *left, const char *right)
{
    enum encoding one = family_of(left), other = family_of(right);

    return one == ENCODING_NONE || other == ENCODING_NONE || one == other;
}
