/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_incident.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/file.h"
#include "cli/complain.h"
#include "cli/config_file.h"
#include "cli/output.h"
#include "cli/sweep_line.h"
#include "cli/sweep_event.h"
#include "cli/sweep_late.h"
#include "report/describe.h"
#include "report/html_text.h"
#include "report/json.h"
#include "report/json_line.h"
#include "report/person_mask.h"
#include "report/words.h"
#include "store/findings.h"
#include "store/ledger.h"
#include "store/notices.h"
#include "sweep/checks.h"
#include "sweep/evidence.h"
#include "sweep/incident.h"
#include "sweep/notify.h"
#include "sweep/site_report.h"
#include "sweep/site_roster.h"
#include "sweep/slots.h"

enum { TEXT_MAX = 1 << 28, SECRET_MAX = 4096 };

static const char *time_text(int64_t at_ms, char text[SLOTS_TIME_SIZE])
{
    if (at_ms == 0)
        return _("none");
    slots_time_write(at_ms, text);
    return text;
}

/* ---- Reading. */

struct found {
    struct incident_row *rows;
    size_t count, capacity;
    struct arena_copies copies;
    enum status status;
};

static bool take_row(void *context, const struct incident_row *row)
{
    struct found *found = context;

    found->status = ARRAY_GROW(&found->rows, &found->capacity, found->count + 1);
    if (found->status != STATUS_OK)
        return false;
    found->rows[found->count] = *row;
    found->rows[found->count].site = arena_copy(&found->copies, row->site);
    found->rows[found->count].family = arena_copy(&found->copies, row->family);
    found->count++;
    return true;
}

static enum status find_all(const struct store *store, const struct incidents_filter *filter, struct found *found,
                            struct error *error)
{
    enum status status;

    *found = (struct found){ .status = STATUS_OK };
    status = arena_create(&found->copies.arena);
    if (status == STATUS_OK)
        status = incidents_list(store, filter, take_row, found, error);
    if (status == STATUS_OK && found->copies.has_failed)
        status = STATUS_NO_MEMORY;
    return status == STATUS_OK ? found->status : status;
}

static void free_found(struct found *found)
{
    alloc_free(found->rows);
    if (found->copies.arena != NULL)
        arena_destroy(found->copies.arena);
}

static enum status find_one(const struct store *store, const char *id, struct found *found, struct error *error)
{
    enum status status = find_all(store, &(struct incidents_filter){ .id = id }, found, error);

    if (status == STATUS_OK && found->count == 0)
        status = error_set(error, STATUS_INVALID, _("there is no incident %s"), id);
    return status;
}

/* The site of an incident. */
struct found_site {
    struct site site; /* as the site file has it; one that it has no more as it was when the incident was discovered */
    bool is_listed;   /* by the site file: it says who is told */
};

static enum status find_site(const struct sweep_incident_options *options, const struct store *store,
                             const struct incident_row *row, struct arena *arena, struct found_site *found,
                             struct error *error)
{
    const struct site_file *file = options->file;
    struct site_roster roster;
    enum status status;

    *found = (struct found_site){ .site = { .id = row->site, .name = row->site, .unit = "", .code = "" } };
    for (size_t index = 0; index < file->count; index++) {
        if (strcmp(file->sites[index].id, row->site) == 0) {
            *found = (struct found_site){ .site = file->sites[index], .is_listed = true };
            return STATUS_OK;
        }
    }
    status = site_roster_read(store, file->sites, file->count, row->site, row->discovered_ms, row->discovered_ms + 1,
                              options->now_ms, arena, &roster, error);
    if (status == STATUS_OK && roster.count > 0)
        found->site = roster.items[0].site;
    return status;
}

/* Whose contacts are told. */
static const struct site *told_site(const struct found_site *found)
{
    return found->is_listed ? &found->site : NULL;
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
    json_number_or_null(out, "sweep", !incident_is_of_probes(row), (uint64_t)row->sweep);
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
               time_text(row->discovered_ms, discovered), time_text(row->reported_ms, reported),
               time_text(incident_report_due_ms(row), deadline),
               incident_was_late(row, now_ms) ? _(" (LATE)") : "",
               time_text(row->last_good_ms, good), row->evidence);
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
    struct found found;
    enum status status = store_open(options->file->store, STORE_READ, &store, error);

    if (status != STATUS_OK)
        return status;
    status = find_all(store, &filter, &found, error);
    for (size_t index = 0; index < found.count && status == STATUS_OK; index++)
        show_row(options, &found.rows[index], &out);
    if (status == STATUS_OK)
        status = sweep_incident_tell_given_up(store, site, options->as_json, error);
    free_found(&found);
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

enum status sweep_incident_show(const struct sweep_incident_options *options, const char *id, struct error *error)
{
    struct showing showing = { options, BUF_INIT(TEXT_MAX) };
    struct store *store;
    struct found found;
    enum status status = store_open(options->file->store, STORE_READ, &store, error);

    if (status != STATUS_OK)
        return status;
    status = find_one(store, id, &found, error);
    if (status == STATUS_OK) {
        show_row(options, &found.rows[0], &showing.out);
        status = ledger_read_subject(store, id, show_entry, &showing, error);
    }
    free_found(&found);
    store_close(store);
    buf_free(&showing.out);
    return status;
}

/* ---- The draft of the first report. */

static void write_words(struct buf *out, const char *text, bool show_secrets)
{
    struct buf words = BUF_INIT(TEXT_MAX);
    const char *shown = sweep_line_shown(&words, text, show_secrets);

    html_text(out, shown, strlen(shown));
    buf_free(&words);
}

/* A text of a JSON object, still escaped. */
static void write_escaped(struct buf *out, struct bytes text, bool show_secrets)
{
    struct buf plain = BUF_INIT(TEXT_MAX);

    json_line_unescape(text, &plain);
    write_words(out, plain.data != NULL ? plain.data : "", show_secrets);
    buf_free(&plain);
}

static void write_line(struct buf *out, const char *name, const char *value)
{
    buf_format(out, "<tr><th>%s</th><td>", name);
    write_words(out, value, true);
    buf_text(out, "</td></tr>\n");
}

struct drafting {
    struct buf pages, measures, last_url;
    struct buf kinds, kind_names; /* what was found: in words, and the names of those, each between two spaces */
    uint64_t page_count, finding_count, open_count;
    bool show_secrets;
};

/* A leader reads the draft: a check by its title, rules by what they look for, each once. */
static void note_kind(struct drafting *drafting, const struct finding_row *row)
{
    struct buf name = BUF_INIT(TEXT_MAX);

    buf_format(&name, " %s ", strcmp(row->category, "site") == 0 ? row->rule : row->category);
    if (drafting->kind_names.size == 0 || strstr(drafting->kind_names.data, name.data) == NULL) {
        if (drafting->kinds.size > 0)
            buf_text(&drafting->kinds, _(", "));
        buf_text(&drafting->kinds, checks_kind(row));
        buf_text(&drafting->kind_names, name.data);
    }
    buf_free(&name);
}

static bool take_finding(void *context, const struct finding_row *row)
{
    struct drafting *drafting = context;
    struct bytes excerpt = json_line_text(bytes_of_text(row->record), "\"excerpt\"");

    if (excerpt.data == NULL) /* of a check */
        excerpt = json_line_text(bytes_of_text(row->record), "\"message\"");
    drafting->finding_count++;
    drafting->open_count += row->state == FINDING_OPEN ? 1 : 0;
    if (drafting->last_url.size == 0 || strcmp(drafting->last_url.data, row->url) != 0)
        drafting->page_count++;
    buf_clear(&drafting->last_url);
    buf_text(&drafting->last_url, row->url);
    note_kind(drafting, row);
    buf_text(&drafting->pages, "<li>");
    write_words(&drafting->pages, row->url, drafting->show_secrets);
    if (row->state != FINDING_OPEN)
        buf_format(&drafting->pages, _(" (%s)"), site_report_state(row->state));
    if (excerpt.data != NULL) {
        buf_text(&drafting->pages, "<br>");
        write_escaped(&drafting->pages, excerpt, drafting->show_secrets);
    }
    buf_text(&drafting->pages, "</li>\n");
    return true;
}

/* What has been done: evidence, and what people have said. */
static bool take_measure(void *context, const struct ledger_entry *entry)
{
    struct drafting *drafting = context;
    struct bytes text = json_line_text(bytes_of_text(entry->body), "\"text\"");
    struct buf line = BUF_INIT(TEXT_MAX);
    char at[SLOTS_TIME_SIZE];

    slots_time_write(entry->at_ms, at);
    if (strcmp(entry->kind, "incident-evidence") == 0) {
        struct bytes folder = json_line_text(bytes_of_text(entry->body), "\"folder\"");

        buf_format(&line, _("%s evidence kept: %.*s (ledger entry %lld)"), at, (int)folder.size,
                   (const char *)folder.data, (long long)entry->sequence);
        write_words(&drafting->measures, line.data != NULL ? line.data : "", true);
        buf_text(&drafting->measures, "<br>\n");
    } else if (strcmp(entry->kind, "incident-evidence-missing") == 0) {
        buf_format(&drafting->measures, _("%s evidence could not be kept: "), at);
        write_escaped(&drafting->measures, json_line_text(bytes_of_text(entry->body), "\"why\""),
                      drafting->show_secrets);
        buf_text(&drafting->measures, "<br>\n");
    } else if (text.data != NULL) {
        buf_format(&drafting->measures, "%s ", at);
        write_words(&drafting->measures, describe_actor(entry->actor), true);
        buf_text(&drafting->measures, ": ");
        write_escaped(&drafting->measures, text, drafting->show_secrets);
        buf_text(&drafting->measures, "<br>\n");
    }
    buf_free(&line);
    return true;
}

static void write_draft(struct buf *out, const struct site *site, const struct incident_row *row,
                        const struct drafting *drafting)
{
    char discovered[SLOTS_TIME_SIZE], deadline[SLOTS_TIME_SIZE], good[SLOTS_TIME_SIZE];
    struct buf line = BUF_INIT(TEXT_MAX);

    buf_format(
        out,
        "<!DOCTYPE html>\n<html lang=\"zh\"><head><meta charset=\"utf-8\"><title>%s</title>\n"
        "<style>body{font-family:serif;max-width:50em;margin:2em auto}table{border-collapse:collapse;width:100%%}"
        "th,td{border:1px solid;padding:.4em;text-align:left;vertical-align:top}th{width:9em}</style></head>\n"
        "<body><h1>%s</h1>\n<table>\n",
        row->id, _("First report of an information security incident (draft)"));
    write_line(out, _("Incident"), row->id);
    buf_text(&line, site->name);
    if (site->code[0] != '\0')
        buf_format(&line, _(" (%s)"), site->code);
    write_line(out, _("Site"), line.data);
    write_line(out, _("Responsible unit"), site->unit);
    write_line(out, _("Discovered"), time_text(row->discovered_ms, discovered));
    write_line(out, _("Due by"), time_text(incident_report_due_ms(row), deadline));
    write_line(out, _("Last known to be right"), time_text(row->last_good_ms, good));
    buf_clear(&line);
    incident_describe_source(&line, row);
    write_line(out, _("1. Source of the information"), line.data);
    buf_clear(&line);
    buf_format(&line, _("%llu pages, %llu findings, of which %llu are open (list below)"),
               (unsigned long long)drafting->page_count, (unsigned long long)drafting->finding_count,
               (unsigned long long)drafting->open_count);
    write_line(out, _("2. Extent"), line.data);
    buf_clear(&line);
    buf_format(&line, _("%s; %s (%s)"), incident_describe_kind(row->kind), incident_describe_grade(row->grade),
               drafting->kinds.size > 0 ? drafting->kinds.data : describe_category(row->family));
    write_line(out, _("3. Nature"), line.data);
    write_line(out, _("4. Trend"), _("(to be filled in: spreading, steady or receding; is it forwarded elsewhere?)"));
    buf_format(out, "<tr><th>%s</th><td>%s</td></tr>\n", _("5. Measures taken"),
               drafting->measures.size > 0 ? drafting->measures.data : "");
    write_line(out, _("Collected, edited, analysed, checked and signed by"), "");
    buf_format(out, "</table>\n<h2>%s</h2>\n<ol>\n%s</ol>\n</body></html>\n", _("What was found"),
               drafting->pages.size > 0 ? drafting->pages.data : "");
    buf_free(&line);
}

static enum status write_out(const char *path, const struct buf *text, struct error *error)
{
    struct output output;
    enum status status = buf_status(text);

    if (status == STATUS_OK)
        status = output_open(path, &output, error);
    if (status != STATUS_OK)
        return status;
    if (file_write(output.descriptor, buf_bytes(text)) == STATUS_OK)
        status = output_commit(&output, error);
    else
        status = error_set(error, STATUS_IO, _("cannot write %s: %s"), path != NULL ? path : _("standard output"),
                           strerror(errno));
    output_discard(&output);
    return status;
}

static enum status draft(const struct sweep_incident_options *options, const struct store *store,
                         const struct incident_row *row, struct arena *arena, struct error *error)
{
    struct found_site site;
    struct drafting drafting = { .pages = BUF_INIT(TEXT_MAX),
                                 .measures = BUF_INIT(TEXT_MAX),
                                 .last_url = BUF_INIT(TEXT_MAX),
                                 .kinds = BUF_INIT(TEXT_MAX),
                                 .kind_names = BUF_INIT(TEXT_MAX),
                                 .show_secrets = options->show_secrets };
    struct buf out = BUF_INIT(TEXT_MAX);
    enum status status =
        findings_list(store, &(struct findings_filter){ .incident = row->id }, take_finding, &drafting, error);

    if (status == STATUS_OK)
        status = ledger_read_subject(store, row->id, take_measure, &drafting, error);
    if (status == STATUS_OK)
        status = find_site(options, store, row, arena, &site, error);
    if (status == STATUS_OK) {
        write_draft(&out, &site.site, row, &drafting);
        status = write_out(options->out, &out, error);
    }
    buf_free(&drafting.pages);
    buf_free(&drafting.measures);
    buf_free(&drafting.last_url);
    buf_free(&drafting.kinds);
    buf_free(&drafting.kind_names);
    buf_free(&out);
    return status;
}

enum status sweep_incident_report(const struct sweep_incident_options *options, const char *id, struct error *error)
{
    struct store *store;
    struct found found;
    enum status status = store_open(options->file->store, STORE_READ, &store, error);

    if (status != STATUS_OK)
        return status;
    status = find_one(store, id, &found, error);
    if (status == STATUS_OK)
        status = draft(options, store, &found.rows[0], found.copies.arena, error);
    free_found(&found);
    store_close(store);
    return status;
}

/* ---- What people say. */

static enum status add_entry(struct store *store, const struct incident_row *row, const char *actor, const char *kind,
                             struct buf *body, int64_t now_ms, struct error *error)
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

    if (options->grade != NULL && !incident_grade_parse(options->grade, &grade))
        return error_set(error, STATUS_INVALID, _("--grade is one of general, larger, major, extraordinary"));
    refusal = incident_take(row, step, grade, options->now_ms);
    if (refusal != NULL)
        return error_set(error, STATUS_INVALID, "%s: %s", row->id, refusal);
    (void)snprintf(kind, sizeof kind, "incident-%s", incident_step_name(step));
    buf_byte(&body, '{');
    person_mask_member(&body, "text", options->text);
    if (step == STEP_GRADED)
        json_text(&body, "grade", incidents_grade_name(grade));
    if (step == STEP_REPORTED)
        json_bool(&body, "is_late", row->overdue_ms != 0);
    return add_entry(store, row, options->by, kind, &body, options->now_ms, error);
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

/* Those to be told are named in the site file alone. */
static void tell_untold(const struct sweep_incident_options *options, const struct incident_row *row,
                        const struct site *site)
{
    complain(_("guanka: NOT TOLD: nobody was told of incident %s at %s (%s; %s): the site was taken out of the site file, "
               "which names those to be told\n"),
             row->id, site->id, site->name, site->unit[0] != '\0' ? site->unit : _("responsible unit not known"));
    sweep_event_untold(options->log, row);
}

static enum status note_in(const struct sweep_incident_options *options, struct store *store, const char *id,
                           enum incident_step step, struct error *error)
{
    struct found found = { 0 };
    struct incident_row before = { 0 };
    struct found_site site;
    struct sweep_late late;
    enum status status = store_begin(store, error);

    if (status != STATUS_OK)
        return status;
    status = find_one(store, id, &found, error);
    if (status == STATUS_OK) {
        before = found.rows[0];
        status = find_site(options, store, &before, found.copies.arena, &site, error);
    }
    if (status == STATUS_OK) /* what it makes up for was missing until now, whether anybody has looked or not */
        status = sweep_late_note(store, told_site(&site), &before, options->now_ms, &late, error);
    if (status == STATUS_OK)
        status = add_note(options, store, &found.rows[0], step, error);
    if (status == STATUS_OK)
        status = store_commit(store, error);
    if (status == STATUS_OK) {
        sweep_late_tell(options->log, &before, &late);
        if (late.is_untold)
            tell_untold(options, &before, &site.site);
        tell_step(options, &found.rows[0], step, before.ended_ms != 0);
    } else {
        store_undo(store);
    }
    free_found(&found);
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

static void print_ledger_fault(void *context, enum ledger_fault fault, int64_t sequence)
{
    struct verifying *verifying = context;

    (void)fault;
    verifying->faults++;
    printf(_("ledger entry %lld: was changed or taken away (guanka ledger verify)\n"), (long long)sequence);
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

enum status sweep_incident_verify(const struct sweep_incident_options *options, const char *id, bool *is_right,
                                  struct error *error)
{
    struct verifying verifying = { .file = options->file, .error = error, .status = STATUS_OK };
    struct store *store;
    struct found found;
    enum status status = store_open(options->file->store, STORE_READ, &store, error);

    if (status != STATUS_OK)
        return status;
    status = find_one(store, id, &found, error);
    if (status == STATUS_OK)
        status = ledger_verify(store, NULL, print_ledger_fault, &verifying, error);
    if (status == STATUS_OK)
        status = ledger_read_subject(store, id, verify_entry, &verifying, error);
    if (status == STATUS_OK)
        status = verifying.status;
    *is_right = verifying.faults == 0;
    if (status == STATUS_OK && *is_right)
        printf(_("%s: %u folders of evidence are as they were written, and so is the ledger\n"), id, verifying.folders);
    free_found(&found);
    store_close(store);
    return status;
}

/* ---- The clock. */

/* An open incident, and what was noted of it now. */
struct reminded {
    struct incident_row *row;
    struct found_site site;
    struct sweep_late late;
    bool is_untold;
};

static enum status remind(const struct sweep_incident_options *options, struct store *store, struct incident_row *row,
                          const struct site *site, unsigned minutes, struct error *error)
{
    bool is_late = incident_is_late(row, options->now_ms);
    struct buf body = BUF_INIT(TEXT_MAX);
    enum status status;

    row->warned = minutes;
    if (is_late && row->overdue_ms == 0)
        row->overdue_ms = options->now_ms;
    buf_byte(&body, '{');
    json_number(&body, "minutes", minutes);
    status = add_entry(store, row, "automatic", is_late ? "incident-overdue" : "incident-reminder", &body,
                       options->now_ms, error);
    if (status == STATUS_OK && site != NULL)
        status = notify_queue(store, site, row, is_late ? NOTIFY_OVERDUE : NOTIFY_REMINDER, "", options->now_ms, error);
    return status;
}

static enum status remind_one(const struct sweep_incident_options *options, struct store *store, struct arena *arena,
                              struct reminded *reminded, struct error *error)
{
    unsigned minutes = incident_reminder(reminded->row, options->now_ms);
    enum status status = find_site(options, store, reminded->row, arena, &reminded->site, error);
    const struct site *site = told_site(&reminded->site);

    if (status == STATUS_OK && minutes != 0)
        status = remind(options, store, reminded->row, site, minutes, error);
    if (status == STATUS_OK)
        status = sweep_late_note(store, site, reminded->row, options->now_ms, &reminded->late, error);
    reminded->is_untold = reminded->late.is_untold || (minutes != 0 && site == NULL);
    return status;
}

static void tell_reminded(const struct sweep_incident_options *options, const struct reminded *reminded)
{
    if (reminded->row->overdue_ms == options->now_ms) /* from now on */
        sweep_event_incident(options->log, "incident-overdue", reminded->row);
    sweep_late_tell(options->log, reminded->row, &reminded->late);
    if (reminded->is_untold)
        tell_untold(options, reminded->row, &reminded->site.site);
}

static enum status remind_each(const struct sweep_incident_options *options, struct store *store, struct found *found,
                               struct reminded *reminded, struct error *error)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < found->count && status == STATUS_OK; index++) {
        reminded[index].row = &found->rows[index];
        status = remind_one(options, store, found->copies.arena, &reminded[index], error);
    }
    return status == STATUS_OK ? store_commit(store, error) : status;
}

/* Those of other programs that were reported meanwhile are not reminded of: all in one transaction. */
static enum status remind_all(const struct sweep_incident_options *options, struct store *store, struct found *found,
                              struct error *error)
{
    struct reminded *reminded = NULL;
    enum status status = store_begin(store, error);

    if (status != STATUS_OK)
        return status;
    status = find_all(store, &(struct incidents_filter){ .only_open = true }, found, error);
    if (status == STATUS_OK) {
        reminded = alloc_zeroed(found->count + 1, sizeof *reminded);
        status = reminded != NULL ? remind_each(options, store, found, reminded, error) : STATUS_NO_MEMORY;
    }
    if (status != STATUS_OK)
        store_undo(store);
    for (size_t index = 0; index < found->count && status == STATUS_OK; index++)
        tell_reminded(options, &reminded[index]);
    alloc_free(reminded);
    return status;
}

/* What should have been done by now, for whoever runs it: the timer's journal, and the terminal. */
static void shout(const struct sweep_incident_options *options, const struct incident_row *row, unsigned *late)
{
    char deadline[SLOTS_TIME_SIZE];

    slots_time_write(incident_report_due_ms(row), deadline);
    if (incident_is_late(row, options->now_ms))
        fprintf(stderr, _("guanka: OVERDUE: incident %s at %s had to be reported by %s\n"), row->id, row->site,
                deadline);
    if (incident_needs_progress(row, options->now_ms))
        fprintf(stderr, _("guanka: OVERDUE: incident %s needs a report of its progress\n"), row->id);
    if (incident_needs_daily(row, options->now_ms))
        fprintf(stderr, _("guanka: OVERDUE: incident %s needs its daily report\n"), row->id);
    if (incident_is_late(row, options->now_ms) || incident_needs_progress(row, options->now_ms)
        || incident_needs_daily(row, options->now_ms))
        ++*late;
    else if (row->reported_ms == 0)
        printf(_("%s at %s has to be reported by %s\n"), row->id, row->site, deadline);
}

static enum status read_secret(const char *path, struct buf *secret, const char **value, struct error *error)
{
    enum status status = config_file_secret(path, secret, error);

    if (path != NULL)
        *value = secret->size > 0 ? secret->data : NULL;
    return status;
}

static enum status send_waiting(const struct sweep_incident_options *options, struct store *store, struct error *error)
{
    const struct site_file *file = options->file;
    struct notify_options notify = {
        .smtp = file->mail.smtp, .smtp_user = file->mail.user, .smtp_password = "", .from = file->mail.from
    };
    struct buf key = BUF_INIT(SECRET_MAX), password = BUF_INIT(SECRET_MAX);
    unsigned waiting = 0;
    enum status status = read_secret(file->webhook_key_file, &key, &notify.webhook_key, error);

    notify.ca_file = file->mail.ca_file;
    if (status == STATUS_OK)
        status = read_secret(file->mail.password_file, &password, &notify.smtp_password, error);
    if (status == STATUS_OK)
        status = notify_send_due(store, &notify, options->now_ms, &waiting, error);
    if (status == STATUS_OK && waiting > 0)
        fprintf(stderr, _("guanka: %u messages about incidents could not be sent and are tried again\n"), waiting);
    buf_free(&key);
    buf_free(&password);
    return status;
}

enum status sweep_incident_due(const struct sweep_incident_options *options, unsigned *late, struct error *error)
{
    struct store *store;
    struct found found = { 0 };
    enum status status = store_open(options->file->store, STORE_WRITE, &store, error);

    *late = 0;
    if (status != STATUS_OK)
        return status;
    status = remind_all(options, store, &found, error);
    for (size_t index = 0; index < found.count && status == STATUS_OK; index++)
        shout(options, &found.rows[index], late);
    if (status == STATUS_OK)
        status = send_waiting(options, store, error);
    if (status == STATUS_OK)
        status = sweep_incident_tell_given_up(store, NULL, false, error);
    free_found(&found);
    store_close(store);
    return status;
}
