/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_inputs.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "report/describe.h"
#include "report/json.h"
#include "report/words.h"

/* ---- The line. */

void bench_inputs_add_file(json_t *list, const char *name, const struct digest *digest)
{
    char text[DIGEST_TEXT_SIZE];

    digest_text(digest, text);
    (void)json_object_set_new(list, name, json_string(text));
}

json_t *bench_inputs_files(const struct bench_files *files)
{
    json_t *list = files->count <= BENCH_INPUTS_MAX ? json_object() : NULL;

    for (size_t index = 0; list != NULL && index < files->count; index++) {
        const struct walk_file *file = files->files[index].file;
        bool is_taken = json_object_get(list, file->within) != NULL; /* by a file of another folder */
        struct digest digest;

        if (digest_of(files->files[index].bytes, &digest) != STATUS_OK)
            break;
        bench_inputs_add_file(list, is_taken ? file->shown : file->within, &digest);
    }
    return list;
}

static json_t *list_rules(const struct ruleset *ruleset)
{
    json_t *list = ruleset != NULL ? json_object() : NULL;

    for (size_t index = 0; list != NULL && index < ruleset_rule_count(ruleset); index++) {
        const struct rule *rule = ruleset_rule(ruleset, index);

        (void)json_object_set_new(list, rule->id, json_string(action_name(rule->action)));
    }
    return list;
}

static void write_list(struct buf *out, const char *key, json_t *list)
{
    char *text = list != NULL ? json_dumps(list, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;

    json_key(out, key);
    buf_text(out, text != NULL ? text : "null");
    free(text);
    json_decref(list);
}

enum status bench_inputs_write(const char *what, json_t *files, const struct ruleset *ruleset, struct buf *out)
{
    buf_text(out, "{\"v\":1,\"type\":\"bench-inputs\"");
    json_text(out, "what", what);
    write_list(out, "files", files);
    write_list(out, "rules", list_rules(ruleset));
    buf_text(out, "}\n");
    return buf_status(out);
}

/* ---- What differs. */

struct telling {
    struct buf *out;
    size_t told, untold;
};

static bool begin_telling(struct telling *telling)
{
    enum { NAMES_MAX = 10 };

    if (telling->told == NAMES_MAX) {
        telling->untold++;
        return false;
    }
    buf_text(telling->out, telling->told++ == 0 ? " – " : _(", "));
    return true;
}

static void tell(struct telling *telling, const char *words, const char *name)
{
    if (begin_telling(telling))
        buf_format(telling->out, words, name);
}

static void tell_moved(struct telling *telling, const char *from, const char *to)
{
    if (begin_telling(telling))
        buf_format(telling->out, _("moved: %.80s, now %.80s"), from, to);
}

/* The members of `list` whose names `other` has not; NULL when memory is short. */
static json_t *members_beside(json_t *list, json_t *other)
{
    json_t *beside = json_object();
    const char *member;
    json_t *value;

    json_object_foreach(list, member, value)
    {
        if (json_object_get(other, member) == NULL)
            (void)json_object_set(beside, member, value);
    }
    return beside;
}

/* The name of a member with this value; NULL: there is none. */
static const char *name_of(json_t *list, const json_t *value)
{
    const char *member;
    json_t *other;

    json_object_foreach(list, member, other)
    {
        if (json_equal(other, value))
            return member;
    }
    return NULL;
}

/* A file with another name and the same contents is the same file; rules are what they are called. */
static void tell_new(struct telling *telling, json_t *gone, json_t *added, bool is_by_contents)
{
    const char *member;
    json_t *value;

    json_object_foreach(added, member, value)
    {
        const char *from = is_by_contents ? name_of(gone, value) : NULL;

        if (from == NULL) {
            tell(telling, _("new: %.80s"), member);
        } else {
            tell_moved(telling, from, member);
            (void)json_object_del(gone, from);
        }
    }
}

static void tell_changed(struct telling *telling, json_t *before, json_t *now)
{
    const char *member;
    json_t *value;

    json_object_foreach(now, member, value)
    {
        const json_t *earlier = json_object_get(before, member);

        if (earlier != NULL && !json_equal(earlier, value))
            tell(telling, _("changed: %.80s"), member);
    }
}

void bench_inputs_differ(const json_t *was, const json_t *is, const char *name, struct buf *out)
{
    json_t *before = json_object_get(was, name), *now = json_object_get(is, name);
    json_t *gone, *added, *value;
    struct telling telling = { out, 0, 0 };
    const char *member;

    if (!json_is_object(before) || !json_is_object(now))
        return;
    gone = members_beside(before, now);
    added = members_beside(now, before);
    tell_changed(&telling, before, now);
    tell_new(&telling, gone, added, strcmp(name, "files") == 0);
    json_object_foreach(gone, member, value)
    {
        tell(&telling, _("gone: %.80s"), member);
    }
    json_decref(gone);
    json_decref(added);
    if (telling.untold > 0)
        buf_format(out, ngettext_(", %zu more", ", %zu more", telling.untold), telling.untold);
}
