/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/store_check.h"

#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/complain.h"
#include "gate/kept_check.h"
#include "report/person_mask.h"
#include "report/words.h"
#include "store/examine.h"
#include "store/schema.h"
#include "sweep/incidents_check.h"
#include "sweep/kept_content.h"

/* As many that are damaged are named. */
enum { NAMED_MAX = 100, URL_MAX = 1 << 16 };

struct found {
    size_t faults, unknown, damaged;
};

static void count_fault(void *context, enum kept_fault fault, enum kept_kind kind, const char *id, int64_t sequence)
{
    struct found *found = context;

    (void)kind;
    (void)id;
    (void)sequence;
    found->faults += fault != KEPT_UNKNOWN;
    found->unknown += fault == KEPT_UNKNOWN;
}

static void tell_content(void *context, const char *review, int64_t ordinal)
{
    struct found *found = context;

    if (++found->damaged <= NAMED_MAX)
        fprintf(stderr, _("Content %lld of the review %s is not what was submitted.\n"), (long long)ordinal, review);
}

static void tell_page(void *context, const char *url)
{
    struct found *found = context;
    struct buf masked = BUF_INIT(URL_MAX);

    if (++found->damaged > NAMED_MAX)
        return;
    person_mask_line(&masked, url, strlen(url));
    if (url[0] == '\0')
        fputs(_("The copy of a page that no address gives any more is damaged.\n"), stderr);
    else if (buf_status(&masked) == STATUS_OK)
        fprintf(stderr, _("The copy of this page is damaged: %s\n"), masked.data);
    else
        fputs(_("The copy of a page is damaged, whose address is too long to be shown.\n"), stderr);
    buf_free(&masked);
}

/* The chain of the ledger says nothing of a review or an incident that somebody has deleted: the ledger's entries of it
 * do. */
static enum status compare(const char *path, struct found *found, struct error *error)
{
    struct store *store = NULL;
    enum status status = store_open(path, STORE_READ, &store, error);

    if (status == STATUS_OK)
        status = store_begin_reading(store, error);
    if (status == STATUS_OK) {
        status = kept_check(store, count_fault, found, error);
        if (status == STATUS_OK)
            status = incidents_check(store, count_fault, found, error);
        if (status == STATUS_OK)
            status = kept_check_contents(store, tell_content, found, error);
        if (status == STATUS_OK)
            status = kept_content_check(store, tell_page, found, error);
        store_end_reading(store);
    }
    store_close(store);
    return status;
}

static enum status judge(const char *path, const struct found *found, struct error *error)
{
    if (found->faults > 0)
        return error_set(error, STATUS_INVALID,
                         ngettext_("%s: the file is whole, but %zu thing in it is not as the ledger says; see which: guanka "
                                   "ledger verify --store %s",
                                   "%s: the file is whole, but %zu things in it are not as the ledger says; see which: "
                                   "guanka ledger verify --store %s",
                                   found->faults),
                         path, found->faults, path);
    if (found->damaged > 0)
        return error_set(error, STATUS_INVALID,
                         ngettext_("%s: the pages of the file are whole, but %zu draft or copy of a page in it is not what "
                                   "was kept (see above)",
                                   "%s: the pages of the file are whole, but %zu drafts or copies of pages in it are not "
                                   "what was kept (see above)",
                                   found->damaged),
                         path, found->damaged);
    return STATUS_OK;
}

static int fail(const struct error *error)
{
    complain_of(error);
    return EXIT_TROUBLE;
}

int store_check(const char *path)
{
    struct store_examined examined;
    struct found found = { 0 };
    struct error error = { 0 };

    if (store_examine(path, &examined, &error) != STATUS_OK)
        return fail(&error);
    if (examined.version < store_version) {
        printf(_("%s is whole (version %d); it was not compared with its ledger, which this guanka does with version %d "
                 "only.\n"),
               path, (int)examined.version, store_version);
        return EXIT_CLEAN;
    }
    if (compare(path, &found, &error) != STATUS_OK || judge(path, &found, &error) != STATUS_OK)
        return fail(&error);
    printf(_("%s is whole (version %d), and as its ledger says.\n"), path, (int)examined.version);
    printf(_("Compared: reviews with their permits, accounts, tokens, delegations and incidents with the ledger; drafts and "
             "copies of pages with their digests. Not compared, since the ledger has no entries of them: sweeps, visits, "
             "probes, findings and what was decided on them.\n"));
    if (found.unknown > 0)
        printf(_("Not compared with the ledger, whose entries of them an earlier version wrote: %zu.\n"), found.unknown);
    return EXIT_CLEAN;
}
