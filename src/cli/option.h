/* SPDX-License-Identifier: Apache-2.0
 *
 * Long options as GNU programs have them, from a table that also writes the help.
 */
#ifndef GUANKA_CLI_OPTION_H
#define GUANKA_CLI_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

struct option_spec {
    const char *name;     /* without the dashes */
    char letter;          /* or '\0' */
    const char *argument; /* its name in the help; NULL: it takes none */
    const char *help;     /* English; translated when shown */
};

/* Gives each option of argv[1..argc) to `take` (with value NULL if it has no argument); afterwards
 * argv[*first..argc) are the operands (argv is reordered). STATUS_INVALID with the reason, and the nearest
 * known name, in *error; a failure of `take` is returned. */
MUST_CHECK enum status option_parse(const struct option_spec *specs, size_t spec_count, int argc, char **argv,
                                    int *first, void *context, struct error *error,
                                    enum status (*take)(void *context, const struct option_spec *spec,
                                                        const char *value, struct error *error));
void option_help(struct buf *out, const struct option_spec *specs, size_t spec_count);
/* A command's whole help, on standard output: `usage`, the options, and `after` (NULL: nothing), both translated. */
void option_show_help(const char *usage, const struct option_spec *specs, size_t spec_count, const char *after);

/* Values; each names the option in *error. Sizes take k, M, G, T (powers of 1024); durations ms, s, m, h. */
MUST_CHECK enum status option_number(const struct option_spec *spec, const char *value, uint64_t least, uint64_t most,
                                     uint64_t *number, struct error *error);
MUST_CHECK enum status option_size(const struct option_spec *spec, const char *value, uint64_t *bytes,
                                   struct error *error);
MUST_CHECK enum status option_duration(const struct option_spec *spec, const char *value, uint32_t *time_ms,
                                       struct error *error);
/* One of `choices` (NULL-terminated), by index. */
MUST_CHECK enum status option_choice(const struct option_spec *spec, const char *value, const char *const *choices,
                                     size_t *index, struct error *error);
/* A day of the Gregorian calendar as ISO 8601 writes it: 2026-11-24. */
MUST_CHECK enum status option_date(const struct option_spec *spec, const char *value, struct error *error);
/* What a person says, for records and reports: one line of UTF-8 without control characters, more than blanks, of `most`
 * characters at most. */
MUST_CHECK enum status option_words(const struct option_spec *spec, const char *value, size_t most,
                                    struct error *error);

/* Of `names` (NULL-terminated) the one that `name` was probably meant to be, or NULL. */
const char *option_nearest(const char *name, const char *const *names);

#endif
