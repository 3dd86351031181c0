/* SPDX-License-Identifier: Apache-2.0
 *
 * make_corpus PROSE FOLDER: writes the benchmark corpus and its word lists, the same bytes every time.
 *
 *   html-utf8/ html-gbk/ text/   the trees
 *   words-N.txt, words-N.gbk.txt the first N words, one a line, for grep and ripgrep
 *   words-N.yar, words-N.gbk.yar the same for yara
 *   pack-N/words.yaml            the same as a rule pack
 *   planted.tsv                  tree, files, bytes, and how many words of each list stand in it
 */
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cli/corpus_page.h"
#include "corpus_words.h"

enum {
    HTML_BYTES = 100 << 20,
    TEXT_BYTES = 48 << 20,
    FILES_PER_FOLDER = 100,
    PAGE_BYTES_MAX = 8 << 20,
    PROSE_BYTES_MAX = 1 << 20,
    YARA_STRINGS_PER_RULE = 5000,
    PATH_SIZE = 4096,
};
static const uint64_t corpus_seed = 20261124;

struct tree {
    const char *name, *extension;
    uint64_t files, bytes;
};

static void whole_write(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(data, 1, size, file) != size || fclose(file) != 0)
        corpus_fail(path, strerror(errno));
}

static void folder_make(const char *path)
{
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        corpus_fail(path, strerror(errno));
}

static void tree_add(struct tree *tree, const char *folder, struct bytes content)
{
    char path[PATH_SIZE];

    (void)snprintf(path, sizeof path, "%s/%s", folder, tree->name);
    if (tree->files == 0)
        folder_make(path);
    (void)snprintf(path, sizeof path, "%s/%s/%02u", folder, tree->name, (unsigned)(tree->files / FILES_PER_FOLDER));
    if (tree->files % FILES_PER_FOLDER == 0)
        folder_make(path);
    (void)snprintf(path, sizeof path, "%s/%s/%02u/%04u.%s", folder, tree->name,
                   (unsigned)(tree->files / FILES_PER_FOLDER), (unsigned)tree->files, tree->extension);
    whole_write(path, content.data, content.size);
    tree->files++;
    tree->bytes += content.size;
}

/* The words that stand in what was made so far, by tier. */
struct planting {
    const struct words *words;
    uint64_t planted[WORD_TIER_COUNT];
};

/* Most planted words come from the long list, as most words of a list never occur. */
static void plant(void *context, struct chance *chance, struct buf *out)
{
    struct planting *planting = context;
    uint32_t tier = chance_between(chance, 0, 9);
    const struct word *word;

    tier = tier < 4 ? 0 : tier < 6 ? 1 : 2;
    word = words_pick(planting->words, tier, chance);
    buf_text(out, "“");
    buf_append(out, word->utf8, word->utf8_size);
    buf_text(out, "”");
    planting->planted[tier]++;
}

static void planted_put(struct buf *planted, const struct tree *tree, const struct planting *planting)
{
    uint64_t sum = 0;

    buf_format(planted, "%s\t%lu\t%lu", tree->name, tree->files, tree->bytes);
    for (uint32_t tier = 0; tier < WORD_TIER_COUNT; tier++) {
        sum += planting->planted[tier];
        buf_format(planted, "\t%lu", sum);
    }
    buf_text(planted, "\n");
}

static struct page_maker maker_of(const struct prose *prose, struct planting *planting, uint64_t seed)
{
    return (struct page_maker){
        .prose = prose, .put_word = plant, .context = planting, .chance = { seed }, .out = BUF_INIT(PAGE_BYTES_MAX)
    };
}

static void maker_check(const struct page_maker *maker)
{
    if (buf_status(&maker->out) != STATUS_OK)
        corpus_fail("page", "too long, or no memory");
}

static void pages_write(const char *folder, const struct prose *prose, const struct words *words, struct buf *planted)
{
    static const char utf8_label[] = "utf-8", gbk_label[] = "gb2312";
    struct tree utf8 = { .name = "html-utf8", .extension = "html" }, gbk = { .name = "html-gbk", .extension = "html" };
    struct planting planting = { .words = words };
    struct page_maker maker = maker_of(prose, &planting, corpus_seed + 1);
    iconv_t to_gbk = iconv_open("GBK", "UTF-8");
    char *converted = alloc(PAGE_BYTES_MAX);

    if (to_gbk == (iconv_t)-1 || converted == NULL)
        corpus_fail("pages", "no converter or no memory");
    while (utf8.bytes < HTML_BYTES) {
        page_make(&maker);
        maker_check(&maker);
        tree_add(&utf8, folder, buf_bytes(&maker.out));
        size_t rest = maker.charset_offset + strlen(utf8_label);
        memcpy(converted, maker.out.data, maker.charset_offset);
        size_t size = maker.charset_offset;
        memcpy(converted + size, gbk_label, strlen(gbk_label));
        size += strlen(gbk_label);
        size += words_gbk(to_gbk, bytes_of(maker.out.data + rest, maker.out.size - rest), converted + size,
                          PAGE_BYTES_MAX - size);
        tree_add(&gbk, folder, bytes_of(converted, size));
    }
    planted_put(planted, &utf8, &planting);
    planted_put(planted, &gbk, &planting);
    (void)iconv_close(to_gbk);
    alloc_free(converted);
    buf_free(&maker.out);
}

static void texts_write(const char *folder, const struct prose *prose, const struct words *words, struct buf *planted)
{
    struct tree text = { .name = "text", .extension = "txt" };
    struct planting planting = { .words = words };
    struct page_maker maker = maker_of(prose, &planting, corpus_seed + 2);

    while (text.bytes < TEXT_BYTES) {
        /* From 8 KiB to 2 MiB. */
        page_make_text(&maker, (size_t)chance_between(&maker.chance, 8, 16) << (10 + chance_below(&maker.chance, 8)));
        maker_check(&maker);
        tree_add(&text, folder, buf_bytes(&maker.out));
    }
    planted_put(planted, &text, &planting);
    buf_free(&maker.out);
}

static void yara_string(struct buf *out, uint32_t number, const char *data, size_t size)
{
    buf_format(out, "  $w%u = \"", number);
    for (size_t index = 0; index < size; index++)
        buf_format(out, "\\x%02X", (uint8_t)data[index]);
    buf_text(out, "\"\n");
}

static void yara_write(const char *path, const struct words *words, uint32_t count, bool gbk)
{
    struct buf out = BUF_INIT(PAGE_BYTES_MAX);

    for (uint32_t first = 0; first < count; first += YARA_STRINGS_PER_RULE) {
        uint32_t end = first + YARA_STRINGS_PER_RULE < count ? first + YARA_STRINGS_PER_RULE : count;
        buf_format(&out, "rule words_%u { strings:\n", first);
        for (uint32_t index = first; index < end; index++) {
            const struct word *word = &words->words[index];
            yara_string(&out, index, gbk ? word->gbk : word->utf8, gbk ? word->gbk_size : word->utf8_size);
        }
        buf_text(&out, "condition: any of them }\n");
    }
    if (buf_status(&out) != STATUS_OK)
        corpus_fail(path, "too long, or no memory");
    whole_write(path, out.data, out.size);
    buf_free(&out);
}

static void list_write(const char *path, const struct words *words, uint32_t count, bool gbk)
{
    struct buf out = BUF_INIT(PAGE_BYTES_MAX);

    for (uint32_t index = 0; index < count; index++) {
        buf_text(&out, gbk ? words->words[index].gbk : words->words[index].utf8);
        buf_text(&out, "\n");
    }
    if (buf_status(&out) != STATUS_OK)
        corpus_fail(path, "too long, or no memory");
    whole_write(path, out.data, out.size);
    buf_free(&out);
}

static void pack_write(const char *folder, const struct words *words, uint32_t count)
{
    struct buf out = BUF_INIT(PAGE_BYTES_MAX);
    char path[PATH_SIZE];

    (void)snprintf(path, sizeof path, "%s/pack-%u", folder, count);
    folder_make(path);
    (void)snprintf(path, sizeof path, "%s/pack-%u/words.txt", folder, count);
    list_write(path, words, count, false);
    buf_format(&out,
               "pack: bench\nversion: 1\nrules:\n  - id: bench.words\n    name: {zh: 测试词, en: planted word}\n"
               "    category: quality\n    basis: [R2-2]\n    action: note\n    match: {words: words.txt}\n"
               "    advice: {zh: 无, en: none}\n    examples:\n      match: ['%s']\n      no_match: ['x']\n",
               words->words[0].utf8);
    if (buf_status(&out) != STATUS_OK)
        corpus_fail("pack", "no memory");
    (void)snprintf(path, sizeof path, "%s/pack-%u/words.yaml", folder, count);
    whole_write(path, out.data, out.size);
    buf_free(&out);
}

static void lists_write(const char *folder, const struct words *words)
{
    char path[PATH_SIZE];

    for (uint32_t tier = 0; tier < WORD_TIER_COUNT; tier++) {
        uint32_t count = word_tiers[tier];
        (void)snprintf(path, sizeof path, "%s/words-%u.txt", folder, count);
        list_write(path, words, count, false);
        (void)snprintf(path, sizeof path, "%s/words-%u.gbk.txt", folder, count);
        list_write(path, words, count, true);
        (void)snprintf(path, sizeof path, "%s/words-%u.yar", folder, count);
        yara_write(path, words, count, false);
        (void)snprintf(path, sizeof path, "%s/words-%u.gbk.yar", folder, count);
        yara_write(path, words, count, true);
        pack_write(folder, words, count);
    }
}

int main(int argument_count, char **arguments)
{
    struct buf planted = BUF_INIT(PATH_SIZE);
    struct chance chance = { corpus_seed };
    char path[PATH_SIZE];
    struct buf text = BUF_INIT(PROSE_BYTES_MAX);
    struct error error;
    struct prose prose;
    struct words words;

    if (argument_count != 3)
        corpus_fail("usage", "make_corpus PROSE FOLDER");
    folder_make(arguments[2]);
    if (file_read(arguments[1], &text, &error) != STATUS_OK || prose_read(&prose, buf_bytes(&text)) != STATUS_OK)
        corpus_fail(arguments[1], "cannot be read, or one of its lists is empty or too long");
    words_make(&words, &prose, &chance);
    lists_write(arguments[2], &words);
    pages_write(arguments[2], &prose, &words, &planted);
    texts_write(arguments[2], &prose, &words, &planted);
    if (buf_status(&planted) != STATUS_OK)
        corpus_fail("planted.tsv", "no memory");
    (void)snprintf(path, sizeof path, "%s/planted.tsv", arguments[2]);
    whole_write(path, planted.data, planted.size);
    buf_free(&planted);
    words_free(&words);
    prose_free(&prose);
    buf_free(&text);
    return 0;
}
