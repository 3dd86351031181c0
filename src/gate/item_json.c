/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/item_json.h"

#include <stdio.h>
#include <string.h>

#include "report/json.h"

static void write_date(struct buf *out, const char *key, struct date date)
{
    char text[40];

    (void)snprintf(text, sizeof text, "%04d-%02d-%02d", date.year, date.month, date.day);
    json_text(out, key, date_is_set(date) ? text : "");
}

static void write_names(struct buf *out, const char *key, const char (*names)[ITEM_NAME_SIZE], size_t count)
{
    json_key(out, key);
    buf_byte(out, '[');
    for (size_t index = 0; index < count; index++) {
        json_element(out);
        json_string(out, names[index], strlen(names[index]));
    }
    buf_byte(out, ']');
}

static void write_consultation(struct buf *out, const struct consultation *consultation)
{
    json_element(out);
    buf_byte(out, '{');
    json_text(out, "organ", consultation->organ);
    json_text(out, "consent", consent_name(consultation->consent));
    write_date(out, "asked", consultation->asked);
    write_date(out, "received", consultation->received);
    write_date(out, "due", consultation->due);
    write_date(out, "answered", consultation->answered);
    buf_byte(out, '}');
}

void item_json_write(struct buf *out, const struct review_item *item)
{
    buf_byte(out, '{');
    json_text(out, "state", item_state_name(item->state));
    json_text(out, "class", review_class_name(item->class));
    json_number(out, "level", item->level);
    json_number(out, "level_needed", item->level_needed);
    json_number(out, "override_level", item->override_level);
    json_bool(out, "overridden", item->is_overridden);
    json_bool(out, "doubtful", item->is_doubtful);
    json_text(out, "secrecy", secrecy_state_name(item->secrecy));
    json_text(out, "secrecy_before", secrecy_state_name(item->secrecy_before));
    write_date(out, "referral_due", item->referral_due);
    write_date(out, "publish_by", item->publish_by);
    write_names(out, "acted", item->acted, REVIEW_LEVEL_MAX + 1);
    write_names(out, "secrecy_acted", item->secrecy_acted, 3);
    json_key(out, "consultations");
    buf_byte(out, '[');
    for (size_t index = 0; index < item->consultation_count; index++)
        write_consultation(out, &item->consultations[index]);
    buf_byte(out, ']');
    buf_byte(out, '}');
}
