/* SPDX-License-Identifier: Apache-2.0
 *
 * The container of the older office formats ([MS-CFB]), opened by libgsf: folders ("storages") of streams.
 *
 * A folder that cannot be read to its end gives what can be read, and a gap that names it.
 */
#ifndef GUANKA_FOREIGN_OLE_OLE_STORAGE_H
#define GUANKA_FOREIGN_OLE_OLE_STORAGE_H

#include "extract/extractor.h"

struct ole_storage;

/* Once in a process, before files can no longer be opened. */
void ole_storage_prepare(void);

/* STATUS_MALFORMED when it is none; close what was opened, folders before what they are in. */
MUST_CHECK enum status ole_storage_open(struct extract_job *job, struct bytes input, struct ole_storage **storage);
/* Where the container cannot be opened: the main streams of documents by their first bytes, as if each lay in one piece
 * up to the end of the file, which is how programs write them at first. A gap tells of it; STATUS_MALFORMED when there is
 * nothing. */
MUST_CHECK enum status ole_storage_rescue(struct extract_job *job, struct ole_storage **storage);
void ole_storage_close(struct ole_storage *storage);

size_t ole_storage_count(const struct ole_storage *storage);
/* Valid UTF-8, until the folder is closed. */
const char *ole_storage_name(const struct ole_storage *storage, size_t index);
/* Names are alike whatever their case. */
bool ole_storage_find(const struct ole_storage *storage, const char *name, size_t *index);
/* *folder is NULL when the entry is a stream. */
MUST_CHECK enum status ole_storage_folder(struct ole_storage *storage, size_t index, struct ole_storage **folder);
/* The content of a stream, for as long as the part is open. What is missing of it is a gap. */
MUST_CHECK enum status ole_storage_read(struct ole_storage *storage, size_t index, struct bytes *content);
/* The same by name; empty when there is no such stream. */
MUST_CHECK enum status ole_storage_read_named(struct ole_storage *storage, const char *name, struct bytes *content);
/* A folder as a file of its own. */
MUST_CHECK enum status ole_storage_pack(struct ole_storage *storage, struct bytes *file);

#endif
