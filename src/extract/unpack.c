/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <string.h>
#include <strings.h>

#include "base/spool.h"
#include "extract/folders.h"
#include "extract/name.h"
#include "extract/salvage.h"
#include "extract/signature.h"
#include "extract/zip/zip_surroundings.h"
#include "extract/zip/zipfile.h"

enum {
    TAR_BLOCK = 512,
    DAMAGED_HEADERS_MAX = 1000, /* headers that libarchive says it can step over */
    RESTARTS_MAX = 64,          /* behind damaged members of a zip */
    ZIP_TAIL_BID = 24,
    TAR_CHECKSUM_BID = 48,
    TAR_HEADER_SIZE = 512,
    ZEROS_MAX = 64 << 20, /* looked through for something else */
    BINARY_SAMPLE_SIZE = 64,
    BARE_WAITING_MAX = 1 << 20,
};

/* What is decompressed only to be thrown away, behind a bomb in a stream that cannot be skipped. */
static const uint64_t discarded_bytes_max = UINT64_C(4) << 30;

static const struct signature signatures[] = {
    { { "zip", "application/zip" }, 0, 4, "PK\3\4" },
    { { "zip", "application/zip" }, 0, 4, "PK\5\6" },
    { { "zip", "application/zip" }, 0, 4, "PK\7\10" },
    { { "7z", "application/x-7z-compressed" }, 0, 6, "7z\xBC\xAF\x27\x1C" },
    { { "rar", "application/vnd.rar" }, 0, 7, "Rar!\x1A\7\0" },
    { { "rar", "application/vnd.rar" }, 0, 8, "Rar!\x1A\7\1\0" },
    { { "gzip", "application/gzip" }, 0, 3, "\x1F\x8B\x08" },
    { { "bzip2", "application/x-bzip2" }, 4, 6, "1AY&SY" },
    { { "bzip2", "application/x-bzip2" }, 4, 6, "\x17\x72\x45\x38\x50\x90" }, /* nothing in it */
    { { "xz", "application/x-xz" },
      0,
      6,
      "\xFD"
      "7zXZ\0" },
    { { "zstd", "application/zstd" }, 0, 4, "\x28\xB5\x2F\xFD" },
    { { "lz4", "application/x-lz4" }, 0, 4, "\x04\x22\x4D\x18" },
    { { "lz4", "application/x-lz4" }, 0, 4, "\x02\x21\x4C\x18" },
    { { "lzip", "application/x-lzip" }, 0, 5, "LZIP\1" },
    { { "compress", "application/x-compress" }, 0, 2, "\x1F\x9D" },
    { { "tar", "application/x-tar" }, 257, 5, "ustar" },
    { { "cpio", "application/x-cpio" }, 0, 6, "070701" },
    { { "cpio", "application/x-cpio" }, 0, 6, "070702" },
    { { "cpio", "application/x-cpio" }, 0, 6, "070707" },
    { { "ar", "application/x-archive" }, 0, 8, "!<arch>\n" },
    { { "cab", "application/vnd.ms-cab-compressed" }, 0, 8, "MSCF\0\0\0\0" },
    { { "lha", "application/x-lzh-compressed" }, 2, 3, "-lh" },
    { { "iso9660", "application/x-iso9660-image" }, 32769, 5, "CD001" },
};

static const struct format tar_format = { "tar", "application/x-tar" };
static const struct format zip_format = { "zip", "application/zip" };

/* One archive being read. */
struct unpack {
    struct extract_job *job;
    struct archive *archive;
    struct buf name, detail;
    struct folders folders;
    struct buf bare;         /* names that no member has shown yet: empty folders, links; each with its NUL */
    const char *unseen;      /* of the member's name: what has not been scanned */
    uint64_t in_place_bytes; /* given to children out of the input itself */
    uint64_t discarded_bytes;
    uint32_t member_number;
    unsigned restart_count;
    bool dead;    /* libarchive cannot go on */
    bool raw;     /* a stream holds one file, whatever its first bytes look like */
    bool has_gap; /* something was said to be missing already */
};

/* Bytes of one member on their way: in place as long as they lie contiguously in the input, else spooled. */
struct member {
    struct spool *spool;
    struct bytes in_place;
    uint64_t source_start;
};

/* The header of a tar older than "ustar": all that can be checked is its checksum. */
static bool tar_checksum_holds(struct bytes input)
{
    uint32_t stored = 0, sum = 8 * ' ';

    if (input.size < TAR_HEADER_SIZE || input.data[0] == '\0')
        return false;
    for (size_t index = 148; index < 156; index++) {
        uint8_t digit = input.data[index];

        if (digit >= '0' && digit <= '7')
            stored = stored * 8 + (digit - '0');
        else if (digit != ' ' && digit != '\0')
            return false;
    }
    for (size_t index = 0; index < TAR_HEADER_SIZE; index++)
        if (index < 148 || index >= 156)
            sum += input.data[index];
    return stored == sum;
}

/* A tar without members is zeros. */
static bool is_zeros(struct bytes input)
{
    return input.size >= 2 * TAR_HEADER_SIZE && input.size <= ZEROS_MAX && input.size % TAR_HEADER_SIZE == 0
           && input.data[0] == '\0' && memcmp(input.data, input.data + 1, input.size - 1) == 0;
}

static const struct format *recognise(struct bytes input, unsigned *bits)
{
    const struct signature *signature = signature_find(input, signatures, sizeof signatures / sizeof *signatures);
    struct zip_cursor cursor;

    if (input.size == 0)
        return NULL;
    if (signature != NULL) {
        *bits = 8u * signature->size;
        return &signature->format;
    }
    if (tar_checksum_holds(input) || is_zeros(input)) {
        *bits = TAR_CHECKSUM_BID;
        return &tar_format;
    }
    /* Something in front of it: a program that unpacks itself, a byte too many. Text is not searched. */
    if (memchr(input.data, '\0', bytes_slice(input, 0, BINARY_SAMPLE_SIZE).size) != NULL
        && zip_cursor_start(input, &cursor)) {
        *bits = ZIP_TAIL_BID;
        return &zip_format;
    }
    return NULL;
}

static unsigned unpack_bid(struct bytes input, const struct part_hint *hint)
{
    unsigned bits = 0;

    (void)hint;
    return recognise(input, &bits) != NULL ? bits : 0;
}

typedef int support_function(struct archive *archive);

static bool support_all(struct archive *archive, support_function *const *supports)
{
    for (; *supports != NULL; supports++)
        if ((*supports)(archive) == ARCHIVE_FATAL)
            return false;
    return true;
}

/* Formats and filters by name, not "all": some of libarchive's run programs or open other files. */
static bool support(struct archive *archive, bool raw)
{
    static support_function *const filters[] = {
        archive_read_support_filter_gzip, archive_read_support_filter_bzip2,
        archive_read_support_filter_xz,   archive_read_support_filter_lzma,
        archive_read_support_filter_zstd, archive_read_support_filter_lz4,
        archive_read_support_filter_lzip, archive_read_support_filter_compress,
        archive_read_support_format_raw,  NULL,
    };
    static support_function *const formats[] = {
        archive_read_support_format_zip,     archive_read_support_format_tar,   archive_read_support_format_7zip,
        archive_read_support_format_rar,     archive_read_support_format_rar5,  archive_read_support_format_cpio,
        archive_read_support_format_ar,      archive_read_support_format_cab,   archive_read_support_format_lha,
        archive_read_support_format_iso9660, archive_read_support_format_empty, NULL,
    };

    if (!support_all(archive, filters))
        return false;
    if (raw)
        return true;
    if (!support_all(archive, formats))
        return false;
    /* Members behind a tar's end mark would be hidden from us and not from everyone. */
    return archive_read_set_options(archive, "tar:read_concatenated_archives") != ARCHIVE_FATAL;
}

/* libarchive tells by words what its numbers do not. */
static enum status why_unread(struct archive *archive)
{
    const char *words = archive_error_string(archive);

    if (words == NULL)
        return STATUS_MALFORMED;
    if (strcasestr(words, "encrypt") != NULL || strcasestr(words, "crypto") != NULL
        || strcasestr(words, "passphrase") != NULL)
        return STATUS_ENCRYPTED;
    if (strcasestr(words, "unsupported") != NULL || strcasestr(words, "not supported") != NULL
        || strcasestr(words, "unavailable") != NULL)
        return STATUS_UNSUPPORTED;
    if (strcasestr(words, "too many filters") != NULL)
        return STATUS_LIMIT_DEPTH;
    return STATUS_MALFORMED;
}

static const char *words_of(struct archive *archive)
{
    const char *words = archive_error_string(archive);

    return words != NULL ? words : "damaged";
}

static uint64_t source_position(const struct unpack *unpack)
{
    int64_t position = archive_filter_bytes(unpack->archive, -1);

    return position > 0 ? (uint64_t)position : 0;
}

/* A compressed file without an archive in it is named after its outside. */
static enum status name_without_suffix(struct unpack *unpack)
{
    const char *outside = unpack->job->hint->name;
    const char *slash, *dot;

    buf_clear(&unpack->name);
    if (outside == NULL || outside[0] == '\0')
        outside = "data";
    slash = strrchr(outside, '/');
    if (slash != NULL && slash[1] != '\0')
        outside = slash + 1;
    dot = strrchr(outside, '.');
    buf_append(&unpack->name, outside, dot != NULL && dot != outside ? (size_t)(dot - outside) : strlen(outside));
    if (dot != NULL && strcasecmp(dot, ".tgz") == 0)
        buf_text(&unpack->name, ".tar");
    return buf_status(&unpack->name);
}

static enum status member_name(struct unpack *unpack, struct archive_entry *entry)
{
    const char *raw = archive_entry_pathname(entry);
    enum status status;

    if (raw == NULL)
        raw = archive_entry_pathname_utf8(entry);
    if (archive_format(unpack->archive) == ARCHIVE_FORMAT_RAW && (raw == NULL || strcmp(raw, "data") == 0))
        return name_without_suffix(unpack);
    if (raw != NULL && raw[0] != '\0') {
        status = name_decode(unpack->job->charset, bytes_of_text(raw), &unpack->name);
        if (status != STATUS_OK)
            return status;
    } else {
        buf_clear(&unpack->name);
        buf_format(&unpack->name, "member-%u", unpack->member_number);
    }
    return buf_status(&unpack->name);
}

static struct part_hint member_hint(const struct unpack *unpack)
{
    return (struct part_hint){ .name = unpack->name.data, .unseen = unpack->unseen };
}

/* Names of what has no bytes are scanned in the archive itself. */
static enum status bare_names(struct unpack *unpack)
{
    enum status status = STATUS_OK;

    for (size_t offset = 0; offset < unpack->bare.size && status == STATUS_OK;) {
        const char *name = unpack->bare.data + offset, *unseen;

        status = folders_name(&unpack->folders, name, &unseen);
        if (status == STATUS_OK)
            status = extract_emit_names(unpack->job, unseen);
        offset += strlen(name) + 1;
    }
    buf_clear(&unpack->bare);
    return status;
}

/* Members say the folder's name with a path that leads to them, so the folder itself waits for them. */
static enum status bare_name(struct unpack *unpack, struct archive_entry *entry)
{
    enum status status = STATUS_OK;

    if (unpack->bare.size > BARE_WAITING_MAX)
        status = bare_names(unpack);
    if (status != STATUS_OK)
        return status;
    buf_append(&unpack->bare, unpack->name.data, unpack->name.size);
    if (archive_entry_filetype(entry) == AE_IFDIR)
        buf_byte(&unpack->bare, '/');
    buf_byte(&unpack->bare, '\0');
    return buf_status(&unpack->bare);
}

static enum status spool_bytes(struct unpack *unpack, struct member *member, struct bytes bytes)
{
    uint64_t source_size = source_position(unpack) - member->source_start;

    if (member->spool == NULL) {
        enum status status = spool_create(&member->spool);

        if (status != STATUS_OK)
            return status;
    }
    /* A decompressor may have read ahead before this member began. */
    enum status status = extract_spool_append(unpack->job, member->spool, bytes, source_size > 0 ? source_size : 1);

    return status == STATUS_OK ? extract_spool_ahead(unpack->job, member->spool) : status;
}

/* Whether `bytes` go on exactly where the member's bytes in the input end. The sum is bounded because
 * members of a hostile zip may overlap. */
static bool lies_in_place(const struct unpack *unpack, const struct member *member, struct bytes bytes)
{
    struct bytes input = unpack->job->input;
    uintptr_t start = (uintptr_t)bytes.data;

    if (member->spool != NULL || start < (uintptr_t)input.data || start > (uintptr_t)input.data + input.size)
        return false;
    if (unpack->in_place_bytes + member->in_place.size + bytes.size > input.size)
        return false;
    return member->in_place.size == 0 || member->in_place.data + member->in_place.size == bytes.data;
}

static enum status member_append(struct unpack *unpack, struct member *member, struct bytes bytes)
{
    enum status status;

    if (lies_in_place(unpack, member, bytes)) {
        if (member->in_place.size == 0)
            member->in_place = bytes;
        else
            member->in_place.size += bytes.size;
        return STATUS_OK;
    }
    if (member->in_place.size > 0) {
        struct bytes before = member->in_place;

        member->in_place = bytes_of(NULL, 0);
        status = spool_bytes(unpack, member, before);
        if (status != STATUS_OK)
            return status;
    }
    return spool_bytes(unpack, member, bytes);
}

/* Reads the member to its end. *damage is what libarchive says of it: STATUS_OK when it is whole. Holes
 * of sparse files are left out. */
static enum status member_read(struct unpack *unpack, struct member *member, enum status *damage)
{
    const void *block;
    size_t size;
    int64_t offset;

    *damage = STATUS_OK;
    for (;;) {
        int result = archive_read_data_block(unpack->archive, &block, &size, &offset);
        enum status status;

        if (result == ARCHIVE_EOF)
            return STATUS_OK;
        if (result < ARCHIVE_WARN) {
            unpack->dead = result == ARCHIVE_FATAL;
            *damage = why_unread(unpack->archive);
            return STATUS_OK;
        }
        if (result == ARCHIVE_WARN)
            *damage = why_unread(unpack->archive);
        status = extract_progress(unpack->job, 0);
        if (status == STATUS_OK && size > 0)
            status = member_append(unpack, member, bytes_of(block, size));
        if (status != STATUS_OK)
            return status;
    }
}

static bool is_zip(const struct unpack *unpack)
{
    return (archive_format(unpack->archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
}

static bool is_tar(const struct unpack *unpack)
{
    return (archive_format(unpack->archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR;
}

/* Steps over the rest of a member within the limits of time; libarchive alone would do it in one go. The
 * members of a zip are reached without that. */
static enum status discard_rest(struct unpack *unpack)
{
    const void *block;
    size_t size;
    int64_t offset;
    enum status status = STATUS_OK;

    if (is_zip(unpack))
        return STATUS_OK;
    while (status == STATUS_OK && archive_read_data_block(unpack->archive, &block, &size, &offset) == ARCHIVE_OK) {
        unpack->discarded_bytes += size;
        if (unpack->discarded_bytes > discarded_bytes_max)
            return STATUS_LIMIT_RATIO;
        status = extract_progress(unpack->job, 0);
    }
    return status;
}

/* Whoever looks at the archive alone must see it too. */
static enum status gap_about_member(struct unpack *unpack, enum status why, const char *words)
{
    buf_clear(&unpack->detail);
    buf_format(&unpack->detail, "%s: %s", unpack->name.data, words);
    unpack->has_gap = true;
    return extract_gap(unpack->job, why, buf_status(&unpack->detail) == STATUS_OK ? unpack->detail.data : words);
}

/* Gives what was read of a member to its own extractor. */
static enum status member_pass_on(struct unpack *unpack, struct member *member, enum status damage)
{
    struct part_hint hint = member_hint(unpack);
    struct bytes bytes = member->in_place;
    struct file_content *content = NULL;
    enum status status = STATUS_OK;

    if (member->spool != NULL)
        status = spool_finish(member->spool, &bytes, &content);
    if (status != STATUS_OK)
        return status;
    if (damage == STATUS_LIMIT_RATIO)
        return extract_child_unread(unpack->job, &hint, damage, NULL);
    if (damage != STATUS_OK && bytes.size == 0 && (member->spool == NULL || spool_size(member->spool) == 0)) {
        status = extract_child_unread(unpack->job, &hint, damage, words_of(unpack->archive));
        return status == STATUS_OK && damage == STATUS_MALFORMED
                   ? gap_about_member(unpack, damage, words_of(unpack->archive))
                   : status;
    }
    unpack->in_place_bytes += member->in_place.size;
    if (damage == STATUS_OK)
        return extract_child(unpack->job, &hint, bytes, content);
    status = extract_child_damaged(unpack->job, &hint, bytes, content, damage, words_of(unpack->archive));
    return status != STATUS_OK ? status : gap_about_member(unpack, damage, words_of(unpack->archive));
}

/* Puts what our own decompressor gets out of the damaged member in place of what libarchive got. */
static enum status member_salvage(struct unpack *unpack, struct archive_entry *entry, struct member *member)
{
    const char *name = archive_entry_pathname(entry);
    struct spool *spool;
    enum status status = spool_create(&spool);

    if (status != STATUS_OK)
        return status;
    status = salvage_zip_member(unpack->job, bytes_of_text(name != NULL ? name : ""), spool);
    if (spool_size(spool) > member->in_place.size + (member->spool != NULL ? spool_size(member->spool) : 0)) {
        struct spool *replaced = member->spool;

        member->spool = spool;
        member->in_place = bytes_of(NULL, 0);
        spool = replaced;
        if (status_scope(status) <= SCOPE_PART) {
            enum status taken_back = extract_take_back(unpack->job);

            status = taken_back != STATUS_OK ? taken_back : status;
        }
    }
    spool_destroy(spool);
    return status_scope(status) > SCOPE_PART ? status : STATUS_OK;
}

static enum status member_extract(struct unpack *unpack, struct archive_entry *entry)
{
    struct member member = { .source_start = source_position(unpack) };
    enum status damage, status = member_read(unpack, &member, &damage);

    if (status == STATUS_OK && damage == STATUS_MALFORMED && is_zip(unpack))
        status = member_salvage(unpack, entry, &member);
    if (status == STATUS_OK) {
        status = member_pass_on(unpack, &member, damage);
    } else if (status == STATUS_LIMIT_RATIO) {
        spool_destroy(member.spool);
        member.spool = NULL;
        struct part_hint hint = member_hint(unpack);

        status = extract_child_unread(unpack->job, &hint, STATUS_LIMIT_RATIO, NULL);
        if (status == STATUS_OK)
            status = discard_rest(unpack);
    }
    spool_destroy(member.spool);
    return status;
}

/* Folders, links and devices have no bytes of their own. */
static bool has_bytes(struct archive_entry *entry)
{
    if (archive_entry_hardlink(entry) != NULL && archive_entry_size(entry) == 0)
        return false;
    return archive_entry_filetype(entry) == AE_IFREG || archive_entry_filetype(entry) == 0;
}

static enum status entry_extract(struct unpack *unpack, struct archive_entry *entry)
{
    enum status status;

    unpack->member_number++;
    status = extract_progress(unpack->job, source_position(unpack));
    if (status == STATUS_OK)
        status = member_name(unpack, entry);
    if (status == STATUS_OK && !has_bytes(entry))
        return bare_name(unpack, entry);
    if (status == STATUS_OK)
        status = folders_name(&unpack->folders, unpack->name.data, &unpack->unseen);
    if (status != STATUS_OK)
        return status;
    if (archive_entry_is_data_encrypted(entry) > 0) {
        struct part_hint hint = member_hint(unpack);

        return extract_child_unread(unpack->job, &hint, STATUS_ENCRYPTED, NULL);
    }
    return member_extract(unpack, entry);
}

/* The raw format takes anything. Without a decompressor below it, it would hand the input back to us. */
static bool is_archive(const struct unpack *unpack)
{
    return archive_format(unpack->archive) != ARCHIVE_FORMAT_RAW || archive_filter_count(unpack->archive) > 1;
}

/* A compressed file that breaks before libarchive has its first block. */
static enum status stream_salvage(struct unpack *unpack, enum status why)
{
    struct member member = { .in_place = { NULL, 0 } };
    enum status status = spool_create(&member.spool);

    if (status == STATUS_OK)
        status = salvage_gzip(unpack->job, member.spool);
    if (status == STATUS_LIMIT_RATIO)
        why = status;
    if (status_scope(status) <= SCOPE_PART)
        status = name_without_suffix(unpack);
    if (status == STATUS_OK)
        status = member_pass_on(unpack, &member, why);
    spool_destroy(member.spool);
    return status;
}

static enum status nothing_read(struct unpack *unpack)
{
    enum status why = why_unread(unpack->archive);

    if (why == STATUS_MALFORMED && unpack->member_number == 0
        && bytes_start_with(unpack->job->input, "\x1F\x8B\x08", 3))
        return stream_salvage(unpack, why);
    unpack->has_gap = true;
    return extract_gap(unpack->job, why, words_of(unpack->archive));
}

/* Zeros that come out of a stream make an empty tar, for libarchive, and nothing behind them is looked at. */
static bool is_empty_tar(const struct unpack *unpack)
{
    return unpack->member_number == 0 && !unpack->raw && archive_filter_count(unpack->archive) > 1 && is_tar(unpack);
}

/* What libarchive says instead of a header. *stop: nothing more can come. */
static enum status header_damaged(struct unpack *unpack, int result, unsigned count, bool *stop)
{
    *stop = result == ARCHIVE_FATAL || count > DAMAGED_HEADERS_MAX;
    return nothing_read(unpack);
}

static int64_t position(const struct unpack *unpack)
{
    return archive_filter_bytes(unpack->archive, 0);
}

/* A tar ends with blocks of zeros (POSIX.1-2017 pax, ustar). libarchive does not say that they are missing, which is all
 * that shows that an archive broke off between two members. `before` is where the search for another member began. */
static enum status tar_end_check(struct unpack *unpack, int64_t before)
{
    if (!is_tar(unpack) || position(unpack) - before >= TAR_BLOCK)
        return STATUS_OK;
    return extract_gap(unpack->job, STATUS_MALFORMED, "the archive breaks off: its end is missing");
}

static enum status members_extract(struct unpack *unpack)
{
    unsigned damaged = 0;
    bool stop = false;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && !unpack->dead && !stop) {
        struct archive_entry *entry = NULL;
        int64_t before = position(unpack);
        int result = archive_read_next_header(unpack->archive, &entry);

        if (result == ARCHIVE_EOF)
            return tar_end_check(unpack, before);
        if (result < ARCHIVE_WARN && is_empty_tar(unpack))
            return STATUS_OK;
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
            status = header_damaged(unpack, result, ++damaged, &stop);
        else if (!is_archive(unpack))
            return extract_gap(unpack->job, STATUS_MALFORMED, "no readable archive");
        else
            status = entry_extract(unpack, entry);
    }
    return status;
}

static enum status archive_start(struct unpack *unpack)
{
    struct bytes input = unpack->job->input;

    archive_read_free(unpack->archive);
    unpack->dead = false;
    unpack->archive = archive_read_new();
    if (unpack->archive == NULL || !support(unpack->archive, unpack->raw))
        return STATUS_NO_MEMORY;
    return archive_read_open_memory(unpack->archive, input.data, input.size) == ARCHIVE_OK ? STATUS_OK
                                                                                           : STATUS_MALFORMED;
}

/* One damaged member makes libarchive give up the archive; but the members of a zip do not depend on each other. */
static enum status restart_behind(struct unpack *unpack)
{
    uint32_t done = unpack->member_number;
    enum status status = archive_start(unpack);

    unpack->restart_count++;
    for (uint32_t number = 0; number < done && status == STATUS_OK; number++) {
        struct archive_entry *entry;

        if (archive_read_next_header(unpack->archive, &entry) < ARCHIVE_WARN)
            return STATUS_MALFORMED;
        status = extract_progress(unpack->job, 0);
    }
    return status;
}

/* Where a directory is damaged, libarchive may find fewer members than there are, and say nothing. */
static enum status directory_check(struct unpack *unpack)
{
    uint32_t promised;

    if (!zip_promised_count(unpack->job->input, &promised))
        return extract_gap(unpack->job, STATUS_MALFORMED, "the file breaks off: it has no directory");
    if (promised == (unpack->member_number & 0xFFFF) || promised == 0xFFFF)
        return STATUS_OK;
    return extract_gap(unpack->job, STATUS_MALFORMED, "the directory names members that are not there");
}

static enum status archive_extract(struct unpack *unpack)
{
    enum status status = archive_start(unpack);

    if (status == STATUS_MALFORMED)
        return nothing_read(unpack);
    if (status == STATUS_OK)
        status = members_extract(unpack);
    if (status == STATUS_OK && is_empty_tar(unpack)) {
        unpack->raw = true;
        status = archive_start(unpack);
        if (status == STATUS_OK)
            status = members_extract(unpack);
    }
    while (status == STATUS_OK && unpack->dead && is_zip(unpack) && unpack->restart_count < RESTARTS_MAX) {
        status = restart_behind(unpack);
        if (status == STATUS_OK)
            status = members_extract(unpack);
    }
    if (status == STATUS_OK && unpack->dead && archive_format(unpack->archive) != ARCHIVE_FORMAT_RAW)
        return extract_gap(unpack->job, STATUS_MALFORMED, "what follows the damaged member could not be read");
    if (status == STATUS_OK && is_zip(unpack) && !unpack->has_gap)
        status = directory_check(unpack);
    return status == STATUS_OK && is_zip(unpack) ? zip_surroundings_emit(unpack->job, unpack->job->input) : status;
}

/* Names come out of libarchive in the encoding of the thread's locale; only in UTF-8 nothing is lost. The
 * thread's own locale is put back, and no other thread notices. */
enum status unpack_members(struct extract_job *job)
{
    struct unpack unpack = { .job = job,
                             .name = BUF_INIT(4 * NAME_SIZE_MAX + 64),
                             .folders = FOLDERS_INIT,
                             .bare = BUF_INIT(2 * BARE_WAITING_MAX),
                             .detail = BUF_INIT(4 * NAME_SIZE_MAX + 1024) };
    locale_t names = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = names != (locale_t)0 ? uselocale(names) : (locale_t)0;
    enum status status = archive_extract(&unpack);

    if (status_scope(status) < SCOPE_DOCUMENT) {
        enum status named = bare_names(&unpack);

        if (status_scope(named) > status_scope(status))
            status = named;
    }
    folders_free(&unpack.folders);
    buf_free(&unpack.bare);
    archive_read_free(unpack.archive);
    buf_free(&unpack.name);
    buf_free(&unpack.detail);
    if (names != (locale_t)0) {
        uselocale(before);
        freelocale(names);
    }
    return status;
}

static enum status unpack_extract(struct extract_job *job)
{
    unsigned bits;
    const struct format *format = recognise(job->input, &bits);

    if (format != NULL)
        job->part->format = format;
    return unpack_members(job);
}

const struct extractor unpack_extractor = {
    .format = { "archive", "application/octet-stream" },
    .bid = unpack_bid,
    .extract = unpack_extract,
    .isolated = true,
};
