/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether a certificate and a key are what the gate can speak TLS with, and until when. Pure.
 */
#ifndef GUANKA_GATE_TLS_PAIR_H
#define GUANKA_GATE_TLS_PAIR_H

#include "base/bytes.h"

enum tls_pair_fault {
    TLS_PAIR_FITS,
    TLS_PAIR_NO_CERTIFICATE, /* no certificate in PEM */
    TLS_PAIR_NO_KEY,         /* no private key in PEM, or one that asks for a password, which nobody is there to give */
    TLS_PAIR_STRANGERS,      /* the key is not the first certificate's */
};

struct tls_pair {
    enum tls_pair_fault fault;
    /* When all certificates of the file are valid, in milliseconds since 1970 UTC; only of a pair that fits. */
    int64_t from_ms, until_ms;
};

struct tls_pair tls_pair_look(struct bytes certificate, struct bytes key);

#endif
