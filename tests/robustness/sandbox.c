/* SPDX-License-Identifier: Apache-2.0 */
#include "sandbox.h"

#include <archive.h>
#include <archive_entry.h>
#include <criterion/criterion.h>
#include <criterion/logging.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

enum { ARGUMENTS_MAX = 64, SHOWN_BYTES_MAX = 2000, WAIT_MS_MAX = 20000 };

extern char **environ;

static const char pack[] = "pack: robustness\n"
                           "version: 1\n"
                           "rules:\n"
                           "  - id: robustness.word\n"
                           "    name: {zh: 样品, en: sample}\n"
                           "    category: quality\n"
                           "    basis: [R2-2]\n"
                           "    action: note\n"
                           "    match: {words: words.txt}\n"
                           "    in: [body, hidden]\n"
                           "    advice: {zh: 无, en: none}\n"
                           "    examples: {match: [" SANDBOX_WORD "], no_match: [样品]}\n";

struct sandbox_path sandbox_path(const struct sandbox *sandbox, const char *name)
{
    struct sandbox_path path;

    int size = snprintf(path.text, sizeof path.text, "%s/%s", sandbox->folder, name);
    cr_assert_lt(size, (int)sizeof path.text, "%s", name);
    return path;
}

void sandbox_write(const struct sandbox *sandbox, const char *name, struct bytes content)
{
    FILE *file = fopen(sandbox_path(sandbox, name).text, "wb");

    cr_assert_not_null(file, "%s: %s", name, strerror(errno));
    cr_assert_eq(fwrite(content.data, 1, content.size, file), content.size);
    cr_assert_eq(fclose(file), 0);
}

void sandbox_write_text(const struct sandbox *sandbox, const char *name, const char *text)
{
    sandbox_write(sandbox, name, sandbox_text(text));
}

void sandbox_write_repeated(const struct sandbox *sandbox, const char *name, const char *text, uint64_t size)
{
    FILE *file = fopen(sandbox_path(sandbox, name).text, "wb");
    size_t text_size = strlen(text);

    cr_assert_not_null(file, "%s: %s", name, strerror(errno));
    for (uint64_t written = 0; written < size; written += text_size)
        cr_assert_eq(fwrite(text, 1, text_size, file), text_size);
    cr_assert_eq(fclose(file), 0);
}

void sandbox_open(struct sandbox *sandbox)
{
    *sandbox = (struct sandbox){ .process = 0 };
    (void)snprintf(sandbox->folder, sizeof sandbox->folder, "/tmp/guanka-robustness-XXXXXX");
    cr_assert_not_null(mkdtemp(sandbox->folder));
    cr_assert_eq(chmod(sandbox->folder, 0777), 0);
    cr_assert_eq(mkdir(sandbox_path(sandbox, "in").text, 0777), 0);
    sandbox_write_text(sandbox, "pack.yaml", pack);
    sandbox_write_text(sandbox, "words.txt", SANDBOX_WORD "\n");
    sandbox_write_text(sandbox, "in/witness.txt", "这里有" SANDBOX_WORD "一处。\n");
}

static void wait_for(struct sandbox *sandbox)
{
    struct rusage usage;
    int status;

    cr_assert_eq(wait4(sandbox->process, &status, 0, &usage), sandbox->process);
    sandbox->process = 0;
    sandbox->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    sandbox->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    sandbox->memory_bytes_max = (uint64_t)usage.ru_maxrss * 1024;
}

static void spawn(struct sandbox *sandbox, const posix_spawn_file_actions_t *actions, const char *const *arguments)
{
    int error =
        posix_spawnp(&sandbox->process, arguments[0], actions, NULL, (char *const *)(uintptr_t)arguments, environ);
    cr_assert_eq(error, 0, "%s: %s", arguments[0], strerror(error));
}

void sandbox_close(struct sandbox *sandbox)
{
    /* It knows how to remove paths that are longer than a path may be. */
    spawn(sandbox, NULL, (const char *const[]){ "rm", "-rf", "--", sandbox->folder, NULL });
    wait_for(sandbox);
}

static void environment_set(const struct sandbox *sandbox)
{
    (void)setenv("LC_ALL", "en_US.UTF-8", 1);
    (void)setenv("HOME", sandbox->folder, 1);
    (void)setenv("XDG_CACHE_HOME", sandbox_path(sandbox, "cache").text, 1);
    (void)unsetenv("LANGUAGE");
    (void)unsetenv("GUANKA_RULES");
}

static int pipe_nobody_reads(void)
{
    int ends[2];

    cr_assert_eq(pipe2(ends, O_CLOEXEC), 0);
    (void)close(ends[0]);
    return ends[1];
}

void sandbox_begin(struct sandbox *sandbox, const struct sandbox_start *start, const char *const *arguments)
{
    static const char *const as_nobody[] = { "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--" };
    const char *command[ARGUMENTS_MAX] = { NULL };
    posix_spawn_file_actions_t actions;
    size_t count = 0;
    int broken = start->broken_pipe ? pipe_nobody_reads() : -1;

    if (start->unprivileged && geteuid() == 0)
        for (; count < sizeof as_nobody / sizeof as_nobody[0]; count++)
            command[count] = as_nobody[count];
    command[count++] = GUANKA_PROGRAM;
    for (; *arguments != NULL; arguments++) {
        cr_assert_lt(count, ARGUMENTS_MAX - 1);
        command[count++] = *arguments;
    }
    environment_set(sandbox);
    struct sandbox_path output = sandbox_path(sandbox, "stdout"), errors = sandbox_path(sandbox, "stderr");
    cr_assert_eq(posix_spawn_file_actions_init(&actions), 0);
    (void)posix_spawn_file_actions_addopen(&actions, 0, start->input != NULL ? start->input : "/dev/null", O_RDONLY, 0);
    if (start->broken_pipe)
        (void)posix_spawn_file_actions_adddup2(&actions, broken, 1);
    else
        (void)posix_spawn_file_actions_addopen(&actions, 1, start->output != NULL ? start->output : output.text,
                                               O_WRONLY | O_CREAT | O_TRUNC, 0666);
    (void)posix_spawn_file_actions_addopen(&actions, 2, errors.text, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    (void)posix_spawn_file_actions_addchdir_np(&actions, sandbox->folder);
    spawn(sandbox, &actions, command);
    (void)posix_spawn_file_actions_destroy(&actions);
    if (broken >= 0)
        (void)close(broken);
}

static void show_file(const struct sandbox *sandbox, const char *name)
{
    char text[SHOWN_BYTES_MAX + 1] = "";
    FILE *file = fopen(sandbox_path(sandbox, name).text, "rb");

    if (file == NULL)
        return;
    text[fread(text, 1, SHOWN_BYTES_MAX, file)] = '\0';
    (void)fclose(file);
    if (text[0] != '\0')
        cr_log_warn("%s: %s", name, text);
}

void sandbox_end(struct sandbox *sandbox)
{
    wait_for(sandbox);
    if (sandbox->signal == 0 || sandbox->signal == SIGPIPE || sandbox->signal == SIGINT)
        return;
    show_file(sandbox, "stderr");
    cr_assert_fail("the program was ended by signal %d", sandbox->signal);
}

/* Is `name` open, or mapped, in the process? */
static bool has_opened(const struct sandbox *sandbox, const char *name)
{
    struct sandbox_path wanted = sandbox_path(sandbox, name);
    char path[SANDBOX_PATH_SIZE], target[SANDBOX_PATH_SIZE];
    bool found = false;

    (void)snprintf(path, sizeof path, "/proc/%d/fd", (int)sandbox->process);
    DIR *descriptors = opendir(path);
    for (struct dirent *entry; descriptors != NULL && (entry = readdir(descriptors)) != NULL;) {
        (void)snprintf(path, sizeof path, "/proc/%d/fd/%.20s", (int)sandbox->process, entry->d_name);
        ssize_t size = readlink(path, target, sizeof target - 1);
        target[size > 0 ? size : 0] = '\0';
        found = found || strcmp(target, wanted.text) == 0;
    }
    if (descriptors != NULL)
        (void)closedir(descriptors);
    (void)snprintf(path, sizeof path, "/proc/%d/maps", (int)sandbox->process);
    FILE *maps = fopen(path, "r");
    while (maps != NULL && !found && fgets(target, sizeof target, maps) != NULL)
        found = strstr(target, wanted.text) != NULL;
    if (maps != NULL)
        (void)fclose(maps);
    return found;
}

void sandbox_wait_for_opening(struct sandbox *sandbox, const char *name)
{
    for (int waited = 0; waited < WAIT_MS_MAX; waited++) {
        if (has_opened(sandbox, name))
            return;
        (void)nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
    }
    cr_assert_fail("%s was never opened", name);
}

void sandbox_expect(struct sandbox *sandbox, const char *filter)
{
    static const char functions[] = "def document($path): map(select(.type == \"document\" and .path == $path))[0];"
                                    "def findings($path): map(select(.type == \"finding\" and .path == $path));"
                                    "def problems($path): document($path).problems | map(.code);"
                                    "def summary: .[-1];"
                                    "[inputs] | ";
    char program[4096];
    pid_t kept = sandbox->process;
    int exit_code = sandbox->exit_code, signal = sandbox->signal;
    uint64_t memory_bytes_max = sandbox->memory_bytes_max;
    posix_spawn_file_actions_t actions;

    cr_assert_lt(snprintf(program, sizeof program, "%s%s", functions, filter), (int)sizeof program);
    struct sandbox_path report = sandbox_path(sandbox, "out.jsonl"), output = sandbox_path(sandbox, "jq");
    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawn_file_actions_addopen(&actions, 1, output.text, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    spawn(sandbox, &actions, (const char *const[]){ "jq", "-n", "-e", program, report.text, NULL });
    (void)posix_spawn_file_actions_destroy(&actions);
    wait_for(sandbox);
    bool answer = sandbox->exit_code == 0;
    sandbox->process = kept;
    sandbox->exit_code = exit_code;
    sandbox->signal = signal;
    sandbox->memory_bytes_max = memory_bytes_max;
    if (answer)
        return;
    show_file(sandbox, "jq");
    show_file(sandbox, "out.jsonl");
    show_file(sandbox, "stderr");
    cr_assert_fail("not true of the report: %s", filter);
}

void sandbox_expect_message(struct sandbox *sandbox, const char *text)
{
    struct buf errors = sandbox_read(sandbox, "stderr");

    cr_assert(errors.data != NULL && strstr(errors.data, text) != NULL, "standard error says `%s`, not `%s`",
              errors.data != NULL ? errors.data : "", text);
    buf_free(&errors);
}

void sandbox_check_answer(struct sandbox *sandbox)
{
    sandbox_expect(sandbox, "summary.type == \"summary\" and (map(select(.type == \"summary\")) | length) == 1");
    sandbox_expect(sandbox, "(map(select(.type == \"document\")) | length) == summary.documents");
    sandbox_expect(sandbox, "(map(select(.type == \"finding\")) | length) == (summary.findings | add)");
    sandbox_expect(sandbox, "(map(select(.type == \"document\")) | map(.findings) | add) == (summary.findings | add)");
    sandbox_expect(sandbox, "(map(select(.type == \"document\" and .status != \"complete\")) | length) == "
                            "summary.incomplete");
    sandbox_expect(sandbox, "map(select(.type == \"document\")) | "
                            "all((.status == \"complete\") == (.problems == []))");
    sandbox_expect(sandbox, sandbox->exit_code == 3 ? "summary.incomplete > 0" : "summary.incomplete == 0");
    cr_assert(sandbox->exit_code == 0 || sandbox->exit_code == 3, "exit status %d", sandbox->exit_code);
}

void sandbox_scan(struct sandbox *sandbox, const char *const *paths)
{
    const char *arguments[ARGUMENTS_MAX] = { "scan",  "--rules",  "pack.yaml", "--format",
                                             "jsonl", "--output", "out.jsonl", NULL };
    size_t count = 7;

    for (; *paths != NULL; paths++) {
        cr_assert_lt(count, ARGUMENTS_MAX - 1);
        arguments[count++] = *paths;
    }
    sandbox_begin(sandbox, &(struct sandbox_start){ 0 }, arguments);
    sandbox_end(sandbox);
    sandbox_check_answer(sandbox);
}

struct buf sandbox_read(const struct sandbox *sandbox, const char *name)
{
    struct buf content = BUF_INIT(SANDBOX_BYTES_MAX);
    struct error error = { 0 };

    cr_assert_eq(file_read(sandbox_path(sandbox, name).text, &content, &error), STATUS_OK, "%s", error.message);
    return content;
}

void sandbox_archive(const struct sandbox *sandbox, const char *name, const char *format, const char *filter,
                     const struct sandbox_member *members, size_t member_count)
{
    struct archive *archive = archive_write_new();

    /* libarchive takes names as the locale has them. */
    cr_assert_not_null(setlocale(LC_CTYPE, "C.UTF-8"));
    cr_assert_not_null(archive);
    cr_assert_eq(archive_write_set_format_by_name(archive, format), ARCHIVE_OK, "%s", format);
    if (strcmp(filter, "none") != 0)
        cr_assert_eq(archive_write_add_filter_by_name(archive, filter), ARCHIVE_OK, "%s", filter);
    cr_assert_eq(archive_write_open_filename(archive, sandbox_path(sandbox, name).text), ARCHIVE_OK);
    for (size_t index = 0; index < member_count; index++) {
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, members[index].name);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, (int64_t)members[index].content.size);
        cr_assert_eq(archive_write_header(archive, entry), ARCHIVE_OK, "%s", archive_error_string(archive));
        cr_assert_eq(archive_write_data(archive, members[index].content.data, members[index].content.size),
                     (la_ssize_t)members[index].content.size);
        archive_entry_free(entry);
    }
    cr_assert_eq(archive_write_close(archive), ARCHIVE_OK);
    cr_assert_eq(archive_write_free(archive), ARCHIVE_OK);
}
