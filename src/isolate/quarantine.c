/* SPDX-License-Identifier: Apache-2.0 */
#include "isolate/quarantine.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/file.h"

enum { DIGEST_SHOWN = 16, NAME_MAX_SIZE = 100 };

/* Only what no shell and no terminal takes for something else. */
static void append_name(struct buf *path, const char *name)
{
    const char *slash = strrchr(name, '/');
    size_t count = 0;

    for (const char *next = slash != NULL ? slash + 1 : name; *next != '\0' && count < NAME_MAX_SIZE; next++, count++) {
        uint8_t byte = (uint8_t)*next;
        bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z')
                     || byte == '.' || byte == '-' || byte >= 0x80;

        buf_byte(path, plain ? (char)byte : '_');
    }
}

static enum status write_file(const char *path, struct bytes content)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    bool written;

    if (file < 0)
        return errno == EEXIST ? STATUS_OK : STATUS_IO;
    written = file_write(file, content) == STATUS_OK;
    written = close(file) == 0 && written;
    if (!written)
        unlink(path);
    return written ? STATUS_OK : STATUS_IO;
}

enum status quarantine_prepare(const char *folder, struct error *error)
{
    struct stat about;

    if (mkdir(folder, S_IRWXU) != 0 && errno != EEXIST)
        return error_set(error, STATUS_IO, "%s", strerror(errno));
    if (stat(folder, &about) == 0 && !S_ISDIR(about.st_mode))
        errno = ENOTDIR;
    else if (access(folder, W_OK | X_OK) == 0)
        return STATUS_OK;
    return error_set(error, STATUS_IO, "%s", strerror(errno));
}

enum status quarantine_keep(const char *folder, const char *name, struct bytes content)
{
    struct buf path = BUF_INIT(65536);
    char text[DIGEST_TEXT_SIZE];
    struct digest digest;
    enum status status = digest_of(content, &digest);

    if (status != STATUS_OK)
        return status;
    digest_text(&digest, text);
    text[DIGEST_SHOWN] = '\0';
    buf_format(&path, "%s/%s-", folder, text);
    append_name(&path, name);
    status = buf_status(&path);
    if (status == STATUS_OK)
        status = write_file(path.data, content);
    buf_free(&path);
    return status;
}
