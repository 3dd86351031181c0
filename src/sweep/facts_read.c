/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <string.h>

#include "sweep/facts.h"

static const char *text_of(struct arena_copies *copies, const json_t *value)
{
    const char *text = json_string_value(value);

    return text != NULL && text[0] != '\0' ? arena_copy(copies, text) : "";
}

static unsigned number_of(const json_t *value)
{
    json_int_t number = json_integer_value(value);

    return number > 0 && number <= INT32_MAX ? (unsigned)number : 0;
}

static struct date date_of(const json_t *value)
{
    const char *text = json_string_value(value);
    struct date date;

    return text != NULL && date_parse(text, strlen(text), &date) ? date : (struct date){ 0 };
}

static struct site_texts texts_of(struct arena_copies *copies, const json_t *list)
{
    size_t count = json_array_size(list);
    const char **items;

    if (count == 0)
        return (struct site_texts){ 0 };
    items = arena_alloc(copies->arena, count * sizeof(const char *));
    if (items == NULL) {
        copies->has_failed = true;
        return (struct site_texts){ 0 };
    }
    for (size_t index = 0; index < count; index++)
        items[index] = text_of(copies, json_array_get(list, index));
    return (struct site_texts){ items, count };
}

static void read_entries(const json_t *root, struct fact_entries *entries)
{
    const json_t *dates = json_object_get(root, "dates");

    entries->count = number_of(json_object_get(root, "entries"));
    for (size_t index = 0; index < json_array_size(dates) && entries->date_count < FACT_DATES_MAX; index++) {
        int32_t number = (int32_t)number_of(json_array_get(dates, index));

        entries->dates[entries->date_count++] = (struct date){ number / 10000, number / 100 % 100, number % 100 };
    }
}

enum status facts_read(struct arena *arena, const char *json, struct facts *facts)
{
    struct arena_copies copies = { .arena = arena };
    json_t *root = json_loads(json, JSON_REJECT_DUPLICATES, NULL);

    *facts = (struct facts){ .format = text_of(&copies, json_object_get(root, "format")),
                             .title = text_of(&copies, json_object_get(root, "title")),
                             .content = text_of(&copies, json_object_get(root, "content")),
                             .outcome = text_of(&copies, json_object_get(root, "outcome")),
                             .wrong = text_of(&copies, json_object_get(root, "wrong")),
                             .wrong_category = text_of(&copies, json_object_get(root, "wrong_category")),
                             .problems = number_of(json_object_get(root, "problems")),
                             .properties = number_of(json_object_get(root, "properties")),
                             .published = date_of(json_object_get(root, "published")),
                             .written = date_of(json_object_get(root, "written")),
                             .closes = date_of(json_object_get(root, "closes")),
                             .charset_said = text_of(&copies, json_object_get(root, "charset_said")),
                             .charset_declared = text_of(&copies, json_object_get(root, "charset_declared")),
                             .charset = text_of(&copies, json_object_get(root, "charset")),
                             .code = text_of(&copies, json_object_get(root, "code")),
                             .icp = text_of(&copies, json_object_get(root, "icp")),
                             .police = text_of(&copies, json_object_get(root, "police")),
                             .has_conac = json_is_true(json_object_get(root, "conac")),
                             .has_report_entry = json_is_true(json_object_get(root, "report_entry")),
                             .says_missing = json_is_true(json_object_get(root, "missing")),
                             .is_blank = json_is_true(json_object_get(root, "blank")),
                             .leads_on = json_is_true(json_object_get(root, "leads_on")),
                             .says_empty = json_is_true(json_object_get(root, "empty")),
                             .scripts = texts_of(&copies, json_object_get(root, "scripts")),
                             .frames = texts_of(&copies, json_object_get(root, "frames")),
                             .hidden = texts_of(&copies, json_object_get(root, "hidden")),
                             .loads = texts_of(&copies, json_object_get(root, "loads")),
                             .leads = texts_of(&copies, json_object_get(root, "leads")) };
    read_entries(root, &facts->entries);
    json_decref(root);
    return copies.has_failed ? STATUS_NO_MEMORY : STATUS_OK;
}
