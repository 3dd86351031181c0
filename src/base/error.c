/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/harmful.h"

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

static uint32_t code_point_of(const unsigned char *at, size_t size)
{
    static const unsigned char payload[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
    uint32_t code_point = at[0] & payload[size];

    for (size_t index = 1; index < size; index++)
        code_point = code_point << 6 | (at[index] & 0x3F);
    return code_point;
}

/* Formats cut between bytes, at the end of the message and wherever one has "%.60s", and other people's words may be
 * anything: a message has no half characters, and none that does more than to stand there. */
static void make_harmless(char *message)
{
    char *end = message;

    while (*message != '\0') {
        const unsigned char *at = (const unsigned char *)message;
        size_t size = character_size(at);

        if (size > 0 && is_harmful(code_point_of(at, size))) {
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
