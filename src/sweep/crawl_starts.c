/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether start pages and lists of columns were there to be read: a site of which nobody has seen the first page was
 * not looked through.
 */
#include <libintl.h>
#include <string.h>

#include "sweep/crawl_data.h"
#include "sweep/home_probe.h"
#include "sweep/link_list.h"

enum { CHAIN_MAX = 20, WORDS_MAX = 1 << 16 };

/* What became of an address where redirections end, or go on too long. */
static enum start_state state_of_end(const struct address *address)
{
    if (address->is_met && address->state == VISIT_FORBIDDEN)
        return address->host != NULL && address->host->are_rules_accepted ? START_LEFT_OUT : START_FORBIDDEN;
    if (address->is_met && address->state != VISIT_DONE)
        return START_UNREACHED;
    return START_READ; /* one that was not met is as another one that was */
}

/* Where redirections from there end, and how that was found; when it is not the site's, the last address that is. */
static struct address *find_end(const struct crawl *crawl, struct address *address, enum start_state *state)
{
    for (unsigned step = 0; step < CHAIN_MAX && address->is_met && address->state == VISIT_REDIRECT; step++) {
        struct address *target = address_table_of_id(crawl->table, address->target);

        if (target == NULL || !target->is_ours) {
            *state = START_ELSEWHERE;
            return address;
        }
        address = target;
    }
    *state = state_of_end(address);
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
    const struct crawl *crawl;
    const char *url;
    bool leads_home; /* to an address of the site under another name of it */
    enum status status;
};

static bool leads_home(const struct crawl *crawl, const char *url, struct bytes links)
{
    struct listed_link link;
    struct url_parts own, parts;
    size_t offset = 0;

    while (url_split(url, &own) && link_list_next(links, &offset, &link)) {
        const struct address *target = address_table_of_id(crawl->table, link.address);
        bool is_way = link.element == PAGE_ANCHOR || link.element == PAGE_FRAME || link.element == PAGE_REFRESH;

        if (is_way && !link.is_hidden && target != NULL && url_split(target->url, &parts)
            && strcmp(parts.host, own.host) != 0 && site_is_at_home(crawl->options->site, parts.host))
            return true;
    }
    return false;
}

static bool take_facts(void *context, const struct resource_row *row)
{
    struct reading *reading = context;

    (void)facts_text(row->facts, &reading->text);
    reading->leads_home = leads_home(reading->crawl, reading->url, row->links);
    reading->status = facts_read(reading->arena, row->facts, &reading->now);
    if (reading->status == STATUS_OK)
        reading->status =
            facts_read(reading->arena, row->baseline[0] != '\0' ? row->baseline : row->facts, &reading->before);
    return false;
}

static enum status read_facts(struct crawl *crawl, const struct address *address, struct reading *reading)
{
    enum status status;

    reading->crawl = crawl;
    reading->url = address->url;
    status = resources_get(crawl->store, address->id, take_facts, reading, crawl->error);

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

/* Pages that were read by a version that kept no such facts say nothing of it. What a firewall or a server that fails
 * says in its place is no page of the site; whatever else stands there without a way on is what the site has become. */
static enum status judge_words(struct crawl *crawl, const struct address *address, const struct reading *reading,
                               enum start_state *state)
{
    bool is_accepted = false, is_alone = reading->before.leads_on && !reading->now.leads_on && !reading->leads_home;
    enum status status = STATUS_OK;

    if (strcmp(reading->now.format, "html") != 0 || reading->now.is_blank
        || (is_alone && (reading->now.notice != NOTICE_NONE || reading->now.says_missing))) {
        *state = START_EMPTY;
        return STATUS_OK;
    }
    if (is_alone)
        status = checks_is_alone_accepted(crawl->store, crawl->options->site, address->url, reading->now.title,
                                          &is_accepted, crawl->error);
    if (status == STATUS_OK && is_alone && !is_accepted)
        *state = START_ALONE;
    return status;
}

enum status crawl_see_words(struct crawl *crawl, const struct address *address, enum start_state *state,
                            struct digest *text)
{
    struct arena_mark mark = arena_mark(crawl->scratch);
    struct reading reading = { .arena = crawl->scratch, .now.format = "" };
    enum status status = read_facts(crawl, address, &reading);

    if (status == STATUS_OK)
        status = judge_words(crawl, address, &reading, state);
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

/* What the reason of a sweep says of it. */
static const char *describe(const struct starts_seen *seen)
{
    switch (seen->state) {
    case START_LEFT_OUT:
        return gettext("robots.txt forbids every start page, and that was accepted: nothing of the site was inspected; "
                       "a site of one's own is inspected with robots: ignore in the site file (manners)");
    case START_FORBIDDEN:
        if (!seen->has_other_front)
            return gettext("robots.txt forbids every start page; see who has changed it, and put it right; when it is "
                           "right, write robots: ignore in the site file (manners): to accept it would leave nothing "
                           "to inspect");
        return gettext("robots.txt forbids a start page or the list page of a column; see who has changed it, and put "
                       "it right; or write robots: ignore in the site file (manners), accept the finding "
                       "robots-changed (sweep decide accept), or take the page out of the site file");
    case START_ALONE:
        return gettext("a start page leads to no other page of the site any more; see who has changed it, and put it "
                       "back; when it is right, accept the finding home-blank (sweep decide accept)");
    case START_EMPTY:
        return gettext("there is nothing to read on a start page: it is blank, is no web page, or is a firewall's or a "
                       "server's notice in its place");
    case START_ELSEWHERE:
        return home_probe_describe_away();
    default:
        return gettext("a start page or the list page of a column could not be reached");
    }
}

/* With the first one that is so. */
static enum status write_words(struct crawl *crawl, struct starts_seen *seen)
{
    struct buf words = BUF_INIT(WORDS_MAX);
    const char *quote = "";
    enum status status = seen->first != NULL ? checks_quote(crawl->arena, seen->first->url, &quote) : STATUS_OK;

    buf_text(&words, describe(seen));
    if (seen->count == 1)
        buf_format(&words, gettext(" (%s)"), quote);
    else if (seen->count > 1)
        buf_format(&words, gettext(" (%s and %zu more)"), quote, seen->count - 1);
    if (status == STATUS_OK)
        status = buf_status(&words);
    seen->words = status == STATUS_OK ? arena_text(crawl->options->words, words.data, words.size) : NULL;
    buf_free(&words);
    return status == STATUS_OK && seen->words == NULL ? STATUS_NO_MEMORY : status;
}

static void note(struct starts_seen *seen, enum start_state state, const struct address *address)
{
    if (state == START_READ || state < seen->state)
        return;
    if (state > seen->state)
        *seen = (struct starts_seen){ .state = state, .first = address, .has_other_front = seen->has_other_front };
    seen->count++;
}

static enum status see_start(struct crawl *crawl, struct address *start, bool *has_read)
{
    enum start_state state;
    struct digest text;
    struct address *end = find_end(crawl, start, &state);
    enum status status = STATUS_OK;

    if (state == START_READ && start->is_front && end->is_met)
        status = crawl_see_words(crawl, end, &state, &text);
    *has_read = *has_read || (state == START_READ && start->is_front);
    crawl->starts.has_other_front =
        crawl->starts.has_other_front || (start->is_front && state != START_FORBIDDEN && state != START_LEFT_OUT);
    if (state != START_LEFT_OUT || start->is_front)
        note(&crawl->starts, state, state == START_FORBIDDEN || state == START_LEFT_OUT ? end : start);
    return status;
}

enum status crawl_see_starts(struct crawl *crawl)
{
    enum status status = STATUS_OK;
    bool has_read = false;

    crawl->starts = (struct starts_seen){ .state = crawl->met > 0 ? START_READ : START_UNREACHED };
    for (size_t index = 0; index < address_table_count(crawl->table) && status == STATUS_OK; index++) {
        struct address *address = address_table_at(crawl->table, index);

        if (address->is_met && address->is_start)
            status = see_start(crawl, address, &has_read);
    }
    if (crawl->starts.state == START_LEFT_OUT && has_read)
        crawl->starts.state = START_READ;
    return status == STATUS_OK && crawl->starts.state != START_READ ? write_words(crawl, &crawl->starts) : status;
}
