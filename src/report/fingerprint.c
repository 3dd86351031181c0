/* SPDX-License-Identifier: Apache-2.0 */
#include "report/fingerprint.h"

#include <string.h>

enum status fingerprint_of_path(const char *path, struct digest *digest)
{
    while (strncmp(path, "./", 2) == 0)
        path += 2;
    return digest_of(bytes_of_text(path), digest);
}

enum status fingerprint_of_finding(const struct finding *finding, const struct digest *path, char *text)
{
    uint8_t input[2 * DIGEST_SIZE + 4];
    char all[DIGEST_TEXT_SIZE];
    struct digest digest;
    enum status status;

    memcpy(input, finding->fingerprint.bytes, DIGEST_SIZE);
    for (unsigned index = 0; index < 4; index++)
        input[DIGEST_SIZE + index] = (uint8_t)(finding->ordinal >> (8 * index));
    memcpy(input + DIGEST_SIZE + 4, path->bytes, DIGEST_SIZE);
    status = digest_of(bytes_of(input, sizeof input), &digest);
    if (status != STATUS_OK)
        return status;
    digest_text(&digest, all);
    memcpy(text, all, FINGERPRINT_TEXT_SIZE - 1);
    text[FINGERPRINT_TEXT_SIZE - 1] = '\0';
    return STATUS_OK;
}
