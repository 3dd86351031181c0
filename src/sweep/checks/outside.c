/* SPDX-License-Identifier: Apache-2.0
 *
 * Links that lead out of the site to nobody, or to somebody else (DOMAIN 6.3 失效外链).
 */
#include <libintl.h>
#include <string.h>

#include "report/words.h"
#include "sweep/checks/site_checks.h"
#include "sweep/fetch.h"

static const char *describe(const struct seen_address *address)
{
    static const char *const words[FETCH_OUTCOME_COUNT] = {
        [FETCH_UNKNOWN] = N_("there is no such host any more"),
        [FETCH_UNREACHED] = N_("nobody answers there"),
        [FETCH_TLS] = N_("its certificate is not valid"),
        [FETCH_TIMEOUT] = N_("it does not open within 15 seconds"),
        [FETCH_BROKEN] = N_("the answer breaks off"),
    };

    for (enum fetch_outcome outcome = 0; outcome < FETCH_OUTCOME_COUNT; outcome++) {
        if (words[outcome] != NULL && strcmp(address->facts.outcome, fetch_outcome_name(outcome)) == 0)
            return gettext(words[outcome]);
    }
    return NULL;
}

/* Of who sells names, in their own words. */
static bool is_for_sale(const char *title)
{
    static const char *const words[] = { "域名正在出售", "域名出售", "domain is for sale", "此域名可转让" };

    for (size_t index = 0; index < sizeof words / sizeof *words; index++) {
        if (strstr(title, words[index]) != NULL)
            return true;
    }
    return false;
}

static void run_expired(const struct site_check *check, struct checking *checking, const struct site_view *view)
{
    for (size_t index = 0; index < view->count; index++) {
        const struct seen_address *address = &view->addresses[index];
        const char *words = describe(address);

        if (!address->is_outside || !address->is_linked || address->facts.outcome[0] == '\0')
            continue;
        if (words != NULL)
            checks_tell(checking, check, address, "%s", words);
        else if (address->http_status == 404 || address->http_status == 410)
            checks_tell(checking, check, address, gettext("the server answers %d"), address->http_status);
        else if (is_for_sale(address->facts.title))
            checks_tell(checking, check, address, gettext("its name is for sale: %.300s"), address->facts.title);
    }
}

const struct site_check check_outside_expired = { .name = "outside-expired",
                                                  .basis = "DOMAIN-6.3",
                                                  .severity = FINDING_ORDINARY,
                                                  .advice =
                                                      N_("Remove the link, or have it lead to where that is now."),
                                                  .run = run_expired };
