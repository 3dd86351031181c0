/* SPDX-License-Identifier: Apache-2.0
 *
 * Editions are swapped while others read them: whoever has one may finish with it, and each is freed once. A program of
 * its own, since Criterion does not run under the thread sanitizer.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "engine/detectors.h"
#include "gate/edition.h"

enum { READERS = 4, SWAPS = 1000, HELD = 8 };

struct reading {
    pthread_t thread;
    struct edition_slot *slot;
    struct ruleset *ruleset;
    const atomic_bool *is_over;
    unsigned seen;
};

static void use(const struct edition *edition, const struct ruleset *ruleset, int64_t latest_ms)
{
    ASSERT(edition->ruleset == ruleset && strcmp(edition->profile->id, "xingyi") == 0 && edition->days != NULL);
    ASSERT(edition->loaded_ms >= latest_ms && ruleset_rule_count(edition->ruleset) > 0);
}

/* Holds some of them for a while, as a request does; time never goes back. */
static void *read_on(void *context)
{
    struct reading *reading = context;
    const struct edition *held[HELD] = { NULL };
    int64_t latest_ms = 0;

    while (!atomic_load(reading->is_over)) {
        const struct edition **place = &held[reading->seen++ % HELD];

        if (*place != NULL)
            use(*place, reading->ruleset, 0);
        edition_unref(*place);
        *place = edition_slot_get(reading->slot);
        use(*place, reading->ruleset, latest_ms);
        latest_ms = (*place)->loaded_ms;
    }
    for (unsigned index = 0; index < HELD; index++)
        edition_unref(held[index]);
    return NULL;
}

static struct ruleset *load(void)
{
    static const char *const paths[] = { GUANKA_SOURCE_DIR "/patterns/classified.yaml" };
    /* To compile them takes a minute under a sanitizer: the tests of the program share them as well (cli/lib.sh). */
    const struct ruleset_options options = { .paths = paths,
                                             .path_count = 1,
                                             .cache_directory = GUANKA_SOURCE_DIR "/build/test-cache/guanka" };
    struct ruleset *ruleset;

    ASSERT(ruleset_load(&options, &ruleset, NULL) == STATUS_OK && detectors_prepare(ruleset, NULL) == STATUS_OK);
    return ruleset;
}

static const struct edition *make(struct ruleset *ruleset, int64_t loaded_ms)
{
    const struct edition *edition;

    ASSERT(edition_create(ruleset_ref(ruleset), "xingyi", loaded_ms, &edition, NULL) == STATUS_OK);
    return edition;
}

static void refuse_an_unknown_profile(struct ruleset *ruleset)
{
    const struct edition *edition;
    struct error error = { 0 };

    ASSERT(edition_create(ruleset_ref(ruleset), "nowhere", 0, &edition, &error) == STATUS_INVALID);
    ASSERT(strstr(error.message, "nowhere") != NULL);
}

int main(void)
{
    struct ruleset *ruleset = load();
    struct reading readings[READERS];
    struct edition_slot *slot;
    atomic_bool is_over = false;
    unsigned seen = 0;

    refuse_an_unknown_profile(ruleset);
    ASSERT(edition_slot_create(make(ruleset, 1), &slot) == STATUS_OK);
    for (unsigned index = 0; index < READERS; index++) {
        readings[index] = (struct reading){ .slot = slot, .ruleset = ruleset, .is_over = &is_over };
        ASSERT(pthread_create(&readings[index].thread, NULL, read_on, &readings[index]) == 0);
    }
    for (int64_t number = 2; number < SWAPS; number++)
        edition_slot_set(slot, make(ruleset, number));
    atomic_store(&is_over, true);
    for (unsigned index = 0; index < READERS; index++) {
        ASSERT(pthread_join(readings[index].thread, NULL) == 0);
        seen += readings[index].seen;
    }
    edition_slot_destroy(slot);
    ruleset_unref(ruleset);
    ASSERT(seen > 0);
    printf("%d editions, read %u times\n", SWAPS, seen);
    return 0;
}
