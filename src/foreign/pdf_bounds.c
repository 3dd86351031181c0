/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf_bounds.h"

#include <string.h>

#include "extract/isolated.h"

enum {
    DIGITS_MAX = 12,
    TABLE_SIZE_MIN = 64, /* so much tells whether a table begins */
    WRONG_MAX = 1000,    /* end marks that are none: files inside have a few */
    TRAILER_MAX = 4096,  /* the dictionary that belongs to a table stands in so much before its end, or of its stream */
};

static bool is_blank(uint8_t byte)
{
    return byte <= ' ' && (byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t' || byte == '\f' || byte == 0);
}

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static struct bytes skip_blanks(struct bytes text)
{
    size_t at = 0;

    while (at < text.size && is_blank(text.data[at]))
        at++;
    return bytes_slice(text, at, SIZE_MAX);
}

/* A number and the blanks behind it; false: there is none. */
static bool skip_number(struct bytes *text)
{
    size_t at = 0;

    while (at < text->size && at < DIGITS_MAX && is_digit(text->data[at]))
        at++;
    *text = skip_blanks(bytes_slice(*text, at, SIZE_MAX));
    return at > 0;
}

static bool is_object(struct bytes text)
{
    return skip_number(&text) && skip_number(&text) && bytes_start_with(text, "obj", 3);
}

/* Whether a table of objects begins there. */
static bool is_table(struct bytes text)
{
    text = skip_blanks(bytes_slice(text, 0, TABLE_SIZE_MIN));
    return bytes_start_with(text, "xref", 4) || is_object(text);
}

enum counting {
    COUNTED_NOWHERE,
    COUNTED_FROM_HEADER, /* as most programs count that have put something in front */
    COUNTED_FROM_FILE,
};

/* The number between "startxref" and the end mark at `mark`: where a table is. 0: there is none. */
static size_t told_offset(struct bytes input, size_t start, size_t mark)
{
    size_t at = mark, digits = 0, offset = 0, scale = 1;

    while (at > start && is_blank(input.data[at - 1]))
        at--;
    for (; at > start && is_digit(input.data[at - 1]) && digits < DIGITS_MAX; at--, digits++, scale *= 10)
        offset += scale * (size_t)(input.data[at - 1] - '0');
    while (at > start && is_blank(input.data[at - 1]))
        at--;
    return at >= start + 9 && memcmp(input.data + at - 9, "startxref", 9) == 0 ? offset : 0;
}

/* Whether, and how, the end mark at `mark` comes behind a number that says where the table of this very file is: files
 * inside, and parts in front of what was appended later, have marks of their own. */
static enum counting find_origin(struct bytes input, size_t start, size_t mark)
{
    size_t offset = told_offset(input, start, mark);

    if (offset == 0)
        return COUNTED_NOWHERE;
    if (offset < mark - start && is_table(bytes_slice(input, start + offset, mark - start - offset)))
        return COUNTED_FROM_HEADER;
    return offset < mark && is_table(bytes_slice(input, offset, mark - offset)) ? COUNTED_FROM_FILE : COUNTED_NOWHERE;
}

/* The last end mark, and how offsets are counted. */
static enum counting find_end(struct bytes input, size_t start, size_t *end)
{
    size_t at = input.size;

    while (at > start) {
        const uint8_t *found = memrchr(input.data + start, '%', at - start);

        if (found == NULL)
            break;
        at = (size_t)(found - input.data);
        if (input.size - at >= 4 && memcmp(found, "%EOF", 4) == 0 && at > start && found[-1] == '%') {
            enum counting origin = find_origin(input, start, at - 1);

            *end = at + 4;
            if (origin != COUNTED_NOWHERE)
                return origin;
        }
    }
    return COUNTED_NOWHERE;
}

/* Another piece of the document, of which the end has been damaged. */
static bool goes_on(struct bytes rest)
{
    return bytes_start_with(rest, "xref", 4) || bytes_start_with(rest, "startxref", 9)
           || bytes_start_with(rest, "trailer", 7) || bytes_start_with(rest, "endstream", 9)
           || bytes_start_with(rest, "endobj", 6) || is_object(rest);
}

struct pdf_bounds pdf_bounds_of(struct bytes input)
{
    size_t start = isolated_pdf_start(input), end = input.size;
    enum counting origin;
    struct pdf_bounds bounds = { .document = input };
    struct bytes before, behind;

    if (start == SIZE_MAX)
        return bounds;
    before = bytes_slice(input, 0, start);
    if (bytes_start_with(before, "\xEF\xBB\xBF", 3))
        before = bytes_slice(before, 3, SIZE_MAX);
    bounds.before = skip_blanks(before);
    origin = find_end(input, start, &end);
    if (origin == COUNTED_NOWHERE)
        return bounds;
    behind = skip_blanks(bytes_slice(input, end, SIZE_MAX));
    if (behind.size == 0 || goes_on(behind))
        end = input.size;
    else
        bounds.behind = behind;
    start = origin == COUNTED_FROM_HEADER ? start : 0;
    bounds.document = bytes_slice(input, start, end - start);
    return bounds;
}

/* ---- earlier versions ---- */

static const uint8_t *find_words(struct bytes text, const char *words)
{
    return text.size > 0 ? memmem(text.data, text.size, words, strlen(words)) : NULL;
}

/* What comes before the part that says it: a file that is laid out for the Web (ISO 32000-1, annex F) has an end mark
 * behind its first page, of which the table goes on behind it. */
static bool goes_on_behind(struct bytes trailer, size_t mark)
{
    const uint8_t *found = find_words(trailer, "/Prev");
    struct bytes number;
    size_t offset = 0;

    if (found == NULL)
        return false;
    number = skip_blanks(bytes_slice(trailer, (size_t)(found - trailer.data) + 5, DIGITS_MAX));
    for (size_t at = 0; at < number.size && is_digit(number.data[at]); at++)
        offset = 10 * offset + (size_t)(number.data[at] - '0');
    return offset > mark;
}

/* Of the table at `table`, if a document ends with it at the mark; empty: it does not. */
static struct bytes find_trailer(struct bytes document, size_t table, size_t mark)
{
    struct bytes text = bytes_slice(document, table, mark - table), trailer;
    const char *sign = "/XRef";

    if (!is_table(text))
        return bytes_slice(text, 0, 0);
    trailer = bytes_slice(text, 0, TRAILER_MAX);
    if (bytes_start_with(skip_blanks(bytes_slice(text, 0, TABLE_SIZE_MIN)), "xref", 4)) {
        sign = "trailer";
        trailer = bytes_slice(text, text.size > TRAILER_MAX ? text.size - TRAILER_MAX : 0, SIZE_MAX);
    }
    return find_words(trailer, sign) != NULL && !goes_on_behind(trailer, mark) ? trailer : bytes_slice(text, 0, 0);
}

/* "12 0 R" */
static struct bytes root_of(struct bytes trailer)
{
    const uint8_t *found = find_words(trailer, "/Root"), *end;
    struct bytes root = bytes_slice(trailer, 0, 0);

    if (found == NULL)
        return root;
    root = skip_blanks(bytes_slice(trailer, (size_t)(found - trailer.data) + 5, 2 * DIGITS_MAX));
    end = root.size > 0 ? memchr(root.data, 'R', root.size) : NULL;
    return bytes_slice(root, 0, end != NULL ? (size_t)(end - root.data) : 0);
}

/* Whether a version adds nothing but a table without objects, with the same catalogue: so Word ends each of its files,
 * for programs that know no other tables. */
static bool is_empty_table(struct bytes added, struct bytes trailer, struct bytes trailer_before)
{
    static const char *const words[] = { "xref", "0", "0", "trailer" };
    struct bytes root = root_of(trailer);

    added = skip_blanks(added);
    for (size_t index = 0; index < sizeof words / sizeof *words; index++) {
        if (!bytes_start_with(added, words[index], strlen(words[index])))
            return false;
        added = skip_blanks(bytes_slice(added, strlen(words[index]), SIZE_MAX));
    }
    return root.size > 0 && bytes_equal(root, root_of(trailer_before));
}

static void add_version(struct pdf_versions *versions, size_t end)
{
    if (versions->count == PDF_VERSIONS_MAX) {
        memmove(versions->ends + 1, versions->ends + 2, (PDF_VERSIONS_MAX - 2) * sizeof *versions->ends);
        versions->count--;
    }
    versions->ends[versions->count++] = end;
    versions->total++;
}

struct pdf_versions pdf_versions_of(struct bytes document)
{
    struct pdf_versions versions = { .count = 0 };
    struct bytes trailer, trailer_before = bytes_slice(document, 0, 0);
    size_t at = 0, last = 0, wrong = 0;

    while (at < document.size && wrong < WRONG_MAX) {
        const uint8_t *found = find_words(bytes_slice(document, at, SIZE_MAX), "%%EOF");
        size_t mark, table;

        if (found == NULL)
            break;
        mark = (size_t)(found - document.data);
        at = mark + 5;
        table = told_offset(document, 0, mark);
        if (table == 0 || table < last || table >= mark)
            continue;
        trailer = find_trailer(document, table, mark);
        if (trailer.size == 0) {
            wrong++;
            continue;
        }
        if (versions.count > 0 && is_empty_table(bytes_slice(document, last, mark - last), trailer, trailer_before)) {
            versions.count--;
            versions.total--;
        }
        /* The last mark is the document's own. */
        if (skip_blanks(bytes_slice(document, at, SIZE_MAX)).size > 0)
            add_version(&versions, at);
        last = at;
        trailer_before = trailer;
    }
    versions.total += wrong == WRONG_MAX;
    return versions;
}
