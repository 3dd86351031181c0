/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/cue.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "found.h"

enum { OPEN, CLOSED };
static const char *const kinds[] = { "open", "closed", NULL };

struct fixture {
    struct reference *reference;
    struct arena *arena;
    const struct cue_set *set;
    struct error error;
};

/* The words of a table of these rows. */
static enum status make(struct fixture *fixture, const char *rows)
{
    char folder[] = "/tmp/guanka-cue-XXXXXX", path[64];
    const char *const folders[] = { folder };
    FILE *file;
    enum status status;

    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/cues.csv", folder);
    file = fopen(path, "w");
    cr_assert_not_null(file);
    (void)fprintf(file, "word,kind,why\n%s", rows);
    fclose(file);
    cr_assert_eq(arena_create(&fixture->arena), STATUS_OK);
    cr_assert_eq(reference_load(folders, 1, &fixture->reference, &fixture->error), STATUS_OK);
    status = cue_set_create(fixture->reference, "cues", kinds, fixture->arena, &fixture->set, &fixture->error);
    unlink(path);
    rmdir(folder);
    return status;
}

static void forget(struct fixture *fixture)
{
    reference_free(fixture->reference);
    arena_destroy(fixture->arena);
}

struct told {
    char text[256];
    const char *source;
    unsigned most;
};

/* 0:尚未作出 1:结案 … */
static bool tell(void *context, const struct cue *cue)
{
    struct told *told = context;
    size_t size = strlen(told->text);

    (void)snprintf(told->text + size, sizeof told->text - size, "%s%u:%.*s", size > 0 ? " " : "", cue->kind,
                   (int)(cue->to - cue->from), told->source + cue->from);
    return --told->most > 0;
}

static void expect_cues(const struct cue_set *set, const char *text, unsigned most, const char *expected)
{
    struct told told = { .source = text, .most = most };
    struct found_words found;

    cue_set_read(set, found_in(&found, cue_set_words(set), text, strlen(text)), tell, &told);
    cr_expect_str_eq(told.text, expected, "%s", text);
}

Test(cue, the_first_wins_and_of_those_that_begin_together_the_longest)
{
    struct fixture fixture;

    cr_assert_eq(
        make(&fixture,
             "尚未作出,open\n作出处罚决定,closed,a note\n立案,open\n立案决定书,open\n決定書,closed\n结案,closed\n"),
        STATUS_OK);
    expect_cues(fixture.set, "尚未作出处罚决定", 9, "0:尚未作出");
    expect_cues(fixture.set, "已作出处罚决定,立案决定书和决定书", 9, "1:作出处罚决定 0:立案决定书 1:决定书");
    expect_cues(fixture.set, "立案后结案", 9, "0:立案 1:结案");
    expect_cues(fixture.set, "立案后结案", 1, "0:立案");
    expect_cues(fixture.set, "无", 9, "");
    forget(&fixture);
}

Test(cue, the_longest_that_ends_at_a_place)
{
    static const char text[] = "示市监罚告";
    struct fixture fixture;
    struct cue cue;

    cr_assert_eq(make(&fixture, "罚告,open\n监罚告,closed\n监罚,open\n"), STATUS_OK);
    cr_assert(cue_set_before(fixture.set, text, strlen(text), &cue));
    cr_expect_eq(cue.kind, CLOSED);
    cr_expect_eq(cue.from, strlen("示市"));
    cr_expect_eq(cue.to, strlen(text));
    cr_expect(!cue_set_before(fixture.set, text, strlen("示市监"), &cue));
    cr_expect(!cue_set_before(fixture.set, text, 0, &cue));
    forget(&fixture);
}

Test(cue, a_table_that_is_absent_or_empty_has_no_words)
{
    struct fixture fixture;

    cr_assert_eq(make(&fixture, ""), STATUS_OK);
    expect_cues(fixture.set, "尚未作出处罚决定", 9, "");
    forget(&fixture);
}

Test(cue, wrong_rows_are_named)
{
    static const char *const wrong[] = { "结案,closed\n尚未作出,neither\n", "结案,closed\n结,closed\n",
                                         "结案,closed\nword,open\n" };

    for (size_t index = 0; index < sizeof wrong / sizeof *wrong; index++) {
        struct fixture fixture;

        cr_expect_eq(make(&fixture, wrong[index]), STATUS_INVALID, "%s", wrong[index]);
        cr_expect_not_null(strstr(fixture.error.message, "cues.csv:3"), "%s", fixture.error.message);
        forget(&fixture);
    }
}
