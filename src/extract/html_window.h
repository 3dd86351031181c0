/* SPDX-License-Identifier: Apache-2.0
 *
 * Markup in encodings in which it cannot be found before decoding: UTF-16 and ISO-2022-JP.
 *
 * It is decoded to UTF-8 a window at a time. A token that a window cuts is read again at the beginning of
 * the next one; a token larger than a window is taken in pieces.
 */
#ifndef GUANKA_EXTRACT_HTML_WINDOW_H
#define GUANKA_EXTRACT_HTML_WINDOW_H

#include "extract/html_output.h"
#include "extract/html_tokenizer.h"

/* Whoever makes text runs of tokens. */
struct html_window {
    struct html_output *output;
    struct html_tokenizer *tokenizer; /* its settings are the caller's, its position is the window's */
    void *reader;
    /* Reads the attributes of the tag just returned, and emits nothing yet: it may be read again. */
    void (*collect)(void *reader);
    enum status (*token)(void *reader, struct html_token *token);
};

MUST_CHECK enum status html_window_read(const struct html_window *window, size_t bom_size);

#endif
