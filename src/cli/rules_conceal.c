/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/rules_conceal.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/seal.h"
#include "engine/detect_operator_list.h"
#include "report/words.h"
#include "text/separated.h"
#include "wording/term_list.h"

enum { TABLE_MAX = 64 << 20 };

static void put_row(struct buf *out, const char *const *fields, const char *term)
{
    separated_put(out, term);
    for (unsigned column = OPERATOR_LIST_TERM + 1; column < OPERATOR_LIST_COLUMNS; column++) {
        buf_byte(out, ',');
        separated_put(out, fields[column]);
    }
    buf_byte(out, '\n');
}

static enum status put_table(const struct reference_table *table, uint64_t salt, struct buf *out, struct error *error)
{
    enum status status = STATUS_OK;

    put_row(out, operator_list_form.columns, operator_list_form.columns[OPERATOR_LIST_TERM]);
    for (size_t index = 0; index < table->row_count && status == STATUS_OK; index++) {
        struct term term;
        char text[TERM_TEXT_SIZE];

        status = operator_list_term(&table->rows[index], salt, &term, error);
        if (status != STATUS_OK)
            return status;
        term_write(&term, text);
        put_row(out, table->rows[index].fields, text);
    }
    return buf_status(out);
}

/* The same for all terms of a table, so that one window per length reads them. */
static enum status make_salt(uint64_t *salt)
{
    struct seal_key random;
    enum status status = seal_key_make(&random);

    if (status == STATUS_OK)
        memcpy(salt, random.bytes, sizeof *salt);
    seal_key_wipe(&random);
    return status;
}

static enum status conceal(struct bytes bytes, const char *path, struct buf *out, struct error *error)
{
    struct reference_table table;
    struct arena *arena;
    uint64_t salt;
    enum status status = arena_create(&arena);

    if (status != STATUS_OK)
        return status;
    status = reference_table_of(bytes, path, &operator_list_form, arena, &table, error);
    if (status == STATUS_OK)
        status = make_salt(&salt);
    if (status == STATUS_OK)
        status = put_table(&table, salt, out, error);
    arena_destroy(arena);
    return status;
}

enum status rules_conceal(char **files, size_t file_count, struct error *error)
{
    struct buf table = BUF_INIT(TABLE_MAX), out = BUF_INIT(TABLE_MAX);
    enum status status;

    if (file_count != 1)
        return error_set(error, STATUS_INVALID, _("name one list: guanka rules conceal FILE"));
    status = file_read(files[0], &table, error);
    if (status == STATUS_OK)
        status = conceal(buf_bytes(&table), files[0], &out, error);
    if (status == STATUS_OK && file_write(STDOUT_FILENO, buf_bytes(&out)) != STATUS_OK)
        status = error_set(error, STATUS_IO, _("cannot write %s"), _("standard output"));
    buf_free(&table);
    buf_free(&out);
    return status;
}
