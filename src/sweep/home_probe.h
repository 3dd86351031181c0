/* SPDX-License-Identifier: Apache-2.0
 *
 * Asks for the start pages of sites once, all at the same time, as readers would: with redirections, within fifteen
 * seconds each (DOMAIN 6.2). Where it leads away from the site's hosts nobody is asked: the page has answered, and that
 * it sends its readers there is what there is to tell. One thread.
 */
#ifndef GUANKA_SWEEP_HOME_PROBE_H
#define GUANKA_SWEEP_HOME_PROBE_H

#include <stdatomic.h>

#include "base/spool.h"
#include "store/probes.h"
#include "sweep/site.h"

struct home_probe_result {
    const struct site *site;
    struct probe_row row;
    const char *media_type, *charset; /* of the last answer; "" */
    const char *final_url;            /* where it led */
    bool leads_away;                  /* that is on a host which is not the site's */
    const char *sends_to;             /* on another host, by a refresh or a script of its own; NULL: nowhere */
    bool is_blank;                    /* readers find no word and no link, and no script may fill it in */
    bool leads_nowhere;               /* it has words, says of itself no reason (stand_in.h), and leads to no page of its host */
    bool is_offline;                  /* its name could not be looked up, or no way leads there from this machine */
    /* The page, in memory; the receiver takes it by setting this to NULL. NULL: none, or too large to be looked at. */
    struct spool *body;
};
/* Texts are valid during the call alone. */
typedef enum status home_probe_done(void *context, struct home_probe_result *result);
MUST_CHECK enum status home_probe_run(const struct site *const *sites, size_t count, const atomic_bool *stop,
                                      home_probe_done *done, void *context, struct error *error);

/* In words what is wrong with a start page that leads to a host which the site file does not name, and what to do: sweeps
 * say the same. */
const char *home_probe_describe_away(void);

#endif
