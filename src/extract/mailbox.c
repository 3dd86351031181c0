/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/mailbox.h"

#include <stdio.h>

#include "extract/mail_evidence.h"

enum {
    EMLX_BITS = 24, /* a line of digits alone */
    DIGITS_MAX = 12,
    NAME_SIZE = 32,
};

static struct bytes line_at(struct bytes input, size_t offset)
{
    struct bytes rest = bytes_slice(input, offset, input.size);
    const uint8_t *newline = rest.size > 0 ? memchr(rest.data, '\n', rest.size) : NULL;

    return newline != NULL ? bytes_slice(rest, 0, (size_t)(newline - rest.data) + 1) : rest;
}

static enum status message_child(struct extract_job *job, unsigned number, struct bytes message)
{
    char name[NAME_SIZE];

    (void)snprintf(name, sizeof name, "message-%u.eml", number);
    return extract_child(job, &(struct part_hint){ .name = name, .media_type = "message/rfc822", .unseen = "" },
                         message, NULL);
}

/* ---- mbox ---- */

static unsigned mbox_bid(struct bytes input, const struct part_hint *hint)
{
    (void)hint;
    return mail_evidence_of_mailbox(input);
}

/* A line "From …" behind a blank line, and a header behind it: a line of a text that begins so has none. */
static bool message_starts(struct bytes input, size_t offset)
{
    struct bytes line = line_at(input, offset), next = bytes_slice(input, offset + line.size, input.size);

    if (!bytes_start_with(line, "From ", 5))
        return false;
    return mail_evidence_is_field(next) || bytes_start_with(next, ">From ", 6);
}

/* Where the message that follows the one at `offset` begins. */
static size_t next_message(struct bytes input, size_t offset)
{
    while (offset < input.size) {
        const uint8_t *found = memmem(input.data + offset, input.size - offset, "\nFrom ", 6);
        size_t at;

        if (found == NULL)
            return input.size;
        at = (size_t)(found - input.data) + 1;
        if (((at > 1 && input.data[at - 2] == '\n') || (at > 2 && input.data[at - 2] == '\r' && input.data[at - 3] == '\n'))
            && message_starts(input, at))
            return at;
        offset = at;
    }
    return input.size;
}

static enum status mbox_extract(struct extract_job *job)
{
    struct bytes input = job->input;
    enum status status = STATUS_OK;
    unsigned number = 0;

    for (size_t offset = 0; offset < input.size && status == STATUS_OK;) {
        size_t start = offset + line_at(input, offset).size, end = next_message(input, offset);

        status = extract_progress(job, offset);
        if (status == STATUS_OK)
            status = message_child(job, ++number, bytes_slice(input, start, end > start ? end - start : 0));
        offset = end;
    }
    return status;
}

const struct extractor mbox_extractor = {
    .format = { "mbox", "application/mbox" },
    .bid = mbox_bid,
    .extract = mbox_extract,
};

/* ---- emlx: the size of the message in digits, the message, a property list ---- */

/* The offset of the message, or 0; *size is its size. */
static size_t emlx_message(struct bytes input, uint64_t *size)
{
    size_t digits = 0, blanks;

    *size = 0;
    while (digits < input.size && digits < DIGITS_MAX && input.data[digits] >= '0' && input.data[digits] <= '9')
        *size = *size * 10 + (input.data[digits++] - '0');
    blanks = digits;
    while (blanks < input.size && blanks < digits + DIGITS_MAX && input.data[blanks] == ' ')
        blanks++;
    return digits > 0 && blanks < input.size && input.data[blanks] == '\n' ? blanks + 1 : 0;
}

static unsigned emlx_bid(struct bytes input, const struct part_hint *hint)
{
    uint64_t size;
    size_t start = emlx_message(input, &size);
    unsigned bits = start > 0 ? mail_evidence_of_message(bytes_slice(input, start, input.size), hint) : 0;

    return bits > 0 ? EMLX_BITS + bits : 0;
}

static enum status emlx_extract(struct extract_job *job)
{
    uint64_t size;
    size_t start = emlx_message(job->input, &size);
    struct bytes message = bytes_slice(job->input, start, (size_t)size);
    struct bytes list = bytes_slice(job->input, start + message.size, job->input.size);
    enum status status = message_child(job, 1, message);

    if (status == STATUS_OK && message.size < size)
        status = extract_gap(job, STATUS_MALFORMED, "the message breaks off");
    if (status == STATUS_OK && list.size > 0)
        status = extract_child(job, &(struct part_hint){ .name = "properties.plist", .unseen = "" }, list, NULL);
    return status;
}

const struct extractor emlx_extractor = {
    .format = { "emlx", "message/x-emlx" },
    .bid = emlx_bid,
    .extract = emlx_extract,
};
