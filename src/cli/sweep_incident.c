/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_incident_data.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "cli/complain.h"
#include "cli/sweep_line.h"
#include "cli/sweep_event.h"
#include "cli/sweep_late.h"
#include "report/describe.h"
#include "report/json.h"
#include "report/json_line.h"
#include "report/person_mask.h"
#include "report/words.h"
#include "store/ledger.h"
#include "store/notices.h"
#include "sweep/evidence.h"
#include "sweep/incident.h"
#include "sweep/notify.h"
#include "sweep/site_roster.h"
#include "sweep/slots.h"

enum { TEXT_MAX = 1 << 28 };

const char *sweep_incident_time(int64_t at_ms, char text[SLOTS_TIME_SIZE])
{
    if (at_ms == 0)
        return _("none");
    slots_time_write(at_ms, text);
    return text;
}

/* ---- Reading. */

static bool take_row(void *context, const struct incident_row *row)
{
    struct sweep_incidents *found = context;

    found->status = ARRAY_GROW(&found->rows, &found->capacity, found->count + 1);
    if (found->status != STATUS_OK)
        return false;
    found->rows[found->count] = *row;
    found->rows[found->count].site = arena_copy(&found->copies, row->site);
    found->rows[found->count].family = arena_copy(&found->copies, row->family);
    found->count++;
    return true;
}

enum status sweep_incidents_find(const struct store *store, const struct incidents_filter *filter,
                                 struct sweep_incidents *found, struct error *error)
{
    enum status status;

    *found = (struct sweep_incidents){ .status = STATUS_OK };
    status = arena_create(&found->copies.arena);
    if (status == STATUS_OK)
        status = incidents_list(store, filter, take_row, found, error);
    if (status == STATUS_OK && found->copies.has_failed)
        status = STATUS_NO_MEMORY;
    return status == STATUS_OK ? found->status : status;
}

void sweep_incidents_free(struct sweep_incidents *found)
{
    alloc_free(found->rows);
    if (found->copies.arena != NULL)
        arena_destroy(found->copies.arena);
}

enum status sweep_incidents_find_one(const struct store *store, const char *id, struct sweep_incidents *found,
                                     struct error *error)
{
    enum status status = sweep_incidents_find(store, &(struct incidents_filter){ .id = id }, found, error);

    if (status == STATUS_OK && found->count == 0)
        status = error_set(error, STATUS_INVALID, _("there is no incident %s"), id);
    return status;
}

enum status sweep_incident_find_site(const struct sweep_incident_options *options, const struct store *store,
                                     const struct incident_row *row, struct arena *arena,
                                     struct sweep_incident_site *found, struct error *error)
{
    const struct site_file *file = options->file;
    struct site_roster roster;
    enum status status;

    *found = (struct sweep_incident_site){ .site = { .id = row->site, .name = row->site, .unit = "", .code = "" } };
    for (size_t index = 0; index < file->count; index++) {
        if (strcmp(file->sites[index].id, row->site) == 0) {
            *found = (struct sweep_incident_site){ .site = file->sites[index], .is_listed = true };
            return STATUS_OK;
        }
    }
    status = site_roster_read(store, file->sites, file->count, row->site, row->discovered_ms, row->discovered_ms + 1,
                              options->now_ms, arena, &roster, error);
    if (status == STATUS_OK && roster.count > 0)
        found->site = roster.items[0].site;
    return status;
}

const struct site *sweep_incident_told_site(const struct sweep_incident_site *found)
{
    return found->is_listed ? &found->site : NULL;
}

void sweep_incident_tell_untold(const struct sweep_incident_options *options, const struct incident_row *row,
                                const struct site *site)
{
    complain(
        _("guanka: NOT TOLD: nobody was told of incident %s at %s (%s; %s): the site was taken out of the site file, "
          "which names those to be told\n"),
        row->id, site->id, site->name, site->unit[0] != '\0' ? site->unit : _("responsible unit not known"));
    sweep_event_untold(options->log, row);
}

/* ---- List and show. */

static void write_row(struct buf *out, const struct incident_row *row, int64_t now_ms)
{
    buf_byte(out, '{');
    json_text(out, "type", "incident");
    json_text(out, "incident", row->id);
    json_text(out, "site", row->site);
    json_text(out, "family", row->family);
    json_text(out, "kind", incidents_kind_name(row->kind));
    json_text(out, "state", incidents_state_name(row->state));
    json_text(out, "grade", row->grade != INCIDENT_NOT_GRADED ? incidents_grade_name(row->grade) : NULL);
    json_number_or_null(out, "sweep", !incidents_is_of_probes(row), (uint64_t)row->sweep);
    sweep_line_time(out, "discovered", row->discovered_ms);
    sweep_line_time(out, "deadline", incident_report_due_ms(row));
    sweep_line_time(out, "last_good", row->last_good_ms);
    json_number_or_null(out, "last_good_sweep", row->last_good_sweep != 0, (uint64_t)row->last_good_sweep);
    sweep_line_time(out, "reported", row->reported_ms);
    sweep_line_time(out, "overdue_noted", row->overdue_ms);
    json_bool(out, "is_late", incident_was_late(row, now_ms));
    sweep_line_time(out, "ended", row->ended_ms);
    json_number(out, "evidence", row->evidence);
    buf_byte(out, '}');
}

static void describe_row(struct buf *out, const struct incident_row *row, int64_t now_ms)
{
    char discovered[SLOTS_TIME_SIZE], deadline[SLOTS_TIME_SIZE], reported[SLOTS_TIME_SIZE], good[SLOTS_TIME_SIZE];

    buf_format(out, _("%s  %s  %s (%s), %s, %s"), row->id, row->site, incident_describe_kind(row->kind),
               describe_category(row->family), incident_describe_state(row->state),
               incident_describe_grade(row->grade));
    buf_format(out, _("\n    discovered %s; first report %s, due by %s%s\n    not there yet: %s; contents kept: %u"),
               sweep_incident_time(row->discovered_ms, discovered), sweep_incident_time(row->reported_ms, reported),
               sweep_incident_time(incident_report_due_ms(row), deadline),
               incident_was_late(row, now_ms) ? _(" (LATE)") : "", sweep_incident_time(row->last_good_ms, good),
               row->evidence);
}

static void show_row(const struct sweep_incident_options *options, const struct incident_row *row, struct buf *out)
{
    if (options->as_json)
        write_row(out, row, options->now_ms);
    else
        describe_row(out, row, options->now_ms);
    sweep_line_print(out);
}

/* ---- Messages that nobody took. */

static void write_given_up(struct buf *out, const struct notice_row *row, const char *address)
{
    buf_byte(out, '{');
    json_text(out, "type", "notice-given-up");
    json_text(out, "incident", row->incident);
    json_text(out, "address", address);
    json_text(out, "subject", row->subject);
    sweep_line_time(out, "created", row->created_ms);
    sweep_line_time(out, "given_up", row->finished_ms);
    json_number(out, "attempts", row->attempts);
    json_text(out, "complaint", row->complaint);
    buf_byte(out, '}');
    sweep_line_print(out);
}

/* Whoever should have been told does not know of it: that is for everybody who looks, programs and people. */
static bool tell_one(void *context, const struct notice_row *row)
{
    struct buf *out = context, address = BUF_INIT(TEXT_MAX), where = BUF_INIT(TEXT_MAX), why = BUF_INIT(TEXT_MAX);

    notify_describe_address(&address, row->address);
    if (out != NULL)
        write_given_up(out, row, buf_status(&address) == STATUS_OK ? address.data : "");
    complain(_("guanka: NOT TOLD: a message about incident %s to %s was given up: %s\n"), row->incident,
             buf_status(&address) == STATUS_OK ? sweep_line_shown(&where, address.data, true) : "",
             sweep_line_shown(&why, row->complaint, false));
    buf_free(&address);
    buf_free(&where);
    buf_free(&why);
    return true;
}

enum status sweep_incident_tell_given_up(const struct store *store, const char *site, bool as_json, struct error *error)
{
    struct buf out = BUF_INIT(TEXT_MAX);
    enum status status = notices_list_given_up(store, site, tell_one, as_json ? &out : NULL, error);

    buf_free(&out);
    return status;
}

enum status sweep_incident_list(const struct sweep_incident_options *options, const char *site, struct error *error)
{
    const struct incidents_filter filter = { .site = site, .only_open = !options->wants_all };
    struct buf out = BUF_INIT(TEXT_MAX);
    struct store *store;
    struct sweep_incidents found;
    enum status status = store_open(options->file->store, STORE_READ, &store, error);

    if (status != STATUS_OK)
        return status;
    status = sweep_incidents_find(store, &filter, &found, error);
    for (size_t index = 0; index < found.count && status == STATUS_OK; index++)
        show_row(options, &found.rows[index], &out);
    if (status == STATUS_OK)
        status = sweep_incident_tell_given_up(store, site, options->as_json, error);
    sweep_incidents_free(&found);
    store_close(store);
    buf_free(&out);
    return status;
}

struct showing {
    const struct sweep_incident_options *options;
    struct buf out;
};

static bool show_entry(void *context, const struct ledger_entry *entry)
{
    struct showing *showing = context;
    struct buf *out = &showing->out;
    char at[SLOTS_TIME_SIZE];

    slots_time_write(entry->at_ms, at);
    if (showing->options->as_json) {
        buf_byte(out, '{');
        json_text(out, "type", "incident-entry");
        json_number(out, "sequence", (uint64_t)entry->sequence);
        json_text(out, "at", at);
        json_text(out, "actor", entry->actor);
        json_text(out, "kind", entry->kind);
        json_key(out, "body");
        buf_text(out, entry->body);
        buf_byte(out, '}');
    } else {
        struct bytes text = json_line_text(bytes_of_text(entry->body), "\"text\"");
        struct buf words = BUF_INIT(TEXT_MAX);

        buf_format(out, "  %lld  %s  %s  ", (long long)entry->sequence, at, incident_describe_entry(entry->kind));
        sweep_line_text(out, describe_actor(entry->actor), true);
        buf_text(out, "  ");
        if (text.data == NULL)
            text = json_line_text(bytes_of_text(entry->body), "\"url\"");
        if (text.data != NULL)
            json_line_unescape(text, &words);
        if (words.size > 0)
            sweep_line_text(out, words.data, showing->options->show_secrets);
        buf_free(&words);
    }
    sweep_line_print(out);
    return true;
}

enum status sweep_incident_read(const struct sweep_incident_options *options, const char *id, sweep_incident_use *use,
                                void *context, struct error *error)
{
    struct store *store;
    struct sweep_incidents found = { 0 };
    enum status status = store_open(options->file->store, STORE_READ, &store, error);

    if (status != STATUS_OK)
        return status;
    status = store_begin_reading(store, error);
    if (status == STATUS_OK)
        status = sweep_incidents_find_one(store, id, &found, error);
    if (status == STATUS_OK)
        status = use(context, store, &found.rows[0], found.copies.arena, error);
    sweep_incidents_free(&found);
    store_close(store);
    return status;
}

static enum status show(void *context, const struct store *store, const struct incident_row *row, struct arena *arena,
                        struct error *error)
{
    struct showing *showing = context;

    (void)arena;
    show_row(showing->options, row, &showing->out);
    return ledger_read_subject(store, row->id, show_entry, showing, error);
}

enum status sweep_incident_show(const struct sweep_incident_options *options, const char *id, struct error *error)
{
    struct showing showing = { options, BUF_INIT(TEXT_MAX) };
    enum status status = sweep_incident_read(options, id, show, &showing, error);

    buf_free(&showing.out);
    return status;
}

/* ---- What people say. */

enum status sweep_incident_add_entry(struct store *store, const struct incident_row *row, const char *actor,
                                     const char *kind, struct buf *body, int64_t now_ms, struct error *error)
{
    struct ledger_entry entry = {
        .at_ms = now_ms, .actor = actor, .role = "incident", .kind = kind, .subject = row->id
    };
    enum status status = ledger_add_object(store, &entry, body, error);

    return status == STATUS_OK ? incidents_update(store, row, error) : status;
}

static enum status add_note(const struct sweep_incident_options *options, struct store *store, struct incident_row *row,
                            enum incident_step step, struct error *error)
{
    enum incident_grade grade = INCIDENT_NOT_GRADED;
    struct buf body = BUF_INIT(TEXT_MAX);
    char kind[64];
    const char *refusal;
    enum status status;

    if (options->grade != NULL && !incident_grade_parse(options->grade, &grade))
        return error_set(error, STATUS_INVALID, _("--grade is one of general, larger, major, extraordinary"));
    refusal = incident_take(row, step, grade, options->now_ms);
    if (refusal != NULL)
        return error_set(error, STATUS_INVALID, "%s: %s", row->id, refusal);
    status = sweep_incident_may_end(store, row, step, error);
    if (status != STATUS_OK)
        return status;
    (void)snprintf(kind, sizeof kind, "incident-%s", incident_step_name(step));
    buf_byte(&body, '{');
    person_mask_member(&body, "text", options->text);
    if (step == STEP_GRADED)
        json_text(&body, "grade", incidents_grade_name(grade));
    if (step == STEP_DAILY)
        json_text(&body, "day", row->daily);
    if (step == STEP_REPORTED)
        json_bool(&body, "is_late", row->overdue_ms != 0);
    return sweep_incident_add_entry(store, row, options->by, kind, &body, options->now_ms, error);
}

static void tell_step(const struct sweep_incident_options *options, const struct incident_row *row,
                      enum incident_step step, bool was_over)
{
    char name[64];

    (void)snprintf(name, sizeof name, "incident-%s", incident_step_name(step));
    sweep_event_incident(options->log, name, row);
    if (!was_over && row->ended_ms != 0)
        sweep_event_incident(options->log, "incident-closed", row);
}

static enum status note_in(const struct sweep_incident_options *options, struct store *store, const char *id,
                           enum incident_step step, struct error *error)
{
    struct sweep_incidents found = { 0 };
    struct incident_row before = { 0 };
    struct sweep_incident_site site;
    struct sweep_late late;
    enum status status = store_begin(store, error);

    if (status != STATUS_OK)
        return status;
    status = sweep_incidents_find_one(store, id, &found, error);
    if (status == STATUS_OK) {
        before = found.rows[0];
        status = sweep_incident_find_site(options, store, &before, found.copies.arena, &site, error);
    }
    if (status == STATUS_OK) /* what it makes up for was missing until now, whether anybody has looked or not */
        status = sweep_late_note(store, sweep_incident_told_site(&site), &before, options->now_ms, &late, error);
    if (status == STATUS_OK)
        status = add_note(options, store, &found.rows[0], step, error);
    if (status == STATUS_OK)
        status = store_commit(store, error);
    if (status == STATUS_OK) {
        sweep_late_tell(options->log, &before, &late);
        if (late.is_untold)
            sweep_incident_tell_untold(options, &before, &site.site);
        tell_step(options, &found.rows[0], step, before.ended_ms != 0);
    } else {
        store_undo(store);
    }
    sweep_incidents_free(&found);
    return status;
}

enum status sweep_incident_note(const struct sweep_incident_options *options, const char *id, const char *step_name,
                                struct error *error)
{
    enum incident_step step;
    struct store *store;
    enum status status;

    if (!incident_step_parse(step_name, &step))
        return error_set(error, STATUS_INVALID, _("\"%.40s\" is no step of an incident; see docs/zh/站点巡检.md"),
                         step_name);
    if (options->by == NULL || options->text == NULL || options->by[0] == '\0' || options->text[0] == '\0')
        return error_set(error, STATUS_INVALID, _("who says it, and what: --by NAME --text TEXT"));
    if (!site_file_has_person(options->file, options->by, error))
        return STATUS_INVALID;
    status = store_open(options->file->store, STORE_WRITE, &store, error);
    if (status != STATUS_OK)
        return status;
    status = note_in(options, store, id, step, error);
    store_close(store);
    return status;
}

/* ---- Evidence. */

struct verifying {
    const struct site_file *file;
    struct error *error;
    enum status status;
    unsigned folders, faults;
    bool is_ledger_altered;
};

static void print_fault(void *context, enum evidence_fault fault, const char *path)
{
    static const char *const words[] = { N_("%s: is missing\n"), N_("%s: was changed\n"),
                                         N_("%s: is not in the manifest\n") };
    struct verifying *verifying = context;
    struct buf shown = BUF_INIT(TEXT_MAX);

    verifying->faults++;
    printf(_(words[fault]), sweep_line_shown(&shown, path, true));
    buf_free(&shown);
}

/* Of the first alone: guanka ledger verify names all. */
static void note_ledger_fault(void *context, enum ledger_fault fault, int64_t first, int64_t last)
{
    struct verifying *verifying = context;

    (void)fault;
    (void)last;
    if (!verifying->is_ledger_altered)
        printf(_("ledger entry %lld: was changed or taken away (guanka ledger verify)\n"), (long long)first);
    verifying->is_ledger_altered = true;
}

static void copy_value(struct bytes value, char *text, size_t size)
{
    (void)snprintf(text, size, "%.*s", (int)value.size, value.data != NULL ? (const char *)value.data : "");
}

static bool verify_entry(void *context, const struct ledger_entry *entry)
{
    struct verifying *verifying = context;
    struct bytes body = bytes_of_text(entry->body);
    struct evidence_seal seal;

    if (strcmp(entry->kind, "incident-evidence") != 0)
        return true;
    copy_value(json_line_text(body, "\"folder\""), seal.name, sizeof seal.name);
    copy_value(json_line_text(body, "\"manifest_sha256\""), seal.manifest_sha256, sizeof seal.manifest_sha256);
    copy_value(json_line_text(body, "\"manifest_sm3\""), seal.manifest_sm3, sizeof seal.manifest_sm3);
    verifying->folders++;
    verifying->status = evidence_verify(verifying->file->evidence, &seal, print_fault, verifying, verifying->error);
    return verifying->status == STATUS_OK;
}

static enum status verify(void *context, const struct store *store, const struct incident_row *row, struct arena *arena,
                          struct error *error)
{
    struct verifying *verifying = context;
    enum status status = ledger_verify(store, NULL, note_ledger_fault, verifying, error);

    (void)arena;
    if (status == STATUS_OK)
        status = ledger_read_subject(store, row->id, verify_entry, verifying, error);
    return status == STATUS_OK ? verifying->status : status;
}

enum status sweep_incident_verify(const struct sweep_incident_options *options, const char *id, bool *is_right,
                                  struct error *error)
{
    struct verifying verifying = { .file = options->file, .error = error, .status = STATUS_OK };
    enum status status = sweep_incident_read(options, id, verify, &verifying, error);

    *is_right = verifying.faults == 0 && !verifying.is_ledger_altered;
    if (status == STATUS_OK && *is_right)
        printf(_("%s: %u folders of evidence are as they were written, and so is the ledger\n"), id, verifying.folders);
    return status;
}
