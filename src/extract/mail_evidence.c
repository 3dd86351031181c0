/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/mail_evidence.h"

#include <strings.h>

#include "extract/part.h"

enum {
    PREFIX_SIZE = 16 * 1024,
    FIELD_NAME_MAX = 76,
    LINES_MAX = 200,
    BLANK_LINES_MAX = 4,
    BITS_PER_FIELD = 16, /* a name and its colon at the beginning of a line, carefully */
    FIELDS_COUNTED = 6,
    FIELDS_MIN = 3,
    FIELDS_OF_MIME_MIN = 2, /* MIME-Version and another */
    FIELDS_OF_MAILBOX_MIN = 2,
    MAILBOX_BITS = 40, /* "From " */
};

/* Fields that only mail has, and fields that people also write at the head of a letter or a memorandum. */
static const char *const fields_of_mail[] = {
    "Received",     "Return-Path",  "Message-ID",  "MIME-Version",   "Delivered-To",
    "DKIM-Signature", "X-Mailer",   "References",  "In-Reply-To",    "Content-Transfer-Encoding",
    "X-Originating-IP", "Authentication-Results", "Snapshot-Content-Location", "X-MimeOLE", "X-Priority",
};
static const char *const fields_of_letters[] = {
    "From", "To", "Cc", "Bcc", "Subject", "Date", "Reply-To", "Sender", "Content-Type", "Content-Disposition",
    "Content-Location", "Content-Language", "User-Agent", "Organization", "Status", "X-Status",
};

struct evidence {
    unsigned of_mail, of_letters;
    bool has_sender, has_date_or_subject, is_mime, has_parts;
    bool whole; /* the header ends with a blank line, or the input ends in it */
};

static bool is_one_of(struct bytes name, const char *const *names, size_t count)
{
    for (size_t index = 0; index < count; index++)
        if (strlen(names[index]) == name.size && strncasecmp(names[index], (const char *)name.data, name.size) == 0)
            return true;
    return false;
}

/* The name in front of the colon; empty when the line is no field. */
static struct bytes field_name(struct bytes line)
{
    for (size_t index = 0; index < line.size && index <= FIELD_NAME_MAX; index++) {
        uint8_t byte = line.data[index];

        if (byte == ':')
            return bytes_slice(line, 0, index);
        if (byte <= ' ' || byte >= 0x7F)
            break;
    }
    return bytes_of(line.data, 0);
}

bool mail_evidence_is_field(struct bytes input)
{
    return field_name(input).size > 0;
}

static struct bytes first_line(struct bytes input)
{
    const uint8_t *newline = input.size > 0 ? memchr(input.data, '\n', input.size) : NULL;

    return newline != NULL ? bytes_slice(input, 0, (size_t)(newline - input.data) + 1) : input;
}

static bool is_blank(struct bytes line)
{
    return line.size == 0 || line.data[0] == '\n' || (line.data[0] == '\r' && line.size <= 2);
}

static bool is_multipart(struct bytes value)
{
    static const char multipart[] = "multipart/";

    while (value.size > 0 && (value.data[0] == ' ' || value.data[0] == '\t'))
        value = bytes_slice(value, 1, value.size);
    return value.size >= sizeof multipart - 1
           && strncasecmp((const char *)value.data, multipart, sizeof multipart - 1) == 0;
}

static void count_field(struct evidence *evidence, struct bytes line, struct bytes name)
{
    static const char *const type[] = { "Content-Type" };
    static const char *const sender[] = { "From" };
    static const char *const date_or_subject[] = { "Date", "Subject" };
    static const char *const mime[] = { "MIME-Version" };

    evidence->is_mime |= is_one_of(name, mime, 1);
    evidence->has_parts |= is_one_of(name, type, 1) && is_multipart(bytes_slice(line, name.size + 1, line.size));
    evidence->has_sender |= is_one_of(name, sender, 1);
    evidence->has_date_or_subject |= is_one_of(name, date_or_subject, 2);
    evidence->of_mail += is_one_of(name, fields_of_mail, sizeof fields_of_mail / sizeof *fields_of_mail);
    evidence->of_letters += is_one_of(name, fields_of_letters, sizeof fields_of_letters / sizeof *fields_of_letters);
}

static struct evidence collect(struct bytes input)
{
    struct evidence evidence = { .whole = false };
    struct bytes rest = bytes_slice(input, 0, PREFIX_SIZE);

    for (unsigned count = 0; count < LINES_MAX; count++) {
        struct bytes line = first_line(rest), name = field_name(line);

        evidence.whole = is_blank(line);
        if (evidence.whole)
            break;
        if (name.size > 0)
            count_field(&evidence, line, name);
        else if (count == 0 || (line.data[0] != ' ' && line.data[0] != '\t'))
            break;
        rest = bytes_slice(rest, line.size, rest.size);
    }
    return evidence;
}

static unsigned bits_of(const struct evidence *evidence)
{
    unsigned count = evidence->of_mail + evidence->of_letters;

    return BITS_PER_FIELD * (count < FIELDS_COUNTED ? count : FIELDS_COUNTED);
}

/* By the name of the file, or by its media type. */
static bool is_said_to_be_mail(const struct part_hint *hint)
{
    static const char *const endings[] = { ".eml", ".emlx", ".mht", ".mhtml" };
    size_t size = hint != NULL && hint->name != NULL ? strlen(hint->name) : 0;

    for (size_t index = 0; index < sizeof endings / sizeof *endings; index++)
        if (size > strlen(endings[index]) && strcasecmp(hint->name + size - strlen(endings[index]), endings[index]) == 0)
            return true;
    return hint != NULL && hint->media_type != NULL && strcasecmp(hint->media_type, "message/rfc822") == 0;
}

unsigned mail_evidence_of_message(struct bytes input, const struct part_hint *hint)
{
    struct evidence evidence;

    for (unsigned count = 0; count < BLANK_LINES_MAX && input.size > 0 && is_blank(first_line(input)); count++)
        input = bytes_slice(input, first_line(input).size, input.size);
    evidence = collect(input);
    if (evidence.has_parts || (evidence.of_mail + evidence.of_letters > 0 && is_said_to_be_mail(hint)))
        return bits_of(&evidence);
    if (evidence.of_mail + evidence.of_letters < (evidence.is_mime ? FIELDS_OF_MIME_MIN : FIELDS_MIN))
        return 0;
    if (evidence.of_mail > 0)
        return bits_of(&evidence);
    return evidence.whole && evidence.has_sender && evidence.has_date_or_subject ? bits_of(&evidence) : 0;
}

unsigned mail_evidence_of_mailbox(struct bytes input)
{
    struct bytes line = first_line(bytes_slice(input, 0, PREFIX_SIZE));
    struct evidence evidence;

    if (!bytes_start_with(line, "From ", 5) || line.data[line.size - 1] != '\n')
        return 0;
    evidence = collect(bytes_slice(input, line.size, PREFIX_SIZE));
    return evidence.of_mail + evidence.of_letters >= FIELDS_OF_MAILBOX_MIN ? MAILBOX_BITS + bits_of(&evidence) : 0;
}
