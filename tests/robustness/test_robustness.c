/* SPDX-License-Identifier: Apache-2.0
 *
 * Bad input and bad circumstances: each gets a reason in the report and the right exit status, and the rest of
 * the work is done. See sandbox.h for what is checked after every scan.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "bombs.h"
#include "sandbox.h"

#define WITNESS_FOUND "(findings(\"in/witness.txt\") | length) == 1"
#define SCAN(...) sandbox_scan(&sandbox, (const char *const[]){ __VA_ARGS__, NULL })
#define RUN(start, ...)                                                                                                \
    do {                                                                                                               \
        sandbox_begin(&sandbox, start, (const char *const[]){ __VA_ARGS__, NULL });                                    \
        sandbox_end(&sandbox);                                                                                         \
    } while (0)
#define SCAN_OPTIONS "scan", "--rules", "pack.yaml", "--format", "jsonl"

static const char page[] = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>通知公告</title></head>\n"
                           "<body><h1>通知公告</h1><p>这里有" SANDBOX_WORD "一处。</p></body></html>\n";

Test(robustness, empty_file_is_complete)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    sandbox_write_text(&sandbox, "in/empty.txt", "");
    sandbox_write_text(&sandbox, "in/empty.html", "");
    sandbox_write_text(&sandbox, "in/empty.zip", "");
    SCAN("in");
    cr_assert_eq(sandbox.exit_code, 0);
    sandbox_expect(&sandbox, WITNESS_FOUND " and summary.documents == 4");
    sandbox_expect(&sandbox,
                   "document(\"in/empty.html\") | .status == \"complete\" and .bytes == 0 and .findings == 0");
    sandbox_close(&sandbox);
}

Test(robustness, empty_standard_input_is_complete)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    SCAN("-");
    cr_assert_eq(sandbox.exit_code, 0);
    sandbox_expect(&sandbox, "summary.documents == 1 and summary.bytes == 0");
    sandbox_close(&sandbox);
}

/* Files of every kind that is read, each holding the word. */
static void write_samples(const struct sandbox *sandbox)
{
    const struct sandbox_member document[] = {
        { "[Content_Types].xml",
          sandbox_text("<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                       "content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-"
                       "package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType="
                       "\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
                       "</Types>") },
        { "_rels/.rels",
          sandbox_text("<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                       "relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/"
                       "officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>"
                       "</Relationships>") },
        { "word/document.xml",
          sandbox_text("<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/"
                       "wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>这里有" SANDBOX_WORD
                       "一处。</w:t></w:r></w:p></w:body></w:document>") },
    };
    const struct sandbox_member members[] = { { "一.html", sandbox_text(page) }, { "二.html", sandbox_text(page) } };

    cr_assert_eq(mkdir(sandbox_path(sandbox, "whole").text, 0777), 0);
    sandbox_write_text(sandbox, "whole/page.html", page);
    sandbox_write_text(sandbox, "whole/data.json", "{\"a\": [1, 2, {\"b\": \"这里有" SANDBOX_WORD "\"}]}\n");
    sandbox_write_text(sandbox, "whole/data.xml", "<?xml version=\"1.0\"?>\n<a><b>这里有" SANDBOX_WORD "</b></a>\n");
    sandbox_archive(sandbox, "whole/a.docx", "zip", "none", document, 3);
    sandbox_archive(sandbox, "whole/a.zip", "zip", "none", members, 2);
    sandbox_archive(sandbox, "whole/a.tar", "paxr", "none", members, 2);
    sandbox_archive(sandbox, "whole/a.tar.gz", "paxr", "gzip", members, 2);
    sandbox_archive(sandbox, "whole/a.tar.xz", "paxr", "xz", members, 2);
    sandbox_archive(sandbox, "whole/a.7z", "7zip", "none", members, 2);
}

static const char *const samples[] = { "page.html", "data.json", "data.xml", "a.docx", "a.zip",
                                       "a.tar",     "a.tar.gz",  "a.tar.xz", "a.7z" };
enum { SAMPLE_COUNT = sizeof samples / sizeof samples[0] };

/* Without this the tests of broken samples would show nothing. */
Test(robustness, whole_samples_are_complete)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    write_samples(&sandbox);
    SCAN("whole");
    cr_assert_eq(sandbox.exit_code, 0);
    sandbox_expect(&sandbox, "[.[] | select(.type == \"finding\") | .path] == "
                             "[\"whole/a.7z!/一.html\", \"whole/a.7z!/二.html\", \"whole/a.docx\", "
                             "\"whole/a.tar!/一.html\", \"whole/a.tar!/二.html\", "
                             "\"whole/a.tar.gz!/一.html\", \"whole/a.tar.gz!/二.html\", "
                             "\"whole/a.tar.xz!/一.html\", \"whole/a.tar.xz!/二.html\", "
                             "\"whole/a.zip!/一.html\", \"whole/a.zip!/二.html\", "
                             "\"whole/data.json\", \"whole/data.xml\", \"whole/page.html\"]");
    sandbox_close(&sandbox);
}

Test(robustness, truncated_files_are_reported)
{
    struct sandbox sandbox;
    char name[SANDBOX_PATH_SIZE], filter[SANDBOX_PATH_SIZE];

    sandbox_open(&sandbox);
    write_samples(&sandbox);
    for (size_t sample = 0; sample < SAMPLE_COUNT; sample++) {
        (void)snprintf(name, sizeof name, "whole/%s", samples[sample]);
        struct buf whole = sandbox_read(&sandbox, name);
        const size_t cuts[] = { 1, 10, whole.size / 10, whole.size / 2, whole.size * 9 / 10, whole.size - 1 };
        for (size_t cut = 0; cut < sizeof cuts / sizeof cuts[0]; cut++) {
            (void)snprintf(name, sizeof name, "in/%zu-%s", cut, samples[sample]);
            sandbox_write(&sandbox, name, bytes_of(whole.data, cuts[cut]));
        }
        buf_free(&whole);
    }
    SCAN("in");
    cr_assert_eq(sandbox.exit_code, 3);
    sandbox_expect(&sandbox, WITNESS_FOUND);
    /* Half an archive or document is never called complete; half a page or list is a page or list. */
    static const char *const containers[] = { "a.docx", "a.zip", "a.tar.gz", "a.tar.xz", "a.7z" };
    for (size_t index = 0; index < sizeof containers / sizeof containers[0]; index++) {
        (void)snprintf(filter, sizeof filter, "document(\"in/3-%s\").status != \"complete\"", containers[index]);
        sandbox_expect(&sandbox, filter);
    }
    sandbox_close(&sandbox);
}

Test(robustness, binary_is_unsupported_never_clean)
{
    struct sandbox sandbox;
    uint8_t noise[100000];
    uint64_t state = 1;

    sandbox_open(&sandbox);
    for (size_t index = 0; index < sizeof noise; index++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        noise[index] = (uint8_t)(state >> 56);
    }
    sandbox_write(&sandbox, "in/noise.txt", bytes_of(noise, sizeof noise));
    cr_assert_eq(symlink(GUANKA_PROGRAM, sandbox_path(&sandbox, "program.html").text), 0);
    SCAN("in", "program.html");
    cr_assert_eq(sandbox.exit_code, 3);
    sandbox_expect(&sandbox, WITNESS_FOUND);
    sandbox_expect(&sandbox, "document(\"in/noise.txt\").status == \"skipped\" and "
                             "problems(\"in/noise.txt\") == [\"unsupported\"]");
    sandbox_expect(&sandbox, "document(\"program.html\").status == \"skipped\" and "
                             "problems(\"program.html\") == [\"unsupported\"]");
    sandbox_close(&sandbox);
}

static void write_nested(const struct sandbox *sandbox, const char *name, const char *before, const char *opening,
                         const char *closing, uint32_t depth)
{
    struct buf out = BUF_INIT(SANDBOX_BYTES_MAX);

    buf_text(&out, before);
    for (uint32_t level = 0; level < depth; level++)
        buf_text(&out, opening);
    buf_text(&out, "\"" SANDBOX_WORD "\"");
    for (uint32_t level = 0; level < depth; level++)
        buf_text(&out, closing);
    sandbox_write(sandbox, name, buf_bytes(&out));
    buf_free(&out);
}

Test(robustness, deep_nesting)
{
    struct sandbox sandbox;
    enum { DEPTH = 1000000 };

    sandbox_open(&sandbox);
    write_nested(&sandbox, "in/deep.html", "<!DOCTYPE html><meta charset=utf-8>", "<div>", "</div>", DEPTH);
    write_nested(&sandbox, "in/open.html", "<!DOCTYPE html><meta charset=utf-8>", "<b><i>", "", DEPTH);
    write_nested(&sandbox, "in/hidden.html", "<!DOCTYPE html><meta charset=utf-8>", "<p hidden>", "", DEPTH);
    write_nested(&sandbox, "in/deep.json", "", "[", "]", DEPTH);
    write_nested(&sandbox, "in/objects.json", "", "{\"a\":", "}", DEPTH);
    write_nested(&sandbox, "in/deep.xml", "<?xml version=\"1.0\"?>", "<a>", "</a>", DEPTH);
    SCAN("in");
    sandbox_expect(&sandbox, WITNESS_FOUND " and summary.documents == 7");
    /* No tree is built, so depth is nothing to HTML. */
    sandbox_expect(&sandbox, "[\"in/deep.html\", \"in/open.html\", \"in/hidden.html\"] as $pages | . as $all | "
                             "$pages | all(. as $page | $all | (findings($page) | length) == 1 and "
                             "document($page).status == \"complete\")");
    /* Elsewhere the word is found, or the report says that the document could not be read. */
    sandbox_expect(&sandbox, "[\"in/deep.json\", \"in/objects.json\", \"in/deep.xml\"] as $files | . as $all | "
                             "$files | all(. as $file | $all | (findings($file) | length) == 1 or "
                             "document($file).status != \"complete\")");
    sandbox_close(&sandbox);
}

Test(robustness, archives_within_archives_end_at_the_limit)
{
    struct sandbox sandbox;
    struct buf inner = BUF_INIT(SANDBOX_BYTES_MAX);

    sandbox_open(&sandbox);
    buf_text(&inner, "这里有" SANDBOX_WORD "一处。\n");
    for (int level = 0; level < 40; level++) {
        struct sandbox_member member = { level == 0 ? "a.txt" : "a.zip", buf_bytes(&inner) };
        sandbox_archive(&sandbox, level == 4 ? "in/five.zip" : "in/forty.zip", "zip", "none", &member, 1);
        struct buf outer = sandbox_read(&sandbox, level == 4 ? "in/five.zip" : "in/forty.zip");
        buf_free(&inner);
        inner = outer;
    }
    buf_free(&inner);
    SCAN("in");
    cr_assert_eq(sandbox.exit_code, 3);
    sandbox_expect(&sandbox, WITNESS_FOUND);
    sandbox_expect(&sandbox, "(findings(\"in/five.zip!/a.zip!/a.zip!/a.zip!/a.zip!/a.txt\") | length) == 1");
    sandbox_expect(&sandbox, "map(select(.type == \"document\") | .problems[].code) == [\"limit-depth\"]");
    SCAN("--max-depth", "2", "in/five.zip");
    cr_assert_eq(sandbox.exit_code, 3);
    sandbox_expect(&sandbox, "map(select(.type == \"document\") | .problems[].code) == [\"limit-depth\"]");
    SCAN("--max-depth", "5", "in/five.zip");
    cr_assert_eq(sandbox.exit_code, 0);
    sandbox_close(&sandbox);
}

Test(robustness, bombs_are_defused)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    bomb_write_zeros(&sandbox, "in/zeros.zip", UINT64_C(1) << 30);
    bomb_write_overlapping(&sandbox, "in/overlapping.zip", 16 << 20, 300);
    SCAN("--jobs", "1", "in");
    cr_assert_eq(sandbox.exit_code, 3);
    sandbox_expect(&sandbox, WITNESS_FOUND);
    sandbox_expect(&sandbox,
                   "map(select(.path == \"in/zeros.zip!/zeros.txt\") | .problems[].code) == [\"limit-ratio\"]");
    sandbox_expect(&sandbox, "map(select(.type == \"document\" and (.path | startswith(\"in/overlapping.zip\")))) | "
                             "any(.status != \"complete\")");
    sandbox_close(&sandbox);
}

Test(robustness, limits_of_the_command_line)
{
    struct sandbox sandbox;
    struct sandbox_member members[30];
    char names[30][16];

    sandbox_open(&sandbox);
    for (size_t index = 0; index < 30; index++) {
        (void)snprintf(names[index], sizeof names[index], "%02zu.html", index);
        members[index] = (struct sandbox_member){ names[index], sandbox_text(page) };
    }
    sandbox_archive(&sandbox, "in/many.zip", "zip", "none", members, 30);
    SCAN("--max-children", "10", "in");
    cr_assert_eq(sandbox.exit_code, 3);
    sandbox_expect(&sandbox, WITNESS_FOUND " and problems(\"in/many.zip\") == [\"limit-children\"]");
    sandbox_expect(&sandbox, "(map(select(.type == \"finding\")) | length) == 11");
    sandbox_write_repeated(&sandbox, "in/hits.txt", SANDBOX_WORD "。\n", 400000);
    SCAN("in/hits.txt", "in/witness.txt");
    cr_assert_eq(sandbox.exit_code, 3);
    sandbox_expect(&sandbox, WITNESS_FOUND " and (problems(\"in/hits.txt\") | unique) == [\"limit-findings\"]");
    sandbox_expect(&sandbox, "document(\"in/hits.txt\").findings == 10000");
    sandbox_close(&sandbox);
}

/* Nothing of an archive is ever written under the names that it gives. */
Test(robustness, names_that_point_outside)
{
    struct sandbox sandbox;
    struct sandbox_path absolute;

    sandbox_open(&sandbox);
    absolute = sandbox_path(&sandbox, "escaped-absolute.txt");
    const struct sandbox_member members[] = {
        { "../escaped-up.txt", sandbox_text("这里有" SANDBOX_WORD "一处。\n") },
        { absolute.text, sandbox_text("这里有" SANDBOX_WORD "一处。\n") },
        { "..\\escaped-back.txt", sandbox_text("这里有" SANDBOX_WORD "一处。\n") },
        { "a/../../escaped-within.txt", sandbox_text("这里有" SANDBOX_WORD "一处。\n") },
    };
    sandbox_archive(&sandbox, "in/names.zip", "zip", "none", members, 4);
    sandbox_archive(&sandbox, "in/names.tar", "paxr", "none", members, 4);
    SCAN("in");
    cr_assert_eq(sandbox.exit_code, 0);
    sandbox_expect(&sandbox, WITNESS_FOUND " and (map(select(.type == \"finding\")) | length) == 9");
    cr_assert_neq(access(absolute.text, F_OK), 0);
    static const char *const places[] = { "escaped-up.txt",        "../escaped-up.txt", "escaped-within.txt",
                                          "../escaped-within.txt", "in/escaped-up.txt", "..\\escaped-back.txt" };
    for (size_t index = 0; index < sizeof places / sizeof places[0]; index++)
        cr_assert_neq(access(sandbox_path(&sandbox, places[index]).text, F_OK), 0, "%s was written", places[index]);
    sandbox_close(&sandbox);
}

Test(robustness, symbolic_links_do_not_loop)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    cr_assert_eq(mkdir(sandbox_path(&sandbox, "in/a").text, 0777), 0);
    sandbox_write_text(&sandbox, "in/a/page.html", page);
    cr_assert_eq(symlink("..", sandbox_path(&sandbox, "in/a/up").text), 0);
    cr_assert_eq(symlink("self", sandbox_path(&sandbox, "in/self").text), 0);
    cr_assert_eq(symlink("missing", sandbox_path(&sandbox, "in/dangling").text), 0);
    cr_assert_eq(symlink("a/page.html", sandbox_path(&sandbox, "in/alias.html").text), 0);
    SCAN("in");
    sandbox_expect(&sandbox, WITNESS_FOUND " and (findings(\"in/a/page.html\") | length) == 1");
    sandbox_expect(&sandbox, "summary.documents <= 6");
    sandbox_close(&sandbox);
}

Test(robustness, what_is_no_regular_file_is_not_waited_for)
{
    struct sandbox sandbox;
    struct sockaddr_un address = { .sun_family = AF_UNIX };

    sandbox_open(&sandbox);
    cr_assert_eq(mkfifo(sandbox_path(&sandbox, "in/pipe").text, 0666), 0);
    struct sandbox_path path = sandbox_path(&sandbox, "in/socket");
    cr_assert_lt(strlen(path.text), sizeof address.sun_path);
    memcpy(address.sun_path, path.text, strlen(path.text) + 1);
    int socket_descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
    cr_assert_eq(bind(socket_descriptor, (struct sockaddr *)&address, sizeof address), 0);
    SCAN("in");
    cr_assert_eq(sandbox.exit_code, 3);
    sandbox_expect(&sandbox, WITNESS_FOUND);
    sandbox_expect(&sandbox, "document(\"in/pipe\").status == \"skipped\" and "
                             "document(\"in/socket\").status == \"skipped\"");
    (void)close(socket_descriptor);
    sandbox_close(&sandbox);
}

Test(robustness, unreadable_files_and_folders)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    sandbox_write_text(&sandbox, "in/secret.html", page);
    cr_assert_eq(chmod(sandbox_path(&sandbox, "in/secret.html").text, 0), 0);
    cr_assert_eq(mkdir(sandbox_path(&sandbox, "in/closed").text, 0), 0);
    sandbox_begin(&sandbox, &(struct sandbox_start){ .unprivileged = true },
                  (const char *const[]){ "--version", NULL });
    sandbox_end(&sandbox);
    if (sandbox.exit_code != 0) {
        sandbox_close(&sandbox);
        cr_skip_test("nobody cannot run the program where it lies");
    }
    RUN((&(struct sandbox_start){ .unprivileged = true }), SCAN_OPTIONS, "--output", "out.jsonl", "in");
    sandbox_check_answer(&sandbox);
    cr_assert_eq(sandbox.exit_code, 3);
    sandbox_expect(&sandbox, WITNESS_FOUND);
    sandbox_expect(&sandbox,
                   "document(\"in/secret.html\") | .status == \"skipped\" and .problems[0].code == \"io\" and "
                   "(.problems[0].detail | test(\"[Pp]ermission denied\"))");
    sandbox_expect(&sandbox, "document(\"in/closed\") | .status == \"skipped\" and .problems[0].code == \"io\"");
    sandbox_close(&sandbox);
}

Test(robustness, vanished_files)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    sandbox_write_text(&sandbox, "list", "in/gone.html\nin/witness.txt\nin/gone/too.html\n");
    SCAN("--files-from", "list");
    cr_assert_eq(sandbox.exit_code, 3);
    sandbox_expect(&sandbox, WITNESS_FOUND " and summary.documents == 3");
    sandbox_expect(&sandbox, "problems(\"in/gone.html\") == [\"io\"] and problems(\"in/gone/too.html\") == [\"io\"]");
    sandbox_expect(&sandbox, "document(\"in/gone.html\").problems[0].detail | test(\"No such file\")");
    sandbox_close(&sandbox);
}

Test(robustness, files_deleted_meanwhile)
{
    struct sandbox sandbox;
    char name[SANDBOX_PATH_SIZE];
    enum { FILE_COUNT = 1000 };

    sandbox_open(&sandbox);
    for (int index = 0; index < FILE_COUNT; index++) {
        (void)snprintf(name, sizeof name, "in/%04d.html", index);
        sandbox_write_text(&sandbox, name, page);
    }
    sandbox_begin(&sandbox, &(struct sandbox_start){ 0 },
                  (const char *const[]){ SCAN_OPTIONS, "--output", "out.jsonl", "--jobs", "2", "in", NULL });
    for (int index = FILE_COUNT - 1; index >= 0; index -= 2) {
        (void)snprintf(name, sizeof name, "in/%04d.html", index);
        (void)unlink(sandbox_path(&sandbox, name).text);
    }
    sandbox_end(&sandbox);
    sandbox_check_answer(&sandbox);
    sandbox_expect(&sandbox, WITNESS_FOUND);
    /* The even ones were always there. */
    sandbox_expect(&sandbox, "(map(select(.type == \"finding\")) | length) > 500");
    sandbox_expect(&sandbox, "map(select(.type == \"document\") | .problems[].code) | all(. == \"io\")");
    sandbox_close(&sandbox);
}

Test(robustness, names_of_any_bytes)
{
    struct sandbox sandbox;
    char longest[256];

    sandbox_open(&sandbox);
    sandbox_write_text(&sandbox, "in/new\nline.html", page);
    sandbox_write_text(&sandbox, "in/\xb9\xab\xb8\xe6.html", page);
    sandbox_write_text(&sandbox, "in/\xff\xfe\"\\.html", page);
    sandbox_write_text(&sandbox, "in/-rf", page);
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    memcpy(longest, "in/", 3);
    sandbox_write_text(&sandbox, longest, page);
    SCAN("in");
    cr_assert_eq(sandbox.exit_code, 0);
    sandbox_expect(&sandbox, WITNESS_FOUND " and (map(select(.type == \"finding\")) | length) == 6");
    sandbox_expect(&sandbox, "(findings(\"in/new\\nline.html\") | length) == 1");
    sandbox_close(&sandbox);
}

/* Deeper than a path may be long: what lies there cannot be opened by its name, and the report says so. */
Test(robustness, paths_too_long)
{
    struct sandbox sandbox;
    char name[201];
    enum { LEVELS = 30 };

    sandbox_open(&sandbox);
    memset(name, 'd', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    int folder = open(sandbox_path(&sandbox, "in").text, O_RDONLY | O_DIRECTORY);
    for (int level = 0; level < LEVELS; level++) {
        cr_assert_eq(mkdirat(folder, name, 0777), 0);
        int below = openat(folder, name, O_RDONLY | O_DIRECTORY);
        (void)close(folder);
        folder = below;
        cr_assert_geq(folder, 0);
    }
    int file = openat(folder, "page.html", O_WRONLY | O_CREAT, 0666);
    cr_assert_eq(write(file, page, sizeof page - 1), (ssize_t)(sizeof page - 1));
    (void)close(file);
    (void)close(folder);
    SCAN("in");
    sandbox_expect(&sandbox, WITNESS_FOUND);
    sandbox_expect(&sandbox, "(map(select(.type == \"finding\")) | length) == 2 or summary.incomplete > 0");
    sandbox_close(&sandbox);
}

Test(robustness, disk_full)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    RUN((&(struct sandbox_start){ .output = "/dev/full" }), SCAN_OPTIONS, "in");
    cr_assert_eq(sandbox.exit_code, 2);
    sandbox_expect_message(&sandbox, "No space left");
    RUN((&(struct sandbox_start){ 0 }), SCAN_OPTIONS, "--output", "/dev/full", "in");
    cr_assert_eq(sandbox.exit_code, 2);
    sandbox_expect_message(&sandbox, "No space left");
    RUN((&(struct sandbox_start){ 0 }), SCAN_OPTIONS, "--summary", "/dev/full", "in");
    cr_assert_eq(sandbox.exit_code, 2);
    sandbox_expect_message(&sandbox, "No space left");
    sandbox_close(&sandbox);
}

Test(robustness, broken_pipe_ends_quietly)
{
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    RUN((&(struct sandbox_start){ .broken_pipe = true }), SCAN_OPTIONS, "in");
    cr_assert(sandbox.signal == SIGPIPE || sandbox.exit_code == 2, "exit status %d", sandbox.exit_code);
    sandbox_close(&sandbox);
}

Test(robustness, mistakes_are_told_before_anything_is_scanned)
{
    static const char *const mistakes[][3] = {
        { "--rules", "missing.yaml", "missing.yaml" },  { "--format", "pdf", "pdf" },      { "--jobs", "many", "many" },
        { "--no-such-option", "in", "no-such-option" }, { "--fail-on", "never", "never" },
    };
    struct sandbox sandbox;

    sandbox_open(&sandbox);
    for (size_t index = 0; index < sizeof mistakes / sizeof mistakes[0]; index++) {
        RUN((&(struct sandbox_start){ 0 }), "scan", mistakes[index][0], mistakes[index][1], "in");
        cr_assert_eq(sandbox.exit_code, 2, "%s: exit status %d", mistakes[index][0], sandbox.exit_code);
        sandbox_expect_message(&sandbox, mistakes[index][2]);
        struct buf output = sandbox_read(&sandbox, "stdout");
        cr_assert_eq(output.size, 0);
        buf_free(&output);
    }
    sandbox_close(&sandbox);
}

/* The report but for the time that it took. */
static struct buf read_report(const struct sandbox *sandbox, const char *name)
{
    static const char key[] = "\"seconds\":";
    struct buf report = sandbox_read(sandbox, name);
    char *seconds = report.data != NULL ? strstr(report.data, key) : NULL;

    if (seconds != NULL) {
        char *digits = seconds + sizeof key - 1, *rest = digits + strspn(digits, "0123456789.");

        memmove(digits, rest, strlen(rest) + 1);
    }
    return report;
}

Test(robustness, any_number_of_threads_gives_the_same_bytes)
{
    static const char *const formats[] = { "jsonl", "csv", "sarif" };
    struct sandbox sandbox;
    char name[SANDBOX_PATH_SIZE];

    sandbox_open(&sandbox);
    write_samples(&sandbox);
    for (int index = 0; index < 300; index++) {
        (void)snprintf(name, sizeof name, "in/%03d.html", index);
        sandbox_write_repeated(&sandbox, name, page, (uint64_t)(index * index));
    }
    for (size_t format = 0; format < sizeof formats / sizeof formats[0]; format++) {
        static const char *const jobs[] = { "1", "2", "7" };
        struct buf first = { 0 };
        for (size_t index = 0; index < sizeof jobs / sizeof jobs[0]; index++) {
            RUN((&(struct sandbox_start){ 0 }), "scan", "--rules", "pack.yaml", "--format", formats[format], "--output",
                "out", "--jobs", jobs[index], "in", "whole", GUANKA_SOURCE_DIR "/corpus");
            struct buf report = read_report(&sandbox, "out");
            cr_assert_gt(report.size, 10000);
            if (index == 0)
                first = report;
            else
                cr_assert_str_eq(report.data, first.data, "%s with %s threads differs", formats[format], jobs[index]);
            if (index > 0)
                buf_free(&report);
        }
        buf_free(&first);
    }
    sandbox_close(&sandbox);
}
