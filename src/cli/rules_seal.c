/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/rules_seal.h"

#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/output.h"
#include "report/words.h"
#include "base/sealed.h"

enum { SEALED_MAX = 256 << 20 };

static enum status read_key(const char *path, struct seal_key *key, char *id, struct error *error)
{
    uint8_t bytes[SEAL_KEY_ID_SIZE];
    enum status status;

    if (path == NULL)
        return error_set(error, STATUS_INVALID, _("name the key with --key FILE; make one with guanka rules key FILE"));
    status = sealed_key_read(path, key, error);
    if (status == STATUS_OK)
        status = seal_key_id(key, bytes);
    if (status == STATUS_OK)
        seal_key_id_text(bytes, id);
    return status;
}

enum status rules_key(char **files, size_t file_count, const char *key, struct error *error)
{
    char id[SEAL_KEY_ID_TEXT_SIZE];
    struct seal_key made;
    enum status status;

    if (file_count != 1 || key != NULL)
        return error_set(error, STATUS_INVALID, _("name one new file for the key: guanka rules key FILE"));
    status = sealed_key_create(files[0], error);
    if (status == STATUS_OK)
        status = read_key(files[0], &made, id, error);
    if (status == STATUS_OK)
        printf(_("%s: the key %s; keep a copy in a safe place: without it what it seals is lost\n"), files[0], id);
    seal_key_wipe(&made);
    return status;
}

/* The file is the old one or the sealed one, whatever happens. */
static enum status replace(const char *path, struct bytes sealed, struct error *error)
{
    struct output output;
    enum status status = output_open(path, &output, error);

    if (status != STATUS_OK)
        return status;
    if (file_write(output.descriptor, sealed) != STATUS_OK || fsync(output.descriptor) != 0) {
        output_discard(&output);
        return error_set(error, STATUS_IO, _("%s: the sealed file cannot be written"), path);
    }
    return output_commit(&output, error);
}

enum status rules_seal(char **files, size_t file_count, const char *key, struct error *error)
{
    char id[SEAL_KEY_ID_TEXT_SIZE];
    struct seal_key opened;
    enum status status = read_key(key, &opened, id, error);

    if (status == STATUS_OK && file_count == 0)
        status = error_set(error, STATUS_INVALID, _("name the packs, word lists, tables and suppressions to seal"));
    for (size_t index = 0; status == STATUS_OK && index < file_count; index++) {
        struct buf sealed = BUF_INIT(SEALED_MAX);

        status = sealed_make(files[index], &opened, &sealed, error);
        if (status == STATUS_OK)
            status = replace(files[index], buf_bytes(&sealed), error);
        if (status == STATUS_OK)
            printf(_("%s: sealed with the key %s\n"), files[index], id);
        buf_free(&sealed);
    }
    seal_key_wipe(&opened);
    return status;
}

enum status rules_unseal(char **files, size_t file_count, const char *key, struct error *error)
{
    struct buf content = BUF_INIT(SEALED_MAX);
    char id[SEAL_KEY_ID_TEXT_SIZE];
    struct seal_key opened;
    bool was_sealed;
    enum status status = read_key(key, &opened, id, error);

    if (status == STATUS_OK && file_count != 1)
        status = error_set(error, STATUS_INVALID, _("name one sealed file"));
    if (status == STATUS_OK)
        status = sealed_read(files[0], &opened, &content, &was_sealed, error);
    if (status == STATUS_OK && !was_sealed)
        status = error_set(error, STATUS_INVALID, _("%s: this file is not sealed"), files[0]);
    if (status == STATUS_OK && file_write(STDOUT_FILENO, buf_bytes(&content)) != STATUS_OK)
        status = error_set(error, STATUS_IO, _("cannot write %s"), _("standard output"));
    buf_free(&content);
    seal_key_wipe(&opened);
    return status;
}
