/* SPDX-License-Identifier: Apache-2.0
 *
 * What a client submits: a JSON body, or parts. Either it is refused in words, or every text is there, and the metadata
 * are the same after they were stored.
 *
 * An input that begins with a brace is a body. Any other is parts, with an RS between them and a US between the name,
 * the name of the file, the media type and the bytes of each.
 */
#include <string.h>

#include "base/assert.h"
#include "gate/json_tree.h"
#include "gate/submission.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_LIMIT = 64 << 10, PARTS_MAX = 256, TEXT_MOST = 4096 };

static void check_text(const char *text)
{
    ASSERT(text != NULL && strlen(text) <= TEXT_MOST);
}

static void check_draft(const struct draft *draft)
{
    const char *const texts[] = { draft->title,
                                  draft->unit,
                                  draft->author,
                                  draft->source,
                                  draft->column,
                                  draft->region,
                                  draft->address,
                                  draft->producer,
                                  draft->class,
                                  draft->class_reason,
                                  draft->disclosure_reason,
                                  draft->producer_approval,
                                  draft->approval_organ,
                                  draft->approval_number };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++)
        check_text(texts[index]);
    for (size_t index = 0; index < draft->organ_count; index++)
        check_text(draft->organs[index]);
    ASSERT(draft->disclosure <= DISCLOSURE_REFUSED);
}

/* As the store would have it and give it back. */
static void check_stored(const struct draft *draft, struct arena *arena)
{
    struct buf first = BUF_INIT(1 << 24), second = BUF_INIT(1 << 24);
    struct submission again;

    submission_write_draft(&first, draft);
    ASSERT(buf_status(&first) == STATUS_OK && utf8_valid_prefix(first.data, first.size) == first.size);
    ASSERT(submission_read_draft(buf_bytes(&first), arena, &again, NULL) == STATUS_OK);
    submission_write_draft(&second, &again.draft);
    ASSERT(bytes_equal(buf_bytes(&first), buf_bytes(&second)));
    buf_free(&first);
    buf_free(&second);
}

/* The quick reader of JSON gives what jansson gives. */
static void check_tree(struct bytes json)
{
    json_t *quick = json.size > 0 ? json_tree_quickly(json.data, json.size) : NULL, *slow;

    if (quick == NULL)
        return;
    slow = json_loadb((const char *)json.data, json.size, JSON_REJECT_DUPLICATES, NULL);
    ASSERT(slow != NULL && json_equal(slow, quick));
    json_decref(slow);
    json_decref(quick);
}

static void check(const struct http_request *request, struct arena *arena)
{
    struct submission submission;
    struct error error = { 0 };
    enum status status = submission_read(request, arena, &submission, &error);

    if (status != STATUS_OK) {
        ASSERT(status == STATUS_INVALID && error.message[0] != '\0');
        ASSERT(utf8_valid_prefix(error.message, strlen(error.message)) == strlen(error.message));
        return;
    }
    ASSERT(submission.content_count > 0);
    for (size_t index = 0; index < submission.content_count; index++) {
        ASSERT(submission.contents[index].name != NULL && submission.contents[index].media_type != NULL);
        ASSERT(submission.contents[index].bytes.size <= SIZE_LIMIT);
    }
    check_text(submission.webhook);
    check_text(submission.supersedes);
    check_draft(&submission.draft);
    check_stored(&submission.draft, arena);
}

/* Up to the separator, which is skipped. */
static struct bytes take(struct bytes *rest, uint8_t separator)
{
    const uint8_t *end = rest->size > 0 ? memchr(rest->data, separator, rest->size) : NULL;
    struct bytes piece = bytes_of(rest->data, end != NULL ? (size_t)(end - rest->data) : rest->size);

    *rest = bytes_slice(*rest, piece.size + (end != NULL), rest->size);
    return piece;
}

static const char *take_text(struct bytes *rest, struct arena *arena)
{
    struct bytes piece = take(rest, 0x1F);

    return arena_text(arena, piece.size > 0 ? (const char *)piece.data : "", piece.size);
}

static size_t split(struct bytes input, struct arena *arena, struct http_part *parts)
{
    size_t count = 0;

    while (input.size > 0 && count < PARTS_MAX) {
        struct bytes part = take(&input, 0x1E);
        struct http_part *read = &parts[count++];

        *read = (struct http_part){ 0 };
        read->name = take_text(&part, arena);
        read->file_name = take_text(&part, arena);
        read->media_type = take_text(&part, arena);
        read->bytes = part;
        ASSERT(read->name != NULL && read->file_name != NULL && read->media_type != NULL);
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct http_part parts[PARTS_MAX];
    struct http_request request = { .body = bytes_of(data, size), .parts = parts };
    struct arena *arena;

    if (size > SIZE_LIMIT || arena_create(&arena) != STATUS_OK)
        return 0;
    if (size > 0 && data[0] != '{')
        request.part_count = split(request.body, arena, parts);
    check_tree(request.body);
    check(&request, arena);
    arena_destroy(arena);
    return 0;
}
