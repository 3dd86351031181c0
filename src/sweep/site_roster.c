/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/site_roster.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buf.h"
#include "store/site_register.h"
#include "sweep/site_sweeps.h"

enum { TEXT_MAX = 1 << 20 };

static const struct site *find(const struct site *sites, size_t count, const char *id)
{
    for (size_t index = 0; index < count; index++) {
        if (strcmp(sites[index].id, id) == 0)
            return &sites[index];
    }
    return NULL;
}

/* ---- Those that the store knows. */

struct names {
    struct arena_copies copies;
    const char **items; /* from the heap */
    size_t count, capacity;
    enum status status;
};

static bool take_name(void *context, const char *site)
{
    struct names *names = context;

    names->status = ARRAY_GROW(&names->items, &names->capacity, names->count + 1);
    if (names->status == STATUS_OK)
        names->items[names->count++] = arena_copy(&names->copies, site);
    if (names->copies.has_failed)
        names->status = STATUS_NO_MEMORY;
    return names->status == STATUS_OK;
}

static enum status read_names(const struct store *store, struct arena *arena, struct names *names, struct error *error)
{
    enum status status;

    *names = (struct names){ .copies = { arena, false }, .status = STATUS_OK };
    status = site_register_list_sites(store, take_name, names, error);
    return status == STATUS_OK ? names->status : status;
}

/* ---- Noting. */

static void join(struct buf *out, const struct site_texts *texts)
{
    for (size_t index = 0; index < texts->count; index++)
        buf_format(out, index == 0 ? "%s" : "\n%s", texts->items[index]);
}

static void write_slots(struct buf *out, const struct slots *slots)
{
    for (size_t index = 0; index < slots->count; index++)
        buf_format(out, index == 0 ? "%02d:%02d" : " %02d:%02d", slots->minutes[index] / 60,
                   slots->minutes[index] % 60);
}

static const char *text_of(const struct buf *buf)
{
    return buf->data != NULL ? buf->data : "";
}

static enum status add_term(struct store *store, const char *id, const struct site_term *term, int64_t now_ms,
                            struct error *error)
{
    struct buf starts = BUF_INIT(TEXT_MAX), slots = BUF_INIT(TEXT_MAX);
    enum status status;

    join(&starts, &term->starts);
    write_slots(&slots, &term->slots);
    status = buf_status(&starts) == STATUS_OK ? buf_status(&slots) : buf_status(&starts);
    if (status == STATUS_OK)
        status = site_register_add(store,
                                   &(struct site_register_entry){ .site = id,
                                                                  .since_ms = now_ms,
                                                                  .is_listed = term->is_listed,
                                                                  .name = term->name,
                                                                  .unit = term->unit,
                                                                  .starts = text_of(&starts),
                                                                  .slots = text_of(&slots) },
                                   error);
    buf_free(&starts);
    buf_free(&slots);
    return status;
}

struct noting {
    struct store *store;
    const struct site *sites;
    size_t count;
    bool are_all, writes; /* writes: within a transaction; else only *is_new is said */
    int64_t now_ms;
    struct arena *arena;
    bool is_new;
    struct error *error;
};

/* Of one that was swept before the store kept what the file said, and is not in the file any more, nothing is known. */
static enum status note_site(struct noting *noting, const char *id, const struct site *now)
{
    struct site_past past;
    enum status status = site_past_read(noting->store, id, now, noting->now_ms, noting->arena, &past, noting->error);

    if (status != STATUS_OK || past.count == past.known_count || (past.known_count == 0 && now == NULL))
        return status;
    noting->is_new = true;
    return noting->writes ? add_term(noting->store, id, &past.terms[past.count - 1], noting->now_ms, noting->error)
                          : STATUS_OK;
}

static enum status note_removed(struct noting *noting)
{
    struct names names;
    enum status status = read_names(noting->store, noting->arena, &names, noting->error);

    for (size_t index = 0; index < names.count && status == STATUS_OK; index++) {
        if (find(noting->sites, noting->count, names.items[index]) == NULL)
            status = note_site(noting, names.items[index], NULL);
    }
    alloc_free(names.items);
    return status;
}

static enum status note_all(struct noting *noting)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < noting->count && status == STATUS_OK; index++)
        status = note_site(noting, noting->sites[index].id, &noting->sites[index]);
    return status == STATUS_OK && noting->are_all ? note_removed(noting) : status;
}

/* It is asked again within the transaction: another program may have noted the same meanwhile. */
static enum status write_all(struct noting *noting)
{
    enum status status = store_begin(noting->store, noting->error);

    if (status != STATUS_OK)
        return status;
    noting->writes = true;
    status = note_all(noting);
    return store_end_writing(noting->store, status, noting->error);
}

enum status site_roster_note(struct store *store, const struct site *sites, size_t count, bool are_all, int64_t now_ms,
                             struct error *error)
{
    struct noting noting = {
        .store = store, .sites = sites, .count = count, .are_all = are_all, .now_ms = now_ms, .error = error
    };
    enum status status = arena_create(&noting.arena);

    if (status != STATUS_OK)
        return status;
    status = note_all(&noting);
    if (status == STATUS_OK && noting.is_new)
        status = write_all(&noting);
    arena_destroy(noting.arena);
    return status;
}

/* ---- Reading. */

struct reading {
    const struct store *store;
    const struct site *sites;
    size_t count;
    int64_t from_ms, to_ms, now_ms;
    struct arena *arena;
    struct site_roster *roster;
    struct error *error;
};

static enum status read_site(struct reading *reading, const char *id, struct site_then *then)
{
    const struct site *now = find(reading->sites, reading->count, id);
    int64_t end_ms = reading->to_ms - 1 < reading->now_ms ? reading->to_ms - 1 : reading->now_ms;
    const struct site_term *term;
    enum status status =
        site_past_read(reading->store, id, now, reading->now_ms, reading->arena, &then->past, reading->error);

    if (status != STATUS_OK)
        return status;
    term = site_past_at(&then->past, end_ms);
    then->site = now != NULL ? *now : (struct site){ .id = id, .code = "", .icp = "", .police = "" };
    then->site.name = term->name;
    then->site.unit = term->unit;
    then->site.starts = term->starts;
    then->site.slots = term->slots;
    then->removed_ms = site_past_removed_ms(&then->past);
    return STATUS_OK;
}

/* Whether one that was taken out of the file belonged to it in these days, as far as the records go. */
static enum status belongs(const struct reading *reading, const struct site_then *then, bool *does)
{
    int64_t begun_ms, last_ms;
    enum status status =
        site_sweeps_extent(reading->store, then->site.id, &then->past, reading->now_ms, &begun_ms, &last_ms, reading->error);

    *does = begun_ms < reading->to_ms
            && (then->removed_ms == INT64_MIN ? last_ms >= reading->from_ms : then->removed_ms > reading->from_ms);
    return status;
}

static enum status add_removed(struct reading *reading, const char *id)
{
    struct site_then *then = &reading->roster->items[reading->roster->count];
    bool does = false;
    enum status status = read_site(reading, id, then);

    if (status == STATUS_OK)
        status = belongs(reading, then, &does);
    reading->roster->count += status == STATUS_OK && does ? 1 : 0;
    return status;
}

static enum status read_all(struct reading *reading, const struct names *names)
{
    struct site_roster *roster = reading->roster;
    enum status status = STATUS_OK;

    for (; roster->count < reading->count && status == STATUS_OK; roster->count += status == STATUS_OK ? 1 : 0)
        status = read_site(reading, reading->sites[roster->count].id, &roster->items[roster->count]);
    for (size_t index = 0; index < names->count && status == STATUS_OK; index++) {
        if (find(reading->sites, reading->count, names->items[index]) == NULL)
            status = add_removed(reading, names->items[index]);
    }
    return status;
}

static enum status read_only(struct reading *reading, const struct names *names, const char *only)
{
    const struct site *now = find(reading->sites, reading->count, only);
    const char *id = now != NULL ? now->id : NULL;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < names->count && id == NULL; index++)
        id = strcmp(names->items[index], only) == 0 ? names->items[index] : NULL;
    if (id != NULL)
        status = read_site(reading, id, &reading->roster->items[0]);
    reading->roster->count = id != NULL ? 1 : 0;
    return status;
}

enum status site_roster_read(const struct store *store, const struct site *sites, size_t count, const char *only,
                             int64_t from_ms, int64_t to_ms, int64_t now_ms, struct arena *arena,
                             struct site_roster *roster, struct error *error)
{
    struct reading reading = { store, sites, count, from_ms, to_ms, now_ms, arena, roster, error };
    struct names names;
    enum status status = read_names(store, arena, &names, error);

    *roster = (struct site_roster){ 0 };
    if (status == STATUS_OK) {
        roster->items = arena_zeroed(arena, (count + names.count + 1) * sizeof *roster->items);
        status = roster->items != NULL ? STATUS_OK : STATUS_NO_MEMORY;
    }
    if (status == STATUS_OK)
        status = only != NULL ? read_only(&reading, &names, only) : read_all(&reading, &names);
    alloc_free(names.items);
    return status;
}
