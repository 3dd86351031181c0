/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/approval_form.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "gate/json_members.h"
#include "store/ledger.h"
#include "store/reviews.h"

enum column {
    NUMBER,
    TITLE,
    ID,
    UNIT,
    AUTHOR,
    SOURCE,
    FORMED,
    DISCLOSURE,
    CLASS,
    PLACE,
    CONTENTS,
    SCAN,
    LEVEL_1,
    LEVEL_2,
    LEVEL_3,
    LEVEL_4,
    SECRECY,
    CONSULTATION,
    APPROVAL,
    PUBLICATION,
    CHANGES,
    RESPONSIBLE,
    STATE,
    DIGEST,
    COLUMN_COUNT
};

const char *const approval_form_columns[] = {
    [NUMBER] = "序号",
    [TITLE] = "信息标题",
    [ID] = "信息编号",
    [UNIT] = "拟稿单位",
    [AUTHOR] = "拟稿人（信息员）",
    [SOURCE] = "来源",
    [FORMED] = "形成时间",
    [DISCLOSURE] = "公开属性",
    [CLASS] = "信息类别（系统建议）",
    [PLACE] = "拟发布栏目、网址",
    [CONTENTS] = "正文、附件清单及摘要值",
    [SCAN] = "扫描结论及规则摘要值",
    [LEVEL_1] = "一级审核（人、时间、意见）",
    [LEVEL_2] = "二级审核（人、时间、意见）",
    [LEVEL_3] = "三级审核（人、时间、意见和要求）",
    [LEVEL_4] = "四级审核（请示文号、人、时间、批示）",
    [SECRECY] = "保密审查",
    [CONSULTATION] = "协调其他机关",
    [APPROVAL] = "特殊审批（机关、文号）",
    [PUBLICATION] = "发布（人、时间、网址、摘要值）",
    [CHANGES] = "退回、撤下、变更记录",
    [RESPONSIBLE] = "责任人（审批人、提供部门、直接责任人）",
    [STATE] = "状态",
    [DIGEST] = "台账末条序号及摘要值",
};
const size_t approval_form_column_count = COLUMN_COUNT;

struct form {
    const struct store *store;
    approval_form_row *read;
    void *context;
    struct buf cells[COLUMN_COUNT];
    struct buf address; /* where the draft at hand was to be published */
    unsigned number;
    bool has_ended;
    enum status status;
    struct error *error;
};

static void add(struct form *form, enum column column, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* One more line in the cell; nothing where there are no words. */
static void add(struct form *form, enum column column, const char *format, ...)
{
    struct buf *cell = &form->cells[column];
    char words[4096];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    if (words[0] == '\0')
        return;
    if (cell->size > 0)
        buf_byte(cell, '\n');
    buf_text(cell, words);
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_member_text(object, key, "");
}

static void write_time(int64_t at_ms, char text[40])
{
    time_t seconds = (time_t)(at_ms / 1000) + 8 * 3600;
    struct tm parts;

    (void)gmtime_r(&seconds, &parts);
    (void)snprintf(text, 40, "%04d-%02d-%02d %02d:%02d:%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                   parts.tm_hour, parts.tm_min, parts.tm_sec);
}

/* ---- What is in the review. */

static void add_draft(struct form *form, const json_t *draft)
{
    const char *reason = text_of(draft, "disclosure_reason");

    add(form, AUTHOR, "%s", text_of(draft, "author"));
    if (text_of(draft, "author")[0] != '\0')
        add(form, RESPONSIBLE, "直接责任人（拟稿）%s", text_of(draft, "author"));
    add(form, SOURCE, "%s", text_of(draft, "source"));
    add(form, FORMED, "%s", text_of(draft, "formed_on"));
    add(form, DISCLOSURE, reason[0] != '\0' ? "%s（%s）" : "%s", text_of(draft, "disclosure"), reason);
    add(form, PLACE, "%s", text_of(draft, "column"));
    add(form, PLACE, "%s", text_of(draft, "address"));
    buf_clear(&form->address);
    buf_text(&form->address, text_of(draft, "address"));
    add(form, APPROVAL, "%s", text_of(draft, "approval_organ"));
    add(form, APPROVAL, "%s", text_of(draft, "approval_number"));
    if (text_of(draft, "producer")[0] != '\0')
        add(form, APPROVAL, "制作机关%s %s", text_of(draft, "producer"), text_of(draft, "producer_approval"));
}

static const char *class_words(const char *name)
{
    return strcmp(name, "special") == 0 ? "特级信息" : strcmp(name, "important") == 0 ? "重要信息" : "一般信息";
}

static const char *verdict_words(const char *name)
{
    return strcmp(name, "pass") == 0 ? "通过" : strcmp(name, "review") == 0 ? "需复核" : "拦截";
}

static void add_assessment(struct form *form, const json_t *assessment, const char *class)
{
    const json_t *suggested = json_object_get(json_object_get(assessment, "class"), "suggested");
    const json_t *inputs = json_object_get(assessment, "inputs");

    if (assessment == NULL) {
        add(form, CLASS, "%s", class_words(class));
        return;
    }
    add(form, CLASS, "%s（建议：%s）", class_words(class),
        class_words(json_string_value(suggested) != NULL ? json_string_value(suggested) : ""));
    add(form, SCAN, "%s，发现%zu处", verdict_words(text_of(assessment, "verdict")),
        json_array_size(json_object_get(assessment, "findings")));
    add(form, SCAN, "规则%.16s 登记数据%.16s 程序%s", text_of(inputs, "rules"), text_of(inputs, "registers"),
        text_of(inputs, "program"));
}

static void add_consultations(struct form *form, const json_t *item)
{
    static const struct {
        const char *name, *words;
    } consents[] = { { "asked", "待答复" },
                     { "agreed", "同意" },
                     { "disagreed", "不同意" },
                     { "deemed-agreed", "逾期未答复，视为同意" },
                     { "deemed-refused", "逾期未答复，视为不同意" },
                     { "unanswered", "逾期未答复" },
                     { "decided", "经上级决定" } };
    const json_t *consultation;
    size_t index;

    json_array_foreach(json_object_get(item, "consultations"), index, consultation)
    {
        const char *words = text_of(consultation, "consent");

        for (size_t known = 0; known < sizeof consents / sizeof *consents; known++) {
            if (strcmp(consents[known].name, text_of(consultation, "consent")) == 0)
                words = consents[known].words;
        }
        add(form, CONSULTATION, "%s：%s（征求%s 收到%s 期满%s 答复%s）", text_of(consultation, "organ"), words,
            text_of(consultation, "asked"), text_of(consultation, "received"), text_of(consultation, "due"),
            text_of(consultation, "answered"));
    }
}

static bool add_content(void *context, const struct content_row *content)
{
    char digest[DIGEST_TEXT_SIZE];

    digest_text(&content->digest, digest);
    add(context, CONTENTS, "%s %s", content->name, digest);
    return true;
}

/* ---- What the ledger says of it. */

static const char *action_words(const char *action)
{
    static const struct {
        const char *name, *words;
    } actions[] = { { "approve", "同意" },         { "return", "退回修改" },
                    { "reject", "不予发布" },      { "escalate", "报上一级" },
                    { "override", "放行" },        { "secrecy-approve", "同意公开" },
                    { "refer", "报保密部门审定" }, { "referral-answer", "保密部门批复" },
                    { "withdraw", "撤下" } };

    for (size_t index = 0; index < sizeof actions / sizeof *actions; index++) {
        if (strcmp(actions[index].name, action) == 0)
            return actions[index].words;
    }
    return action;
}

static enum column column_of(const char *action, unsigned level)
{
    if (strcmp(action, "secrecy-approve") == 0 || strncmp(action, "refer", 5) == 0)
        return SECRECY;
    if (strncmp(action, "consult", 7) == 0)
        return CONSULTATION;
    if (strcmp(action, "published") == 0)
        return PUBLICATION;
    if (strcmp(action, "withdraw") == 0)
        return CHANGES;
    return level >= 1 && level <= 4 ? LEVEL_1 + level - 1 : CHANGES;
}

/* "（代 李四 2026-11-24 至 2026-11-30）" where it was for another. */
static void write_behalf(const json_t *body, char text[400])
{
    const char *display = text_of(body, "on_behalf_of_display"), *account = text_of(body, "on_behalf_of");

    text[0] = '\0';
    if (account[0] != '\0')
        (void)snprintf(text, 400, "（代%s，受托%s至%s）", display[0] != '\0' ? display : account,
                       text_of(body, "delegated_from"), text_of(body, "delegated_until"));
}

/* Where it is to be read, as who published it says; else where it was to be. */
static void add_publication(struct form *form, const json_t *body)
{
    const char *address = text_of(body, "address");

    if (address[0] != '\0')
        add(form, PUBLICATION, "网址 %s", address);
    else if (form->address.size > 0)
        add(form, PUBLICATION, "拟发布网址 %s", form->address.data);
    add(form, PUBLICATION, "摘要值 %s", text_of(body, "content"));
}

static void add_decision(struct form *form, const struct ledger_entry *entry, const json_t *body, const char *at)
{
    char behalf[400];
    const char *action = text_of(body, "action");
    enum column column = column_of(action, (unsigned)json_integer_value(json_object_get(body, "level_before")));

    write_behalf(body, behalf);
    if (column == PUBLICATION) {
        add(form, PUBLICATION, "%s（%s）%s %s", entry->actor, entry->role, behalf, at);
        add_publication(form, body);
        add(form, RESPONSIBLE, "直接责任人（发布）%s（%s）%s", entry->actor, entry->role, behalf);
        return;
    }
    add(form, column, "%s %s（%s）%s %s %s", action_words(action), entry->actor, entry->role, behalf, at,
        text_of(body, "opinion"));
    add(form, column, "%s", text_of(body, "document"));
    if (strcmp(action, "return") == 0 || strcmp(action, "reject") == 0)
        add(form, CHANGES, "%s %s", action_words(action), at);
    if (strcmp(action, "approve") == 0)
        add(form, RESPONSIBLE, "审批人%s（%s）%s", entry->actor, entry->role, behalf);
}

static bool add_entry(void *context, const struct ledger_entry *entry)
{
    struct form *form = context;
    json_t *body = json_loads(entry->body, 0, NULL);
    char at[40], digest[DIGEST_TEXT_SIZE];

    write_time(entry->at_ms, at);
    if (strcmp(entry->kind, "decided") == 0)
        add_decision(form, entry, body, at);
    digest_text(&entry->digest, digest);
    buf_clear(&form->cells[DIGEST]);
    add(form, DIGEST, "%lld %s", (long long)entry->sequence, digest);
    json_decref(body);
    return true;
}

/* ---- The row. */

static const char *state_words(const char *state)
{
    static const struct {
        const char *name, *words;
    } states[] = { { "waiting", "待扫描" },   { "returned", "已退回" },      { "refused", "不应进行审核" },
                   { "held", "已拦下" },      { "review", "审核中" },        { "cleared", "审核已同意" },
                   { "ready", "可以发布" },   { "rejected", "不予发布" },    { "published", "已发布" },
                   { "withdrawn", "已撤下" }, { "superseded", "已有新版本" } };

    for (size_t index = 0; index < sizeof states / sizeof *states; index++) {
        if (strcmp(states[index].name, state) == 0)
            return states[index].words;
    }
    return state;
}

static void add_row(struct form *form, const struct review_row *row)
{
    json_t *draft = json_loads(row->draft, 0, NULL), *item = json_loads(row->item, 0, NULL),
           *assessment = json_loads(row->verdict, 0, NULL);

    form->number++;
    add(form, NUMBER, "%u", form->number);
    add(form, TITLE, "%s", row->title);
    add(form, ID, "%s", row->id);
    if (row->supersedes[0] != '\0')
        add(form, ID, "替代%s", row->supersedes);
    add(form, UNIT, "%s", row->unit);
    add(form, RESPONSIBLE, "提供部门%s", row->unit);
    add(form, STATE, "%s", state_words(row->state));
    add_draft(form, draft);
    add_assessment(form, assessment, row->class);
    add_consultations(form, item);
    json_decref(draft);
    json_decref(item);
    json_decref(assessment);
}

static enum status tell_row(struct form *form)
{
    const char *cells[COLUMN_COUNT];

    for (enum column column = 0; column < COLUMN_COUNT; column++) {
        enum status status = buf_status(&form->cells[column]);

        if (status != STATUS_OK)
            return status;
        cells[column] = form->cells[column].size > 0 ? form->cells[column].data : "";
    }
    form->has_ended = !form->read(form->context, cells);
    return STATUS_OK;
}

static bool read_review(void *context, const struct review_row *row)
{
    struct form *form = context;

    for (enum column column = 0; column < COLUMN_COUNT; column++)
        buf_clear(&form->cells[column]);
    add_row(form, row);
    form->status = content_list(form->store, row->id, add_content, form, form->error);
    if (form->status == STATUS_OK)
        form->status = ledger_read_subject(form->store, row->id, add_entry, form, form->error);
    if (form->status == STATUS_OK)
        form->status = tell_row(form);
    return form->status == STATUS_OK && !form->has_ended;
}

enum status approval_form_read(const struct store *store, approval_form_row *read, void *context, struct error *error)
{
    struct form form = { .store = store, .read = read, .context = context, .error = error };
    enum status status;

    for (enum column column = 0; column < COLUMN_COUNT; column++)
        form.cells[column] = (struct buf)BUF_INIT(1 << 20);
    form.address = (struct buf)BUF_INIT(1 << 20);
    status = review_read_all(store, read_review, &form, error);
    for (enum column column = 0; column < COLUMN_COUNT; column++)
        buf_free(&form.cells[column]);
    buf_free(&form.address);
    return status == STATUS_OK ? form.status : status;
}
