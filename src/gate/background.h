/* SPDX-License-Identifier: Apache-2.0
 *
 * What the gate does without being asked: scans what waits, scans again what new rules concern, sends what has to
 * leave, forgets what need not be kept.
 *
 * One thread. After a restart it goes on where it was: everything it works from is in the store.
 */
#ifndef GUANKA_GATE_BACKGROUND_H
#define GUANKA_GATE_BACKGROUND_H

#include "base/error.h"

struct gate;
struct background;

MUST_CHECK enum status background_start(struct gate *gate, struct background **background, struct error *error);
void background_wake(struct background *background); /* there may be something to do; any thread */
void background_stop(struct background *background); /* NULL is allowed */

#endif
