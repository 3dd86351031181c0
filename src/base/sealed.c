/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"

enum { KEY_DIGITS = 2 * SEAL_KEY_SIZE, KEY_FILE_SIZE_MAX = 4096, FILE_SIZE_MAX = 128 << 20 };

/* ---- Keys. */

static enum status check_owner(const char *path, int descriptor, struct error *error)
{
    struct stat about;

    if (fstat(descriptor, &about) != 0)
        return error_set(error, STATUS_IO, "%s: %s", path, strerror(errno));
    if (!S_ISREG(about.st_mode))
        return error_set(error, STATUS_INVALID, gettext("%s: a key is a regular file"), path);
    if (about.st_uid != geteuid() && about.st_uid != 0)
        return error_set(error, STATUS_INVALID,
                         gettext("%s: this key belongs to another user, who could change it; use a key of your own"),
                         path);
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return error_set(error, STATUS_INVALID,
                         gettext("%s: others may use this key (mode %03o); take that from them: chmod 600 %s"), path,
                         (unsigned)about.st_mode & 0777, path);
    return STATUS_OK;
}

static int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

/* The digits, and white space behind them. */
static bool parse_key(struct bytes text, struct seal_key *key)
{
    if (text.size < KEY_DIGITS)
        return false;
    for (size_t index = 0; index < SEAL_KEY_SIZE; index++) {
        int high = digit_value((char)text.data[2 * index]), low = digit_value((char)text.data[2 * index + 1]);

        if (high < 0 || low < 0)
            return false;
        key->bytes[index] = (uint8_t)(high << 4 | low);
    }
    for (size_t index = KEY_DIGITS; index < text.size; index++)
        if (strchr(" \t\r\n", text.data[index]) == NULL || text.data[index] == '\0')
            return false;
    return true;
}

enum status sealed_key_read(const char *path, struct seal_key *key, struct error *error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct file_content *content = NULL;
    struct error cause = { STATUS_OK, "" };
    enum status status;

    if (descriptor < 0)
        return error_set(error, STATUS_IO, gettext("%s: this key cannot be read: %s"), path, strerror(errno));
    alloc_wipe_freed();
    status = check_owner(path, descriptor, error);
    if (status == STATUS_OK && file_content_of(descriptor, NULL, &content, &cause) != STATUS_OK)
        status = error_set(error, cause.status, "%s: %s", path, cause.message);
    close(descriptor);
    if (status == STATUS_OK && !parse_key(bytes_slice(file_content_bytes(content), 0, KEY_FILE_SIZE_MAX), key))
        status = error_set(
            error, STATUS_INVALID,
            gettext("%s: this is no key; a key has %d hexadecimal digits; make one with guanka rules key FILE"), path,
            KEY_DIGITS);
    file_content_close(content);
    if (status != STATUS_OK)
        seal_key_wipe(key);
    return status;
}

enum status sealed_key_create(const char *path, struct error *error)
{
    static const char digits[] = "0123456789abcdef";
    char text[KEY_DIGITS + 1];
    struct seal_key key;
    int descriptor;
    bool written;
    enum status status = seal_key_make(&key);

    if (status != STATUS_OK)
        return error_set(error, status, gettext("%s: there are no random numbers to make a key of"), path);
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (descriptor < 0) {
        seal_key_wipe(&key);
        return error_set(error, STATUS_IO, gettext("%s: the key cannot be written: %s"), path, strerror(errno));
    }
    for (size_t index = 0; index < KEY_DIGITS; index++)
        text[index] = digits[key.bytes[index / 2] >> (index % 2 == 0 ? 4 : 0) & 15];
    text[KEY_DIGITS] = '\n';
    written = file_write(descriptor, bytes_of(text, sizeof text)) == STATUS_OK && fsync(descriptor) == 0;
    if (!written)
        status = error_set(error, STATUS_IO, gettext("%s: the key cannot be written: %s"), path, strerror(errno));
    close(descriptor);
    if (!written)
        unlink(path);
    explicit_bzero(text, sizeof text);
    seal_key_wipe(&key);
    return status;
}

/* ---- Files. */

/* The name that the seal holds: the file's own, so that folders can be moved. */
static struct bytes name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return bytes_of_text(slash != NULL ? slash + 1 : path);
}

static enum status check_head(const char *path, const struct seal_head *head, const struct seal_key *key,
                              struct error *error)
{
    char sealed_with[SEAL_KEY_ID_TEXT_SIZE], given[SEAL_KEY_ID_TEXT_SIZE];
    uint8_t id[SEAL_KEY_ID_SIZE];

    seal_key_id_text(head->key_id, sealed_with);
    if (key == NULL)
        return error_set(error, STATUS_INVALID,
                         gettext("%s: this file is sealed with the key %s; name its file with --key"), path,
                         sealed_with);
    if (seal_key_id(key, id) != STATUS_OK)
        return STATUS_NO_MEMORY;
    seal_key_id_text(id, given);
    if (strcmp(sealed_with, given) != 0)
        return error_set(
            error, STATUS_INVALID,
            gettext("%s: this file is sealed with the key %s, and --key names the key %s; name the right one"), path,
            sealed_with, given);
    if (!bytes_equal(head->name, name_of(path)))
        return error_set(
            error, STATUS_INVALID,
            gettext("%s: this file was sealed under the name %.*s; give it that name again, or seal it anew"), path,
            (int)head->name.size, (const char *)head->name.data);
    return STATUS_OK;
}

static enum status open_sealed(const char *path, struct bytes sealed, const struct seal_key *key, struct buf *content,
                               struct error *error)
{
    struct seal_head head;
    enum status status = seal_read_head(sealed, &head);

    if (status == STATUS_UNSUPPORTED)
        return error_set(
            error, STATUS_INVALID,
            gettext("%s: this file is sealed in a later form (%u) than this guanka knows; use a newer guanka"), path,
            head.version);
    if (status == STATUS_OK) {
        status = check_head(path, &head, key, error);
        if (status != STATUS_OK)
            return status;
        status = seal_open(key, sealed, content);
    }
    if (status == STATUS_MALFORMED)
        return error_set(
            error, STATUS_INVALID,
            gettext("%s: the seal is broken: the file was changed or cut after it was sealed; take it again "
                    "from where it was sealed"),
            path);
    return status == STATUS_OK ? STATUS_OK : error_set(error, status, "%s: %s", path, status_code(status));
}

enum status sealed_read(const char *path, const struct seal_key *key, struct buf *content, bool *was_sealed,
                        struct error *error)
{
    struct buf opened = BUF_INIT(content->size_max);
    enum status status = file_read(path, content, error);

    *was_sealed = status == STATUS_OK && seal_is_sealed(buf_bytes(content));
    if (!*was_sealed)
        return status;
    status = open_sealed(path, buf_bytes(content), key, &opened, error);
    buf_free(content);
    *content = opened;
    return status;
}

enum status sealed_make(const char *path, const struct seal_key *key, struct buf *sealed, struct error *error)
{
    struct buf content = BUF_INIT(FILE_SIZE_MAX);
    enum status status = file_read(path, &content, error);

    if (status == STATUS_OK && seal_is_sealed(buf_bytes(&content)))
        status = error_set(error, STATUS_INVALID, gettext("%s: this file is sealed already"), path);
    else if (status == STATUS_OK && name_of(path).size > SEAL_NAME_MAX)
        status = error_set(error, STATUS_INVALID, gettext("%s: this name is too long for a seal"), path);
    else if (status == STATUS_OK)
        status = seal_close(key, name_of(path), buf_bytes(&content), sealed);
    buf_free(&content);
    return status;
}
