/* SPDX-License-Identifier: Apache-2.0
 *
 * Evidence of an incident, kept before anything is deleted (R8 四(一)3, DOMAIN 10.3): a folder for each content, with
 * the bytes that were judged, what the server said with them, what was found, and a manifest with the digests of all.
 *
 * The manifest's own digest goes into the ledger; so whoever changes a byte is found out. Nothing is written over, and
 * all of it is on the disk when evidence_keep returns.
 */
#ifndef GUANKA_SWEEP_EVIDENCE_H
#define GUANKA_SWEEP_EVIDENCE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/error.h"

enum { EVIDENCE_NAME_SIZE = 64 };

struct evidence {
    const char *folder; /* of all evidence; made when it is not there */
    const char *incident, *site, *operator;
    unsigned number; /* of the content in the incident, from 1 */
    int64_t sweep;
    struct digest rules;
    const char *url, *media_type, *peer; /* peer: ""; */
    const char *certificate;             /* a JSON object (certificate.h); "" */
    int64_t fetched_ms, found_ms, last_good_ms, last_good_sweep;
    struct bytes request, head; /* empty when what was judged is the kept copy, of which they are not known any more */
    struct bytes content;
    bool has_previous; /* the version before is known */
    int64_t previous_ms;
    struct bytes previous;
    struct bytes probes;   /* JSON lines: of an outage what came of each probe, in place of a content; else empty */
    struct bytes findings; /* JSON lines as scan prints them, personal data masked */
};
struct evidence_seal {
    char name[EVIDENCE_NAME_SIZE]; /* of the folder in that of all: "INC-20261128-001/0001" */
    char manifest_sha256[DIGEST_TEXT_SIZE], manifest_sm3[DIGEST_TEXT_SIZE];
};
/* STATUS_IO when it cannot be written, and then nothing of it is left there. A folder of its name that a sweep left
 * that was killed, and that no ledger names, is put aside into "unrecorded". */
MUST_CHECK enum status evidence_keep(const struct evidence *evidence, struct evidence_seal *seal, struct error *error);

/* What the ledger has to say of it, as members of a JSON object that is begun here and not ended; personal data in the
 * address is masked. */
void evidence_describe(const struct evidence_seal *seal, const char *url, struct buf *body);

enum evidence_fault {
    EVIDENCE_MISSING, /* the file is not there, or cannot be read */
    EVIDENCE_CHANGED, /* size or a digest is another */
    EVIDENCE_UNNAMED, /* a file that the manifest does not name */
};
typedef void evidence_found_fault(void *context, enum evidence_fault fault, const char *path);
/* Computes everything anew and tells all that is wrong. STATUS_OK says only that it could be looked at. */
MUST_CHECK enum status evidence_verify(const char *folder, const struct evidence_seal *seal,
                                       evidence_found_fault *found, void *context, struct error *error);

#endif
