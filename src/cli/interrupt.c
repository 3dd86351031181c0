/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/interrupt.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/* A signal handler can reach nothing else. */
static atomic_bool interrupted;

static void on_signal(int number)
{
    (void)number;
    atomic_store(&interrupted, true);
}

const atomic_bool *interrupt_install(void)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
    struct sigaction previous;
    /* Without SA_RESTART, so that reading from a pipe ends too. */
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND };

    sigemptyset(&action.sa_mask);
    for (size_t index = 0; index < sizeof signals / sizeof signals[0]; index++) {
        /* What the parent ignores (nohup) stays ignored. */
        if (sigaction(signals[index], NULL, &previous) == 0 && previous.sa_handler != SIG_IGN)
            sigaction(signals[index], &action, NULL);
    }
    return &interrupted;
}
