/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/ledger_export.h"

#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "report/json.h"
#include "report/words.h"
#include "store/ledger.h"

struct exporting {
    int descriptor;
    struct buf line;
    enum status status;
    struct ledger_head head;
};

static void write_line(struct exporting *exporting)
{
    buf_text(&exporting->line, "}\n");
    exporting->status = buf_status(&exporting->line);
    if (exporting->status == STATUS_OK)
        exporting->status = file_write(exporting->descriptor, buf_bytes(&exporting->line));
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
    write_line(exporting);
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
    write_line(exporting);
}

enum status ledger_export(const struct store *store, const char *format, int descriptor, struct error *error)
{
    struct exporting exporting = { .descriptor = descriptor, .line = BUF_INIT(1 << 30) };
    enum status status;

    if (strcmp(format, "json") != 0)
        return error_set(error, STATUS_INVALID, _("--format: json"));
    status = ledger_read(store, 1, export_entry, &exporting, error);
    if (status == STATUS_OK && exporting.status == STATUS_OK)
        export_head(&exporting);
    buf_free(&exporting.line);
    if (status == STATUS_OK && exporting.status != STATUS_OK)
        return error_set(error, exporting.status, _("cannot write %s: %s"), _("standard output"), strerror(errno));
    return status;
}
