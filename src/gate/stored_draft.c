/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stored_draft.h"

#include <string.h>

enum { CONTENTS_MAX = 256 };

struct copying {
    struct arena *arena;
    struct submission *submission;
    bool has_failed, is_forgotten;
};

static bool copy(void *context, const struct content_row *content)
{
    struct copying *copying = context;
    struct submission *submission = copying->submission;
    struct assessment_content copied = { 0 };

    copying->is_forgotten = content->bytes.data == NULL;
    copying->has_failed = submission->content_count == CONTENTS_MAX;
    if (copying->is_forgotten || copying->has_failed)
        return false;
    copied.name = arena_text(copying->arena, content->name, strlen(content->name));
    copied.media_type = arena_text(copying->arena, content->media_type, strlen(content->media_type));
    copied.bytes = bytes_of(arena_text(copying->arena, (const char *)content->bytes.data, content->bytes.size),
                            content->bytes.size);
    copying->has_failed = copied.name == NULL || copied.media_type == NULL || copied.bytes.data == NULL;
    submission->contents[submission->content_count++] = copied;
    return !copying->has_failed;
}

enum status stored_contents_read(const struct store *store, const char *review, struct arena *arena,
                                 struct submission *submission, bool *is_forgotten, struct error *error)
{
    struct copying copying = { .arena = arena, .submission = submission };
    enum status status;

    submission->content_count = 0;
    submission->contents = arena_zeroed(arena, CONTENTS_MAX * sizeof *submission->contents);
    if (submission->contents == NULL)
        return STATUS_NO_MEMORY;
    status = content_list(store, review, copy, &copying, error);
    *is_forgotten = copying.is_forgotten;
    return status == STATUS_OK && copying.has_failed ? STATUS_NO_MEMORY : status;
}
