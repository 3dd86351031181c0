/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/acceptor.h"

#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"

/* At once from one listener, so that the others have their turn; and for how long one is left alone that cannot be
 * served. */
enum { BURST = 64, PAUSE_MS = 20 };

struct acceptor {
    struct acceptor_options options;
    pthread_t thread;
    struct pollfd *watched; /* first `ending`, then the listeners */
    int ending;             /* an eventfd that is readable when it is time to end */
};

static bool accept_one(const struct acceptor *acceptor, size_t listener)
{
    struct sockaddr_storage address = { 0 };
    socklen_t size = sizeof address;
    int descriptor = accept4(acceptor->options.listeners[listener].descriptor, (struct sockaddr *)&address, &size,
                             SOCK_CLOEXEC | SOCK_NONBLOCK);

    if (descriptor < 0)
        return false;
    acceptor->options.take(acceptor->options.context, listener, descriptor, (struct sockaddr *)&address, size);
    return true;
}

/* False when there is something to wait for that poll does not tell: room, or descriptors. */
static bool accept_burst(const struct acceptor *acceptor, size_t listener)
{
    for (size_t count = 0; count < BURST; count++) {
        if (!acceptor->options.has_room(acceptor->options.context, listener))
            return false;
        errno = 0;
        if (!accept_one(acceptor, listener))
            return errno == EAGAIN || errno == EINTR || errno == ECONNABORTED;
    }
    return true;
}

static void *work(void *context)
{
    struct acceptor *acceptor = context;
    struct pollfd *watched = acceptor->watched;
    int timeout = -1;

    for (;;) {
        if (poll(watched, acceptor->options.listener_count + 1, timeout) < 0 && errno != EINTR)
            return NULL;
        if (watched[0].revents != 0)
            return NULL;
        timeout = -1;
        for (size_t index = 0; index < acceptor->options.listener_count; index++) {
            struct pollfd *listener = &watched[index + 1];
            bool is_paused = listener->events == 0, goes_on = true;

            if (is_paused || listener->revents != 0)
                goes_on = accept_burst(acceptor, index);
            listener->events = goes_on ? POLLIN : 0;
            if (!goes_on)
                timeout = PAUSE_MS;
        }
    }
}

static enum status prepare(struct acceptor *acceptor)
{
    const struct acceptor_options *options = &acceptor->options;

    acceptor->watched = alloc_zeroed(options->listener_count + 1, sizeof *acceptor->watched);
    if (acceptor->watched == NULL)
        return STATUS_NO_MEMORY;
    acceptor->ending = eventfd(0, EFD_CLOEXEC);
    if (acceptor->ending < 0)
        return STATUS_IO;
    acceptor->watched[0] = (struct pollfd){ .fd = acceptor->ending, .events = POLLIN };
    for (size_t index = 0; index < options->listener_count; index++) {
        int descriptor = options->listeners[index].descriptor, flags = fcntl(descriptor, F_GETFL);

        if (flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) != 0)
            return STATUS_IO;
        acceptor->watched[index + 1] = (struct pollfd){ .fd = descriptor, .events = POLLIN };
    }
    return pthread_create(&acceptor->thread, NULL, work, acceptor) == 0 ? STATUS_OK : STATUS_IO;
}

static void release(struct acceptor *acceptor)
{
    if (acceptor->ending >= 0)
        (void)close(acceptor->ending);
    alloc_free(acceptor->watched);
    alloc_free(acceptor);
}

enum status acceptor_start(const struct acceptor_options *options, struct acceptor **result, struct error *error)
{
    struct acceptor *acceptor = alloc_zeroed(1, sizeof *acceptor);
    enum status status;

    if (acceptor == NULL)
        return STATUS_NO_MEMORY;
    acceptor->options = *options;
    acceptor->ending = -1;
    status = prepare(acceptor);
    if (status != STATUS_OK) {
        release(acceptor);
        return error_set(error, status, gettext("the HTTP server cannot start: threads or descriptors are missing"));
    }
    *result = acceptor;
    return STATUS_OK;
}

void acceptor_stop(struct acceptor *acceptor)
{
    if (acceptor == NULL)
        return;
    (void)eventfd_write(acceptor->ending, 1);
    (void)pthread_join(acceptor->thread, NULL);
    release(acceptor);
}
