/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Bytes of the character that begins here (RFC 3629); 0: none does. */
static size_t character_size(const unsigned char *at)
{
    static const struct {
        unsigned char from, to, second_from, second_to, size;
    } leads[] = { { 0x00, 0x7F, 0x00, 0xFF, 1 }, { 0xC2, 0xDF, 0x80, 0xBF, 2 }, { 0xE0, 0xE0, 0xA0, 0xBF, 3 },
                  { 0xE1, 0xEC, 0x80, 0xBF, 3 }, { 0xED, 0xED, 0x80, 0x9F, 3 }, { 0xEE, 0xEF, 0x80, 0xBF, 3 },
                  { 0xF0, 0xF0, 0x90, 0xBF, 4 }, { 0xF1, 0xF3, 0x80, 0xBF, 4 }, { 0xF4, 0xF4, 0x80, 0x8F, 4 } };
    size_t lead = 0, size;

    while (lead < sizeof leads / sizeof *leads && (at[0] < leads[lead].from || at[0] > leads[lead].to))
        lead++;
    if (lead == sizeof leads / sizeof *leads)
        return 0;
    if (leads[lead].size > 1 && (at[1] < leads[lead].second_from || at[1] > leads[lead].second_to))
        return 0;
    for (size = 2; size < leads[lead].size; size++) {
        if ((at[size] & 0xC0) != 0x80)
            return 0;
    }
    return leads[lead].size;
}

/* What could do something to a terminal or a log: C0 and C1 controls, DEL, line and paragraph separators, marks and
 * controls of direction (U+061C, U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069). */
static bool is_harmful(const char *character, size_t size)
{
    const unsigned char *at = (const unsigned char *)character;

    switch (size) {
    case 1:
        return at[0] < 0x20 || at[0] == 0x7F;
    case 2:
        return (at[0] == 0xC2 && at[1] < 0xA0) || (at[0] == 0xD8 && at[1] == 0x9C);
    case 3:
        return at[0] == 0xE2
               && ((at[1] == 0x80 && (at[2] == 0x8E || at[2] == 0x8F || (at[2] >= 0xA8 && at[2] <= 0xAE)))
                   || (at[1] == 0x81 && at[2] >= 0xA6 && at[2] <= 0xA9));
    default:
        return false;
    }
}

/* Formats cut between bytes, at the end of the message and wherever one has "%.60s", and other people's words may be
 * anything: a message has no half characters, and none that does more than to stand there. */
static void make_harmless(char *message)
{
    char *end = message;

    while (*message != '\0') {
        size_t size = character_size((const unsigned char *)message);

        if (is_harmful(message, size)) {
            *end++ = *message == '\n' || *message == '\t' || *message == '\r' ? ' ' : '?';
        } else {
            memmove(end, message, size);
            end += size;
        }
        message += size > 0 ? size : 1;
    }
    *end = '\0';
}

enum status error_set(struct error *error, enum status status, const char *format, ...)
{
    va_list arguments;
    int length;

    if (error == NULL)
        return status;
    error->status = status;
    va_start(arguments, format);
    length = vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    if (length < 0)
        error->message[0] = '\0';
    make_harmless(error->message);
    return status;
}
