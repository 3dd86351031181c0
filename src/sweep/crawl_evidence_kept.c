/* SPDX-License-Identifier: Apache-2.0
 *
 * Of which pages an incident has evidence, as the ledger tells: so that one page with many findings, or one that changes
 * all the time, does not use up what belongs to all pages of the incident.
 */
#include <stdlib.h>
#include <string.h>

#include "report/json_line.h"
#include "store/ledger.h"
#include "sweep/crawl_data.h"

enum {
    CONTENTS_MAX = 50,     /* that are kept of one incident; of further ones only the findings */
    PAGE_CONTENTS_MAX = 5, /* of these, of one page */
    TEXT_MAX = 4096,
};

struct evidence_kept {
    struct evidence_kept *next;
    int64_t address;
    struct digest content;
    bool is_refused; /* there was no place for it, which is noted */
};

/* An incident whose entries were read in this sweep. */
struct evidence_of {
    struct evidence_of *next;
    char incident[INCIDENT_ID_SIZE];
    struct evidence_kept *kept;
};

struct reading {
    struct crawl *crawl;
    struct evidence_of *of;
    struct buf text;
    enum status status;
};

static enum status add(struct crawl *crawl, struct evidence_of *of, int64_t address, const struct digest *content,
                       bool is_refused)
{
    struct evidence_kept *kept = arena_alloc(crawl->arena, sizeof *kept);

    if (kept == NULL)
        return STATUS_NO_MEMORY;
    *kept = (struct evidence_kept){
        .next = of->kept, .address = address, .content = *content, .is_refused = is_refused
    };
    of->kept = kept;
    return STATUS_OK;
}

static const char *member(struct reading *reading, const struct ledger_entry *entry, const char *quoted_key)
{
    buf_clear(&reading->text);
    json_line_unescape(json_line_text(bytes_of_text(entry->body), quoted_key), &reading->text);
    return reading->text.data != NULL ? reading->text.data : "";
}

/* Entries of earlier versions do not name the content: they count for their page. */
static bool take_entry(void *context, const struct ledger_entry *entry)
{
    struct reading *reading = context;
    bool is_refused = strcmp(entry->kind, "incident-evidence-full") == 0;
    struct digest content = { 0 };
    int64_t address;

    if (!is_refused && strcmp(entry->kind, "incident-evidence") != 0
        && strcmp(entry->kind, "incident-evidence-missing") != 0)
        return true;
    address = strtoll(member(reading, entry, "\"address\""), NULL, 10);
    (void)digest_parse(member(reading, entry, "\"content\""), &content);
    reading->status = add(reading->crawl, reading->of, address, &content, is_refused);
    return reading->status == STATUS_OK;
}

static enum status load(struct crawl *crawl, const char *incident, struct evidence_of **found)
{
    struct reading reading = { .crawl = crawl, .text = BUF_INIT(TEXT_MAX), .status = STATUS_OK };
    enum status status;

    for (*found = crawl->evidence; *found != NULL; *found = (*found)->next) {
        if (strcmp((*found)->incident, incident) == 0)
            return STATUS_OK;
    }
    reading.of = *found = arena_zeroed(crawl->arena, sizeof **found);
    if (*found == NULL)
        return STATUS_NO_MEMORY;
    memcpy((*found)->incident, incident, strlen(incident) + 1);
    status = ledger_read_subject(crawl->store, incident, take_entry, &reading, crawl->error);
    buf_free(&reading.text);
    (*found)->next = crawl->evidence;
    crawl->evidence = *found;
    return status == STATUS_OK ? reading.status : status;
}

enum status crawl_place_evidence(struct crawl *crawl, const struct incident_row *row, int64_t address,
                                 const struct digest *content, bool is_told_apart, enum evidence_place *place)
{
    unsigned of_page = 0;
    struct evidence_of *of;
    enum status status = load(crawl, row->id, &of);

    *place = EVIDENCE_IS_THERE;
    if (status != STATUS_OK)
        return status;
    for (const struct evidence_kept *kept = of->kept; kept != NULL; kept = kept->next) {
        if (kept->address != address)
            continue;
        if (is_told_apart && memcmp(&kept->content, content, sizeof *content) == 0)
            return STATUS_OK;
        of_page += kept->is_refused ? 0 : 1;
    }
    *place = row->evidence < CONTENTS_MAX && of_page < PAGE_CONTENTS_MAX ? EVIDENCE_HAS_PLACE : EVIDENCE_HAS_NONE;
    return add(crawl, of, address, content, *place == EVIDENCE_HAS_NONE);
}
