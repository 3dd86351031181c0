/* SPDX-License-Identifier: Apache-2.0
 *
 * Ends connections whose next request does not get its head together in time. A silence is libmicrohttpd's to end; who
 * sends a byte now and then would keep a connection for ever, and enough of these keep everybody else out.
 */
#ifndef GUANKA_GATE_CONNECTION_WATCH_H
#define GUANKA_GATE_CONNECTION_WATCH_H

#include "base/error.h"

struct connection_watch;
struct watched;

MUST_CHECK enum status connection_watch_create(unsigned seconds, struct connection_watch **watch, struct error *error);
/* From now on a head is awaited. NULL when there is no memory: that connection is not watched. Any thread, as below. */
struct watched *connection_watch_add(struct connection_watch *watch, int descriptor);
/* While the descriptor is still open. NULL is allowed here and below. */
void connection_watch_remove(struct connection_watch *watch, struct watched *watched);
void connection_watch_head_came(struct watched *watched);
void connection_watch_head_awaited(struct watched *watched);
/* When all are removed. NULL is allowed. */
void connection_watch_destroy(struct connection_watch *watch);

#endif
