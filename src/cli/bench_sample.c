/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_sample.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "cli/bench_scratch.h"
#include "cli/corpus_document.h"
#include "cli/corpus_page.h"
#include "text/charset.h"
#include "text/utf8.h"

enum {
    PAGE_COUNT = 24,
    TEXT_COUNT = 12,
    DOCUMENT_COUNT = 6,
    TEXT_SIZE = 64 << 10,
    CODE_POINTS = 1 << 16,
    FILE_MAX = 8 << 20
};
static const uint64_t sample_seed = 20261128;

/* ---- GBK: what its decoder makes of each code, turned round. */

static enum status learn_gbk(uint16_t *codes)
{
    struct charset *charset;
    enum status status = charset_create(&charset);

    if (status != STATUS_OK)
        return status;
    memset(codes, 0, CODE_POINTS * sizeof *codes);
    for (unsigned code = 0x8140; code <= 0xFEFE; code++) {
        const uint8_t input[2] = { (uint8_t)(code >> 8), (uint8_t)code };
        char output[16];
        struct charset_step step =
            charset_decode(charset, ENCODING_GBK, bytes_of(input, sizeof input), true, output, sizeof output);
        struct utf8_step character = utf8_next(output, step.produced);

        if (step.replaced == 0 && character.size == step.produced && character.code_point < CODE_POINTS)
            codes[character.code_point] = (uint16_t)code;
    }
    charset_destroy(charset);
    return STATUS_OK;
}

/* A character without a code is left out. */
static void append_gbk(struct buf *out, const uint16_t *codes, const char *text, size_t size)
{
    for (size_t offset = 0; offset < size;) {
        struct utf8_step step = utf8_next(text + offset, size - offset);
        uint16_t code = step.code_point < CODE_POINTS ? codes[step.code_point] : 0;

        if (step.code_point < 0x80) {
            buf_byte(out, (char)step.code_point);
        } else if (code != 0) {
            buf_byte(out, (char)(code >> 8));
            buf_byte(out, (char)code);
        }
        offset += step.size;
    }
}

static void convert_page(const struct page_maker *maker, const uint16_t *codes, struct buf *out)
{
    size_t rest = maker->charset_offset + strlen("utf-8");

    buf_clear(out);
    buf_append(out, maker->out.data, maker->charset_offset);
    buf_text(out, "gb2312");
    append_gbk(out, codes, maker->out.data + rest, maker->out.size - rest);
}

/* ---- Files. */

struct sample {
    const struct buf *folder;
    unsigned count;
    struct error *error;
};

static enum status write_file(struct sample *sample, const char *extension, const struct buf *content)
{
    char name[32];

    (void)snprintf(name, sizeof name, "%03u.%s", sample->count++, extension);
    return bench_scratch_write(sample->folder, name, content, sample->error);
}

static enum status write_pages(struct sample *sample, struct page_maker *maker, const uint16_t *codes)
{
    struct buf converted = BUF_INIT(FILE_MAX);
    enum status status = STATUS_OK;

    for (unsigned index = 0; index < PAGE_COUNT && status == STATUS_OK; index++) {
        page_make(maker);
        status = write_file(sample, "html", &maker->out);
        if (status != STATUS_OK)
            break;
        page_make(maker);
        convert_page(maker, codes, &converted);
        status = write_file(sample, "html", &converted);
    }
    buf_free(&converted);
    return status;
}

static enum status write_texts(struct sample *sample, struct page_maker *maker)
{
    enum status status = STATUS_OK;

    for (unsigned index = 0; index < TEXT_COUNT && status == STATUS_OK; index++) {
        page_make_text(maker, TEXT_SIZE);
        status = write_file(sample, "txt", &maker->out);
    }
    return status;
}

static enum status write_documents(struct sample *sample, struct document_maker *maker)
{
    static const struct {
        const char *extension;
        enum status (*make)(struct document_maker *maker);
    } kinds[] = { { "docx", document_make_docx }, { "xlsx", document_make_xlsx }, { "pdf", document_make_pdf } };
    enum status status = STATUS_OK;

    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        for (unsigned index = 0; index < DOCUMENT_COUNT && status == STATUS_OK; index++) {
            status = kinds[kind].make(maker);
            if (status == STATUS_OK)
                status = write_file(sample, kinds[kind].extension, &maker->out);
        }
    }
    return status;
}

static enum status write_sample(struct sample *sample)
{
    struct prose prose;
    struct page_maker maker = { .prose = &prose, .chance = { sample_seed }, .out = BUF_INIT(FILE_MAX) };
    struct document_maker documents = { .prose = &prose, .chance = { sample_seed }, .out = BUF_INIT(FILE_MAX) };
    uint16_t *codes = alloc(CODE_POINTS * sizeof *codes);
    enum status status = prose_read(&prose, prose_built_in);

    if (status == STATUS_OK)
        status = codes != NULL ? learn_gbk(codes) : STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = write_pages(sample, &maker, codes);
    if (status == STATUS_OK)
        status = write_texts(sample, &maker);
    if (status == STATUS_OK)
        status = write_documents(sample, &documents);
    alloc_free(codes);
    buf_free(&maker.out);
    buf_free(&documents.out);
    prose_free(&prose);
    return status;
}

enum status bench_sample_make(struct buf *folder, struct error *error)
{
    struct sample sample = { .folder = folder, .error = error };
    enum status status = bench_scratch_make(folder, error);

    return status == STATUS_OK ? write_sample(&sample) : status;
}

void bench_sample_remove(const struct buf *folder)
{
    bench_scratch_remove(folder);
}
