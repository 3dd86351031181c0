/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/brotli.h"

#ifdef GUANKA_HAS_BROTLI

#include <brotli/decode.h>

#include "base/alloc.h"

enum { CHUNK_SIZE = 16 * 1024 };

static void *decoder_alloc(void *context, size_t size)
{
    (void)context;
    return alloc(size);
}

static void decoder_free(void *context, void *memory)
{
    (void)context;
    alloc_free(memory);
}

static bool ran_out_of_memory(const BrotliDecoderState *decoder)
{
    BrotliDecoderErrorCode code = BrotliDecoderGetErrorCode(decoder);

    return code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES && code >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES;
}

static enum status decode_all(struct extract_job *job, BrotliDecoderState *decoder, struct bytes input,
                              struct spool *spool)
{
    uint8_t chunk[CHUNK_SIZE];
    const uint8_t *next = input.data;
    size_t left = input.size;
    enum status status = STATUS_OK;

    while (status == STATUS_OK) {
        uint8_t *output = chunk;
        size_t room = sizeof chunk;
        BrotliDecoderResult result = BrotliDecoderDecompressStream(decoder, &left, &next, &room, &output, NULL);

        status = extract_spool_append(job, spool, bytes_of(chunk, sizeof chunk - room), input.size - left + 1);
        if (status != STATUS_OK || result == BROTLI_DECODER_RESULT_SUCCESS)
            return status;
        if (result == BROTLI_DECODER_RESULT_ERROR && ran_out_of_memory(decoder))
            return STATUS_NO_MEMORY;
        if (result != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT)
            return STATUS_MALFORMED;
    }
    return status;
}

enum status brotli_decode(struct extract_job *job, struct bytes input, struct spool *spool)
{
    BrotliDecoderState *decoder = BrotliDecoderCreateInstance(decoder_alloc, decoder_free, NULL);
    enum status status;

    if (decoder == NULL)
        return STATUS_NO_MEMORY;
    status = decode_all(job, decoder, input, spool);
    BrotliDecoderDestroyInstance(decoder);
    return status;
}

#else

enum status brotli_decode(struct extract_job *job, struct bytes input, struct spool *spool)
{
    (void)job;
    (void)input;
    (void)spool;
    return STATUS_UNSUPPORTED;
}

#endif
