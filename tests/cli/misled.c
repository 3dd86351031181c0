/* SPDX-License-Identifier: Apache-2.0
 *
 * Preloaded into guanka: an engine that is not what it should be. ENGINE_LOSES=N: each N-th match is kept back;
 * ENGINE_INVENTS=N: each N-th is told a byte too long, where the text allows it; ENGINE_LOSES_ENDS=N: what ends in the
 * last N bytes of more than 64 is kept back, as Vectorscan 5.4.9 does with one match in ten; ENGINE_VERSION: what it
 * calls itself. What is not set stays as it is.
 */
#include <dlfcn.h>
#include <hs.h>
#include <stdlib.h>

struct misled {
    match_event_handler told;
    void *context;
    long loses, invents, loses_ends;
    unsigned size;
};

static long number_of(const char *name)
{
    const char *value = getenv(name);

    return value != NULL ? atol(value) : 0;
}

static int mislead(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context)
{
    static _Thread_local long count;
    struct misled *misled = context;

    if (misled->size > 64 && to + (unsigned long long)misled->loses_ends > misled->size)
        return 0;
    count++;
    if (misled->loses > 0 && count % misled->loses == 0)
        return 0;
    if (misled->invents > 0 && count % misled->invents == 0 && to < misled->size)
        to++;
    return misled->told(id, from, to, flags, misled->context);
}

hs_error_t hs_scan(const hs_database_t *database, const char *data, unsigned length, unsigned flags,
                   hs_scratch_t *scratch, match_event_handler told, void *context)
{
    hs_error_t (*scan)(const hs_database_t *, const char *, unsigned, unsigned, hs_scratch_t *, match_event_handler,
                       void *);
    struct misled misled = {
        told, context, number_of("ENGINE_LOSES"), number_of("ENGINE_INVENTS"), number_of("ENGINE_LOSES_ENDS"), length
    };

    *(void **)&scan = dlsym(RTLD_NEXT, "hs_scan");
    return scan(database, data, length, flags, scratch, mislead, &misled);
}

const char *hs_version(void)
{
    const char *(*version)(void);
    const char *told = getenv("ENGINE_VERSION");

    *(void **)&version = dlsym(RTLD_NEXT, "hs_version");
    return told != NULL ? told : version();
}
