/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/chm.h"

#include <mspack.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "extract/isolated.h"
#include "extract/name.h"
#include "text/encoding.h"
#include "text/utf8.h"

enum {
    FILE_SIZE_MAX = 512 << 20,
    NAME_BYTES_MAX = 8 * NAME_SIZE_MAX,
    FILES_MAX = 1 << 20,
    SYSTEM_VERSION_SIZE = 4,
    SYSTEM_TITLE = 3,
    SYSTEM_LANGUAGE = 4,
    SECOND_GUID = 0x28, /* where it stands in the header */
    SECOND_GUID_BYTE = 0x11,
};

/* The encodings of Windows by language (LCID). English is left out: it is the compiler's default, and says nothing. */
struct language {
    uint16_t mask, number;
    const char *charset;
};

static const struct language languages[] = {
    { 0xFFFF, 0x0804, "gbk" },   { 0xFFFF, 0x1004, "gbk" },      { 0x03FF, 0x04, "big5" },
    { 0x03FF, 0x11, "shift_jis" }, { 0x03FF, 0x12, "euc-kr" },   { 0x03FF, 0x19, "windows-1251" },
    { 0x03FF, 0x07, "windows-1252" }, { 0x03FF, 0x0A, "windows-1252" }, { 0x03FF, 0x0C, "windows-1252" },
    { 0x03FF, 0x10, "windows-1252" }, { 0x03FF, 0x13, "windows-1252" }, { 0x03FF, 0x16, "windows-1252" },
    { 0x03FF, 0x1D, "windows-1252" }, { 0x03FF, 0x14, "windows-1252" }, { 0x03FF, 0x06, "windows-1252" },
};

/* What the library reads from and writes to. */
struct stream {
    struct chm *chm;
    size_t position;
};

struct chm {
    struct mspack_system system; /* first: the library hands it back */
    struct extract_job *job;
    struct stream input, output;
    struct buf bytes;      /* of the file at hand */
    enum status refusal;   /* of the budget, while that file was written */
    struct buf name;
    const char *charset;
};

/* ---- the library's system: memory instead of files ---- */

static struct mspack_file *on_open(struct mspack_system *self, const char *name, int mode)
{
    struct chm *chm = (struct chm *)self;
    struct stream *stream = mode == MSPACK_SYS_OPEN_READ ? &chm->input : &chm->output;

    (void)name;
    stream->position = 0;
    return (struct mspack_file *)stream;
}

static void on_close(struct mspack_file *file)
{
    (void)file;
}

static int on_read(struct mspack_file *file, void *buffer, int size)
{
    struct stream *stream = (struct stream *)file;
    struct bytes piece = bytes_slice(stream->chm->job->input, stream->position, size > 0 ? (size_t)size : 0);

    if (piece.size > 0)
        memcpy(buffer, piece.data, piece.size);
    /* The compiler of Free Pascal writes the first of two GUIDs twice. Windows does not look, the library does. */
    if (stream->position <= SECOND_GUID && SECOND_GUID < stream->position + piece.size)
        ((uint8_t *)buffer)[SECOND_GUID - stream->position] = SECOND_GUID_BYTE;
    stream->position += piece.size;
    return (int)piece.size;
}

static int on_write(struct mspack_file *file, void *buffer, int size)
{
    struct chm *chm = ((struct stream *)file)->chm;
    size_t more = size > 0 ? (size_t)size : 0;

    chm->refusal = extract_charge(chm->job, more, chm->bytes.size + more, chm->job->input.size);
    if (chm->refusal != STATUS_OK)
        return -1;
    buf_append(&chm->bytes, buffer, more);
    return buf_status(&chm->bytes) == STATUS_OK ? size : -1;
}

static int on_seek(struct mspack_file *file, off_t offset, int mode)
{
    struct stream *stream = (struct stream *)file;
    off_t base = mode == MSPACK_SYS_SEEK_CUR   ? (off_t)stream->position
                 : mode == MSPACK_SYS_SEEK_END ? (off_t)stream->chm->job->input.size
                                               : 0;
    off_t position;

    if (__builtin_add_overflow(base, offset, &position) || position < 0)
        return -1;
    stream->position = (size_t)position;
    return 0;
}

static off_t on_tell(struct mspack_file *file)
{
    return (off_t)((struct stream *)file)->position;
}

static void on_message(struct mspack_file *file, const char *format, ...)
{
    (void)file;
    (void)format;
}

static void *on_alloc(struct mspack_system *self, size_t size)
{
    (void)self;
    return alloc(size);
}

static void on_copy(void *source, void *target, size_t size)
{
    memcpy(target, source, size);
}

/* ---- files ---- */

static enum status status_of(struct mschm_decompressor *decompressor)
{
    return decompressor->last_error(decompressor) == MSPACK_ERR_NOMEMORY ? STATUS_NO_MEMORY : STATUS_MALFORMED;
}

/* Reads the file into chm->bytes. STATUS_MALFORMED when it breaks off, after what could be read. */
static enum status file_read_out(struct chm *chm, struct mschm_decompressor *decompressor, struct mschmd_file *file)
{
    buf_clear(&chm->bytes);
    chm->refusal = STATUS_OK;
    if (decompressor->extract(decompressor, file, "") == MSPACK_ERR_OK)
        return STATUS_OK;
    if (chm->refusal != STATUS_OK)
        return chm->refusal;
    return buf_status(&chm->bytes) != STATUS_OK ? buf_status(&chm->bytes) : status_of(decompressor);
}

/* Text of the help file itself, by its language; a name where that is not known. */
static enum status decode(struct chm *chm, struct bytes raw)
{
    size_t capacity = 4 * NAME_SIZE_MAX + 16;
    enum encoding encoding;
    char *target;

    raw = bytes_slice(raw, 0, NAME_SIZE_MAX);
    if (chm->charset == NULL)
        return name_decode(chm->job->charset, raw, &chm->name);
    encoding = encoding_detect(raw, chm->charset, ENCODING_SYNTAX_PLAIN).encoding;
    buf_clear(&chm->name);
    target = buf_reserve(&chm->name, capacity);
    if (target == NULL)
        return buf_status(&chm->name);
    chm->name.size = charset_decode(chm->job->charset, encoding, raw, true, target, capacity).produced;
    return STATUS_OK;
}

static enum status emit(struct chm *chm, enum text_role role, const char *section, struct bytes raw)
{
    enum text_join join = JOIN_BROKEN;
    enum status status = decode(chm, raw);

    for (size_t start = 0; start < chm->name.size && status == STATUS_OK; join = JOIN_GLUED) {
        const char *piece = chm->name.data + start;
        size_t left = chm->name.size - start, size = left > TEXT_RUN_MAX ? utf8_floor(piece, left, TEXT_RUN_MAX) : left;

        status = extract_emit(chm->job, &(struct text_run){ .utf8 = piece,
                                                            .size = size,
                                                            .role = role,
                                                            .join = join,
                                                            .origin = ORIGIN_DETACHED,
                                                            .section = section });
        start += size;
    }
    return status;
}

/* Up to the first NUL. */
static struct bytes text_of(struct bytes bytes)
{
    const uint8_t *end = bytes.size > 0 ? memchr(bytes.data, '\0', bytes.size) : NULL;

    return end != NULL ? bytes_slice(bytes, 0, (size_t)(end - bytes.data)) : bytes;
}

static const char *charset_of(uint32_t number)
{
    for (size_t index = 0; index < sizeof languages / sizeof *languages; index++)
        if ((number & languages[index].mask) == languages[index].number)
            return languages[index].charset;
    return NULL;
}

/* The value of the first entry with that code in "#SYSTEM"; empty when there is none. */
static struct bytes system_entry(struct bytes bytes, uint16_t wanted)
{
    struct reader reader = reader_of(bytes);

    (void)reader_take(&reader, SYSTEM_VERSION_SIZE);
    while (!reader.overrun && reader.next < reader.end) {
        uint16_t code = reader_u16le(&reader), size = reader_u16le(&reader);
        struct bytes value = reader_take(&reader, size);

        if (code == wanted && !reader.overrun)
            return value;
    }
    return bytes_of("", 0);
}

/* "#SYSTEM": the language that the text is written in, and the title. */
static enum status system_extract(struct chm *chm, struct bytes bytes)
{
    struct reader language = reader_of(system_entry(bytes, SYSTEM_LANGUAGE));

    chm->charset = charset_of(reader_u32le(&language));
    return emit(chm, TEXT_TITLE, "title", text_of(system_entry(bytes, SYSTEM_TITLE)));
}

/* "#STRINGS": titles of windows and pages, each with its NUL. */
static enum status strings_extract(struct chm *chm, struct bytes bytes)
{
    enum status status = STATUS_OK;

    for (size_t offset = 0; offset < bytes.size && status == STATUS_OK;) {
        struct bytes text = text_of(bytes_slice(bytes, offset, bytes.size));

        offset += text.size + 1;
        if (text.size > 0)
            status = emit(chm, TEXT_METADATA, "strings", text);
    }
    return status;
}

/* Tables that the compiler makes of the pages, with no text but theirs. */
static bool is_index(const char *name)
{
    static const char *const files[] = { "/#TOPICS",  "/#URLSTR",    "/#URLTBL",   "/#IDXHDR",   "/#WINDOWS", "/#IVB",
                                         "/#ITBITS",  "/#TOCIDX",    "/#GRPINF",   "/#SUBSETS",  "/$FIftiMain",
                                         "/$OBJINST", "/$HHTitleMap", "/$TitleMap" };
    static const char *const folders[] = { "/$WWKeywordLinks/", "/$WWAssociativeLinks/" };

    for (size_t index = 0; index < sizeof files / sizeof *files; index++)
        if (strcmp(name, files[index]) == 0)
            return true;
    for (size_t index = 0; index < sizeof folders / sizeof *folders; index++)
        if (strncmp(name, folders[index], strlen(folders[index])) == 0)
            return true;
    return false;
}

static enum status file_pass_on(struct chm *chm, const char *name, enum status damage)
{
    struct part_hint hint = { .charset = chm->charset };
    enum status status = name_decode(chm->job->charset, bytes_of_text(name + (name[0] == '/')), &chm->name);

    if (status != STATUS_OK)
        return status;
    hint.name = chm->name.data;
    if (damage != STATUS_OK && chm->bytes.size == 0)
        return extract_child_unread(chm->job, &hint, damage, NULL);
    status = extract_child(chm->job, &hint, buf_bytes(&chm->bytes), NULL);
    return status == STATUS_OK && damage != STATUS_OK ? extract_gap_in(chm->job, damage, chm->name.data) : status;
}

static enum status file_extract(struct chm *chm, struct mschm_decompressor *decompressor, struct mschmd_file *file)
{
    size_t length = strlen(file->filename);
    enum status damage, status = extract_progress(chm->job, 0);

    /* Folders have names that end in a slash. */
    if (status != STATUS_OK || length == 0 || file->filename[length - 1] == '/' || is_index(file->filename)
        || strcmp(file->filename, "/#SYSTEM") == 0)
        return status;
    damage = file_read_out(chm, decompressor, file);
    if (status_scope(damage) > SCOPE_PART)
        return damage;
    if (strcmp(file->filename, "/#STRINGS") != 0)
        return file_pass_on(chm, file->filename, damage);
    status = strings_extract(chm, buf_bytes(&chm->bytes));
    return status == STATUS_OK && damage != STATUS_OK ? extract_gap(chm->job, damage, NULL) : status;
}

static int by_place(const void *left, const void *right)
{
    const struct mschmd_file *one = *(struct mschmd_file *const *)left, *other = *(struct mschmd_file *const *)right;

    if (one->section->id != other->section->id)
        return one->section->id < other->section->id ? -1 : 1;
    if (one->offset != other->offset)
        return one->offset < other->offset ? -1 : 1;
    return strcmp(one->filename, other->filename);
}

/* In the order in which they lie, so that nothing is decompressed twice. */
static enum status files_sorted(struct chm *chm, const struct mschmd_header *header, struct mschmd_file ***files,
                                size_t *count)
{
    *count = 0;
    for (struct mschmd_file *file = header->files; file != NULL && *count < FILES_MAX; file = file->next)
        (*count)++;
    *files = arena_alloc(chm->job->arena, (*count + 1) * sizeof **files);
    if (*files == NULL)
        return STATUS_NO_MEMORY;
    *count = 0;
    for (struct mschmd_file *file = header->files; file != NULL && *count < FILES_MAX; file = file->next)
        (*files)[(*count)++] = file;
    qsort(*files, *count, sizeof **files, by_place);
    return STATUS_OK;
}

static enum status files_extract(struct chm *chm, struct mschm_decompressor *decompressor,
                                 const struct mschmd_header *header)
{
    struct mschmd_file **files;
    size_t count;
    enum status status = files_sorted(chm, header, &files, &count);

    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        if (strcmp(files[index]->filename, "/#SYSTEM") != 0)
            continue;
        status = file_read_out(chm, decompressor, files[index]);
        if (status_scope(status) <= SCOPE_PART)
            status = system_extract(chm, buf_bytes(&chm->bytes));
    }
    for (size_t index = 0; index < count && status == STATUS_OK; index++)
        status = file_extract(chm, decompressor, files[index]);
    if (status == STATUS_OK && header->length > (off_t)chm->job->input.size)
        status = extract_gap(chm->job, STATUS_MALFORMED, "the file breaks off");
    return status;
}

static enum status chm_extract(struct extract_job *job)
{
    struct chm chm = { .system = { on_open, on_close, on_read, on_write, on_seek, on_tell, on_message, on_alloc,
                                   alloc_free, on_copy, NULL },
                       .job = job,
                       .input = { &chm, 0 },
                       .output = { &chm, 0 },
                       .bytes = BUF_INIT(FILE_SIZE_MAX),
                       .name = BUF_INIT(NAME_BYTES_MAX) };
    struct mschm_decompressor *decompressor = mspack_create_chm_decompressor(&chm.system);
    struct mschmd_header *header;
    enum status status;

    if (decompressor == NULL)
        return STATUS_NO_MEMORY;
    header = decompressor->open(decompressor, "");
    status = header != NULL ? files_extract(&chm, decompressor, header) : status_of(decompressor);
    if (header != NULL)
        decompressor->close(decompressor, header);
    mspack_destroy_chm_decompressor(decompressor);
    buf_free(&chm.bytes);
    buf_free(&chm.name);
    return status;
}

const struct extractor chm_extractor = {
    .format = ISOLATED_CHM_FORMAT,
    .bid = isolated_chm_bid,
    .extract = chm_extract,
};
