/* SPDX-License-Identifier: Apache-2.0
 *
 * What a server gives in place of a page: nothing at all, or what a firewall has browsers run before it lets them
 * through.
 *
 * A status of 200 does not tell such an answer from the page. What it is made of does: words, links, scripts. Pure.
 */
#ifndef GUANKA_SWEEP_STAND_IN_H
#define GUANKA_SWEEP_STAND_IN_H

#include <stdbool.h>

#include "base/arena.h"
#include "sweep/site_page.h"

/* What a page of few words, which leads nowhere, says of itself. */
enum stand_in_notice {
    NOTICE_NONE,
    NOTICE_REFUSED, /* whoever asks is refused, or has to wait or to prove himself: a firewall, or a server that fails
                     */
    NOTICE_CLOSED   /* the site is being worked on, or has closed or moved */
};

struct stand_in {
    bool is_blank; /* readers see no word, and are led nowhere */
    bool runs_script;
    bool leads_on;     /* readers are led to another address of the same host than its first page */
    bool is_challenge; /* it has hardly a word and no link, and loads itself again, or sets a cookie and loads a page */
    enum stand_in_notice notice;
};
/* Of a page of HTML at `url`, whose bytes are `input`. What is needed of the arena is given back. */
MUST_CHECK enum status stand_in_judge(struct arena *arena, const struct site_page *page, const char *url,
                                      struct bytes input, struct stand_in *result);

#endif
