/* SPDX-License-Identifier: Apache-2.0
 *
 * What comes from the environment and from where the program is installed. The only reader of either;
 * made once, before any thread.
 */
#ifndef GUANKA_CLI_CONFIG_H
#define GUANKA_CLI_CONFIG_H

#include <stdbool.h>

#include "base/arena.h"
#include "report/report.h"

struct config {
    enum report_language language;
    const char *rules;           /* the packs to use unless the user names others */
    const char *extract_program; /* path of guanka-extract */
    const char *demo;            /* files to measure with unless the user names others */
    const char *cache_directory; /* NULL: there is no place for one */
    bool may_color;              /* NO_COLOR is not set, and the terminal is not "dumb" */
    struct arena *arena;
};

/* `language` is what --lang says, or NULL. Sets up gettext. */
MUST_CHECK enum status config_create(const char *language, struct config *config);
/* From now on gettext speaks this language, whatever the locale is. Before any thread but the first. */
void config_speak(enum report_language language);
void config_free(struct config *config);

#endif
