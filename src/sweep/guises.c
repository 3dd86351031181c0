/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/guises.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "report/words.h"
#include "sweep/url_host.h"

static const struct {
    const char *words, *user_agent, *referer;
} guises[GUISE_COUNT] = {
    [GUISE_PLAIN] = { N_("everybody"), NULL, NULL },
    [GUISE_ENGINE] = { N_("a search engine"),
                       "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", NULL },
    [GUISE_REFERRED] = { N_("who comes from a search engine"),
                         "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                         "Chrome/120.0.0.0 Safari/537.36",
                         "https://www.baidu.com/s?wd=%E6%94%BF%E5%BA%9C" },
    [GUISE_PHONE] = { N_("a phone"),
                      "Mozilla/5.0 (Linux; Android 13; zh-CN) AppleWebKit/537.36 (KHTML, like Gecko) "
                      "Chrome/120.0.0.0 Mobile Safari/537.36",
                      NULL },
};

const char *guise_words(enum guise guise)
{
    return gettext(guises[guise].words);
}

const char *guise_user_agent(enum guise guise)
{
    return guises[guise].user_agent;
}

const char *guise_referer(enum guise guise)
{
    return guises[guise].referer;
}

/* ---- Which pages. */

/* SplitMix64 (Steele, Lea, Flood 2014): enough for an order that nobody foresees from the addresses. */
static uint64_t mix(uint64_t value)
{
    value += UINT64_C(0x9E3779B97F4A7C15);
    value = (value ^ (value >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94D049BB133111EB);
    return value ^ (value >> 31);
}

static int compare_candidates(const void *left, const void *right, void *seed)
{
    const struct guise_candidate *one = left, *other = right;
    uint64_t first = mix(*(uint64_t *)seed ^ (uint64_t)one->id), second = mix(*(uint64_t *)seed ^ (uint64_t)other->id);

    if (one->kind != other->kind)
        return one->kind < other->kind ? -1 : 1;
    return first < second ? -1 : first > second;
}

static void swap(struct guise_candidate *left, struct guise_candidate *right)
{
    struct guise_candidate kept = *left;

    *left = *right;
    *right = kept;
}

size_t guises_pick(struct guise_candidate *candidates, size_t count, size_t wanted, uint64_t seed)
{
    size_t open = 0, changed = 0, others, left;

    if (count > 0)
        qsort_r(candidates, count, sizeof *candidates, compare_candidates, &seed);
    while (open < count && candidates[open].kind == CANDIDATE_OPEN)
        open++;
    while (open + changed < count && candidates[open + changed].kind != CANDIDATE_OTHER)
        changed++;
    others = count - open - changed;
    if (wanted <= open)
        return open;
    wanted -= open;
    left = wanted / 4 < others ? wanted / 4 : others;
    if (changed > wanted - left) {
        /* Those that have not changed come to where the last ones that have would be. */
        for (size_t index = 0; index < left; index++)
            swap(&candidates[open + wanted - left + index], &candidates[open + changed + index]);
        return open + wanted;
    }
    return open + changed + left;
}

/* ---- What differs. */

bool guise_rule_counts(const char *category, enum finding_severity severity)
{
    static const char prohibited[] = "prohibited.";

    return severity != FINDING_ORDINARY
           && (strcmp(category, "tamper") == 0 || strncmp(category, prohibited, sizeof prohibited - 1) == 0);
}

static bool has(const char *const *items, size_t count, const char *item)
{
    for (size_t index = 0; index < count; index++) {
        if (strcmp(items[index], item) == 0)
            return true;
    }
    return false;
}

static bool is_foreign(const struct guise_knowledge *knowledge, const char *host)
{
    return !site_has_host(knowledge->site, host) && !url_host_is_official(host)
           && (knowledge->knows_host == NULL || !knowledge->knows_host(knowledge->context, host));
}

/* A rule finds something that it did not find in the page; the severe ones first. */
static const struct inspected_finding *find_rule(const struct guise_page *page, const struct inspection *inspection)
{
    const struct inspected_finding *found = NULL;

    for (size_t index = 0; index < inspection->finding_count; index++) {
        const struct inspected_finding *finding = &inspection->findings[index];

        if (guise_rule_counts(finding->category, finding->severity)
            && !has(page->rules, page->rule_count, finding->rule)
            && (found == NULL || finding->severity < found->severity))
            found = finding;
    }
    return found;
}

static const char *find_hidden(const struct guise_knowledge *knowledge, const struct facts *before,
                               const struct facts *now)
{
    for (size_t index = 0; index < now->hidden.count; index++) {
        const char *url = now->hidden.items[index];
        struct url_parts parts;

        if (url_split(url, &parts) && is_foreign(knowledge, parts.host)
            && !has(before->hidden.items, before->hidden.count, url))
            return url;
    }
    return NULL;
}

static const char *find_host(const struct guise_knowledge *knowledge, const struct facts *before,
                             const struct site_texts *hosts)
{
    for (size_t index = 0; index < hosts->count; index++) {
        const char *host = hosts->items[index];

        if (is_foreign(knowledge, host) && !has(before->loads.items, before->loads.count, host)
            && !has(before->leads.items, before->leads.count, host))
            return host;
    }
    return NULL;
}

/* Firewalls answer a search engine's name with such pages when it does not come from there. */
static bool is_refusal(const struct facts *facts)
{
    static const char *const words[] = { "拦截", "拒绝", "验证", "禁止访问", "防火墙", "Forbidden", "Denied", "WAF" };

    if (facts->says_missing)
        return true;
    for (size_t index = 0; index < sizeof words / sizeof *words; index++) {
        if (strstr(facts->title, words[index]) != NULL)
            return true;
    }
    return false;
}

static const char *find_title(const struct facts *before, const struct facts *now)
{
    bool is_other = now->title[0] != '\0' && facts_share_words(before->title, before->title)
                    && !facts_share_words(before->title, now->title);

    return is_other && !is_refusal(now) ? now->title : NULL;
}

/* Without what rules find. */
static enum guise_difference compare_facts(const struct guise_knowledge *knowledge, const struct facts *before,
                                           const struct facts *now, const char **what)
{
    if ((*what = find_hidden(knowledge, before, now)) != NULL)
        return GUISE_HIDDEN;
    if ((*what = find_title(before, now)) != NULL)
        return GUISE_TITLE;
    if ((*what = find_host(knowledge, before, &now->loads)) != NULL
        || (*what = find_host(knowledge, before, &now->leads)) != NULL)
        return GUISE_HOST;
    return GUISE_SAME;
}

enum guise_difference guise_compare(const struct guise_knowledge *knowledge, const struct guise_page *page,
                                    const struct guise_look *look, struct guise_what *what)
{
    *what = (struct guise_what){ .text = look->location };
    if (look->outcome == LOOK_AWAY)
        return GUISE_REDIRECT;
    if (look->outcome != LOOK_OTHER || strcmp(look->facts->format, "html") != 0)
        return GUISE_SAME;
    what->finding = find_rule(page, look->inspection);
    if (what->finding != NULL)
        return GUISE_RULE;
    /* Another page of the site has its own words and links; sweeps look at it by itself. */
    return look->is_moved ? GUISE_SAME : compare_facts(knowledge, page->facts, look->facts, &what->text);
}

enum guise_difference guise_judge(const struct guise_knowledge *knowledge, const struct guise_sample *sample,
                                  enum guise guise, struct guise_what *what)
{
    const struct guise_look *look = &sample->looks[guise], *plain = &sample->looks[GUISE_PLAIN];
    enum guise_difference difference = guise_compare(knowledge, &sample->page, look, what);
    struct guise_what to_everybody;

    if (difference == GUISE_SAME || plain->outcome == LOOK_SAME)
        return difference;
    /* Whoever asks is led away now, or nobody knows; or it changes in this by itself. */
    if (plain->outcome != LOOK_OTHER || guise_compare(knowledge, &sample->page, plain, &to_everybody) == difference)
        return GUISE_SAME;
    return guise_compare(knowledge, &sample->control, look, what);
}

bool guise_is_unsure(const struct guise_sample *sample)
{
    for (size_t guise = 0; guise < GUISE_COUNT; guise++) {
        if (sample->looks[guise].outcome == LOOK_UNSEEN)
            return true;
    }
    return false;
}
