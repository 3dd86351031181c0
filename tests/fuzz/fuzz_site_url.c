/* SPDX-License-Identifier: Apache-2.0
 *
 * A page's address and a link on it, divided by a zero byte, in the encoding that the first byte names: a normal form
 * is plain ASCII, is divided, and stays what it is however it is come by.
 */
#include <string.h>

#include "base/assert.h"
#include "sweep/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *resolve(struct arena *arena, const char *base, struct bytes link, enum encoding encoding)
{
    enum url_refusal refusal;
    const char *normal;

    ASSERT(url_resolve(arena, base, link, encoding, &normal, &refusal) == STATUS_OK);
    ASSERT((normal == NULL) == (refusal != URL_FINE));
    return normal;
}

static void check_normal(struct arena *arena, const char *normal, enum encoding encoding)
{
    const struct date today = { 2026, 11, 28 };
    struct url_parts parts;

    ASSERT(strlen(normal) <= URL_SIZE_MAX);
    for (const char *next = normal; *next != '\0'; next++)
        ASSERT(*next > ' ' && *next < 0x7F && *next != '#');
    ASSERT(url_split(normal, &parts));
    ASSERT(parts.path[0] == '/' && parts.port > 0 && parts.host[0] != '\0');
    ASSERT(strstr(parts.path, "/../") == NULL || parts.query != NULL);
    ASSERT(strcmp(resolve(arena, NULL, bytes_of_text(normal), encoding), normal) == 0);
    ASSERT(strcmp(resolve(arena, normal, bytes_of_text(normal), encoding), normal) == 0);
    ASSERT(strcmp(resolve(arena, normal, bytes_of_text(""), encoding), normal) == 0);
    /* Two slashes would name another host. */
    if (parts.path[1] != '/' && parts.path[1] != '\\')
        ASSERT(strcmp(resolve(arena, normal, bytes_of_text(parts.path), encoding), normal) == 0);
    (void)url_is_trap(normal, today);
    (void)url_file_type(normal);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *zero = size > 1 ? memchr(data + 1, '\0', size - 1) : NULL;
    struct arena *arena;
    enum encoding encoding;
    const char *base, *normal;

    if (zero == NULL || size > (1 << 16))
        return 0;
    ASSERT(arena_create(&arena) == STATUS_OK);
    encoding = (enum encoding)(data[0] % ENCODING_COUNT);
    base = resolve(arena, NULL, bytes_of(data + 1, (size_t)(zero - data - 1)), encoding);
    if (base != NULL)
        check_normal(arena, base, encoding);
    normal = resolve(arena, base, bytes_of(zero + 1, (size_t)(data + size - zero - 1)), encoding);
    if (normal != NULL)
        check_normal(arena, normal, encoding);
    arena_destroy(arena);
    return 0;
}
