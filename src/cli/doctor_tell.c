/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/doctor_tell.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
#include "report/json.h"

void doctor_tell(struct doctor *doctor, const char *check, enum doctor_outcome outcome, const char *remedy,
                 const char *format, ...)
{
    static const char *const names[] = { "fine", "remark", "wrong" };
    static const char *const words[] = { N_("fine"), N_("remark"), N_("WRONG") };
    struct buf out = BUF_INIT(1 << 20);
    char text[4096];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    doctor->counts[outcome]++;
    if (doctor->is_json) {
        buf_byte(&out, '{');
        json_text(&out, "type", "check");
        json_text(&out, "check", check);
        json_text(&out, "outcome", names[outcome]);
        json_text(&out, "text", text);
        json_text(&out, "remedy", remedy);
        buf_text(&out, "}\n");
    } else {
        buf_format(&out, "[%s] %s\n", _(words[outcome]), text);
        if (remedy != NULL)
            buf_format(&out, _("    What to do: %s\n"), remedy);
    }
    fwrite(out.data, 1, out.size, stdout);
    buf_free(&out);
}
