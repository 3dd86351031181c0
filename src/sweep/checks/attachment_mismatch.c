/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <string.h>
#include <strings.h>

#include "report/words.h"
#include "sweep/checks/checks_list.h"

/* Formats that the program of an extension opens without asking; others need another one. */
static const struct {
    const char *extension, *formats;
} expected[] = {
    { "pdf", " pdf " },
    { "ofd", " ofd " },
    { "doc", " doc docx docm ole2 rtf wps mhtml works ooxml-encrypted " },
    { "docx", " docx docm ooxml doc ooxml-encrypted " },
    { "wps", " wps doc docx ole2 works ooxml-encrypted " },
    { "xls", " xls xlsx xlsm ole2 et mhtml ooxml-encrypted " },
    { "xlsx", " xlsx xlsm ooxml xls ooxml-encrypted " },
    { "et", " et xls xlsx ole2 ooxml-encrypted " },
    { "ppt", " ppt pptx ole2 dps ooxml-encrypted " },
    { "pptx", " pptx ooxml ppt ooxml-encrypted " },
    { "rtf", " rtf doc docx " },
    { "zip", " zip " },
    { "rar", " rar " },
    { "7z", " 7z " },
};

static const char *extension_of(const char *url)
{
    size_t end = strcspn(url, "?#;");

    while (end > 0 && url[end - 1] != '.' && url[end - 1] != '/')
        end--;
    return url + end;
}

/* NULL: anything may be behind it. */
static const char *formats_of(const char *extension)
{
    size_t size = strcspn(extension, "?#;");

    for (size_t index = 0; index < sizeof expected / sizeof *expected; index++) {
        if (strlen(expected[index].extension) == size && strncasecmp(expected[index].extension, extension, size) == 0)
            return expected[index].formats;
    }
    return NULL;
}

static bool lists(const char *formats, const char *format)
{
    size_t size = strlen(format);

    for (const char *found = strstr(formats, format); found != NULL; found = strstr(found + 1, format)) {
        if (found[-1] == ' ' && found[size] == ' ')
            return true;
    }
    return false;
}

/* What nobody could make out says nothing. */
static bool is_certain(const char *format)
{
    return format[0] != '\0' && !lists(" binary unknown unsupported plain ", format);
}

static void run(struct check_run *run)
{
    const struct site_view *view = check_view(run);

    for (size_t index = 0; index < view->page_count; index++) {
        const struct view_page *page = &view->pages[index];
        const char *extension, *formats;

        if (!page->is_met || page->state != VISIT_DONE || page->file != URL_ATTACHMENT || page->facts == NULL
            || page->size == 0 || (page->facts->problems & FACT_MALFORMED) != 0)
            continue;
        extension = extension_of(page->url);
        formats = formats_of(extension);
        if (formats != NULL && is_certain(page->facts->format) && !lists(formats, page->facts->format))
            check_report(run, page, NULL, FINDING_ORDINARY, gettext("the attachment is called .%.*s and is %s"),
                         (int)strcspn(extension, "?#;"), extension, page->facts->format);
    }
}

const struct check check_attachment_mismatch = {
    .name = "attachment-mismatch",
    .title = N_("attachment of another format"),
    .basis = "《政府网站与政务新媒体检查指标》办事服务：附件、样表无法使用",
    .advice = N_("Save the document in the format that its name says, and upload it again."),
    .run = run,
};
