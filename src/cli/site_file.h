/* SPDX-License-Identifier: Apache-2.0
 *
 * The site file: which sites are looked through, when and how, as YAML that is read and checked whole before anything
 * begins (docs/zh/站点巡检.md lists its keys, docs/examples/sites.yaml is one).
 */
#ifndef GUANKA_CLI_SITE_FILE_H
#define GUANKA_CLI_SITE_FILE_H

#include "base/arena.h"
#include "base/error.h"
#include "cli/packs.h"
#include "sweep/site.h"

/* Everything is in the arena. */
struct site_file {
    const char *path; /* as it was given */
    const char *store;
    const char *evidence;         /* the folder for evidence of incidents; beside the store where none is named */
    const char *webhook_key_file; /* NULL: messages are not signed */
    struct site_texts people;     /* who may decide on findings and report on incidents; none: whoever says a name */
    struct {
        const char *smtp, *from;          /* NULL: no mail leaves */
        const char *user, *password_file; /* NULL */
        const char *ca_file;              /* NULL */
    } mail;
    uint32_t parallel_sites; /* that are swept at once */
    uint32_t probe_minutes;  /* between two probes of a site's start pages */
    const char *log;         /* where events are written (base/event_log.h); NULL: nowhere */
    struct packs packs;
    struct site *sites;
    size_t count, capacity;
    struct arena *arena;
};

/* STATUS_INVALID with file, line and column. Free it in any case. */
MUST_CHECK enum status site_file_read(const char *path, struct site_file *file, struct error *error);
void site_file_free(struct site_file *file);
/* NULL with words in *error, which name the sites that there are. */
const struct site *site_file_find(const struct site_file *file, const char *id, struct error *error);
/* Whether there is a store, which the first sweep or probe makes; else words in *error that say how. */
bool site_file_has_store(const struct site_file *file, struct error *error);
/* Whether that is one of them; else words in *error. */
bool site_file_has_person(const struct site_file *file, const char *name, struct error *error);

#endif
