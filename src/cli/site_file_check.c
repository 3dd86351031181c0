/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/site_file_check.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "report/describe.h"
#include "report/words.h"
#include "sweep/url.h"

enum { PORT_MAX = 65535 };

/* The value of a key; the mapping itself when it is not there. */
static const yaml_node_t *child_of(const struct reading *reading, const yaml_node_t *node, const char *key)
{
    if (node->type != YAML_MAPPING_NODE)
        return node;
    for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *name = yaml_document_get_node(reading->document, pair->key);

        if (name->type == YAML_SCALAR_NODE && strcmp((const char *)name->data.scalar.value, key) == 0)
            return yaml_document_get_node(reading->document, pair->value);
    }
    return node;
}

/* ---- All texts. */

/* Names, units and people come into reports, messages and lines of a terminal. */
enum status site_file_check_texts(const struct reading *reading)
{
    for (const yaml_node_t *node = reading->document->nodes.start; node < reading->document->nodes.top; node++) {
        const char *text = node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value : "";
        size_t size = node->type == YAML_SCALAR_NODE ? node->data.scalar.length : 0;

        if (!describe_is_safe(text, size))
            return reading_fail(reading, node,
                                _("there is a line break, a control character or a character that changes the "
                                  "direction of writing in this text"));
    }
    return STATUS_OK;
}

/* ---- Thresholds. */

static uint32_t number_at(const struct site_thresholds *thresholds, size_t offset)
{
    uint32_t number;

    memcpy(&number, (const char *)thresholds + offset, sizeof number);
    return number;
}

enum status site_file_check_thresholds(const struct reading *reading, const yaml_node_t *node,
                                       struct site_thresholds *thresholds)
{
    static const struct {
        const char *warning, *breach;
        size_t warning_offset, breach_offset;
    } pairs[] = {
        { "home_warn_days", "home_days", offsetof(struct site_thresholds, home_warn_days),
          offsetof(struct site_thresholds, home_days) },
        { "news_warn_days", "news_days", offsetof(struct site_thresholds, news_warn_days),
          offsetof(struct site_thresholds, news_days) },
        { "notice_warn_months", "notice_months", offsetof(struct site_thresholds, notice_warn_months),
          offsetof(struct site_thresholds, notice_months) },
        { "policy_warn_months", "policy_months", offsetof(struct site_thresholds, policy_warn_months),
          offsetof(struct site_thresholds, policy_months) },
        { "unreachable_warn_percent", "unreachable_percent", offsetof(struct site_thresholds, unreachable_warn_percent),
          offsetof(struct site_thresholds, unreachable_percent) },
    };

    for (size_t index = 0; index < sizeof pairs / sizeof *pairs; index++) {
        uint32_t warning = number_at(thresholds, pairs[index].warning_offset);
        uint32_t breach = number_at(thresholds, pairs[index].breach_offset);

        if (warning < breach)
            continue;
        if (child_of(reading, node, pairs[index].warning) != node)
            return reading_fail(reading, node,
                                gettext("%s (%u) warns of %s (%u) and must be less; where %s is not written it is as "
                                        "docs/zh/站点巡检.md says"),
                                pairs[index].warning, warning, pairs[index].breach, breach, pairs[index].breach);
        warning = breach - 1;
        memcpy((char *)thresholds + pairs[index].warning_offset, &warning, sizeof warning);
    }
    return STATUS_OK;
}

enum status site_file_check_column(const struct reading *reading, const yaml_node_t *node,
                                   const struct site_column *column)
{
    const yaml_node_t *place = child_of(reading, node, "warn_days");

    if (column->warn_days > 0 && column->days == 0)
        return reading_fail(reading, place,
                            gettext("warn_days warns of days, which is not written; the warnings of a class are "
                                    "thresholds of the site"));
    if (column->warn_days > 0 && column->warn_days >= column->days)
        return reading_fail(reading, place, gettext("warn_days (%u) warns of days (%u) and must be less"),
                            column->warn_days, column->days);
    return STATUS_OK;
}

/* ---- Hosts and addresses. */

/* A name, or `*.` before one that somebody can own: whoever writes *.gov.cn means other people's sites, too. */
static bool is_own_host(const char *host)
{
    static const char *const shared[] = { "gov.cn", "com.cn", "org.cn", "net.cn", "edu.cn", "ac.cn" };

    if (strchr(host, '*') == NULL)
        return host[0] != '\0';
    if (strncmp(host, "*.", 2) != 0 || strchr(host + 2, '*') != NULL || strchr(host + 2, '.') == NULL)
        return false;
    for (size_t index = 0; index < sizeof shared / sizeof *shared; index++) {
        if (strcmp(host + 2, shared[index]) == 0)
            return false;
    }
    return true;
}

/* As it stands in the normal form of an address: another one would never be met. */
static bool is_host(const struct reading *reading, const char *host)
{
    struct buf link = BUF_INIT(1 << 16);
    const char *name = strncmp(host, "*.", 2) == 0 ? host + 2 : host, *normal = NULL;
    struct url_parts parts;
    bool is_same = false;

    buf_format(&link, "http://%s/", name);
    if (buf_status(&link) == STATUS_OK
        && url_resolve(reading->arena, NULL, buf_bytes(&link), ENCODING_UTF8, &normal, NULL) == STATUS_OK)
        is_same = normal != NULL && url_split(normal, &parts) && strcmp(parts.host, name) == 0 && !parts.has_port
                  && strcmp(parts.path, "/") == 0;
    buf_free(&link);
    return is_same;
}

static bool is_elsewhere(const struct site *site, const char *url)
{
    struct url_parts parts;

    return url_split(url, &parts) && !site_has_host(site, parts.host);
}

static enum status check_hosts(const struct reading *reading, const yaml_node_t *node, const struct site *site)
{
    for (size_t index = 0; index < site->hosts.count; index++) {
        const char *host = site->hosts.items[index];

        if (!is_own_host(host))
            return reading_fail(
                reading, child_of(reading, node, "hosts"),
                gettext("hosts: %.200s takes in other people's sites; write *. before a name of your own"), host);
        if (!is_host(reading, host))
            return reading_fail(
                reading, child_of(reading, node, "hosts"),
                gettext("hosts: \"%.200s\" is no name as addresses have it: no http://, no port, no path, "
                        "small letters, and Chinese as xn--…"),
                host);
    }
    return STATUS_OK;
}

/* What a sweep begins with is swept: `what` says what it is. */
static enum status check_address(const struct reading *reading, const yaml_node_t *node, const struct site *site,
                                 const char *elsewhere, const char *url)
{
    if (is_elsewhere(site, url))
        return reading_fail(reading, node, elsewhere, url);
    if (site_excludes(site, url))
        return reading_fail(reading, node, gettext("%.200s begins with an address of exclude and would never be swept"),
                            url);
    return STATUS_OK;
}

static enum status check_addresses(const struct reading *reading, const yaml_node_t *node, const struct site *site)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < site->starts.count && status == STATUS_OK; index++)
        status =
            check_address(reading, child_of(reading, node, "start"), site,
                          gettext("the start page %.200s is on none of the site's hosts"), site->starts.items[index]);
    for (size_t index = 0; index < site->column_count && status == STATUS_OK; index++)
        status =
            check_address(reading, child_of(reading, node, "columns"), site,
                          gettext("the column %.200s is on none of the site's hosts"), site->columns[index].address);
    return status;
}

/* A name, a numeric address, or IPv6 in brackets; `*at` is moved behind it and the colon. */
static bool skip_host(const char **at)
{
    size_t size = **at == '[' ? strcspn(*at, "]") + 1 : strcspn(*at, ":/ ");

    if (size == 0 || strnlen(*at, size) < size || (*at)[size] != ':')
        return false;
    *at += size + 1;
    return true;
}

static bool skip_port(const char **at)
{
    char *end;
    unsigned long port = strtoul(*at, &end, 10);
    bool is_port = strspn(*at, "0123456789") == (size_t)(end - *at) && end > *at && port > 0 && port <= PORT_MAX;

    *at = *end == ':' ? end + 1 : end;
    return is_port && (*end == ':' || *end == '\0');
}

static bool is_connection(const char *text)
{
    return skip_host(&text) && skip_port(&text) && skip_host(&text) && skip_port(&text) && *text == '\0';
}

static enum status check_connections(const struct reading *reading, const yaml_node_t *node, const struct site *site)
{
    for (size_t index = 0; index < site->connect_to.count; index++) {
        if (!is_connection(site->connect_to.items[index]))
            return reading_fail(reading, child_of(reading, node, "connect_to"),
                                gettext("connect_to: \"%.200s\" is not HOST:PORT:ADDRESS:PORT, as "
                                        "www.example.gov.cn:443:10.1.2.3:443"),
                                site->connect_to.items[index]);
    }
    return STATUS_OK;
}

enum status site_file_check_site(const struct reading *reading, const yaml_node_t *node, const struct site *site)
{
    enum status status = check_hosts(reading, node, site);

    if (status == STATUS_OK)
        status = check_addresses(reading, node, site);
    return status == STATUS_OK ? check_connections(reading, node, site) : status;
}

/* ---- Mail. */

enum status site_file_check_mail(const struct reading *reading, const yaml_node_t *node, const struct site_file *file)
{
    const yaml_node_t *sites = child_of(reading, node, "sites");

    for (size_t index = 0; index < file->count && file->mail.smtp == NULL; index++) {
        const yaml_node_t *site = yaml_document_get_node(reading->document, sites->data.sequence.items.start[index]);

        if (file->sites[index].mail.count > 0)
            return reading_fail(reading, child_of(reading, child_of(reading, site, "contacts"), "mail"),
                                gettext("no mail can leave: the file names no server for it; write at its top "
                                        "mail: {smtp: \"smtps://HOST:465\", from: ADDRESS}, or take this away"));
    }
    return STATUS_OK;
}
