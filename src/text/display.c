/* SPDX-License-Identifier: Apache-2.0 */
#include "text/display.h"

#include <string.h>

#include "text/utf8.h"

enum {
    DEPTH_MAX = 60,
    UNSEEN_MIN = 8,       /* emoji and scripts that need joiners have two or three in a row */
    UNSEEN_DIFFERENT = 2, /* an editor may leave one and the same again and again; data needs two */
    TAGS_MIN = 2,
    LAST_CONTROL = 0x1F,
    ESCAPE = 0x1B,
    END_OF_ISOLATE = 0x2069,
    FLAG = 0x1F3F4, /* the emoji that tags make the flag of a region */
};

/* Which way a character runs. */
enum direction { LEFT, RIGHT, NEUTRAL };

struct range {
    uint32_t first, last;
};

static bool is_in(uint32_t code_point, const struct range *ranges, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        if (code_point >= ranges[index].first && code_point <= ranges[index].last)
            return true;
    }
    return false;
}

static bool is_right(uint32_t code_point)
{
    static const struct range ranges[] = {
        { 0x590, 0x8FF },   { 0x200F, 0x200F },   { 0xFB1D, 0xFDFF },
        { 0xFE70, 0xFEFE }, { 0x10800, 0x10FFF }, { 0x1E800, 0x1EFFF },
    };

    return is_in(code_point, ranges, sizeof ranges / sizeof *ranges);
}

static bool is_neutral(uint32_t code_point)
{
    static const struct range ranges[] = {
        { 0x0, 0x2F },        { 0x3A, 0x40 },     { 0x5B, 0x60 },     { 0x7B, 0xA9 },     { 0xAB, 0xB4 },
        { 0xB6, 0xB9 },       { 0xBB, 0xBF },     { 0x2000, 0x200D }, { 0x2010, 0x2BFF }, { 0x2E00, 0x2E7F },
        { 0x3000, 0x3004 },   { 0x3008, 0x3020 }, { 0x3030, 0x3030 }, { 0xFE10, 0xFE1F }, { 0xFE30, 0xFE6F },
        { 0xFF01, 0xFF0F },   { 0xFF1A, 0xFF20 }, { 0xFF3B, 0xFF40 }, { 0xFF5B, 0xFF65 }, { 0xFFE0, 0xFFFF },
        { 0x1F000, 0x1FAFF },
    };

    return is_in(code_point, ranges, sizeof ranges / sizeof *ranges);
}

static enum direction direction_of(uint32_t code_point)
{
    if (is_right(code_point))
        return RIGHT;
    return is_neutral(code_point) ? NEUTRAL : LEFT;
}

static bool forces(uint32_t code_point)
{
    return (code_point >= 0x202A && code_point <= 0x202E) || (code_point >= 0x2066 && code_point <= 0x2069);
}

static bool is_mark(uint32_t code_point)
{
    return code_point == 0x200E || code_point == 0x200F || code_point == 0x61C;
}

static bool is_tag(uint32_t code_point)
{
    return code_point >= 0xE0020 && code_point <= 0xE007E;
}

/* Shows as nothing, and says nothing of directions but for marks. */
static bool is_unseen(uint32_t code_point)
{
    static const struct range ranges[] = {
        { 0xAD, 0xAD },     { 0x180B, 0x180E }, { 0x200B, 0x200F },   { 0x2060, 0x2064 },
        { 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF }, { 0xE0000, 0xE0FFF },
    };

    return is_in(code_point, ranges, sizeof ranges / sizeof *ranges);
}

/* ---- The order of display. */

struct character {
    uint16_t offset;
    uint8_t size, level;
    uint8_t by_nature, direction; /* of enum direction: its own, and the one that it is made to have */
    bool is_seen, begins_isolate, ends_isolate;
};

struct level {
    uint8_t level;
    uint8_t forced; /* of enum direction; NEUTRAL: nothing is */
    bool is_isolate;
};

struct line {
    struct character characters[DISPLAY_SIZE_MAX];
    size_t count;
    struct level levels[DEPTH_MAX + 1];
    size_t depth, beyond; /* beyond: begun when there was no room */
};

static void push(struct line *line, enum direction way, bool is_forced, bool is_isolate)
{
    uint8_t outer = line->levels[line->depth].level;
    uint8_t level = (uint8_t)(way == RIGHT ? (outer + 1) | 1 : (outer + 2) & ~1);

    if (line->depth == DEPTH_MAX) {
        line->beyond++;
        return;
    }
    line->levels[++line->depth] = (struct level){ level, (uint8_t)(is_forced ? way : NEUTRAL), is_isolate };
}

static void end_embedding(struct line *line)
{
    if (line->beyond > 0)
        line->beyond--;
    else if (line->depth > 0 && !line->levels[line->depth].is_isolate)
        line->depth--;
}

/* False when there is none. */
static bool end_isolate(struct line *line)
{
    if (line->beyond > 0) {
        line->beyond--;
        return false;
    }
    for (size_t depth = line->depth; depth > 0; depth--) {
        if (line->levels[depth].is_isolate) {
            line->depth = depth - 1;
            return true;
        }
    }
    return false;
}

/* To the text around it, an isolate is a sign. */
static bool bounds_isolate(uint32_t code_point)
{
    return code_point >= 0x2066 && code_point <= END_OF_ISOLATE;
}

/* Which way the first letter of an isolate that does not say runs; what it holds isolated does not count. */
static enum direction first_strong(const char *text, size_t size)
{
    size_t depth = 0;

    for (size_t at = 0; at < size;) {
        struct utf8_step step = utf8_next(text + at, size - at);
        enum direction direction = forces(step.code_point) ? NEUTRAL : direction_of(step.code_point);

        if (step.code_point == END_OF_ISOLATE && depth-- == 0)
            break;
        depth += bounds_isolate(step.code_point) && step.code_point != END_OF_ISOLATE;
        if (depth == 0 && direction != NEUTRAL)
            return direction;
        at += step.size;
    }
    return LEFT;
}

static void force(struct line *line, uint32_t code_point, const char *behind, size_t size)
{
    switch (code_point) {
    case 0x202A:
        push(line, LEFT, false, false);
        break;
    case 0x202B:
        push(line, RIGHT, false, false);
        break;
    case 0x202C:
        end_embedding(line);
        break;
    case 0x202D:
        push(line, LEFT, true, false);
        break;
    case 0x202E:
        push(line, RIGHT, true, false);
        break;
    case 0x2066:
        push(line, LEFT, false, true);
        break;
    case 0x2067:
        push(line, RIGHT, false, true);
        break;
    default:
        push(line, first_strong(behind, size), false, true);
    }
}

static void add(struct line *line, struct utf8_step step, size_t at, bool is_seen, bool ends_isolate)
{
    const struct level *level = &line->levels[line->depth];
    enum direction by_nature = direction_of(step.code_point);

    line->characters[line->count++] = (struct character){
        (uint16_t)at,
        (uint8_t)step.size,
        level->level,
        (uint8_t)by_nature,
        (uint8_t)(level->forced != NEUTRAL ? level->forced : by_nature),
        is_seen,
        bounds_isolate(step.code_point) && step.code_point != END_OF_ISOLATE,
        ends_isolate,
    };
}

/* Characters with the levels that are said (X1 to X8). */
static void read_line(struct line *line, const char *text, size_t size)
{
    line->count = line->depth = line->beyond = 0;
    line->levels[0] = (struct level){ 0, NEUTRAL, false };
    for (size_t at = 0; at < size;) {
        struct utf8_step step = utf8_next(text + at, size - at);
        bool is_seen = !is_unseen(step.code_point) && !is_mark(step.code_point) && !forces(step.code_point)
                       && step.code_point > LAST_CONTROL;
        bool ends_isolate = step.code_point == END_OF_ISOLATE && end_isolate(line);

        if (is_seen || is_mark(step.code_point) || bounds_isolate(step.code_point))
            add(line, step, at, is_seen, ends_isolate);
        if (forces(step.code_point) && step.code_point != END_OF_ISOLATE)
            force(line, step.code_point, text + at + step.size, size - at - step.size);
        at += step.size;
    }
}

/* The way that text runs where a level meets another. */
static enum direction at_edge(uint8_t level, uint8_t other)
{
    return ((level > other ? level : other) & 1) != 0 ? RIGHT : LEFT;
}

/* The way of what is beside the sign at `at`, on the left (step -1) or right (1); what an isolate holds is not looked
 * at. The index wraps at the beginning of the line. */
static enum direction beside(const struct line *line, size_t at, int step)
{
    const struct character *characters = line->characters;
    uint8_t level = characters[at].level;

    for (;;) {
        bool meets_isolate = step < 0 ? characters[at].ends_isolate : characters[at].begins_isolate;
        size_t next = at + (size_t)step;

        while (meets_isolate && next < line->count && characters[next].level > level)
            next += (size_t)step;
        if (next >= line->count)
            return at_edge(level, 0);
        if (characters[next].level != level)
            return at_edge(level, characters[next].level);
        if (characters[next].direction != NEUTRAL)
            return (enum direction)characters[next].direction;
        at = next;
    }
}

/* Signs run as the letters on both sides do, else as what is around them (N1, N2). */
static void resolve_neutrals(struct line *line)
{
    struct character *characters = line->characters;

    for (size_t from = 0, to; from < line->count; from = to) {
        enum direction left, right;
        uint8_t level = characters[from].level;

        to = from + 1;
        if (characters[from].direction != NEUTRAL)
            continue;
        while (to < line->count && characters[to].level == level && characters[to].direction == NEUTRAL)
            to++;
        left = beside(line, from, -1);
        right = beside(line, to - 1, 1);
        if (left != right)
            left = (level & 1) != 0 ? RIGHT : LEFT;
        for (size_t index = from; index < to; index++)
            characters[index].direction = (uint8_t)left;
    }
}

/* Levels by the ways that characters run (I1, I2). Returns the highest. */
static uint8_t raise_levels(struct line *line)
{
    uint8_t highest = 0;

    for (size_t index = 0; index < line->count; index++) {
        struct character *character = &line->characters[index];

        character->level += ((character->level & 1) != 0) != (character->direction == RIGHT);
        if (character->level > highest)
            highest = character->level;
    }
    return highest;
}

static void reverse(struct character *characters, size_t from, size_t to)
{
    for (; from + 1 < to; from++, to--) {
        struct character kept = characters[from];

        characters[from] = characters[to - 1];
        characters[to - 1] = kept;
    }
}

/* From the highest level to the lowest odd one, what is at that or above is turned round (L2). */
static void reorder(struct line *line, uint8_t highest)
{
    for (uint8_t level = highest; level > 0; level--) {
        for (size_t from = 0, to; from < line->count; from = to) {
            to = from + 1;
            if (line->characters[from].level < level)
                continue;
            while (to < line->count && line->characters[to].level >= level)
                to++;
            reverse(line->characters, from, to);
        }
    }
}

static bool is_letter(const struct character *character)
{
    return character->is_seen && character->by_nature == LEFT;
}

/* Is there text that runs from right to left without being told to? */
static bool has_right_letters(const struct line *line)
{
    for (size_t index = 0; index < line->count; index++) {
        if (line->characters[index].is_seen && line->characters[index].by_nature == RIGHT)
            return true;
    }
    return false;
}

/* Two letters side by side that are made to run from right to left? */
static bool has_forced_letters(const struct line *line)
{
    for (size_t index = 1; index < line->count; index++) {
        const struct character *both = &line->characters[index - 1];

        if (is_letter(&both[0]) && is_letter(&both[1]) && both[0].direction == RIGHT && both[1].direction == RIGHT)
            return true;
    }
    return false;
}

static void order_line(struct line *line, const char *text, size_t size)
{
    read_line(line, text, size);
    resolve_neutrals(line);
    reorder(line, raise_levels(line));
}

/* Are the letters, in the order of display, others than in that of the text? */
static bool is_reordered(struct line *line, const char *text, size_t size)
{
    size_t stored = 0;

    read_line(line, text, size);
    if (has_right_letters(line) && !has_forced_letters(line))
        return false;
    order_line(line, text, size);
    for (size_t index = 0; index < line->count; index++) {
        const struct character *character = &line->characters[index];
        struct utf8_step step;

        if (!is_letter(character))
            continue;
        /* The next letter as stored. */
        for (;; stored += step.size) {
            step = utf8_next(text + stored, size - stored);
            if (!forces(step.code_point) && !is_unseen(step.code_point) && !is_mark(step.code_point)
                && step.code_point > LAST_CONTROL && direction_of(step.code_point) == LEFT)
                break;
        }
        if (step.size != character->size || memcmp(text + stored, text + character->offset, step.size) != 0)
            return true;
        stored += step.size;
    }
    return false;
}

/* ---- Tricks. */

static bool has_escapes(const char *text, size_t size)
{
    const char *escape = memchr(text, ESCAPE, size);

    for (; escape != NULL; escape = memchr(escape + 1, ESCAPE, (size_t)(text + size - escape - 1))) {
        if (escape + 1 < text + size && (escape[1] == '[' || escape[1] == ']'))
            return true;
    }
    return false;
}

static bool has_unseen_row(const char *text, size_t size)
{
    uint32_t count = 0, different = 0, tags = 0, last = 0, before = 0;

    for (size_t at = 0; at < size;) {
        struct utf8_step step = utf8_next(text + at, size - at);

        if (is_unseen(step.code_point)) {
            different += count == 0 || step.code_point != last;
            count++;
            tags += is_tag(step.code_point) && before != FLAG;
            last = step.code_point;
        } else {
            count = different = tags = 0;
            before = step.code_point;
        }
        if (tags >= TAGS_MIN || (count >= UNSEEN_MIN && different >= UNSEEN_DIFFERENT))
            return true;
        at += step.size;
    }
    return false;
}

size_t display_suspect(const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        struct utf8_step step = utf8_next(text + at, size - at);

        if (forces(step.code_point) || is_unseen(step.code_point) || step.code_point == ESCAPE)
            return at;
        at += step.size;
    }
    return SIZE_MAX;
}

uint32_t display_tricks(const char *text, size_t size)
{
    struct line line;
    uint32_t tricks = 0;

    if (size > DISPLAY_SIZE_MAX)
        size = DISPLAY_SIZE_MAX;
    if (has_escapes(text, size))
        tricks |= DISPLAY_ESCAPES;
    if (has_unseen_row(text, size))
        tricks |= DISPLAY_UNSEEN;
    for (size_t at = 0; at < size;) {
        struct utf8_step step = utf8_next(text + at, size - at);

        if (forces(step.code_point)) {
            tricks |= is_reordered(&line, text, size) ? DISPLAY_REORDERED : 0;
            break;
        }
        at += step.size;
    }
    return tricks;
}

size_t display_shown(const char *text, size_t size, char *output)
{
    struct line line;
    size_t produced = 0;

    if (size > DISPLAY_SIZE_MAX)
        size = DISPLAY_SIZE_MAX;
    order_line(&line, text, size);
    for (size_t index = 0; index < line.count; index++) {
        const struct character *character = &line.characters[index];

        if (!character->is_seen)
            continue;
        memcpy(output + produced, text + character->offset, character->size);
        produced += character->size;
    }
    return produced;
}
