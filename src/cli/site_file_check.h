/* SPDX-License-Identifier: Apache-2.0
 *
 * What must hold between the values of a site file, after each was read by itself (site_file.c): complaints have file,
 * line and column, and say what to write instead.
 */
#ifndef GUANKA_CLI_SITE_FILE_CHECK_H
#define GUANKA_CLI_SITE_FILE_CHECK_H

#include "cli/site_file.h"
#include "rules/reading.h"

/* No text of the file has controls or line breaks. */
MUST_CHECK enum status site_file_check_texts(const struct reading *reading);
/* A warning comes before what it warns of; one that is not written follows what is. `node` is the mapping of the
 * thresholds, or of the column. */
MUST_CHECK enum status site_file_check_thresholds(const struct reading *reading, const yaml_node_t *node,
                                                  struct site_thresholds *thresholds);
MUST_CHECK enum status site_file_check_column(const struct reading *reading, const yaml_node_t *node,
                                              const struct site_column *column);
/* Hosts are names of one's own, start pages and columns stand on them and are not left out, `connect_to` has four
 * parts. `node` is the mapping of the site. */
MUST_CHECK enum status site_file_check_site(const struct reading *reading, const yaml_node_t *node,
                                            const struct site *site);
/* Mail has a server that it leaves by. `node` is the mapping of the whole file. */
MUST_CHECK enum status site_file_check_mail(const struct reading *reading, const yaml_node_t *node,
                                            const struct site_file *file);

#endif
