/* SPDX-License-Identifier: Apache-2.0
 *
 * Saying what is wrong with a pack: where it stands, what is wrong, what to do.
 *
 * Pure and thread-safe. Messages are translated where they arise.
 */
#ifndef GUANKA_RULES_COMPLAINT_H
#define GUANKA_RULES_COMPLAINT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Lines and columns count from 1, a column is a character; line 0: the file as a whole. */
struct rule_place {
    const char *file;
    uint32_t line, column;
    bool sealed; /* the file is: nothing that stands there may be quoted */
};

/* Writes the message; of a sealed place only one that quotes nothing (whose format has no conversions), else a sentence
 * that says so. */
void complaint_write(char *message, size_t size, struct rule_place place, const char *format, va_list arguments)
    __attribute__((format(printf, 4, 0)));

/* "file:line:column: message" as STATUS_INVALID, which it returns. */
enum status complaint_set(struct error *error, struct rule_place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
enum status complaint_set_list(struct error *error, struct rule_place place, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

/* The candidate nearest to name[0..size) by edit distance, or NULL when none is near enough to be meant. */
const char *complaint_nearest(const char *name, size_t size, const char *const *candidates, size_t count);

#endif
