/* SPDX-License-Identifier: Apache-2.0
 *
 * Which programs a script takes in by the grammar of modules: `import x from "…"`, `import "…"`, `export … from "…"`,
 * `import("…")`; and which an import map stands for. Each runs in the page as if a <script> named it.
 *
 * Pure but for the reader's memory, which bounds it; linear.
 */
#ifndef GUANKA_EXTRACT_JS_IMPORTS_H
#define GUANKA_EXTRACT_JS_IMPORTS_H

#include "extract/js_value.h"

/* Whether a script has any of the words by which a module takes in another. */
bool js_imports_may(struct bytes script);
/* The next address from the token *at on, which moves behind its beginning; false: there are no more. A bare name
 * (`import "vue"`), which only an import map gives a meaning, and what is not known as a whole are passed over. */
bool js_imports_next(struct js_reader *reader, size_t *at, struct js_value *address);
/* The same of an import map: addresses on a host that names stand for. */
bool js_imports_next_mapped(struct js_reader *reader, size_t *at, struct js_value *address);

#endif
