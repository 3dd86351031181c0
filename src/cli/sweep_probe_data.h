/* SPDX-License-Identifier: Apache-2.0
 *
 * What a round of probes (sweep_probe.h) has come to; only the sweep_probe*.c files see it.
 */
#ifndef GUANKA_CLI_SWEEP_PROBE_DATA_H
#define GUANKA_CLI_SWEEP_PROBE_DATA_H

#include "cli/sweep_probe.h"
#include "store/probes.h"

/* What came of a start page; texts are in the arena. */
struct probed {
    const struct site *site;
    struct probe_row row;
    bool is_offline;
};

/* A start page with another content than the last sweep had. */
struct suspect {
    const struct site *site;
    const char *url, *media_type, *charset;
    const char *sends_to; /* by a refresh or a script, which is new; NULL */
    struct spool *body;
    int64_t at_ms;
    bool has_new_title; /* another one than was accepted */
    bool is_elsewhere;  /* on a host that is not the site's; it has no body */
    bool is_blank;      /* it may have no body */
    bool is_alone;      /* it leads nowhere any more, which is new */
    bool is_severe;
};

struct probing {
    const struct sweep_probe_options *options;
    struct store *store;
    struct arena *arena;
    struct probed *probed;
    size_t probed_count, probed_capacity;
    struct suspect *suspects;
    size_t count, capacity;
    unsigned failed;
    bool is_of_all; /* the sites of the site file, all of them */
    struct error *error;
};

/* Has the rules read those that are another page than the last sweep had, and sweeps the start pages of the sites where
 * that calls for it. */
MUST_CHECK enum status sweep_probe_look_at_suspects(struct probing *probing);

#endif
