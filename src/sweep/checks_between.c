/* SPDX-License-Identifier: Apache-2.0
 *
 * What checks say between two sweeps, of what probes of start pages have seen.
 */
#include <stdio.h>
#include <string.h>

#include "sweep/availability.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/sent.h"
#include "sweep/checks_data.h"

enum { MESSAGE_MAX = 1 << 16 };

/* ---- Whether start pages could be opened. */

static bool take_sweep(void *context, const struct sweep_row *row)
{
    *(int64_t *)context = row->id;
    return false;
}

static enum status see_unreachable(struct store *store, const struct finding_row *row, int64_t now_ms, bool *is_new,
                                   struct error *error)
{
    enum finding_change change = FINDING_IS_KNOWN;
    char today[DATE_TEXT_SIZE];
    int64_t sweep = 0;
    enum status status = sweeps_last(store, row->site, take_sweep, &sweep, error);

    if (status != STATUS_OK || sweep == 0)
        return status;
    date_text(slots_day(now_ms), today);
    status = findings_see(store, row, sweep, now_ms, today, &change, error);
    *is_new = change != FINDING_IS_KNOWN;
    return status;
}

enum status checks_see_unreachable(struct store *store, const struct site *site, const char *start, int64_t now_ms,
                                   bool *is_new, struct error *error)
{
    struct buf words = BUF_INIT(MESSAGE_MAX), key = BUF_INIT(1 << 16), record = BUF_INIT(1 << 20);
    struct availability availability;
    int64_t address = 0;
    enum status status = availability_of(store, site, start, now_ms, &availability, error);

    *is_new = false;
    if (status == STATUS_OK)
        status = resources_find_address(store, site->id, start, &address, error);
    if (status == STATUS_OK && availability.is_found && address != 0) {
        availability_describe(&words, &availability);
        checks_write_record(&record, &check_site_unreachable, start, NULL,
                            buf_status(&words) == STATUS_OK ? words.data : "");
        buf_format(&key, "%s %s", check_site_unreachable.name, start);
        status = buf_status(&key) != STATUS_OK ? buf_status(&key) : buf_status(&record);
        if (status == STATUS_OK)
            status = see_unreachable(store,
                                     &(struct finding_row){ .site = site->id,
                                                            .key = key.data,
                                                            .address = address,
                                                            .rule = check_site_unreachable.name,
                                                            .category = "site",
                                                            .severity = availability.severity,
                                                            .record = record.data },
                                     now_ms, is_new, error);
    }
    buf_free(&words);
    buf_free(&key);
    buf_free(&record);
    return status;
}

/* ---- Whether what a page has become is new. */

struct becoming {
    const struct check *check;
    const char *url;
    const char *state; /* as check_state has it */
};

static enum status make_state_key(struct arena *arena, const struct becoming *becoming, struct buf *key)
{
    const char *subject;
    enum status status = checks_make_state(arena, becoming->url, bytes_of_text(becoming->state), &subject);

    buf_format(key, "%s %s", becoming->check->name, subject);
    return status == STATUS_OK ? buf_status(key) : status;
}

static enum status has_no_finding(const struct store *store, const struct site *site, struct arena *arena,
                                  const struct becoming *becoming, bool *has_none, struct error *error)
{
    struct buf key = BUF_INIT(1 << 16);
    bool stands = false;
    enum status status = make_state_key(arena, becoming, &key);

    if (status == STATUS_OK)
        status = findings_stands(store, site->id, key.data, &stands, error);
    buf_free(&key);
    *has_none = !stands;
    return status;
}

static enum status is_accepted(const struct store *store, const struct site *site, struct arena *arena,
                               const struct becoming *becoming, bool *is_accepted, struct error *error)
{
    struct buf key = BUF_INIT(1 << 16);
    enum status status = make_state_key(arena, becoming, &key);

    *is_accepted = false;
    if (status == STATUS_OK)
        status = findings_is_accepted(store, site->id, key.data, is_accepted, error);
    buf_free(&key);
    return status;
}

enum status checks_are_rules_accepted(const struct store *store, const struct site *site, struct arena *arena,
                                      const char *url, const struct digest *content, bool *are_accepted,
                                      struct error *error)
{
    char digits[DIGEST_TEXT_SIZE];

    digest_text(content, digits);
    return is_accepted(store, site, arena, &(struct becoming){ &check_robots_changed, url, digits }, are_accepted,
                       error);
}

enum status checks_is_alone_accepted(const struct store *store, const struct site *site, const char *url,
                                     const char *title, bool *is_alone_accepted, struct error *error)
{
    struct arena *arena;
    enum status status = arena_create(&arena);

    *is_alone_accepted = false;
    if (status != STATUS_OK)
        return status;
    status =
        is_accepted(store, site, arena, &(struct becoming){ &check_home_blank, url, title }, is_alone_accepted, error);
    arena_destroy(arena);
    return status;
}

struct accepted {
    struct arena *arena;
    struct facts facts;
    bool is_there;
    enum status status;
};

static bool take_accepted(void *context, const struct resource_row *row)
{
    struct accepted *accepted = context;
    const char *facts = row->baseline[0] != '\0' ? row->baseline : row->facts;

    accepted->is_there = row->is_known && facts[0] != '\0' && strcmp(facts, "{}") != 0;
    if (accepted->is_there)
        accepted->status = facts_read(accepted->arena, facts, &accepted->facts);
    return false;
}

/* Into the arena of *accepted. */
static enum status read_accepted(const struct store *store, const struct site *site, const char *url,
                                 struct accepted *accepted, struct error *error)
{
    int64_t address;
    enum status status = resources_find_address(store, site->id, url, &address, error);

    if (status == STATUS_OK && address != 0)
        status = resources_get(store, address, take_accepted, accepted, error);
    return status == STATUS_OK ? accepted->status : status;
}

/* Is what the page is becoming something else than was accepted of it, and has no finding yet? */
static enum status is_becoming_new(const struct store *store, const struct site *site, const struct becoming *becoming,
                                   bool (*differs)(const struct accepted *accepted, const char *state), bool *is_new,
                                   struct error *error)
{
    struct accepted accepted = { .status = STATUS_OK };
    enum status status = arena_create(&accepted.arena);

    *is_new = false;
    if (status != STATUS_OK)
        return status;
    status = read_accepted(store, site, becoming->url, &accepted, error);
    if (status == STATUS_OK && accepted.is_there && differs(&accepted, becoming->state))
        status = has_no_finding(store, site, accepted.arena, becoming, is_new, error);
    arena_destroy(accepted.arena);
    return status;
}

static bool has_other_title(const struct accepted *accepted, const char *state)
{
    return strcmp(accepted->facts.title, state) != 0;
}

enum status checks_is_title_new(const struct store *store, const struct site *site, const char *url, const char *title,
                                bool *is_new, struct error *error)
{
    return is_becoming_new(store, site, &(struct becoming){ &check_title_changed, url, title }, has_other_title, is_new,
                           error);
}

static bool led_on(const struct accepted *accepted, const char *state)
{
    (void)state;
    return accepted->facts.leads_on;
}

enum status checks_is_alone_new(const struct store *store, const struct site *site, const char *url, const char *title,
                                bool *is_new, struct error *error)
{
    return is_becoming_new(store, site, &(struct becoming){ &check_home_blank, url, title }, led_on, is_new, error);
}

enum status checks_is_sending_new(const struct store *store, const struct site *site, const char *url,
                                  const char *elsewhere, bool *is_new, struct error *error)
{
    static const struct check *const tellers[] = { &check_start_elsewhere, &check_redirect_new };
    struct accepted accepted = { .status = STATUS_OK };
    enum status status = arena_create(&accepted.arena);

    *is_new = false;
    if (status != STATUS_OK)
        return status;
    status = read_accepted(store, site, url, &accepted, error);
    *is_new = accepted.is_there && accepted.facts.has_sends && !sent_knows_host(&accepted.facts, elsewhere);
    for (size_t index = 0; index < sizeof tellers / sizeof *tellers && status == STATUS_OK && *is_new; index++)
        status = has_no_finding(store, site, accepted.arena, &(struct becoming){ tellers[index], url, elsewhere },
                                is_new, error);
    arena_destroy(accepted.arena);
    return status;
}

static bool take_complete(void *context, const struct sweep_row *row)
{
    bool *found = context;

    *found = row->outcome == SWEEP_COMPLETE;
    return !*found;
}

enum status checks_is_elsewhere_new(const struct store *store, const struct site *site, const char *start,
                                    const char *elsewhere, bool *is_new, struct error *error)
{
    bool has_baseline = false;
    struct arena *arena;
    struct url_parts parts;
    enum status status = sweeps_list_latest(store, site->id, 0, take_complete, &has_baseline, error);

    *is_new = false;
    if (status != STATUS_OK || !has_baseline || !sent_is_elsewhere(site, elsewhere) || !url_split(elsewhere, &parts))
        return status;
    status = arena_create(&arena);
    if (status != STATUS_OK)
        return status;
    status = has_no_finding(store, site, arena, &(struct becoming){ &check_start_elsewhere, start, parts.host }, is_new,
                            error);
    arena_destroy(arena);
    return status;
}
