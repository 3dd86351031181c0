/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/checks/identifiers.h"

#include <string.h>

void identifiers_look(struct check_run *run, identifier_shown *is_shown, const char *without, const char *with)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->site->starts.count; index++) {
        const struct view_page *page = site_view_find(view, view->site->starts.items[index]);
        const char *wanted = "";

        if (page == NULL || !site_view_stands(page)) {
            check_give_up(run);
            continue;
        }
        if (is_shown(view->site, page->facts, &wanted))
            continue;
        if (wanted[0] != '\0')
            check_report(run, page, NULL, FINDING_ORDINARY, "%s: %s", with, wanted);
        else
            check_report(run, page, NULL, FINDING_ORDINARY, "%s", without);
    }
}

bool identifiers_agree(const char *shown, const char *wanted)
{
    static const char digits[] = "0123456789";
    const char *number = strpbrk(wanted, digits);

    if (shown[0] == '\0')
        return false;
    return number == NULL
           || (strncmp(shown, number, strspn(number, digits)) == 0 && strspn(shown, digits) == strspn(number, digits));
}
