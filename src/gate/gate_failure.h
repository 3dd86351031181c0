/* SPDX-License-Identifier: Apache-2.0
 *
 * What the gate could not do for a reason of its own: counted (guanka_failures_total), and told on standard error, which
 * is the journal, and in the log (report/event.h). The first at once, then at most one line a minute, with how many
 * there were since the line before; the words are guanka's own sentences, with nothing of a draft. Any thread.
 */
#ifndef GUANKA_GATE_GATE_FAILURE_H
#define GUANKA_GATE_GATE_FAILURE_H

#include "gate/gate_data.h"

void gate_failures_init(struct gate_failures *failures);
void gate_failures_destroy(struct gate_failures *failures);
/* Without words of its own, *error leaves the status to speak. STATUS_MALFORMED: the gate's database is damaged. */
void gate_failure(struct gate *gate, enum status status, const struct error *error);
/* Tells those that came since the last line: once their minute is over, or at once where the gate ends. */
void gate_failures_tell_rest(struct gate *gate, bool is_ending);
/* The database cannot be written, or is damaged: the gate is not ready. */
bool gate_storage_is_failing(const struct gate *gate);
/* The writer's, of a gate as context: the storage cannot be written any more, or can again. */
writer_storage_changed gate_failure_storage;

#endif
