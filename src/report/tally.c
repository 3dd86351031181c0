/* SPDX-License-Identifier: Apache-2.0 */
#include "report/tally.h"

static void count_problems(struct report_tally *tally, const struct scan *scan)
{
    uint32_t seen_in[STATUS_BUG + 1] = { 0 };

    for (size_t index = 0; index < scan->gap_count; index++) {
        const struct gap *gap = &scan->gaps[index];

        if (seen_in[gap->why] == gap->part + 1)
            continue;
        seen_in[gap->why] = gap->part + 1;
        tally->problems[gap->why]++;
    }
}

void tally_scan(struct report_tally *tally, const struct scan *scan)
{
    enum verdict verdict = policy_judge(scan);

    tally->files++;
    tally->documents += scan->part_count;
    tally->bytes += scan->parts[0].bytes;
    tally->ocr.pages += scan->ocr.pages;
    tally->ocr.ns += scan->ocr.ns;
    for (size_t part = 0; part < scan->part_count; part++) {
        switch (scan->parts[part].coverage) {
        case COVERAGE_COMPLETE:
            tally->complete++;
            break;
        case COVERAGE_INCOMPLETE:
            tally->incomplete++;
            break;
        case COVERAGE_SKIPPED:
            tally->skipped++;
            break;
        }
    }
    for (size_t index = 0; index < scan->finding_count; index++)
        tally->findings[scan->findings[index].action]++;
    count_problems(tally, scan);
    if (verdict > tally->verdict)
        tally->verdict = verdict;
}

void tally_add(struct report_tally *tally, const struct report_tally *other)
{
    tally->files += other->files;
    tally->documents += other->documents;
    tally->complete += other->complete;
    tally->incomplete += other->incomplete;
    tally->skipped += other->skipped;
    tally->bytes += other->bytes;
    tally->ocr.pages += other->ocr.pages;
    tally->ocr.ns += other->ocr.ns;
    tally->known += other->known;
    tally->suppressed += other->suppressed;
    for (unsigned action = 0; action <= ACTION_BLOCK; action++)
        tally->findings[action] += other->findings[action];
    for (unsigned status = 0; status <= STATUS_BUG; status++)
        tally->problems[status] += other->problems[status];
    if (other->verdict > tally->verdict)
        tally->verdict = other->verdict;
}

uint64_t tally_unread(const struct report_tally *tally)
{
    return tally->incomplete + tally->skipped;
}
