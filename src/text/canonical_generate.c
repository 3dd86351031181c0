/* SPDX-License-Identifier: Apache-2.0
 *
 * canonical_generate ADDITIONS: writes canonical_table.inc to the standard output.
 *
 * Runs on the machine that builds, once. A character's fold is, first that applies: our additions, NFKC
 * case folding, ICU's Traditional-Simplified for the single character; and the result is folded again
 * until nothing changes. A fold that would be longer than the header promises, or that contains a blank
 * (as the compatibility forms of spacing accents do), is dropped and the character stays.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "text/canonical.h"
#include "text/canonical_table.h"
#include "text/utf8.h"

enum { TEXT_MAX = 20, ENTRY_MAX = 1 << 15, ROUNDS_MAX = 8, CODE_POINTS = 0x110000 };

enum kind { KIND_TEXT, KIND_REMOVED, KIND_BLANK, KIND_BREAK };

struct fold {
    enum kind kind;
    int size; /* in characters */
    bool ours;
    UChar32 text[TEXT_MAX];
};

/* Programs of one thread and one pass may keep their state here. */
static struct fold folds[CODE_POINTS];
static struct canonical_entry entries[ENTRY_MAX];
static uint16_t values[CODE_POINTS], block_numbers[CANONICAL_BLOCK_COUNT];
static unsigned entry_count, line_number;

static _Noreturn void fail(const char *what, const char *detail)
{
    fprintf(stderr, "canonical_generate: line %u: %s: %s\n", line_number, what, detail);
    exit(1);
}

static void check(UErrorCode error, const char *what)
{
    if (U_FAILURE(error))
        fail(what, u_errorName(error));
}

static bool is_surrogate(UChar32 code_point)
{
    return code_point >= 0xD800 && code_point <= 0xDFFF;
}

static void fold_set(struct fold *fold, const UChar *text, int size)
{
    UErrorCode error = U_ZERO_ERROR;
    int32_t count = 0;

    u_strToUTF32(fold->text, TEXT_MAX, &count, text, size, &error);
    check(error, "UTF-32");
    fold->kind = count == 0 ? KIND_REMOVED : KIND_TEXT;
    fold->size = count;
}

/* What ICU makes of one character. */
static void fold_by_unicode(UChar32 code_point, const UNormalizer2 *normalizer, UTransliterator *simplifier)
{
    struct fold *fold = &folds[code_point];
    UErrorCode error = U_ZERO_ERROR;
    UChar source[2], target[TEXT_MAX * 2];
    int32_t source_size = 0, size, limit;

    fold->kind = KIND_TEXT;
    fold->size = 1;
    fold->text[0] = code_point;
    if (is_surrogate(code_point))
        return;
    U16_APPEND_UNSAFE(source, source_size, code_point);
    size = unorm2_normalize(normalizer, source, source_size, target, TEXT_MAX * 2, &error);
    check(error, "NFKC case folding");
    if (size == source_size && u_memcmp(source, target, size) == 0
        && u_hasBinaryProperty(code_point, UCHAR_IDEOGRAPHIC)) {
        limit = size;
        utrans_transUChars(simplifier, target, &size, TEXT_MAX * 2, 0, &limit, &error);
        check(error, "Traditional-Simplified");
    }
    fold_set(fold, target, size);
}

static UChar32 character_read(const char **text)
{
    UChar32 code_point;

    if (strncmp(*text, "U+", 2) == 0) {
        char *end;

        code_point = (UChar32)strtol(*text + 2, &end, 16);
        *text = end;
    } else {
        struct utf8_step step = utf8_next(*text, strlen(*text) + 1);

        code_point = step.broken ? -1 : (UChar32)step.code_point;
        *text += step.size;
    }
    if (code_point < 0 || code_point >= CODE_POINTS)
        fail("not a character", *text);
    return code_point;
}

static void range_read(const char **text, UChar32 *first, UChar32 *last)
{
    *first = *last = character_read(text);
    if (strncmp(*text, "..", 2) == 0) {
        *text += 2;
        *last = character_read(text);
    }
    if (*last < *first)
        fail("range runs backward", *text);
}

static void range_apply(const char *word, enum kind kind)
{
    UChar32 first, last;

    range_read(&word, &first, &last);
    if (*word != '\0')
        fail("unexpected text", word);
    for (UChar32 code_point = first; code_point <= last; code_point++) {
        folds[code_point].ours = true;
        folds[code_point].kind = kind;
        folds[code_point].size = 1;
        folds[code_point].text[0] = code_point;
    }
}

static void fold_apply(const char *word)
{
    struct fold *fold = &folds[character_read(&word)];

    if (*word == '=')
        word++;
    fold->ours = true;
    fold->kind = KIND_TEXT;
    for (fold->size = 0; *word != '\0' && fold->size < TEXT_MAX; fold->size++)
        fold->text[fold->size] = character_read(&word);
    if (fold->size == 0)
        fail("folds to nothing", "use remove");
}

static void series_apply(const char *range, const char *target)
{
    UChar32 first, last, to;

    if (target == NULL)
        fail("series without a target", range);
    range_read(&range, &first, &last);
    to = character_read(&target);
    for (UChar32 code_point = first; code_point <= last; code_point++, to++) {
        folds[code_point].ours = true;
        folds[code_point].kind = KIND_TEXT;
        folds[code_point].size = 1;
        folds[code_point].text[0] = to;
    }
}

static void directive_apply(char *line)
{
    char *rest = NULL, *directive = strtok_r(line, " \n", &rest), *word;

    if (directive == NULL || directive[0] == '#')
        return;
    if (strcmp(directive, "series") == 0) {
        word = strtok_r(NULL, " \n", &rest);
        series_apply(word == NULL ? "" : word, strtok_r(NULL, " \n", &rest));
        return;
    }
    while ((word = strtok_r(NULL, " \n", &rest)) != NULL) {
        if (strcmp(directive, "remove") == 0)
            range_apply(word, KIND_REMOVED);
        else if (strcmp(directive, "blank") == 0)
            range_apply(word, KIND_BLANK);
        else if (strcmp(directive, "break") == 0)
            range_apply(word, KIND_BREAK);
        else if (strcmp(directive, "keep") == 0)
            range_apply(word, KIND_TEXT);
        else if (strcmp(directive, "fold") == 0)
            fold_apply(word);
        else
            fail("unknown directive", directive);
    }
}

static void additions_read(const char *path)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;

    if (file == NULL)
        fail("cannot open", path);
    while (getline(&line, &capacity, file) > 0) {
        line_number++;
        directive_apply(line);
    }
    free(line);
    fclose(file);
}

static int utf8_size(const struct fold *fold)
{
    int size = 0;

    for (int index = 0; index < fold->size; index++)
        size += U8_LENGTH(fold->text[index]);
    return size;
}

static void fold_keep(UChar32 code_point)
{
    folds[code_point].kind = KIND_TEXT;
    folds[code_point].size = 1;
    folds[code_point].text[0] = code_point;
}

/* Folds the characters of one fold once more. True when that changed it. */
static bool fold_again(UChar32 code_point)
{
    struct fold *fold = &folds[code_point], next = { .kind = KIND_TEXT };

    for (int index = 0; index < fold->size; index++) {
        const struct fold *part = &folds[fold->text[index]];

        if (part->kind == KIND_REMOVED)
            continue;
        if (part->kind != KIND_TEXT && fold->size == 1) {
            fold->kind = part->kind;
            return true;
        }
        if (part->kind != KIND_TEXT || next.size + part->size > TEXT_MAX) {
            fold_keep(code_point);
            return true;
        }
        memcpy(next.text + next.size, part->text, (size_t)part->size * sizeof part->text[0]);
        next.size += part->size;
    }
    if (next.size == 0) {
        fold->kind = KIND_REMOVED;
        return true;
    }
    if (next.size == fold->size && memcmp(next.text, fold->text, (size_t)next.size * sizeof next.text[0]) == 0)
        return false;
    memcpy(fold->text, next.text, sizeof next.text);
    fold->size = next.size;
    return true;
}

static void folds_close(void)
{
    bool changed = true;

    for (int round = 0; changed; round++) {
        if (round == ROUNDS_MAX)
            fail("folds run in a circle", "");
        changed = false;
        for (UChar32 code_point = 0; code_point < CODE_POINTS; code_point++) {
            struct fold *fold = &folds[code_point];
            int limit = CANONICAL_GROWTH * U8_LENGTH(code_point);

            if (fold->kind != KIND_TEXT || is_surrogate(code_point))
                continue;
            changed |= fold_again(code_point);
            if (fold->kind == KIND_TEXT && utf8_size(fold) > limit)
                fold_keep(code_point);
        }
    }
}

static enum canonical_class class_of(UChar32 code_point)
{
    int type = u_charType(code_point);

    if (u_hasBinaryProperty(code_point, UCHAR_UNIFIED_IDEOGRAPH) || code_point == 0x3005 || code_point == 0x3007
        || (code_point >= 0xF900 && code_point < 0xFB00 && u_hasBinaryProperty(code_point, UCHAR_IDEOGRAPHIC)))
        return CLASS_HAN;
    if (u_isalpha(code_point) || type == U_DECIMAL_DIGIT_NUMBER || type == U_LETTER_NUMBER)
        return CLASS_WORD;
    return CLASS_SIGN;
}

static uint16_t entry_number(const struct fold *fold)
{
    struct canonical_entry entry = { .first = (uint8_t)class_of(fold->text[0]),
                                     .last = (uint8_t)class_of(fold->text[fold->size - 1]) };
    size_t size = 0;

    if (utf8_size(fold) > CANONICAL_ENTRY_TEXT)
        fail("fold too long for an entry", "");
    for (int index = 0; index < fold->size; index++)
        size += utf8_encode((uint32_t)fold->text[index], entry.text + size);
    entry.size = (uint8_t)size;
    for (unsigned index = 0; index < entry_count; index++) {
        if (memcmp(&entries[index], &entry, sizeof entry) == 0)
            return (uint16_t)(VALUE_ENTRY_FIRST + index);
    }
    if (entry_count == ENTRY_MAX)
        fail("too many entries", "");
    entries[entry_count] = entry;
    return (uint16_t)(VALUE_ENTRY_FIRST + entry_count++);
}

static uint16_t value_of(UChar32 code_point)
{
    const struct fold *fold = &folds[code_point];

    if (fold->kind == KIND_REMOVED)
        return VALUE_REMOVED;
    if (fold->kind == KIND_BLANK)
        return VALUE_BLANK;
    if (fold->kind == KIND_BREAK)
        return VALUE_BREAK;
    if (fold->size == 1 && fold->text[0] == code_point)
        return (uint16_t)class_of(code_point);
    return entry_number(fold);
}

static unsigned block_number(unsigned block, unsigned count)
{
    const uint16_t *own = values + block * CANONICAL_BLOCK_SIZE;

    for (unsigned earlier = 0; earlier < block; earlier++) {
        if (memcmp(own, values + earlier * CANONICAL_BLOCK_SIZE, CANONICAL_BLOCK_SIZE * sizeof values[0]) == 0)
            return block_numbers[earlier];
    }
    return count;
}

static void write_blocks(void)
{
    unsigned count = 0;

    printf("const uint16_t canonical_values[][CANONICAL_BLOCK_SIZE] = {\n");
    for (unsigned block = 0; block < CANONICAL_BLOCK_COUNT; block++) {
        block_numbers[block] = (uint16_t)block_number(block, count);
        if (block_numbers[block] < count)
            continue;
        count++;
        printf("{");
        for (unsigned index = 0; index < CANONICAL_BLOCK_SIZE; index++)
            printf("%s%u,", index % 16 == 0 ? "\n" : "", values[block * CANONICAL_BLOCK_SIZE + index]);
        printf("\n},\n");
    }
    printf("};\n\nconst uint16_t canonical_blocks[CANONICAL_BLOCK_COUNT] = {");
    for (unsigned block = 0; block < CANONICAL_BLOCK_COUNT; block++)
        printf("%s%u,", block % 16 == 0 ? "\n" : "", block_numbers[block]);
    printf("\n};\n\n");
}

static void write_entries(void)
{
    printf("const struct canonical_entry canonical_entries[] = {\n");
    for (unsigned index = 0; index < entry_count; index++) {
        printf("{ %u, %u, %u, \"", entries[index].size, entries[index].first, entries[index].last);
        for (unsigned byte = 0; byte < entries[index].size; byte++)
            printf("\\%03o", (uint8_t)entries[index].text[byte]);
        printf("\" },\n");
    }
    printf("};\n");
}

/* All zero for what the quick way does not know. */
static struct canonical_triple triple_of(UChar32 code_point)
{
    const struct fold *fold = &folds[code_point];
    struct canonical_triple triple = { { 0 }, 0 };
    char text[TRIPLE_SIZE + 4];
    size_t size = 0;

    if (fold->kind != KIND_TEXT || utf8_size(fold) > TRIPLE_SIZE)
        return triple;
    for (int index = 0; index < fold->size; index++)
        size += utf8_encode((uint32_t)fold->text[index], text + size);
    memcpy(triple.text, text, size);
    triple.about = (uint8_t)size;
    if (class_of(fold->text[0]) == CLASS_HAN)
        triple.about |= TRIPLE_FIRST_HAN;
    if (class_of(fold->text[fold->size - 1]) == CLASS_HAN)
        triple.about |= TRIPLE_LAST_HAN;
    if (fold->size == 1 && class_of(fold->text[0]) != CLASS_SIGN)
        triple.about |= TRIPLE_DENSE;
    return triple;
}

static void write_triples(void)
{
    static uint16_t numbers[TRIPLE_BLOCK_COUNT];
    unsigned count = TRIPLE_BLOCK_SIZE;

    printf("const struct canonical_triple canonical_triples[] = {\n[%d] = { { 0 }, 0 },\n", TRIPLE_BLOCK_SIZE - 1);
    for (UChar32 first = 0x800; first < 0x10000; first += TRIPLE_BLOCK_SIZE) {
        bool any = false;

        for (UChar32 code_point = first; code_point < first + TRIPLE_BLOCK_SIZE && !is_surrogate(first); code_point++)
            any |= triple_of(code_point).about != 0;
        if (!any)
            continue;
        numbers[(first >> 12) << 8 | 0x80 | (first >> 6 & 0x3F)] = (uint16_t)count;
        count += TRIPLE_BLOCK_SIZE;
        for (UChar32 code_point = first; code_point < first + TRIPLE_BLOCK_SIZE; code_point++) {
            struct canonical_triple triple = triple_of(code_point);

            printf("{ { %u, %u, %u }, %u },%s", triple.text[0], triple.text[1], triple.text[2], triple.about,
                   code_point % 4 == 3 ? "\n" : " ");
        }
    }
    if (count > UINT16_MAX)
        fail("too many triples", "");
    printf("};\n\nconst uint16_t canonical_triple_blocks[TRIPLE_BLOCK_COUNT] = {");
    for (unsigned block = 0; block < TRIPLE_BLOCK_COUNT; block++)
        printf("%s%u,", block % 16 == 0 ? "\n" : "", numbers[block]);
    printf("\n};\n");
}

int main(int count, char **arguments)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = unorm2_getNFKCCasefoldInstance(&error);
    UTransliterator *simplifier = utrans_openU(u"Traditional-Simplified", -1, UTRANS_FORWARD, NULL, 0, NULL, &error);

    if (count != 2)
        fail("usage", "canonical_generate ADDITIONS");
    check(error, "ICU data");
    for (UChar32 code_point = 0; code_point < CODE_POINTS; code_point++)
        fold_by_unicode(code_point, normalizer, simplifier);
    utrans_close(simplifier);
    additions_read(arguments[1]);
    folds_close();
    for (UChar32 code_point = 0; code_point < CODE_POINTS; code_point++)
        values[code_point] = value_of(code_point);
    printf("/* Generated by canonical_generate from ICU %s and canonical_additions.txt. */\n", U_ICU_VERSION);
    write_blocks();
    write_entries();
    write_triples();
    return 0;
}
