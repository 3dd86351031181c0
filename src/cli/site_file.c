/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/site_file.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buf.h"
#include "base/file.h"
#include "cli/config_file.h"
#include "cli/site_file_check.h"
#include "report/words.h"
#include "rules/reading.h"
#include "sweep/address_guard.h"
#include "sweep/mail_address.h"
#include "sweep/slots.h"
#include "sweep/url.h"

enum { FILE_MAX = 4 << 20, ID_MAX = 64 };

/* ---- Values. */

static enum status copy_texts(struct reading *reading, const struct rule_texts *texts, struct site_texts *target)
{
    /* Terminated, for who wants no count. */
    const char **items = arena_zeroed(reading->arena, (texts->count + 1) * sizeof(const char *));

    if (items == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < texts->count; index++)
        items[index] = texts->items[index].text;
    *target = (struct site_texts){ items, texts->count };
    return STATUS_OK;
}

static enum status read_texts(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct rule_texts texts = { 0 };
    enum status status = reading_texts(reading, node, &texts);

    return status == STATUS_OK ? copy_texts(reading, &texts, target) : status;
}

static enum status read_addresses(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct rule_texts texts = { 0 };
    enum status status = reading_texts(reading, node, &texts);

    for (size_t index = 0; index < texts.count && status == STATUS_OK; index++) {
        const char *normal;

        status =
            url_resolve(reading->arena, NULL, bytes_of_text(texts.items[index].text), ENCODING_UTF8, &normal, NULL);
        if (status == STATUS_OK && normal == NULL)
            return reading_fail(reading, node, gettext("\"%.200s\" is no address that begins with http:// or https://"),
                                texts.items[index].text);
        texts.items[index].text = normal;
    }
    return status == STATUS_OK ? copy_texts(reading, &texts, target) : status;
}

static enum status read_address(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct site_texts one;
    enum status status = read_addresses(reading, node, &one);

    if (status == STATUS_OK && one.count != 1)
        return reading_fail(reading, node, gettext("this is one address"));
    if (status == STATUS_OK)
        *(const char **)target = one.items[0];
    return status;
}

static enum status read_ranges(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct address_guard guard = { 0 };
    struct site_texts *texts = target;
    struct error complaint = { 0 };
    enum status status = read_texts(reading, node, target);

    for (size_t index = 0; index < texts->count && status == STATUS_OK; index++) {
        if (address_guard_add(&guard, texts->items[index], &complaint) != STATUS_OK)
            return reading_fail(reading, node, "%s", complaint.message);
    }
    return status;
}

static enum status read_slots(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct site_texts texts;
    struct error complaint = { 0 };
    enum status status = read_texts(reading, node, &texts);

    if (status == STATUS_OK && slots_parse(texts.items, texts.count, target, &complaint) != STATUS_OK)
        return reading_fail(reading, node, "%s", complaint.message);
    return status;
}

static enum status read_count(struct reading *reading, const yaml_node_t *node, void *target)
{
    return reading_number(reading, node, 0, 10000000, target);
}

static enum status read_positive(struct reading *reading, const yaml_node_t *node, void *target)
{
    return reading_number(reading, node, 1, 10000000, target);
}

static enum status read_percent(struct reading *reading, const yaml_node_t *node, void *target)
{
    return reading_number(reading, node, 0, 100, target);
}

static enum status read_share(struct reading *reading, const yaml_node_t *node, void *target)
{
    return reading_number(reading, node, 1, 100, target);
}

/* Twenty times a day at least: DOMAIN 6.2. */
static enum status read_probe_minutes(struct reading *reading, const yaml_node_t *node, void *target)
{
    return reading_number(reading, node, 1, 72, target);
}

static enum status read_robots(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const char *const words[] = { "ignore", "obey" };
    size_t which = 0;
    enum status status = reading_choice(reading, node, gettext("way with robots.txt"), words, 2, &which);

    if (status == STATUS_OK)
        *(bool *)target = which == 1;
    return status;
}

/* ---- Parts of a site. */

static enum status read_class(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const char *const words[COLUMN_CLASS_COUNT] = { "news", "notice", "policy", "other", "stable", "archived" };
    size_t which = 0;
    enum status status = reading_choice(reading, node, gettext("class of columns"), words, COLUMN_CLASS_COUNT, &which);

    if (status == STATUS_OK)
        *(enum column_class *)target = (enum column_class)which;
    return status;
}

static enum status read_column(struct reading *reading, const yaml_node_t *node, struct site_column *column)
{
    static const struct reading_key keys[] = { { "name", reading_string, offsetof(struct site_column, name) },
                                               { "address", read_address, offsetof(struct site_column, address) },
                                               { "class", read_class, offsetof(struct site_column, class) },
                                               { "days", read_positive, offsetof(struct site_column, days) },
                                               { "warn_days", read_positive,
                                                 offsetof(struct site_column, warn_days) } };
    uint32_t seen;
    enum status status = reading_mapping(reading, node, keys, sizeof keys / sizeof *keys, column, &seen);

    if (status == STATUS_OK)
        status = reading_require(reading, node, keys, 3, seen);
    return status == STATUS_OK ? site_file_check_column(reading, node, column) : status;
}

static size_t items_of(const yaml_node_t *node)
{
    return (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
}

static enum status read_columns(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct site *site = target;
    struct site_column *columns;
    enum status status = STATUS_OK;

    if (node->type != YAML_SEQUENCE_NODE)
        return reading_fail(reading, node, gettext("this is a list of {name: …, address: …, class: …}"));
    columns = arena_zeroed(reading->arena, (items_of(node) + 1) * sizeof *columns);
    if (columns == NULL)
        return STATUS_NO_MEMORY;
    site->columns = columns;
    for (size_t index = 0; index < items_of(node) && status == STATUS_OK; index++) {
        status = read_column(reading, yaml_document_get_node(reading->document, node->data.sequence.items.start[index]),
                             &columns[index]);
        site->column_count++;
    }
    return status;
}

static enum status check_mail_address(struct reading *reading, const yaml_node_t *node, const char *address)
{
    if (mail_address_is_valid(address))
        return STATUS_OK;
    return reading_fail(reading, node,
                        gettext("\"%.80s\" is no plain address of mail, as zhang@example.gov.cn: no name before it, no "
                                "blanks, no brackets, ASCII alone"),
                        address);
}

static enum status read_mail_address(struct reading *reading, const yaml_node_t *node, void *target)
{
    enum status status = reading_string(reading, node, target);

    return status == STATUS_OK ? check_mail_address(reading, node, *(const char **)target) : status;
}

static enum status read_mail_addresses(struct reading *reading, const yaml_node_t *node, void *target)
{
    const struct site_texts *texts = target;
    enum status status = read_texts(reading, node, target);

    for (size_t index = 0; index < texts->count && status == STATUS_OK; index++)
        status = check_mail_address(reading, node, texts->items[index]);
    return status;
}

/* Asked for as they are written, since what looks like the id of a session may be their key; and not quoted for that.
 */
static enum status read_webhooks(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct rule_texts texts = { 0 };
    enum status status = reading_texts(reading, node, &texts);

    for (size_t index = 0; index < texts.count && status == STATUS_OK; index++) {
        const char *address = NULL;

        status = url_resolve_with_session(reading->arena, NULL, bytes_of_text(texts.items[index].text), &address);
        if (status == STATUS_OK && address == NULL)
            return reading_fail(
                reading, node,
                gettext("a webhook is an address that begins with http:// or https://, without user and "
                        "password"));
        texts.items[index].text = address;
    }
    return status == STATUS_OK ? copy_texts(reading, &texts, target) : status;
}

static enum status read_contacts(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const struct reading_key keys[] = { { "mail", read_mail_addresses, offsetof(struct site, mail) },
                                               { "webhooks", read_webhooks, offsetof(struct site, webhooks) } };
    uint32_t seen;

    return reading_mapping(reading, node, keys, sizeof keys / sizeof *keys, target, &seen);
}

static enum status read_manners(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const struct reading_key keys[] = {
        { "requests_per_second", read_count, offsetof(struct site_manners, requests_per_second) },
        { "connections", read_positive, offsetof(struct site_manners, connections) },
        { "robots", read_robots, offsetof(struct site_manners, obeys_robots) },
        { "user_agent", reading_string, offsetof(struct site_manners, user_agent) },
    };
    uint32_t seen;

    return reading_mapping(reading, node, keys, sizeof keys / sizeof *keys, target, &seen);
}

static enum status read_limits(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const struct reading_key keys[] = {
        { "pages", read_positive, offsetof(struct site_limits, pages_max) },
        { "depth", read_positive, offsetof(struct site_limits, depth_max) },
        { "body_mib", read_positive, offsetof(struct site_limits, body_mib_max) },
        { "seconds", read_positive, offsetof(struct site_limits, seconds) },
        { "minutes", read_positive, offsetof(struct site_limits, minutes) },
        { "retries", read_count, offsetof(struct site_limits, retries) },
        { "failed_percent", read_percent, offsetof(struct site_limits, failed_percent_max) },
        { "guise_pages", read_count, offsetof(struct site_limits, guise_pages) },
    };
    uint32_t seen;

    return reading_mapping(reading, node, keys, sizeof keys / sizeof *keys, target, &seen);
}

static enum status read_thresholds(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const struct reading_key keys[] = {
        { "home_days", read_positive, offsetof(struct site_thresholds, home_days) },
        { "home_warn_days", read_count, offsetof(struct site_thresholds, home_warn_days) },
        { "news_days", read_positive, offsetof(struct site_thresholds, news_days) },
        { "news_warn_days", read_count, offsetof(struct site_thresholds, news_warn_days) },
        { "notice_months", read_positive, offsetof(struct site_thresholds, notice_months) },
        { "notice_warn_months", read_count, offsetof(struct site_thresholds, notice_warn_months) },
        { "policy_months", read_positive, offsetof(struct site_thresholds, policy_months) },
        { "policy_warn_months", read_count, offsetof(struct site_thresholds, policy_warn_months) },
        { "stale_columns", read_positive, offsetof(struct site_thresholds, stale_columns) },
        { "stale_others", read_positive, offsetof(struct site_thresholds, stale_others) },
        { "blank_columns", read_positive, offsetof(struct site_thresholds, blank_columns) },
        { "forged_days", read_positive, offsetof(struct site_thresholds, forged_days) },
        { "backdated_days", read_positive, offsetof(struct site_thresholds, backdated_days) },
        { "backdated_pages", read_positive, offsetof(struct site_thresholds, backdated_pages) },
        { "redated_days", read_positive, offsetof(struct site_thresholds, redated_days) },
        { "same_text_percent", read_share, offsetof(struct site_thresholds, same_text_percent) },
        { "listed_days", read_count, offsetof(struct site_thresholds, listed_days) },
        { "unreachable_percent", read_share, offsetof(struct site_thresholds, unreachable_percent) },
        { "unreachable_warn_percent", read_percent, offsetof(struct site_thresholds, unreachable_warn_percent) },
        { "unreachable_probes", read_positive, offsetof(struct site_thresholds, unreachable_probes) },
    };
    uint32_t seen;
    enum status status = reading_mapping(reading, node, keys, sizeof keys / sizeof *keys, target, &seen);

    return status == STATUS_OK ? site_file_check_thresholds(reading, node, target) : status;
}

static enum status read_day(struct reading *reading, const yaml_node_t *node, void *target)
{
    const char *text = NULL;
    enum status status = reading_string(reading, node, &text);

    if (status == STATUS_OK && !date_parse(text, strlen(text), target))
        return reading_fail(reading, node, gettext("\"%.40s\" is no day like 2026-11-28"), text);
    return status;
}

static enum status read_permits(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const struct reading_key keys[] = { { "store", reading_string, offsetof(struct site_permits, store) },
                                               { "since", read_day, offsetof(struct site_permits, since) },
                                               { "under", read_addresses, offsetof(struct site_permits, under) } };
    uint32_t seen;
    enum status status = reading_mapping(reading, node, keys, sizeof keys / sizeof *keys, target, &seen);

    return status == STATUS_OK ? reading_require(reading, node, keys, 2, seen) : status;
}

/* ---- Sites. */

/* It is a word of commands and a part of file names. */
static enum status read_id(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const char letters_and_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    static const char all[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    const char **id = target;
    enum status status = reading_string(reading, node, target);
    size_t size;

    if (status != STATUS_OK)
        return status;
    size = strlen(*id);
    if (size > ID_MAX || strspn(*id, letters_and_digits) == 0 || strspn(*id, all) != size)
        return reading_fail(
            reading, node,
            gettext("\"%.60s\" cannot be the id of a site; it begins with a letter (A-Z, a-z) or a digit "
                    "and has letters, digits, \"-\", \"_\" and \".\", %d at most; the name of the site "
                    "goes to name"),
            *id, ID_MAX);
    return STATUS_OK;
}

static const struct site usual = {
    .unit = "",
    .code = "",
    .icp = "",
    .police = "",
    .limits = { .pages_max = 300000,
                .depth_max = 50,
                .body_mib_max = 256,
                .seconds = 120,
                .minutes = 350,
                .retries = 2,
                .failed_percent_max = 1,
                .guise_pages = 24 },
    .manners = { .requests_per_second = 20,
                 .connections = 4,
                 .obeys_robots = true,
                 .user_agent = "Mozilla/5.0 (compatible; guanka; site inspection)" },
    /* Those of the national inspection (DOMAIN 6.2), each with a warning before it. */
    .thresholds = { .home_days = 14,
                    .home_warn_days = 10,
                    .news_days = 14,
                    .news_warn_days = 10,
                    .notice_months = 6,
                    .notice_warn_months = 5,
                    .policy_months = 6,
                    .policy_warn_months = 5,
                    .stale_columns = 5,
                    .stale_others = 10,
                    .blank_columns = 5,
                    .forged_days = 30,
                    .backdated_days = 7,
                    .backdated_pages = 5,
                    .redated_days = 7,
                    .same_text_percent = 80,
                    .listed_days = 1,
                    .unreachable_percent = 5,
                    .unreachable_warn_percent = 3,
                    .unreachable_probes = 3 },
};

static enum status read_site(struct reading *reading, const yaml_node_t *node, struct site *site)
{
    static const struct reading_key keys[] = {
        { "id", read_id, offsetof(struct site, id) },
        { "name", reading_string, offsetof(struct site, name) },
        { "start", read_addresses, offsetof(struct site, starts) },
        { "hosts", read_texts, offsetof(struct site, hosts) },
        { "slots", read_slots, offsetof(struct site, slots) },
        { "unit", reading_string, offsetof(struct site, unit) },
        { "code", reading_string, offsetof(struct site, code) },
        { "icp", reading_string, offsetof(struct site, icp) },
        { "police", reading_string, offsetof(struct site, police) },
        { "exclude", read_addresses, offsetof(struct site, excluded) },
        { "connect_to", read_texts, offsetof(struct site, connect_to) },
        { "allow_addresses", read_ranges, offsetof(struct site, ranges) },
        { "ca_file", reading_string, offsetof(struct site, ca_file) },
        { "columns", read_columns, 0 },
        { "contacts", read_contacts, 0 },
        { "manners", read_manners, offsetof(struct site, manners) },
        { "limits", read_limits, offsetof(struct site, limits) },
        { "thresholds", read_thresholds, offsetof(struct site, thresholds) },
        { "permits", read_permits, offsetof(struct site, permits) },
    };
    enum { REQUIRED = 5 };
    uint32_t seen;
    enum status status;

    *site = usual;
    status = reading_mapping(reading, node, keys, sizeof keys / sizeof *keys, site, &seen);
    if (status == STATUS_OK)
        status = reading_require(reading, node, keys, REQUIRED, seen);
    if (status != STATUS_OK)
        return status;
    return site_file_check_site(reading, node, site);
}

static enum status add_site(struct reading *reading, const yaml_node_t *node, struct site_file *file)
{
    struct site *site;
    enum status status = ARRAY_GROW(&file->sites, &file->capacity, file->count + 1);

    if (status != STATUS_OK)
        return status;
    site = &file->sites[file->count];
    status = read_site(reading, node, site);
    for (size_t index = 0; index < file->count && status == STATUS_OK; index++) {
        if (strcmp(file->sites[index].id, site->id) == 0)
            return reading_fail(reading, node, gettext("there is a site \"%.60s\" already"), site->id);
    }
    file->count += status == STATUS_OK ? 1 : 0;
    return status;
}

static enum status read_sites(struct reading *reading, const yaml_node_t *node, void *target)
{
    enum status status = STATUS_OK;

    if (node->type != YAML_SEQUENCE_NODE || items_of(node) == 0)
        return reading_fail(reading, node, gettext("this is a list of sites, each with id, name, start, hosts, slots"));
    for (size_t index = 0; index < items_of(node) && status == STATUS_OK; index++)
        status = add_site(reading, yaml_document_get_node(reading->document, node->data.sequence.items.start[index]),
                          target);
    return status;
}

/* ---- The file. */

/* A file that has no secret in it is told now, with its line, not when an incident has to be told of. */
static enum status read_secret_file(struct reading *reading, const yaml_node_t *node, void *target)
{
    const char **path = target;
    struct buf secret = BUF_INIT(FILE_MAX);
    struct error complaint = { 0 };
    enum status status = reading_string(reading, node, target);

    if (status == STATUS_OK && config_file_secret(*path, &secret, &complaint) != STATUS_OK)
        status = reading_fail(reading, node, "%s", complaint.message);
    buf_free(&secret);
    return status;
}

/* SCHEME HOST, and maybe :PORT. */
static bool is_server(const char *text, const char *scheme)
{
    const char *host = text + strlen(scheme), *port;
    size_t size;

    if (strncmp(text, scheme, strlen(scheme)) != 0)
        return false;
    size = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/?#@ ");
    if (size == 0 || strnlen(host, size) < size)
        return false;
    port = host + size;
    return *port == '\0'
           || (*port == ':' && port[1] != '\0' && port[1] != '0' && strspn(port + 1, "0123456789") == strlen(port + 1)
               && strlen(port + 1) <= 5 && strtoul(port + 1, NULL, 10) <= 65535);
}

static enum status read_server(struct reading *reading, const yaml_node_t *node, void *target)
{
    const char **server = target;
    enum status status = reading_string(reading, node, target);

    if (status == STATUS_OK && !is_server(*server, "smtp://") && !is_server(*server, "smtps://"))
        return reading_fail(reading, node, gettext("a mail server is smtp://HOST:PORT or smtps://HOST:PORT"));
    return status;
}

static enum status read_mail(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const struct reading_key keys[] = {
        { "smtp", read_server, offsetof(struct site_file, mail.smtp) },
        { "from", read_mail_address, offsetof(struct site_file, mail.from) },
        { "user", reading_string, offsetof(struct site_file, mail.user) },
        { "password", read_secret_file, offsetof(struct site_file, mail.password_file) },
        { "ca_file", reading_string, offsetof(struct site_file, mail.ca_file) },
    };
    uint32_t seen;
    enum status status = reading_mapping(reading, node, keys, sizeof keys / sizeof *keys, target, &seen);
    const struct site_file *file = target;

    if (status == STATUS_OK)
        status = reading_require(reading, node, keys, 2, seen);
    if (status == STATUS_OK && (file->mail.user == NULL) != (file->mail.password_file == NULL))
        return reading_fail(reading, node, gettext("user and password belong together"));
    return status;
}

static enum status read_language(struct reading *reading, const yaml_node_t *node, void *target)
{
    const char *text;
    enum status status = reading_string(reading, node, &text);

    if (status != STATUS_OK)
        return status;
    *(enum report_language *)target = strcmp(text, "en") == 0 ? REPORT_ENGLISH : REPORT_CHINESE;
    return strcmp(text, "zh") == 0 || strcmp(text, "en") == 0
               ? STATUS_OK
               : reading_fail(reading, node, gettext("language is zh or en"));
}

static enum status read_file(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const struct reading_key keys[] = {
        { "store", reading_string, offsetof(struct site_file, store) },
        { "sites", read_sites, 0 },
        { "rules", config_file_list, offsetof(struct site_file, packs.paths) },
        { "layers", config_file_list, offsetof(struct site_file, packs.layers) },
        { "release_register", reading_string, offsetof(struct site_file, packs.release_register) },
        { "seal_key", reading_string, offsetof(struct site_file, packs.key) },
        { "log", reading_string, offsetof(struct site_file, log) },
        { "language", read_language, offsetof(struct site_file, language) },
        { "evidence", reading_string, offsetof(struct site_file, evidence) },
        { "parallel_sites", read_positive, offsetof(struct site_file, parallel_sites) },
        { "probe_minutes", read_probe_minutes, offsetof(struct site_file, probe_minutes) },
        { "people", read_texts, offsetof(struct site_file, people) },
        { "webhook_key", read_secret_file, offsetof(struct site_file, webhook_key_file) },
        { "mail", read_mail, 0 },
    };
    uint32_t seen;
    enum status status = site_file_check_texts(reading);

    if (status == STATUS_OK)
        status = reading_mapping(reading, node, keys, sizeof keys / sizeof *keys, target, &seen);
    if (status == STATUS_OK)
        status = reading_require(reading, node, keys, 2, seen);
    return status == STATUS_OK ? site_file_check_mail(reading, node, target) : status;
}

static enum status name_evidence(struct site_file *file)
{
    struct buf name = BUF_INIT(FILE_MAX);
    enum status status;

    if (file->evidence != NULL)
        return STATUS_OK;
    buf_format(&name, "%s.evidence", file->store);
    status = buf_status(&name);
    if (status == STATUS_OK)
        file->evidence = arena_text(file->arena, name.data, name.size);
    buf_free(&name);
    return status == STATUS_OK && file->evidence == NULL ? STATUS_NO_MEMORY : status;
}

enum status site_file_read(const char *path, struct site_file *file, struct error *error)
{
    struct buf yaml = BUF_INIT(FILE_MAX);
    struct reading reading = { .file = path, .error = error };
    enum status status;

    *file = (struct site_file){ .language = REPORT_CHINESE, .parallel_sites = 4, .probe_minutes = 60 };
    status = arena_create(&file->arena);
    reading.arena = file->arena;
    if (status == STATUS_OK)
        file->path = arena_text(file->arena, path, strlen(path));
    if (status == STATUS_OK && file->path == NULL)
        status = error_set(error, STATUS_NO_MEMORY, _("out of memory"));
    if (status == STATUS_OK)
        status = file_read(path, &yaml, error);
    if (status == STATUS_OK)
        status = reading_file(&reading, buf_bytes(&yaml), read_file, file);
    if (status == STATUS_OK)
        status = name_evidence(file);
    buf_free(&yaml);
    return status;
}

void site_file_free(struct site_file *file)
{
    alloc_free(file->sites);
    packs_free(&file->packs);
    if (file->arena != NULL)
        arena_destroy(file->arena);
}

static void add_name(struct buf *names, const char *name)
{
    buf_format(names, names->size == 0 ? "%s" : ", %s", name);
}

const struct site *site_file_find(const struct site_file *file, const char *id, struct error *error)
{
    struct buf names = BUF_INIT(512);

    for (size_t index = 0; index < file->count; index++) {
        if (strcmp(file->sites[index].id, id) == 0)
            return &file->sites[index];
    }
    for (size_t index = 0; index < file->count; index++)
        add_name(&names, file->sites[index].id);
    (void)error_set(error, STATUS_INVALID, _("there is no site \"%.60s\"; the site file has: %s"), id,
                    names.size > 0 ? names.data : "");
    buf_free(&names);
    return NULL;
}

bool site_file_has_store(const struct site_file *file, struct error *error)
{
    if (access(file->store, F_OK) == 0 || errno != ENOENT)
        return true;
    (void)error_set(error, STATUS_INVALID,
                    _("no sweep was made yet (there is no %s); begin with guanka sweep --sites %s run %s. If there was one, put "
                      "it back where it was, or a backup: guanka store restore COPY --store %s"),
                    file->store, file->path, file->sites[0].id, file->store);
    return false;
}

bool site_file_has_person(const struct site_file *file, const char *name, struct error *error)
{
    struct buf names = BUF_INIT(512);

    if (file->people.count == 0)
        return true;
    for (size_t index = 0; index < file->people.count; index++) {
        if (strcmp(file->people.items[index], name) == 0)
            return true;
        add_name(&names, file->people.items[index]);
    }
    (void)error_set(error, STATUS_INVALID,
                    _("\"%.60s\" is none of the people of the site file: %s; add the name there (people)"), name,
                    names.size > 0 ? names.data : "");
    buf_free(&names);
    return false;
}
