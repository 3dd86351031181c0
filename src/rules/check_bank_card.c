/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "rules/check_list.h"
#include "rules/check_resident_id.h"
#include "rules/check_run.h"
#include "rules/check_uscc.h"

/* Issuer prefixes and the lengths of their cards, longest prefix first. */
struct issuer {
    const char *prefix;
    uint8_t size_min, size_max;
};
static const struct issuer issuers[] = {
#include "rules/bank_prefixes.inc"
};

static bool has_prefix(const struct run *run, const char *prefix)
{
    for (size_t i = 0; prefix[i] != '\0'; i++) {
        if (i >= run->count || run->symbols[i].value != (uint8_t)(prefix[i] - '0'))
            return false;
    }
    return true;
}

static bool is_issued(const struct run *run)
{
    for (size_t i = 0; i < sizeof issuers / sizeof *issuers; i++) {
        if (has_prefix(run, issuers[i].prefix) && run->count >= issuers[i].size_min
            && run->count <= issuers[i].size_max)
            return true;
    }
    return false;
}

static bool accept_bank_card(const char *text, size_t size, struct span match, struct span *found)
{
    struct run run;

    run_collect(text, size, match, &run);
    if (run.count == 0 || run_total(&run) != run.count || !is_issued(&run) || !run_passes_luhn(&run)
        || resident_id_is_certain(&run, 0))
        return false;
    *found = (struct span){ run.symbols[0].start, run.symbols[run.count - 1].end };
    return !uscc_surrounds(text, size, (size_t)found->start, (size_t)found->end);
}

const struct check check_bank_card = {
    .name = "bank-card",
    .accept = accept_bank_card,
    .purpose = CHECK_PURPOSE(
        "bank card number: issuer prefix, length, Luhn check digit (ISO/IEC 7812-1); a resident number or "
        "credit code is none"),
};

static bool accept_luhn(const char *text, size_t size, struct span match, struct span *found)
{
    struct run run;

    run_collect(text, size, match, &run);
    if (run.count < 2 || run_total(&run) != run.count || !run_passes_luhn(&run))
        return false;
    *found = (struct span){ run.symbols[0].start, run.symbols[run.count - 1].end };
    return true;
}

const struct check check_luhn = {
    .name = "luhn",
    .accept = accept_luhn,
    .purpose = CHECK_PURPOSE("any number with a Luhn check digit (ISO/IEC 7812-1, annex B)"),
};
