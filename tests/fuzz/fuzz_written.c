/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers of cases and periods of examinations in any canonical text: spans lie inside, on characters, one behind the other;
 * periods begin and end with days that exist, in this order.
 */
#include <string.h>

#include "base/assert.h"
#include "text/canonical.h"
#include "text/utf8.h"
#include "wording/case_number.h"
#include "wording/exam_period.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_LIMIT = 1024, ROOM = CANONICAL_GROWTH * SIZE_LIMIT + CANONICAL_SLACK };

static void check_numbers(const char *text, size_t size)
{
    struct case_number number;
    char key[32];
    size_t at = 0;

    while (case_number_next(text, size, at, &number)) {
        ASSERT(number.from >= at && number.from < number.to && number.to <= size);
        ASSERT(utf8_floor(text, size, number.from) == number.from && utf8_floor(text, size, number.to) == number.to);
        size_t length = case_number_key(text + number.from, number.to - number.from, key, sizeof key);
        ASSERT(length <= sizeof key && utf8_valid_prefix(key, length) == length);
        at = number.to;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char text[ROOM];
    struct canonical_state state = CANONICAL_STATE_INIT;
    struct exam_period period;
    size_t length;

    if (size > SIZE_LIMIT)
        return 0;
    length = canonical_append(&state, (const char *)data, size, NEWLINES_ARE_BLANKS, text, NULL);
    check_numbers(text, length);
    if (exam_period_read(text, length, &period)) {
        ASSERT(date_exists(period.first) && date_exists(period.last));
        ASSERT(date_days(period.first) <= date_days(period.last));
    }
    return 0;
}
