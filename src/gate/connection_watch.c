/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/connection_watch.h"

#include <errno.h>
#include <libintl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <time.h>

#include "base/alloc.h"
#include "base/clock.h"

struct watched {
    struct watched *next, **link; /* link is what points here */
    int descriptor;
    atomic_uint_fast64_t since_ns; /* a head is awaited from then on; 0: none is */
};

struct connection_watch {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    struct watched *first;
    uint64_t patience_ns;
    bool is_ending;
};

static void cut_late(const struct connection_watch *watch)
{
    uint64_t now = clock_monotonic_ns();

    for (const struct watched *watched = watch->first; watched != NULL; watched = watched->next) {
        uint64_t since = atomic_load(&watched->since_ns);

        if (since != 0 && now > since + watch->patience_ns)
            (void)shutdown(watched->descriptor, SHUT_RDWR);
    }
}

static void *work(void *context)
{
    struct connection_watch *watch = context;
    struct timespec until;

    (void)pthread_mutex_lock(&watch->lock);
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    while (!watch->is_ending) {
        until.tv_sec++;
        while (!watch->is_ending && pthread_cond_timedwait(&watch->ended, &watch->lock, &until) != ETIMEDOUT)
            ;
        cut_late(watch);
    }
    (void)pthread_mutex_unlock(&watch->lock);
    return NULL;
}

enum status connection_watch_create(unsigned seconds, struct connection_watch **result, struct error *error)
{
    struct connection_watch *watch = alloc_zeroed(1, sizeof *watch);
    pthread_condattr_t attributes;

    if (watch == NULL)
        return STATUS_NO_MEMORY;
    watch->patience_ns = seconds * UINT64_C(1000000000);
    (void)pthread_mutex_init(&watch->lock, NULL);
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&watch->ended, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    if (pthread_create(&watch->thread, NULL, work, watch) != 0) {
        alloc_free(watch);
        return error_set(error, STATUS_IO, gettext("no thread can be started"));
    }
    *result = watch;
    return STATUS_OK;
}

struct watched *connection_watch_add(struct connection_watch *watch, int descriptor)
{
    struct watched *watched = alloc_zeroed(1, sizeof *watched);

    if (watched == NULL)
        return NULL;
    watched->descriptor = descriptor;
    connection_watch_head_awaited(watched);
    (void)pthread_mutex_lock(&watch->lock);
    watched->next = watch->first;
    watched->link = &watch->first;
    if (watched->next != NULL)
        watched->next->link = &watched->next;
    watch->first = watched;
    (void)pthread_mutex_unlock(&watch->lock);
    return watched;
}

void connection_watch_remove(struct connection_watch *watch, struct watched *watched)
{
    if (watched == NULL)
        return;
    (void)pthread_mutex_lock(&watch->lock);
    *watched->link = watched->next;
    if (watched->next != NULL)
        watched->next->link = watched->link;
    (void)pthread_mutex_unlock(&watch->lock);
    alloc_free(watched);
}

void connection_watch_head_came(struct watched *watched)
{
    if (watched != NULL)
        atomic_store(&watched->since_ns, 0);
}

void connection_watch_head_awaited(struct watched *watched)
{
    if (watched != NULL)
        atomic_store(&watched->since_ns, clock_monotonic_ns());
}

void connection_watch_destroy(struct connection_watch *watch)
{
    if (watch == NULL)
        return;
    (void)pthread_mutex_lock(&watch->lock);
    watch->is_ending = true;
    (void)pthread_cond_signal(&watch->ended);
    (void)pthread_mutex_unlock(&watch->lock);
    (void)pthread_join(watch->thread, NULL);
    (void)pthread_cond_destroy(&watch->ended);
    (void)pthread_mutex_destroy(&watch->lock);
    alloc_free(watch);
}
