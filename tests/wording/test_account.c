/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/account.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fixture {
    struct reference *reference;
    struct arena *arena;
    const struct account_list *list;
    struct error error;
};

/* A list of these accounts, and some characters of like shape. */
static enum status make(struct fixture *fixture, const char *rows)
{
    char folder[] = "/tmp/guanka-account-XXXXXX";
    const char *const folders[] = { folder };
    const char *const names[] = { "accounts.csv", "shapes.csv" };
    const char *const texts[] = { rows, "characters\n未末\n" };
    enum status status;
    char path[64];

    cr_assert_not_null(mkdtemp(folder));
    for (size_t index = 0; index < 2; index++) {
        FILE *file;

        (void)snprintf(path, sizeof path, "%s/%s", folder, names[index]);
        file = fopen(path, "w");
        cr_assert_not_null(file);
        fputs(texts[index], file);
        fclose(file);
    }
    cr_assert_eq(arena_create(&fixture->arena), STATUS_OK);
    cr_assert_eq(reference_load(folders, 1, &fixture->reference, &fixture->error), STATUS_OK);
    status = account_list_load(fixture->reference, fixture->arena, &fixture->list, &fixture->error);
    for (size_t index = 0; index < 2; index++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[index]);
        unlink(path);
    }
    rmdir(folder);
    return status;
}

static void forget(struct fixture *fixture)
{
    reference_free(fixture->reference);
    arena_destroy(fixture->arena);
}

struct told {
    const char *text;
    char words[256];
};

static bool tell(void *context, const struct reference_row *row, size_t from, size_t to)
{
    struct told *told = context;
    size_t used = strlen(told->words);

    (void)snprintf(told->words + used, sizeof told->words - used, "%.*s for %s;", (int)(to - from), told->text + from,
                   row->fields[0]);
    return true;
}

/* What is told of text[from, to). */
static const char *read_between(const struct fixture *fixture, const char *text, size_t from, size_t to,
                                struct told *told)
{
    *told = (struct told){ .text = text };
    cr_assert(account_list_read(fixture->list, text, strlen(text), from, to, tell, told));
    return told->words;
}

static const char *read_all(const struct fixture *fixture, const char *text, struct told *told)
{
    return read_between(fixture, text, 0, strlen(text), told);
}

Test(account, approved_ones_are_known_however_they_are_divided)
{
    struct fixture fixture = { 0 };

    cr_assert_eq(make(&fixture, "account,who\nXing-Yi_2020,x\n兴义 发布,x\n0859-3210000,x\n"), STATUS_OK, "%s",
                 fixture.error.message);
    cr_expect_eq(account_list_count(fixture.list), 3);
    cr_expect(account_list_has(fixture.list, "xingyi2020", 10));
    cr_expect(account_list_has(fixture.list, "兴义发布", strlen("兴义发布")));
    cr_expect(account_list_has(fixture.list, "08593210000", 11));
    cr_expect_not(account_list_has(fixture.list, "xingyi2020", 9));
    cr_expect_not(account_list_has(fixture.list, "xingyi20200", 11));
    cr_expect_not(account_list_has(fixture.list, "", 0));
    forget(&fixture);
}

Test(account, a_name_has_one_character_that_is_alike)
{
    struct fixture fixture = { 0 };
    struct told told;

    cr_assert_eq(make(&fixture, "account\n未来兴义\n兴义\nqq兴义\n"), STATUS_OK);
    cr_expect_str_eq(read_all(&fixture, "末来兴义", &told), "末来兴义 for 未来兴义;");
    cr_expect_str_eq(read_all(&fixture, "请看未来兴议", &told), "未来兴议 for 未来兴义;");
    cr_expect_str_eq(read_all(&fixture, "未来兴义", &told), "");
    cr_expect_str_eq(read_all(&fixture, "末来兴议", &told), "", "two of them");
    cr_expect_str_eq(read_all(&fixture, "末来兴", &told), "", "the text ends");
    cr_expect_str_eq(read_all(&fixture, "兴议", &told), "", "a name of two characters is too short");
    cr_expect_str_eq(read_all(&fixture, "gq兴义", &told), "gq兴义 for qq兴义;");
    forget(&fixture);
}

Test(account, what_begins_within_the_bounds_is_read_to_its_end)
{
    struct fixture fixture = { 0 };
    struct told told;
    const char *text = "。末来兴义，xingy1_2020。";

    cr_assert_eq(make(&fixture, "account\n未来兴义\nxingyi_2020\n"), STATUS_OK);
    cr_expect_str_eq(read_between(&fixture, text, 3, 6, &told), "末来兴义 for 未来兴义;");
    cr_expect_str_eq(read_between(&fixture, text, 6, 18, &told), "");
    cr_expect_str_eq(read_between(&fixture, text, 15, 19, &told), "xingy1_2020 for xingyi_2020;");
    cr_expect_str_eq(read_between(&fixture, text, 19, strlen(text), &told), "", "the rest of a handle is none");
    forget(&fixture);
}

Test(account, letters_and_digits_that_are_taken_for_one_another)
{
    struct fixture fixture = { 0 };
    struct told told;
    char text[2 * ACCOUNT_MAX + 1];

    cr_assert_eq(make(&fixture, "account\nmodel_lab\nabcd\n852012345\n"), STATUS_OK);
    cr_expect_str_eq(read_all(&fixture, "rnodel_lab", &told), "rnodel_lab for model_lab;");
    cr_expect_str_eq(read_all(&fixture, "m0de1-1ab", &told), "m0de1-1ab for model_lab;");
    cr_expect_str_eq(read_all(&fixture, "moclel_lab", &told), "moclel_lab for model_lab;");
    cr_expect_str_eq(read_all(&fixture, "mocel_lab model-lab modellab modem_lab", &told), "");
    cr_expect_str_eq(read_all(&fixture, "abccl", &told), "", "too short");
    cr_expect_str_eq(read_all(&fixture, "852012354 85201234s", &told), "85201234s for 852012345;");
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    cr_expect_str_eq(read_all(&fixture, text, &told), "");
    forget(&fixture);
}

Test(account, an_account_of_which_nothing_is_left_is_an_error)
{
    struct fixture fixture = { 0 };

    cr_expect_eq(make(&fixture, "account\n兴义发布\n——\n"), STATUS_INVALID);
    cr_expect_not_null(strstr(fixture.error.message, "accounts.csv:3: "));
    forget(&fixture);
}
