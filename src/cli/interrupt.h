/* SPDX-License-Identifier: Apache-2.0
 *
 * Ctrl-C and its relatives set a flag: the run then ends with what it has. A second one ends the program
 * at once.
 */
#ifndef GUANKA_CLI_INTERRUPT_H
#define GUANKA_CLI_INTERRUPT_H

#include <stdatomic.h>

/* For SIGINT, SIGTERM and SIGHUP. The flag lives as long as the program. */
const atomic_bool *interrupt_install(void);

#endif
