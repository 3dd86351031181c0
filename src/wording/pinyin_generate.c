/* SPDX-License-Identifier: Apache-2.0
 *
 * pinyin_generate: writes pinyin_table.inc to the standard output.
 *
 * Runs on the machine that builds, once. Of each Han character of GB2312 ICU tells the reading that it has when it
 * stands alone.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ucnv.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum {
    SYLLABLE_MAX = 12,
    CHARACTERS_MAX = 7000,
    /* Rows of GB2312: the first level in the order of pinyin, the second in that of radicals. */
    ROW_FIRST = 16,
    ROW_COMMON_LAST = 55,
    ROW_LAST = 87,
    CELLS = 94,
    CELL_OFFSET = 0xA0,
};

struct character {
    UChar code;
    bool common;
    char syllable[SYLLABLE_MAX], sound[SYLLABLE_MAX];
    unsigned place;
};

/* Programs of one thread and one pass may keep their state here. */
static struct character characters[CHARACTERS_MAX];
static unsigned character_count;

static void check(UErrorCode error, const char *what)
{
    if (U_SUCCESS(error))
        return;
    fprintf(stderr, "pinyin_generate: %s: %s\n", what, u_errorName(error));
    exit(1);
}

static void replace_initial(char *sound, const char *from, const char *to)
{
    size_t from_size = strlen(from), to_size = strlen(to);

    if (strncmp(sound, from, from_size) != 0)
        return;
    memmove(sound + to_size, sound + from_size, strlen(sound + from_size) + 1);
    memcpy(sound, to, to_size);
}

/* One name for all that sounds alike. */
static void sound_of(const char *syllable, char *sound)
{
    static const char *const whole[][2] = { { "hu", "fu" },     { "hua", "fa" },  { "huan", "fan" },
                                            { "huang", "fan" }, { "hui", "fei" }, { "hun", "fen" } };
    static const char *const initial[][2] = { { "zh", "z" }, { "ch", "c" }, { "sh", "s" }, { "n", "l" } };
    size_t size;

    memcpy(sound, syllable, SYLLABLE_MAX);
    for (size_t index = 0; index < sizeof whole / sizeof *whole; index++)
        if (strcmp(syllable, whole[index][0]) == 0)
            memcpy(sound, whole[index][1], strlen(whole[index][1]) + 1);
    for (size_t index = 0; index < sizeof initial / sizeof *initial; index++)
        replace_initial(sound, initial[index][0], initial[index][1]);
    size = strlen(sound);
    if (size > 3
        && (strcmp(sound + size - 3, "ing") == 0 || strcmp(sound + size - 3, "eng") == 0
            || strcmp(sound + size - 3, "ang") == 0))
        sound[size - 1] = '\0';
}

static void read_one(UTransliterator *latin, UChar code, bool common)
{
    struct character *character = &characters[character_count];
    UChar text[SYLLABLE_MAX] = { code };
    UErrorCode error = U_ZERO_ERROR;
    int32_t size = 1, limit = 1;

    utrans_transUChars(latin, text, &size, SYLLABLE_MAX - 1, 0, &limit, &error);
    check(error, "Han-Latin");
    if (size < 1 || size >= SYLLABLE_MAX || text[0] >= 0x80)
        return;
    *character = (struct character){ .code = code, .common = common };
    for (int32_t index = 0; index < size; index++)
        character->syllable[index] = (char)text[index];
    sound_of(character->syllable, character->sound);
    character_count++;
}

static void read_all(void)
{
    UErrorCode error = U_ZERO_ERROR;
    UConverter *converter = ucnv_open("GB2312", &error);
    UChar name[64];
    UTransliterator *latin;

    check(error, "GB2312");
    u_uastrcpy(name, "Han-Latin; NFD; [:Mn:] Remove; Lower");
    latin = utrans_openU(name, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
    check(error, "Han-Latin");
    for (int row = ROW_FIRST; row <= ROW_LAST; row++) {
        for (int cell = 1; cell <= CELLS; cell++) {
            char bytes[2] = { (char)(row + CELL_OFFSET), (char)(cell + CELL_OFFSET) };
            UChar text[4];
            int32_t size = ucnv_toUChars(converter, text, 4, bytes, 2, &error);

            check(error, "decoding");
            if (size == 1 && text[0] != 0xFFFD)
                read_one(latin, text[0], row <= ROW_COMMON_LAST);
        }
    }
    utrans_close(latin);
    ucnv_close(converter);
}

static int by_sound(const void *left, const void *right)
{
    const struct character *a = left, *b = right;
    int order = strcmp(a->sound, b->sound);

    if (order == 0)
        order = strcmp(a->syllable, b->syllable);
    return order != 0 ? order : (int)a->code - (int)b->code;
}

static int by_code(const void *left, const void *right)
{
    return (int)((const struct character *)left)->code - (int)((const struct character *)right)->code;
}

int main(void)
{
    unsigned sound = 0, syllable = 0;

    read_all();
    qsort(characters, character_count, sizeof *characters, by_sound);
    puts("static const struct pinyin_reading readings[] = {");
    for (unsigned index = 0; index < character_count; index++) {
        struct character *character = &characters[index];

        if (index > 0) {
            sound += strcmp(character->sound, character[-1].sound) != 0;
            syllable += strcmp(character->syllable, character[-1].syllable) != 0;
        }
        character->place = index;
        printf("{ 0x%04X, %u, %u, %d },\n", character->code, sound, syllable, character->common);
    }
    puts("};\nstatic const uint16_t by_character[] = {");
    qsort(characters, character_count, sizeof *characters, by_code);
    for (unsigned index = 0; index < character_count; index++)
        printf("%u,\n", characters[index].place);
    puts("};");
    return 0;
}
