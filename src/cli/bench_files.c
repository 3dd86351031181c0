/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_files.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "cli/complain.h"
#include "report/describe.h"
#include "report/words.h"

struct part_hint bench_file_hint(const struct bench_file *file)
{
    return (struct part_hint){ .name = file->name, .unseen = file->file->unseen };
}

static void tell_left_out(const struct walk_file *file, enum status why)
{
    complain(_("guanka: %s is left out: %s\n"), file->shown, describe_problem(why));
}

/* Finds the format's place, or BENCH_FORMATS_MAX when there are too many. */
static uint32_t place_of(struct bench_files *files, const char *format)
{
    for (uint32_t index = 0; index < files->format_count; index++)
        if (strncmp(files->formats[index], format, BENCH_FORMAT_SIZE - 1) == 0)
            return index;
    if (files->format_count == BENCH_FORMATS_MAX)
        return BENCH_FORMATS_MAX;
    (void)snprintf(files->formats[files->format_count], BENCH_FORMAT_SIZE, "%s", format);
    return (uint32_t)files->format_count++;
}

/* Scans it once: that tells whether it can be read, and as what. */
static enum status take_content(struct bench_files *files, struct scanner *scanner, struct ruleset *ruleset,
                                struct bench_file *file, bool *is_taken)
{
    const struct part_hint hint = bench_file_hint(file);
    const struct scan *scan;
    enum status status = scanner_scan(scanner, ruleset, file->bytes, file->content, &hint, &scan);

    *is_taken = false;
    if (status != STATUS_OK)
        return status;
    if (scan->gap_count > 0 || scan->parts[0].coverage != COVERAGE_COMPLETE) {
        tell_left_out(file->file, scan->gap_count > 0 ? scan->gaps[0].why : STATUS_UNSUPPORTED);
        files->left_out++;
        return STATUS_OK;
    }
    file->text_bytes = scan->text_bytes;
    file->format = place_of(files, scan->parts[0].format);
    *is_taken = file->format < BENCH_FORMATS_MAX;
    files->too_many += !*is_taken;
    return STATUS_OK;
}

static enum status take_file(struct bench_files *files, struct scanner *scanner, struct ruleset *ruleset,
                             const struct walk_file *walked, struct digest_state *digest)
{
    const char *slash = strrchr(walked->shown, '/');
    struct bench_file *file = &files->files[files->count];
    enum status status = walked->kind == WALK_FILE ? STATUS_OK : STATUS_IO;
    bool is_taken = false;

    *file = (struct bench_file){ .file = walked, .name = slash != NULL ? slash + 1 : walked->shown };
    if (status == STATUS_OK && walked->size > BENCH_BYTES_MAX - files->bytes) {
        files->too_many++;
        return STATUS_OK;
    }
    if (status == STATUS_OK)
        status = file_content_open(walked->path, NULL, &file->content, NULL);
    if (status != STATUS_OK) {
        tell_left_out(walked, walked->kind == WALK_UNREAD ? walked->why : status);
        files->left_out++;
        return STATUS_OK;
    }
    file->bytes = file_content_bytes(file->content);
    status = take_content(files, scanner, ruleset, file, &is_taken);
    if (status == STATUS_OK && is_taken)
        status = digest_update(digest, file->bytes);
    if (status != STATUS_OK || !is_taken) {
        file_content_close(file->content);
        return status;
    }
    files->bytes += file->bytes.size;
    files->count++;
    return STATUS_OK;
}

enum status bench_files_open(const struct walk *walk, struct scanner *scanner, struct ruleset *ruleset,
                             struct bench_files *files, struct error *error)
{
    struct digest_state *digest = NULL;
    enum status status = digest_create(&digest);

    *files = (struct bench_files){ .files = alloc_zeroed(walk->count + 1, sizeof *files->files) };
    if (files->files == NULL)
        status = STATUS_NO_MEMORY;
    for (size_t index = 0; index < walk->count && status == STATUS_OK; index++)
        status = take_file(files, scanner, ruleset, &walk->files[index], digest);
    if (status == STATUS_OK)
        status = digest_finish(digest, &files->digest);
    digest_destroy(digest);
    if (status == STATUS_OK && files->bytes == 0)
        status = error_set(error, STATUS_INVALID, _("none of these files can be measured with; name others"));
    return status;
}

void bench_files_free(struct bench_files *files)
{
    for (size_t index = 0; index < files->count; index++)
        file_content_close(files->files[index].content);
    alloc_free(files->files);
    *files = (struct bench_files){ 0 };
}
