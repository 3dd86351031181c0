/* SPDX-License-Identifier: Apache-2.0 */
#include "personal/table.h"

#include <string.h>

#include "text/utf8.h"

enum {
    SLOW_MASKS_MAX = 20000,  /* rows whose masks take microseconds to judge, one of which is like the other */
    LIFE_YEARS = 100,        /* nobody is older */
    FORM_FIELDS_MIN = 2,
    KEPT_FIRST = 3,          /* characters of a sample that are shown */
    KEPT_LAST = 2,
    SHORT_MAX = 7,
};

#define BIT(subject) (UINT32_C(1) << (subject))

static void person_begin(struct table_person *person)
{
    *person = (struct table_person){ .age = UINT32_MAX };
}

void table_begin(struct table *table, const struct table_lexicon *lexicon, const struct table_limits *limits,
                 struct date as_of, bool is_lines)
{
    memset(table, 0, sizeof *table);
    table->lexicon = lexicon;
    table->limits = *limits;
    table->as_of = as_of;
    table->is_lines = is_lines;
    person_begin(&table->person);
    person_begin(&table->form);
}

/* ---- A cell. */

/* A field of a row, with what is known of its column. */
struct field {
    enum word_kind header;
    uint32_t column;
    const char *text;
    size_t size;
    const struct cell_value *value;
    bool has_label;
    uint32_t evidence, strong, beside;
};

static bool has(const struct field *field, uint32_t kinds)
{
    return (field->value->kinds & kinds) != 0;
}

static void give(struct field *field, enum table_subject subject, bool strong, uint32_t beside)
{
    field->evidence |= BIT(subject);
    field->strong |= strong ? BIT(subject) : 0;
    field->beside |= beside;
}

/* Only a header can say what other numbers of these shapes are. */
static void read_numbers(struct field *field)
{
    bool unnamed = field->header == WORD_NONE, named = field->header == HEADER_ID;

    if (has(field, CELL_ID))
        give(field, SUBJECT_IDENTITY, named, BESIDE_ID);
    else if (has(field, CELL_ID_OLD) && (named || unnamed))
        give(field, SUBJECT_IDENTITY, named, BESIDE_ID);
    else if (has(field, CELL_ID_MASKED) && (named || (unnamed && !field->value->mask.collapsed)))
        give(field, SUBJECT_MASK_WEAK, named, BESIDE_MASK);
    else if (has(field, CELL_DOCUMENT)
             && (field->header == HEADER_DOCUMENT || (named && field->text[0] >= 'a' && field->text[0] <= 'z')))
        give(field, SUBJECT_DOCUMENT, true, BESIDE_DOCUMENT);
    else if (has(field, CELL_ACCOUNT | CELL_CARD) && field->header == HEADER_ACCOUNT)
        give(field, SUBJECT_ACCOUNT, true, BESIDE_ACCOUNT);
    else if (has(field, CELL_CARD) && unnamed)
        give(field, SUBJECT_ACCOUNT, false, BESIDE_ACCOUNT);
    else if (has(field, CELL_MOBILE) && field->header != HEADER_OFFICE_PHONE && field->header != HEADER_NUMBER)
        give(field, SUBJECT_PHONE, field->header == HEADER_PHONE || field->header == HEADER_GUARDIAN, BESIDE_PHONE);
}

static void read_name(struct field *field)
{
    bool has_words = !has(field, CELL_WELL | CELL_COVERED | CELL_ACCOUNT) && field->size >= 6
                     && (uint8_t)field->text[0] >= 0xE0;

    if (has(field, CELL_ORGANISATION) && (field->header == HEADER_NAME || field->header == HEADER_ORGANISATION))
        field->beside |= BESIDE_ORGANISATION;
    else if (field->header == HEADER_NAME && has_words)
        field->beside |= BESIDE_NAME;
    else if (field->header == WORD_NONE && has(field, CELL_NAME))
        field->beside |= BESIDE_NAME;
    if (field->header == HEADER_GUARDIAN && !has(field, CELL_WELL))
        field->beside |= BESIDE_GUARDIAN;
}

static void read_condition(struct field *field)
{
    /* What stands behind a label may be the next header. */
    bool said = field->has_label ? has(field, CELL_HEALTH)
                                 : !has(field, CELL_WELL) && field->size >= 3 && (uint8_t)field->text[0] >= 0xE0;
    bool unnamed = field->header == WORD_NONE || field->header == HEADER_CAUSE;

    if (field->header == HEADER_HEALTH && said)
        give(field, SUBJECT_HEALTH, true, BESIDE_HEALTH);
    else if (unnamed && has(field, CELL_HEALTH))
        give(field, SUBJECT_HEALTH, false, BESIDE_HEALTH);
    if (unnamed && has(field, CELL_STATUS))
        give(field, SUBJECT_STATUS, false, BESIDE_STATUS);
    if (has(field, CELL_CHILD))
        give(field, SUBJECT_YOUTH, false, BESIDE_CHILD);
    if (field->header == HEADER_HOUSEHOLD && field->size > 0)
        give(field, SUBJECT_HOUSEHOLD, true, BESIDE_HOUSEHOLD);
    if (has(field, CELL_ADDRESS) && (field->header == HEADER_ADDRESS || unnamed))
        give(field, SUBJECT_ADDRESS, field->header == HEADER_ADDRESS, BESIDE_ADDRESS);
}

/* Where a reader can see how old somebody is. */
static void read_birth(struct field *field)
{
    if ((field->evidence & BIT(SUBJECT_IDENTITY)) != 0 || (field->header == HEADER_BIRTH && has(field, CELL_BIRTH))
        || (field->header == HEADER_AGE && has(field, CELL_AGE)))
        give(field, SUBJECT_YOUTH, false, 0);
}

/* The birth of the holder: of his number rather than of a date beside it. */
static void read_age(const struct field *field, struct table_person *person)
{
    const struct cell_value *value = field->value;

    if ((field->evidence & BIT(SUBJECT_IDENTITY)) != 0 || (has(field, CELL_ID_DAMAGED) && field->header == HEADER_ID))
        person->birth = value->birth;
    else if (field->header == HEADER_BIRTH && has(field, CELL_BIRTH) && person->birth.year == 0)
        person->birth = value->birth;
    else if (field->header == HEADER_AGE && has(field, CELL_AGE))
        person->age = value->age;
    else if (field->header == HEADER_SEX || (field->header == WORD_NONE && has(field, CELL_SEX)))
        person->sex = value->sex;
    if (person->birth.year != 0)
        person->beside |= BESIDE_BIRTH;
}

static void person_add(struct table_person *person, const struct field *field)
{
    for (unsigned subject = 0; subject < SUBJECT_COUNT; subject++) {
        if ((field->evidence & BIT(subject)) != 0 && person->columns[subject] == 0)
            person->columns[subject] = field->column;
    }
    person->evidence |= field->evidence;
    person->is_guess |= has(field, CELL_ID_OLD) && field->header != HEADER_ID;
    person->strong |= field->strong;
    person->beside |= field->beside;
    if ((field->header == HEADER_PROFESSION || field->header == HEADER_ORGANISATION) && field->size > 0)
        person->official = true;
    if ((field->evidence & BIT(SUBJECT_MASK_WEAK)) != 0) {
        person->masked = true;
        person->mask = field->value->mask;
    }
    read_age(field, person);
}

/* ---- Samples, masked before they are kept. */

static void keep_sample(struct table_tally *tally, const char *text, size_t size)
{
    char *sample = tally->samples[tally->sample_count];
    size_t count = utf8_count(text, size), used = 0, index = 0;
    size_t first = count <= SHORT_MAX ? 1 : KEPT_FIRST, last = count <= SHORT_MAX ? 0 : KEPT_LAST;

    for (size_t at = 0; at < size; index++) {
        size_t step = utf8_next(text + at, size - at).size;
        bool shown = index < first || index >= count - last;

        if (used + step + 1 > TABLE_SAMPLE_SIZE)
            break;
        if (shown)
            memcpy(sample + used, text + at, step);
        else
            sample[used] = '*';
        used += shown ? step : 1;
        at += step;
    }
    sample[used] = '\0';
    tally->sample_count++;
}

static void note_value(struct table *table, const struct field *field, struct span span)
{
    const char *text = field->text + span.start;
    size_t size = (size_t)(span.end - span.start);

    for (unsigned subject = 0; subject < SUBJECT_COUNT; subject++) {
        if ((field->evidence & BIT(subject)) == 0)
            continue;
        if (subject < SUBJECT_VALUE_COUNT)
            distinct_add(&table->values[subject], text, size);
        if (table->tallies[subject].sample_count < TABLE_SAMPLES)
            keep_sample(&table->tallies[subject], text, size);
    }
}

/* ---- A row. */

static void tally(struct table *table, const struct table_person *person, enum table_subject subject,
                  enum table_subject evidence)
{
    struct table_tally *sum = &table->tallies[subject];

    sum->rows++;
    sum->strong_rows += (person->strong & BIT(evidence)) != 0;
    sum->form_rows += person == &table->form;
    sum->beside |= person->beside;
    if (sum->column == 0)
        sum->column = person->columns[evidence];
}

static void judge_mask(struct table *table, const struct table_person *person)
{
    uint32_t this_year = (uint32_t)table->as_of.year;
    struct mask_knowledge known = { .year_first = this_year - LIFE_YEARS, .year_last = this_year, .sex = person->sex };
    uint64_t candidates;

    if (person->birth.year == 0 || person->mask.symbols[0] == MASK_COVERED) {
        if (table->slow_masks == SLOW_MASKS_MAX)
            return;
        table->slow_masks++;
    }
    if (person->birth.year != 0) {
        known.year_first = known.year_last = person->birth.year;
        known.month = person->birth.month;
        known.day = person->birth.day;
    } else if (person->age != UINT32_MAX && person->age < LIFE_YEARS) {
        /* An age is of one year or the next, and lists are published the year after they were made. */
        known.year_last = this_year - person->age;
        known.year_first = known.year_last - 1;
    }
    candidates = mask_candidates(&person->mask, &known);
    if (candidates == 0 || (candidates >= table->limits.candidates_min && !mask_shows_birth(&person->mask)))
        return;
    if (candidates == 1)
        tally(table, person, SUBJECT_MASK_OPEN, SUBJECT_MASK_WEAK);
    tally(table, person, SUBJECT_MASK_WEAK, SUBJECT_MASK_WEAK);
    if (table->fewest_candidates == 0 || candidates < table->fewest_candidates)
        table->fewest_candidates = candidates;
}

/* Whole years at the day of publication; UINT32_MAX when nothing tells them. */
static uint32_t age_of(const struct table *table, const struct table_person *person)
{
    struct date day = table->as_of;
    const struct birth *birth = &person->birth;
    uint32_t year = (uint32_t)day.year, age;
    bool before_birthday;

    if (birth->year == 0 || birth->year > year)
        return person->age;
    age = year - birth->year;
    before_birthday = birth->month > (uint32_t)day.month
                      || (birth->month == (uint32_t)day.month && birth->day > (uint32_t)day.day);
    return age > 0 && before_birthday ? age - 1 : age;
}

/* A name and an age alone are in every list of prizes. */
static void judge_age(struct table *table, const struct table_person *person)
{
    enum { ALONE = BESIDE_NAME | BESIDE_ORGANISATION };
    uint32_t age = age_of(table, person);
    bool known_closer = (person->beside & ~(uint32_t)ALONE) != 0;

    if (!known_closer || (person->beside & BESIDE_NAME) == 0)
        return;
    if (age < table->limits.child_age)
        tally(table, person, SUBJECT_CHILD, SUBJECT_YOUTH);
    else if (age < table->limits.youth_age || (age == UINT32_MAX && (person->beside & BESIDE_CHILD) != 0))
        tally(table, person, SUBJECT_YOUTH, SUBJECT_YOUTH);
}

static bool shows(const struct table_person *person, enum table_subject subject)
{
    return (person->evidence & BIT(subject)) != 0;
}

static void judge_person(struct table *table, const struct table_person *person, bool is_form)
{
    bool named = (person->beside & BESIDE_NAME) != 0;
    bool of_organisation = (person->beside & BESIDE_ORGANISATION) != 0;
    bool official = person->official || table->is_official;

    if (person->masked)
        judge_mask(table, person);
    if (named && !official && shows(person, SUBJECT_HEALTH))
        tally(table, person, SUBJECT_HEALTH, SUBJECT_HEALTH);
    judge_age(table, person);
    if (shows(person, SUBJECT_HOUSEHOLD) && named)
        tally(table, person, SUBJECT_HOUSEHOLD, SUBJECT_HOUSEHOLD);
    if (is_form)
        return;
    /* Fifteen digits in a line are anything; beside a name they are not. */
    if (shows(person, SUBJECT_IDENTITY) && (named || !table->is_lines || !person->is_guess))
        tally(table, person, SUBJECT_IDENTITY, SUBJECT_IDENTITY);
    if (shows(person, SUBJECT_DOCUMENT))
        tally(table, person, SUBJECT_DOCUMENT, SUBJECT_DOCUMENT);
    if (shows(person, SUBJECT_ACCOUNT) && named && !of_organisation)
        tally(table, person, SUBJECT_ACCOUNT, SUBJECT_ACCOUNT);
    if (shows(person, SUBJECT_PHONE) && named)
        tally(table, person, official || of_organisation ? SUBJECT_OFFICIAL_PHONE : SUBJECT_PHONE,
              SUBJECT_PHONE);
    if (shows(person, SUBJECT_ADDRESS) && named && !of_organisation)
        tally(table, person, SUBJECT_ADDRESS, SUBJECT_ADDRESS);
    if (shows(person, SUBJECT_STATUS) && named)
        tally(table, person, SUBJECT_STATUS, SUBJECT_STATUS);
}

/* Most cells of the row read like headers, and none like what belongs under them. */
static bool is_header_row(const struct table *table)
{
    return table->header_count * 2 > table->cells && (table->person.beside & (BESIDE_ID | BESIDE_PHONE)) == 0;
}

/* Titles, units and headers that no table knows stand above the first row that tells something. */
static bool is_above_rows(const struct table *table)
{
    return table->rows == 0 && table->person.evidence == 0 && table->person.beside == 0;
}

static void take_headers(struct table *table)
{
    for (uint32_t index = 0; index < table->header_count; index++) {
        const struct table_header *header = &table->headers[index];
        struct table_column *column = &table->columns[header->column - 1];

        column->header = header->kind;
        memcpy(column->title, header->title, sizeof column->title);
    }
}

static void end_row(struct table *table)
{
    if (table->cells == 0)
        return;
    if (is_header_row(table)) {
        take_headers(table);
    } else {
        table->rows += !is_above_rows(table);
        judge_person(table, &table->person, false);
    }
    table->cells = table->header_count = 0;
    person_begin(&table->person);
}

static void note_header(struct table *table, uint32_t column, enum word_kind kind, const char *text, size_t size)
{
    struct table_header *header;

    if (table->header_count == TABLE_COLUMNS_MAX)
        return;
    header = &table->headers[table->header_count++];
    size = utf8_floor(text, size, size < TABLE_HEADER_SIZE - 1 ? size : TABLE_HEADER_SIZE - 1);
    *header = (struct table_header){ .column = column, .kind = kind };
    memcpy(header->title, text, size);
}

static void count_cell(struct table_column *column, uint32_t kinds)
{
    column->cells++;
    for (unsigned kind = 0; kind < CELL_KIND_COUNT; kind++)
        column->counts[kind] += (kinds >> kind) & 1;
}

/* A label stands right in front of its field: 姓名|张三|性别|女. */
static enum word_kind label_before(const struct table *table, uint32_t column)
{
    const struct table_header *last;

    if (table->header_count == 0)
        return WORD_NONE;
    last = &table->headers[table->header_count - 1];
    return last->column + 1 == column ? last->kind : WORD_NONE;
}

/* A second name begins a second form. */
static struct table_person *form_for(struct table *table, const struct field *field)
{
    if (field->header == HEADER_NAME && (table->form.beside & BESIDE_NAME) != 0) {
        if (table->form_fields >= FORM_FIELDS_MIN)
            judge_person(table, &table->form, true);
        person_begin(&table->form);
        table->form_fields = 0;
    }
    table->form_fields++;
    return &table->form;
}

static void begin_cell(struct table *table, uint32_t row)
{
    if (row != table->row)
        end_row(table);
    table->row = row;
    table->cells++;
}

static uint32_t add_field(struct table *table, struct field *field, struct span *span)
{
    struct cell_value value;
    uint32_t first;

    cell_read(table->lexicon, field->text, field->size, &value);
    field->value = &value;
    count_cell(&table->columns[field->column - 1], value.kinds);
    read_numbers(field);
    read_name(field);
    read_condition(field);
    read_birth(field);
    person_add(field->has_label ? form_for(table, field) : &table->person, field);
    *span = value.number.end > value.number.start ? value.number : (struct span){ 0, field->size };
    if (field->evidence != 0)
        note_value(table, field, *span);
    first = field->evidence & ~table->told;
    table->told |= first;
    return first;
}

uint32_t table_cell(struct table *table, uint32_t row, uint32_t column, const char *text, size_t size,
                    struct span *span)
{
    struct field field = { .column = column, .text = text, .size = size };
    enum word_kind own;

    if (column == 0 || column > TABLE_COLUMNS_MAX || size > CELL_SIZE_MAX)
        return 0;
    begin_cell(table, row);
    own = table_lexicon_header(table->lexicon, text, size);
    field.header = table->columns[column - 1].header;
    if (own != WORD_NONE && (field.header == WORD_NONE || field.header == own)) {
        note_header(table, column, own, text, size);
        return 0;
    }
    if (field.header == WORD_NONE) {
        field.header = label_before(table, column);
        field.has_label = field.header != WORD_NONE;
    }
    return add_field(table, &field, span);
}

uint32_t table_field(struct table *table, uint32_t row, uint32_t column, enum word_kind header, bool has_label,
                     const char *text, size_t size, struct span *span)
{
    struct field field = { .column = column, .text = text, .size = size, .header = header, .has_label = has_label };

    if (column == 0 || column > TABLE_COLUMNS_MAX || size > CELL_SIZE_MAX)
        return 0;
    begin_cell(table, row);
    return add_field(table, &field, span);
}

void table_name_column(struct table *table, uint32_t column, enum word_kind header, const char *title, size_t size)
{
    note_header(table, column, header, title, size);
    take_headers(table);
    table->header_count = 0;
}

/* ---- The table. */

/* What a column holds by content alone: enough cells, and most of them. */
static bool column_is(const struct table *table, uint32_t column, uint32_t kinds)
{
    const struct table_column *counted;
    uint64_t count = 0;

    if (column == 0)
        return false;
    counted = &table->columns[column - 1];
    for (unsigned kind = 0; kind < CELL_KIND_COUNT; kind++) {
        if ((kinds >> kind & 1) != 0)
            count += counted->counts[kind];
    }
    return count >= table->limits.rows_min && count * 100 >= (uint64_t)counted->cells * table->limits.share_percent;
}

static bool is_reported(const struct table *table, enum table_subject subject)
{
    static const uint32_t contents[SUBJECT_COUNT] = {
        [SUBJECT_IDENTITY] = CELL_ID | CELL_ID_OLD,
        [SUBJECT_ACCOUNT] = CELL_CARD,
        [SUBJECT_HEALTH] = CELL_HEALTH,
        [SUBJECT_STATUS] = CELL_STATUS,
    };
    const struct table_tally *sum = &table->tallies[subject];
    bool is_mask = subject == SUBJECT_MASK_OPEN || subject == SUBJECT_MASK_WEAK;

    if (sum->rows == 0)
        return false;
    if (table->is_lines && !is_mask && sum->rows < table->limits.rows_min)
        return sum->form_rows > 0 && subject != SUBJECT_HOUSEHOLD;
    switch (subject) {
    case SUBJECT_PHONE:
    case SUBJECT_OFFICIAL_PHONE:
    case SUBJECT_ADDRESS:
    case SUBJECT_HOUSEHOLD:
    case SUBJECT_YOUTH:
        return sum->rows >= table->limits.rows_min;
    case SUBJECT_IDENTITY:
    case SUBJECT_ACCOUNT:
    case SUBJECT_HEALTH:
    case SUBJECT_STATUS:
        return sum->strong_rows > 0 || column_is(table, sum->column, contents[subject]);
    default:
        return true;
    }
}

/* The cells that are told of stand for several subjects. */
static enum table_subject evidence_of(enum table_subject subject)
{
    switch (subject) {
    case SUBJECT_MASK_OPEN:
        return SUBJECT_MASK_WEAK;
    case SUBJECT_OFFICIAL_PHONE:
        return SUBJECT_PHONE;
    case SUBJECT_CHILD:
        return SUBJECT_YOUTH;
    default:
        return subject;
    }
}

size_t table_finish(struct table *table, struct table_report *reports)
{
    size_t count = 0;

    end_row(table);
    if (table->form_fields >= FORM_FIELDS_MIN)
        judge_person(table, &table->form, true);
    for (enum table_subject subject = 0; subject < SUBJECT_COUNT; subject++) {
        const struct table_tally *sum = &table->tallies[subject];
        enum table_subject evidence = evidence_of(subject);
        struct table_report report = { .subject = subject,
                                       .evidence = evidence,
                                       .tally = sum,
                                       .shown = &table->tallies[evidence],
                                       .title = sum->column != 0 ? table->columns[sum->column - 1].title : "" };

        /* Open masks are weak ones as well, and told once. */
        if (!is_reported(table, subject) || (table->told & BIT(evidence)) == 0
            || (subject == SUBJECT_MASK_WEAK && table->tallies[SUBJECT_MASK_OPEN].rows == sum->rows))
            continue;
        if (evidence < SUBJECT_VALUE_COUNT) {
            report.distinct = distinct_count(&table->values[evidence]);
            report.distinct_is_exact = distinct_is_exact(&table->values[evidence]);
        }
        reports[count++] = report;
    }
    return count;
}
