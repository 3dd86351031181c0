/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether start pages and lists of columns were there to be read: a site of which nobody has seen the first page was
 * not looked through.
 */
#include <string.h>

#include "sweep/crawl_data.h"

enum { CHAIN_MAX = 20 };

/* Where redirections from there end; NULL when that was not reached, or is not the site's, as *state says. */
static struct address *find_end(const struct crawl *crawl, struct address *address, enum start_state *state)
{
    *state = START_UNREACHED;
    for (unsigned step = 0; step < CHAIN_MAX; step++) {
        if (address->state == VISIT_DONE || !address->is_met)
            break;
        if (address->state != VISIT_REDIRECT)
            return NULL;
        address = address_table_of_id(crawl->table, address->target);
        if (address == NULL || !address->is_ours) {
            *state = START_ELSEWHERE;
            return NULL;
        }
    }
    if (address->is_met && address->state != VISIT_DONE) /* a circle */
        return NULL;
    *state = START_READ; /* one that was not met is as another one that was */
    return address;
}

void crawl_mark_front(const struct crawl *crawl, struct address *address)
{
    for (unsigned step = 0; step < CHAIN_MAX && address != NULL; step++) {
        address->is_front = true;
        if (!address->is_met || address->state != VISIT_REDIRECT)
            break;
        address = address_table_of_id(crawl->table, address->target);
    }
}

/* ---- What a page says of itself. */

struct reading {
    struct arena *arena;
    struct facts now, before;
    struct digest text; /* of what readers see of it now */
    enum status status;
};

static bool take_facts(void *context, const struct resource_row *row)
{
    struct reading *reading = context;

    (void)facts_text(row->facts, &reading->text);
    reading->status = facts_read(reading->arena, row->facts, &reading->now);
    if (reading->status == STATUS_OK)
        reading->status =
            facts_read(reading->arena, row->baseline[0] != '\0' ? row->baseline : row->facts, &reading->before);
    return false;
}

static enum status read_facts(struct crawl *crawl, const struct address *address, struct reading *reading)
{
    enum status status = resources_get(crawl->store, address->id, take_facts, reading, crawl->error);

    return status == STATUS_OK ? reading->status : status;
}

enum status crawl_led_on(struct crawl *crawl, const struct address *address, bool *led_on)
{
    struct arena_mark mark = arena_mark(crawl->scratch);
    struct reading reading = { .arena = crawl->scratch };
    enum status status = read_facts(crawl, address, &reading);

    *led_on = reading.before.leads_on;
    arena_release(crawl->scratch, mark);
    return status;
}

/* ---- All of them. */

/* Pages that were read by a version that kept no such facts say nothing of it. */
enum status crawl_see_words(struct crawl *crawl, const struct address *address, enum start_state *state,
                            struct digest *text)
{
    struct arena_mark mark = arena_mark(crawl->scratch);
    struct reading reading = { .arena = crawl->scratch, .now.format = "" };
    enum status status = read_facts(crawl, address, &reading);

    if (strcmp(reading.now.format, "html") != 0 || reading.now.is_blank
        || (reading.before.leads_on && !reading.now.leads_on))
        *state = START_EMPTY;
    *text = reading.text;
    arena_release(crawl->scratch, mark);
    return status;
}

enum status crawl_find_front(struct crawl *crawl, struct address **front)
{
    struct address *address = address_table_find(crawl->table, crawl->options->site->starts.items[0]);
    enum start_state state = START_UNREACHED;
    struct digest text;
    enum status status = STATUS_OK;

    if (address != NULL)
        address = find_end(crawl, address, &state);
    if (state == START_READ && address->is_met)
        status = crawl_see_words(crawl, address, &state, &text);
    *front = state == START_READ ? address : NULL;
    return status;
}

enum status crawl_see_starts(struct crawl *crawl, enum start_state *worst)
{
    enum status status = STATUS_OK;

    *worst = crawl->met > 0 ? START_READ : START_UNREACHED;
    for (size_t index = 0; index < address_table_count(crawl->table) && status == STATUS_OK; index++) {
        struct address *address = address_table_at(crawl->table, index), *end;
        enum start_state state;
        struct digest text;

        if (!address->is_met || !address->is_start)
            continue;
        end = find_end(crawl, address, &state);
        if (state == START_READ && address->is_front && end->is_met)
            status = crawl_see_words(crawl, end, &state, &text);
        *worst = state > *worst ? state : *worst;
    }
    return status;
}
