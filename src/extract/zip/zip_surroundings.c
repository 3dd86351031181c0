/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/zip_surroundings.h"

#include "extract/folders.h"
#include "extract/name.h"
#include "extract/zip/package.h"
#include "extract/zip/zipfile.h"

enum { USUAL_NAME_MAX = 16 }; /* "threadedComments" */

/* Comments are as good as names in telling their encoding. Longer ones than a name may be are cut into pieces between
 * two ASCII characters where there are such. */
static struct bytes first_piece(struct bytes comment)
{
    size_t size = NAME_SIZE_MAX;

    if (comment.size <= NAME_SIZE_MAX)
        return comment;
    while (size > NAME_SIZE_MAX / 2 && (comment.data[size - 1] >= 0x40 || comment.data[size] >= 0x80))
        size--;
    return bytes_slice(comment, 0, size > NAME_SIZE_MAX / 2 ? size : NAME_SIZE_MAX);
}

static enum status comment_emit(struct extract_job *job, struct bytes comment, struct buf *text)
{
    struct text_run run = { .role = TEXT_METADATA, .join = JOIN_BROKEN, .section = "zip comment" };
    enum status status = STATUS_OK;

    while (comment.size > 0 && status == STATUS_OK) {
        struct bytes piece = first_piece(comment);

        comment = bytes_slice(comment, piece.size, comment.size);
        status = name_decode(job->charset, piece, text);
        if (status == STATUS_OK)
            status = package_emit(job, &run, buf_bytes(text));
        run.join = JOIN_GLUED;
    }
    return status;
}

static enum status comments_emit(struct extract_job *job, struct bytes input)
{
    struct buf text = BUF_INIT(4 * NAME_SIZE_MAX + 64);
    enum status status = comment_emit(job, zip_comment(input), &text);
    struct zip_cursor cursor;
    struct zip_member member;
    bool found = zip_cursor_start(input, &cursor);

    while (status == STATUS_OK && found && zip_cursor_next(&cursor, &member)) {
        if (member.comment.size == 0)
            continue;
        status = extract_progress(job, 0);
        if (status == STATUS_OK)
            status = comment_emit(job, member.comment, &text);
    }
    buf_free(&text);
    return status;
}

/* Padding says nothing. */
static bool is_blank(struct bytes bytes)
{
    for (size_t index = 0; index < bytes.size; index++)
        if (bytes.data[index] > ' ')
            return false;
    return true;
}

static enum status outside_emit(struct extract_job *job, struct bytes input)
{
    struct bytes before, behind;
    enum status status = STATUS_OK;

    zip_outside(input, &before, &behind);
    if (!is_blank(before))
        status = extract_outside(job, before, "before-archive");
    return status == STATUS_OK && !is_blank(behind) ? extract_outside(job, behind, "behind-archive") : status;
}

enum status zip_surroundings_emit(struct extract_job *job, struct bytes input)
{
    enum status status = outside_emit(job, input);

    return status == STATUS_OK ? comments_emit(job, input) : status;
}

/* The folders that formats of documents define have short names in English. */
static bool is_usual(struct bytes path)
{
    size_t size = 0;

    for (size_t index = 0; index < path.size; index++) {
        if (path.data[index] >= 0x80)
            return false;
        size = path.data[index] == '/' || path.data[index] == '\\' ? 0 : size + 1;
        if (size > USUAL_NAME_MAX)
            return false;
    }
    return true;
}

static enum status folder_emit(struct extract_job *job, struct folders *folders, struct bytes path, struct buf *text)
{
    const char *unseen;
    enum status status;

    while (path.size > 0 && path.data[path.size - 1] != '/' && path.data[path.size - 1] != '\\')
        path.size--;
    if (is_usual(path))
        return STATUS_OK;
    status = name_decode(job->charset, path, text);
    if (status == STATUS_OK)
        status = folders_name(folders, text->data, &unseen);
    return status == STATUS_OK ? extract_emit_names(job, unseen) : status;
}

enum status zip_folders_emit(struct extract_job *job, struct bytes input)
{
    struct folders folders = FOLDERS_INIT;
    struct buf text = BUF_INIT(4 * NAME_SIZE_MAX + 64);
    struct zip_cursor cursor;
    struct zip_member member;
    bool found = zip_cursor_start(input, &cursor);
    enum status status = STATUS_OK;

    while (status == STATUS_OK && found && zip_cursor_next(&cursor, &member))
        status = folder_emit(job, &folders, member.name, &text);
    folders_free(&folders);
    buf_free(&text);
    return status;
}
