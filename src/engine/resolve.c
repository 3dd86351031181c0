/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/resolve.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/clock.h"
#include "engine/detectors.h"
#include "engine/joined.h"
#include "engine/own_place.h"
#include "rules/allow.h"
#include "rules/check.h"
#include "text/utf8.h"

enum {
    MARGIN_MIN = 256,       /* what validators may look at, and excerpts show, on either side */
    DENSE_SPAN_MAX = 4096,  /* canonical bytes that a match of the dense view may stretch over */
    UTF8_SIZE_MAX = 4,
};

/* One place where a rule's pattern matched, about to be judged. */
struct candidate {
    const struct rule *rule;
    uint32_t rule_index, pattern;
    uint64_t from, to;
    const struct segment *segment; /* where it begins */
};

/* Where the candidates of one call stand. */
struct scene {
    const struct part *part;
    uint32_t part_index;
    const char *path;
    const struct lane *lane;
};

uint64_t resolver_margin(const struct ruleset *ruleset)
{
    uint64_t context = (uint64_t)ruleset_context_reach(ruleset) * UTF8_SIZE_MAX;

    return context > MARGIN_MIN ? context : MARGIN_MIN;
}

uint64_t resolver_reach(const struct ruleset *ruleset)
{
    uint64_t reach = ruleset_reach(ruleset);

    if (ruleset_uses(ruleset, VIEW_DENSE) && reach < DENSE_SPAN_MAX)
        return DENSE_SPAN_MAX;
    return reach;
}

static const char *text_at(const struct lane *lane, uint64_t offset)
{
    return lane->text + (offset - lane->base);
}

static int by_start(const void *left, const void *right)
{
    const struct match *a = left, *b = right;

    return a->from < b->from ? -1 : a->from > b->from;
}

static int by_rule_then_leftmost_longest(const void *left, const void *right)
{
    const struct match *a = left, *b = right;

    if (a->rule != b->rule)
        return a->rule < b->rule ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to > b->to ? -1 : 1;
    return a->pattern < b->pattern ? -1 : a->pattern > b->pattern;
}

/* Turns offsets in the dense view of text[0..size), which begins at absolute offset `base`, into offsets of the
 * lane; matches that stretch too far are dropped. */
static size_t undense(const char *text, size_t size, uint64_t base, struct match *matches, size_t count)
{
    size_t dense = 0, offset = 0, kept = 0;

    if (count > 1)
        qsort(matches, count, sizeof *matches, by_start);
    for (size_t index = 0; index < count; index++) {
        struct match match = matches[index];
        size_t last_dense, last_offset, from, last;

        from = canonical_dense_locate(text, size, &dense, &offset, (size_t)match.from);
        last_dense = dense;
        last_offset = offset;
        last = canonical_dense_locate(text, size, &last_dense, &last_offset, (size_t)match.to - 1);
        if (last + 1 - from > DENSE_SPAN_MAX)
            continue;
        match.from = base + from;
        match.to = base + last + 1;
        matches[kept++] = match;
    }
    return kept;
}

/* Adds the matches to resolver->matches. */
static enum status match_window(struct resolver *resolver, enum rule_view view, const char *text, size_t size,
                                uint64_t base)
{
    enum status status = STATUS_OK;

    if (resolver->profile != NULL)
        status = profile_add_window(resolver->profile, view, resolver->reader, text, size);
    if (status == STATUS_OK)
        status = match_scan(resolver->ruleset, view, resolver->reader, resolver->scratch, text, size, base,
                            &resolver->matches);
    return status;
}

static enum status scan_dense_range(struct resolver *resolver, const struct lane *lane, uint64_t from, uint64_t to)
{
    struct match_list *list = &resolver->matches;
    const char *text = text_at(lane, from);
    size_t size = (size_t)(to - from), first = list->count;
    enum status status;
    char *dense;

    buf_clear(&resolver->dense);
    dense = buf_reserve(&resolver->dense, size);
    if (dense == NULL)
        return STATUS_NO_MEMORY;
    status = match_window(resolver, VIEW_DENSE, dense, canonical_dense(text, size, dense), 0);
    if (status == STATUS_OK)
        list->count = first + undense(text, size, from, list->items + first, list->count - first);
    return status;
}

/* Only text in roles that a rule of the dense view asks for is made dense. A change of role is always a break
 * between blocks, so nothing that could match is cut. */
static enum status scan_dense(struct resolver *resolver, const struct lane *lane)
{
    const struct segment *segments = lane->segments;
    enum status status = STATUS_OK;
    size_t next = 0;

    while (next < lane->segment_count && status == STATUS_OK) {
        bool wanted = (resolver->dense_roles & 1u << segments[next].role) != 0;
        uint64_t from = segments[next].start > lane->base ? segments[next].start : lane->base;
        size_t end = next + 1;

        while (end < lane->segment_count && wanted == ((resolver->dense_roles & 1u << segments[end].role) != 0))
            end++;
        if (wanted)
            status = scan_dense_range(resolver, lane, from,
                                      end < lane->segment_count ? segments[end].start : lane_end(lane));
        next = end;
    }
    return status;
}

/* Hyperscan tells one beginning for each end, the leftmost. When that lies in a match that has been accepted, the
 * match that begins behind it and ends at the same place is hidden. */
static bool hides_another(const struct resolver *resolver, const struct match *match)
{
    uint64_t last_end = resolver->last_end[match->rule];

    return match->from < last_end && match->to > last_end
           && ruleset_rule(resolver->ruleset, match->rule)->view == VIEW_CANONICAL;
}

static enum status search_window(struct resolver *resolver, const struct lane *lane)
{
    enum status status = match_window(resolver, VIEW_CANONICAL, lane->text, lane->size, lane->base);

    return status == STATUS_OK && resolver->dense_roles != 0 ? scan_dense(resolver, lane) : status;
}

/* What only stands around joined lines is not searched: nothing there would count. */
static enum status search_paragraphs(struct resolver *resolver, const struct lane *lane)
{
    struct span found;
    enum status status = STATUS_OK;

    for (uint64_t from = lane->base; status == STATUS_OK && joined_next(lane, from, &found); from = found.end + 1) {
        status = match_window(resolver, VIEW_CANONICAL, text_at(lane, found.start), (size_t)(found.end - found.start),
                              found.start);
        if (status == STATUS_OK && resolver->dense_roles != 0)
            status = scan_dense_range(resolver, lane, found.start, found.end);
    }
    return status;
}

/* All matches that begin in [lane->resolved, limit) or hide another, in the order in which they are judged. */
static enum status collect(struct resolver *resolver, const struct lane *lane, uint64_t limit)
{
    struct match_list *list = &resolver->matches;
    size_t kept = 0;
    enum status status;

    list->count = 0;
    status = lane->is_joined ? search_paragraphs(resolver, lane) : search_window(resolver, lane);
    if (status != STATUS_OK)
        return status;
    for (size_t index = 0; index < list->count; index++) {
        const struct match *match = &list->items[index];

        if (match->from < limit && match->to > match->from
            && (match->from >= lane->resolved || hides_another(resolver, match)))
            list->items[kept++] = *match;
    }
    list->count = kept;
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, by_rule_then_leftmost_longest);
    return STATUS_OK;
}

static bool stands_in_place(const struct lane *lane, const struct candidate *candidate)
{
    const struct rule *rule = candidate->rule;
    size_t size = (size_t)(candidate->to - candidate->from);

    if ((rule->roles & 1u << candidate->segment->role) == 0)
        return false;
    if (rule->zone == ZONE_HEAD && candidate->segment->role == TEXT_BODY
        && !lane_is_head(lane, candidate->from, candidate->segment))
        return false;
    return memchr(text_at(lane, candidate->from), '\n', size) == NULL;
}

/* The validator sees the same surroundings whatever the window is. */
static bool passes_check(const struct resolver *resolver, const struct lane *lane, struct candidate *candidate)
{
    uint64_t margin = resolver_margin(resolver->ruleset);
    uint64_t start = candidate->from - lane->base > margin ? candidate->from - margin : lane->base;
    uint64_t end = lane_end(lane) - candidate->to > margin ? candidate->to + margin : lane_end(lane);
    struct span found;

    if (candidate->rule->check == NULL)
        return true;
    start = lane->base + utf8_ceil(lane->text, lane->size, (size_t)(start - lane->base));
    end = lane->base + utf8_floor(lane->text, lane->size, (size_t)(end - lane->base));
    if (!candidate->rule->check->accept(text_at(lane, start), (size_t)(end - start),
                                        (struct span){ candidate->from - start, candidate->to - start }, &found))
        return false;
    candidate->from = start + found.start;
    candidate->to = start + found.end;
    return candidate->to > candidate->from;
}

/* What a context condition of the candidate looks at, in the lane's window. What can be done with a page and who runs the
 * site says nothing of what is published on it. */
static struct span surroundings(const struct lane *lane, const struct candidate *candidate,
                                const struct rule_context *context)
{
    struct span around = {
        lane->base + utf8_backward(lane->text, lane->size, (size_t)(candidate->from - lane->base), context->within),
        lane->base + utf8_forward(lane->text, lane->size, (size_t)(candidate->to - lane->base), context->within),
    };

    if (!lane->is_joined)
        content_zone_clip(&lane->content, candidate->from, candidate->to, &around.start, &around.end);
    return (struct span){ around.start - lane->base, around.end - lane->base };
}

static enum status context_stands(const struct resolver *resolver, const struct lane *lane,
                                  const struct candidate *candidate, const struct rule_context *context, bool *stands,
                                  struct span *found)
{
    struct span around = surroundings(lane, candidate, context);
    enum status status = ruleset_context_found(resolver->ruleset, context->context, lane->text + around.start,
                                               (size_t)(around.end - around.start), resolver->scratch, stands, found);

    if (resolver->profile != NULL)
        resolver->profile->rules[candidate->rule_index].contexts++;
    if (status == STATUS_OK && *stands && found != NULL)
        *found = (struct span){ found->start + around.start, found->end + around.start };
    return status;
}

/* Of a candidate in one of joined lines: would what its rule requires not stand there if they were not joined? Then no
 * other lane tells of it. */
static enum status requires_joining(struct resolver *resolver, const struct lane *lane,
                                    const struct candidate *candidate, bool *requires)
{
    struct span around = surroundings(lane, candidate, &candidate->rule->required);
    bool stands = true;
    enum status status = STATUS_OK;

    joined_apart(lane, lane->base + around.start, lane->base + around.end, &resolver->apart);
    if (buf_status(&resolver->apart) != STATUS_OK)
        return STATUS_NO_MEMORY;
    if (resolver->apart.size > 0)
        status = ruleset_context_found(resolver->ruleset, candidate->rule->required.context, resolver->apart.data,
                                       resolver->apart.size, resolver->scratch, &stands, NULL);
    *requires = !stands;
    return status;
}

/* Does what stands at [offset, end) stand in a longer phrase of the set? */
static bool is_covered(const struct allow_set *set, const struct lane *lane, uint64_t offset, uint64_t end)
{
    size_t from = (size_t)(offset - lane->base), to = (size_t)(end - lane->base), first, last, reach;
    struct span phrase;

    if (set == NULL)
        return false;
    reach = allow_set_reach(set);
    first = utf8_ceil(lane->text, lane->size, from > reach ? from - reach : 0);
    last = lane->size - to > reach ? to + reach : lane->size;
    return allow_set_covers(set, lane->text + first, last - first, (struct span){ from - first, to - first }, &phrase);
}

bool resolver_allows(const struct resolver *resolver, const struct lane *lane, uint64_t from, uint64_t to)
{
    return is_covered(ruleset_allowed(resolver->ruleset), lane, from, to);
}

/* Is it allowed, to this rule or to all? */
static bool is_allowed(const struct resolver *resolver, const struct lane *lane, const struct candidate *candidate)
{
    return is_covered(candidate->rule->allowed, lane, candidate->from, candidate->to)
           || resolver_allows(resolver, lane, candidate->from, candidate->to);
}

/* Is it told of a place elsewhere, and the rule about one's own? What is read does not depend on the window. */
static bool is_elsewhere(const struct resolver *resolver, const struct lane *lane, const struct candidate *candidate)
{
    const struct detector_set *set = detectors_of(resolver->ruleset);
    size_t from = (size_t)(candidate->from - lane->base), to = (size_t)(candidate->to - lane->base);
    size_t start, end;
    const char *line;

    if (!candidate->rule->own_place || set == NULL || set->places == NULL)
        return false;
    start = utf8_backward(lane->text, lane->size, from, OWN_PLACE_BEFORE);
    end = utf8_forward(lane->text, lane->size, to, OWN_PLACE_BEHIND);
    line = memrchr(lane->text + start, '\n', from - start);
    if (line != NULL)
        start = (size_t)(line + 1 - lane->text);
    line = memchr(lane->text + to, '\n', end - to);
    if (line != NULL)
        end = (size_t)(line - lane->text);
    return own_place_is_elsewhere(set->places, lane->text + start, end - start,
                                  (struct span){ from - start, to - start });
}

/* `known`: the segment of a candidate before this one. */
static enum status judge(struct resolver *resolver, const struct lane *lane, const struct segment *known,
                         struct candidate *candidate, bool *accepted)
{
    const struct rule *rule = candidate->rule;
    enum status status = STATUS_OK;
    bool stands = false, tells;

    *accepted = false;
    candidate->segment = lane_segment_near(lane, known, candidate->from);
    if (candidate->from < resolver->last_end[candidate->rule_index] || !stands_in_place(lane, candidate))
        return STATUS_OK;
    /* What is found here and in the body is taken for one later, but counted at once. */
    tells = joined_tells(lane, candidate->from, candidate->to, rule->count_per == PER_NONE);
    if ((!tells && !rule->required.present) || !passes_check(resolver, lane, candidate)
        || candidate->from < resolver->last_end[candidate->rule_index])
        return STATUS_OK;
    if (rule->required.present) {
        status = context_stands(resolver, lane, candidate, &rule->required, &stands, NULL);
        if (status == STATUS_OK && stands && !tells)
            status = requires_joining(resolver, lane, candidate, &stands);
        if (status != STATUS_OK || !stands)
            return status;
    }
    if (rule->excused.present) {
        status = context_stands(resolver, lane, candidate, &rule->excused, &stands, NULL);
        if (status != STATUS_OK || stands)
            return status;
    }
    *accepted = !is_allowed(resolver, lane, candidate) && !is_elsewhere(resolver, lane, candidate);
    return STATUS_OK;
}

static enum status keep_text(struct resolver *resolver, const char **text, size_t *size)
{
    if (buf_status(&resolver->words) != STATUS_OK)
        return STATUS_NO_MEMORY;
    *text = arena_text(resolver->results, resolver->words.data != NULL ? resolver->words.data : "",
                       resolver->words.size);
    *size = resolver->words.size;
    return *text != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

static void note_borders(const struct lane *lane, uint64_t before, uint64_t after, struct finding *finding)
{
    size_t start = (size_t)(before - lane->base), end = (size_t)(after - lane->base);

    if (start > 0) {
        size_t last = utf8_backward(lane->text, lane->size, start, 1);

        finding->excerpt_before = utf8_next(lane->text + last, start - last).code_point;
    }
    if (end < lane->size)
        finding->excerpt_after = utf8_next(lane->text + end, lane->size - end).code_point;
}

/* The original words: the match itself, and one line of what stands around it. */
static enum status quote(struct resolver *resolver, const struct lane *lane, const struct candidate *candidate,
                         struct finding *finding)
{
    size_t from = (size_t)(candidate->from - lane->base), to = (size_t)(candidate->to - lane->base);
    uint64_t before = lane->base + utf8_backward(lane->text, lane->size, from, SCAN_EXCERPT_CHARACTERS);
    uint64_t after = lane->base + utf8_forward(lane->text, lane->size, to, SCAN_EXCERPT_CHARACTERS);
    struct buf *words = &resolver->words;
    enum status status;

    note_borders(lane, before, after, finding);
    /* In ascending order, so that the run is folded once. */
    buf_clear(words);
    locator_original(&resolver->locator, before, candidate->from, LAYOUT_COLLAPSED, words);
    locator_left_out(&resolver->locator, candidate->from, words);
    finding->excerpt_match = words->size;
    locator_original(&resolver->locator, candidate->from, candidate->to, LAYOUT_COLLAPSED, words);
    finding->excerpt_match_size = words->size - finding->excerpt_match;
    locator_left_out(&resolver->locator, candidate->to, words);
    locator_original(&resolver->locator, candidate->to, after, LAYOUT_COLLAPSED, words);
    while (words->size > finding->excerpt_match + finding->excerpt_match_size && words->data[words->size - 1] == ' ')
        words->size--;
    status = keep_text(resolver, &finding->excerpt, &finding->excerpt_size);
    if (status != STATUS_OK)
        return status;
    buf_clear(words);
    locator_original(&resolver->locator, candidate->from, candidate->to, LAYOUT_EXACT, words);
    return keep_text(resolver, &finding->match, &finding->match_size);
}

/* Of one match. What stands around it does not count: an edit nearby makes no old finding new. */
static enum status digest_match(struct resolver *resolver, const struct rule *rule, const char *path,
                                struct bytes folded, struct digest *fingerprint)
{
    struct bytes pieces[] = {
        bytes_of(rule->id, strlen(rule->id) + 1),
        bytes_of(path, strlen(path) + 1),
        folded,
    };
    enum status status = STATUS_OK;

    for (size_t index = 0; index < sizeof pieces / sizeof *pieces && status == STATUS_OK; index++)
        status = digest_update(resolver->digest, pieces[index]);
    return status != STATUS_OK ? status : digest_finish(resolver->digest, fingerprint);
}

static enum status take_fingerprint(struct resolver *resolver, const struct scene *scene,
                                    const struct candidate *candidate, struct digest *fingerprint)
{
    struct bytes folded =
        bytes_of(text_at(scene->lane, candidate->from), (size_t)(candidate->to - candidate->from));

    return digest_match(resolver, candidate->rule, scene->path, folded, fingerprint);
}

/* The fingerprint of matches that are put together is the sum of theirs: whatever their order, one more makes it
 * another, so that a name added to a list is news. */
static enum status add_fingerprint(struct resolver *resolver, const struct scene *scene,
                                   const struct candidate *candidate, struct digest *sum)
{
    struct digest one;
    unsigned carry = 0;
    enum status status = take_fingerprint(resolver, scene, candidate, &one);

    for (size_t index = 0; status == STATUS_OK && index < DIGEST_SIZE; index++) {
        carry += sum->bytes[index] + one.bytes[index];
        sum->bytes[index] = (uint8_t)carry;
        carry >>= 8;
    }
    return status;
}

static void find_source(struct resolver *resolver, const struct scene *scene, const struct candidate *candidate,
                        struct location *at)
{
    struct located first = locator_find(&resolver->locator, candidate->from);
    const struct segment *segment = first.segment;
    struct located last;

    at->section = segment->section != NULL ? segment->section : "body";
    at->place = segment->place;
    at->cell = segment->cell;
    if (!scene->part->source_is_meaningful || segment->origin == ORIGIN_DETACHED)
        return;
    at->source.start = locator_source(&resolver->locator, segment, first.start, false);
    last = locator_find(&resolver->locator, candidate->to - 1);
    at->source.end = locator_source(&resolver->locator, last.segment, last.end, true);
    at->has_source = last.segment->origin != ORIGIN_DETACHED && at->source.end >= at->source.start;
}

static uint32_t group_of(const struct rule *rule, struct cell cell)
{
    return rule->count_per == PER_TABLE ? cell.table : 0;
}

/* The finding that matches of a counting rule are put together in; NULL when this is the first. */
static struct raw_finding *find_group(struct resolver *resolver, const struct scene *scene,
                                      const struct candidate *candidate)
{
    uint32_t group = group_of(candidate->rule, candidate->segment->cell);

    for (size_t index = resolver->findings.count; index > resolver->part_first; index--) {
        struct raw_finding *raw = &resolver->findings.items[index - 1];

        if (raw->rule == candidate->rule_index && raw->finding.at.part == scene->part_index
            && group_of(candidate->rule, raw->finding.at.cell) == group)
            return raw;
    }
    return NULL;
}

/* What an expression found is quoted from some characters before its end on, for its beginning is not known. */
static enum status quote_required(struct resolver *resolver, const struct lane *lane,
                                  const struct candidate *candidate, struct explanation *explanation)
{
    enum { QUOTED = 10 };
    struct span found;
    bool stands;
    enum status status = context_stands(resolver, lane, candidate, &candidate->rule->required, &stands, &found);

    if (status != STATUS_OK || !stands)
        return status;
    if (found.start == found.end)
        found.start = utf8_backward(lane->text, lane->size, (size_t)found.end, QUOTED);
    explanation->required_size = (size_t)(found.end - found.start);
    explanation->required = arena_text(resolver->results, lane->text + found.start, explanation->required_size);
    return explanation->required != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status explain(struct resolver *resolver, const struct lane *lane, const struct candidate *candidate,
                           struct finding *finding)
{
    const struct pattern *pattern = ruleset_pattern(resolver->ruleset, candidate->rule->view, candidate->pattern);
    struct explanation *explanation = arena_zeroed(resolver->results, sizeof *explanation);

    if (explanation == NULL)
        return STATUS_NO_MEMORY;
    *explanation = (struct explanation){ .file = pattern->file, .line = pattern->line, .column = pattern->column,
                                         .is_word = pattern->literal_size > 0,
                                         .sealed = pattern->sealed };
    finding->explanation = explanation;
    return candidate->rule->required.present ? quote_required(resolver, lane, candidate, explanation) : STATUS_OK;
}

/* Room for one more finding. */
static enum status make_room(struct resolver *resolver)
{
    struct finding_list *list = &resolver->findings;

    if (list->count >= resolver->findings_max)
        return STATUS_LIMIT_FINDINGS;
    return ARRAY_GROW(&list->items, &list->capacity, list->count + 1);
}

/* What stands there, and where: all of a finding but its rule, its fingerprint and why it is one. */
static enum status describe(struct resolver *resolver, const struct scene *scene, const struct candidate *candidate,
                            struct finding *finding)
{
    enum status status;

    *finding = (struct finding){ .rule = candidate->rule,
                                 .at = { .part = scene->part_index },
                                 .role = candidate->segment->role,
                                 .occurrences = 1 };
    status = quote(resolver, scene->lane, candidate, finding);
    if (status != STATUS_OK)
        return status;
    find_source(resolver, scene, candidate, &finding->at);
    /* The section's name lives only as long as the part. */
    finding->at.section = arena_text(resolver->results, finding->at.section, strlen(finding->at.section));
    return finding->at.section == NULL ? STATUS_NO_MEMORY : STATUS_OK;
}

/* A line, a heading, a cell, that has room for a mark or a note and not for a story. */
static bool is_short_line(const struct lane *lane, const struct candidate *candidate)
{
    static const char stop[] = "。";
    enum { STOP_SIZE = sizeof stop - 1 };
    size_t from = (size_t)(candidate->from - lane->base);
    size_t start = utf8_backward(lane->text, lane->size, from, RULE_APART_CHARACTERS), end;
    const char *line = memrchr(lane->text + start, '\n', from - start);

    if (line != NULL)
        start = (size_t)(line + 1 - lane->text);
    else if (start > 0)
        return false;
    end = utf8_forward(lane->text, lane->size, start, RULE_APART_CHARACTERS + 1);
    line = memchr(lane->text + start, '\n', end - start);
    if (line == NULL && end < lane->size)
        return false;
    if (line != NULL)
        end = (size_t)(line - lane->text);
    return end - start < STOP_SIZE || memcmp(lane->text + end - STOP_SIZE, stop, STOP_SIZE) != 0
           || utf8_forward(lane->text, lane->size, start, RULE_APART_SENTENCE) >= end;
}

/* Does it stand as a mark does: in a name, a title, a header or footer, or in a line of its own in the head or the foot of
 * the body? Where the foot is, is not known yet: resolver_raise_foot. */
static void place_apart(const struct lane *lane, const struct candidate *candidate, struct raw_finding *raw)
{
    const struct rule *rule = candidate->rule;
    enum text_role role = candidate->segment->role;
    bool stands = role == TEXT_FILENAME, in_head;

    raw->finding.action = rule->action;
    if (rule->apart == rule->action)
        return;
    if (role == TEXT_TITLE || role == TEXT_HEADER || role == TEXT_FOOTER || role == TEXT_BODY)
        stands = is_short_line(lane, candidate);
    in_head = role == TEXT_BODY && lane_is_head(lane, candidate->from, candidate->segment);
    raw->is_line = role == TEXT_BODY && stands && !in_head && !lane->is_joined;
    if (stands && (role != TEXT_BODY || in_head))
        raw->finding.action = rule->apart;
}

void resolver_raise_foot(struct resolver *resolver, uint32_t part_index, uint64_t foot_start,
                         const struct content_zone *content)
{
    for (size_t index = resolver->part_first; index < resolver->findings.count; index++) {
        struct raw_finding *raw = &resolver->findings.items[index];

        if (raw->is_line && raw->finding.at.part == part_index
            && (raw->offset >= foot_start || content_zone_has_foot(content, raw->offset)))
            raw->finding.action = raw->finding.rule->apart;
    }
}

/* Why the words are not those of the source. */
static const char *reason_of_text(const struct seam *own)
{
    if (own == NULL)
        return NULL;
    return own->kind == SEAM_SHOWN ? gettext("stored in another order; the words are those that the reader sees")
                                   : gettext("read in a wrong encoding; the words are those that were written");
}

static enum status add_finding(struct resolver *resolver, const struct scene *scene,
                               const struct candidate *candidate)
{
    struct raw_finding raw = { .sequence = candidate->segment->sequence,
                               .offset = candidate->from,
                               .rule = candidate->rule_index,
                               .pending = candidate->rule->count_at_least > 1,
                               .is_joined = scene->lane->is_joined };
    enum status status = make_room(resolver);

    if (status == STATUS_OK)
        status = describe(resolver, scene, candidate, &raw.finding);
    if (raw.is_joined)
        raw.finding.reason = reason_of_text(joined_own_text(scene->lane, candidate->from, candidate->to));
    place_apart(scene->lane, candidate, &raw);
    if (status == STATUS_OK)
        status = take_fingerprint(resolver, scene, candidate, &raw.finding.fingerprint);
    if (status == STATUS_OK && resolver->explain)
        status = explain(resolver, scene->lane, candidate, &raw.finding);
    if (status == STATUS_OK)
        resolver->findings.items[resolver->findings.count++] = raw;
    return status;
}

enum status resolver_quote(struct resolver *resolver, const struct part *part, uint32_t part_index,
                           const struct lane *lane, uint64_t from, uint64_t to, struct finding *finding,
                           uint64_t *sequence)
{
    const struct scene scene = { .part = part, .part_index = part_index, .lane = lane };
    const struct candidate candidate = { .from = from, .to = to, .segment = lane_segment(lane, from) };

    *sequence = candidate.segment->sequence;
    locator_set(&resolver->locator, part, lane);
    return describe(resolver, &scene, &candidate, finding);
}

enum status resolver_report(struct resolver *resolver, const struct raw_finding *raw, const char *path,
                            struct bytes folded)
{
    struct raw_finding reported = *raw;
    enum status status = make_room(resolver);

    reported.finding.rule = ruleset_rule(resolver->ruleset, raw->rule);
    reported.finding.action = reported.finding.rule->action;
    if (status == STATUS_OK)
        status = digest_match(resolver, reported.finding.rule, path, folded, &reported.finding.fingerprint);
    if (status == STATUS_OK)
        resolver->findings.items[resolver->findings.count++] = reported;
    return status;
}

/* The first place in the document says why a class is suggested or others are excused; so it does not matter in which
 * order the lanes of a part are judged. */
static enum status keep_first(struct resolver *resolver, const struct scene *scene, const struct candidate *candidate)
{
    struct raw_finding *group = find_group(resolver, scene, candidate);
    size_t place = group != NULL ? (size_t)(group - resolver->findings.items) : 0;
    enum status status;

    if (group != NULL && (group->sequence < candidate->segment->sequence
                          || (group->sequence == candidate->segment->sequence && group->offset <= candidate->from)))
        return STATUS_OK;
    status = add_finding(resolver, scene, candidate);
    if (status == STATUS_OK && group != NULL)
        resolver->findings.items[place] = resolver->findings.items[--resolver->findings.count];
    return status;
}

static enum status accept(struct resolver *resolver, const struct scene *scene, const struct candidate *candidate)
{
    struct raw_finding *group = NULL;

    resolver->last_end[candidate->rule_index] = candidate->to;
    if (!rule_reports(candidate->rule))
        return keep_first(resolver, scene, candidate);
    if (candidate->rule->count_per != PER_NONE)
        group = find_group(resolver, scene, candidate);
    if (group == NULL)
        return add_finding(resolver, scene, candidate);
    group->finding.occurrences++;
    group->pending = group->finding.occurrences < candidate->rule->count_at_least;
    return add_fingerprint(resolver, scene, candidate, &group->finding.fingerprint);
}

static uint64_t profile_start(const struct resolver *resolver)
{
    return resolver->profile != NULL ? clock_monotonic_ns() : 0;
}

static void profile_end(const struct resolver *resolver, uint32_t rule, uint64_t start_ns)
{
    if (resolver->profile != NULL)
        resolver->profile->rules[rule].judging_ns += clock_monotonic_ns() - start_ns;
}

static enum status weigh(struct resolver *resolver, const struct scene *scene, const struct segment *known,
                         struct candidate *candidate)
{
    uint64_t start_ns = profile_start(resolver);
    bool accepted;
    enum status status = judge(resolver, scene->lane, known, candidate, &accepted);

    if (status == STATUS_OK && accepted)
        status = accept(resolver, scene, candidate);
    if (resolver->profile != NULL) {
        resolver->profile->rules[candidate->rule_index].matches++;
        resolver->profile->rules[candidate->rule_index].accepted += accepted;
    }
    profile_end(resolver, candidate->rule_index, start_ns);
    return status;
}

enum status resolver_adopt(struct resolver *resolver, struct ruleset *ruleset)
{
    size_t count = ruleset_rule_count(ruleset);
    uint32_t roles = 0;
    enum status status = ARRAY_GROW(&resolver->last_ends, &resolver->last_end_capacity, count * LANE_COUNT + 1);

    if (status != STATUS_OK)
        return status;
    resolver->ruleset = ruleset;
    resolver->rule_count = count;
    resolver->dense_roles = 0;
    resolver->suggests = false;
    for (size_t index = 0; index < count; index++) {
        resolver->suggests = resolver->suggests || ruleset_rule(ruleset, index)->suggests != SUGGESTS_NOTHING;
        roles |= ruleset_rule(ruleset, index)->roles;
        if (ruleset_rule(ruleset, index)->view == VIEW_DENSE)
            resolver->dense_roles |= ruleset_rule(ruleset, index)->roles;
    }
    resolver->roles = roles;
    resolver_reset_lanes(resolver);
    return STATUS_OK;
}

void resolver_begin_lane(struct resolver *resolver, uint32_t kind)
{
    resolver->last_end = resolver->last_ends + kind * resolver->rule_count;
    resolver->reader = kind == LANE_LINK || kind == LANE_SOURCE ? READER_PROGRAM : READER_PERSON;
}

void resolver_reset_lanes(struct resolver *resolver)
{
    memset(resolver->last_ends, 0, LANE_COUNT * resolver->rule_count * sizeof *resolver->last_ends);
    resolver_begin_lane(resolver, 0);
}

void resolver_free(struct resolver *resolver)
{
    match_list_free(&resolver->matches);
    match_list_free(&resolver->hidden);
    slice_free(&resolver->slice);
    buf_free(&resolver->words);
    buf_free(&resolver->dense);
    buf_free(&resolver->apart);
    alloc_free(resolver->last_ends);
    alloc_free(resolver->findings.items);
    digest_destroy(resolver->digest);
}

/* The next match in order: of the collected ones, or of those of the same rule that were hidden. */
static const struct match *next_match(struct resolver *resolver)
{
    struct match_list *matches = &resolver->matches, *hidden = &resolver->hidden;
    const struct match *match = resolver->match_next < matches->count ? &matches->items[resolver->match_next] : NULL;

    if (resolver->hidden_next < hidden->count) {
        const struct match *other = &hidden->items[resolver->hidden_next];
        if (match == NULL || by_rule_then_leftmost_longest(other, match) <= 0) {
            resolver->hidden_next++;
            return other;
        }
    }
    resolver->match_next += match != NULL;
    return match;
}

/* The end of all matches of this rule, from `next` on, that begin before its last accepted one ended; they are
 * passed over. */
static uint64_t skip_hiding(const struct resolver *resolver, const struct match_list *list, size_t *next, uint32_t rule)
{
    uint64_t end = 0;

    for (; *next < list->count; ++*next) {
        const struct match *match = &list->items[*next];
        if (match->rule != rule || match->from >= resolver->last_end[rule])
            break;
        end = match->to > end ? match->to : end;
    }
    return end;
}

/* Looks again, from where the last accepted match of the rule ended, for what `hiding` and its like hide. */
static enum status uncover(struct resolver *resolver, const struct lane *lane, struct match hiding, uint64_t limit)
{
    struct match_list *hidden = &resolver->hidden;
    uint64_t start = resolver->last_end[hiding.rule], end = hiding.to;
    uint64_t others = skip_hiding(resolver, &resolver->matches, &resolver->match_next, hiding.rule);
    uint64_t hidden_others = skip_hiding(resolver, hidden, &resolver->hidden_next, hiding.rule);
    enum status status;
    size_t kept;

    end = others > end ? others : end;
    end = hidden_others > end ? hidden_others : end;
    kept = hidden->count - resolver->hidden_next;
    if (kept > 0)
        memmove(hidden->items, hidden->items + resolver->hidden_next, kept * sizeof *hidden->items);
    hidden->count = kept;
    resolver->hidden_next = 0;
    status = slice_scan(&resolver->slice, resolver->ruleset, resolver->scratch, lane, (struct span){ start, end },
                        hiding.rule, hidden);
    for (size_t index = kept; index < hidden->count; index++) {
        const struct match *match = &hidden->items[index];
        if (match->from >= lane->resolved && match->from < limit)
            hidden->items[kept++] = *match;
    }
    hidden->count = kept;
    if (kept > 1)
        qsort(hidden->items, kept, sizeof *hidden->items, by_rule_then_leftmost_longest);
    return status;
}

enum status resolver_scan(struct resolver *resolver, const struct part *part, uint32_t part_index, const char *path,
                          struct lane *lane, uint64_t limit)
{
    struct scene scene = { .part = part, .part_index = part_index, .path = path, .lane = lane };
    enum status status = collect(resolver, lane, limit);
    const struct segment *known = lane->segments;
    const struct match *match;

    locator_set(&resolver->locator, part, lane);
    resolver->match_next = resolver->hidden_next = resolver->hidden.count = 0;
    while (status == STATUS_OK && (match = next_match(resolver)) != NULL) {
        struct candidate candidate = { .rule = ruleset_rule(resolver->ruleset, match->rule),
                                       .rule_index = match->rule,
                                       .pattern = match->pattern,
                                       .from = match->from,
                                       .to = match->to };

        if (hides_another(resolver, match)) {
            uint64_t start_ns = profile_start(resolver);

            status = uncover(resolver, lane, *match, limit);
            profile_end(resolver, candidate.rule_index, start_ns);
            continue;
        }
        status = weigh(resolver, &scene, known, &candidate);
        known = candidate.segment;
    }
    lane->resolved = limit;
    return status;
}
