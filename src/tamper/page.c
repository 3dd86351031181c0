/* SPDX-License-Identifier: Apache-2.0 */
#include "tamper/page.h"

#include <string.h>

#include "tamper/script.h"
#include "text/utf8.h"

enum {
    HOSTS_FIRST = 16,     /* for which there is room at first */
    HIDDEN_MANY = 10,     /* DOMAIN: more than ten links in a hidden block */
    HIDDEN_HOSTS_MIN = 5,
    STUFFED_WORDS = 2,
    LINK_SPAM_MIN = 3,    /* as many links and as many odd hosts */
    LINK_WORDS_MAX = 300, /* bytes of a row of links: longer text is prose */
    OWN_LINKS_MIN = 3,    /* visible links that show which site this is */
    FOREIGN_MIN = 4,      /* letters that are more than a name */
    BODY_HAN_MIN = 30,    /* characters that show that a page is in Chinese */
    TITLE_HAN_MIN = 4,
    FOREIGN_SHARE = 10,   /* at most one in so many is foreign in a Chinese page: names, the choice of language */
};

static const char *const names[PAGE_SIGN_COUNT] = {
    "hidden-link",    "hidden-many",    "hidden-odd",    "hidden-spam",      "after-end",    "after-alone",
    "title-spam",     "title-stuffed",  "property-spam", "property-stuffed", "link-spam",    "script-host",
    "script-writes",  "script-decodes", "script-runs",   "script-packed",    "script-names", "script-spam",
    "script-diverts", "script-covers",  "script-jumps",  "refresh",          "refresh-odd",  "hidden-frame",
    "after-program",  "after-spam",     "title-foreign", "property-foreign", "handler",      "hidden-script",
    "more-hosts",
};

const char *page_sign_name(enum page_sign sign)
{
    return names[sign];
}

enum page_sign page_sign_find(const char *name)
{
    enum page_sign sign = 0;

    while (sign < PAGE_SIGN_COUNT && strcmp(names[sign], name) != 0)
        sign++;
    return sign;
}

static void copy_words(char words[PAGE_WORD_SIZE], const char *text, size_t size)
{
    size_t kept = utf8_floor(text, size, size < PAGE_WORD_SIZE - 1 ? size : PAGE_WORD_SIZE - 1);

    memcpy(words, text, kept);
    words[kept] = '\0';
}

/* ---- Signs. */

/* The first place of a sign is its evidence. */
static struct page_evidence give(struct page *page, enum page_sign sign, const char *text, struct span span)
{
    if ((page->signs >> sign & 1) != 0)
        return (struct page_evidence){ 0 };
    page->signs |= 1U << sign;
    copy_words(page->words[sign], text + span.start, (size_t)(span.end - span.start));
    return (struct page_evidence){ &page->holds[sign], span };
}

static struct page_evidence read_words(struct page *page, const struct page_knowledge *knowledge, enum page_sign sign,
                                       const char *text, size_t size, struct literal_places words)
{
    enum spam_scope scope = sign == PAGE_SCRIPT_SPAM ? SPAM_HAN : SPAM_ALL;
    struct spam_count count = spam_count(knowledge->words, scope, text, size, words);
    struct page_evidence evidence = { 0 };

    if (!spam_is_advertising(&count))
        return evidence;
    evidence = give(page, sign, text, count.first);
    /* The sign behind it is the one of several words. */
    if ((sign == PAGE_TITLE_SPAM || sign == PAGE_PROPERTY_SPAM) && count.strong > 0
        && count.strong + count.weak >= STUFFED_WORDS)
        page->signs |= 1U << (sign + 1);
    return evidence;
}

/* Whether there are odd hosts to go with them is known later. */
static struct page_evidence read_link_words(struct page *page, const struct page_knowledge *knowledge, const char *text,
                                            size_t size, struct literal_places words)
{
    struct spam_count count;
    bool is_first = page->spam_links == 0;

    if (size > LINK_WORDS_MAX)
        return (struct page_evidence){ 0 };
    count = spam_count(knowledge->words, SPAM_HAN, text, size, words);
    if (!spam_is_advertising(&count))
        return (struct page_evidence){ 0 };
    page->spam_links += count.strong > 0 ? count.strong : 1;
    if (!is_first)
        return (struct page_evidence){ 0 };
    copy_words(page->words[PAGE_LINK_SPAM], text, size);
    return (struct page_evidence){ &page->holds[PAGE_LINK_SPAM], { 0, size } };
}

/* ---- Scripts of languages. */

static bool is_foreign(uint32_t code_point)
{
    return (code_point >= 0x3041 && code_point <= 0x30FA) || (code_point >= 0x0E01 && code_point <= 0x0E4E)
           || (code_point >= 0x1EA0 && code_point <= 0x1EF9) || (code_point >= 0x0430 && code_point <= 0x044F);
}

static void count_letters(struct script_letters *letters, const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        struct utf8_step step = utf8_next(text + at, size - at);

        letters->han += step.code_point >= 0x4E00 && step.code_point <= 0x9FFF;
        letters->foreign += is_foreign(step.code_point);
        at += step.size;
    }
}

static struct page_evidence read_title(struct page *page, const struct page_knowledge *knowledge, const char *text,
                                       size_t size, struct literal_places words)
{
    struct page_evidence evidence = read_words(page, knowledge, PAGE_TITLE_SPAM, text, size, words);

    count_letters(&page->title, text, size);
    if (page->title.foreign < FOREIGN_MIN || evidence.hold != NULL || !page->is_html)
        return evidence;
    return give(page, PAGE_TITLE_FOREIGN, text, (struct span){ 0, size });
}

static struct page_evidence read_property(struct page *page, const struct page_knowledge *knowledge, const char *text,
                                          size_t size, struct literal_places words)
{
    struct page_evidence evidence = read_words(page, knowledge, PAGE_PROPERTY_SPAM, text, size, words);
    struct script_letters letters = { 0 };

    if (evidence.hold != NULL || !page->is_html)
        return evidence;
    count_letters(&letters, text, size);
    if (letters.foreign < FOREIGN_MIN)
        return evidence;
    return give(page, PAGE_PROPERTY_FOREIGN, text, (struct span){ 0, size });
}

/* What is foreign alone is a page in another language. */
static uint32_t signs_at_home(const struct page *page)
{
    uint32_t signs = 0;

    if (page->body.han < BODY_HAN_MIN || page->body.foreign * FOREIGN_SHARE > page->body.han)
        signs |= 1U << PAGE_TITLE_FOREIGN;
    if (page->title.han < TITLE_HAN_MIN || page->title.foreign >= FOREIGN_MIN)
        signs |= 1U << PAGE_PROPERTY_FOREIGN;
    return signs;
}

static struct page_evidence read_body(struct page *page, const struct page_knowledge *knowledge, bool after_end,
                                      const char *text, size_t size, struct literal_places words)
{
    if (!page_body_is_idle(page))
        count_letters(&page->body, text, size);
    if (!after_end)
        return read_link_words(page, knowledge, text, size, words);
    page->has_foot_after_end =
        page->has_foot_after_end || spam_count(knowledge->words, SPAM_HAN, text, size, words).feet > 0;
    return read_words(page, knowledge, PAGE_AFTER_SPAM, text, size, words);
}

/* ---- Hosts. */

static bool is_trusted(const struct page_knowledge *knowledge, const char *text, struct span span)
{
    return host_list_find(knowledge->hosts, text + span.start, (size_t)(span.end - span.start)) == HOST_TRUSTED;
}

static bool make_room(struct page *page)
{
    size_t capacity = page->host_capacity > 0 ? 2 * page->host_capacity : HOSTS_FIRST;
    struct page_host **hosts;

    if (page->host_count < page->host_capacity)
        return true;
    hosts = arena_alloc(page->arena, capacity * sizeof(*hosts));
    if (hosts == NULL)
        return false;
    if (page->host_count > 0)
        memcpy(hosts, page->hosts, page->host_count * sizeof(*hosts));
    page->hosts = hosts;
    page->host_capacity = capacity;
    return true;
}

static struct page_host *add_host(struct page *page, const struct page_knowledge *knowledge, const char *name,
                                  size_t size)
{
    struct page_host *host = make_room(page) ? arena_zeroed(page->arena, sizeof *host) : NULL;

    if (host != NULL)
        host->name = arena_text(page->arena, name, size);
    if (host == NULL || host->name == NULL) {
        page->lacks_memory = true;
        return NULL;
    }
    host->name_size = size;
    host->is_odd = host_is_odd(knowledge->hosts, name, size);
    page->hosts[page->host_count++] = host;
    return host;
}

/* NULL: it is trusted, or one too many, and then that is evidence, unless there is some already. */
static struct page_host *host_of(struct page *page, const struct page_knowledge *knowledge, const char *text,
                                 struct span span, struct page_evidence *evidence)
{
    const char *name = text + span.start;
    size_t size = (size_t)(span.end - span.start);

    if (is_trusted(knowledge, text, span))
        return NULL;
    for (size_t index = 0; index < page->host_count; index++) {
        if (page->hosts[index]->name_size == size && memcmp(page->hosts[index]->name, name, size) == 0)
            return page->hosts[index];
    }
    if (page->host_count < PAGE_HOSTS_MAX)
        return add_host(page, knowledge, name, size);
    if (evidence->hold == NULL)
        *evidence = give(page, PAGE_MORE_HOSTS, text, span);
    return NULL;
}

static struct page_evidence ask_for(struct page_host *host, struct span span)
{
    return (struct page_evidence){ host->hold == NULL ? &host->hold : NULL, span };
}

static bool is_script_link(const char *text, size_t size)
{
    const char *query = memchr(text, '?', size);
    size_t path = query != NULL ? (size_t)(query - text) : size;

    return path > 3 && memcmp(text + path - 3, ".js", 3) == 0;
}

/* One link, or several with blanks between. */
static struct page_evidence read_links(struct page *page, const struct page_knowledge *knowledge, enum page_piece piece,
                                       bool after_end, const char *text, size_t size)
{
    bool hidden = piece == PIECE_HIDDEN_LINK || piece == PIECE_HIDDEN_FRAME || piece == PIECE_CONCEALED_LINK
                  || piece == PIECE_HIDDEN_WRITTEN_LINK;
    bool is_written = piece == PIECE_WRITTEN_LINK || piece == PIECE_HIDDEN_WRITTEN_LINK;
    bool is_program = piece == PIECE_PROGRAM || piece == PIECE_FRAME || piece == PIECE_HIDDEN_FRAME;
    struct page_evidence evidence = { 0 };
    struct span span;

    if (after_end && piece == PIECE_LINK && !host_next(text, size, 0, &span))
        page->has_foot_after_end = true;
    for (size_t from = 0; host_next(text, size, from, &span); from = (size_t)span.end) {
        struct page_host *host = host_of(page, knowledge, text, span, &evidence);
        bool is_script;

        if (host == NULL) {
            page->has_foot_after_end = page->has_foot_after_end
                                       || (after_end && piece == PIECE_LINK && is_trusted(knowledge, text, span));
            continue;
        }
        is_script = host->is_odd && (piece == PIECE_PROGRAM || is_script_link(text, size));
        host->hidden += hidden;
        host->concealed += piece == PIECE_CONCEALED_LINK;
        host->written += is_written;
        host->visible += !hidden && !is_program && !is_written;
        host->after_end += after_end;
        host->shown_after_end += after_end && piece == PIECE_LINK;
        host->scripts += is_script;
        host->refreshes += piece == PIECE_REFRESH;
        host->hidden_frames += piece == PIECE_HIDDEN_FRAME;
        host->programs_after_end += is_program && after_end;
        if ((hidden || is_written || after_end || is_script || piece == PIECE_REFRESH) && evidence.hold == NULL)
            evidence = ask_for(host, span);
    }
    return evidence;
}

static struct page_evidence read_script(struct page *page, const struct page_knowledge *knowledge, const char *text,
                                        size_t size, struct literal_places words)
{
    struct script_signs signs = script_read(knowledge->script_words, knowledge->hosts, text, size);
    struct page_evidence evidence = read_words(page, knowledge, PAGE_SCRIPT_SPAM, text, size, words), other = { 0 };
    struct page_host *host = NULL;

    if (signs.host.end > signs.host.start)
        host = host_of(page, knowledge, text, signs.host, &other);
    if (host != NULL) {
        host->written += signs.writes;
        host->diverted += signs.diverts;
        host->covering += signs.covers;
        host->jumps += signs.jumps;
        if (signs.writes || signs.diverts || signs.jumps)
            other = ask_for(host, signs.place);
    }
    if (signs.names_odd_host || (host != NULL && host->is_odd && (signs.writes || signs.diverts)))
        page->signs |= 1U << PAGE_SCRIPT_NAMES;
    if (signs.packs && other.hold == NULL)
        other = give(page, PAGE_SCRIPT_PACKED, text, signs.place);
    if (signs.decodes || signs.runs) {
        struct page_evidence decoded =
            give(page, signs.runs ? PAGE_SCRIPT_RUNS : PAGE_SCRIPT_DECODES, text, signs.place);

        other = other.hold == NULL ? decoded : other;
    }
    return evidence.hold != NULL ? evidence : other;
}

static struct page_evidence read_handler(struct page *page, const struct page_knowledge *knowledge, const char *text,
                                         size_t size, struct literal_places words)
{
    struct page_evidence evidence = read_script(page, knowledge, text, size, words);
    struct page_host *host;
    struct span span;

    if (!script_handler_calls(knowledge->hosts, text, size, &span))
        return evidence;
    host = host_of(page, knowledge, text, span, &evidence);
    if (host == NULL)
        return evidence;
    host->handlers++;
    return evidence.hold != NULL ? evidence : ask_for(host, span);
}

struct page_evidence page_read(struct page *page, const struct page_knowledge *knowledge, enum page_piece piece,
                               bool after_end, const char *text, size_t size, struct literal_places words)
{
    switch (piece) {
    case PIECE_TITLE:
        return read_title(page, knowledge, text, size, words);
    case PIECE_PROPERTY:
        return read_property(page, knowledge, text, size, words);
    case PIECE_HIDDEN:
        return read_words(page, knowledge, PAGE_HIDDEN_SPAM, text, size, words);
    case PIECE_LINK:
    case PIECE_HIDDEN_LINK:
    case PIECE_CONCEALED_LINK:
    case PIECE_WRITTEN_LINK:
    case PIECE_HIDDEN_WRITTEN_LINK:
    case PIECE_PROGRAM:
    case PIECE_FRAME:
    case PIECE_HIDDEN_FRAME:
    case PIECE_REFRESH:
        return read_links(page, knowledge, piece, after_end, text, size);
    case PIECE_SCRIPT:
        return read_script(page, knowledge, text, size, words);
    case PIECE_HANDLER:
        return read_handler(page, knowledge, text, size, words);
    case PIECE_BODY:
        return read_body(page, knowledge, after_end, text, size, words);
    }
    return (struct page_evidence){ 0 };
}

/* ---- Judging. */

/* The host that visible links lead to most often, when there are enough of them. */
static const char *guess_own(const struct page *page)
{
    const struct page_host *most = NULL;

    for (size_t index = 0; index < page->host_count; index++) {
        if (!page->hosts[index]->is_odd && (most == NULL || page->hosts[index]->visible > most->visible))
            most = page->hosts[index];
    }
    return most != NULL && most->visible >= OWN_LINKS_MIN ? most->name : NULL;
}

static bool is_own(const char *own, const struct page_host *host)
{
    return own != NULL && host_is_same_site(own, strlen(own), host->name, host->name_size);
}

/* Old templates end the page before its foot. */
static bool has_foot_after_end(const struct page *page, const char *own)
{
    bool has_foot = page->has_foot_after_end;

    for (size_t index = 0; index < page->host_count && !has_foot; index++)
        has_foot = page->hosts[index]->shown_after_end > 0 && is_own(own, page->hosts[index]);
    return has_foot;
}

/* Each host counts here, though only the first one of a sign has points. */
static void note_host(const struct page_knowledge *knowledge, struct page_verdict *verdict, size_t index,
                      enum page_sign sign)
{
    if (knowledge->points.points[sign] > 0)
        verdict->host_signs[index] |= 1U << sign;
}

static void note_advertised(const struct page *page, const struct page_knowledge *knowledge, const char *own,
                            struct page_verdict *verdict)
{
    for (size_t index = 0; index < page->host_count; index++) {
        const struct page_host *host = page->hosts[index];

        if (host->is_odd && host->visible > 0 && !is_own(own, host))
            note_host(knowledge, verdict, index, PAGE_LINK_SPAM);
    }
}

static void add(const struct page *page, const struct page_knowledge *knowledge, struct page_verdict *verdict,
                enum page_sign sign, const struct page_host *host, uint32_t *most)
{
    uint32_t points = knowledge->points.points[sign];
    const void *hold = host != NULL ? host->hold : page->holds[sign];

    if ((verdict->signs >> sign & 1) != 0 || points == 0)
        return;
    verdict->signs |= 1U << sign;
    verdict->points += points;
    if (host != NULL)
        copy_words(verdict->words[sign], host->name, host->name_size);
    else
        memcpy(verdict->words[sign], page->words[sign], PAGE_WORD_SIZE);
    if (hold != NULL && (verdict->hold == NULL || points > *most)) {
        verdict->hold = hold;
        verdict->is_of_host = host != NULL;
        *most = points;
    }
}

void page_judge(const struct page *page, const struct page_knowledge *knowledge, const char *own,
                struct page_verdict *verdict)
{
    uint32_t hidden = 0, hidden_hosts = 0, odd = 0, most = 0, signs = page->signs & ~signs_at_home(page);
    bool has_foot;

    *verdict = (struct page_verdict){ 0 };
    if (own == NULL)
        own = guess_own(page);
    has_foot = has_foot_after_end(page, own);
    for (size_t index = 0; index < page->host_count; index++) {
        const struct page_host *host = page->hosts[index];
        const struct {
            enum page_sign sign;
            bool stands;
        } of_host[] = {
            { PAGE_HIDDEN_LINK, host->hidden > 0 },
            { PAGE_HIDDEN_ODD, host->hidden > 0 && host->is_odd },
            { PAGE_HIDDEN_SCRIPT, host->concealed > 0 },
            { PAGE_AFTER_END, host->after_end > 0 },
            { PAGE_AFTER_ALONE, host->shown_after_end > 0 && !has_foot },
            { PAGE_SCRIPT_HOST, host->scripts > 0 },
            { PAGE_SCRIPT_WRITES, host->written > 0 },
            { PAGE_SCRIPT_DIVERTS, host->diverted > 0 },
            { PAGE_SCRIPT_COVERS, host->covering > 0 },
            { PAGE_SCRIPT_JUMPS, host->jumps > 0 },
            { PAGE_HANDLER, host->handlers > 0 },
            { PAGE_REFRESH, host->refreshes > 0 },
            { PAGE_REFRESH_ODD, host->refreshes > 0 && host->is_odd },
            { PAGE_HIDDEN_FRAME, host->hidden_frames > 0 },
            { PAGE_AFTER_PROGRAM, host->programs_after_end > 0 },
        };

        if (is_own(own, host))
            continue;
        hidden += host->hidden;
        hidden_hosts += host->hidden > 0;
        odd += host->is_odd ? host->visible : 0;
        for (size_t sign = 0; sign < sizeof of_host / sizeof *of_host; sign++) {
            if (!of_host[sign].stands)
                continue;
            add(page, knowledge, verdict, of_host[sign].sign, host, &most);
            note_host(knowledge, verdict, index, of_host[sign].sign);
        }
    }
    for (enum page_sign sign = 0; sign < PAGE_SIGN_COUNT; sign++) {
        if ((signs >> sign & 1) != 0)
            add(page, knowledge, verdict, sign, NULL, &most);
    }
    /* Many to the same place are a menu. */
    if (hidden > HIDDEN_MANY && hidden_hosts >= HIDDEN_HOSTS_MIN)
        add(page, knowledge, verdict, PAGE_HIDDEN_MANY, NULL, &most);
    if (page->spam_links >= LINK_SPAM_MIN && odd >= LINK_SPAM_MIN) {
        add(page, knowledge, verdict, PAGE_LINK_SPAM, NULL, &most);
        note_advertised(page, knowledge, own, verdict);
    }
}
