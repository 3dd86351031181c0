/* SPDX-License-Identifier: Apache-2.0
 *
 * Where an item stands is the same item after it was written and read, at every state; what was tampered with is not
 * read.
 */
#include "gate/item_json.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A name of the greatest size that fits, and the days between which it may act. */
static void act(struct item_actor *actor, int32_t number)
{
    memset(actor->name, 'a' + number % 26, ITEM_NAME_SIZE - 1);
    snprintf(actor->on_behalf_of, sizeof actor->on_behalf_of, "代“%d”\n", number);
    actor->delegated_from = (struct date){ 2000 + number, 1, 31 };
    actor->delegated_until = (struct date){ 2000 + number, 12, 1 };
}

/* With nothing empty; every value another one. */
static void fill(struct review_item *item)
{
    memset(item, 0, sizeof *item);
    item->class = CLASS_SPECIAL;
    item->level = 1;
    item->level_needed = REVIEW_LEVEL_MAX;
    item->override_level = 3;
    item->overridden_at = 2;
    item->is_doubtful = true;
    act(&item->overrider, 0);
    item->referral_due = (struct date){ 2026, 1, 1 };
    item->publish_by = (struct date){ 2026, 2, 28 };
    item->consult_by = (struct date){ 2028, 2, 29 };
    for (int32_t level = 0; level <= REVIEW_LEVEL_MAX; level++)
        act(&item->acted[level], 1 + level);
    for (int32_t step = 0; step < 3; step++)
        act(&item->secrecy_acted[step], 10 + step);
    item->consultation_count = ITEM_ORGANS_MAX;
    for (int32_t number = 0; number < ITEM_ORGANS_MAX; number++) {
        struct consultation *consultation = &item->consultations[number];

        snprintf(consultation->organ, sizeof consultation->organ, "机关%d", number);
        consultation->asked = (struct date){ 2026, 3, 1 + number % 28 };
        consultation->received = (struct date){ 2026, 4, 1 + number % 28 };
        consultation->due = (struct date){ 2026, 5, 1 + number % 28 };
        consultation->answered = number % 2 == 0 ? (struct date){ 0 } : (struct date){ 2026, 6, 1 };
        consultation->consent = (enum consent)(number % CONSENT_COUNT);
    }
}

static void expect_same(const struct review_item *item)
{
    struct buf json = BUF_INIT(1 << 20);
    struct review_item again;

    item_json_write(&json, item);
    cr_assert_eq(buf_status(&json), STATUS_OK);
    cr_assert_eq(item_json_read(json.data, &again), STATUS_OK, "%s", json.data);
    cr_expect_arr_eq(&again, item, sizeof again, "%s", json.data);
    buf_free(&json);
}

Test(item_json, is_the_same_item_at_every_state)
{
    struct review_item item;

    fill(&item);
    for (enum item_state state = 0; state < ITEM_STATE_COUNT; state++) {
        for (enum secrecy_state secrecy = 0; secrecy < SECRECY_STATE_COUNT; secrecy++) {
            item.state = state;
            item.secrecy = secrecy;
            item.secrecy_before = SECRECY_STATE_COUNT - 1 - secrecy;
            expect_same(&item);
        }
    }
}

Test(item_json, is_the_same_item_when_nothing_is_set)
{
    struct review_item item;

    memset(&item, 0, sizeof item);
    for (enum item_state state = 0; state < ITEM_STATE_COUNT; state++) {
        item.state = state;
        expect_same(&item);
    }
    for (enum review_class class = 0; class < CLASS_COUNT; class ++) {
        item.class = class;
        expect_same(&item);
    }
}

Test(item_json, names_of_roles_are_an_array)
{
    struct buf out = BUF_INIT(1 << 10);

    item_json_roles(&out, "waits_for", ROLE_LEVEL_2 | ROLE_SECRECY);
    cr_expect_str_eq(out.data, "\"waits_for\":[\"level-2\",\"secrecy\"]");
    buf_clear(&out);
    item_json_roles(&out, "waits_for", 0);
    cr_expect_str_eq(out.data, "\"waits_for\":[]");
    buf_free(&out);
}

/* ---- Tampered with. */

static json_t *whole(void)
{
    struct buf json = BUF_INIT(1 << 20);
    struct review_item item;
    json_t *root;

    fill(&item);
    item_json_write(&json, &item);
    root = json_loads(json.data, 0, NULL);
    cr_assert_not_null(root);
    buf_free(&json);
    return root;
}

static enum status read_tree(const json_t *root)
{
    char *text = json_dumps(root, 0);
    struct review_item item;
    enum status status = item_json_read(text, &item);

    free(text);
    return status;
}

/* Each member of this object, which is somewhere in the root, taken away and put in as something else. */
static void tamper(const json_t *root, json_t *object)
{
    json_t *members = json_copy(object), *value;
    const char *name;

    json_object_foreach(members, name, value)
    {
        json_object_del(object, name);
        cr_expect_eq(read_tree(root), STATUS_INVALID, "without %s", name);
        json_object_set_new(object, name, json_null());
        cr_expect_eq(read_tree(root), STATUS_INVALID, "%s is null", name);
        json_object_set_new(object, name, json_integer(-1));
        cr_expect_eq(read_tree(root), STATUS_INVALID, "%s is -1", name);
        json_object_set_new(object, name, json_pack("[{}]"));
        cr_expect_eq(read_tree(root), STATUS_INVALID, "%s is another list", name);
        json_object_set(object, name, value);
    }
    cr_expect_eq(read_tree(root), STATUS_OK);
    json_decref(members);
}

Test(item_json, with_any_member_missing_or_of_another_kind_is_not_read)
{
    json_t *root = whole();

    tamper(root, root);
    tamper(root, json_array_get(json_object_get(root, "acted"), 2));
    tamper(root, json_array_get(json_object_get(root, "overrider"), 0));
    tamper(root, json_array_get(json_object_get(root, "secrecy_acted"), 1));
    tamper(root, json_array_get(json_object_get(root, "consultations"), 31));
    json_decref(root);
}

static void expect_invalid(const char *member, json_t *value)
{
    json_t *root = whole();

    json_object_set_new(root, member, value);
    cr_expect_eq(read_tree(root), STATUS_INVALID, "%s", member);
    json_decref(root);
}

/* A member that no item of ours has: a newer gate's, or somebody's. */
static void extend(const json_t *root, json_t *object)
{
    json_object_set_new(object, "colour", json_string(""));
    cr_expect_eq(read_tree(root), STATUS_INVALID);
    json_object_del(object, "colour");
    cr_expect_eq(read_tree(root), STATUS_OK);
}

Test(item_json, with_a_member_that_is_not_known_is_not_read)
{
    json_t *root = whole();

    extend(root, root);
    extend(root, json_array_get(json_object_get(root, "acted"), 0));
    extend(root, json_array_get(json_object_get(root, "overrider"), 0));
    extend(root, json_array_get(json_object_get(root, "secrecy_acted"), 2));
    extend(root, json_array_get(json_object_get(root, "consultations"), 0));
    json_decref(root);
}

Test(item_json, with_values_that_there_are_not_is_not_read)
{
    json_t *many = json_array(), *root = whole();
    char name[ITEM_NAME_SIZE + 1] = "";

    expect_invalid("state", json_string("approved"));
    expect_invalid("class", json_string("secret"));
    expect_invalid("secrecy", json_string(""));
    expect_invalid("level", json_integer(REVIEW_LEVEL_MAX + 1));
    expect_invalid("level", json_integer(257));
    expect_invalid("level", json_real(1));
    expect_invalid("publish_by", json_string("2026-02-30"));
    memset(name, 'x', ITEM_NAME_SIZE);
    json_object_set_new(json_array_get(json_object_get(root, "acted"), 1), "name", json_string(name));
    cr_expect_eq(read_tree(root), STATUS_INVALID);
    for (int number = 0; number <= ITEM_ORGANS_MAX; number++)
        json_array_append(many, json_array_get(json_object_get(root, "consultations"), 0));
    expect_invalid("consultations", many);
    json_decref(root);
}

Test(item_json, that_is_no_json_is_not_read)
{
    struct review_item item = { .level = 7 };

    cr_expect_eq(item_json_read("", &item), STATUS_INVALID);
    cr_expect_eq(item_json_read("{}", &item), STATUS_INVALID);
    cr_expect_eq(item_json_read("[]", &item), STATUS_INVALID);
    cr_expect_eq(item_json_read("{\"state\":\"ready\",\"state\":\"held\"}", &item), STATUS_INVALID);
    cr_expect_eq(item.level, 7, "what could not be read changes nothing");
}
