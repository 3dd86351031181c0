/* SPDX-License-Identifier: Apache-2.0
 *
 * What configuration files of different commands have in common: which rules they work with, and secrets in files.
 */
#ifndef GUANKA_CLI_CONFIG_FILE_H
#define GUANKA_CLI_CONFIG_FILE_H

#include "base/buf.h"
#include "base/error.h"
#include "rules/reading.h"

/* The keys `rules` and `layers`, each into a struct text_list. */
MUST_CHECK enum status config_file_list(struct reading *reading, const yaml_node_t *node, void *target);
/* Without the line feed that editors leave; STATUS_INVALID when nothing else is there. `path` may be NULL: there is
 * none. */
MUST_CHECK enum status config_file_secret(const char *path, struct buf *secret, struct error *error);
/* The same of what is good for whoever reads it, a token: STATUS_INVALID too when others than its owner may. */
MUST_CHECK enum status config_file_token(const char *path, struct buf *token, struct error *error);

#endif
