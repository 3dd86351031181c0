/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/ledger_export.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/form_xlsx.h"
#include "gate/approval_form.h"
#include "gate/signature.h"
#include "report/csv_cell.h"
#include "report/json.h"
#include "report/words.h"
#include "store/ledger.h"

struct exporting {
    int descriptor;
    struct buf line;
    enum status status;
    struct ledger_head head;
    struct signature *signature; /* NULL: nothing is signed */
};

static void write_line(struct exporting *exporting)
{
    exporting->status = buf_status(&exporting->line);
    if (exporting->status == STATUS_OK)
        exporting->status = file_write(exporting->descriptor, buf_bytes(&exporting->line));
}

/* ---- JSON. */

static void write_signed_line(struct exporting *exporting)
{
    buf_text(&exporting->line, "}\n");
    write_line(exporting);
    if (exporting->status == STATUS_OK && exporting->signature != NULL)
        exporting->status = signature_add(exporting->signature, buf_bytes(&exporting->line));
}

static bool export_entry(void *context, const struct ledger_entry *entry)
{
    struct exporting *exporting = context;
    struct buf *out = &exporting->line;
    char digest[DIGEST_TEXT_SIZE];

    digest_text(&entry->digest, digest);
    buf_clear(out);
    buf_text(out, "{\"v\":1,\"type\":\"entry\"");
    json_number(out, "sequence", (uint64_t)entry->sequence);
    json_number(out, "at_ms", (uint64_t)entry->at_ms);
    json_text(out, "actor", entry->actor);
    json_text(out, "role", entry->role);
    json_text(out, "kind", entry->kind);
    json_text(out, "subject", entry->subject);
    /* As a text: its bytes are what the digest is over. */
    json_text(out, "body", entry->body);
    json_text(out, "digest", digest);
    write_signed_line(exporting);
    exporting->head = (struct ledger_head){ entry->sequence, entry->digest };
    return exporting->status == STATUS_OK;
}

static void export_head(struct exporting *exporting)
{
    char digest[DIGEST_TEXT_SIZE];

    digest_text(&exporting->head.digest, digest);
    buf_clear(&exporting->line);
    buf_text(&exporting->line, "{\"v\":1,\"type\":\"head\"");
    json_number(&exporting->line, "sequence", (uint64_t)exporting->head.sequence);
    json_text(&exporting->line, "digest", digest);
    write_signed_line(exporting);
}

static void export_signature(struct exporting *exporting)
{
    char text[SIGNATURE_TEXT_SIZE];

    exporting->status = signature_finish(exporting->signature, text);
    if (exporting->status != STATUS_OK)
        return;
    buf_clear(&exporting->line);
    buf_text(&exporting->line, "{\"v\":1,\"type\":\"signature\"");
    json_text(&exporting->line, "algorithm", "Ed25519");
    json_text(&exporting->line, "signature", text);
    buf_text(&exporting->line, "}\n");
    write_line(exporting);
}

static enum status export_json(const struct store *store, const char *key, struct exporting *exporting,
                               struct error *error)
{
    enum status status = key != NULL ? signature_create(key, &exporting->signature, error) : STATUS_OK;

    if (status == STATUS_OK)
        status = ledger_read(store, 1, export_entry, exporting, error);
    if (status == STATUS_OK && exporting->status == STATUS_OK)
        export_head(exporting);
    if (status == STATUS_OK && exporting->status == STATUS_OK && exporting->signature != NULL)
        export_signature(exporting);
    signature_destroy(exporting->signature);
    return status;
}

/* ---- The official form. */

static bool export_row(void *context, const char *const *cells)
{
    struct exporting *exporting = context;

    buf_clear(&exporting->line);
    for (size_t index = 0; index < approval_form_column_count; index++)
        csv_cell_of_lines(&exporting->line, cells[index], strlen(cells[index]));
    buf_text(&exporting->line, "\r\n");
    write_line(exporting);
    return exporting->status == STATUS_OK;
}

static enum status export_csv(const struct store *store, struct exporting *exporting, struct error *error)
{
    /* So that Excel reads UTF-8. */
    static const char byte_order_mark[] = "\xEF\xBB\xBF";

    exporting->status = file_write(exporting->descriptor, bytes_of_text(byte_order_mark));
    if (exporting->status != STATUS_OK || !export_row(exporting, approval_form_columns))
        return STATUS_OK;
    return approval_form_read(store, export_row, exporting, error);
}

enum status ledger_export(const struct store *store, const char *format, const char *key, int descriptor,
                          struct error *error)
{
    struct exporting exporting = { .descriptor = descriptor, .line = BUF_INIT(1 << 30) };
    enum status status;

    if (key != NULL && strcmp(format, "json") != 0)
        return error_set(error, STATUS_INVALID, _("--sign: only --format json is signed"));
    if (strcmp(format, "json") == 0)
        status = export_json(store, key, &exporting, error);
    else if (strcmp(format, "csv") == 0)
        status = export_csv(store, &exporting, error);
    else if (strcmp(format, "xlsx") == 0)
        status = form_xlsx_write(store, descriptor, error);
    else
        status = error_set(error, STATUS_INVALID, _("--format: csv, xlsx or json"));
    buf_free(&exporting.line);
    if (status == STATUS_OK && exporting.status != STATUS_OK)
        return error_set(error, exporting.status, _("the ledger could not be written: %s"), strerror(errno));
    return status;
}
