/* SPDX-License-Identifier: Apache-2.0 */
#include "work/outcome.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
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

enum status outcome_new(struct outcome *outcome, const struct scan *scan, const struct baseline *baseline,
                        const char *path, const struct scan **remaining)
{
    char text[FINGERPRINT_TEXT_SIZE];
    struct digest digest;
    uint32_t count = 0;
    enum status status = copy_parts(outcome, scan);

    if (status == STATUS_OK)
        status = ARRAY_GROW(&outcome->findings, &outcome->finding_capacity, scan->finding_count);
    if (status == STATUS_OK)
        status = fingerprint_of_path(path, &digest);
    for (size_t part = 0; status == STATUS_OK && part < scan->part_count; part++) {
        const struct scan_part *source = &scan->parts[part];

        outcome->parts[part].first_finding = count;
        for (uint32_t index = 0; index < source->finding_count && status == STATUS_OK; index++) {
            const struct finding *finding = &scan->findings[source->first_finding + index];

            status = fingerprint_of_finding(finding, &digest, text);
            if (status == STATUS_OK && !baseline_has(baseline, text))
                outcome->findings[count++] = *finding;
        }
        outcome->parts[part].finding_count = count - outcome->parts[part].first_finding;
    }
    if (status != STATUS_OK)
        return status;
    outcome->known_count = scan->finding_count - count;
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
