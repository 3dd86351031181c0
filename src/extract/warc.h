/* SPDX-License-Identifier: Apache-2.0
 *
 * Web archives (ISO 28500, WARC/1.0 and 1.1), plain or compressed member by member.
 *
 * Each record that carries content becomes a child named by its URL. A record is read in place; of a compressed file
 * one member stands in a spool at a time. Behind damage, reading goes on at the next record or member.
 */
#ifndef GUANKA_EXTRACT_WARC_H
#define GUANKA_EXTRACT_WARC_H

#include "extract/extractor.h"

extern const struct extractor warc_extractor;

#endif
