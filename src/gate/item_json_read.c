/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <string.h>

#include "gate/item_json.h"

/* Reading: the first thing that does not fit makes all of it invalid. So does a member that is not asked for: it is of
 * a newer gate, whose item would lose it here, or of somebody who wrote into the database. */
struct reading {
    const json_t *object;
    size_t asked_count; /* members that were asked for */
    bool has_failed;
};

static const json_t *ask(struct reading *reading, const char *key)
{
    reading->asked_count++;
    return json_object_get(reading->object, key);
}

/* All that were asked for are there, or it has failed already. */
static bool is_good(const struct reading *reading)
{
    return !reading->has_failed && json_object_size(reading->object) == reading->asked_count;
}

static const char *text_of(struct reading *reading, const char *key)
{
    const char *text = json_string_value(ask(reading, key));

    reading->has_failed = reading->has_failed || text == NULL;
    return text != NULL ? text : "";
}

static struct date date_of(struct reading *reading, const char *key)
{
    const char *text = text_of(reading, key);
    struct date date = { 0 };

    if (text[0] != '\0' && !date_parse(text, strlen(text), &date))
        reading->has_failed = true;
    return date;
}

static uint8_t level_of(struct reading *reading, const char *key)
{
    const json_t *value = ask(reading, key);
    json_int_t level = json_integer_value(value);

    if (!json_is_integer(value) || level < 0 || level > REVIEW_LEVEL_MAX) {
        reading->has_failed = true;
        return 0;
    }
    return (uint8_t)level;
}

static bool bool_of(struct reading *reading, const char *key)
{
    const json_t *value = ask(reading, key);

    reading->has_failed = reading->has_failed || !json_is_boolean(value);
    return json_is_true(value);
}

static void copy_name(struct reading *reading, const char *text, char name[ITEM_NAME_SIZE])
{
    size_t size = text != NULL ? strlen(text) : ITEM_NAME_SIZE;

    if (size >= ITEM_NAME_SIZE) {
        reading->has_failed = true;
        return;
    }
    memcpy(name, text, size + 1);
}

static void read_actor(struct reading *reading, struct item_actor *actor)
{
    copy_name(reading, text_of(reading, "name"), actor->name);
    copy_name(reading, text_of(reading, "on_behalf_of"), actor->on_behalf_of);
    actor->delegated_from = date_of(reading, "delegated_from");
    actor->delegated_until = date_of(reading, "delegated_until");
}

static void read_actors(struct reading *reading, const char *key, struct item_actor *actors, size_t count)
{
    const json_t *array = ask(reading, key);

    if (json_array_size(array) != count) {
        reading->has_failed = true;
        return;
    }
    for (size_t index = 0; index < count; index++) {
        struct reading one = { .object = json_array_get(array, index) };

        read_actor(&one, &actors[index]);
        reading->has_failed = reading->has_failed || !is_good(&one);
    }
}

static void read_consultations(struct reading *reading, struct review_item *item)
{
    const json_t *array = ask(reading, "consultations");
    size_t count = json_array_size(array);

    if (!json_is_array(array) || count > ITEM_ORGANS_MAX) {
        reading->has_failed = true;
        return;
    }
    item->consultation_count = count;
    for (size_t index = 0; index < count; index++) {
        struct reading one = { .object = json_array_get(array, index) };
        struct consultation *consultation = &item->consultations[index];

        copy_name(&one, text_of(&one, "organ"), consultation->organ);
        consultation->asked = date_of(&one, "asked");
        consultation->received = date_of(&one, "received");
        consultation->due = date_of(&one, "due");
        consultation->answered = date_of(&one, "answered");
        if (!consent_parse(text_of(&one, "consent"), &consultation->consent))
            one.has_failed = true;
        reading->has_failed = reading->has_failed || !is_good(&one);
    }
}

static void read_states(struct reading *reading, struct review_item *item)
{
    const char *state = text_of(reading, "state"), *class = text_of(reading, "class"),
               *secrecy = text_of(reading, "secrecy"), *before = text_of(reading, "secrecy_before");

    if (!item_state_parse(state, &item->state) || !review_class_parse(class, &item->class)
        || !secrecy_state_parse(secrecy, &item->secrecy) || !secrecy_state_parse(before, &item->secrecy_before))
        reading->has_failed = true;
}

static void read_item(struct reading *reading, struct review_item *item)
{
    read_states(reading, item);
    item->level = level_of(reading, "level");
    item->level_needed = level_of(reading, "level_needed");
    item->override_level = level_of(reading, "override_level");
    item->overridden_at = level_of(reading, "overridden_at");
    read_actors(reading, "overrider", &item->overrider, 1);
    item->is_doubtful = bool_of(reading, "doubtful");
    item->referral_due = date_of(reading, "referral_due");
    item->publish_by = date_of(reading, "publish_by");
    item->consult_by = date_of(reading, "consult_by");
    read_actors(reading, "acted", item->acted, REVIEW_LEVEL_MAX + 1);
    read_actors(reading, "secrecy_acted", item->secrecy_acted, 3);
    read_consultations(reading, item);
}

enum status item_json_read(const char *json, struct review_item *result)
{
    json_t *root = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
    struct reading reading = { .object = root };
    struct review_item item = { 0 };
    bool good;

    if (root == NULL)
        return STATUS_INVALID;
    read_item(&reading, &item);
    good = is_good(&reading);
    json_decref(root);
    if (!good)
        return STATUS_INVALID;
    *result = item;
    return STATUS_OK;
}
