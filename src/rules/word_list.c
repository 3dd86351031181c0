/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/word_list.h"

#include <libintl.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/sealed.h"
#include "rules/complaint.h"
#include "text/charset.h"
#include "text/separated.h"
#include "text/utf8.h"

enum { DECODED_GROWTH = 3 };

/* ---- To UTF-8. */

static uint32_t line_of(const char *text, size_t offset, uint32_t *column)
{
    uint32_t line = 1;
    size_t start = 0;

    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    *column = (uint32_t)utf8_count(text + start, offset - start) + 1;
    return line;
}

static struct rule_place place_in(const struct word_list *list, uint32_t line, uint32_t column)
{
    return (struct rule_place){ list->path, line, column, list->sealed };
}

static enum status fail_decoding(const struct word_list *list, enum encoding encoding, struct error *error)
{
    const char *broken = strstr(list->utf8.data, "\xEF\xBF\xBD");
    struct rule_place place = place_in(list, 1, 1);

    if (broken != NULL)
        place.line = line_of(list->utf8.data, (size_t)(broken - list->utf8.data), &place.column);
    return complaint_set(error, place, gettext("these bytes are not %s; save the list as UTF-8 or GBK"),
                         encoding_name(encoding));
}

static enum status decode_other(struct bytes bytes, enum encoding encoding, struct word_list *list, size_t *replaced)
{
    struct charset *charset;
    enum status status = charset_create(&charset);
    char *output;

    if (status != STATUS_OK)
        return status;
    output = buf_reserve(&list->utf8, DECODED_GROWTH * bytes.size + 16);
    if (output == NULL) {
        charset_destroy(charset);
        return STATUS_NO_MEMORY;
    }
    while (bytes.size > 0) {
        struct charset_step step = charset_decode(charset, encoding, bytes, true, output + list->utf8.size,
                                                  list->utf8.capacity - list->utf8.size - 1);

        list->utf8.size += step.produced;
        *replaced += step.replaced;
        if (step.consumed == 0)
            break;
        bytes = bytes_slice(bytes, step.consumed, bytes.size);
    }
    output[list->utf8.size] = '\0';
    charset_destroy(charset);
    return STATUS_OK;
}

static enum status decode(struct bytes bytes, struct word_list *list, struct error *error)
{
    size_t replaced = 0;
    struct encoding_evidence evidence;
    enum status status;

    if (bytes_start_with(bytes, "\xEF\xBB\xBF", 3))
        bytes = bytes_slice(bytes, 3, bytes.size);
    if (utf8_valid_prefix((const char *)bytes.data, bytes.size) == bytes.size) {
        buf_append(&list->utf8, bytes.data, bytes.size);
        return buf_status(&list->utf8);
    }
    evidence = encoding_detect(bytes, NULL, ENCODING_SYNTAX_PLAIN);
    bytes = bytes_slice(bytes, evidence.bom_size, bytes.size);
    status = decode_other(bytes, evidence.encoding, list, &replaced);
    if (status != STATUS_OK)
        return status;
    return replaced == 0 ? STATUS_OK : fail_decoding(list, evidence.encoding, error);
}

/* ---- Words. */

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/* Full-width blanks are white space too, at the ends of a word. */
static size_t blank_size(const char *text, size_t size)
{
    if (size >= 1 && is_blank(*text))
        return 1;
    return size >= 3 && memcmp(text, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
}

static size_t trailing_blank_size(const char *text, size_t size)
{
    if (size >= 1 && is_blank(text[size - 1]))
        return 1;
    return size >= 3 ? blank_size(text + size - 3, 3) / 3 * 3 : 0;
}

static enum status add_word(struct word_list *list, const char *line_text, size_t start, size_t end, uint32_t line,
                            struct error *error)
{
    size_t blank;
    enum status status;
    struct word word;

    while ((blank = blank_size(line_text + start, end - start)) > 0)
        start += blank;
    while ((blank = trailing_blank_size(line_text + start, end - start)) > 0)
        end -= blank;
    if (start == end)
        return STATUS_OK;
    word = (struct word){ line_text + start, (uint32_t)(end - start), line,
                          (uint32_t)utf8_count(line_text, start) + 1 };
    if (end - start > WORD_SIZE_MAX)
        return complaint_set(error, place_in(list, line, word.column),
                             gettext("this word has more than %d bytes; is it one word a line?"), WORD_SIZE_MAX);
    status = ARRAY_GROW(&list->words, &list->capacity, list->count + 1);
    if (status != STATUS_OK)
        return status;
    list->words[list->count] = word;
    list->count++;
    return STATUS_OK;
}

static size_t line_size(const char *text, size_t size)
{
    const char *end = size == 0 ? NULL : memchr(text, '\n', size);

    return end == NULL ? size : (size_t)(end - text);
}

static enum status parse_lines(struct word_list *list, struct error *error)
{
    const char *text = list->utf8.data;
    size_t at = 0;
    uint32_t line = 1;

    while (at < list->utf8.size) {
        size_t size = line_size(text + at, list->utf8.size - at), first = 0, blank;
        enum status status = STATUS_OK;

        while ((blank = blank_size(text + at + first, size - first)) > 0)
            first += blank;
        if (first < size && text[at + first] != '#')
            status = add_word(list, text + at, first, size, line, error);
        if (status != STATUS_OK)
            return status;
        at += size + 1;
        line++;
    }
    return STATUS_OK;
}

/* ---- CSV. */

static bool is_header(const char *text, size_t size)
{
    static const char *const names[] = { "word", "words", "词", "词语", "敏感词", "关键词" };

    while (size > 0 && is_blank(text[size - 1]))
        size--;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) == size && strncasecmp(names[i], text, size) == 0)
            return true;
    }
    return false;
}

/* Is the first record a header, and which column has the words? */
static bool find_column(struct separated values, size_t *column)
{
    struct separated_field field = { .last = false };

    for (*column = 0; !field.last && separated_next(&values, &field) == SEPARATED_FIELD; ++*column) {
        if (is_header(values.text + field.start, field.end - field.start))
            return true;
    }
    *column = 0;
    return false;
}

static enum status add_field(struct word_list *list, const struct separated_field *field, struct error *error)
{
    char *text = list->utf8.data;
    size_t size = field->end - field->start;

    if (field->quoted)
        size = separated_unquote(text + field->start, size);
    return add_word(list, text + field->line_start, field->start - field->line_start,
                    field->start - field->line_start + size, field->line, error);
}

static enum status parse_csv(struct word_list *list, char separator, struct error *error)
{
    struct separated values = { list->utf8.data, list->utf8.size, 0, 1, 0, separator };
    size_t column, index = 0;
    bool skip = find_column(values, &column);
    enum status status = STATUS_OK;

    while (status == STATUS_OK && values.next < values.size) {
        struct separated_field field;
        enum separated_result result = separated_next(&values, &field);

        if (result == SEPARATED_UNCLOSED)
            return complaint_set(error, place_in(list, field.line, 1), gettext("a quote that begins here is never closed"));
        if (result == SEPARATED_TRAILING)
            return complaint_set(error, place_in(list, values.line, 1),
                                 gettext("a comma or the end of the line is expected after a closing quote"));
        if (index == column && !skip)
            status = add_field(list, &field, error);
        index = field.last ? 0 : index + 1;
        if (field.last)
            skip = false;
    }
    return status;
}

static bool has_ending(const char *path, const char *ending)
{
    size_t size = strlen(path), ending_size = strlen(ending);

    return size > ending_size && strcasecmp(path + size - ending_size, ending) == 0;
}

/* `list` has path and sealed. */
static enum status parse(struct bytes bytes, struct word_list *list, struct error *error)
{
    enum status status;

    list->utf8 = (struct buf)BUF_INIT((size_t)WORD_LIST_SIZE_MAX * (DECODED_GROWTH + 1));
    status = decode(bytes, list, error);
    if (status == STATUS_OK && has_ending(list->path, ".csv"))
        status = parse_csv(list, ',', error);
    else if (status == STATUS_OK && has_ending(list->path, ".tsv"))
        status = parse_csv(list, '\t', error);
    else if (status == STATUS_OK)
        status = parse_lines(list, error);
    if (status == STATUS_OK && list->count == 0)
        status = complaint_set(error, place_in(list, 0, 0),
                               gettext("there is no word in this list; write one a line, or remove it from the rule"));
    return status;
}

enum status word_list_parse(struct bytes bytes, const char *path, struct word_list *list, struct error *error)
{
    *list = (struct word_list){ .path = path };
    return parse(bytes, list, error);
}

enum status word_list_read(const char *path, const struct seal_key *key, struct word_list *list, struct error *error)
{
    struct buf bytes = BUF_INIT(WORD_LIST_SIZE_MAX);
    enum status status;

    *list = (struct word_list){ .utf8 = BUF_INIT(0), .path = path };
    status = sealed_read(path, key, &bytes, &list->sealed, error);
    if (status == STATUS_OK)
        status = parse(buf_bytes(&bytes), list, error);
    buf_free(&bytes);
    return status;
}

void word_list_free(struct word_list *list)
{
    buf_free(&list->utf8);
    alloc_free(list->words);
    *list = (struct word_list){ .utf8 = BUF_INIT(0) };
}
