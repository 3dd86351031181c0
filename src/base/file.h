/* SPDX-License-Identifier: Apache-2.0
 *
 * A file's bytes, whatever its size.
 *
 * Small files are read, large ones mapped. A mapped file may shrink under our feet; the pages that
 * vanished then read as zeros instead of killing the process, and file_content_intact says so. While
 * a large file is read from front to back, file_content_release gives its pages back, so that a
 * 5 GB file costs a few megabytes of memory.
 */
#ifndef GUANKA_BASE_FILE_H
#define GUANKA_BASE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/bytes.h"
#include "base/error.h"

struct file_content;

/* Opens and takes in a regular file. `reuse` lends its memory to small files and must then outlive
 * the content; it may be NULL. Errors (with errno's words in *error): STATUS_IO; STATUS_UNSUPPORTED
 * for what is not a regular file (device, socket, pipe); STATUS_NO_MEMORY. */
MUST_CHECK enum status file_content_open(const char *path, struct buf *reuse, struct file_content **content,
                                         struct error *error);
/* The same for an open descriptor of a regular file, which stays the caller's. */
MUST_CHECK enum status file_content_of(int descriptor, struct buf *reuse, struct file_content **content,
                                       struct error *error);
struct bytes file_content_bytes(const struct file_content *content);
/* The open file of a mapping, the content's own; -1 for what is in memory. */
int file_content_descriptor(const struct file_content *content);
/* Bytes before `offset` will not be needed soon: their memory may go. They can still be read. */
void file_content_release(struct file_content *content, uint64_t offset);
/* The same for any bytes of any mapped file that will not be needed soon, by their address. Other memory is left
 * alone. */
void file_release_pages(struct bytes bytes);
/* False when the file shrank while it was mapped: what was read is not what is stored. */
bool file_content_intact(const struct file_content *content);
void file_content_close(struct file_content *content);

/* Installs the handler that makes vanished pages read as zeros. Once per process, before threads. */
MUST_CHECK enum status file_protect_mappings(void);

/* Reads a whole small file (configuration, rules) into out, bounded by out's maximum. */
MUST_CHECK enum status file_read(const char *path, struct buf *out, struct error *error);

/* What was written to a file is on the disk, or the names in a folder are; STATUS_IO with errno set when that cannot
 * be. */
MUST_CHECK enum status file_sync(const char *path);
/* Appends the folder that a path names something in: "." for a bare name. */
void file_folder_of(const char *path, struct buf *folder);

/* Writes all of it, whatever pieces the system takes it in; STATUS_IO with errno set when it does not take it. */
MUST_CHECK enum status file_write(int descriptor, struct bytes bytes);

#endif
