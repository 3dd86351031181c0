/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/site_report.h"

#include <libintl.h>
#include <string.h>

#include "report/words.h"

const char *site_report_severity(enum finding_severity severity)
{
    static const char *const words[FINDING_SEVERITY_COUNT] = { N_("severe"), N_("ordinary"), N_("suspected") };

    return gettext(words[severity]);
}

const char *site_report_state(enum finding_state state)
{
    static const char *const words[FINDING_STATE_COUNT] = { N_("open"), N_("fixed"), N_("false alarm"), N_("exempt"),
                                                            N_("accepted") };

    return gettext(words[state]);
}

const char *site_report_event(const char *event)
{
    static const struct {
        const char *name, *words;
    } events[] = {
        { "opened", N_("first found") },  { "changed", N_("changed") },         { "fixed", N_("fixed") },
        { "reopened", N_("open again") }, { "false-alarm", N_("false alarm") }, { "exempt", N_("exempt") },
        { "accepted", N_("accepted") },
    };

    for (size_t index = 0; index < sizeof events / sizeof *events; index++) {
        if (strcmp(events[index].name, event) == 0)
            return gettext(events[index].words);
    }
    return event;
}

/* "12", "12.5": as JSON has it, too. */
static bool is_number(const char *text)
{
    size_t whole = strspn(text, "0123456789");

    return whole > 0
           && (text[whole] == '\0'
               || (text[whole] == '.' && text[whole + 1] != '\0'
                   && text[whole + 1 + strspn(text + whole + 1, "0123456789")] == '\0'));
}

enum report_cell site_report_cell(const struct report_row *row, size_t column)
{
    if ((row->numbers >> column & 1) == 0)
        return REPORT_TEXT;
    return is_number(row->cells[column]) ? REPORT_NUMBER : REPORT_NOTHING;
}
