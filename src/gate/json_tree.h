/* SPDX-License-Identifier: Apache-2.0
 *
 * The quick way to a tree of JSON (RFC 8259): simdjson reads, because a draft of 60 KB is one long text of which
 * jansson looks at every byte, a third of the time of a check; the tree is jansson's, which the rest of the gate knows.
 * simdjson's only interface is C++, so what is behind this header is the one C++ file of the gate; nothing of the
 * language comes through: no exception, no type.
 */
#ifndef GUANKA_GATE_JSON_TREE_H
#define GUANKA_GATE_JSON_TREE_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The caller json_decrefs it. NULL without a reason when jansson has to decide, and to say at which place: what is no
 * JSON, neither object nor array, nested deeper than simdjson goes, a member twice, a NUL in a text, half a surrogate
 * pair, an integer over 2^63; and when there is no memory. What is given is what jansson would give. Any thread. */
json_t *json_tree_quickly(const uint8_t *json, size_t size);

#ifdef __cplusplus
}
#endif

#endif
