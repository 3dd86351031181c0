/* SPDX-License-Identifier: Apache-2.0 */
#include "store/ledger.h"

#include <libintl.h>
#include <string.h>

#include "base/buf.h"
#include "store/store_data.h"

static const char label[] = "guanka ledger 1\n";

enum { ENTRY_SIZE_MAX = 64 << 20 };

static void put_number(struct buf *bytes, uint64_t value)
{
    for (size_t shift = 64; shift > 0; shift -= 8)
        buf_byte(bytes, (char)(value >> (shift - 8) & 0xFF));
}

static void put_text(struct buf *bytes, const char *text)
{
    size_t size = strlen(text);

    put_number(bytes, size);
    buf_append(bytes, text, size);
}

static enum status digest_entry(const struct digest *previous, const struct ledger_entry *entry, struct digest *digest)
{
    struct buf bytes = BUF_INIT(ENTRY_SIZE_MAX);
    enum status status;

    buf_append(&bytes, label, sizeof label - 1);
    buf_append(&bytes, previous->bytes, DIGEST_SIZE);
    put_number(&bytes, (uint64_t)entry->sequence);
    put_number(&bytes, (uint64_t)entry->at_ms);
    put_text(&bytes, entry->actor);
    put_text(&bytes, entry->role);
    put_text(&bytes, entry->kind);
    put_text(&bytes, entry->subject);
    put_text(&bytes, entry->body);
    status = buf_status(&bytes);
    if (status == STATUS_OK)
        status = digest_of(buf_bytes(&bytes), digest);
    buf_free(&bytes);
    return status;
}

enum status ledger_add_object(struct store *store, struct ledger_entry *entry, struct buf *body, struct error *error)
{
    enum status status;

    buf_byte(body, '}');
    status = buf_status(body);
    entry->body = body->data;
    if (status == STATUS_OK)
        status = ledger_add(store, entry, error);
    entry->body = NULL;
    buf_free(body);
    return status;
}

enum status ledger_head(const struct store *store, struct ledger_head *head, struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error, "SELECT sequence, digest FROM ledger_head", "");

    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, &has_row, error);
    if (status == STATUS_OK)
        *head = (struct ledger_head){ 0 };
    if (has_row) {
        head->sequence = sqlite3_column_int64(statement, 0);
        store_digest(statement, 1, &head->digest);
    }
    store_end(statement);
    return status;
}

static enum status insert(struct store *store, const struct ledger_entry *entry, struct error *error)
{
    return store_do(store, error,
                    "INSERT INTO ledger (sequence, at, actor, role, kind, subject, body, digest)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    "nntttttd", entry->sequence, entry->at_ms, entry->actor, entry->role, entry->kind, entry->subject,
                    entry->body, &entry->digest);
}

static enum status move_head(struct store *store, const struct ledger_entry *entry, struct error *error)
{
    return store_do(store, error, "INSERT OR REPLACE INTO ledger_head VALUES (1, ?, ?)", "nd", entry->sequence,
                    &entry->digest);
}

enum status ledger_add(struct store *store, struct ledger_entry *entry, struct error *error)
{
    struct ledger_head head = { 0 };
    enum status status = ledger_head(store, &head, error);

    if (status != STATUS_OK)
        return status;
    if (head.sequence < 0 || head.sequence == INT64_MAX)
        return error_set(error, STATUS_INVALID,
                         gettext("%s: the head of its ledger was changed; nothing can be added. All that is wrong "
                                 "tells: guanka ledger verify --store %s"),
                         store->path, store->path);
    entry->sequence = head.sequence + 1;
    status = digest_entry(&head.digest, entry, &entry->digest);
    if (status != STATUS_OK)
        return error_set(error, status, "%s", status_code(status));
    status = insert(store, entry, error);
    return status == STATUS_OK ? move_head(store, entry, error) : status;
}

#define COLUMNS "SELECT sequence, at, actor, role, kind, subject, body, digest FROM ledger"

/* All rows of a statement that has begun, and its end. */
static enum status read_all(const struct store *store, sqlite3_stmt *statement, ledger_read_entry *read, void *context,
                            struct error *error)
{
    bool has_row = false;
    enum status status;

    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        struct ledger_entry entry = { .sequence = sqlite3_column_int64(statement, 0),
                                      .at_ms = sqlite3_column_int64(statement, 1),
                                      .actor = store_text(statement, 2),
                                      .role = store_text(statement, 3),
                                      .kind = store_text(statement, 4),
                                      .subject = store_text(statement, 5),
                                      .body = store_text(statement, 6) };

        store_digest(statement, 7, &entry.digest);
        if (!read(context, &entry))
            break;
    }
    store_end(statement);
    return status;
}

enum status ledger_read(const struct store *store, int64_t first, ledger_read_entry *read, void *context,
                        struct error *error)
{
    sqlite3_stmt *statement;
    enum status status =
        store_query(store, &statement, error, COLUMNS " WHERE sequence >= ? ORDER BY sequence", "n", first);

    return status == STATUS_OK ? read_all(store, statement, read, context, error) : status;
}

enum status ledger_read_subject(const struct store *store, const char *subject, ledger_read_entry *read, void *context,
                                struct error *error)
{
    sqlite3_stmt *statement;
    enum status status =
        store_query(store, &statement, error, COLUMNS " WHERE subject = ? ORDER BY sequence", "t", subject);

    return status == STATUS_OK ? read_all(store, statement, read, context, error) : status;
}

/* ---- Verifying. */

struct verifying {
    const struct ledger_head *witnessed;
    struct ledger_head last; /* as far as it has been read */
    ledger_found_fault *found;
    void *context;
    enum status status;
};

static void tell(const struct verifying *verifying, enum ledger_fault fault, int64_t sequence)
{
    verifying->found(verifying->context, fault, sequence, sequence);
}

static bool is_same(const struct digest *left, const struct digest *right)
{
    return memcmp(left->bytes, right->bytes, DIGEST_SIZE) == 0;
}

static bool verify_entry(void *context, const struct ledger_entry *entry)
{
    struct verifying *verifying = context;
    struct digest digest;
    bool is_next;

    /* Numbers begin with 1 and each is given once. Whoever makes the file may have made the table without what holds
     * them to it. */
    if (entry->sequence <= verifying->last.sequence) {
        tell(verifying, LEDGER_BROKEN, entry->sequence);
        return true;
    }
    is_next = entry->sequence == verifying->last.sequence + 1;
    if (!is_next)
        verifying->found(verifying->context, LEDGER_MISSING, verifying->last.sequence + 1, entry->sequence - 1);
    verifying->status = digest_entry(&verifying->last.digest, entry, &digest);
    if (verifying->status != STATUS_OK)
        return false;
    /* What stood before a gap is not known, so the entry behind it cannot be told from a changed one. */
    if (is_next && !is_same(&digest, &entry->digest))
        tell(verifying, LEDGER_BROKEN, entry->sequence);
    if (verifying->witnessed != NULL && entry->sequence == verifying->witnessed->sequence
        && !is_same(&entry->digest, &verifying->witnessed->digest))
        tell(verifying, LEDGER_REWRITTEN, entry->sequence);
    verifying->last = (struct ledger_head){ entry->sequence, entry->digest };
    return true;
}

enum status ledger_verify(const struct store *store, const struct ledger_head *witnessed, ledger_found_fault *found,
                          void *context, struct error *error)
{
    struct verifying verifying = { .witnessed = witnessed, .found = found, .context = context, .status = STATUS_OK };
    struct ledger_head head = { 0 };
    enum status status = ledger_head(store, &head, error);

    if (status == STATUS_OK)
        status = ledger_read(store, INT64_MIN, verify_entry, &verifying, error);
    if (status == STATUS_OK && verifying.status != STATUS_OK)
        status = error_set(error, verifying.status, "%s", status_code(verifying.status));
    if (status != STATUS_OK)
        return status;
    if (head.sequence < verifying.last.sequence
        || (head.sequence == verifying.last.sequence && !is_same(&head.digest, &verifying.last.digest)))
        tell(&verifying, LEDGER_BROKEN, verifying.last.sequence);
    if (head.sequence > verifying.last.sequence || (witnessed != NULL && witnessed->sequence > verifying.last.sequence))
        tell(&verifying, LEDGER_CUT, verifying.last.sequence + 1);
    return STATUS_OK;
}
