/* SPDX-License-Identifier: Apache-2.0
 *
 * What a zip file says beside its members: comments on the file and on each member (APPNOTE.TXT 4.4.12, 4.4.26), and,
 * of a document that is a zip file, the names of folders that no producer of such documents writes. And what the file
 * holds in front of the zip file proper and behind it, which other programs may find.
 */
#ifndef GUANKA_EXTRACT_ZIP_ZIP_SURROUNDINGS_H
#define GUANKA_EXTRACT_ZIP_ZIP_SURROUNDINGS_H

#include "extract/extractor.h"

/* Comments, and as files inside, "before-archive" and "behind-archive", what stands around it. Of a zip file, which is the
 * job's input or made of it; nothing when it has no directory. */
MUST_CHECK enum status zip_surroundings_emit(struct extract_job *job, struct bytes input);
MUST_CHECK enum status zip_folders_emit(struct extract_job *job, struct bytes input);

#endif
