/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/option.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "report/describe.h"
#include "report/words.h"
#include "text/utf8.h"

enum { SPECS_MAX = 64, FIRST_ID = 1000, NAME_MAX_SIZE = 32, HELP_COLUMN = 28 };

/* Levenshtein's distance between short names; large for long ones. */
static size_t distance(const char *left, const char *right)
{
    size_t row[NAME_MAX_SIZE + 1], left_size = strlen(left), right_size = strlen(right);

    if (left_size > NAME_MAX_SIZE || right_size > NAME_MAX_SIZE)
        return NAME_MAX_SIZE;
    for (size_t column = 0; column <= right_size; column++)
        row[column] = column;
    for (size_t line = 1; line <= left_size; line++) {
        size_t diagonal = row[0];

        row[0] = line;
        for (size_t column = 1; column <= right_size; column++) {
            size_t best = diagonal + (left[line - 1] != right[column - 1]);

            diagonal = row[column];
            if (row[column] + 1 < best)
                best = row[column] + 1;
            if (row[column - 1] + 1 < best)
                best = row[column - 1] + 1;
            row[column] = best;
        }
    }
    return row[right_size];
}

const char *option_nearest(const char *name, const char *const *names)
{
    size_t best = strlen(name) / 3 + 2;
    const char *nearest = NULL;

    for (; *names != NULL; names++) {
        size_t far = distance(name, *names);

        if (far < best) {
            best = far;
            nearest = *names;
        }
    }
    return nearest;
}

static enum status unknown(const struct option_spec *specs, size_t spec_count, const char *given, struct error *error)
{
    const char *names[SPECS_MAX + 1];
    char name[NAME_MAX_SIZE + 1];
    size_t size = strcspn(given, "=");
    const char *nearest;

    for (size_t index = 0; index < spec_count; index++)
        names[index] = specs[index].name;
    names[spec_count] = NULL;
    while (*given == '-') {
        given++;
        size--;
    }
    if (size > NAME_MAX_SIZE)
        size = NAME_MAX_SIZE;
    memcpy(name, given, size);
    name[size] = '\0';
    nearest = option_nearest(name, names);
    if (nearest == NULL)
        return error_set(error, STATUS_INVALID, _("unknown option --%s; see --help"), name);
    return error_set(error, STATUS_INVALID, _("unknown option --%s; did you mean --%s?"), name, nearest);
}

enum status option_parse(const struct option_spec *specs, size_t spec_count, int argc, char **argv, int *first,
                         void *context, struct error *error,
                         enum status (*take)(void *context, const struct option_spec *spec, const char *value,
                                             struct error *error))
{
    struct option options[SPECS_MAX + 1] = { 0 };
    char letters[2 * SPECS_MAX + 2] = ":";
    size_t letter_count = 1;
    enum status status = STATUS_OK;
    int id;

    for (size_t index = 0; index < spec_count; index++) {
        options[index] =
            (struct option){ specs[index].name, specs[index].argument != NULL ? required_argument : no_argument, NULL,
                             FIRST_ID + (int)index };
        if (specs[index].letter == '\0')
            continue;
        letters[letter_count++] = specs[index].letter;
        if (specs[index].argument != NULL)
            letters[letter_count++] = ':';
    }
    optind = 0; /* glibc: start again, whatever was parsed before */
    opterr = 0;
    while (status == STATUS_OK && (id = getopt_long(argc, argv, letters, options, NULL)) != -1) {
        const struct option_spec *spec = NULL;

        if (id == ':')
            return error_set(error, STATUS_INVALID, _("%s needs a value"), argv[optind - 1]);
        if (id == '?' && optopt > 0 && optopt < FIRST_ID)
            return error_set(error, STATUS_INVALID, _("unknown option -%c; see --help"), optopt);
        if (id == '?' && optopt >= FIRST_ID)
            return error_set(error, STATUS_INVALID, _("--%s takes no value"), specs[optopt - FIRST_ID].name);
        if (id == '?')
            return unknown(specs, spec_count, argv[optind - 1], error);
        for (size_t index = 0; index < spec_count; index++)
            if (id == FIRST_ID + (int)index || (id == specs[index].letter && id != 0))
                spec = &specs[index];
        status = take(context, spec, spec->argument != NULL ? optarg : NULL, error);
    }
    *first = optind;
    return status;
}

void option_help(struct buf *out, const struct option_spec *specs, size_t spec_count)
{
    for (size_t index = 0; index < spec_count; index++) {
        const struct option_spec *spec = &specs[index];
        size_t start = out->size, width;

        buf_text(out, "  ");
        if (spec->letter != '\0')
            buf_format(out, "-%c, ", spec->letter);
        buf_format(out, "--%s", spec->name);
        if (spec->argument != NULL)
            buf_format(out, " %s", spec->argument);
        width = out->size - start;
        if (width + 2 > HELP_COLUMN) {
            buf_byte(out, '\n');
            width = 0;
        }
        buf_format(out, "%*s%s\n", (int)(HELP_COLUMN - width), "", _(spec->help));
    }
}

void option_show_help(const char *usage, const struct option_spec *specs, size_t spec_count, const char *after)
{
    struct buf help = BUF_INIT(1 << 16);

    buf_text(&help, usage);
    option_help(&help, specs, spec_count);
    if (after != NULL)
        buf_text(&help, after);
    (void)fwrite(help.data, 1, help.size, stdout);
    buf_free(&help);
}

static enum status bad_value(const struct option_spec *spec, const char *value, const char *wanted, struct error *error)
{
    return error_set(error, STATUS_INVALID, _("--%s %s: %s"), spec->name, value, wanted);
}

/* The number at the start of `value`; *rest is what follows. False when there is none, or it is too large. */
static bool parse_number(const char *value, uint64_t *number, const char **rest)
{
    char *end;

    if (!isdigit((unsigned char)value[0]))
        return false;
    errno = 0;
    *number = strtoull(value, &end, 10);
    *rest = end;
    return errno == 0;
}

enum status option_number(const struct option_spec *spec, const char *value, uint64_t least, uint64_t most,
                          uint64_t *number, struct error *error)
{
    const char *rest;
    uint64_t parsed;

    if (!parse_number(value, &parsed, &rest) || *rest != '\0' || parsed < least || parsed > most)
        return error_set(error, STATUS_INVALID, _("--%s %s: give a whole number from %llu to %llu"), spec->name, value,
                         (unsigned long long)least, (unsigned long long)most);
    *number = parsed;
    return STATUS_OK;
}

enum status option_size(const struct option_spec *spec, const char *value, uint64_t *bytes, struct error *error)
{
    static const char units[] = "kMGT";
    const char *rest, *unit;
    unsigned shift = 0;
    uint64_t parsed;

    if (!parse_number(value, &parsed, &rest))
        return bad_value(spec, value, _("give a size such as 500k, 20M or 2G"), error);
    unit = *rest != '\0' ? strchr(units, *rest == 'K' ? 'k' : *rest) : NULL;
    if (unit != NULL) {
        shift = 10 * (unsigned)(unit - units + 1);
        rest++;
    }
    if (*rest == 'B' || *rest == 'b')
        rest++;
    if (*rest != '\0' || parsed > UINT64_MAX >> shift)
        return bad_value(spec, value, _("give a size such as 500k, 20M or 2G"), error);
    *bytes = parsed << shift;
    return STATUS_OK;
}

enum status option_duration(const struct option_spec *spec, const char *value, uint32_t *time_ms, struct error *error)
{
    static const struct {
        const char *unit;
        uint64_t factor;
    } units[] = { { "", 1000 }, { "s", 1000 }, { "ms", 1 }, { "m", 60000 }, { "h", 3600000 } };
    const char *rest;
    uint64_t parsed;

    if (parse_number(value, &parsed, &rest)) {
        for (size_t index = 0; index < sizeof units / sizeof units[0]; index++) {
            if (strcmp(rest, units[index].unit) != 0 || parsed > UINT32_MAX / units[index].factor)
                continue;
            *time_ms = (uint32_t)(parsed * units[index].factor);
            return STATUS_OK;
        }
    }
    return bad_value(spec, value, _("give a time such as 30s, 500ms or 5m"), error);
}

enum status option_choice(const struct option_spec *spec, const char *value, const char *const *choices, size_t *index,
                          struct error *error)
{
    struct buf list = BUF_INIT(1 << 10);
    enum status status;

    for (size_t choice = 0; choices[choice] != NULL; choice++) {
        if (strcmp(value, choices[choice]) == 0) {
            *index = choice;
            buf_free(&list);
            return STATUS_OK;
        }
        buf_text(&list, choice > 0 ? ", " : "");
        buf_text(&list, choices[choice]);
    }
    status = error_set(error, STATUS_INVALID, _("--%s %s: choose one of %s"), spec->name, value,
                       list.data != NULL ? list.data : "");
    buf_free(&list);
    return status;
}

/* 2026-11-24 and no other way to write it. */
static bool is_date(const char *value)
{
    struct date date;

    return strlen(value) == 10 && value[4] == '-' && value[7] == '-' && date_parse(value, 10, &date);
}

static bool is_blank(const char *text)
{
    static const char wide_blank[] = "\xE3\x80\x80";

    while (*text == ' ' || strncmp(text, wide_blank, sizeof wide_blank - 1) == 0)
        text += *text == ' ' ? 1 : sizeof wide_blank - 1;
    return *text == '\0';
}

enum status option_words(const struct option_spec *spec, const char *value, size_t most, struct error *error)
{
    if (is_blank(value))
        return error_set(error, STATUS_INVALID, _("--%s is empty"), spec->name);
    if (!describe_is_safe(value, strlen(value)))
        return error_set(error, STATUS_INVALID,
                         _("--%s takes one line of text in UTF-8, without line breaks, control characters or characters "
                           "that change the direction of writing"),
                         spec->name);
    if (utf8_count(value, strlen(value)) > most)
        return error_set(error, STATUS_INVALID, _("--%s has %zu characters; at most %zu are kept on record"),
                         spec->name, utf8_count(value, strlen(value)), most);
    return STATUS_OK;
}

enum status option_date(const struct option_spec *spec, const char *value, struct error *error)
{
    return is_date(value) ? STATUS_OK : bad_value(spec, value, _("give a day such as 2026-11-24"), error);
}
