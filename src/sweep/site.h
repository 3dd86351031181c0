/* SPDX-License-Identifier: Apache-2.0
 *
 * A site as its keeper describes it (docs/zh/站点巡检.md): what belongs to it, how it is to be asked, when it is looked
 * through, who answers for it.
 *
 * Read from the site file by cli/site_file.c; everything is in its arena and constant afterwards.
 */
#ifndef GUANKA_SWEEP_SITE_H
#define GUANKA_SWEEP_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sweep/slots.h"

struct site_texts {
    const char *const *items;
    size_t count;
};

/* How often a column must have something new (DOMAIN 6.2, 6.4). */
enum column_class {
    COLUMN_NEWS,   /* 动态、要闻 */
    COLUMN_NOTICE, /* 通知公告 */
    COLUMN_POLICY, /* 政策文件 */
    COLUMN_OTHER,  /* what its own period says */
    COLUMN_STABLE, /* 概况、机构: no news, but seen to once in its period */
    COLUMN_ARCHIVED,
    COLUMN_CLASS_COUNT
};

struct site_column {
    const char *name, *address; /* of its list page */
    enum column_class class;
    uint32_t days;      /* its period; 0: as its class has it */
    uint32_t warn_days; /* after which it is warned of; 0: five sixths of its period */
};

/* When checks find something (docs/zh/站点巡检.md); the first of a pair fails, the second warns. */
struct site_thresholds {
    uint32_t home_days, home_warn_days;
    uint32_t news_days, news_warn_days;
    uint32_t notice_months, notice_warn_months;
    uint32_t policy_months, policy_warn_months;
    uint32_t stale_columns;   /* of news, notices and policies, that fail a site */
    uint32_t stale_others;    /* the same of others */
    uint32_t blank_columns;   /* the same */
    uint32_t forged_days;     /* between the day that a page displays and its Last-Modified */
    uint32_t backdated_days;  /* between that day and the last sweep that did not see the page */
    uint32_t backdated_pages; /* so many at once are no accident */
    uint32_t redated_days;    /* that an article is dated anew by, some of it being written anew, and told of */
    uint32_t same_text_percent; /* of an article are enough for it to be the same one */
    uint32_t listed_days;     /* that are let pass between the day in a list and that of the page */
    uint32_t unreachable_percent, unreachable_warn_percent; /* of the probes of a week */
    uint32_t unreachable_probes;                            /* that fail one after the other */
};

struct site_limits {
    uint32_t pages_max;          /* addresses of one sweep */
    uint32_t depth_max;          /* links from a start page */
    uint32_t body_mib_max;       /* of one answer, unpacked */
    uint32_t seconds;            /* of one request */
    uint32_t minutes;            /* of one sweep */
    uint32_t retries;            /* after a failure that may pass */
    uint32_t failed_percent_max; /* of the addresses: more, and the sweep is incomplete */
    uint32_t guise_pages;        /* of one sweep that are asked for in other guises, too (guises.h) */
};

struct site_manners {
    uint32_t requests_per_second; /* to one host; 0: as fast as it answers */
    uint32_t connections;         /* to one host */
    bool obeys_robots;
    const char *user_agent;
};

/* What must have gone through the gate (permits.h). */
struct site_permits {
    const char *store;       /* the gate's; NULL: nothing must */
    struct date since;       /* that is dated this day or later, or came later */
    struct site_texts under; /* beginnings of addresses; none: the whole site */
};

struct site {
    const char *id;               /* names it in commands and in the store */
    const char *name;             /* 兴义市人民政府 */
    const char *unit;             /* who answers for it */
    const char *code;             /* 网站标识码; "" */
    const char *icp, *police;     /* filings; "" */
    struct site_texts starts;     /* start pages, normal forms */
    struct site_texts hosts;      /* that belong to it: "www.xyi.gov.cn", "*.xyi.gov.cn" */
    struct site_texts excluded;   /* beginnings of addresses that are not visited */
    struct site_texts connect_to; /* see fetch.h; NULL-terminated */
    struct site_texts ranges;     /* address ranges that are allowed though they are not public */
    const char *ca_file;          /* NULL */
    const struct site_column *columns;
    size_t column_count;
    struct slots slots;
    struct site_texts mail, webhooks;
    struct site_limits limits;
    struct site_manners manners;
    struct site_thresholds thresholds;
    struct site_permits permits;
};

/* Whether a host is one of the site's; without a port. */
bool site_has_host(const struct site *site, const char *host);
/* The same, or a host that differs from one of them in a first label by which sites are named for readers or devices: www, m,
 * wap, mobile, 3g. */
bool site_is_at_home(const struct site *site, const char *host);
/* Whether the site file says where a host and port really are. */
bool site_places(const struct site *site, const char *host, unsigned port);
bool site_excludes(const struct site *site, const char *url);
/* Whether an address is a start page or a column's list. */
bool site_names_page(const struct site *site, const char *url);

#endif
