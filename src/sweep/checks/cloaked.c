/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "report/json_line.h"
#include "report/words.h"
#include "sweep/checks/checks_list.h"
#include "sweep/checks/known.h"

enum { MESSAGE_MAX = 1800 };

static const struct site_texts *loads(const struct facts *facts)
{
    return &facts->loads;
}

static const struct site_texts *leads(const struct facts *facts)
{
    return &facts->leads;
}

static bool knows_host(void *context, const char *host)
{
    return known_has(context, host);
}

/* The excerpt is as the record has it: personal data is masked there. */
static void add_rule(struct buf *message, const char *who, const struct inspected_finding *finding)
{
    struct buf excerpt = BUF_INIT(MESSAGE_MAX);

    json_line_unescape(json_line_text(bytes_of_text(finding->record), "\"excerpt\""), &excerpt);
    buf_format(message, gettext("%s is shown what the rule %s finds: %s"), who, finding->rule,
               excerpt.size > 0 ? excerpt.data : "");
    buf_free(&excerpt);
}

static void add(struct check_run *run, struct buf *message, enum guise guise, enum guise_difference difference,
                const struct guise_what *what)
{
    const char *who = guise_words(guise);

    if (message->size > 0)
        buf_text(message, gettext("; "));
    switch (difference) {
    case GUISE_REDIRECT:
        buf_format(message, gettext("%s is led away to %.300s"), who, check_quote(run, what->text));
        break;
    case GUISE_RULE:
        add_rule(message, who, what->finding);
        break;
    case GUISE_HIDDEN:
        buf_format(message, gettext("%s is shown a hidden link to %.300s"), who, check_quote(run, what->text));
        break;
    case GUISE_TITLE:
        buf_format(message, gettext("%s is shown another title: %.300s"), who, check_quote(run, what->text));
        break;
    case GUISE_HOST:
        buf_format(message, gettext("%s is shown something of another host: %.300s"), who,
                   check_quote(run, what->text));
        break;
    case GUISE_SAME:
        break;
    }
}

/* Pages for phones have links of their own to what phones can do: other hosts alone prove nothing. */
static bool is_certain(enum guise guise, enum guise_difference difference)
{
    return guise != GUISE_PHONE || difference != GUISE_HOST;
}

/* Of an answer that leads away the head is all there is. */
static struct inspected_bytes bytes_of_look(const struct view_page *page, const struct guise_look *look)
{
    if (look->inspection != NULL)
        return look->inspection->judged;
    return (struct inspected_bytes){ .request = look->request,
                                     .head = look->head,
                                     .url = page->url,
                                     .media_type = "",
                                     .peer = look->peer,
                                     .certificate = look->certificate,
                                     .fetched_ms = look->fetched_ms };
}

struct judgement {
    struct buf message, state;
    enum finding_severity severity;
    const char *family;            /* of the incident */
    const struct guise_look *look; /* that it rests on; NULL: nothing differs */
};

/* What makes another finding of it, so that a person's word is for this one alone. */
static void write_state(struct buf *state, enum guise guise, enum guise_difference difference,
                        const struct guise_what *what)
{
    struct url_parts parts;
    const char *text = what->finding != NULL ? what->finding->rule : what->text;

    if (url_split(text, &parts))
        text = parts.host;
    buf_clear(state);
    buf_format(state, "%d %d %s", (int)guise, (int)difference, text);
}

static void judge(struct check_run *run, const struct guise_knowledge *knowledge, const struct guise_sample *sample,
                  struct judgement *judgement)
{
    for (enum guise guise = GUISE_PLAIN + 1; guise < GUISE_COUNT; guise++) {
        struct guise_what what;
        enum guise_difference difference = guise_judge(knowledge, sample, guise, &what);
        bool is_first = judgement->look == NULL || judgement->severity != FINDING_SEVERE;

        if (difference == GUISE_SAME)
            continue;
        add(run, &judgement->message, guise, difference, &what);
        if (is_first && is_certain(guise, difference)) {
            judgement->severity = FINDING_SEVERE;
            judgement->family = what.finding != NULL ? what.finding->category : "tamper";
        }
        if (is_first) {
            judgement->look = &sample->looks[guise];
            write_state(&judgement->state, guise, difference, &what);
        }
    }
}

static void report(struct check_run *run, const struct view_page *page, const struct judgement *judgement)
{
    struct inspected_bytes bytes = bytes_of_look(page, judgement->look);

    check_report(run, page, check_state(run, page, buf_bytes(&judgement->state)), judgement->severity, "%s",
                 judgement->message.data);
    check_alarm(run, page, judgement->family, &bytes);
}

/* Whatever nobody could look at is as it was. */
static void keep_others(struct check_run *run, const int64_t *judged, size_t judged_count)
{
    const struct guise_samples *guises = check_guises(run);

    for (size_t index = 0; index < guises->open_count; index++) {
        const struct finding_row *row = &guises->open[index];
        const struct view_page *page = site_view_of_id(check_view(run), row->address);
        bool is_judged = false;

        for (size_t other = 0; other < judged_count; other++)
            is_judged = is_judged || judged[other] == row->address;
        if (!is_judged && page != NULL && page->is_met && (page->state == VISIT_DONE || page->state == VISIT_FAILED))
            check_keep(run, row);
    }
}

static void look_at(struct check_run *run, const struct guise_knowledge *knowledge, int64_t *judged)
{
    const struct guise_samples *guises = check_guises(run);
    size_t judged_count = 0;

    for (size_t index = 0; index < guises->count; index++) {
        const struct guise_sample *sample = &guises->items[index];
        const struct view_page *page = site_view_of_id(check_view(run), sample->address);
        struct judgement judgement = { .message = BUF_INIT(MESSAGE_MAX),
                                       .state = BUF_INIT(MESSAGE_MAX),
                                       .severity = FINDING_SUSPECTED };

        judge(run, knowledge, sample, &judgement);
        if (judgement.look != NULL || !guise_is_unsure(sample))
            judged[judged_count++] = sample->address;
        if (judgement.look != NULL && page != NULL && judgement.message.size > 0)
            report(run, page, &judgement);
        buf_free(&judgement.message);
        buf_free(&judgement.state);
    }
    keep_others(run, judged, judged_count);
}

static void run(struct check_run *run)
{
    static known_list *const lists[] = { loads, leads };
    struct known known;
    struct guise_knowledge knowledge = { check_view(run)->site, knows_host, &known };
    int64_t *judged = alloc_zeroed(check_guises(run)->count + 1, sizeof *judged);

    check_fail(run, known_load(check_view(run), lists, 2, &known));
    if (judged == NULL)
        check_fail(run, STATUS_NO_MEMORY);
    else
        look_at(run, &knowledge, judged);
    known_free(&known);
    alloc_free(judged);
}

const struct check check_cloaked = {
    .name = GUISE_CHECK,
    .basis = "《官方网站管理制度》第十六条；《政府网站与政务新媒体检查指标》单项否决：页面被挂马、内容被篡改",
    .advice =
        N_("Keep a copy as evidence first. The server or one of its programs has been tampered with: look for what "
           "tells visitors apart in its configuration, in scripts and in templates, and at other sites on it."),
    .run = run,
};
