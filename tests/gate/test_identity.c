/* SPDX-License-Identifier: Apache-2.0
 *
 * Who a request comes from; and everything that makes it nobody.
 */
#include "gate/identity.h"

#include <criterion/criterion.h>
#include <string.h>

#include "gate/secret.h"
#include "place.h"
#include "review/item.h"

enum { NOW_MS = 1000 };

static struct place place;
static struct store *store;
static struct arena *arena;
static struct error error;
static struct identity identity;

static struct digest digest_of_secret(const char *secret)
{
    struct digest digest;

    cr_assert_eq(token_digest(secret, &digest), STATUS_OK);
    return digest;
}

static void put_account(const char *name, unsigned roles, bool is_disabled)
{
    const struct account_row row = { .name = name,
                                     .display = "张三（办公室主任）",
                                     .unit = "市政府办公室",
                                     .roles = roles,
                                     .password = "",
                                     .is_disabled = is_disabled };

    begin(store);
    cr_assert_eq(account_put(store, &row, &error), STATUS_OK, "%s", error.message);
    commit(store);
}

static void put_token(const char *account, const char *secret, unsigned roles, int64_t expires_ms, bool is_revoked)
{
    const struct token_row row = { .id = secret,
                                   .account = account,
                                   .label = "",
                                   .roles = roles,
                                   .digest = digest_of_secret(secret),
                                   .expires_ms = expires_ms,
                                   .is_revoked = is_revoked };

    begin(store);
    cr_assert_eq(token_insert(store, &row, &error), STATUS_OK, "%s", error.message);
    commit(store);
}

static void put_session(const char *account, const char *secret, int64_t expires_ms)
{
    const struct session_row row = { .digest = digest_of_secret(secret), .account = account, .expires_ms = expires_ms };

    begin(store);
    cr_assert_eq(session_insert(store, &row, &error), STATUS_OK, "%s", error.message);
    commit(store);
}

static void open_place(void)
{
    place = place_make();
    store = place_open(&place, STORE_WRITE);
    cr_assert_eq(arena_create(&arena), STATUS_OK);
    put_account("zhang", ROLE_SUBMITTER | ROLE_LEVEL_1, false);
    put_token("zhang", "gk_good", ROLE_SUBMITTER, 0, false);
    put_session("zhang", "session", NOW_MS + 1);
}

static void close_place(void)
{
    arena_destroy(arena);
    store_close(store);
    place_remove(&place);
}

TestSuite(identity, .init = open_place, .fini = close_place);

static void find(const struct http_request *request)
{
    static const struct local_user users[] = { { 1000, "zhang" }, { 1001, "li" } };
    const struct identity_options options = { users, 2 };

    cr_assert_eq(identity_find(&options, request, store, NOW_MS, arena, &identity, &error), STATUS_OK, "%s",
                 error.message);
}

static void expect_zhang(enum identity_kind kind, unsigned roles)
{
    cr_expect_eq(identity.kind, kind);
    cr_expect_str_eq(identity.account, "zhang");
    cr_expect_str_eq(identity.display, "张三（办公室主任）");
    cr_expect_str_eq(identity.unit, "市政府办公室");
    cr_expect_eq(identity.roles, roles);
    cr_expect_null(identity.complaint);
}

/* NULL: nothing was tried, so there is nothing to complain of. */
static void expect_nobody(const char *complaint)
{
    cr_expect_eq(identity.kind, IDENTITY_NOBODY);
    cr_expect_str_empty(identity.account);
    cr_expect_str_empty(identity.display);
    cr_expect_str_empty(identity.unit);
    cr_expect_eq(identity.roles, 0);
    if (complaint == NULL)
        cr_expect_null(identity.complaint);
    else
        cr_expect_str_eq(identity.complaint, complaint);
}

static void find_by_token(const char *authorization)
{
    const struct http_field header = { "authorization", authorization };

    find(&(struct http_request){ .method = HTTP_POST, .headers = &header, .header_count = 1 });
}

static void find_by_session(enum http_method method, const char *secret, bool with_header)
{
    const struct http_field header = { "x-guanka-request", "1" }, cookie = { identity_cookie, secret };

    find(&(struct http_request){
        .method = method, .headers = &header, .header_count = with_header, .cookies = &cookie, .cookie_count = 1 });
}

static const char no_token[] = "the token is not valid, or no longer";
static const char no_session[] = "you are signed out; sign in again";

Test(identity, of_a_request_without_anything_is_nobody)
{
    find(&(struct http_request){ .method = HTTP_GET });
    expect_nobody(NULL);
}

/* ---- Tokens. */

Test(identity, a_token_has_the_rights_that_both_it_and_its_account_have)
{
    find_by_token("Bearer gk_good");
    expect_zhang(IDENTITY_TOKEN, ROLE_SUBMITTER);
    find_by_token("bearer gk_good");
    expect_zhang(IDENTITY_TOKEN, ROLE_SUBMITTER);
    put_token("zhang", "gk_more", ~0U >> 1, 0, false);
    find_by_token("Bearer gk_more");
    expect_zhang(IDENTITY_TOKEN, ROLE_SUBMITTER | ROLE_LEVEL_1);
    put_account("zhang", ROLE_LEVEL_1, false);
    find_by_token("Bearer gk_good");
    expect_zhang(IDENTITY_TOKEN, 0);
}

Test(identity, a_wrong_token_is_nobody)
{
    static const char *const wrong[] = { "",
                                         "Bearer",
                                         "Bearer ",
                                         "gk_good",
                                         "Basic gk_good",
                                         "Bearer gk_goo",
                                         "Bearer gk_good ",
                                         "Bearer  gk_good",
                                         "Bearer session" };

    for (size_t index = 0; index < sizeof wrong / sizeof *wrong; index++) {
        find_by_token(wrong[index]);
        expect_nobody(no_token);
    }
}

Test(identity, a_token_ends)
{
    put_token("zhang", "gk_until_now", ROLE_SUBMITTER, NOW_MS, false);
    put_token("zhang", "gk_still", ROLE_SUBMITTER, NOW_MS + 1, false);
    put_token("zhang", "gk_revoked", ROLE_SUBMITTER, 0, true);
    find_by_token("Bearer gk_until_now");
    expect_nobody(no_token);
    find_by_token("Bearer gk_still");
    expect_zhang(IDENTITY_TOKEN, ROLE_SUBMITTER);
    find_by_token("Bearer gk_revoked");
    expect_nobody(no_token);
}

/* ---- Sessions. */

Test(identity, a_session_has_all_rights_of_its_account)
{
    const struct digest digest = digest_of_secret("session");

    find_by_session(HTTP_GET, "session", false);
    expect_zhang(IDENTITY_SESSION, ROLE_SUBMITTER | ROLE_LEVEL_1);
    cr_expect_arr_eq(identity.session.bytes, digest.bytes, DIGEST_SIZE);
    find_by_session(HTTP_HEAD, "session", false);
    expect_zhang(IDENTITY_SESSION, ROLE_SUBMITTER | ROLE_LEVEL_1);
    find_by_session(HTTP_POST, "session", true);
    expect_zhang(IDENTITY_SESSION, ROLE_SUBMITTER | ROLE_LEVEL_1);
}

Test(identity, a_request_that_may_be_forged_is_nobodys)
{
    static const enum http_method methods[] = { HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_OTHER };

    for (size_t index = 0; index < sizeof methods / sizeof *methods; index++) {
        find_by_session(methods[index], "session", false);
        expect_nobody("the header X-Guanka-Request is missing");
        find_by_session(methods[index], "session", true);
        expect_zhang(IDENTITY_SESSION, ROLE_SUBMITTER | ROLE_LEVEL_1);
    }
}

Test(identity, a_session_ends)
{
    put_session("zhang", "over", NOW_MS);
    find_by_session(HTTP_GET, "over", false);
    expect_nobody(no_session);
    find_by_session(HTTP_GET, "gk_good", false);
    expect_nobody(no_session);
    find_by_session(HTTP_GET, "", false);
    expect_nobody(NULL);
}

Test(identity, a_token_goes_before_a_session)
{
    const struct http_field header = { "Authorization", "Bearer wrong" }, cookie = { identity_cookie, "session" };

    find(&(struct http_request){
        .method = HTTP_GET, .headers = &header, .header_count = 1, .cookies = &cookie, .cookie_count = 1 });
    expect_nobody(no_token);
}

/* ---- Processes of this machine. */

static void find_by_user(bool has_user, uid_t user)
{
    find(&(struct http_request){ .method = HTTP_POST, .has_user = has_user, .user = user });
}

Test(identity, a_local_user_is_the_account_that_was_configured)
{
    static const char no_user[] = "the user of this process has no account at the gate (local_users)";

    find_by_user(true, 1000);
    expect_zhang(IDENTITY_LOCAL, ROLE_SUBMITTER | ROLE_LEVEL_1);
    find_by_user(true, 0);
    expect_nobody(no_user);
    find_by_user(true, 1001);
    expect_nobody(no_user);
    find_by_user(false, 1000);
    expect_nobody(NULL);
}

/* ---- Accounts. */

Test(identity, a_disabled_account_is_nobody_however_it_comes)
{
    put_account("zhang", ROLE_SUBMITTER, true);
    find_by_token("Bearer gk_good");
    expect_nobody(no_token);
    find_by_session(HTTP_GET, "session", false);
    expect_nobody(no_session);
    find_by_user(true, 1000);
    expect_nobody("the user of this process has no account at the gate (local_users)");
}
