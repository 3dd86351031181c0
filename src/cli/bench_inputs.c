/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bench_inputs.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "report/describe.h"
#include "report/json.h"
#include "report/words.h"

/* ---- The line. */

static json_t *list_files(const struct bench_files *files)
{
    json_t *list = files->count <= BENCH_INPUTS_MAX ? json_object() : json_null();

    for (size_t index = 0; json_is_object(list) && index < files->count; index++) {
        char text[DIGEST_TEXT_SIZE];
        struct digest digest;

        if (digest_of(files->files[index].bytes, &digest) != STATUS_OK)
            break;
        digest_text(&digest, text);
        /* A name that is no UTF-8 is not listed. */
        (void)json_object_set_new(list, files->files[index].file->shown, json_string(text));
    }
    return list;
}

static json_t *list_rules(const struct ruleset *ruleset)
{
    json_t *list = json_object();

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

enum status bench_inputs_write(const char *what, const struct bench_files *files, const struct ruleset *ruleset,
                               struct buf *out)
{
    buf_text(out, "{\"v\":1,\"type\":\"bench-inputs\"");
    json_text(out, "what", what);
    write_list(out, "files", list_files(files));
    write_list(out, "rules", list_rules(ruleset));
    buf_text(out, "}\n");
    return buf_status(out);
}

/* ---- What differs. */

struct telling {
    struct buf *out;
    size_t told, untold;
};

static void tell(struct telling *telling, const char *words, const char *name)
{
    enum { NAMES_MAX = 10 };

    if (telling->told == NAMES_MAX) {
        telling->untold++;
        return;
    }
    buf_text(telling->out, telling->told++ == 0 ? " – " : _(", "));
    buf_format(telling->out, words, name);
}

void bench_inputs_differ(const json_t *was, const json_t *is, const char *name, struct buf *out)
{
    json_t *before = json_object_get(was, name), *now = json_object_get(is, name);
    struct telling telling = { out, 0, 0 };
    const char *member;
    json_t *value;

    if (!json_is_object(before) || !json_is_object(now))
        return;
    json_object_foreach(now, member, value)
    {
        const json_t *earlier = json_object_get(before, member);

        if (earlier == NULL)
            tell(&telling, _("new: %.80s"), member);
        else if (!json_equal(earlier, value))
            tell(&telling, _("changed: %.80s"), member);
    }
    json_object_foreach(before, member, value)
    {
        if (json_object_get(now, member) == NULL)
            tell(&telling, _("gone: %.80s"), member);
    }
    if (telling.untold > 0)
        buf_format(out, ngettext_(", %zu more", ", %zu more", telling.untold), telling.untold);
}
