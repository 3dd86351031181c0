/* SPDX-License-Identifier: Apache-2.0 */
#include "store/examine.h"

#include <libintl.h>
#include <string.h>

#include "store/later.h"
#include "store/ledger.h"
#include "store/schema.h"
#include "store/store_data.h"

/* What SQLite complained of: of the file itself, or of how it is reached, which store_fail has put into words. */
static enum status tell_failure(const struct store *store, enum status status, struct store_examined *found,
                                struct error *error)
{
    int code = sqlite3_errcode(store->database) & 0xFF;

    /* Tables that are not there, or not as they should be, are its SQLITE_ERROR. */
    if (status == STATUS_OK || (code != SQLITE_NOTADB && code != SQLITE_CORRUPT && code != SQLITE_ERROR))
        return status;
    found->fault = STORE_DAMAGED;
    return error_set(error, STATUS_INVALID, gettext("%s: this is no database, or it is damaged (%s)"), store->path,
                     sqlite3_errmsg(store->database));
}

static enum status check_pages(const struct store *store, struct store_examined *found, struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error, "PRAGMA quick_check(1)", "");

    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, &has_row, error);
    if (status == STATUS_OK && (!has_row || strcmp(store_text(statement, 0), "ok") != 0)) {
        found->fault = STORE_DAMAGED;
        status = error_set(error, STATUS_INVALID, gettext("%s: it is damaged (%s)"), store->path,
                           has_row ? store_text(statement, 0) : "");
    }
    store_end(statement);
    return status;
}

static enum status check_kind(const struct store *store, struct store_examined *found, struct error *error)
{
    int64_t application = 0, version = 0;
    enum status status = store_number(store, &application, error, "PRAGMA application_id", "");

    if (status == STATUS_OK)
        status = store_number(store, &version, error, "PRAGMA user_version", "");
    if (status != STATUS_OK)
        return status;
    if (application != STORE_APPLICATION_ID || version < 1) {
        found->fault = STORE_DAMAGED;
        return error_set(error, STATUS_INVALID, gettext("%s: this is not a database of guanka"), store->path);
    }
    found->version = version;
    if (version <= store_version)
        return STATUS_OK;
    found->fault = STORE_NEWER;
    return error_set(error, STATUS_INVALID,
                     gettext("%s: a newer guanka has written this (version %d, known are %d); use that one"),
                     store->path, (int)version, store_version);
}

/* ---- The ledger. */

struct first_fault {
    bool is_there;
    enum ledger_fault fault;
    int64_t from, to;
};

static void take_fault(void *context, enum ledger_fault fault, int64_t from, int64_t to)
{
    struct first_fault *first = context;

    if (!first->is_there)
        *first = (struct first_fault){ true, fault, from, to };
}

static enum status tell_altered(const char *path, const struct first_fault *first, struct error *error)
{
    long long entry = first->from;

    if (first->fault == LEDGER_MISSING && first->to > first->from)
        return error_set(error, STATUS_INVALID,
                         gettext("%s: entries %lld to %lld of its ledger are missing; keep the file as it is, and tell "
                                 "whoever answers for the records. All that is wrong tells: guanka ledger verify "
                                 "--store %s"),
                         path, entry, (long long)first->to, path);
    if (first->fault == LEDGER_MISSING)
        return error_set(error, STATUS_INVALID,
                         gettext("%s: entry %lld of its ledger is missing; keep the file as it is, and tell whoever "
                                 "answers for the records. All that is wrong tells: guanka ledger verify --store %s"),
                         path, entry, path);
    if (first->fault == LEDGER_CUT)
        return error_set(error, STATUS_INVALID,
                         gettext("%s: the entries of its ledger from %lld on were taken away; keep the file as it is, "
                                 "and tell whoever answers for the records. All that is wrong tells: guanka ledger "
                                 "verify --store %s"),
                         path, entry, path);
    return error_set(error, STATUS_INVALID,
                     gettext("%s: entry %lld of its ledger was changed, moved or put in; keep the file as it is, and "
                             "tell whoever answers for the records. All that is wrong tells: guanka ledger verify "
                             "--store %s"),
                     path, entry, path);
}

static enum status check_ledger(const struct store *store, struct store_examined *found, struct error *error)
{
    struct ledger_head head = { 0 };
    struct first_fault first = { 0 };
    enum status status = ledger_head(store, &head, error);

    if (status == STATUS_OK)
        status = ledger_verify(store, NULL, take_fault, &first, error);
    if (status != STATUS_OK)
        return status;
    found->entries = head.sequence;
    if (!first.is_there)
        return STATUS_OK;
    found->fault = STORE_ALTERED;
    return tell_altered(store->path, &first, error);
}

/* Tables of earlier versions may be others. */
static enum status find_latest(const struct store *store, struct store_examined *found, struct error *error)
{
    struct later any;
    enum status status;

    if (found->version < store_version)
        return store_number(store, &found->latest_ms, error, "SELECT max(at) FROM ledger", "");
    status = later_find(store, 0, &any, error); /* than 1970: all of them */
    found->latest_ms = any.last_ms;
    return status;
}

/* In one transaction: the ledger of a gate that goes on would not fit the head that was read before. */
static enum status look_through(const struct store *store, struct store_examined *found, struct error *error)
{
    enum status status = store_run(store, "PRAGMA trusted_schema = OFF", error);

    if (status == STATUS_OK)
        status = store_begin_reading(store, error);
    if (status == STATUS_OK)
        status = check_pages(store, found, error);
    if (status == STATUS_OK)
        status = check_kind(store, found, error);
    if (status == STATUS_OK)
        status = check_ledger(store, found, error);
    if (status == STATUS_OK)
        status = find_latest(store, found, error);
    return status;
}

enum status store_examine(const char *path, struct store_examined *found, struct error *error)
{
    struct store *store = NULL;
    enum status status = store_open_as_it_is(path, &store, error);

    *found = (struct store_examined){ .fault = STORE_UNREAD, .version = -1 };
    if (status != STATUS_OK)
        return status;
    status = look_through(store, found, error);
    if (status == STATUS_OK)
        found->fault = STORE_WHOLE;
    else if (found->fault == STORE_UNREAD)
        status = tell_failure(store, status, found, error);
    store_close(store);
    return status;
}
