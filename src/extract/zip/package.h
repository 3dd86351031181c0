/* SPDX-License-Identifier: Apache-2.0
 *
 * What documents have in common that are zip files of XML (Office Open XML, OFD, OpenDocument, EPUB): members are
 * inflated and parsed a piece at a time, so that none stands in memory, they refer to each other by paths, and those
 * that the format does not explain are files inside.
 */
#ifndef GUANKA_EXTRACT_ZIP_PACKAGE_H
#define GUANKA_EXTRACT_ZIP_PACKAGE_H

#include "extract/deflate.h"
#include "extract/extractor.h"
#include "extract/xml.h"
#include "extract/zip/zipfile.h"

enum { PACKAGE_PATH_MAX = 1024 };

struct package {
    struct extract_job *job;
    struct zipfile zipfile;
    struct deflate *deflate;
    bool *done; /* by the index of the member: read, or known to hold nothing to be read */
};

/* `input` is the job's, or made of it, and outlives the package. Needs package_close in any case. */
MUST_CHECK enum status package_open(struct package *package, struct extract_job *job, struct bytes input);
void package_close(struct package *package);

/* Hands the member's bytes to `take` as they come out of the zip. STATUS_MALFORMED when they break off, or when
 * their checksum is not the one in the directory, which shows after the last of them. An inner member is read only
 * after the outer one is done: there is one decompressor. */
typedef enum status package_take(struct package *package, void *context, struct bytes bytes, uint64_t source_size);
MUST_CHECK enum status package_pump(struct package *package, const struct zip_member *member, package_take *take,
                                    void *context);
/* Parses a member; what the handler stops with comes out unchanged. */
MUST_CHECK enum status package_parse(struct package *package, const struct zip_member *member,
                                     const struct xml_namespace *namespaces, const struct xml_handler *handler,
                                     void *context);
/* Turns a status that concerns one member into a gap that names it; passes wider ones on. */
MUST_CHECK enum status package_settle(struct package *package, const struct zip_member *member, enum status status);
/* The member as a file inside. `media_type` is what the package says of it, or NULL. */
MUST_CHECK enum status package_child(struct package *package, const struct zip_member *member, const char *media_type);
/* What the directory says beside the members' bytes, once they are read: comments, unusual names of folders, and a gap
 * when it is damaged. */
MUST_CHECK enum status package_surroundings(struct package *package);
/* All members that nothing has read yet, as files inside; and the surroundings. */
MUST_CHECK enum status package_rest(struct package *package);

/* Marks the member as done; true when it was not. NULL never was. */
bool package_claim(struct package *package, const struct zip_member *member);
bool package_is_folder(const struct zip_member *member);

/* Resolves `target` against `folder` (terminated; with a slash at its end unless it is the root; RFC 3986, 5.2.4) into
 * path, of PACKAGE_PATH_MAX bytes; the size, or 0 if it does not fit. */
size_t package_resolve(const char *folder, struct bytes target, char *path);
/* The member that `target` means, or NULL. */
const struct zip_member *package_find(const struct package *package, const char *folder, struct bytes target);
/* The folder of the member, terminated, with a slash at its end unless it is the root, in `folder` of
 * PACKAGE_PATH_MAX bytes. False when it does not fit. */
bool package_folder(const struct zip_member *member, char *folder);

/* Emits text of any size in runs: *run tells everything but utf8, size and origin, and joins as told once. */
MUST_CHECK enum status package_emit(struct extract_job *job, const struct text_run *run, struct bytes utf8);
/* A terminated copy for as long as the part is open; NULL when memory is exhausted. */
const char *package_keep(struct package *package, struct bytes text);

/* For handlers that want nothing of the kind. */
enum status package_no_end(void *context, const struct xml_element *element);
enum status package_no_text(void *context, const char *utf8, size_t size);

#endif
