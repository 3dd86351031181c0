/* SPDX-License-Identifier: Apache-2.0
 *
 * What can still be read of damaged compressed files. libarchive decompresses in large blocks and gives none of a
 * block that breaks; here everything before the damage comes out.
 */
#ifndef GUANKA_EXTRACT_SALVAGE_H
#define GUANKA_EXTRACT_SALVAGE_H

#include "base/spool.h"
#include "extract/extractor.h"

/* Adds the deflated member of that name (as stored, undecoded) to the spool. STATUS_MALFORMED when it broke off, also
 * when there was nothing to read. */
MUST_CHECK enum status salvage_zip_member(struct extract_job *job, struct bytes name, struct spool *spool);
/* The same for a gzip file (RFC 1952), up to the end of its first stream. */
MUST_CHECK enum status salvage_gzip(struct extract_job *job, struct spool *spool);

#endif
