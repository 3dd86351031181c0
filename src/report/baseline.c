/* SPDX-License-Identifier: Apache-2.0 */
#include "report/baseline.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/file.h"
#include "report/fingerprint.h"
#include "report/json_line.h"
#include "report/words.h"

struct fingerprint {
    uint8_t bytes[FINGERPRINT_SIZE];
};

struct baseline {
    struct fingerprint *items;
    size_t count, capacity;
};

static int hexadecimal_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return -1;
}

static bool fingerprint_parse(const char *text, size_t size, struct fingerprint *fingerprint)
{
    if (size < 2 * FINGERPRINT_SIZE)
        return false;
    for (size_t index = 0; index < FINGERPRINT_SIZE; index++) {
        int high = hexadecimal_value(text[2 * index]), low = hexadecimal_value(text[2 * index + 1]);

        if (high < 0 || low < 0)
            return false;
        fingerprint->bytes[index] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static enum status add_line(struct baseline *baseline, struct bytes line)
{
    struct bytes text = json_line_text(line, "\"fingerprint\"");
    struct fingerprint fingerprint;
    enum status status;

    if (!fingerprint_parse((const char *)text.data, text.size, &fingerprint))
        return STATUS_INVALID;
    status = ARRAY_GROW(&baseline->items, &baseline->capacity, baseline->count + 1);
    if (status == STATUS_OK)
        baseline->items[baseline->count++] = fingerprint;
    return status;
}

static enum status read_lines(struct baseline *baseline, struct bytes input, const char *path, struct error *error)
{
    size_t offset = 0, number = 0;
    struct bytes line;

    while (json_line_next(input, &offset, &line)) {
        struct bytes type;
        enum status status = STATUS_OK;

        number++;
        if (line.size == 0)
            continue;
        type = json_line_text(line, "\"type\"");
        if (bytes_equal(type, bytes_of_text("finding")))
            status = add_line(baseline, line);
        else if (type.size == 0 || line.data[0] != '{')
            status = STATUS_INVALID;
        if (status == STATUS_INVALID)
            return error_set(error, status,
                             _("%s:%zu: not a JSONL report; give a file written by guanka scan --format jsonl"), path,
                             number);
        if (status != STATUS_OK)
            return error_set(error, status, _("%s: out of memory"), path);
    }
    return STATUS_OK;
}

static int compare(const void *left, const void *right)
{
    return memcmp(left, right, FINGERPRINT_SIZE);
}

enum status baseline_load(const char *path, struct baseline **baseline, struct error *error)
{
    struct baseline *loaded = alloc_zeroed(1, sizeof *loaded);
    struct file_content *content = NULL;
    struct error why = { 0 };
    enum status status;

    if (loaded == NULL)
        return error_set(error, STATUS_NO_MEMORY, _("%s: out of memory"), path);
    status = file_content_open(path, NULL, &content, &why);
    if (status != STATUS_OK) {
        error_set(error, status, _("cannot read the baseline %s: %s"), path, why.message);
    } else {
        status = read_lines(loaded, file_content_bytes(content), path, error);
        file_content_close(content);
    }
    if (status != STATUS_OK) {
        baseline_free(loaded);
        return status;
    }
    if (loaded->count > 0)
        qsort(loaded->items, loaded->count, sizeof *loaded->items, compare);
    *baseline = loaded;
    return STATUS_OK;
}

bool baseline_has(const struct baseline *baseline, const char *fingerprint)
{
    struct fingerprint wanted;

    return fingerprint_parse(fingerprint, strlen(fingerprint), &wanted) && baseline->count > 0
           && bsearch(&wanted, baseline->items, baseline->count, sizeof wanted, compare) != NULL;
}

size_t baseline_count(const struct baseline *baseline)
{
    return baseline->count;
}

void baseline_free(struct baseline *baseline)
{
    if (baseline == NULL)
        return;
    alloc_free(baseline->items);
    alloc_free(baseline);
}
