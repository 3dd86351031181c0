/* SPDX-License-Identifier: Apache-2.0
 *
 * A zip file as a container of named members (PKWARE APPNOTE.TXT 6.3.10), for formats that are built on
 * one: read through its central directory, as the programs that open such documents do.
 *
 * Archives that people pack are read by unpack, which knows every method; here only stored and deflated
 * members have bytes. Nothing is copied: members point into the input.
 */
#ifndef GUANKA_EXTRACT_ZIP_ZIPFILE_H
#define GUANKA_EXTRACT_ZIP_ZIPFILE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/status.h"

struct zip_member {
    struct bytes name, comment; /* as stored; any bytes */
    uint64_t compressed_size, size, header_offset;
    uint32_t crc;
    uint16_t flags, method;
};

enum { ZIP_STORED = 0, ZIP_DEFLATED = 8 };

/* Walks the central directory without memory, for recognising formats. */
struct zip_cursor {
    struct bytes directory; /* what is left of it */
    uint64_t prefix;        /* bytes in front of the zip file proper */
};
/* False when there is no central directory (4.3.16: its end record lies in the last 64 KiB). */
bool zip_cursor_start(struct bytes input, struct zip_cursor *cursor);
/* How many members the end record promises (modulo 65536, as it stands there); false when there is no end record. */
bool zip_promised_count(struct bytes input, uint32_t *count);
/* What the end record says of the whole file, as stored; empty when there is no end record. */
struct bytes zip_comment(struct bytes input);
/* What the file holds in front of the zip file proper and behind it; empty where there is nothing, or no directory. */
void zip_outside(struct bytes input, struct bytes *before, struct bytes *behind);
bool zip_cursor_next(struct zip_cursor *cursor, struct zip_member *member);

struct zipfile {
    struct bytes input;
    struct zip_member *members; /* in the order of the directory */
    uint32_t *sorted;           /* indexes of members by name */
    size_t count;
    bool truncated; /* the directory breaks off before its end */
};

/* Everything lives in `arena`. STATUS_MALFORMED when there is no directory. */
MUST_CHECK enum status zipfile_open(struct bytes input, struct arena *arena, struct zipfile *zipfile);
/* By name, ASCII case ignored (ECMA-376 part 2, 6.2.2.3), a leading slash ignored; NULL when there is none. */
const struct zip_member *zipfile_find(const struct zipfile *zipfile, struct bytes name);
/* The member's bytes as stored (compressed if they are). STATUS_ENCRYPTED, STATUS_UNSUPPORTED (another method) or
 * STATUS_MALFORMED (it lies outside the file; what there is of it is given when only its tail is missing). */
MUST_CHECK enum status zipfile_stored(const struct zipfile *zipfile, const struct zip_member *member,
                                      struct bytes *stored);

#endif
