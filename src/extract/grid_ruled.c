/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/grid_found.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"

/* Rules nearer than this to each other, in sizes of the font, are one; and so near do they meet. */
#define NEAR 0.25
#define TOUCHING 0.15
#define WORD_MIDDLE 0.3 /* of a character above its baseline */
/* Of the cells, where lines between two rules are rows: of many lines, and of those further apart than a text's. */
#define FILLED_MIN 0.7
#define FILLED_WIDE_MIN 0.5
#define STEP_WIDE 2.0

enum {
    TRACKS_MAX = 256, /* columns or rows of a lattice */
    CELLS_MAX = 1 << 14,
    LATTICES_MAX = 64,
    ROWS_WITHOUT_RULES_MIN = 3,
    CELLS_MIN = 3, /* with words in them */
};

/* A rule, or several that go on with each other. */
struct stroke {
    double place, from, to;
    uint32_t group; /* of strokes that meet */
};

/* Rules that meet, as tracks: a cell is at least one track by one. */
struct lattice {
    double x[TRACKS_MAX + 1], y[TRACKS_MAX + 1];
    uint32_t columns, rows;
    uint16_t *cells; /* row by row: the first field of the cell */
    double area;
};

struct finder {
    struct stroke *across, *down;
    size_t across_count, down_count;
    uint32_t *groups; /* as a forest: of those across first, then of those down */
    double near;
};

static int by_place(const void *left, const void *right)
{
    const struct stroke *a = left, *b = right;

    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    return (a->from > b->from) - (a->from < b->from);
}

static int by_from(const void *left, const void *right)
{
    const struct stroke *a = left, *b = right;

    return (a->from > b->from) - (a->from < b->from);
}

static bool is_sane(const struct grid_rule *rule)
{
    return fabs(rule->x0) < 1e9 && fabs(rule->y0) < 1e9 && fabs(rule->x1) < 1e9 && fabs(rule->y1) < 1e9;
}

/* Strokes at about one place that touch become one. */
static size_t join_strokes(struct stroke *strokes, size_t count, double near)
{
    size_t kept = 0;

    qsort(strokes, count, sizeof *strokes, by_place);
    for (size_t first = 0, end; first < count; first = end) {
        double place = strokes[first].place;

        for (end = first; end < count && strokes[end].place - place <= near; end++)
            continue;
        qsort(strokes + first, end - first, sizeof *strokes, by_from);
        for (size_t index = first; index < end; index++) {
            struct stroke *last = index > first ? &strokes[kept - 1] : NULL;

            if (last != NULL && strokes[index].from <= last->to + near) {
                last->to = fmax(last->to, strokes[index].to);
            } else {
                strokes[kept] = strokes[index];
                strokes[kept++].place = place;
            }
        }
    }
    return kept;
}

static void take_rules(struct finder *finder, const struct grid_rule *rules, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        const struct grid_rule *rule = &rules[index];
        double width = fabs(rule->x1 - rule->x0), height = fabs(rule->y1 - rule->y0);
        double x = fmin(rule->x0, rule->x1), y = fmin(rule->y0, rule->y1);

        if (!is_sane(rule))
            continue;
        if (height <= finder->near && width > height)
            finder->across[finder->across_count++] = (struct stroke){ y + height / 2, x, x + width, 0 };
        else if (width <= finder->near && height > width)
            finder->down[finder->down_count++] = (struct stroke){ x + width / 2, y, y + height, 0 };
    }
    finder->across_count = join_strokes(finder->across, finder->across_count, finder->near);
    finder->down_count = join_strokes(finder->down, finder->down_count, finder->near);
}

static uint32_t root_of(uint32_t *parents, uint32_t item)
{
    while (parents[item] != item) {
        parents[item] = parents[parents[item]];
        item = parents[item];
    }
    return item;
}

/* The lower number stays the root: of a cell, that is its first field. */
static void unite(uint32_t *parents, uint32_t left, uint32_t right)
{
    left = root_of(parents, left);
    right = root_of(parents, right);
    parents[left > right ? left : right] = left < right ? left : right;
}

static bool meets(const struct stroke *across, const struct stroke *down, double near)
{
    return down->place >= across->from - near && down->place <= across->to + near && across->place >= down->from - near
           && across->place <= down->to + near;
}

static void group_strokes(struct finder *finder)
{
    uint32_t across_count = (uint32_t)finder->across_count, count = across_count + (uint32_t)finder->down_count;

    for (uint32_t index = 0; index < count; index++)
        finder->groups[index] = index;
    for (uint32_t row = 0; row < across_count; row++)
        for (uint32_t column = across_count; column < count; column++)
            if (meets(&finder->across[row], &finder->down[column - across_count], finder->near))
                unite(finder->groups, row, column);
    for (uint32_t index = 0; index < count; index++) {
        struct stroke *stroke = index < across_count ? &finder->across[index] : &finder->down[index - across_count];

        stroke->group = root_of(finder->groups, index);
    }
}

/* ---- lattices ---- */

static int by_number(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

/* The borders of the tracks: where strokes of the group stand, and where those that cross them begin and end, so that a
 * table may be open at its sides. Returns how many there are, or 0 where there are too many. */
static uint32_t find_borders(const struct stroke *strokes, size_t count, const struct stroke *crossing,
                             size_t crossing_count, uint32_t group, double near, double borders[TRACKS_MAX + 1])
{
    double found[TRACKS_MAX + 1], from = INFINITY, to = -INFINITY;
    uint32_t found_count = 0, kept = 0;

    for (size_t index = 0; index < crossing_count; index++) {
        if (crossing[index].group != group)
            continue;
        from = fmin(from, crossing[index].from);
        to = fmax(to, crossing[index].to);
    }
    if (from > to)
        return 0;
    found[found_count++] = from;
    found[found_count++] = to;
    for (size_t index = 0; index < count; index++) {
        if (strokes[index].group != group
            || (index > 0 && strokes[index - 1].group == group && strokes[index - 1].place == strokes[index].place))
            continue;
        if (found_count == TRACKS_MAX + 1)
            return 0;
        found[found_count++] = strokes[index].place;
    }
    qsort(found, found_count, sizeof *found, by_number);
    for (uint32_t index = 0; index < found_count; index++)
        if (kept == 0 || found[index] - borders[kept - 1] > near)
            borders[kept++] = found[index];
    return kept;
}

/* The track that the place is in; of `count` borders, which it lies between. */
static uint32_t track_of(const double *borders, uint32_t count, double place)
{
    uint32_t low = 0, high = count - 1;

    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;

        if (place < borders[middle])
            high = middle;
        else
            low = middle;
    }
    return low;
}

/* The border nearest to the place. */
static uint32_t border_of(const double *borders, uint32_t count, double place)
{
    uint32_t track = track_of(borders, count, place);

    return place - borders[track] <= borders[track + 1] - place ? track : track + 1;
}

static void mark_walls(const struct stroke *strokes, size_t count, uint32_t group, const double *borders,
                       uint32_t border_count, const double *crossing, uint32_t crossing_count, double near,
                       bool is_down, uint8_t *walls, uint32_t columns)
{
    for (size_t index = 0; index < count; index++) {
        const struct stroke *stroke = &strokes[index];
        uint32_t border;

        if (stroke->group != group)
            continue;
        border = border_of(borders, border_count, stroke->place);
        for (uint32_t track = 0; border > 0 && border + 1 < border_count && track + 1 < crossing_count; track++) {
            double middle = (crossing[track] + crossing[track + 1]) / 2;
            uint32_t field = is_down ? track * columns + border - 1 : (border - 1) * columns + track;

            if (middle >= stroke->from - near && middle <= stroke->to + near)
                walls[field] |= is_down ? 1 : 2;
        }
    }
}

/* Fields without a wall between them are one cell. */
static enum status join_fields(const struct finder *finder, struct lattice *lattice, uint32_t group)
{
    uint32_t count = lattice->columns * lattice->rows;
    uint32_t *parents = alloc_zeroed(count, sizeof *parents);
    uint8_t *walls = alloc_zeroed(count, 1); /* 1: at the right, 2: below */

    lattice->cells = alloc_zeroed(count, sizeof *lattice->cells);
    if (parents == NULL || walls == NULL || lattice->cells == NULL) {
        alloc_free(parents);
        alloc_free(walls);
        return STATUS_NO_MEMORY;
    }
    mark_walls(finder->down, finder->down_count, group, lattice->x, lattice->columns + 1, lattice->y, lattice->rows + 1,
               finder->near, true, walls, lattice->columns);
    mark_walls(finder->across, finder->across_count, group, lattice->y, lattice->rows + 1, lattice->x,
               lattice->columns + 1, finder->near, false, walls, lattice->columns);
    for (uint32_t field = 0; field < count; field++)
        parents[field] = field;
    for (uint32_t field = 0; field < count; field++) {
        if ((field + 1) % lattice->columns != 0 && (walls[field] & 1) == 0)
            unite(parents, field, field + 1);
        if (field + lattice->columns < count && (walls[field] & 2) == 0)
            unite(parents, field, field + lattice->columns);
    }
    for (uint32_t field = 0; field < count; field++)
        lattice->cells[field] = (uint16_t)root_of(parents, field);
    alloc_free(parents);
    alloc_free(walls);
    return STATUS_OK;
}

/* False: the group is no lattice. */
static bool make_lattice(const struct finder *finder, uint32_t group, struct lattice *lattice, enum status *status)
{
    uint32_t columns = find_borders(finder->down, finder->down_count, finder->across, finder->across_count, group,
                                    finder->near, lattice->x);
    uint32_t rows = find_borders(finder->across, finder->across_count, finder->down, finder->down_count, group,
                                 finder->near, lattice->y);

    if (columns < 3 || rows < 2 || (columns - 1) * (rows - 1) > CELLS_MAX)
        return false;
    lattice->columns = columns - 1;
    lattice->rows = rows - 1;
    lattice->area = (lattice->x[columns - 1] - lattice->x[0]) * (lattice->y[rows - 1] - lattice->y[0]);
    *status = join_fields(finder, lattice, group);
    return true;
}

/* ---- words in a lattice ---- */

/* The cell that the word stands in; false: none. */
static bool cell_of(const struct lattice *lattice, const struct grid_word *word, uint32_t *cell)
{
    double x = (word->start + word->end) / 2, y = word->baseline - WORD_MIDDLE * word->size;
    uint32_t row, column;

    if (x < lattice->x[0] || x > lattice->x[lattice->columns] || y < lattice->y[0] || y > lattice->y[lattice->rows])
        return false;
    row = track_of(lattice->y, lattice->rows + 1, y);
    column = track_of(lattice->x, lattice->columns + 1, x);
    *cell = lattice->cells[row * lattice->columns + column];
    return true;
}

/* Text that is too long for its cell runs over the border: what touches a word in front of it belongs to that, unless
 * they touch at the border. */
static bool runs_over(const struct grid_page *page, const struct lattice *lattice, size_t index, uint32_t cell)
{
    const struct grid_word *word = &page->words[index], *before = word - 1;
    double near = NEAR * page->unit;

    return word->row == before->row && word->start - before->end <= TOUCHING * page->unit
           && fabs(word->start - lattice->x[cell % lattice->columns]) > near;
}

/* The cells of all words, or GRID_NONE. */
static void find_cells(const struct grid_page *page, const struct lattice *lattice, uint32_t *cells)
{
    for (size_t index = 0; index < page->count; index++) {
        cells[index] = GRID_NONE;
        if (page->spots[index].table != 0 || !cell_of(lattice, &page->words[index], &cells[index]))
            continue;
        if (index > 0 && cells[index - 1] != GRID_NONE && cells[index - 1] != cells[index]
            && runs_over(page, lattice, index, cells[index]))
            cells[index] = cells[index - 1];
    }
}

/* Of one track of rows. */
struct band {
    uint32_t last_row;     /* of words */
    uint32_t lines, cells; /* baselines; cells on a baseline, summed */
    uint32_t columns;      /* cells with words */
    double first, last;    /* baselines */
    bool is_divided;       /* its lines are rows */
};

struct survey {
    struct band bands[TRACKS_MAX];
    uint32_t cells, columns, rows; /* with words */
    bool column_seen[TRACKS_MAX];
    uint32_t *seen; /* of each cell: 1 + the row of its last word */
};

/* It goes on below the track of rows that it begins in: what it says there is no line of that track. */
static bool is_tall(const struct lattice *lattice, uint32_t cell)
{
    return cell + lattice->columns < lattice->columns * lattice->rows
           && lattice->cells[cell + lattice->columns] == cell;
}

static void survey_word(const struct lattice *lattice, struct survey *survey, const struct grid_word *word,
                        uint32_t cell)
{
    struct band *band = &survey->bands[cell / lattice->columns];
    uint32_t column = cell % lattice->columns;
    bool is_new = survey->seen[cell] == 0, is_on_new_line = survey->seen[cell] != word->row + 1;

    survey->seen[cell] = word->row + 1;
    survey->cells += is_new;
    survey->columns += !survey->column_seen[column];
    survey->column_seen[column] = true;
    if (is_tall(lattice, cell))
        return;
    survey->rows += band->lines == 0;
    if (band->lines == 0)
        band->first = word->baseline;
    if (band->lines == 0 || band->last_row != word->row)
        band->lines++;
    band->last = word->baseline;
    band->last_row = word->row;
    band->columns += is_new;
    band->cells += is_on_new_line;
}

/* Where nothing is drawn between the rows, every line of words is one, if most of its cells are filled: a cell whose
 * text wraps has others beside it that do not. */
static void divide_bands(const struct lattice *lattice, struct survey *survey, double unit)
{
    for (uint32_t row = 0; row < lattice->rows; row++) {
        struct band *band = &survey->bands[row];
        double share = band->lines > 0 ? (double)band->cells / band->lines / band->columns : 0;
        bool is_wide = band->last - band->first > STEP_WIDE * unit * (band->lines - 1);

        band->is_divided = band->columns >= 2
                           && ((band->lines >= ROWS_WITHOUT_RULES_MIN && share >= FILLED_MIN)
                               || (band->lines >= 2 && is_wide && share >= FILLED_WIDE_MIN));
        if (band->is_divided)
            survey->rows += band->lines - 1;
    }
}

static enum status add_table(struct grid_page *page, const struct lattice *lattice)
{
    struct grid_found *table = grid_found_add(page);

    if (table == NULL)
        return STATUS_NO_MEMORY;
    table->is_ruled = true;
    table->column_count = GRID_COLUMNS_MAX + 1;
    if (lattice->columns > GRID_COLUMNS_MAX)
        return STATUS_OK;
    table->column_count = lattice->columns;
    for (uint32_t column = 0; column < lattice->columns; column++) {
        table->start[column] = lattice->x[column];
        table->end[column] = lattice->x[column + 1];
    }
    return STATUS_OK;
}

/* A cell's right border, in the row where it begins. */
static double cell_end(const struct lattice *lattice, uint32_t cell)
{
    uint32_t field = cell;

    while ((field + 1) % lattice->columns != 0 && lattice->cells[field + 1] == cell)
        field++;
    return lattice->x[field % lattice->columns + 1];
}

static void place_words(struct grid_page *page, const struct lattice *lattice, const struct survey *survey,
                        const uint32_t *cells)
{
    uint32_t base[TRACKS_MAX], line[TRACKS_MAX] = { 0 }, last[TRACKS_MAX];

    for (uint32_t row = 0, next = 0; row < lattice->rows; row++) {
        last[row] = UINT32_MAX;
        base[row] = next;
        next += survey->bands[row].is_divided ? survey->bands[row].lines : 1;
    }
    for (size_t index = 0; index < page->count; index++) {
        const struct grid_word *word = &page->words[index];
        uint32_t cell = cells[index], top;

        if (cell == GRID_NONE)
            continue;
        top = cell / lattice->columns;
        if (survey->bands[top].is_divided && !is_tall(lattice, cell)) {
            line[top] += last[top] != UINT32_MAX && last[top] != word->row;
            last[top] = word->row;
        }
        page->spots[index] = (struct grid_spot){ .table = page->table_count,
                                                 .row = base[top] + (is_tall(lattice, cell) ? 0 : line[top]),
                                                 .column = cell % lattice->columns + 1,
                                                 .start = lattice->x[cell % lattice->columns],
                                                 .end = cell_end(lattice, cell) };
    }
}

/* A frame around text is no table, nor are the lines of a chart. */
static enum status fill_lattice(struct grid_page *page, const struct lattice *lattice, uint32_t *cells, uint32_t *seen)
{
    struct survey survey = { .seen = seen };
    enum status status;

    find_cells(page, lattice, cells);
    for (size_t index = 0; index < page->count; index++)
        if (cells[index] != GRID_NONE)
            survey_word(lattice, &survey, &page->words[index], cells[index]);
    divide_bands(lattice, &survey, page->unit);
    if (survey.cells < CELLS_MIN || survey.columns < 2 || survey.rows < 2)
        return STATUS_OK;
    status = add_table(page, lattice);
    if (status == STATUS_OK)
        place_words(page, lattice, &survey, cells);
    return status;
}

static enum status try_lattice(struct grid_page *page, const struct lattice *lattice)
{
    uint32_t *cells = alloc_zeroed(page->count, sizeof *cells);
    uint32_t *seen = alloc_zeroed((size_t)lattice->columns * lattice->rows, sizeof *seen);
    enum status status = STATUS_NO_MEMORY;

    if (cells != NULL && seen != NULL)
        status = fill_lattice(page, lattice, cells, seen);
    alloc_free(cells);
    alloc_free(seen);
    return status;
}

static int by_area(const void *left, const void *right)
{
    const struct lattice *a = *(struct lattice *const *)left, *b = *(struct lattice *const *)right;

    return (a->area > b->area) - (a->area < b->area);
}

/* Those inside others first. */
static enum status find_lattices(struct grid_page *page, struct finder *finder)
{
    struct lattice *lattices[LATTICES_MAX];
    size_t count = 0;
    enum status status = STATUS_OK;

    group_strokes(finder);
    for (uint32_t index = 0; index < finder->across_count && count < LATTICES_MAX && status == STATUS_OK; index++) {
        if (finder->groups[index] != index)
            continue;
        lattices[count] = alloc_zeroed(1, sizeof *lattices[count]);
        if (lattices[count] == NULL)
            status = STATUS_NO_MEMORY;
        else if (make_lattice(finder, index, lattices[count], &status))
            count++;
        else
            alloc_free(lattices[count]);
    }
    qsort(lattices, count, sizeof *lattices, by_area);
    for (size_t index = 0; index < count; index++) {
        if (status == STATUS_OK && page->table_count < GRID_TABLES_MAX)
            status = try_lattice(page, lattices[index]);
        alloc_free(lattices[index]->cells);
        alloc_free(lattices[index]);
    }
    return status;
}

enum status grid_ruled_find(struct grid_page *page, const struct grid_rule *rules, size_t rule_count)
{
    struct finder finder = { .near = NEAR * page->unit };
    enum status status = STATUS_NO_MEMORY;

    if (rule_count < 3)
        return STATUS_OK;
    if (rule_count > GRID_RULES_MAX)
        rule_count = GRID_RULES_MAX;
    finder.across = alloc_zeroed(rule_count, sizeof *finder.across);
    finder.down = alloc_zeroed(rule_count, sizeof *finder.down);
    finder.groups = alloc_zeroed(rule_count, sizeof *finder.groups);
    if (finder.across != NULL && finder.down != NULL && finder.groups != NULL) {
        take_rules(&finder, rules, rule_count);
        status = finder.down_count > 0 && finder.across_count > 0 ? find_lattices(page, &finder) : STATUS_OK;
    }
    alloc_free(finder.across);
    alloc_free(finder.down);
    alloc_free(finder.groups);
    return status;
}
