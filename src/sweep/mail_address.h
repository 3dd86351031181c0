/* SPDX-License-Identifier: Apache-2.0
 *
 * Addresses of mail, as they stand in heads and are given to servers: the plain form of RFC 5322 (section 3.4.1, a
 * dot-atom on either side of the @) in ASCII, with a domain of letters, digits and hyphens (RFC 5321, section 4.1.2).
 * What needs quotes, comments or other letters is none, and neither is what would end a line of a head. Pure.
 */
#ifndef GUANKA_SWEEP_MAIL_ADDRESS_H
#define GUANKA_SWEEP_MAIL_ADDRESS_H

#include <stdbool.h>

bool mail_address_is_valid(const char *text);

#endif
