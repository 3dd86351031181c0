/* SPDX-License-Identifier: Apache-2.0
 *
 * Archives and compressed files through libarchive: zip, tar, cpio, ar, 7z, rar, cab, lha, iso9660, and
 * gzip, bzip2, xz, zstd, lz4, lzip and compress around them or alone.
 *
 * Members are read, never written: an absolute name, `..` or a symbolic link is only a name here.
 * Folders and links carry no bytes and are passed over; every file becomes a child, read or explained.
 * A stored member is read in place, so a tar of any size costs no copy.
 */
#ifndef GUANKA_EXTRACT_UNPACK_H
#define GUANKA_EXTRACT_UNPACK_H

#include "extract/extractor.h"

extern const struct extractor unpack_extractor;

/* Reads the job's whole input as an archive, for formats that are zip files underneath. Leaves the
 * part's format alone. */
MUST_CHECK enum status unpack_members(struct extract_job *job);

#endif
