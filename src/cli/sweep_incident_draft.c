/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "cli/output.h"
#include "cli/sweep_incident_data.h"
#include "cli/sweep_line.h"
#include "report/describe.h"
#include "report/html_text.h"
#include "report/json_line.h"
#include "report/words.h"
#include "store/findings.h"
#include "store/ledger.h"
#include "sweep/checks.h"
#include "sweep/incident.h"
#include "sweep/site_report.h"
#include "sweep/slots.h"

enum { TEXT_MAX = 1 << 28 };

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
    } else if (strcmp(entry->kind, "incident-evidence-full") == 0) {
        buf_format(&drafting->measures, _("%s no place left for evidence of this page: "), at);
        write_escaped(&drafting->measures, json_line_text(bytes_of_text(entry->body), "\"url\""),
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
    write_line(out, _("Discovered"), sweep_incident_time(row->discovered_ms, discovered));
    write_line(out, _("Due by"), sweep_incident_time(incident_report_due_ms(row), deadline));
    write_line(out, _("Last known to be right"), sweep_incident_time(row->last_good_ms, good));
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

static enum status draft(void *context, const struct store *store, const struct incident_row *row, struct arena *arena,
                         struct error *error)
{
    const struct sweep_incident_options *options = context;
    struct sweep_incident_site site;
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
        status = sweep_incident_find_site(options, store, row, arena, &site, error);
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
    return sweep_incident_read(options, id, draft, (void *)(uintptr_t)options, error);
}
