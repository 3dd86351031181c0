/* SPDX-License-Identifier: Apache-2.0
 *
 * The real program in a folder of its own, and what it did there.
 *
 * Each test gets an empty folder with a rule pack (one word, a note, so that the exit status is 3 exactly when
 * something could not be read) and in/witness.txt, which contains the word once. Whatever else lies in in/, the
 * witness must be found: the rest of the work is done. Every run is also checked for what must hold of any
 * answer: it ends with one summary, the totals add up, and the exit status says what the report says.
 */
#ifndef GUANKA_TESTS_SANDBOX_H
#define GUANKA_TESTS_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/bytes.h"

#define SANDBOX_WORD "违禁样品词"

enum { SANDBOX_PATH_SIZE = 512, SANDBOX_BYTES_MAX = 64 << 20 };

struct sandbox {
    char folder[SANDBOX_PATH_SIZE];
    pid_t process;
    int exit_code; /* -1 when a signal ended it */
    int signal;    /* 0 when none did */
    uint64_t memory_bytes_max;
};

struct sandbox_path {
    char text[SANDBOX_PATH_SIZE];
};

void sandbox_open(struct sandbox *sandbox);
void sandbox_close(struct sandbox *sandbox);
/* Of `name` in the sandbox. */
struct sandbox_path sandbox_path(const struct sandbox *sandbox, const char *name);
void sandbox_write(const struct sandbox *sandbox, const char *name, struct bytes content);
void sandbox_write_text(const struct sandbox *sandbox, const char *name, const char *text);
/* A file of `size` bytes, `text` over and over; made piece by piece, since memory counts here. */
void sandbox_write_repeated(const struct sandbox *sandbox, const char *name, const char *text, uint64_t size);

/* Where standard output goes, and as whom the program runs. All zero: to the file "stdout", as we are. */
struct sandbox_start {
    const char *output; /* a path; NULL: the file "stdout" */
    bool broken_pipe;   /* a pipe that nobody reads */
    bool unprivileged;  /* as nobody; only root needs it */
    const char *input;  /* a path; NULL: /dev/null */
};

/* Begins `guanka ARGUMENTS…` in the sandbox (NULL-terminated). */
void sandbox_begin(struct sandbox *sandbox, const struct sandbox_start *start, const char *const *arguments);
/* Waits for its end. */
void sandbox_end(struct sandbox *sandbox);
/* Waits until the program has opened a file of the sandbox. */
void sandbox_wait_for_opening(struct sandbox *sandbox, const char *name);

/* `guanka scan` over PATHS… (NULL-terminated; options may be among them), report in out.jsonl; then the
 * checks that hold for any answer. */
void sandbox_scan(struct sandbox *sandbox, const char *const *paths);
void sandbox_check_answer(struct sandbox *sandbox);
/* A jq filter over the array of the report's lines that must be true. At hand: document($path),
 * findings($path), problems($path), summary. Paths are as given. */
void sandbox_expect(struct sandbox *sandbox, const char *filter);
/* What the program wrote to standard error contains `text`. */
void sandbox_expect_message(struct sandbox *sandbox, const char *text);

struct sandbox_member {
    const char *name;
    struct bytes content;
};
/* An archive as libarchive writes it: format "zip", "paxr", "7zip" …; filter "none", "gzip", "xz" … */
void sandbox_archive(const struct sandbox *sandbox, const char *name, const char *format, const char *filter,
                     const struct sandbox_member *members, size_t member_count);
/* The bytes of a file of the sandbox, at most SANDBOX_BYTES_MAX; free with buf_free. */
struct buf sandbox_read(const struct sandbox *sandbox, const char *name);

static inline struct bytes sandbox_text(const char *text)
{
    return bytes_of(text, __builtin_strlen(text));
}

#endif
