/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/edition.h"

#include <libintl.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/alloc.h"
#include "rules/rule_file.h"

struct counted_edition {
    struct edition shown; /* first, so that one is the other */
    atomic_uint references;
    struct arena *arena;
};

struct edition_slot {
    pthread_mutex_t lock;
    const struct edition *edition;
};

static struct counted_edition *counted(const struct edition *edition)
{
    return (struct counted_edition *)(uintptr_t)edition;
}

static enum status fill(struct counted_edition *edition, const char *profile, struct error *error)
{
    const struct reference *reference = ruleset_reference(edition->shown.ruleset);
    const struct review_profiles *profiles;
    enum status status = arena_create(&edition->arena);

    if (status == STATUS_OK)
        status = review_profiles_create(reference, rule_file_is_category, edition->arena, &profiles, error);
    if (status == STATUS_OK)
        status = working_days_create(reference, edition->arena, &edition->shown.days, error);
    if (status != STATUS_OK)
        return status;
    if (review_profile_count(profiles) == 0)
        return error_set(error, STATUS_INVALID,
                         gettext("the rules have no data/review-profiles.csv: rules of one's own take the place of the "
                                 "shipped tables, too; to add to both, use layers"));
    edition->shown.profile = review_profile_find(profiles, profile);
    if (edition->shown.profile == NULL)
        return error_set(error, STATUS_INVALID, gettext("review-profiles.csv has no profile \"%.60s\""), profile);
    return STATUS_OK;
}

enum status edition_create(struct ruleset *ruleset, const char *profile, int64_t loaded_ms,
                           const struct edition **result, struct error *error)
{
    struct counted_edition *edition = alloc_zeroed(1, sizeof *edition);
    enum status status;

    if (edition == NULL) {
        ruleset_unref(ruleset);
        return STATUS_NO_MEMORY;
    }
    edition->shown = (struct edition){ .ruleset = ruleset, .loaded_ms = loaded_ms };
    atomic_init(&edition->references, 1);
    status = fill(edition, profile, error);
    if (status != STATUS_OK) {
        edition_unref(&edition->shown);
        return status;
    }
    *result = &edition->shown;
    return STATUS_OK;
}

void edition_unref(const struct edition *edition)
{
    if (edition == NULL || atomic_fetch_sub(&counted(edition)->references, 1) > 1)
        return;
    ruleset_unref(edition->ruleset);
    if (counted(edition)->arena != NULL)
        arena_destroy(counted(edition)->arena);
    alloc_free(counted(edition));
}

enum status edition_slot_create(const struct edition *first, struct edition_slot **result)
{
    struct edition_slot *slot = alloc_zeroed(1, sizeof *slot);

    if (slot == NULL) {
        edition_unref(first);
        return STATUS_NO_MEMORY;
    }
    (void)pthread_mutex_init(&slot->lock, NULL);
    slot->edition = first;
    *result = slot;
    return STATUS_OK;
}

const struct edition *edition_slot_get(struct edition_slot *slot)
{
    const struct edition *edition;

    (void)pthread_mutex_lock(&slot->lock);
    edition = slot->edition;
    atomic_fetch_add(&counted(edition)->references, 1);
    (void)pthread_mutex_unlock(&slot->lock);
    return edition;
}

void edition_slot_set(struct edition_slot *slot, const struct edition *edition)
{
    const struct edition *before;

    (void)pthread_mutex_lock(&slot->lock);
    before = slot->edition;
    slot->edition = edition;
    (void)pthread_mutex_unlock(&slot->lock);
    edition_unref(before);
}

void edition_slot_destroy(struct edition_slot *slot)
{
    if (slot == NULL)
        return;
    edition_unref(slot->edition);
    (void)pthread_mutex_destroy(&slot->lock);
    alloc_free(slot);
}
