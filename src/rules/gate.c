/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/gate.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "text/ascii.h"
#include "text/marks.h"

/* A word, and what must stand in front of it. */
struct use {
    const uint8_t *lead;
    uint32_t requirement;
    uint8_t lead_size;
};

struct word {
    struct bytes text;
    uint32_t first, count; /* of its uses */
};

/* A choice that is looked for only where the rarest one of the requirement has been met. */
struct company {
    const struct literal_set *words;
    const struct bytes *leads; /* of each word, by its id */
};

struct entry {
    uint16_t counts[GATE_COUNTS]; /* as many at least in its line */
    uint32_t width, part;
    uint8_t company_count, brief_count;
    struct company company[REQUIREMENT_CHOICES_MAX - 1];
    struct bytes brief[REQUIREMENT_BRIEF_MAX]; /* one of which stands beside the words, too short to be searched for */
};

/* Asked at each line, so by itself. */
struct wordless {
    uint16_t counts[GATE_COUNTS];
    const struct entry *entry;
};

struct gate {
    const struct entry *entries;
    const struct wordless *wordless; /* those of the entries without a word */
    size_t wordless_count;
    const struct word *words;
    size_t word_count;
    const struct use *uses;
    uint64_t units[256]; /* what a byte adds to the counts of a line */
};

/* Parts of requirements without words; of the others from PART_WORDS on. */
enum {
    PART_SHORT,
    PART_SOME_DIGITS,
    PART_MANY_DIGITS,
    PART_SIGNS,
    PART_LETTERS,
    PART_DOUBLED,
    PART_WORDS,
};
/* More digits than a date has, and bytes of a line that is no sentence; of a match in which it is worth while to look
 * for brief texts. */
enum { MANY_DIGITS = 9, SHORT_LINE = 96, BRIEF_WIDTH = 160 };

static bool has_kinds(const struct requirement *requirement)
{
    return requirement->kinds[KIND_DIGIT] > 1 || requirement->kinds[KIND_LETTER] > 0
           || requirement->kinds[KIND_SIGN] > 0 || requirement->kinds[KIND_LATIN] > 0
           || requirement->kinds[KIND_DOUBLED] > 0;
}

bool gate_takes(const struct requirement *requirement)
{
    return requirement->choice_count > 0 || has_kinds(requirement) || requirement->line_max <= SHORT_LINE;
}

unsigned gate_part(const struct requirement *requirement, size_t index)
{
    if (requirement->choice_count > 0)
        return PART_WORDS + (unsigned)(index % (GATE_PARTS - PART_WORDS));
    if (requirement->kinds[KIND_DOUBLED] > 0)
        return PART_DOUBLED;
    if (requirement->kinds[KIND_LETTER] > 0)
        return PART_LETTERS;
    if (requirement->kinds[KIND_SIGN] > 0 || requirement->kinds[KIND_LATIN] > 0)
        return PART_SIGNS;
    if (requirement->kinds[KIND_DIGIT] > MANY_DIGITS)
        return PART_MANY_DIGITS;
    return requirement->line_max <= SHORT_LINE ? PART_SHORT : PART_SOME_DIGITS;
}

/* ---- Making. */

static size_t count_texts(const struct requirement *requirements, size_t count)
{
    size_t texts = 0;

    for (size_t index = 0; index < count; index++) {
        const struct requirement_choice *rarest = requirement_rarest(&requirements[index]);

        texts += rarest != NULL ? rarest->count : 0;
    }
    return texts;
}

/* What is collected: the words with their places in a hash table, and of each use, in order, its word. */
struct collection {
    struct arena *arena;
    struct word *words;
    size_t word_count;
    uint32_t *slots; /* words plus 1; 0 is free */
    size_t slot_mask;
    uint32_t *word_of_use;
    struct use *uses;
    size_t use_count;
};

/* The words are our own, so nobody chooses them to collide. */
static uint64_t hash_of(struct bytes text)
{
    uint64_t hash = text.size;

    for (size_t at = 0; at < text.size; at++)
        hash = (hash ^ text.data[at]) * UINT64_C(0x9E3779B97F4A7C15);
    return hash >> 32;
}

static enum status word_of(struct collection *collection, struct bytes text, uint32_t *word)
{
    size_t at = hash_of(text) & collection->slot_mask;
    char *copy;

    while (collection->slots[at] != 0 && !bytes_equal(collection->words[collection->slots[at] - 1].text, text))
        at = (at + 1) & collection->slot_mask;
    if (collection->slots[at] == 0) {
        copy = arena_text(collection->arena, (const char *)text.data, text.size);
        if (copy == NULL)
            return STATUS_NO_MEMORY;
        collection->words[collection->word_count++] = (struct word){ bytes_of(copy, text.size), 0, 0 };
        collection->slots[at] = (uint32_t)collection->word_count;
    }
    *word = collection->slots[at] - 1;
    return STATUS_OK;
}

static enum status collect_use(struct collection *collection, struct bytes text, size_t requirement)
{
    size_t lead = requirement_word((const char *)text.data, text.size);
    struct use use = { NULL, (uint32_t)requirement, (uint8_t)lead };
    uint32_t word;
    enum status status = word_of(collection, bytes_slice(text, lead, text.size - lead), &word);

    if (status != STATUS_OK)
        return status;
    if (lead > 0) {
        use.lead = (const uint8_t *)arena_text(collection->arena, (const char *)text.data, lead);
        if (use.lead == NULL)
            return STATUS_NO_MEMORY;
    }
    collection->word_of_use[collection->use_count] = word;
    collection->uses[collection->use_count++] = use;
    collection->words[word].count++;
    return STATUS_OK;
}

static enum status collect_uses(struct collection *collection, const struct requirement *requirements, size_t count)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < count; index++) {
        const struct requirement_choice *rarest = requirement_rarest(&requirements[index]);

        for (size_t text = 0; rarest != NULL && text < rarest->count && status == STATUS_OK; text++)
            status = collect_use(collection, rarest->texts[text], index);
    }
    return status;
}

/* The uses of a word stand together, in the order of their requirements. */
static void sort_uses(const struct collection *collection, struct use *sorted)
{
    uint32_t first = 0;

    for (size_t index = 0; index < collection->word_count; index++) {
        struct word *word = &collection->words[index];

        word->first = first;
        first += word->count;
        word->count = 0;
    }
    for (size_t index = 0; index < collection->use_count; index++) {
        struct word *word = &collection->words[collection->word_of_use[index]];

        sorted[word->first + word->count++] = collection->uses[index];
    }
}

static enum status make_words(const struct requirement *requirements, size_t count, struct arena *arena,
                              struct gate *gate)
{
    size_t texts = count_texts(requirements, count), slots = (size_t)1 << (64 - __builtin_clzll(2 * texts + 1));
    struct collection collection = { .arena = arena,
                                     .words = arena_alloc(arena, (texts + 1) * sizeof(struct word)),
                                     .slots = alloc_zeroed(slots, sizeof(uint32_t)),
                                     .slot_mask = slots - 1,
                                     .word_of_use = alloc_zeroed(texts + 1, sizeof(uint32_t)),
                                     .uses = alloc_zeroed(texts + 1, sizeof(struct use)) };
    struct use *uses = arena_alloc(arena, (texts + 1) * sizeof *uses);
    enum status status = STATUS_NO_MEMORY;

    if (collection.words != NULL && collection.slots != NULL && collection.word_of_use != NULL
        && collection.uses != NULL && uses != NULL)
        status = collect_uses(&collection, requirements, count);
    if (status == STATUS_OK) {
        sort_uses(&collection, uses);
        gate->words = collection.words;
        gate->word_count = collection.word_count;
        gate->uses = uses;
    }
    alloc_free(collection.slots);
    alloc_free(collection.word_of_use);
    alloc_free(collection.uses);
    return status;
}

/* Four counts of sixteen bits in one word, of the kinds of one character. */
#define ONE_OF(kind) (UINT64_C(1) << 16 * (kind))

static void fill_units(uint64_t units[256])
{
    for (unsigned byte = 0; byte < 256; byte++) {
        enum requirement_kind kind = byte < 0x80 ? requirement_kind_of(byte) : KIND_OTHER;

        if ((byte & 0xE0) == 0xC0) /* the first of two bytes */
            kind = KIND_LATIN;
        units[byte] = kind != KIND_OTHER ? ONE_OF(kind) : 0;
    }
}

static enum status make_company(const struct requirement_choice *choice, struct arena *arena, struct company *company)
{
    struct literal *literals = alloc_zeroed(choice->count, sizeof *literals);
    struct bytes *leads = arena_alloc(arena, choice->count * sizeof *leads);
    enum status status = literals == NULL || leads == NULL ? STATUS_NO_MEMORY : STATUS_OK;

    for (size_t index = 0; index < choice->count && status == STATUS_OK; index++) {
        struct bytes text = choice->texts[index];
        size_t lead = requirement_word((const char *)text.data, text.size);
        const char *copy = arena_text(arena, (const char *)text.data, lead);

        if (copy == NULL)
            status = STATUS_NO_MEMORY;
        else
            leads[index] = bytes_of(copy, lead);
        literals[index] =
            (struct literal){ (const char *)text.data + lead, (uint32_t)(text.size - lead), (uint32_t)index };
    }
    if (status == STATUS_OK)
        status = literal_set_create(literals, choice->count, arena, &company->words);
    company->leads = leads;
    alloc_free(literals);
    return status;
}

static enum status fill_company(const struct requirement *requirement, struct arena *arena, struct entry *entry)
{
    const struct requirement_choice *rarest = requirement_rarest(requirement);
    enum status status = STATUS_OK;

    for (size_t index = 0; index < requirement->choice_count && status == STATUS_OK; index++) {
        if (&requirement->choices[index] != rarest)
            status = make_company(&requirement->choices[index], arena, &entry->company[entry->company_count++]);
    }
    return status;
}

static uint16_t at_most_count(size_t count)
{
    return (uint16_t)(count < UINT16_MAX ? count : UINT16_MAX);
}

static uint16_t shortness_of(size_t line_size)
{
    return (uint16_t)(UINT16_MAX - at_most_count(line_size));
}

static enum status fill_entry(const struct requirement *requirement, unsigned part, struct arena *arena,
                              struct entry *entry)
{
    size_t brief_count = requirement->width <= BRIEF_WIDTH ? requirement->brief.count : 0;

    *entry = (struct entry){ .width = requirement->width, .part = part };
    for (size_t kind = 0; kind < REQUIREMENT_KINDS; kind++)
        entry->counts[kind] = at_most_count(requirement->kinds[kind]);
    entry->counts[GATE_SHORTNESS] = shortness_of(requirement->line_max);
    for (; entry->brief_count < brief_count; entry->brief_count++) {
        struct bytes text = requirement->brief.texts[entry->brief_count];
        const char *copy = arena_text(arena, (const char *)text.data, text.size);

        if (copy == NULL)
            return STATUS_NO_MEMORY;
        entry->brief[entry->brief_count] = bytes_of(copy, text.size);
    }
    return fill_company(requirement, arena, entry);
}

enum status gate_create(const struct requirement *requirements, size_t count, struct arena *arena,
                        const struct gate **result)
{
    struct gate *gate = arena_zeroed(arena, sizeof *gate);
    struct entry *entries = arena_alloc(arena, (count + 1) * sizeof *entries);
    struct wordless *wordless = arena_alloc(arena, (count + 1) * sizeof *wordless);
    enum status status = STATUS_NO_MEMORY;

    if (gate != NULL && entries != NULL && wordless != NULL) {
        status = STATUS_OK;
        for (size_t index = 0; index < count && status == STATUS_OK; index++) {
            status = fill_entry(&requirements[index], gate_part(&requirements[index], index), arena, &entries[index]);
            if (requirements[index].choice_count > 0)
                continue;
            memcpy(wordless[gate->wordless_count].counts, entries[index].counts, sizeof entries[index].counts);
            wordless[gate->wordless_count++].entry = &entries[index];
        }
        fill_units(gate->units);
        gate->entries = entries;
        gate->wordless = wordless;
        if (status == STATUS_OK)
            status = make_words(requirements, count, arena, gate);
    }
    *result = gate;
    return status;
}

size_t gate_word_count(const struct gate *gate)
{
    return gate->word_count;
}

struct bytes gate_word(const struct gate *gate, size_t index)
{
    return gate->words[index].text;
}

/* ---- Watching. */

/* Are these eight bytes of characters of three bytes and more, as most are? */
static bool is_of_no_kind(const uint8_t *bytes)
{
    uint64_t word, leads;

    memcpy(&word, bytes, sizeof word);
    leads = (word & ASCII_EACH(0xE0)) ^ ASCII_EACH(0xC0); /* a byte of 0 for each character of two bytes */
    return (word & ASCII_HIGH_BITS) == ASCII_HIGH_BITS && ((leads - ASCII_EACH(1)) & ~leads & ASCII_HIGH_BITS) == 0;
}

/* In at most COUNT_STEP bytes, so that no count overflows into the next. */
enum { COUNT_STEP = 1 << 15 };
static uint64_t count_units(const struct gate *gate, const uint8_t *text, size_t size)
{
    uint64_t counts = 0;
    size_t at = 0;

    for (; size - at >= 8; at += 8) {
        if (is_of_no_kind(text + at))
            continue;
        for (size_t byte = 0; byte < 8; byte++)
            counts += gate->units[text[at + byte]];
    }
    for (; at < size; at++)
        counts += gate->units[text[at]];
    return counts;
}

static void count_line(const struct gate *gate, const uint8_t *text, size_t size, uint16_t line[GATE_COUNTS])
{
    uint32_t sums[REQUIREMENT_KINDS] = { [KIND_DOUBLED] = marks_are_doubled((const char *)text, size) };

    for (size_t from = 0; from < size; from += COUNT_STEP) {
        uint64_t counts = count_units(gate, text + from, size - from < COUNT_STEP ? size - from : COUNT_STEP);

        for (size_t kind = 0; kind < KIND_DOUBLED; kind++)
            sums[kind] += (uint16_t)(counts >> 16 * kind);
    }
    for (size_t kind = 0; kind < REQUIREMENT_KINDS; kind++)
        line[kind] = at_most_count(sums[kind]);
    line[GATE_SHORTNESS] = shortness_of(size);
}

/* All at once. */
static inline bool fits(const struct gate_line *line, const uint16_t wanted[GATE_COUNTS])
{
    typedef uint16_t counts __attribute__((vector_size(GATE_COUNTS * sizeof(uint16_t))));
    counts there, least;
    uint64_t missing[sizeof(counts) / sizeof(uint64_t)];

    memcpy(&there, line->counts, sizeof there);
    memcpy(&least, wanted, sizeof least);
    there = (counts)(there < least);
    memcpy(missing, &there, sizeof missing);
    return (missing[0] | missing[1]) == 0;
}

struct range {
    const char *text;
    size_t size;
};

/* As far as `reach` bytes around a place of a line, and no further than it. */
static struct range range_around(const struct gate_watch *watch, const struct gate_line *line, size_t from,
                                 size_t reach)
{
    size_t first = from - line->from > reach ? from - reach : line->from;
    size_t last = line->to - from > reach ? from + reach : line->to;

    return (struct range){ watch->text + first, last - first };
}

static bool follows_lead(const char *text, size_t from, struct bytes lead)
{
    return lead.size == 0 || (from >= lead.size && memcmp(text + from - lead.size, lead.data, lead.size) == 0);
}

struct looking {
    const struct company *company;
    const char *text;
};

static bool stop_at_company(void *context, uint32_t id, size_t from, size_t to)
{
    const struct looking *looking = context;

    (void)to;
    return !follows_lead(looking->text, from, looking->company->leads[id]);
}

/* Are words of all other choices there? */
static bool has_company(const struct entry *entry, struct range range)
{
    for (size_t index = 0; index < entry->company_count; index++) {
        struct looking looking = { &entry->company[index], range.text };

        if (literal_set_scan(entry->company[index].words, range.text, range.size, stop_at_company, &looking))
            return false;
    }
    return true;
}

/* Do the first three bytes of what is wanted begin in text[0..count), behind which two more can be read? Without a
 * branch, so that a compiler does many bytes at once. */
static inline uint8_t begins_in(const uint8_t *text, size_t count, struct bytes wanted)
{
    uint8_t first = wanted.data[0], second = wanted.data[1], third = wanted.data[2], any = 0;

    for (size_t at = 0; at < count; at++)
        any |= (uint8_t)((text[at] == first) & (text[at + 1] == second) & (text[at + 2] == third));
    return any;
}

/* The same of a text of any size, in steps, the last of which overlaps the one before: this is asked at every turn. */
static bool may_hold(const uint8_t *text, size_t size, struct bytes wanted)
{
    enum { STEP = 32, BEHIND = 2 };
    size_t last = size - BEHIND - STEP, at = 0;
    uint8_t any;

    if (size < STEP + BEHIND)
        return size > BEHIND && begins_in(text, size - BEHIND, wanted) != 0;
    any = begins_in(text + last, STEP, wanted);
    for (; at < last; at += STEP)
        any |= begins_in(text + at, STEP, wanted);
    return any != 0;
}

/* Is one of the brief texts there? */
static bool has_brief(const struct entry *entry, struct range range)
{
    for (size_t index = 0; index < entry->brief_count; index++) {
        struct bytes text = entry->brief[index];

        if (may_hold((const uint8_t *)range.text, range.size, text)
            && memmem(range.text, range.size, text.data, text.size) != NULL)
            return true;
    }
    return entry->brief_count == 0;
}

/* Wants a part in another span, or in more of the one that it is wanted in already. */
static enum status want(struct gate_watch *watch, uint32_t part, size_t line, size_t from, size_t to)
{
    struct gate_latest *latest = &watch->latest[part];
    enum status status;

    if (latest->line == line + 1) {
        struct gate_span *span = &watch->spans[latest->span - 1];

        span->from = from < span->from ? from : span->from;
        span->to = to > span->to ? to : span->to;
        return STATUS_OK;
    }
    status = ARRAY_GROW(&watch->spans, &watch->span_capacity, watch->span_count + 1);
    if (status != STATUS_OK)
        return status;
    watch->spans[watch->span_count++] = (struct gate_span){ from, to, part };
    *latest = (struct gate_latest){ (uint32_t)line + 1, (uint32_t)watch->span_count };
    return STATUS_OK;
}

/* One without words, in a whole line: neighbours are one span. */
static enum status want_line(struct gate_watch *watch, uint32_t part, size_t line)
{
    const struct gate_line *wanted = &watch->lines[line];
    struct gate_latest *latest = &watch->latest[part];

    if (latest->span > 0 && watch->spans[latest->span - 1].to + 1 == wanted->from)
        latest->line = (uint32_t)line + 1;
    return want(watch, part, line, wanted->from, wanted->to);
}

static enum status want_wordless(struct gate_watch *watch, size_t line)
{
    const struct gate_line *wanted = &watch->lines[line];
    enum status status = STATUS_OK;

    for (size_t index = 0; index < watch->gate->wordless_count && status == STATUS_OK; index++) {
        const struct entry *entry = watch->gate->wordless[index].entry;

        if (!fits(wanted, watch->gate->wordless[index].counts))
            continue;
        if (watch->latest[entry->part].line != line + 1
            && has_brief(entry, (struct range){ watch->text + wanted->from, wanted->to - wanted->from }))
            status = want_line(watch, entry->part, line);
    }
    return status;
}

static enum status list_lines(struct gate_watch *watch, size_t size)
{
    enum status status = STATUS_OK;

    watch->line_count = 0;
    for (size_t from = 0; from < size && status == STATUS_OK;) {
        const char *end = memchr(watch->text + from, '\n', size - from);
        size_t to = end != NULL ? (size_t)(end - watch->text) : size;

        status = ARRAY_GROW(&watch->lines, &watch->line_capacity, watch->line_count + 1);
        if (status == STATUS_OK && to > from) {
            struct gate_line *line = &watch->lines[watch->line_count++];

            *line = (struct gate_line){ .from = from, .to = to };
            count_line(watch->gate, (const uint8_t *)watch->text + from, to - from, line->counts);
            status = want_wordless(watch, watch->line_count - 1);
        }
        from = to + 1;
    }
    return status;
}

enum status gate_watch_begin(struct gate_watch *watch, const struct gate *gate, const char *text, size_t size)
{
    watch->gate = gate;
    watch->text = text;
    watch->line = 0;
    watch->has_failed = false;
    if (watch->latest == NULL)
        watch->latest = alloc_zeroed(GATE_PARTS, sizeof *watch->latest);
    if (watch->latest == NULL)
        return STATUS_NO_MEMORY;
    /* Most texts want few of the parts. */
    while (watch->span_count > 0)
        watch->latest[watch->spans[--watch->span_count].part] = (struct gate_latest){ 0 };
    return list_lines(watch, size);
}

static bool is_inside_character(char byte)
{
    return ((uint8_t)byte & 0xC0) == 0x80;
}

/* As far as a match can reach, and a character more: so nothing takes the end of a span for the end of a line or a
 * word. */
static enum status want_around(struct gate_watch *watch, const struct entry *entry, size_t from)
{
    enum { CHARACTER_MOST = 4 };
    const struct gate_line *line = &watch->lines[watch->line];
    struct range range = range_around(watch, line, from, (size_t)entry->width + CHARACTER_MOST);
    size_t first = (size_t)(range.text - watch->text), last = first + range.size;

    while (first > line->from && is_inside_character(watch->text[first]))
        first--;
    while (last < line->to && is_inside_character(watch->text[last]))
        last++;
    return want(watch, entry->part, watch->line, first, last);
}

bool gate_watch_word(struct gate_watch *watch, size_t index, size_t from)
{
    const struct gate *gate = watch->gate;
    const struct word *word = &gate->words[index];
    const struct gate_line *line = &watch->lines[watch->line];

    while (from >= line->to)
        line = &watch->lines[++watch->line];
    for (uint32_t at = word->first; at < word->first + word->count; at++) {
        const struct use *use = &gate->uses[at];
        const struct entry *entry = &gate->entries[use->requirement];
        struct range range;

        if (watch->latest[entry->part].line == watch->line + 1) { /* to look further costs more than a longer span */
            (void)want_around(watch, entry, from);
            continue;
        }
        if (!fits(line, entry->counts)
            || !follows_lead(watch->text + line->from, from - line->from, bytes_of(use->lead, use->lead_size)))
            continue;
        range = range_around(watch, line, from, entry->width);
        if (has_brief(entry, range) && has_company(entry, range) && want_around(watch, entry, from) != STATUS_OK)
            watch->has_failed = true;
    }
    return !watch->has_failed;
}

void gate_watch_free(struct gate_watch *watch)
{
    alloc_free(watch->lines);
    alloc_free(watch->spans);
    alloc_free(watch->latest);
    *watch = (struct gate_watch){ 0 };
}
