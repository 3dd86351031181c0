/* SPDX-License-Identifier: Apache-2.0 */
#include "review/profile.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

enum profile_column { PROFILE_ID, PROFILE_KEY, PROFILE_VALUE, PROFILE_BASIS, PROFILE_COLUMN_COUNT };
enum stop_column { STOP_PROFILE, STOP_CATEGORY, STOP_ACTION, STOP_EFFECT, STOP_LEVEL, STOP_BASIS, STOP_COLUMN_COUNT };
enum { DAYS_MAX = 36500 };

struct review_profiles {
    struct review_profile *profiles;
    size_t count;
};

static const char *const key_names[] = {
    [KEY_NAME_ZH] = "name-zh",
    [KEY_NAME_EN] = "name-en",
    [KEY_LEVEL_ORDINARY] = "level.ordinary",
    [KEY_LEVEL_IMPORTANT] = "level.important",
    [KEY_LEVEL_SPECIAL] = "level.special",
    [KEY_DOUBT_ORDINARY] = "doubt.ordinary",
    [KEY_DOUBT_IMPORTANT] = "doubt.important",
    [KEY_DOUBT_SPECIAL] = "doubt.special",
    [KEY_SECRECY_REVIEW] = "secrecy-review",
    [KEY_REFERRAL_DAYS] = "referral-days",
    [KEY_CONSULTATION_DAYS] = "consultation-days",
    [KEY_CONSULTATION_SILENCE] = "consultation-silence",
    [KEY_DISCLOSURE_DAYS] = "disclosure-days",
    [KEY_CONSULTATION_BEFORE_DAYS] = "consultation-before-days",
    [KEY_KEEP_DAYS] = "keep-days",
};

const char *profile_key_name(enum profile_key key)
{
    return key_names[key];
}

static const char *const class_names[CLASS_COUNT][2] = {
    [CLASS_ORDINARY] = { "ordinary", "一般" },
    [CLASS_IMPORTANT] = { "important", "重要" },
    [CLASS_SPECIAL] = { "special", "特级" },
};

const char *review_class_name(enum review_class class)
{
    return class_names[class][0];
}

bool review_class_parse(const char *text, enum review_class *class)
{
    static const char suffix[] = "信息";

    for (enum review_class candidate = 0; candidate < CLASS_COUNT; candidate++) {
        const char *chinese = class_names[candidate][1];
        size_t size = strlen(chinese);
        bool is_chinese = strncmp(text, chinese, size) == 0 && (text[size] == '\0' || strcmp(text + size, suffix) == 0);

        if (is_chinese || strcmp(text, class_names[candidate][0]) == 0) {
            *class = candidate;
            return true;
        }
    }
    return false;
}

static enum status read_number(const struct reference_row *row, size_t column, unsigned minimum, unsigned maximum,
                               unsigned *number, struct error *error)
{
    const char *text = row->fields[column];
    char *end;
    unsigned long value = strtoul(text, &end, 10);

    if (text[0] < '0' || text[0] > '9' || *end != '\0' || value < minimum || value > maximum)
        return reference_complain(row, error, gettext("\"%.40s\" is not a number from %u to %u"), text, minimum,
                                  maximum);
    *number = (unsigned)value;
    return STATUS_OK;
}

/* The word's place in the list. */
static enum status read_word(const struct reference_row *row, size_t column, const char *const *words, size_t count,
                             unsigned *which, struct error *error)
{
    for (unsigned index = 0; index < count; index++) {
        if (strcmp(row->fields[column], words[index]) == 0) {
            *which = index;
            return STATUS_OK;
        }
    }
    return reference_complain(row, error, gettext("\"%.40s\" is not one of the words that the table's head names"),
                              row->fields[column]);
}

static enum status read_level(const struct reference_row *row, uint8_t *level, struct error *error)
{
    unsigned number = 0;
    enum status status = read_number(row, PROFILE_VALUE, 1, REVIEW_LEVEL_MAX, &number, error);

    if (status == STATUS_OK)
        *level = (uint8_t)number;
    return status;
}

static enum status take_key(struct review_profile *profile, enum profile_key key, const struct reference_row *row,
                            struct error *error)
{
    static const char *const silences[] = { "agrees", "refuses", "nothing" };
    static const char *const secrecy[] = { "none", "required" };
    unsigned which = 0;
    enum status status;

    switch (key) {
    case KEY_NAME_ZH:
        profile->name_zh = row->fields[PROFILE_VALUE];
        return STATUS_OK;
    case KEY_NAME_EN:
        profile->name_en = row->fields[PROFILE_VALUE];
        return STATUS_OK;
    case KEY_LEVEL_ORDINARY:
    case KEY_LEVEL_IMPORTANT:
    case KEY_LEVEL_SPECIAL:
        return read_level(row, &profile->level_of_class[key - KEY_LEVEL_ORDINARY], error);
    case KEY_DOUBT_ORDINARY:
    case KEY_DOUBT_IMPORTANT:
    case KEY_DOUBT_SPECIAL:
        return read_level(row, &profile->level_of_doubt[key - KEY_DOUBT_ORDINARY], error);
    case KEY_SECRECY_REVIEW:
        status = read_word(row, PROFILE_VALUE, secrecy, 2, &which, error);
        profile->secrecy_review = which == 1;
        return status;
    case KEY_CONSULTATION_SILENCE:
        status = read_word(row, PROFILE_VALUE, silences, 3, &which, error);
        profile->consultation_silence = (enum silence)which;
        return status;
    case KEY_REFERRAL_DAYS:
        return read_number(row, PROFILE_VALUE, 1, DAYS_MAX, &profile->referral_days, error);
    case KEY_CONSULTATION_DAYS:
        return read_number(row, PROFILE_VALUE, 1, DAYS_MAX, &profile->consultation_days, error);
    case KEY_DISCLOSURE_DAYS:
        return read_number(row, PROFILE_VALUE, 1, DAYS_MAX, &profile->disclosure_days, error);
    case KEY_CONSULTATION_BEFORE_DAYS:
        return read_number(row, PROFILE_VALUE, 1, DAYS_MAX, &profile->consultation_before_days, error);
    case KEY_KEEP_DAYS:
        return read_number(row, PROFILE_VALUE, 0, DAYS_MAX, &profile->keep_days, error);
    case PROFILE_KEY_COUNT:
        break;
    }
    return STATUS_BUG;
}

static struct review_profile *find(const struct review_profiles *profiles, const char *id)
{
    for (size_t index = 0; index < profiles->count; index++) {
        if (strcmp(profiles->profiles[index].id, id) == 0)
            return &profiles->profiles[index];
    }
    return NULL;
}

const struct review_profile *review_profile_find(const struct review_profiles *profiles, const char *id)
{
    return find(profiles, id);
}

size_t review_profile_count(const struct review_profiles *profiles)
{
    return profiles->count;
}

const struct review_profile *review_profile_at(const struct review_profiles *profiles, size_t index)
{
    return &profiles->profiles[index];
}

/* The row's profile, made when it is the first that names it; `profiles` has room for as many as there are rows. */
static struct review_profile *open_profile(struct review_profiles *profiles, const char *id, struct arena *arena)
{
    struct review_profile *profile = find(profiles, id);
    const char **basis;

    if (profile != NULL)
        return profile;
    basis = arena_zeroed(arena, PROFILE_KEY_COUNT * sizeof *basis);
    if (basis == NULL)
        return NULL;
    profile = &profiles->profiles[profiles->count++];
    *profile = (struct review_profile){ .id = id, .basis = basis };
    return profile;
}

static enum status read_profile_row(struct review_profiles *profiles, const struct reference_row *row,
                                    struct arena *arena, struct error *error)
{
    unsigned key = 0;
    enum status status = read_word(row, PROFILE_KEY, key_names, PROFILE_KEY_COUNT, &key, error);
    struct review_profile *profile =
        status == STATUS_OK ? open_profile(profiles, row->fields[PROFILE_ID], arena) : NULL;

    if (status != STATUS_OK)
        return status;
    if (profile == NULL)
        return STATUS_NO_MEMORY;
    ((const char **)profile->basis)[key] = row->fields[PROFILE_BASIS];
    return take_key(profile, (enum profile_key)key, row, error);
}

static enum status must_be_whole(const struct review_profile *profile, const struct reference_row *row,
                                 struct error *error)
{
    for (enum profile_key key = 0; key < PROFILE_KEY_COUNT; key++) {
        if (profile->basis[key] == NULL)
            return reference_complain(row, error, gettext("the profile \"%.40s\" has no \"%s\""), profile->id,
                                      key_names[key]);
    }
    return STATUS_OK;
}

/* A doubt never spares a level, and neither does a higher class. */
static enum status must_rise(const struct review_profile *profile, const struct reference_row *row, struct error *error)
{
    for (enum review_class class = 0; class < CLASS_COUNT; class ++) {
        const uint8_t *of_class = profile->level_of_class, *of_doubt = profile->level_of_doubt;

        if (of_doubt[class] < of_class[class]
            || (class > 0 && (of_class[class] < of_class[class - 1] || of_doubt[class] < of_doubt[class - 1])))
            return reference_complain(
                row, error, gettext("the profile \"%.40s\" asks for a lower level at \"%s\" than for what weighs less"),
                profile->id, class_names[class][0]);
    }
    return STATUS_OK;
}

/* Complains at the last row of the profile. */
static enum status must_be_sound(const struct review_profile *profile, const struct reference_table *table,
                                 struct error *error)
{
    const struct reference_row *last = &table->rows[table->row_count - 1];
    enum status status;

    while (strcmp(last->fields[PROFILE_ID], profile->id) != 0)
        last--;
    status = must_be_whole(profile, last, error);
    return status == STATUS_OK ? must_rise(profile, last, error) : status;
}

static enum status read_profiles(struct review_profiles *profiles, const struct reference *reference,
                                 struct arena *arena, struct error *error)
{
    static const char *const columns[] = { "profile", "key", "value", "basis" };
    static const struct reference_form form = { .name = "review-profiles",
                                                .columns = columns,
                                                .column_count = PROFILE_COLUMN_COUNT,
                                                .required_count = PROFILE_COLUMN_COUNT,
                                                .key_count = 2,
                                                .has_notes = true };
    struct reference_table table;
    enum status status = reference_table(reference, &form, arena, &table, error);

    if (status != STATUS_OK)
        return status;
    profiles->profiles = arena_zeroed(arena, (table.row_count + 1) * sizeof *profiles->profiles);
    if (profiles->profiles == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++)
        status = read_profile_row(profiles, &table.rows[index], arena, error);
    for (size_t index = 0; index < profiles->count && status == STATUS_OK; index++)
        status = must_be_sound(&profiles->profiles[index], &table, error);
    return status;
}

static enum status read_stop(const struct reference_row *row, struct review_stop *stop, struct error *error)
{
    static const char *const actions[] = { "review", "block" };
    static const char *const effects[] = { "doubt", "held", "refused" };
    unsigned action = 0, effect = 0, level = 0;
    enum status status = read_word(row, STOP_ACTION, actions, 2, &action, error);

    if (status == STATUS_OK)
        status = read_word(row, STOP_EFFECT, effects, 3, &effect, error);
    if (status == STATUS_OK)
        status = read_number(row, STOP_LEVEL, 0, REVIEW_LEVEL_MAX, &level, error);
    if (status == STATUS_OK && level > 0 && effect != STOP_HELD)
        return reference_complain(row, error,
                                  gettext("only what is held can be overridden, so the level of \"%s\" must be 0"),
                                  effects[effect]);
    if (status == STATUS_OK)
        *stop = (struct review_stop){ .category = row->fields[STOP_CATEGORY],
                                      .action = actions[action],
                                      .effect = (enum stop_effect)effect,
                                      .level = (uint8_t)level,
                                      .basis = row->fields[STOP_BASIS] };
    return status;
}

/* The profile's own rows first, so that they win over those for all. */
static enum status read_stops_of(struct review_profile *profile, const struct reference_table *table,
                                 struct arena *arena, struct error *error)
{
    struct review_stop *stops = arena_zeroed(arena, (table->row_count + 1) * sizeof *stops);
    enum status status = STATUS_OK;

    if (stops == NULL)
        return STATUS_NO_MEMORY;
    profile->stops = stops;
    for (unsigned pass = 0; pass < 2; pass++) {
        const char *wanted = pass == 0 ? profile->id : "*";

        for (size_t index = 0; index < table->row_count && status == STATUS_OK; index++) {
            if (strcmp(table->rows[index].fields[STOP_PROFILE], wanted) == 0)
                status = read_stop(&table->rows[index], &stops[profile->stop_count++], error);
        }
    }
    return status;
}

static enum status must_be_known(const struct review_profiles *profiles, bool (*is_category)(const char *name),
                                 const struct reference_row *row, struct error *error)
{
    const char *id = row->fields[STOP_PROFILE], *category = row->fields[STOP_CATEGORY];

    if (strcmp(id, "*") != 0 && find(profiles, id) == NULL)
        return reference_complain(row, error, gettext("no profile is called \"%.40s\""), id);
    if (strcmp(category, "*") != 0 && !is_category(category))
        return reference_complain(row, error, gettext("\"%.40s\" is no category of findings"), category);
    return STATUS_OK;
}

static enum status read_stops(struct review_profiles *profiles, const struct reference *reference,
                              bool (*is_category)(const char *name), struct arena *arena, struct error *error)
{
    static const char *const columns[] = { "profile", "category", "action", "effect", "level", "basis" };
    static const struct reference_form form = { .name = "review-stops",
                                                .columns = columns,
                                                .column_count = STOP_COLUMN_COUNT,
                                                .required_count = STOP_COLUMN_COUNT,
                                                .key_count = 3,
                                                .has_notes = true };
    struct reference_table table;
    enum status status = reference_table(reference, &form, arena, &table, error);

    if (status != STATUS_OK)
        return status;
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++)
        status = must_be_known(profiles, is_category, &table.rows[index], error);
    for (size_t index = 0; index < profiles->count && status == STATUS_OK; index++)
        status = read_stops_of(&profiles->profiles[index], &table, arena, error);
    return status;
}

enum status review_profiles_create(const struct reference *reference, bool (*is_category)(const char *name),
                                   struct arena *arena, const struct review_profiles **result, struct error *error)
{
    struct review_profiles *profiles = arena_zeroed(arena, sizeof *profiles);
    enum status status = profiles == NULL ? STATUS_NO_MEMORY : read_profiles(profiles, reference, arena, error);

    if (status == STATUS_OK)
        status = read_stops(profiles, reference, is_category, arena, error);
    if (status == STATUS_OK)
        *result = profiles;
    return status;
}

const struct review_stop *review_profile_stop(const struct review_profile *profile, const char *category,
                                              const char *action)
{
    for (unsigned pass = 0; pass < 2; pass++) {
        const char *wanted = pass == 0 ? category : "*";

        for (size_t index = 0; index < profile->stop_count; index++) {
            const struct review_stop *stop = &profile->stops[index];

            if (strcmp(stop->category, wanted) == 0 && strcmp(stop->action, action) == 0)
                return stop;
        }
    }
    return NULL;
}
