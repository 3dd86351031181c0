/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/config_file.h"

#include <sys/stat.h>

#include "base/file.h"
#include "cli/text_list.h"
#include "report/words.h"

enum status config_file_list(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct rule_texts texts = { 0 };
    enum status status = reading_texts(reading, node, &texts);

    for (size_t index = 0; index < texts.count && status == STATUS_OK; index++)
        status = text_list_add(target, texts.items[index].text);
    return status;
}

enum status config_file_secret(const char *path, struct buf *secret, struct error *error)
{
    enum status status;

    if (path == NULL)
        return STATUS_OK;
    status = file_read(path, secret, error);
    while (status == STATUS_OK && secret->size > 0 && secret->data[secret->size - 1] == '\n')
        secret->data[--secret->size] = '\0';
    if (status == STATUS_OK && secret->size == 0)
        return error_set(error, STATUS_INVALID, _("%s: this file is empty"), path);
    return status;
}

enum status config_file_token(const char *path, struct buf *token, struct error *error)
{
    struct stat about;

    if (path != NULL && stat(path, &about) == 0 && S_ISREG(about.st_mode)
        && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return error_set(error, STATUS_INVALID,
                         _("%s: others may read this token (mode %03o); take that from them: chmod 600 %s"), path,
                         (unsigned)about.st_mode & 0777, path);
    return config_file_secret(path, token, error);
}
