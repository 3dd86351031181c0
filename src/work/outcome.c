/* SPDX-License-Identifier: Apache-2.0 */
#include "work/outcome.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buf.h"
#include "report/fingerprint.h"

const struct scan *outcome_unread(struct outcome *outcome, enum coverage coverage, uint64_t bytes, enum status why,
                                  const char *detail)
{
    outcome->part = (struct scan_part){ .path = "", .format = "unknown", .bytes = bytes, .coverage = coverage };
    outcome->gap = (struct gap){ .why = why, .detail = detail };
    outcome->scan = (struct scan){ .parts = &outcome->part, .part_count = 1, .gaps = &outcome->gap, .gap_count = 1 };
    return &outcome->scan;
}

static enum status copy_parts(struct outcome *outcome, const struct scan *scan)
{
    enum status status = ARRAY_GROW(&outcome->parts, &outcome->part_capacity, scan->part_count);

    if (status == STATUS_OK)
        memcpy(outcome->parts, scan->parts, scan->part_count * sizeof *scan->parts);
    return status;
}

enum status outcome_amend(struct outcome *outcome, const struct scan *scan, enum status why, const char *detail,
                          const struct scan **amended)
{
    enum status status = copy_parts(outcome, scan);

    if (status == STATUS_OK)
        status = ARRAY_GROW(&outcome->gaps, &outcome->gap_capacity, scan->gap_count + 1);
    if (status != STATUS_OK)
        return status;
    if (scan->gap_count > 0)
        memcpy(outcome->gaps + 1, scan->gaps, scan->gap_count * sizeof *scan->gaps);
    outcome->gaps[0] = (struct gap){ .part = 0, .why = why, .detail = detail };
    if (outcome->parts[0].coverage == COVERAGE_COMPLETE)
        outcome->parts[0].coverage = COVERAGE_INCOMPLETE;
    outcome->scan = *scan;
    outcome->scan.parts = outcome->parts;
    outcome->scan.gaps = outcome->gaps;
    outcome->scan.gap_count++;
    *amended = &outcome->scan;
    return STATUS_OK;
}

/* Whether a finding of part `inside` of file `path` is left out; a suppression that has expired leaves its mark. */
static enum status is_known(struct outcome *outcome, const struct outcome_known *known, struct finding *finding,
                            const char *fingerprint, const char *path, const char *inside, bool *result)
{
    const struct suppression *suppression = NULL;
    struct buf whole = BUF_INIT(SIZE_MAX / 2);
    bool expired = false;
    enum status status = STATUS_OK;

    if (known->only != NULL) {
        *result = strcmp(fingerprint, known->only) != 0;
        return STATUS_OK;
    }
    *result = known->baseline != NULL && baseline_has(known->baseline, fingerprint);
    outcome->known_count += *result;
    if (*result || known->suppressions == NULL)
        return STATUS_OK;
    buf_format(&whole, "%s%s%s", path, inside[0] != '\0' ? "!/" : "", inside);
    status = buf_status(&whole);
    if (status == STATUS_OK)
        status = suppressions_find(known->suppressions, fingerprint, finding->rule->id, finding->match,
                                   finding->match_size, whole.data, known->day, &suppression, &expired);
    buf_free(&whole);
    if (status != STATUS_OK)
        return status;
    finding->reopened = expired ? suppression : NULL;
    *result = suppression != NULL && !expired;
    outcome->suppressed_count += *result;
    return STATUS_OK;
}

enum status outcome_new(struct outcome *outcome, const struct scan *scan, const struct outcome_known *known,
                        const char *path, const struct scan **remaining)
{
    char text[FINGERPRINT_TEXT_SIZE];
    struct digest digest;
    uint32_t count = 0;
    enum status status = copy_parts(outcome, scan);

    outcome->known_count = outcome->suppressed_count = 0;
    if (status == STATUS_OK)
        status = ARRAY_GROW(&outcome->findings, &outcome->finding_capacity, scan->finding_count);
    if (status == STATUS_OK)
        status = fingerprint_of_path(path, &digest);
    for (size_t part = 0; status == STATUS_OK && part < scan->part_count; part++) {
        const struct scan_part *source = &scan->parts[part];

        outcome->parts[part].first_finding = count;
        for (uint32_t index = 0; index < source->finding_count && status == STATUS_OK; index++) {
            bool left_out = false;

            outcome->findings[count] = scan->findings[source->first_finding + index];
            status = fingerprint_of_finding(&outcome->findings[count], &digest, text);
            if (status == STATUS_OK)
                status = is_known(outcome, known, &outcome->findings[count], text, path, source->path, &left_out);
            count += !left_out;
        }
        outcome->parts[part].finding_count = count - outcome->parts[part].first_finding;
    }
    if (status != STATUS_OK)
        return status;
    outcome->scan = *scan;
    outcome->scan.parts = outcome->parts;
    outcome->scan.findings = outcome->findings;
    outcome->scan.finding_count = count;
    *remaining = &outcome->scan;
    return STATUS_OK;
}

void outcome_free(struct outcome *outcome)
{
    alloc_free(outcome->parts);
    alloc_free(outcome->findings);
    alloc_free(outcome->gaps);
    *outcome = (struct outcome){ 0 };
}
