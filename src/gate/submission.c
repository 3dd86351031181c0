/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/submission.h"

#include <libintl.h>
#include <string.h>

#include "extract/base64.h"
#include "gate/json_members.h"

enum { TEXT_MEMBER_MAX = 4096, ORGANS_MAX = 32, ATTACHMENTS_MAX = 255 };

static enum status refuse(struct error *error, const char *member, const char *words)
{
    return error_set(error, STATUS_INVALID, "%s: %s", member, words);
}

static enum status copy(struct arena *arena, const json_t *value, const char **text)
{
    *text = arena_text(arena, json_string_value(value), json_string_length(value));
    return *text != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

/* A short text of the form. */
static enum status read_text(const char *member, const json_t *value, struct arena *arena, const char **text,
                             struct error *error)
{
    if (json_is_null(value))
        return STATUS_OK;
    if (!json_is_string(value))
        return refuse(error, member, gettext("this has to be a text"));
    if (json_string_length(value) > TEXT_MEMBER_MAX)
        return refuse(error, member, gettext("this text is too long"));
    return copy(arena, value, text);
}

static enum status read_date(const char *member, const json_t *value, struct date *date, struct error *error)
{
    if (json_is_null(value) || (json_is_string(value) && json_string_length(value) == 0))
        return STATUS_OK;
    if (!json_is_string(value) || !date_parse(json_string_value(value), json_string_length(value), date))
        return refuse(error, member, gettext("this has to be a day like 2026-11-24"));
    return STATUS_OK;
}

static enum status read_organs(const char *member, const json_t *value, struct arena *arena, struct draft *draft,
                               struct error *error)
{
    size_t count = json_array_size(value);
    const char **organs = arena_zeroed(arena, (count + 1) * sizeof *organs);
    enum status status = STATUS_OK;

    if (!json_is_array(value) || count > ORGANS_MAX)
        return refuse(error, member, gettext("this has to be an array of at most 32 names"));
    if (organs == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        organs[index] = "";
        status = read_text(member, json_array_get(value, index), arena, &organs[index], error);
    }
    draft->organs = organs;
    draft->organ_count = count;
    return status;
}

static enum status read_disclosure(const char *member, const json_t *value, enum disclosure *disclosure,
                                   struct error *error)
{
    const char *words = json_string_value(value);

    if (json_is_null(value) || (words != NULL && words[0] == '\0')
        || (words != NULL && disclosure_parse(words, disclosure)))
        return STATUS_OK;
    return refuse(error, member, gettext("this is not one of 主动公开, 依申请公开, 不予公开"));
}

static enum status read_class(const char *member, const json_t *value, struct arena *arena, const char **class,
                              struct error *error)
{
    enum review_class parsed;
    enum status status = read_text(member, value, arena, class, error);

    if (status == STATUS_OK && (*class)[0] != '\0' && !review_class_parse(*class, &parsed))
        return refuse(error, member, gettext("this is not one of 一般, 重要, 特级"));
    return status;
}

/* STATUS_UNSUPPORTED: no member of the metadata. */
static enum status read_member(const char *name, const json_t *value, struct arena *arena,
                               struct submission *submission, struct error *error)
{
    struct draft *draft = &submission->draft;
    const struct {
        const char *name, **text;
    } texts[] = { { "title", &draft->title },
                  { "unit", &draft->unit },
                  { "author", &draft->author },
                  { "source", &draft->source },
                  { "disclosure_reason", &draft->disclosure_reason },
                  { "class_reason", &draft->class_reason },
                  { "column", &draft->column },
                  { "region", &draft->region },
                  { "address", &draft->address },
                  { "producer", &draft->producer },
                  { "producer_approval", &draft->producer_approval },
                  { "approval_organ", &draft->approval_organ },
                  { "approval_number", &draft->approval_number },
                  { "webhook", &submission->webhook },
                  { "supersedes", &submission->supersedes } };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        if (strcmp(name, texts[index].name) == 0)
            return read_text(name, value, arena, texts[index].text, error);
    }
    if (strcmp(name, "disclosure") == 0)
        return read_disclosure(name, value, &draft->disclosure, error);
    if (strcmp(name, "class") == 0)
        return read_class(name, value, arena, &draft->class, error);
    if (strcmp(name, "publish_on") == 0)
        return read_date(name, value, &draft->publish_on, error);
    if (strcmp(name, "formed_on") == 0)
        return read_date(name, value, &draft->formed_on, error);
    if (strcmp(name, "organs") == 0)
        return read_organs(name, value, arena, draft, error);
    return STATUS_UNSUPPORTED;
}

static struct submission nothing_said(void)
{
    return (struct submission){ .draft = { .title = "",
                                           .unit = "",
                                           .author = "",
                                           .source = "",
                                           .disclosure_reason = "",
                                           .class = "",
                                           .class_reason = "",
                                           .column = "",
                                           .region = "",
                                           .address = "",
                                           .producer = "",
                                           .producer_approval = "",
                                           .approval_organ = "",
                                           .approval_number = "" },
                                .webhook = "",
                                .supersedes = "" };
}

/* ---- Contents in JSON. */

static enum status decode(const char *member, const json_t *value, struct arena *arena, struct bytes *bytes,
                          struct error *error)
{
    struct bytes digits = bytes_of(json_string_value(value), json_string_length(value));
    struct base64 base64 = { 0 };
    uint8_t *decoded = arena_alloc(arena, digits.size + 1);
    size_t size = 0;

    if (decoded == NULL)
        return STATUS_NO_MEMORY;
    if (!base64_is_whole(digits))
        return refuse(error, member,
                      gettext("this is not base64 (RFC 4648, section 4): letters, digits, + and / in groups of four, "
                              "the last one filled up with =, and nothing else"));
    for (size_t offset = 0; offset < digits.size; offset += BASE64_STEP)
        size += base64_decode(&base64, bytes_slice(digits, offset, BASE64_STEP), decoded + size);
    *bytes = bytes_of(decoded, size);
    return STATUS_OK;
}

static enum status read_attachment(const json_t *value, struct arena *arena, struct assessment_content *content,
                                   struct error *error)
{
    static const char member[] = "attachments";
    const json_t *name = json_object_get(value, "name"), *media_type = json_object_get(value, "media_type");
    const json_t *base64 = json_object_get(value, "base64");
    enum status status;

    *content = (struct assessment_content){ .name = "", .media_type = "" };
    if (!json_is_object(value) || !json_is_string(name) || !json_is_string(base64)
        || json_object_size(value) != 2 + (media_type != NULL))
        return refuse(error, member, gettext("each has to be an object with name, base64 and perhaps media_type"));
    status = read_text(member, name, arena, &content->name, error);
    if (status == STATUS_OK && media_type != NULL)
        status = read_text(member, media_type, arena, &content->media_type, error);
    return status == STATUS_OK ? decode(member, base64, arena, &content->bytes, error) : status;
}

static enum status open_contents(struct arena *arena, size_t room, struct submission *submission)
{
    submission->contents = arena_zeroed(arena, (room + 1) * sizeof *submission->contents);
    return submission->contents != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

/* `html` or `text`, and its `name`. */
static enum status read_main(const json_t *root, struct arena *arena, struct submission *submission,
                             struct error *error)
{
    const json_t *html = json_object_get(root, "html"), *text = json_object_get(root, "text"),
                 *name = json_object_get(root, "name");
    const json_t *content = html != NULL ? html : text;
    struct assessment_content *main = submission->contents;
    enum status status;

    if ((html == NULL) == (text == NULL) || !json_is_string(content))
        return refuse(error, "html", gettext("give what is to be published as html or as text, one of them"));
    *main = (struct assessment_content){ .name = html != NULL ? "draft.html" : "draft.txt",
                                         .media_type = html != NULL ? "text/html" : "text/plain" };
    /* Borrowed from the tree until the caller frees that: so it is copied. */
    main->bytes = bytes_of(arena_text(arena, json_string_value(content), json_string_length(content)),
                           json_string_length(content));
    if (main->bytes.data == NULL)
        return STATUS_NO_MEMORY;
    status = name != NULL ? read_text("name", name, arena, &main->name, error) : STATUS_OK;
    submission->content_count = 1;
    return status;
}

static enum status read_json_contents(const json_t *root, struct arena *arena, struct submission *submission,
                                      struct error *error)
{
    const json_t *attachments = json_object_get(root, "attachments");
    size_t count = json_array_size(attachments);
    enum status status;

    if (attachments != NULL && (!json_is_array(attachments) || count > ATTACHMENTS_MAX))
        return refuse(error, "attachments", gettext("this has to be an array of at most 255 attachments"));
    status = open_contents(arena, count + 1, submission);
    if (status == STATUS_OK)
        status = read_main(root, arena, submission, error);
    for (size_t index = 0; index < count && status == STATUS_OK; index++)
        status = read_attachment(json_array_get(attachments, index), arena,
                                 &submission->contents[submission->content_count++], error);
    return status;
}

static bool is_content_member(const char *name)
{
    return strcmp(name, "html") == 0 || strcmp(name, "text") == 0 || strcmp(name, "name") == 0
           || strcmp(name, "attachments") == 0;
}

static enum status read_object(json_t *root, bool has_contents, struct arena *arena, struct submission *submission,
                               struct error *error)
{
    const char *name;
    json_t *value;

    if (!json_is_object(root))
        return error_set(error, STATUS_INVALID, gettext("the metadata have to be a JSON object"));
    json_object_foreach(root, name, value)
    {
        enum status status = read_member(name, value, arena, submission, error);

        if (status == STATUS_UNSUPPORTED && !(has_contents && is_content_member(name)))
            return error_set(error, STATUS_INVALID,
                             gettext("\"%.60s\" is no member of a submission; see docs/openapi.yaml"), name);
        if (status != STATUS_OK && status != STATUS_UNSUPPORTED)
            return status;
    }
    return STATUS_OK;
}

static enum status read_json(struct bytes json, bool has_contents, struct arena *arena, struct submission *submission,
                             struct error *error)
{
    json_t *root;
    enum status status = json_tree_read(json, &root, error);

    *submission = nothing_said();
    if (status != STATUS_OK)
        return status;
    status = read_object(root, has_contents, arena, submission, error);
    if (status == STATUS_OK && has_contents)
        status = read_json_contents(root, arena, submission, error);
    json_decref(root);
    return status;
}

enum status submission_read_draft(struct bytes json, struct arena *arena, struct submission *submission,
                                  struct error *error)
{
    return read_json(json, false, arena, submission, error);
}

/* ---- Multipart. */

static enum status read_parts(const struct http_request *request, struct arena *arena, struct submission *submission,
                              struct error *error)
{
    enum status status = STATUS_OK;
    bool has_meta = false;

    *submission = nothing_said();
    for (size_t index = 0; index < request->part_count && status == STATUS_OK; index++) {
        if (strcmp(request->parts[index].name, "meta") != 0)
            continue;
        if (has_meta)
            return refuse(error, "meta", gettext("this part is there twice"));
        has_meta = true;
        status = submission_read_draft(request->parts[index].bytes, arena, submission, error);
    }
    if (status == STATUS_OK)
        status = open_contents(arena, request->part_count, submission);
    for (size_t index = 0; index < request->part_count && status == STATUS_OK; index++) {
        const struct http_part *part = &request->parts[index];

        if (strcmp(part->name, "meta") != 0)
            submission->contents[submission->content_count++] = (struct assessment_content){
                .name = part->file_name, .media_type = part->media_type, .bytes = part->bytes, .content = part->content
            };
    }
    if (status == STATUS_OK && submission->content_count == 0)
        return error_set(error, STATUS_INVALID, gettext("there is no part with the draft"));
    return status;
}

enum status submission_read(const struct http_request *request, struct arena *arena, struct submission *submission,
                            struct error *error)
{
    return request->part_count > 0 ? read_parts(request, arena, submission, error)
                                   : read_json(request->body, true, arena, submission, error);
}
