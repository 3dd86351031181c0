/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ocr.h"

#include <leptonica/allheaders.h>
#include <stdio.h>
#include <tesseract/capi.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buf.h"
#include "base/clock.h"
#include "text/utf8.h"

/* Words that are translated where they are shown. */
#define N_(words) words

enum {
    TEXT_MAX = 16 << 20,
    PIXELS_MOST = 25 * 1000 * 1000, /* larger pages are made smaller: Tesseract needs many times as much memory */
    SIDE_LEAST = 16,
    SMALL_RESOLUTION = 130, /* below it letters are too small to be told apart; screens have 72 to 120 */
    SMALL_SIDE = 1000,      /* without a resolution: the shorter side of a picture that was made for a screen */
    CONFIDENCE_LEAST = 20,  /* of 100: what is less sure is grain, not text */
    SURE_LEAST = 50,        /* on the average of all words: pages have 80 and more, upside down 20 */
    RESOLUTION_USUAL = 70,  /* what Tesseract takes for none */
};

/* The engine of this process. It cannot be made when it is needed, nor handed down: extractors have no state. */
static TessBaseAPI *engine;
static bool is_asked_for;

void ocr_prepare(bool is_wanted)
{
    TessBaseAPI *made;

    is_asked_for = is_wanted;
    if (!is_wanted || engine != NULL)
        return;
    made = TessBaseAPICreate();
    if (made == NULL)
        return;
    TessBaseAPISetVariable(made, "debug_file", "/dev/null");
    if (TessBaseAPIInit3(made, NULL, "chi_sim") != 0) {
        TessBaseAPIDelete(made);
        return;
    }
    engine = made;
}

enum ocr_state ocr_state(void)
{
    if (!is_asked_for)
        return OCR_OFF;
    return engine != NULL ? OCR_READY : OCR_MISSING;
}

enum status ocr_gap(struct extract_job *job)
{
    switch (ocr_state()) {
    case OCR_OFF:
        return extract_gap(job, STATUS_UNSUPPORTED, "the picture's text is not read: OCR is not switched on (--ocr)");
    case OCR_MISSING:
        return extract_gap(job, STATUS_UNSUPPORTED,
                           "the picture's text is not read: Tesseract's data for Chinese (chi_sim) are missing");
    case OCR_READY:
        break;
    }
    return STATUS_OK;
}

/* ---- The page in a size that suits Tesseract. */

static PIX *make_picture(const struct ocr_page *page)
{
    PIX *picture = pixCreateNoInit(page->width, page->height, 8);
    size_t width = (size_t)page->width, row_size;
    uint8_t *data;

    if (picture == NULL)
        return NULL;
    data = (uint8_t *)pixGetData(picture);
    row_size = 4 * (size_t)pixGetWpl(picture);
    for (size_t row = 0; row < (size_t)page->height; row++) {
        memcpy(data + row * row_size, page->grey + row * page->stride, width);
        memset(data + row * row_size + width, 0, row_size - width);
    }
    pixEndianByteSwap(picture);
    return picture;
}

static float scale_of(const struct ocr_page *page)
{
    double pixels = (double)page->width * page->height;
    int side = page->width < page->height ? page->width : page->height;

    if (pixels > PIXELS_MOST)
        return (float)(1 / __builtin_sqrt(pixels / PIXELS_MOST));
    if (page->resolution > RESOLUTION_USUAL ? page->resolution < SMALL_RESOLUTION : side < SMALL_SIDE)
        return pixels * 4 <= PIXELS_MOST ? 2 : 1;
    return 1;
}

static PIX *fit(const struct ocr_page *page, int *resolution)
{
    PIX *picture = make_picture(page), *scaled;
    float scale = scale_of(page);

    *resolution = (int)((float)page->resolution * scale);
    if (picture == NULL || scale == 1)
        return picture;
    scaled = pixScale(picture, scale, scale);
    pixDestroy(&picture);
    return scaled;
}

/* ---- Words into lines into blocks. */

struct box {
    int left, top, right, bottom;
};

/* What a reading has come to; emitted when it is known to be the better one. */
struct word {
    size_t end; /* in the text, from where the one before ends */
    enum text_join join;
};
struct reading {
    struct buf text;
    struct word *words;
    size_t count, capacity;
    bool is_sure; /* of its words, on the whole */
};

static void reading_free(struct reading *reading)
{
    buf_free(&reading->text);
    alloc_free(reading->words);
}

struct walk {
    struct reading *reading;
    TessResultIterator *words;
    const TessPageIterator *places;
    struct box block, line; /* of the word before */
    uint32_t last; /* character */
};

static struct box box_of(const struct walk *walk, TessPageIteratorLevel level)
{
    struct box box = { 0, 0, 0, 0 };

    (void)TessPageIteratorBoundingBox(walk->places, level, &box.left, &box.top, &box.right, &box.bottom);
    return box;
}

/* Letters and digits of alphabets, which words are made of that stand apart. */
static bool is_spaced(uint32_t character)
{
    return character < 0x2E80;
}

static enum text_join join_words(const struct walk *walk, uint32_t first)
{
    return is_spaced(walk->last) && is_spaced(first) ? JOIN_SPACED : JOIN_GLUED;
}

/* How a word joins the one before it: see ocr_page. */
static enum text_join join_of(const struct walk *walk, uint32_t first)
{
    struct box line;
    int height;

    if (walk->reading->count == 0 || TessPageIteratorIsAtBeginningOf(walk->places, RIL_BLOCK))
        return JOIN_BROKEN;
    if (!TessPageIteratorIsAtBeginningOf(walk->places, RIL_TEXTLINE))
        return join_words(walk, first);
    line = box_of(walk, RIL_TEXTLINE);
    height = walk->line.bottom - walk->line.top;
    if (walk->line.right < walk->block.right - 2 * height || line.left > walk->block.left + height)
        return JOIN_BROKEN;
    return join_words(walk, first);
}

static uint32_t last_character(const char *utf8, size_t size)
{
    size_t start = utf8_floor(utf8, size, size - 1);

    return utf8_next(utf8 + start, size - start).code_point;
}

static enum status add_word(struct walk *walk, const char *utf8)
{
    struct reading *reading = walk->reading;
    size_t size = strlen(utf8);
    enum text_join join;
    enum status status;

    if (size == 0 || size > TEXT_RUN_MAX || utf8_valid_prefix(utf8, size) != size)
        return STATUS_OK;
    join = join_of(walk, utf8_next(utf8, size).code_point);
    status = ARRAY_GROW(&reading->words, &reading->capacity, reading->count + 1);
    if (status != STATUS_OK)
        return status;
    buf_append(&reading->text, utf8, size);
    reading->words[reading->count++] = (struct word){ reading->text.size, join };
    walk->last = last_character(utf8, size);
    walk->line = box_of(walk, RIL_TEXTLINE);
    walk->block = box_of(walk, RIL_BLOCK);
    return buf_status(&reading->text);
}

static enum status add_words(struct walk *walk)
{
    enum status status = STATUS_OK;

    do {
        char *utf8;

        if (TessResultIteratorConfidence(walk->words, RIL_WORD) < CONFIDENCE_LEAST)
            continue;
        utf8 = TessResultIteratorGetUTF8Text(walk->words, RIL_WORD);
        if (utf8 == NULL)
            continue;
        status = add_word(walk, utf8);
        TessDeleteText(utf8);
    } while (status == STATUS_OK && TessResultIteratorNext(walk->words, RIL_WORD));
    return status;
}

/* STATUS_MALFORMED: Tesseract gives up. */
static enum status read_words(TessPageSegMode mode, struct reading *reading)
{
    struct walk walk = { .reading = reading };
    enum status status = STATUS_OK;

    TessBaseAPISetPageSegMode(engine, mode);
    if (TessBaseAPIRecognize(engine, NULL) != 0)
        return STATUS_MALFORMED;
    reading->is_sure = TessBaseAPIMeanTextConf(engine) >= SURE_LEAST;
    walk.words = TessBaseAPIGetIterator(engine);
    if (walk.words != NULL) {
        walk.places = TessResultIteratorGetPageIteratorConst(walk.words);
        status = add_words(&walk);
        TessResultIteratorDelete(walk.words);
    }
    return status;
}

static enum status read_picture(PIX *picture, int resolution, struct reading *reading)
{
    enum status status;

    TessBaseAPISetImage2(engine, picture);
    if (resolution > RESOLUTION_USUAL)
        TessBaseAPISetSourceResolution(engine, resolution);
    status = read_words(PSM_AUTO, reading);
    /* A few words on a photograph are no page. */
    if (status == STATUS_OK && reading->count == 0)
        status = read_words(PSM_SPARSE_TEXT, reading);
    TessBaseAPIClear(engine);
    return status;
}

static enum status emit(struct extract_job *job, const struct ocr_page *page, const struct reading *reading)
{
    struct text_run run = { .role = page->earlier != NULL ? TEXT_HIDDEN : TEXT_BODY,
                            .origin = ORIGIN_DETACHED,
                            .section = page->earlier != NULL ? page->earlier : "OCR",
                            .place = page->place };
    enum status status = STATUS_OK;
    size_t start = 0;

    for (size_t index = 0; index < reading->count && status == STATUS_OK; index++) {
        run.utf8 = reading->text.data + start;
        run.size = reading->words[index].end - start;
        run.join = reading->words[index].join;
        status = extract_emit(job, &run);
        start = reading->words[index].end;
    }
    return status;
}

static enum status tell_unsure(struct extract_job *job, const struct ocr_page *page)
{
    static const char words[] = N_("no text was recognised for sure in the picture, which may hold some");
    const char *earlier = page->earlier;
    char detail[256];

    if (page->place.unit != PLACE_PAGE)
        return extract_gap(job, STATUS_UNSUPPORTED, words);
    snprintf(detail, sizeof detail, "%s%spage %u: %s", earlier != NULL ? earlier : "", earlier != NULL ? ": " : "",
             page->place.number, words);
    return extract_gap(job, STATUS_UNSUPPORTED, detail);
}

static bool is_blank(const struct ocr_page *page)
{
    size_t width = (size_t)page->width;

    if (memcmp(page->grey, page->grey + 1, width - 1) != 0)
        return false;
    for (size_t row = 1; row < (size_t)page->height; row++)
        if (memcmp(page->grey, page->grey + row * page->stride, width) != 0)
            return false;
    return true;
}

/* As it is; if that says nothing for sure, upside down, as pages come out of scanners. Where that is no better, there
 * may be no text, or none that can be recognised: nobody knows. */
static enum status recognise(struct extract_job *job, const struct ocr_page *page)
{
    struct reading upright = { .text = BUF_INIT(TEXT_MAX) }, turned = { .text = BUF_INIT(TEXT_MAX) };
    int resolution;
    PIX *picture = fit(page, &resolution);
    enum status status;

    if (picture == NULL)
        return STATUS_NO_MEMORY;
    status = read_picture(picture, resolution, &upright);
    if (status == STATUS_OK && !upright.is_sure) {
        pixRotate180(picture, picture);
        status = read_picture(picture, resolution, &turned);
    }
    pixDestroy(&picture);
    if (status == STATUS_OK)
        status = emit(job, page, turned.is_sure ? &turned : &upright);
    if (status == STATUS_OK && !upright.is_sure && !turned.is_sure)
        status = tell_unsure(job, page);
    reading_free(&upright);
    reading_free(&turned);
    return status == STATUS_MALFORMED ? extract_gap(job, status, "Tesseract cannot read the picture") : status;
}

enum status ocr_page(struct extract_job *job, const struct ocr_page *page)
{
    uint64_t begun;
    enum status status;

    if (ocr_state() != OCR_READY || page->width < SIDE_LEAST || page->height < SIDE_LEAST || is_blank(page))
        return STATUS_OK;
    begun = clock_monotonic_ns();
    status = recognise(job, page);
    job->part->ocr.pages++;
    job->part->ocr.ns += clock_monotonic_ns() - begun;
    return status;
}
