/* SPDX-License-Identifier: Apache-2.0
 *
 * The chain of the ledger, and that whoever touches the file by other means (here: SQLite itself) is found out.
 */
#include "store/ledger.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct place {
    char folder[40], path[64];
};

static struct place make_place(void)
{
    struct place place = { "/tmp/guanka-ledger-XXXXXX", "" };

    cr_assert_not_null(mkdtemp(place.folder));
    snprintf(place.path, sizeof place.path, "%s/gate.db", place.folder);
    return place;
}

static void remove_place(const struct place *place)
{
    char command[128];

    snprintf(command, sizeof command, "rm -rf %s", place->folder);
    cr_assert_eq(system(command), 0);
}

static struct store *open_store(const struct place *place)
{
    struct store *store = NULL;
    struct error error = { 0 };

    cr_assert_eq(store_open(place->path, STORE_WRITE, &store, &error), STATUS_OK, "%s", error.message);
    return store;
}

static void add(struct store *store, const char *kind, const char *subject)
{
    struct ledger_entry entry = { .at_ms = 1700000000000, .actor = "张三", .role = "level-1", .kind = kind,
                                  .subject = subject, .body = "{\"意见\":\"同意\"}" };
    struct error error = { 0 };

    cr_assert_eq(store_begin(store, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(ledger_add(store, &entry, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(store_commit(store, &error), STATUS_OK, "%s", error.message);
}

static void fill(const struct place *place, int count)
{
    struct store *store = open_store(place);
    char subject[16];

    for (int index = 1; index <= count; index++) {
        snprintf(subject, sizeof subject, "R-%d", index);
        add(store, "approved", subject);
    }
    store_close(store);
}

/* "broken 3 missing 5-7 cut 9 …" */
struct faults {
    char words[256];
};

static void note_fault(void *context, enum ledger_fault fault, int64_t first, int64_t last)
{
    static const char *const names[] = { "missing", "broken", "cut", "rewritten" };
    struct faults *faults = context;
    size_t size = strlen(faults->words);

    snprintf(faults->words + size, sizeof faults->words - size, "%s%s %lld", size > 0 ? " " : "", names[fault], (long long)first);
    size = strlen(faults->words);
    if (last != first)
        snprintf(faults->words + size, sizeof faults->words - size, "-%lld", (long long)last);
}

static struct faults verify(const struct place *place, const struct ledger_head *witnessed)
{
    struct store *store = NULL;
    struct faults faults = { "" };
    struct error error = { 0 };

    cr_assert_eq(store_open(place->path, STORE_READ, &store, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(ledger_verify(store, witnessed, note_fault, &faults, &error), STATUS_OK, "%s", error.message);
    store_close(store);
    return faults;
}

static struct ledger_head head_of(const struct place *place)
{
    struct store *store = open_store(place);
    struct ledger_head head;
    struct error error = { 0 };

    cr_assert_eq(ledger_head(store, &head, &error), STATUS_OK, "%s", error.message);
    store_close(store);
    return head;
}

/* As someone would who has the file and the sqlite3 command. */
static void tamper(const struct place *place, const char *sql)
{
    sqlite3 *database = NULL;
    char *problem = NULL;

    cr_assert_eq(sqlite3_open(place->path, &database), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(database, "DROP TRIGGER ledger_is_not_changed; DROP TRIGGER ledger_is_not_cut;", NULL, NULL,
                              &problem), SQLITE_OK, "%s", problem);
    cr_assert_eq(sqlite3_exec(database, sql, NULL, NULL, &problem), SQLITE_OK, "%s", problem);
    sqlite3_close(database);
}

/* The digest of the first entry, computed with sha256sum over the bytes that the header describes. */
Test(ledger, the_chain_is_what_the_header_says)
{
    struct place place = make_place();
    struct ledger_head head;
    char text[DIGEST_TEXT_SIZE], command[512], expected[DIGEST_TEXT_SIZE] = "";
    FILE *pipe;

    fill(&place, 1);
    head = head_of(&place);
    digest_text(&head.digest, text);
    snprintf(command, sizeof command,
             "python3 -c \"import hashlib,struct; n=lambda v: struct.pack('>Q',v); "
             "t=lambda s: n(len(s.encode()))+s.encode(); print(hashlib.sha256(b'guanka ledger 1\\n'+bytes(32)+n(1)"
             "+n(1700000000000)+t('张三')+t('level-1')+t('approved')+t('R-1')+t(chr(123)+chr(34)+'意见'+chr(34)+':'+chr(34)+'同意'"
             "+chr(34)+chr(125))).hexdigest(), end='')\"");
    pipe = popen(command, "r");
    cr_assert_not_null(pipe);
    cr_assert_not_null(fgets(expected, sizeof expected, pipe));
    pclose(pipe);
    cr_expect_eq(head.sequence, 1);
    cr_expect_str_eq(text, expected);
    remove_place(&place);
}

Test(ledger, an_untouched_one_verifies)
{
    struct place place = make_place();
    struct ledger_head head;

    cr_expect_eq(head_of(&place).sequence, 0);
    cr_expect_str_eq(verify(&place, NULL).words, "");
    fill(&place, 5);
    head = head_of(&place);
    cr_expect_eq(head.sequence, 5);
    fill(&place, 3);
    cr_expect_str_eq(verify(&place, &head).words, "");
    remove_place(&place);
}

Test(ledger, whatever_is_done_to_it_is_told_with_the_entry)
{
    static const struct {
        const char *sql, *faults;
    } deeds[] = {
        { "UPDATE ledger SET body = '{}' WHERE sequence = 3", "broken 3" },
        { "UPDATE ledger SET actor = '李四' WHERE sequence = 1", "broken 1" },
        { "UPDATE ledger SET at = at + 1 WHERE sequence = 5", "broken 5" },
        { "UPDATE ledger SET role = 'level-1approved', kind = '' WHERE sequence = 2", "broken 2" },
        { "UPDATE ledger SET digest = zeroblob(32) WHERE sequence = 4", "broken 4 broken 5" },
        { "DELETE FROM ledger WHERE sequence = 3", "missing 3" },
        { "DELETE FROM ledger WHERE sequence IN (1, 2)", "missing 1-2" },
        { "DELETE FROM ledger WHERE sequence = 5", "cut 5" },
        { "DELETE FROM ledger", "cut 1" },
        { "UPDATE ledger SET sequence = 99 WHERE sequence = 2; UPDATE ledger SET sequence = 2 WHERE sequence = 3;"
          "UPDATE ledger SET sequence = 3 WHERE sequence = 99", "broken 2 broken 3 broken 4" },
        { "DELETE FROM ledger WHERE sequence = 3; UPDATE ledger SET sequence = 3 WHERE sequence = 4;"
          "UPDATE ledger SET sequence = 4 WHERE sequence = 5", "broken 3 broken 4 cut 5" },
        { "INSERT INTO ledger SELECT 6, at, actor, role, kind, subject, body, digest FROM ledger WHERE sequence = 5",
          "broken 6 broken 6" },
        { "UPDATE ledger SET sequence = 9223372036854775807 WHERE sequence = 5",
          "missing 5-9223372036854775806 broken 9223372036854775807" },
        { "PRAGMA ignore_check_constraints = ON; UPDATE ledger SET sequence = 0 WHERE sequence = 5", "broken 0 cut 5" },
        { "PRAGMA ignore_check_constraints = ON;"
          "INSERT INTO ledger SELECT -7, at, actor, role, kind, subject, body, digest FROM ledger WHERE sequence = 1",
          "broken -7" },
        /* A table that does without what keeps numbers apart, and the entry that is shown in place of the true one. */
        { "CREATE TABLE other AS SELECT * FROM ledger; DROP TABLE ledger; ALTER TABLE other RENAME TO ledger;"
          "INSERT INTO ledger SELECT 3, at, actor, role, kind, 'R-forged', body, digest FROM ledger WHERE sequence = 3",
          "broken 3" },
        /* What stands behind a gap is looked at as well. */
        { "DELETE FROM ledger WHERE sequence = 2; UPDATE ledger SET actor = '李四' WHERE sequence = 4",
          "missing 2 broken 4" },
    };

    for (size_t index = 0; index < sizeof deeds / sizeof *deeds; index++) {
        struct place place = make_place();

        fill(&place, 5);
        tamper(&place, deeds[index].sql);
        cr_expect_str_eq(verify(&place, NULL).words, deeds[index].faults, "%s: %s", deeds[index].sql,
                         verify(&place, NULL).words);
        remove_place(&place);
    }
}

/* Who computes everything anew, head and all, is found out by a head that someone else has kept. */
Test(ledger, a_new_chain_does_not_fit_the_witness)
{
    struct place place = make_place(), forged = make_place();
    struct ledger_head head;
    struct store *store;

    fill(&place, 5);
    head = head_of(&place);
    store = open_store(&forged);
    for (int index = 0; index < 7; index++)
        add(store, "approved", index == 2 ? "R-forged" : "R-1");
    store_close(store);
    cr_expect_str_eq(verify(&forged, NULL).words, "");
    cr_expect_str_eq(verify(&forged, &head).words, "rewritten 5");
    remove_place(&forged);
    forged = make_place();
    fill(&forged, 4);
    cr_expect_str_eq(verify(&forged, &head).words, "cut 5");
    remove_place(&forged);
    remove_place(&place);
}

Test(ledger, our_own_program_cannot_change_it)
{
    struct place place = make_place();
    sqlite3 *database = NULL;

    fill(&place, 2);
    cr_assert_eq(sqlite3_open(place.path, &database), SQLITE_OK);
    cr_expect_neq(sqlite3_exec(database, "UPDATE ledger SET body = '{}'", NULL, NULL, NULL), SQLITE_OK);
    cr_expect_neq(sqlite3_exec(database, "DELETE FROM ledger", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
    cr_expect_str_eq(verify(&place, NULL).words, "");
    remove_place(&place);
}

Test(ledger, nothing_is_added_to_a_head_that_no_entry_can_follow)
{
    static const char *const heads[] = { "9223372036854775807", "-1" };

    for (size_t index = 0; index < sizeof heads / sizeof *heads; index++) {
        struct place place = make_place();
        struct ledger_entry entry = { .actor = "a", .role = "b", .kind = "c", .subject = "d", .body = "{}" };
        struct error error = { 0 };
        struct store *store;
        char sql[96];

        fill(&place, 1);
        snprintf(sql, sizeof sql, "UPDATE ledger_head SET sequence = %s", heads[index]);
        tamper(&place, sql);
        store = open_store(&place);
        cr_assert_eq(store_begin(store, &error), STATUS_OK);
        cr_expect_eq(ledger_add(store, &entry, &error), STATUS_INVALID, "%s", heads[index]);
        store_undo(store);
        store_close(store);
        remove_place(&place);
    }
}

Test(ledger, what_was_undone_leaves_no_trace)
{
    struct place place = make_place();
    struct store *store = open_store(&place);
    struct ledger_entry entry = { .actor = "a", .role = "b", .kind = "c", .subject = "d", .body = "{}" };
    struct error error = { 0 };

    add(store, "submitted", "R-1");
    cr_assert_eq(store_begin(store, &error), STATUS_OK);
    cr_assert_eq(ledger_add(store, &entry, &error), STATUS_OK);
    cr_expect_eq(entry.sequence, 2);
    store_undo(store);
    add(store, "submitted", "R-2");
    store_close(store);
    cr_expect_eq(head_of(&place).sequence, 2);
    cr_expect_str_eq(verify(&place, NULL).words, "");
    remove_place(&place);
}

/* Each number is written to the pipe after its commit; whenever the writer is killed, all that it said are there, once. */
Test(ledger, a_killed_writer_loses_nothing_that_it_had_confirmed, .timeout = 120)
{
    for (unsigned round = 0; round < 8; round++) {
        struct place place = make_place();
        int ends[2];
        int32_t said = 0, number;
        pid_t writer;

        cr_assert_eq(pipe(ends), 0);
        writer = fork();
        if (writer == 0) {
            struct store *store = open_store(&place);

            for (number = 1;; number++) {
                add(store, "submitted", "R");
                if (write(ends[1], &number, sizeof number) != sizeof number)
                    _exit(1);
            }
        }
        close(ends[1]);
        for (unsigned read_count = 0; read_count <= 3 * round * round; read_count++)
            cr_assert_eq(read(ends[0], &said, sizeof said), (ssize_t)sizeof said);
        kill(writer, SIGKILL);
        waitpid(writer, NULL, 0);
        while (read(ends[0], &number, sizeof number) == sizeof number)
            said = number;
        close(ends[0]);
        cr_expect_geq(head_of(&place).sequence, said);
        cr_expect_leq(head_of(&place).sequence, said + 1);
        cr_expect_str_eq(verify(&place, NULL).words, "");
        remove_place(&place);
    }
}
