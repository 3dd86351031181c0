/* SPDX-License-Identifier: Apache-2.0
 *
 * extract_text FOLDER OUTPUT: the canonical text of each file below FOLDER into OUTPUT/NUMBER.txt, so that bare
 * Hyperscan can be measured on text extracted beforehand. Visible or hidden makes no difference here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "extract/extract.h"
#include "text/canonical.h"
#include "tree_files.h"

enum { TEXT_BYTES_MAX = 1 << 30, PATH_SIZE = 4096 };

struct collector {
    struct extract_sink sink;
    struct canonical_state state;
    struct buf out;
};

static void fail(const char *what)
{
    (void)fprintf(stderr, "extract_text: %s\n", what);
    exit(2);
}

static enum status collect_open(struct extract_sink *sink, const struct part *part)
{
    (void)sink, (void)part;
    return STATUS_OK;
}

static enum status collect_text(struct extract_sink *sink, const struct part *part, const struct text_run *run)
{
    struct collector *collector = (struct collector *)sink;
    char *output = buf_reserve(&collector->out, CANONICAL_GROWTH * run->size + CANONICAL_SLACK + 1);

    (void)part;
    if (output == NULL)
        return STATUS_NO_MEMORY;
    if (run->join == JOIN_BROKEN)
        collector->out.size += canonical_break(&collector->state, output);
    else if (run->join == JOIN_SPACED)
        canonical_blank(&collector->state);
    output = collector->out.data + collector->out.size;
    collector->out.size += canonical_append(&collector->state, run->utf8, run->size, run->newlines, output, NULL);
    return STATUS_OK;
}

static enum status collect_gap(struct extract_sink *sink, const struct part *part, enum status why, const char *detail)
{
    (void)sink, (void)part, (void)why, (void)detail;
    return STATUS_OK;
}

static void extract_file(const char *path, const char *target, struct charset *charset, struct arena *arena)
{
    static const struct limits limits = LIMITS_DEFAULT;
    struct collector collector = { .sink = { collect_open, collect_text, collect_gap, collect_open },
                                   .state = CANONICAL_STATE_INIT,
                                   .out = BUF_INIT(TEXT_BYTES_MAX) };
    struct budget budget = budget_start(&limits, NULL);
    struct part_hint hint = { .name = path };
    struct file_content *content;
    struct error error;

    if (file_content_open(path, NULL, &content, &error) != STATUS_OK)
        fail(error.message);
    if (extract_document(file_content_bytes(content), content, &hint,
                         &(struct extract_context){ .charset = charset, .budget = &budget, .arena = arena }, &collector.sink)
        != STATUS_OK)
        fail(path);
    FILE *file = fopen(target, "wb");
    if (file == NULL || fwrite(collector.out.data, 1, collector.out.size, file) != collector.out.size
        || fclose(file) != 0)
        fail(target);
    file_content_close(content);
    buf_free(&collector.out);
}

int main(int argument_count, char **arguments)
{
    struct tree_files files;
    struct charset *charset;
    struct arena *arena;
    char target[PATH_SIZE];

    if (argument_count != 3)
        fail("usage: extract_text FOLDER OUTPUT");
    (void)mkdir(arguments[2], 0777);
    tree_files_list(&files, arguments[1]);
    if (charset_create(&charset) != STATUS_OK || arena_create(&arena) != STATUS_OK)
        fail("no memory");
    for (size_t index = 0; index < files.count; index++) {
        (void)snprintf(target, sizeof target, "%s/%06zu.txt", arguments[2], index);
        extract_file(files.paths[index], target, charset, arena);
        arena_reset(arena);
    }
    arena_destroy(arena);
    charset_destroy(charset);
    tree_files_free(&files);
    return 0;
}
