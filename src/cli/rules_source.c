/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/rules_source.h"

#include <string.h>

#include "base/file.h"
#include "report/describe.h"
#include "report/words.h"
#include "rules/paraphrase.h"
#include "rules/pattern.h"
#include "rules/word_list.h"

enum { SHOWN_MAX = 20, READING_MAX = 600 };

enum status rules_source_open(const struct rule *rule, struct rules_source *source, struct error *error)
{
    struct rule_pack *pack;
    enum status status;

    *source = (struct rules_source){ .yaml = BUF_INIT(RULE_FILE_SIZE_MAX) };
    status = arena_create(&source->arena);
    if (status == STATUS_OK)
        status = file_read(rule->file, &source->yaml, error);
    if (status == STATUS_OK)
        status = rule_file_parse(buf_bytes(&source->yaml), rule->file, false, source->arena, &pack, error);
    if (status != STATUS_OK)
        return status;
    source->pack = pack;
    for (size_t index = 0; index < pack->draft_count; index++)
        if (strcmp(pack->drafts[index].rule.id, rule->id) == 0)
            source->draft = &pack->drafts[index];
    if (source->draft == NULL)
        return error_set(error, STATUS_INVALID, _("%s has no rule %s any more"), rule->file, rule->id);
    return STATUS_OK;
}

void rules_source_close(struct rules_source *source)
{
    buf_free(&source->yaml);
    arena_destroy(source->arena);
}

/* On one line, without anything that a terminal would obey. */
static void print_text(const char *text, size_t size, FILE *out)
{
    struct buf safe = BUF_INIT(SIZE_MAX / 2);

    for (size_t offset = 0; offset < size;) {
        const char *newline = memchr(text + offset, '\n', size - offset);
        size_t end = newline != NULL ? (size_t)(newline - text) : size;

        describe_safely(&safe, text + offset, end - offset);
        if (newline != NULL)
            buf_text(&safe, "\\n");
        offset = end + 1;
    }
    fwrite(safe.data, 1, safe.size, out);
    buf_free(&safe);
}

static void print_rest(size_t count, FILE *out)
{
    if (count > SHOWN_MAX)
        fprintf(out, _(" … and %zu more"), count - SHOWN_MAX);
}

static void print_lines(const char *heading, const struct rule_texts *texts, FILE *out)
{
    if (texts->count == 0)
        return;
    fputs(heading, out);
    for (size_t index = 0; index < texts->count && index < SHOWN_MAX; index++) {
        fputs("    ", out);
        print_text(texts->items[index].text, texts->items[index].size, out);
        fputc('\n', out);
    }
    if (texts->count > SHOWN_MAX)
        fputs("   ", out);
    print_rest(texts->count, out);
    if (texts->count > SHOWN_MAX)
        fputc('\n', out);
}

static enum status print_word(const struct rules_source *source, const char *text, size_t size, const char *divider,
                              FILE *out)
{
    struct buf folded = BUF_INIT(SIZE_MAX / 2);
    enum status status = pattern_fold_literal(text, size, source->draft->rule.view, &folded);

    fputs(divider, out);
    if (status == STATUS_OK)
        print_text(folded.data, folded.size, out);
    buf_free(&folded);
    return status;
}

static enum status print_literals(const struct rules_source *source, const struct rule_texts *literals, FILE *out)
{
    enum status status = STATUS_OK;

    if (literals->count == 0)
        return STATUS_OK;
    fputs(_("    words: "), out);
    for (size_t index = 0; status == STATUS_OK && index < literals->count && index < SHOWN_MAX; index++)
        status =
            print_word(source, literals->items[index].text, literals->items[index].size, index > 0 ? _(", ") : "", out);
    print_rest(literals->count, out);
    fputc('\n', out);
    return status;
}

/* The list's words; that it cannot be read is told in their place. */
static enum status print_list(const struct rules_source *source, const struct rule_text *name, FILE *out)
{
    const char *slash = strrchr(source->pack->file, '/');
    size_t folder = name->text[0] == '/' || slash == NULL ? 0 : (size_t)(slash - source->pack->file) + 1;
    struct buf path = BUF_INIT(SIZE_MAX / 2);
    struct word_list list = { .utf8 = BUF_INIT(0) };
    struct error error = { 0 };
    enum status status;

    buf_append(&path, source->pack->file, folder);
    buf_append(&path, name->text, name->size);
    status = buf_status(&path);
    if (status == STATUS_OK && word_list_read(path.data, NULL, &list, &error) != STATUS_OK) {
        fprintf(out, "    %s: %s\n", name->text, list.sealed ? _("sealed, and not shown") : error.message);
    } else if (status == STATUS_OK) {
        fprintf(out, _("    words of %s: "), name->text);
        for (size_t index = 0; status == STATUS_OK && index < list.count && index < SHOWN_MAX; index++)
            status = print_word(source, list.words[index].text, list.words[index].size, index > 0 ? _(", ") : "", out);
        print_rest(list.count, out);
        fputc('\n', out);
    }
    word_list_free(&list);
    buf_free(&path);
    return status;
}

static bool is_plain(const struct rule_text *expression)
{
    return strpbrk(expression->text, "\\[](){}|?.^$%") == NULL;
}

static enum status print_reading(const struct rules_source *source, const struct rule_text *expression, FILE *out)
{
    struct buf reading = BUF_INIT(1 << 16);
    enum status status = paraphrase_expression(source->pack, expression, READING_MAX, &reading);

    if (status == STATUS_OK)
        print_text(reading.data != NULL ? reading.data : "", reading.size, out);
    buf_free(&reading);
    return status;
}

/* A line for each; those that are just words on one. */
static enum status print_readings(const struct rules_source *source, const struct rule_texts *expressions, FILE *out)
{
    const char *divider = "    ";
    enum status status = STATUS_OK;

    for (size_t index = 0; index < expressions->count && status == STATUS_OK; index++) {
        if (!is_plain(&expressions->items[index]))
            continue;
        fputs(divider, out);
        status = print_reading(source, &expressions->items[index], out);
        divider = _(", ");
    }
    if (divider[0] != ' ')
        fputc('\n', out);
    for (size_t index = 0; index < expressions->count && status == STATUS_OK; index++) {
        if (is_plain(&expressions->items[index]))
            continue;
        fputs("    ", out);
        status = print_reading(source, &expressions->items[index], out);
        fputc('\n', out);
    }
    return status;
}

enum status rules_source_patterns(const struct rules_source *source, const struct rule_patterns *patterns, FILE *out)
{
    enum status status = print_literals(source, &patterns->literals, out);

    for (size_t index = 0; status == STATUS_OK && index < patterns->words.count; index++)
        status = print_list(source, &patterns->words.items[index], out);
    return status == STATUS_OK ? print_readings(source, &patterns->regexes, out) : status;
}

void rules_source_examples(const struct rules_source *source, FILE *out)
{
    print_lines(_("  Examples of what it finds:\n"), &source->draft->matching, out);
    print_lines(_("  Examples of what it leaves alone:\n"), &source->draft->not_matching, out);
}
