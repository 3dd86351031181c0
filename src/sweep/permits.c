/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/permits.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/array.h"
#include "base/buf.h"
#include "extract/extract.h"
#include "report/json_line.h"
#include "review/item.h"
#include "store/reviews.h"
#include "sweep/url.h"
#include "text/canonical.h"

enum {
    TEXT_MAX = 16 << 20,
    WINDOW = 24, /* bytes of a text by which drafts are found: eight characters */
    FILTER_BITS = 20,
};

/* What is like a draft in a page is found by windows of it: one at its beginning and one at that of each block. */
struct window {
    uint64_t hash;
    uint32_t draft;
};

struct known_draft {
    const char *review, *state, *address; /* address: where it is to be published; "" */
    struct bytes text;                    /* empty: it has none that could be compared */
    uint32_t windows;
    uint32_t met; /* in the page at hand */
    bool may_stand;
};

struct permitted_content {
    struct digest digest;
    uint32_t draft;
};

struct text_reader {
    struct extract_sink sink; /* first: the sink is the reader */
    struct charset *charset;
    struct arena *parts;
    struct buf canonical;
    struct canonical_state state;
};

struct permits {
    struct store *store;
    struct error *error;
    struct arena *arena, *scratch;
    struct text_reader reader;
    struct known_draft *drafts;
    size_t draft_count, draft_capacity;
    struct permitted_content *contents;
    size_t content_count, content_capacity;
    struct window *windows; /* sorted */
    size_t window_count, window_capacity;
    uint8_t filter[1 << (FILTER_BITS - 3)];
    enum status status;
};

static const struct limits limits = { .expanded_bytes_max = UINT64_C(256) << 20,
                                      .children_max = 1000,
                                      .depth_max = 2,
                                      .ratio_max = 250,
                                      .time_ms_max = 30000 };

/* ---- The text of a draft or a page: letters and digits of what readers see. */

static enum status part_open(struct extract_sink *sink, const struct part *part)
{
    (void)sink;
    (void)part;
    return STATUS_OK;
}

static enum status take_text(struct extract_sink *sink, const struct part *part, const struct text_run *run)
{
    struct text_reader *reader = (struct text_reader *)sink;
    char *room;

    (void)part;
    if (run->role != TEXT_BODY)
        return STATUS_OK;
    room = buf_reserve(&reader->canonical, CANONICAL_GROWTH * run->size + CANONICAL_SLACK + 1);
    if (room == NULL)
        return buf_status(&reader->canonical) == STATUS_NO_MEMORY ? STATUS_NO_MEMORY : STATUS_STOPPED;
    if (run->join == JOIN_LINE || run->join == JOIN_BROKEN)
        reader->canonical.size += canonical_break(&reader->state, room);
    else if (run->join == JOIN_SPACED)
        canonical_blank(&reader->state);
    room = reader->canonical.data + reader->canonical.size;
    reader->canonical.size += canonical_append(&reader->state, run->utf8, run->size, NEWLINES_ARE_BREAKS, room, NULL);
    return STATUS_OK;
}

static enum status ignore_gap(struct extract_sink *sink, const struct part *part, enum status why, const char *detail)
{
    (void)sink;
    (void)part;
    (void)why;
    (void)detail;
    return STATUS_OK;
}

static enum status part_close(struct extract_sink *sink, const struct part *part)
{
    (void)sink;
    (void)part;
    return STATUS_OK;
}

/* In the arena, with its blocks parted by line feeds. */
static enum status read_text(struct permits *permits, struct bytes input, const struct part_hint *hint,
                             struct arena *arena, struct bytes *text)
{
    struct text_reader *reader = &permits->reader;
    struct budget budget = budget_start(&limits, NULL);
    const struct extract_context context = { .charset = reader->charset, .budget = &budget, .arena = reader->parts };
    char *dense;
    enum status status;

    buf_clear(&reader->canonical);
    reader->state = (struct canonical_state)CANONICAL_STATE_INIT;
    arena_reset(reader->parts);
    *text = (struct bytes){ 0 };
    status = extract_document(input, NULL, hint, &context, &reader->sink);
    if (status != STATUS_OK || reader->canonical.size == 0)
        return status;
    dense = arena_alloc(arena, reader->canonical.size);
    if (dense == NULL)
        return STATUS_NO_MEMORY;
    *text = bytes_of(dense, canonical_dense(reader->canonical.data, reader->canonical.size, dense));
    return STATUS_OK;
}

/* Takes the line feeds out, in place. */
static struct bytes join_blocks(struct bytes text)
{
    char *bytes = (char *)text.data;
    size_t kept = 0;

    for (size_t index = 0; index < text.size; index++) {
        if (bytes[index] != '\n')
            bytes[kept++] = bytes[index];
    }
    return bytes_of(text.data, kept);
}

/* ---- Windows. */

static const uint64_t base = UINT64_C(0x9E3779B97F4A7C15);

static uint64_t hash_of(const uint8_t *bytes)
{
    uint64_t hash = 0;

    for (size_t index = 0; index < WINDOW; index++)
        hash = hash * base + bytes[index] + 1;
    return hash;
}

static size_t filter_place(uint64_t hash)
{
    return (size_t)(hash >> (64 - FILTER_BITS));
}

static enum status add_window(struct permits *permits, uint32_t number, const uint8_t *bytes)
{
    uint64_t hash = hash_of(bytes);
    enum status status = ARRAY_GROW(&permits->windows, &permits->window_capacity, permits->window_count + 1);

    if (status != STATUS_OK)
        return status;
    permits->windows[permits->window_count++] = (struct window){ hash, number };
    permits->filter[filter_place(hash) / 8] |= (uint8_t)(1U << filter_place(hash) % 8);
    permits->drafts[number].windows++;
    return STATUS_OK;
}

/* `text` with its blocks still apart. */
static enum status add_windows(struct permits *permits, uint32_t number, struct bytes text)
{
    enum status status = STATUS_OK;
    size_t start = 0;

    while (start < text.size && status == STATUS_OK) {
        const uint8_t *end = memchr(text.data + start, '\n', text.size - start);
        size_t size = end != NULL ? (size_t)(end - text.data) - start : text.size - start;

        if (size >= WINDOW)
            status = add_window(permits, number, text.data + start);
        start += size + 1;
    }
    return status;
}

static int compare_windows(const void *left, const void *right)
{
    const struct window *one = left, *other = right;

    if (one->hash != other->hash)
        return one->hash < other->hash ? -1 : 1;
    return one->draft < other->draft ? -1 : one->draft > other->draft;
}

/* ---- Drafts. */

/* The title stands in the template's place for titles. */
static struct bytes without_title(struct permits *permits, struct bytes text, const char *title)
{
    const struct part_hint hint = { .name = "title.txt", .media_type = "text/plain", .charset = "utf-8" };
    struct arena_mark mark = arena_mark(permits->scratch);
    struct bytes words;

    if (read_text(permits, bytes_of_text(title), &hint, permits->scratch, &words) == STATUS_OK && words.size > 0
        && words.size < text.size && memcmp(text.data, words.data, words.size) == 0 && text.data[words.size] == '\n')
        text = bytes_slice(text, words.size + 1, text.size);
    arena_release(permits->scratch, mark);
    return text;
}

struct loading {
    struct permits *permits;
    uint32_t number;
    const char *title;
    enum status status;
};

static bool take_content(void *context, const struct content_row *row)
{
    struct loading *loading = context;
    struct permits *permits = loading->permits;
    const struct part_hint hint = { .name = row->name, .media_type = row->media_type, .charset = "utf-8" };
    struct bytes text = { 0 };

    loading->status = ARRAY_GROW(&permits->contents, &permits->content_capacity, permits->content_count + 1);
    if (loading->status != STATUS_OK)
        return false;
    permits->contents[permits->content_count++] = (struct permitted_content){ row->digest, loading->number };
    if (row->ordinal != 0 || row->bytes.data == NULL)
        return true;
    loading->status = read_text(permits, row->bytes, &hint, permits->arena, &text);
    if (loading->status != STATUS_OK || text.size == 0)
        return loading->status == STATUS_OK;
    text = without_title(permits, text, loading->title);
    loading->status = add_windows(permits, loading->number, text);
    text = join_blocks(text);
    /* Short lines one and all. */
    if (loading->status == STATUS_OK && permits->drafts[loading->number].windows == 0 && text.size >= WINDOW)
        loading->status = add_window(permits, loading->number, text.data);
    permits->drafts[loading->number].text = text;
    return loading->status == STATUS_OK;
}

static const char *address_of(struct permits *permits, const char *draft)
{
    struct buf written = BUF_INIT(URL_SIZE_MAX + 1);
    const char *normal = NULL;

    json_line_unescape(json_line_text(bytes_of_text(draft), "\"address\""), &written);
    if (written.size > 0 && buf_status(&written) == STATUS_OK)
        permits->status = url_resolve(permits->arena, NULL, buf_bytes(&written), ENCODING_UTF8, &normal, NULL);
    buf_free(&written);
    return normal != NULL ? normal : "";
}

static bool take_review(void *context, const struct review_row *row)
{
    struct permits *permits = context;
    struct arena_copies copies = { .arena = permits->arena };
    struct loading loading = { permits, (uint32_t)permits->draft_count, row->title, STATUS_OK };
    enum status status;

    permits->status = ARRAY_GROW(&permits->drafts, &permits->draft_capacity, permits->draft_count + 1);
    if (permits->status != STATUS_OK)
        return false;
    permits->drafts[permits->draft_count++] =
        (struct known_draft){ .review = arena_copy(&copies, row->id),
                              .state = arena_copy(&copies, row->state),
                              .may_stand = strcmp(row->state, item_state_name(ITEM_READY)) == 0
                                           || strcmp(row->state, item_state_name(ITEM_PUBLISHED)) == 0 };
    permits->drafts[loading.number].address = address_of(permits, row->draft);
    status = content_list(permits->store, row->id, take_content, &loading, permits->error);
    if (status == STATUS_OK)
        status = loading.status;
    if (status == STATUS_OK && copies.has_failed)
        status = STATUS_NO_MEMORY;
    permits->status = permits->status == STATUS_OK ? status : permits->status;
    return permits->status == STATUS_OK;
}

static enum status load(struct permits *permits, const char *path)
{
    const struct review_query all = { .limit = UINT32_MAX };
    enum status status = store_open(path, STORE_READ, &permits->store, permits->error);

    if (status == STATUS_OK)
        status = arena_create(&permits->arena);
    if (status == STATUS_OK)
        status = arena_create(&permits->scratch);
    if (status == STATUS_OK)
        status = arena_create(&permits->reader.parts);
    if (status == STATUS_OK)
        status = charset_create(&permits->reader.charset);
    if (status == STATUS_OK)
        status = review_list(permits->store, &all, take_review, permits, permits->error);
    if (status == STATUS_OK)
        status = permits->status;
    if (status == STATUS_OK && permits->window_count > 1)
        qsort(permits->windows, permits->window_count, sizeof *permits->windows, compare_windows);
    return status;
}

enum status permits_open(const char *path, struct permits **result, struct error *error)
{
    struct permits *permits = alloc_zeroed(1, sizeof *permits);
    enum status status;

    if (permits == NULL)
        return STATUS_NO_MEMORY;
    permits->error = error;
    permits->reader.sink = (struct extract_sink){ part_open, take_text, ignore_gap, part_close, NULL };
    permits->reader.canonical = (struct buf)BUF_INIT(TEXT_MAX);
    status = load(permits, path);
    if (status == STATUS_OK)
        *result = permits;
    else
        permits_close(permits);
    return status;
}

void permits_close(struct permits *permits)
{
    if (permits == NULL)
        return;
    if (permits->reader.charset != NULL)
        charset_destroy(permits->reader.charset);
    if (permits->reader.parts != NULL)
        arena_destroy(permits->reader.parts);
    if (permits->scratch != NULL)
        arena_destroy(permits->scratch);
    if (permits->arena != NULL)
        arena_destroy(permits->arena);
    buf_free(&permits->reader.canonical);
    alloc_free(permits->drafts);
    alloc_free(permits->contents);
    alloc_free(permits->windows);
    store_close(permits->store);
    alloc_free(permits);
}

/* ---- Questions. */

/* One that may stand is better than one that may not. */
static const struct known_draft *better(const struct known_draft *one, const struct known_draft *other)
{
    return one == NULL || (other->may_stand && !one->may_stand) ? other : one;
}

static const struct known_draft *find_bytes(const struct permits *permits, const struct digest *digest)
{
    const struct known_draft *found = NULL;

    for (size_t index = 0; index < permits->content_count; index++) {
        const struct permitted_content *content = &permits->contents[index];

        if (memcmp(&content->digest, digest, sizeof *digest) == 0)
            found = better(found, &permits->drafts[content->draft]);
    }
    return found;
}

/* All its windows are there, which is soon known, and then the whole. */
static bool stands_in(const struct known_draft *draft, struct bytes page)
{
    return draft->windows > 0 && draft->met >= draft->windows && page.size > 0
           && memmem(page.data, page.size, draft->text.data, draft->text.size) != NULL;
}

static void meet(struct permits *permits, uint64_t hash)
{
    size_t low = 0, high = permits->window_count;

    if ((permits->filter[filter_place(hash) / 8] & 1U << filter_place(hash) % 8) == 0)
        return;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (permits->windows[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < permits->window_count && permits->windows[low].hash == hash; low++)
        permits->drafts[permits->windows[low].draft].met++;
}

/* The windows of drafts that the page has, by a rolling hash (Karp and Rabin 1987). */
static void meet_all(struct permits *permits, struct bytes page)
{
    uint64_t hash, top = 1;

    for (size_t index = 0; index < permits->draft_count; index++)
        permits->drafts[index].met = 0;
    if (page.size < WINDOW)
        return;
    for (size_t index = 0; index + 1 < WINDOW; index++)
        top *= base;
    hash = hash_of(page.data);
    meet(permits, hash);
    for (size_t end = WINDOW; end < page.size; end++) {
        hash = (hash - (page.data[end - WINDOW] + UINT64_C(1)) * top) * base + page.data[end] + 1;
        meet(permits, hash);
    }
}

/* Half of its paragraphs begin as some in the page do. */
static bool is_like(const struct known_draft *draft)
{
    return draft->windows > 0 && draft->met * 2 >= draft->windows;
}

/* The draft that is for this very address, else the one of which more is there. */
static const struct known_draft *liker(const struct known_draft *one, const struct known_draft *other, const char *url)
{
    if (one == NULL || strcmp(other->address, url) == 0)
        return other;
    return strcmp(one->address, url) != 0 && (uint64_t)other->met * one->windows > (uint64_t)one->met * other->windows
               ? other
               : one;
}

static struct permit_answer answer_of(enum permit_standing standing, const struct known_draft *draft)
{
    return draft == NULL ? (struct permit_answer){ standing, "", "" }
                         : (struct permit_answer){ standing, draft->review, draft->state };
}

static struct permit_answer judge(struct permits *permits, const char *url, struct bytes page)
{
    const struct known_draft *same = NULL, *like = NULL;

    meet_all(permits, page);
    for (size_t index = 0; index < permits->draft_count; index++) {
        const struct known_draft *draft = &permits->drafts[index];
        bool is_there = strcmp(draft->address, url) == 0;

        /* Of a draft whose text is not kept, or cannot be read here, the address is all that is known. */
        if (stands_in(draft, page) || (is_there && draft->text.size < WINDOW))
            same = better(same, draft);
        else if (is_there || (is_like(draft) && draft->may_stand))
            like = liker(like, draft, url);
    }
    if (same != NULL)
        return answer_of(same->may_stand ? PERMIT_GOOD : PERMIT_REFUSED, same);
    if (like != NULL)
        return answer_of(like->may_stand ? PERMIT_CHANGED : PERMIT_REFUSED, like);
    return answer_of(PERMIT_NONE, NULL);
}

enum status permits_ask(struct permits *permits, const struct permit_question *question, struct permit_answer *answer)
{
    const struct part_hint hint = { .name = "page.html",
                                    .media_type = "text/html",
                                    .charset = question->charset[0] != '\0' ? question->charset : NULL };
    const struct known_draft *same = find_bytes(permits, question->digest);
    struct arena_mark mark = arena_mark(permits->scratch);
    struct bytes page;
    enum status status = STATUS_OK;

    if (same != NULL || question->content.size == 0) {
        *answer = answer_of(same == NULL ? PERMIT_NONE : same->may_stand ? PERMIT_GOOD : PERMIT_REFUSED, same);
        return STATUS_OK;
    }
    status = read_text(permits, question->content, &hint, permits->scratch, &page);
    if (status == STATUS_OK)
        *answer = judge(permits, question->url, join_blocks(page));
    arena_release(permits->scratch, mark);
    return status;
}
