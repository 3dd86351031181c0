/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/lexicon.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "text/canonical.h"
#include "text/literal_set.h"

const char *const region_level_names[] = { "nation", "province", "prefecture", "county", NULL };

enum { NAME_MAX_SIZE = 240, LATIN_MAX = 64 };

/* A word of the table, folded. */
struct entry {
    const char *text;
    size_t size;
    enum word_kind kind;
    uint32_t value, only;
    bool is_strict;
};

struct region_name {
    uint32_t region;
    const char *name;
};

struct lexicon {
    const struct indicator *indicators;
    size_t indicator_count;
    struct entry *entries;
    size_t entry_count;
    const struct literal_set *words, *names; /* all words; names of indicators alone */
    struct literal_list name_list;           /* what `names` has */
    const struct entry *latin[LATIN_MAX];    /* names that a literal set does not take: gdp */
    size_t latin_count;
    bool begins_latin[UINT8_MAX + 1]; /* the first byte of one of them */
    struct region_name *regions;
    size_t region_count;
    uint32_t site;
    int64_t grace_days;
    unsigned history_months;
};

/* What is being made; entries are on the heap until their number is known. */
struct making {
    struct lexicon *lexicon;
    struct arena *arena;
    struct error *error;
    struct entry *entries;
    size_t count, capacity;
};

enum region_level region_level(uint32_t region)
{
    if (region == REGION_NATION)
        return LEVEL_NATION;
    if (region % 10000 == 0)
        return LEVEL_PROVINCE;
    return region % 100 == 0 ? LEVEL_PREFECTURE : LEVEL_COUNTY;
}

bool region_is_ours(uint32_t site, uint32_t region)
{
    switch (region_level(region)) {
    case LEVEL_NATION:
        return true;
    case LEVEL_PROVINCE:
        return region / 10000 == site / 10000;
    case LEVEL_PREFECTURE:
    case LEVEL_COUNTY:
    default:
        return region / 100 == site / 100;
    }
}

/* ---- Reading the tables. */

static enum status add_entry(struct making *making, const struct reference_row *row, const char *text, size_t size,
                             const struct entry *about)
{
    struct canonical_state state = CANONICAL_STATE_INIT;
    char folded[CANONICAL_GROWTH * NAME_MAX_SIZE + CANONICAL_SLACK];
    struct entry entry = *about;

    if (size == 0 || size > NAME_MAX_SIZE)
        return STATUS_OK;
    entry.size = canonical_append(&state, text, size, NEWLINES_ARE_BLANKS, folded, NULL);
    entry.text = arena_text(making->arena, folded, entry.size);
    if (entry.text != NULL && entry.kind != WORD_INDICATOR && !literal_set_takes(entry.text, entry.size))
        return reference_complain(row, making->error, gettext("\"%.40s\" is too short; two Chinese characters at least"),
                                  text);
    if (entry.text == NULL || ARRAY_GROW(&making->entries, &making->capacity, making->count + 1) != STATUS_OK)
        return STATUS_NO_MEMORY;
    if (entry.size > 0)
        making->entries[making->count++] = entry;
    return STATUS_OK;
}

static bool read_code(const char *text, size_t size, uint32_t *code)
{
    *code = 0;
    for (size_t index = 0; index < size; index++) {
        if (text[index] < '0' || text[index] > '9')
            return false;
        *code = *code * 10 + (uint32_t)(text[index] - '0');
    }
    return size == 6;
}

enum indicator_column { ID, NAME, UNIT, FREQUENCY, ALIASES, OWNER, LOWEST, JANUARY, STRICT, UNDER, ITEMS, INDICATOR_COLUMNS };
static const char *const indicator_columns[] = { "id",     "name",    "unit",   "frequency", "aliases", "owner",
                                                 "lowest", "january", "strict", "under",     "items" };
static const struct reference_form indicator_form = { .name = "indicators",
                                                      .columns = indicator_columns,
                                                      .column_count = INDICATOR_COLUMNS,
                                                      .required_count = 4,
                                                      .key_count = 1 };

static enum status read_frequency(const struct reference_row *row, unsigned *frequency, struct error *error)
{
    static const char letters[] = "MQYSH";

    for (const char *letter = row->fields[FREQUENCY]; *letter != '\0'; letter++) {
        const char *known = strchr(letters, *letter);

        if (known == NULL)
            return reference_complain(row, error,
                                      gettext("the frequency \"%.20s\" is not made of M, Q, Y, S and H"),
                                      row->fields[FREQUENCY]);
        *frequency |= 1U << (known - letters);
    }
    return STATUS_OK;
}

static enum status read_lowest(const struct reference_row *row, enum region_level *lowest, struct error *error)
{
    unsigned level = 0;

    *lowest = LEVEL_COUNTY;
    if (row->fields[LOWEST][0] == '\0')
        return STATUS_OK;
    while (region_level_names[level] != NULL && strcmp(region_level_names[level], row->fields[LOWEST]) != 0)
        level++;
    if (region_level_names[level] == NULL)
        return reference_complain(row, error,
                                  gettext("the level \"%.20s\" is not one of nation, province, prefecture, county"),
                                  row->fields[LOWEST]);
    *lowest = (enum region_level)level;
    return STATUS_OK;
}

/* Is the name one of those that count only beside that of a region: all (yes), or those listed? */
static bool is_strict_name(const struct reference_row *row, const char *name, size_t size)
{
    const char *text = row->fields[STRICT];

    if (strcmp(text, "yes") == 0)
        return true;
    while (*text != '\0') {
        size_t length = strcspn(text, "|");

        if (length == size && memcmp(text, name, size) == 0)
            return true;
        text += length + (text[length] == '|');
    }
    return false;
}

/* NAME or NAME@CODE, divided by |. */
static enum status read_aliases(struct making *making, const struct reference_row *row, uint32_t index)
{
    const char *text = row->fields[ALIASES];
    enum status status = STATUS_OK;

    while (*text != '\0' && status == STATUS_OK) {
        size_t size = strcspn(text, "|");
        const char *at = memchr(text, '@', size);
        size_t name_size = at != NULL ? (size_t)(at - text) : size;
        struct entry entry = { .kind = WORD_INDICATOR, .value = index, .only = REGION_UNKNOWN };

        if (at != NULL && !read_code(at + 1, size - (size_t)(at + 1 - text), &entry.only))
            return reference_complain(row, making->error, gettext("\"%.60s\" does not end in a code of six digits"), text);
        entry.is_strict = is_strict_name(row, text, name_size);
        status = add_entry(making, row, text, name_size, &entry);
        text += size + (text[size] == '|');
    }
    return status;
}

/* Names divided by |, as rows below another indicator have them. */
static enum status read_items(struct making *making, const struct reference_row *row, uint32_t index)
{
    const char *text = row->fields[ITEMS];
    const struct entry entry = { .kind = WORD_ITEM, .value = index, .only = REGION_UNKNOWN };
    enum status status = STATUS_OK;

    while (*text != '\0' && status == STATUS_OK) {
        size_t size = strcspn(text, "|");

        status = add_entry(making, row, text, size, &entry);
        text += size + (text[size] == '|');
    }
    return status;
}

/* Once all are known. */
static enum status read_under(const struct making *making, const struct reference_row *row, struct indicator *indicator)
{
    const char *id = row->fields[UNDER];
    size_t index = 0;

    indicator->under = INDICATOR_NONE;
    if (id[0] == '\0')
        return STATUS_OK;
    if (!lexicon_find_indicator(making->lexicon, id, strlen(id), &index))
        return reference_complain(row, making->error, gettext("there is no indicator \"%.*s\" in indicators.csv; add it there or correct it"),
                                  (int)strlen(id), id);
    indicator->under = (uint32_t)index;
    return STATUS_OK;
}

static enum status read_indicator(struct making *making, const struct reference_row *row, uint32_t index,
                                  struct indicator *indicator)
{
    struct entry entry = { .kind = WORD_INDICATOR, .value = index, .only = REGION_UNKNOWN };
    struct figure figure = { 0 };
    size_t at = 0;
    enum status status;

    *indicator = (struct indicator){ .id = row->fields[ID],
                                     .name = row->fields[NAME],
                                     .owner = row->fields[OWNER],
                                     .has_january = strcmp(row->fields[JANUARY], "no") != 0,
                                     .is_strict = is_strict_name(row, row->fields[NAME], strlen(row->fields[NAME])) };
    entry.is_strict = indicator->is_strict;
    if (!figure_unit(row->fields[UNIT], strlen(row->fields[UNIT]), &at, &figure))
        return reference_complain(row, making->error, gettext("the unit \"%.20s\" is not known"), row->fields[UNIT]);
    indicator->measure = figure.measure;
    status = read_frequency(row, &indicator->frequency, making->error);
    if (status == STATUS_OK)
        status = read_lowest(row, &indicator->lowest, making->error);
    if (status == STATUS_OK)
        status = add_entry(making, row, row->fields[NAME], strlen(row->fields[NAME]), &entry);
    if (status == STATUS_OK)
        status = read_aliases(making, row, index);
    return status == STATUS_OK ? read_items(making, row, index) : status;
}

static enum status read_indicators(struct making *making, const struct reference *reference)
{
    struct reference_table table;
    struct indicator *indicators;
    enum status status = reference_table(reference, &indicator_form, making->arena, &table, making->error);

    if (status != STATUS_OK)
        return status;
    indicators = arena_zeroed(making->arena, (table.row_count + 1) * sizeof *indicators);
    if (indicators == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++)
        status = read_indicator(making, &table.rows[index], (uint32_t)index, &indicators[index]);
    making->lexicon->indicators = indicators;
    making->lexicon->indicator_count = table.row_count;
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++)
        status = read_under(making, &table.rows[index], &indicators[index]);
    return status;
}

static enum status read_regions(struct making *making, const struct reference *reference)
{
    static const char *const columns[] = { "word", "kind", "code" };
    static const struct reference_form form = { "region-words", columns, 3, 2, 1, false };
    struct reference_table table;
    struct lexicon *lexicon = making->lexicon;
    enum status status = reference_table(reference, &form, making->arena, &table, making->error);

    if (status != STATUS_OK)
        return status;
    lexicon->regions = arena_zeroed(making->arena, (table.row_count + 1) * sizeof *lexicon->regions);
    if (lexicon->regions == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++) {
        const struct reference_row *row = &table.rows[index];
        struct entry entry = { .kind = WORD_REGION, .value = REGION_UNKNOWN, .only = REGION_UNKNOWN };

        if (strcmp(row->fields[1], "relative") == 0)
            entry.kind = WORD_REGION_RELATIVE;
        else if (strcmp(row->fields[1], "ambiguous") == 0)
            entry.kind = WORD_REGION_AMBIGUOUS;
        else if (strcmp(row->fields[1], "name") != 0)
            return reference_complain(row, making->error,
                                      gettext("the kind \"%.20s\" is not one of name, relative, ambiguous"),
                                      row->fields[1]);
        if (entry.kind != WORD_REGION_AMBIGUOUS && !read_code(row->fields[2], strlen(row->fields[2]), &entry.value))
            return reference_complain(row, making->error, gettext("\"%.20s\" is not a code of six digits"),
                                      row->fields[2]);
        status = add_entry(making, row, row->fields[0], strlen(row->fields[0]), &entry);
        if (entry.kind == WORD_REGION)
            lexicon->regions[lexicon->region_count++] = (struct region_name){ entry.value, row->fields[0] };
    }
    return status;
}

static enum status read_words(struct making *making, const struct reference *reference)
{
    static const char *const columns[] = { "word", "kind" };
    static const struct reference_form form = { "statement-words", columns, 2, 2, 1, false };
    static const char *const kinds[] = { "plan",    "entity",  "internal", "estimate",
                                         "average", "derived", "final",    "revised" };
    enum { KIND_COUNT = sizeof kinds / sizeof *kinds };
    struct reference_table table;
    enum status status = reference_table(reference, &form, making->arena, &table, making->error);

    for (size_t index = 0; status == STATUS_OK && index < table.row_count; index++) {
        const struct reference_row *row = &table.rows[index];
        unsigned kind = 0;
        struct entry entry = { .only = REGION_UNKNOWN };

        while (kind < KIND_COUNT && strcmp(kinds[kind], row->fields[1]) != 0)
            kind++;
        if (kind == KIND_COUNT)
            return reference_complain(row, making->error,
                                      gettext("the kind \"%.20s\" is not one of plan, entity, internal, estimate, "
                                              "average, derived, final, revised"),
                                      row->fields[1]);
        entry.kind = (enum word_kind)(WORD_PLAN + kind);
        status = add_entry(making, row, row->fields[0], strlen(row->fields[0]), &entry);
    }
    return status;
}

static bool read_count(const char *text, unsigned long most, unsigned long *value)
{
    char *end;

    if (text[0] < '0' || text[0] > '9')
        return false;
    *value = strtoul(text, &end, 10);
    return *end == '\0' && *value <= most;
}

static enum status read_site(struct making *making, const struct reference *reference)
{
    static const char *const columns[] = { "name", "value" };
    static const struct reference_form form = { "site", columns, 2, 2, 1, false };
    enum { GRACE_MAX = 365, HISTORY_MAX = 1200 };
    struct reference_table table;
    struct lexicon *lexicon = making->lexicon;
    unsigned long count;
    enum status status = reference_table(reference, &form, making->arena, &table, making->error);

    lexicon->site = REGION_UNKNOWN;
    lexicon->grace_days = 3;
    lexicon->history_months = 18;
    for (size_t index = 0; status == STATUS_OK && index < table.row_count; index++) {
        const struct reference_row *row = &table.rows[index];
        const char *name = row->fields[0], *value = row->fields[1];
        bool right = true;

        if (strcmp(name, "region") == 0) {
            right = read_code(value, strlen(value), &lexicon->site);
        } else if (strcmp(name, "grace_days") == 0) {
            right = read_count(value, GRACE_MAX, &count);
            lexicon->grace_days = right ? (int64_t)count : 0;
        } else if (strcmp(name, "history_months") == 0) {
            right = read_count(value, HISTORY_MAX, &count) && count > 0;
            lexicon->history_months = right ? (unsigned)count : 0;
        } else {
            return reference_complain(row, making->error,
                                      gettext("there is no setting \"%.40s\"; they are region, grace_days, history_months"),
                                      name);
        }
        if (!right)
            status = reference_complain(row, making->error, gettext("\"%.40s\" cannot be the value of %s"), value, name);
    }
    return status;
}

/* ---- Making the sets. */

static void add_latin(struct lexicon *lexicon, const struct entry *entry)
{
    lexicon->latin[lexicon->latin_count++] = entry;
    lexicon->begins_latin[(uint8_t)entry->text[0]] = true;
}

static enum status make_set(struct making *making, bool names_only, struct literal_list *list,
                            const struct literal_set **set)
{
    struct lexicon *lexicon = making->lexicon;
    struct literal *literals = arena_alloc(making->arena, (lexicon->entry_count + 1) * sizeof *literals);
    size_t count = 0;

    if (literals == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < lexicon->entry_count; index++) {
        const struct entry *entry = &lexicon->entries[index];

        if (entry->kind == WORD_ITEM || (names_only && entry->kind != WORD_INDICATOR))
            continue;
        if (literal_set_takes(entry->text, entry->size))
            literals[count++] = (struct literal){ entry->text, (uint32_t)entry->size, (uint32_t)index };
        else if (names_only && lexicon->latin_count < LATIN_MAX)
            add_latin(lexicon, entry);
    }
    *list = (struct literal_list){ literals, count };
    return literal_set_create(literals, count, making->arena, set);
}

static enum status finish(struct making *making)
{
    struct lexicon *lexicon = making->lexicon;
    struct literal_list words;
    enum status status;

    lexicon->entries = arena_alloc(making->arena, (making->count + 1) * sizeof *lexicon->entries);
    if (lexicon->entries == NULL)
        return STATUS_NO_MEMORY;
    if (making->count > 0)
        memcpy(lexicon->entries, making->entries, making->count * sizeof *lexicon->entries);
    lexicon->entry_count = making->count;
    status = make_set(making, false, &words, &lexicon->words);
    return status == STATUS_OK ? make_set(making, true, &lexicon->name_list, &lexicon->names) : status;
}

enum status lexicon_create(const struct reference *reference, struct arena *arena, const struct lexicon **lexicon,
                           struct error *error)
{
    struct making making = { .lexicon = arena_zeroed(arena, sizeof *making.lexicon), .arena = arena, .error = error };
    enum status status = making.lexicon == NULL ? STATUS_NO_MEMORY : read_indicators(&making, reference);

    if (status == STATUS_OK)
        status = read_regions(&making, reference);
    if (status == STATUS_OK)
        status = read_words(&making, reference);
    if (status == STATUS_OK)
        status = read_site(&making, reference);
    if (status == STATUS_OK)
        status = finish(&making);
    alloc_free(making.entries);
    if (status == STATUS_OK)
        *lexicon = making.lexicon;
    return status;
}

/* ---- Finding words. */

struct search {
    const struct lexicon *lexicon;
    struct word *words;
    size_t count, most;
};

/* Of words that overlap, the one that begins first, then the longest. */
static bool keep_word(struct search *search, const struct entry *entry, size_t from, size_t to)
{
    struct word word = { from, to, entry->kind, entry->value, entry->only, entry->is_strict };

    if (search->count > 0) {
        struct word *last = &search->words[search->count - 1];

        if (last->from == from && to > last->to) {
            *last = word;
            return true;
        }
        if (from < last->to)
            return true;
    }
    if (search->count < search->most)
        search->words[search->count++] = word;
    return search->count < search->most;
}

static bool on_word(void *context, uint32_t id, size_t from, size_t to)
{
    struct search *search = context;

    return keep_word(search, &search->lexicon->entries[id], from, to);
}

/* A latin name at `at` that is no part of a longer word: gdp, not gdps. */
static const struct entry *latin_at(const struct lexicon *lexicon, const char *text, size_t size, size_t at)
{
    const struct entry *found = NULL;

    if (at > 0 && text[at - 1] >= 'a' && text[at - 1] <= 'z')
        return NULL;
    for (size_t index = 0; index < lexicon->latin_count; index++) {
        const struct entry *entry = lexicon->latin[index];
        size_t end = at + entry->size;

        if (size - at >= entry->size && memcmp(text + at, entry->text, entry->size) == 0
            && !(end < size && text[end] >= 'a' && text[end] <= 'z') && (found == NULL || entry->size > found->size))
            found = entry;
    }
    return found;
}

static void insert_word(struct search *search, const struct word *word)
{
    size_t place = search->count;

    for (size_t index = 0; index < search->count; index++) {
        if (search->words[index].from < word->to && word->from < search->words[index].to)
            return;
    }
    if (search->count == search->most)
        return;
    while (place > 0 && search->words[place - 1].from > word->from)
        place--;
    memmove(search->words + place + 1, search->words + place, (search->count - place) * sizeof *search->words);
    search->words[place] = *word;
    search->count++;
}

size_t lexicon_words(const struct lexicon *lexicon, const char *text, size_t size, struct word *words, size_t most)
{
    struct search search = { lexicon, words, 0, most };

    (void)literal_set_scan(lexicon->words, text, size, on_word, &search);
    for (size_t at = 0; at < size; at++) {
        const struct entry *entry = lexicon->begins_latin[(uint8_t)text[at]] ? latin_at(lexicon, text, size, at) : NULL;

        if (entry != NULL)
            insert_word(&search, &(struct word){ at, at + entry->size, entry->kind, entry->value, entry->only, entry->is_strict });
    }
    return search.count;
}

static bool stop_at_first(void *context, uint32_t id, size_t from, size_t to)
{
    (void)context;
    (void)id;
    (void)from;
    (void)to;
    return false;
}

struct literal_list lexicon_names(const struct lexicon *lexicon)
{
    return lexicon->name_list;
}

bool lexicon_has_indicator(const struct lexicon *lexicon, const char *text, size_t size)
{
    return !literal_set_scan(lexicon->names, text, size, stop_at_first, NULL)
           || lexicon_has_latin_indicator(lexicon, text, size);
}

bool lexicon_has_latin_indicator(const struct lexicon *lexicon, const char *text, size_t size)
{
    for (size_t index = 0; index < lexicon->latin_count; index++) {
        const struct entry *entry = lexicon->latin[index];
        const char *at = memchr(text, entry->text[0], size);

        for (; at != NULL; at = memchr(at + 1, entry->text[0], size - (size_t)(at + 1 - text))) {
            if (latin_at(lexicon, text, size, (size_t)(at - text)) != NULL)
                return true;
        }
    }
    return false;
}

/* ---- Asking. */

size_t lexicon_indicator_count(const struct lexicon *lexicon)
{
    return lexicon->indicator_count;
}

const struct indicator *lexicon_indicator(const struct lexicon *lexicon, size_t index)
{
    return &lexicon->indicators[index];
}

bool lexicon_find_indicator(const struct lexicon *lexicon, const char *id, size_t size, size_t *index)
{
    for (size_t at = 0; at < lexicon->indicator_count; at++) {
        const struct indicator *indicator = &lexicon->indicators[at];

        if ((strlen(indicator->id) == size && memcmp(indicator->id, id, size) == 0)
            || (strlen(indicator->name) == size && memcmp(indicator->name, id, size) == 0)) {
            *index = at;
            return true;
        }
    }
    return false;
}

uint32_t lexicon_item(const struct lexicon *lexicon, uint32_t above, const char *text, size_t size)
{
    for (size_t index = 0; index < lexicon->entry_count; index++) {
        const struct entry *entry = &lexicon->entries[index];

        if (entry->kind == WORD_ITEM && entry->size == size && lexicon->indicators[entry->value].under == above
            && memcmp(entry->text, text, size) == 0)
            return entry->value;
    }
    return INDICATOR_NONE;
}

const char *lexicon_region_name(const struct lexicon *lexicon, uint32_t region)
{
    const char *name = NULL;

    for (size_t index = 0; index < lexicon->region_count; index++) {
        const struct region_name *known = &lexicon->regions[index];

        if (known->region == region && (name == NULL || region == REGION_NATION ? name == NULL
                                                                                 : strlen(known->name) > strlen(name)))
            name = known->name;
    }
    return name != NULL ? name : "?";
}

bool lexicon_find_region(const struct lexicon *lexicon, const char *text, uint32_t *region)
{
    if (read_code(text, strlen(text), region))
        return true;
    for (size_t index = 0; index < lexicon->region_count; index++) {
        if (strcmp(lexicon->regions[index].name, text) == 0) {
            *region = lexicon->regions[index].region;
            return true;
        }
    }
    return false;
}

uint32_t lexicon_site(const struct lexicon *lexicon)
{
    return lexicon->site;
}

int64_t lexicon_grace_days(const struct lexicon *lexicon)
{
    return lexicon->grace_days;
}

unsigned lexicon_history_months(const struct lexicon *lexicon)
{
    return lexicon->history_months;
}
