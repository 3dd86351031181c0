/* SPDX-License-Identifier: Apache-2.0
 *
 * Text of a page of pixels, by Tesseract with its model of simplified Chinese (which knows Latin letters and digits,
 * too). Slow: seconds for a page.
 *
 * Tesseract keeps one engine for the process: ocr_prepare loads it while files can still be opened. One thread.
 */
#ifndef GUANKA_FOREIGN_OCR_H
#define GUANKA_FOREIGN_OCR_H

#include "extract/extractor.h"

/* How far it is: asked for or not, and to be had or not. */
enum ocr_state { OCR_OFF, OCR_MISSING, OCR_READY };

/* Once, with what the user wants. */
void ocr_prepare(bool is_wanted);
enum ocr_state ocr_state(void);

struct ocr_page {
    const uint8_t *grey; /* rows from the top, `stride` bytes each */
    size_t stride;
    int width, height;
    int resolution; /* dots per inch; 0: unknown */
    struct place place;
    const char *earlier; /* the section, where the page is one of an earlier version; NULL: it is shown */
};

/* Emits the text of the page as body, section "OCR" (hidden, where it is shown no longer): lines that fill their column
 * go on in the next one, other lines are blocks. A page of which nothing is sure is tried upside down, too, and is a
 * gap if nothing is sure then, either. Does nothing unless it is ready. */
MUST_CHECK enum status ocr_page(struct extract_job *job, const struct ocr_page *page);
/* Says that a picture's text is not read, and why not; nothing when it is ready. */
MUST_CHECK enum status ocr_gap(struct extract_job *job);

#endif
