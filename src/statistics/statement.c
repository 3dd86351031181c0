/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/statement.h"

#include <string.h>

#include "statistics/statement_figures.h"
#include "statistics/statement_list.h"
#include "text/canonical.h"
#include "text/utf8.h"

enum { WORDS_MAX = 512, MENTIONS_MAX = 128, NAMED_IN_HEAD_MAX = 600 };

/* A block taken apart. */
struct block {
    const struct lexicon *lexicon;
    struct statement_context *context;
    const char *text;
    size_t size;
    struct word words[WORDS_MAX];
    size_t word_count;
    struct period_mention mentions[MENTIONS_MAX];
    size_t mention_count;
};

void statement_context_init(struct statement_context *context)
{
    *context = (struct statement_context){ .home = REGION_UNKNOWN, .spoken_of = REGION_UNKNOWN };
}

static bool text_contains(const char *text, size_t from, size_t to, const char *word)
{
    return from < to && memmem(text + from, to - from, word, strlen(word)) != NULL;
}

static bool stands_at(const char *text, size_t size, size_t at, const char *word)
{
    for (; *word != '\0'; word++, at++) {
        if (at >= size || text[at] != *word)
            return false;
    }
    return true;
}

static bool any_at(const char *text, size_t size, size_t at, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (stands_at(text, size, at, *words))
            return true;
    }
    return false;
}

/* ---- Taking a block apart. */

static void take_apart(struct block *block, const struct lexicon *lexicon, struct statement_context *context, const char *text,
                       size_t size)
{
    struct period_mention mention;
    size_t from = 0;

    block->lexicon = lexicon;
    block->context = context;
    block->text = text;
    block->size = size;
    block->word_count = lexicon_words(block->lexicon, block->text, block->size, block->words, WORDS_MAX);
    block->mention_count = 0;
    while (block->mention_count < MENTIONS_MAX && period_next(block->text, block->size, from, &mention)) {
        block->mentions[block->mention_count++] = mention;
        from = mention.to;
    }
}

static bool ends_sentence(const char *text, size_t size, size_t at)
{
    return text[at] == '!' || text[at] == '?' || stands_at(text, size, at, "。");
}

static bool ends_clause(const char *text, size_t size, size_t at)
{
    return text[at] == ';' || ends_sentence(text, size, at);
}

/* Behind the last character before `at` for which `ends` is true. */
static size_t start_of(const struct block *block, size_t at, bool (*ends)(const char *, size_t, size_t))
{
    while (at > 0) {
        size_t previous = utf8_floor(block->text, block->size, at - 1);

        if (ends(block->text, block->size, previous))
            return at;
        at = previous;
    }
    return 0;
}

static size_t end_of(const struct block *block, size_t at)
{
    while (at < block->size && !ends_clause(block->text, block->size, at))
        at += utf8_next(block->text + at, block->size - at).size;
    return at;
}

/* ---- Regions. */

static bool any_before(const char *text, size_t at, const char *const *words)
{
    for (; *words != NULL; words++) {
        size_t length = strlen(*words);

        if (at >= length && memcmp(text + at - length, *words, length) == 0)
            return true;
    }
    return false;
}

/* 贵州省统计局 speaks and is not spoken of; 列全省第2位, 比全国高 compares with a region. */
static bool is_aside(const struct block *block, const struct word *word)
{
    static const char *const behind[] = { "统计局", "统计",   "财政局", "财政厅", "政府", "调查队", "调查总队", "日报",
                                          "海关",   "人民银行", "银行",   "商务",   "发改", "发展",   "委",       "人大",
                                          "电视台", "新闻",   "晚报",   "网",     "第",   "平均",   "前列",     "水平",
                                          "前茅",   "排名",   "位次",   NULL };
    static const char *const before[] = { "排", "列", "居", "位", "高于", "低于", "快于", "慢于", "比", "占", "高出", NULL };
    static const char *const joined[] = { "省", "市", "州", NULL };
    size_t at = word->to;

    if (any_before(block->text, word->from, before))
        return true;
    if (any_at(block->text, block->size, at, joined))
        at += 3;
    return any_at(block->text, block->size, at, behind);
}

/* 市场, 县域, 乡村振兴: the last character of a place's name begins another word. 安宁市人民政府 is a place. */
static bool begins_word(const char *text, size_t size, size_t at)
{
    static const char *const words[] = { "市场", "市民", "市政", "市值", "市直", "市级", "市内", "市外", "市商", "市容", "市面",
                                         "县域", "县城", "县级", "县直", "县内", "县外", "省级", "省内", "省外", "省直", "州内",
                                         "州外", "州级", "镇化", "镇居民", "镇区", "镇新增", "镇常住", "镇登记", "镇调查", "乡村",
                                         "乡镇", "乡居民", "乡建", "乡融", "村振兴", "村居民", "村常住", "村建", "村公路",
                                         "旗下", "旗帜", "旗舰", NULL };

    return any_at(text, size, at, words);
}

/* 安宁市, 普安镇 where a clause begins: a place that no table knows, and not 城市, 各县区. */
static bool is_unknown_place(const char *text, size_t size, size_t at, size_t end)
{
    static const char *const suffixes[] = { "市", "县", "省", "州", "旗", "镇", "乡", "村", NULL };
    static const char *const never[] = { "全", "我", "各", "本", "城", "农", "该", "每", "上", "股", "楼", "超",
                                         "地", "大", "新", "两", "三", "市", "县", "省", "州", "乡", "村", "镇", "在",
                                         "到", "赴", "经", "由", "据", "对", "为", "与", "及", "向", "从", "以", "让", "当",
                                         "按", "记者", "推进", "加快", "引进", "走进", "开拓", "聚焦", "美丽", "数字", "特色",
                                         "消费", "促进", "服务", "建设", "做强", "提升", "激活", "带动", NULL };
    enum { NAME_MAX = 5 };
    bool is_other = any_at(text, size, at, (const char *const[]){ "某", "邻", NULL });
    struct utf8_step step;
    unsigned count = 0;

    if (any_at(text, size, at, never))
        return false;
    while (at < end && count < NAME_MAX) {
        step = utf8_next(text + at, size - at);
        if (!canonical_is_han(step.code_point))
            return false;
        if (count >= 1 && any_at(text, size, at, suffixes))
            return !begins_word(text, size, at)
                   && (count >= 2 || is_other || any_at(text, size, at, (const char *const[]){ "县", "州", "省", NULL }));
        at += step.size;
        count++;
    }
    return false;
}

/* Is there such a place between `from` and `to`, at the beginning of a clause, behind a period or a known region? */
static bool names_unknown_place(const struct block *block, size_t from, size_t to)
{
    bool starts = true;

    for (size_t at = from; at < to; at += utf8_next(block->text + at, block->size - at).size) {
        for (size_t index = 0; index < block->mention_count && !starts; index++)
            starts = block->mentions[index].to == at;
        for (size_t index = 0; index < block->word_count && !starts; index++)
            starts = block->words[index].to == at && block->words[index].kind == WORD_REGION;
        if (starts && is_unknown_place(block->text, block->size, at, to))
            return true;
        starts = block->text[at] == ',' || block->text[at] == ':' || stands_at(block->text, block->size, at, "、");
        if (stands_at(block->text, block->size, at, "、")) {
            at += 2;
            while (at + 1 < to && (block->text[at + 1] & 0xC0) == 0x80)
                at++;
        }
    }
    return false;
}

uint32_t statement_region(const struct lexicon *lexicon, const struct statement_context *context,
                          const struct word *word, uint32_t named, unsigned *flags)
{
    uint32_t site = lexicon_site(lexicon);
    uint32_t owner = named != REGION_UNKNOWN ? named : context->home;
    bool owner_is_ours = owner == REGION_UNKNOWN || region_is_ours(site, owner);

    if (word->kind == WORD_REGION)
        return word->value;
    if (!owner_is_ours && region_level(word->value) != LEVEL_NATION) {
        *flags |= STATEMENT_ELSEWHERE;
        return owner;
    }
    if (word->kind == WORD_REGION_AMBIGUOUS) {
        if (owner != REGION_UNKNOWN && region_level(owner) == LEVEL_COUNTY)
            return owner;
        *flags |= STATEMENT_WHICH_COUNTY;
        return site;
    }
    if (owner != REGION_UNKNOWN && region_level(owner) == LEVEL_COUNTY && region_level(word->value) == LEVEL_COUNTY)
        return owner;
    return word->value;
}

/* The place that is named last before `at` and is no province: 全市 may be its. */
static uint32_t place_named_before(const struct block *block, size_t at)
{
    uint32_t named = REGION_UNKNOWN;

    for (size_t index = 0; index < block->word_count && block->words[index].from < at; index++) {
        const struct word *word = &block->words[index];

        if (word->kind == WORD_REGION && region_level(word->value) != LEVEL_NATION && !is_aside(block, word))
            named = word->value;
    }
    return named;
}

/* The last word for a region in [from, to); one that is named by the way only when there is nothing else. */
static const struct word *region_word(const struct block *block, size_t from, size_t to)
{
    const struct word *found = NULL, *aside = NULL;

    for (size_t index = 0; index < block->word_count && block->words[index].from < to; index++) {
        const struct word *word = &block->words[index];

        if (word->from < from || word->kind < WORD_REGION || word->kind > WORD_REGION_AMBIGUOUS)
            continue;
        if (is_aside(block, word))
            aside = word;
        else
            found = word;
    }
    return found != NULL ? found : aside;
}

/* False when an indicator that must stand beside a region does not. */
static bool find_region(const struct block *block, const struct word *name, size_t sentence, struct statement *statement)
{
    const struct statement_context *context = block->context;
    const struct word *word = region_word(block, sentence, name->from);
    size_t from = word != NULL ? word->to : sentence;

    if (word == NULL)
        word = region_word(block, 0, sentence);
    if (word != NULL && any_before(block->text, word->from, (const char *const[]){ "排", "列", "居", "位", "比", NULL }))
        word = NULL;
    if (name->only != REGION_UNKNOWN) {
        statement->region = name->only;
    } else if (names_unknown_place(block, from, name->from)) {
        statement->flags |= STATEMENT_ELSEWHERE;
    } else if (word != NULL) {
        statement->region = statement_region(block->lexicon, context, word, place_named_before(block, word->from),
                                             &statement->flags);
    } else if (context->home != REGION_UNKNOWN) {
        statement->region = context->home;
    } else {
        statement->region = lexicon_site(block->lexicon);
        statement->flags |= STATEMENT_DEFAULT;
        return !name->is_strict;
    }
    if (statement->region == REGION_UNKNOWN || !region_is_ours(lexicon_site(block->lexicon), statement->region))
        statement->flags |= STATEMENT_ELSEWHERE;
    return true;
}

/* ---- Periods. */

struct statement_period statement_period_of(const struct period_mention *mention)
{
    return (struct statement_period){ mention->kind, mention->year_kind, mention->year, mention->first, mention->last };
}

void statement_take_year(struct statement_period *period, const struct statement_period *before)
{
    if (period->year_kind == PERIOD_YEAR_OPEN && before->kind != PERIOD_NONE && before->kind != PERIOD_SPAN
        && before->kind != PERIOD_HOLIDAY
        && before->year_kind != PERIOD_YEAR_OPEN) {
        period->year_kind = before->year_kind;
        period->year = before->year;
    }
}

static bool is_period(const struct period_mention *mention)
{
    return !mention->compares && mention->kind != PERIOD_DAY && mention->kind != PERIOD_NONE;
}

/* The last period before `at`; years that stand before it, written in the block, are its. 十四五 is one for its own sentence
 * only. */
static bool period_before(const struct block *block, size_t from, size_t at, bool spans, struct statement_period *period)
{
    struct statement_period year = block->context->running;
    bool found = false;

    for (size_t index = 0; index < block->mention_count && block->mentions[index].to <= at; index++) {
        const struct period_mention *mention = &block->mentions[index];
        struct statement_period read = statement_period_of(mention);

        if (mention->from >= from && is_period(mention)
            && (spans || (mention->kind != PERIOD_SPAN && mention->kind != PERIOD_HOLIDAY))) {
            statement_take_year(&read, &year);
            *period = read;
            found = true;
        }
        if (!mention->compares && mention->year_kind != PERIOD_YEAR_OPEN && mention->kind != PERIOD_SPAN
            && mention->kind != PERIOD_HOLIDAY && mention->kind != PERIOD_SO_FAR)
            year = read;
    }
    return found;
}

/* 地区生产总值2023年130亿元: between the name and its first figure. */
static bool period_behind(const struct block *block, size_t from, size_t to, struct statement_period *period)
{
    for (size_t index = 0; index < block->mention_count; index++) {
        const struct period_mention *mention = &block->mentions[index];

        if (mention->from >= from && mention->to <= to && is_period(mention)) {
            *period = statement_period_of(mention);
            statement_take_year(period, &block->context->running);
            return true;
        }
    }
    return false;
}

static void find_period(const struct block *block, const struct word *name, size_t sentence, size_t first_figure,
                        struct statement *statement)
{
    const struct statement_context *context = block->context;

    if (period_before(block, sentence, name->from, true, &statement->period)
        || period_behind(block, name->to, first_figure, &statement->period)
        || period_before(block, 0, name->from, false, &statement->period))
        return;
    statement->period = context->running.kind != PERIOD_NONE ? context->running : context->title;
}

/* ---- What excuses. */

/* 完成年度目标任务: the plan was carried out, and what is told is no plan. */
static bool is_carried_out(const struct block *block, const struct word *word)
{
    static const char *const wishes[] = { "确保", "力争", "争取", "有望", NULL }; /* 确保完成 is still to be done */
    static const char *const before[] = { "完成", "超", "高于", "好于", "快于", "实现了", "达到", "占", "低于", NULL };
    static const char *const behind[] = { "的", "完成", "任务", "进度", "数", NULL };
    enum { BEFORE = 24 };
    size_t from = utf8_ceil(block->text, block->size, word->from > BEFORE ? word->from - BEFORE : 0);

    for (const char *const *done = before; *done != NULL; done++) {
        if (text_contains(block->text, from, word->from, *done))
            return true;
    }
    return !any_at(block->text, block->size, word->from, wishes) && any_at(block->text, block->size, word->to, behind) && !stands_at(block->text, block->size, word->to, "的目标");
}

static void find_excuses(const struct block *block, const struct word *name, size_t sentence, size_t first_figure,
                         struct statement *statement)
{
    size_t clause = start_of(block, name->from, ends_clause);
    bool entity = false;

    for (size_t index = 0; index < block->word_count; index++) {
        if (block->words[index].kind == WORD_INTERNAL)
            statement->flags |= STATEMENT_INTERNAL;
    }
    for (size_t index = 0; index < block->word_count && block->words[index].from < first_figure; index++) {
        const struct word *word = &block->words[index];

        if (word->kind == WORD_PLAN && word->from >= sentence && !is_carried_out(block, word))
            statement->flags |= STATEMENT_PLAN;
        if (word->kind == WORD_ESTIMATE && word->from >= sentence)
            statement->flags |= STATEMENT_ESTIMATE;
        if (word->kind == WORD_FINAL && word->from >= sentence)
            statement->flags |= STATEMENT_FINAL;
        if (word->kind == WORD_REVISED && word->from >= sentence)
            statement->flags |= STATEMENT_REVISED;
        if (word->from >= name->from || word->from < clause)
            continue;
        if (word->kind == WORD_ENTITY)
            entity = true;
        else if (word->kind >= WORD_REGION && word->kind <= WORD_REGION_AMBIGUOUS)
            entity = false;
    }
    if (entity)
        statement->flags |= STATEMENT_ENTITY;
    if (block->context->plans)
        statement->flags |= STATEMENT_PLAN;
}

/* 占地区生产总值的比重, 地区生产总值年均增长, 固定资产投资项目: a figure, but not the indicator's. */
static bool is_derived(const struct block *block, const struct word *name, size_t first_figure)
{
    size_t from = name->from;

    for (size_t index = 0; index < block->word_count; index++) {
        const struct word *word = &block->words[index];

        if (word->kind == WORD_DERIVED && word->from >= name->to && word->from <= name->to + 3)
            return true;
        if (word->kind == WORD_ENTITY && word->from == name->to)
            return true;
        if (word->kind == WORD_AVERAGE && word->from >= start_of(block, name->from, ends_clause)
            && word->from < first_figure)
            return true;
    }
    while (from > 0 && block->text[from - 1] != ',' && block->text[from - 1] != ';') {
        size_t previous = utf8_floor(block->text, block->size, from - 1);

        if (ends_sentence(block->text, block->size, previous))
            break;
        from = previous;
    }
    return text_contains(block->text, from, name->from, "占") || text_contains(block->text, from, name->from, "相当于");
}

/* ---- A statement. */

static size_t behind_statement(const struct block *block, size_t index)
{
    size_t end = end_of(block, block->words[index].to);

    for (size_t next = index + 1; next < block->word_count; next++) {
        if (block->words[next].kind == WORD_INDICATOR)
            return block->words[next].from < end ? block->words[next].from : end;
    }
    return end;
}

/* No other indicator stands before it in its sentence, to which a figure there could belong. */
static bool is_first_name(const struct block *block, size_t index, size_t sentence)
{
    while (index-- > 0 && block->words[index].from >= sentence) {
        if (block->words[index].kind == WORD_INDICATOR)
            return false;
    }
    return true;
}

static bool read_statement(const struct block *block, size_t index, struct statement *statement)
{
    const struct word *name = &block->words[index];
    size_t end = behind_statement(block, index);
    size_t sentence = start_of(block, name->from, ends_sentence);
    size_t first_figure;

    *statement = (struct statement){ .from = name->from,
                                     .to = name->to,
                                     .indicator = name->value,
                                     .region = REGION_UNKNOWN };
    if (!(statement_figures(lexicon_indicator(block->lexicon, name->value), block->text, block->size, end, block->mentions,
                            block->mention_count, statement, &first_figure)
          || (is_first_name(block, index, sentence)
              && statement_figure_before(block->text, block->size, sentence, statement)))
        || is_derived(block, name, first_figure) || !find_region(block, name, sentence, statement))
        return false;
    find_period(block, name, sentence, first_figure, statement);
    find_excuses(block, name, sentence, first_figure, statement);
    return true;
}

/* The statements of the list that words[index] ends, each with the figure at its place; how many there are. */
static size_t read_list(const struct block *block, size_t index, struct statement *statements, size_t most)
{
    struct word listed[STATEMENT_LIST_MAX];
    size_t end = behind_statement(block, index), count = 0, from, first_figure, sentence, listed_count;

    if (!text_contains(block->text, block->words[index].to, end, "分别"))
        return 0;
    listed_count = statement_list(block->lexicon, block->text, block->size, block->words, index, listed, &from);
    sentence = start_of(block, from, ends_sentence);
    for (size_t place = 0; place < listed_count && count < most; place++) {
        const struct word name = { from, block->words[index].to, WORD_INDICATOR, listed[place].value, listed[place].only,
                                   listed[place].is_strict };
        struct statement *statement = &statements[count];

        *statement = (struct statement){ .from = from, .to = name.to, .indicator = name.value, .region = REGION_UNKNOWN };
        if (!statement_figures_listed(lexicon_indicator(block->lexicon, name.value), block->text, block->size, end,
                                      block->mentions, block->mention_count,
                                      (struct statement_place){ place, listed_count }, statement, &first_figure)
            || is_derived(block, &name, first_figure) || !find_region(block, &name, sentence, statement))
            continue;
        find_period(block, &name, sentence, first_figure, statement);
        find_excuses(block, &name, sentence, first_figure, statement);
        count++;
    }
    return count;
}

bool statement_in_words(const char *text, size_t size)
{
    return text_contains(text, 0, size, "百分之") || text_contains(text, 0, size, "成") || text_contains(text, 0, size, "平")
           || text_contains(text, 0, size, "正") || text_contains(text, 0, size, "两位数") || text_contains(text, 0, size, "第");
}

/* ---- What goes on to the next block. */

static void note_years(const struct block *block)
{
    for (size_t index = 0; index < block->mention_count; index++) {
        const struct period_mention *mention = &block->mentions[index];

        if (mention->year_kind == PERIOD_YEAR_WRITTEN && mention->year > block->context->latest_year)
            block->context->latest_year = mention->year;
    }
}

static void note_places(const struct block *block, bool in_head)
{
    uint32_t site = lexicon_site(block->lexicon);

    for (size_t index = 0; index < block->word_count; index++) {
        const struct word *word = &block->words[index];

        if (word->kind != WORD_REGION || region_level(word->value) <= LEVEL_PROVINCE)
            continue;
        if (region_is_ours(site, word->value)) {
            block->context->has_ours = true;
            if (block->context->home != REGION_UNKNOWN && !region_is_ours(site, block->context->home))
                block->context->home = REGION_UNKNOWN;
        } else if (in_head && !block->context->has_ours && block->context->home == REGION_UNKNOWN) {
            block->context->home = word->value;
        }
    }
}

static bool has_plan(const struct block *block)
{
    for (size_t index = 0; index < block->word_count; index++) {
        if (block->words[index].kind == WORD_PLAN && !is_carried_out(block, &block->words[index]))
            return true;
    }
    return false;
}

static void note_region(const struct block *block)
{
    const struct word *word = region_word(block, 0, block->size);
    unsigned flags = 0;

    if (word != NULL && !is_aside(block, word))
        block->context->spoken_of =
            statement_region(block->lexicon, block->context, word, place_named_before(block, word->from), &flags);
    for (size_t index = 0; index < block->word_count && word == NULL; index++) {
        if (block->words[index].kind == WORD_INDICATOR && block->words[index].only != REGION_UNKNOWN)
            block->context->spoken_of = block->words[index].only;
    }
}

/* A title says what place the document speaks of. */
static void note_title(const struct block *block)
{
    struct statement_context *context = block->context;
    const struct word *word = region_word(block, 0, block->size);
    unsigned flags = 0;

    context->has_title = true;
    if (word != NULL && !is_aside(block, word))
        context->home = statement_region(block->lexicon, context, word, REGION_UNKNOWN, &flags);
    else if (word == NULL && names_unknown_place(block, 0, block->size) && !context->has_ours)
        context->home = REGION_ELSEWHERE;
}

void statement_note(const struct lexicon *lexicon, struct statement_context *context, const char *text, size_t size,
                    bool is_title)
{
    struct block block;
    struct statement_period period = { 0 };

    take_apart(&block, lexicon, context, text, size);
    note_years(&block);
    note_places(&block, true);
    context->plans = has_plan(&block);
    note_region(&block);
    if (is_title)
        note_title(&block);
    if (!period_before(&block, 0, size, false, &period))
        return;
    if (is_title && !context->has_title_period) {
        context->title = period;
        context->has_title_period = true;
    }
    context->running = period;
}

size_t statement_read(const struct lexicon *lexicon, struct statement_context *context, const char *text, size_t size,
                      struct statement *statements, size_t most)
{
    struct block block;
    struct statement_period last;
    size_t count = 0;

    take_apart(&block, lexicon, context, text, size);
    note_places(&block, size <= NAMED_IN_HEAD_MAX);
    note_region(&block);
    for (size_t index = 0; index < block.word_count && count < most; index++) {
        size_t listed;

        if (block.words[index].kind != WORD_INDICATOR)
            continue;
        listed = read_list(&block, index, statements + count, most - count);
        if (listed > 0)
            count += listed;
        else if (read_statement(&block, index, &statements[count]))
            count++;
    }
    note_years(&block);
    if (period_before(&block, 0, size, false, &last))
        context->running = last;
    return count;
}
