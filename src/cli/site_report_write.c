/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/site_report_write.h"

#include <stdlib.h>
#include <string.h>

#include "report/csv_cell.h"
#include "report/describe.h"
#include "report/html_text.h"
#include "report/json.h"
#include "report/words.h"

/* ---- HTML. */

static const char style[] =
    "body{font:15px/1.6 system-ui,'Microsoft YaHei','PingFang SC',sans-serif;max-width:75em;margin:2em auto;padding:0 "
    "1em;"
    "color:#222}h1{font-size:1.5em}h2{font-size:1.15em;margin:2em 0 .5em;border-bottom:2px solid "
    "#c00;padding-bottom:.2em}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #bbb;padding:.25em .5em;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}th{background:#f2f2f2;white-space:nowrap}tr{break-inside:avoid}thead{"
    "display:table-header-"
    "group}"
    ".scroll{overflow-x:auto}svg text{font-size:13px}svg{max-width:100%;height:auto;display:block;margin:.5em 0 "
    "1em}.of{margin:.5em 0 "
    "0;color:#555;font-size:.9em}summary{cursor:pointer;padding:.25em 0}footer{margin-top:2em;color:#555}"
    ".short{overflow-wrap:normal}.wide th{white-space:normal}.wide table{font-size:.9em}"
    "@page{size:A4;margin:15mm}@page wide{size:A4 landscape}.wide{page:wide}@media "
    "print{body{max-width:none;margin:0;font-size:11px}h2{break-after:avoid}.scroll{overflow:visible}}";

enum {
    SHORT_MAX = 30, /* bytes: a time is one */
    WIDE_MIN = 12   /* columns: such a table is printed across */
};

static void write_safe(struct buf *out, const char *text)
{
    struct buf safe = BUF_INIT(1 << 20);

    describe_safely(&safe, text, strlen(text));
    html_text(out, safe.data, safe.size);
    if (buf_status(&safe) != STATUS_OK)
        out->status = buf_status(&safe);
    buf_free(&safe);
}

/* What is short is broken between words alone; addresses and digests anywhere, or they would make a table too wide. */
static void write_cell_of(struct buf *out, const char *text)
{
    buf_text(out, strlen(text) <= SHORT_MAX ? "<td class=\"short\">" : "<td>");
    write_safe(out, text);
    buf_text(out, "</td>");
}

static void write_element(struct buf *out, const char *element, const char *text)
{
    buf_format(out, "<%s>", element);
    write_safe(out, text);
    buf_format(out, "</%s>", element);
}

enum { ALIKE_MIN = 20 /* so many that are alike are folded */ };

/* A chart has its first two columns: more are a table as well. */
enum { CHART_COLUMNS = 2 };

enum { BAR_HEIGHT = 16, BAR_STEP = 22, LABEL_WIDTH = 190, BARS_WIDTH = 480, VALUE_WIDTH = 60 };
enum {
    CHART_WIDTH = LABEL_WIDTH + BARS_WIDTH + VALUE_WIDTH,
    UPRIGHT_HEIGHT = 120,
    MARGIN = 20,
    LABELS = 8,
    LABEL_ROOM = 75,
    NUMBERED_MAX = 40
};

static unsigned long number_of(const struct report_row *row)
{
    return strtoul(row->cells[1], NULL, 10);
}

/* The number that fills the chart. */
static unsigned long most_of(const struct report_section *section)
{
    unsigned long most = section->chart_most;

    for (size_t index = 0; index < section->row_count; index++)
        most = number_of(&section->rows[index]) > most ? number_of(&section->rows[index]) : most;
    return most;
}

static const char *color_of(const struct report_section *section, const struct report_row *row)
{
    if (section->chart_most == 0)
        return "#2f6fab";
    return number_of(row) < section->chart_most ? "#d08a00" : "#2f7d4f";
}

static void write_bars(struct buf *out, const struct report_section *section)
{
    unsigned long most = most_of(section);

    for (size_t index = 0; index < section->row_count; index++) {
        const struct report_row *row = &section->rows[index];
        size_t y = index * BAR_STEP, width = most > 0 ? number_of(row) * BARS_WIDTH / most : 0;

        buf_format(out, "<text x=\"%d\" y=\"%zu\" text-anchor=\"end\">", LABEL_WIDTH - 6, y + BAR_HEIGHT - 3);
        write_safe(out, row->cells[0]);
        buf_format(out, "</text><rect x=\"%d\" y=\"%zu\" width=\"%zu\" height=\"%d\" fill=\"%s\"/>", LABEL_WIDTH, y,
                   width, BAR_HEIGHT, color_of(section, row));
        buf_format(out, "<text x=\"%zu\" y=\"%zu\">%lu</text>", LABEL_WIDTH + width + 6, y + BAR_HEIGHT - 3,
                   number_of(row));
    }
}

/* Some of the texts stand below, the last one in any case; the numbers above, where there is room for them. */
static void write_upright(struct buf *out, const struct report_section *section)
{
    unsigned long most = most_of(section);
    size_t step = CHART_WIDTH / section->row_count, every = section->row_count / LABELS + 1;

    step = step < 1 ? 1 : step > (size_t)4 * BAR_STEP ? (size_t)4 * BAR_STEP : step;
    for (size_t index = 0; index < section->row_count; index++) {
        const struct report_row *row = &section->rows[index];
        size_t x = index * step, height = most > 0 ? number_of(row) * UPRIGHT_HEIGHT / most : 0;
        size_t top = MARGIN + UPRIGHT_HEIGHT - height;

        buf_format(out, "<rect x=\"%zu\" y=\"%zu\" width=\"%zu\" height=\"%zu\" fill=\"%s\"/>", x, top,
                   step > 2 ? step - 2 : 1, height, color_of(section, row));
        if (section->row_count <= NUMBERED_MAX)
            buf_format(out, "<text x=\"%zu\" y=\"%zu\" text-anchor=\"middle\">%lu</text>", x + step / 2 - 1, top - 4,
                       number_of(row));
        if ((section->row_count - 1 - index) % every != 0 || x + step < LABEL_ROOM)
            continue;
        buf_format(out, "<text x=\"%zu\" y=\"%d\" text-anchor=\"end\">", x + step - 1, MARGIN + UPRIGHT_HEIGHT + 16);
        write_safe(out, row->cells[0]);
        buf_text(out, "</text>");
    }
    buf_format(out, "<path d=\"M0 %d.5H%zu\" stroke=\"#888\"/>", MARGIN + UPRIGHT_HEIGHT, section->row_count * step);
}

/* Whose length is which column's is said above: a table may have more of them. */
static void write_chart(struct buf *out, const struct report_section *section)
{
    bool is_upright = section->chart == CHART_UPRIGHT;
    size_t height = is_upright ? (size_t)2 * MARGIN + UPRIGHT_HEIGHT : section->row_count * BAR_STEP + 4;

    buf_text(out, "<p class=\"of\">");
    write_safe(out, section->columns[1]);
    buf_text(out, "</p>");
    buf_format(out, "<svg viewBox=\"0 0 %d %zu\" width=\"%d\" role=\"img\"><title>", CHART_WIDTH, height, CHART_WIDTH);
    write_safe(out, section->title);
    buf_text(out, ": ");
    write_safe(out, section->columns[1]);
    buf_text(out, "</title>");
    if (is_upright)
        write_upright(out, section);
    else
        write_bars(out, section);
    buf_text(out, "</svg>\n");
}

static void write_rows(struct buf *out, const struct report_section *section, size_t from, size_t to)
{
    buf_text(out, "<div class=\"scroll\"><table><thead><tr>");
    for (size_t column = 0; column < section->column_count; column++)
        write_element(out, "th", section->columns[column]);
    buf_text(out, "</tr></thead><tbody>\n");
    for (size_t row = from; row < to; row++) {
        buf_text(out, "<tr>");
        for (size_t column = 0; column < section->column_count; column++)
            write_cell_of(out, section->rows[row].cells[column]);
        buf_text(out, "</tr>\n");
    }
    buf_text(out, "</tbody></table></div>\n");
}

/* Where the rows that are alike with the one at `row` end. */
static size_t end_of_group(const struct report_section *section, size_t row)
{
    const char *group = section->rows[row].group;
    size_t end = row + 1;

    while (group != NULL && end < section->row_count && section->rows[end].group != NULL
           && strcmp(section->rows[end].group, group) == 0)
        end++;
    return end;
}

/* Many that are alike are one line for who reads, and all of them for who opens it. */
static void write_group(struct buf *out, const struct report_section *section, size_t from, size_t to)
{
    struct buf summary = BUF_INIT(1 << 20);

    buf_format(&summary, _("%s: %zu, all alike"), section->rows[from].group, to - from);
    buf_text(out, "<details>");
    write_element(out, "summary", buf_status(&summary) == STATUS_OK ? summary.data : section->rows[from].group);
    buf_free(&summary);
    write_rows(out, section, from, to);
    buf_text(out, "</details>\n");
}

static void write_table(struct buf *out, const struct report_section *section)
{
    size_t begun = 0, end;

    for (size_t row = 0; row < section->row_count; row = end) {
        end = end_of_group(section, row);
        if (end - row < ALIKE_MIN)
            continue;
        if (row > begun)
            write_rows(out, section, begun, row);
        write_group(out, section, row, end);
        begun = end;
    }
    if (begun < section->row_count)
        write_rows(out, section, begun, section->row_count);
}

/* For who wants the numbers; it is not printed unless it is opened. */
static void write_folded_table(struct buf *out, const struct report_section *section)
{
    buf_text(out, "<details>");
    write_element(out, "summary", _("The numbers"));
    write_table(out, section);
    buf_text(out, "</details>\n");
}

static void write_section(struct buf *out, const struct report_section *section)
{
    buf_format(out, section->column_count >= WIDE_MIN ? "<section id=\"%s\" class=\"wide\">" : "<section id=\"%s\">",
               section->id);
    write_element(out, "h2", section->title);
    for (size_t index = 0; index < section->sentence_count; index++)
        write_element(out, "p", section->sentences[index]);
    if (section->chart != CHART_NONE && section->row_count > 0)
        write_chart(out, section);
    if (section->row_count > 0 && section->chart == CHART_UPRIGHT)
        write_folded_table(out, section);
    else if (section->row_count > 0 && (section->chart == CHART_NONE || section->column_count > CHART_COLUMNS))
        write_table(out, section);
    else if (section->row_count == 0 && section->column_count > 0)
        write_element(out, "p", _("None."));
    buf_text(out, "</section>\n");
}

void site_report_html(struct buf *out, const struct site_report *report, enum report_language language)
{
    buf_format(out,
               "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
               "content=\"width=device-width,initial-scale=1\">\n",
               language == REPORT_CHINESE ? "zh-CN" : "en");
    write_element(out, "title", report->title);
    buf_format(out, "<style>%s</style>\n</head>\n<body>\n", style);
    write_element(out, "h1", report->title);
    write_element(out, "p", report->period);
    for (size_t index = 0; index < report->section_count; index++)
        write_section(out, &report->sections[index]);
    buf_text(out, "<footer>");
    write_safe(out, report->made);
    buf_text(out, " · guanka</footer>\n</body>\n</html>\n");
}

/* ---- CSV: the sections one after the other, divided by an empty line. */

static void write_cell(struct buf *out, const char *text)
{
    csv_cell(out, text, strlen(text));
}

static void end_line(struct buf *out)
{
    buf_text(out, "\r\n");
}

void site_report_csv(struct buf *out, const struct site_report *report)
{
    write_cell(out, report->title);
    write_cell(out, report->period);
    end_line(out);
    for (size_t index = 0; index < report->section_count; index++) {
        const struct report_section *section = &report->sections[index];

        end_line(out);
        write_cell(out, section->title);
        end_line(out);
        for (size_t sentence = 0; sentence < section->sentence_count; sentence++) {
            write_cell(out, section->sentences[sentence]);
            end_line(out);
        }
        for (size_t column = 0; column < section->column_count; column++)
            write_cell(out, section->columns[column]);
        if (section->column_count > 0)
            end_line(out);
        for (size_t row = 0; row < section->row_count; row++) {
            for (size_t column = 0; column < section->column_count; column++)
                write_cell(out, section->rows[row].cells[column]);
            end_line(out);
        }
    }
}

/* ---- JSON. */

static void write_member(struct buf *out, const struct report_section *section, const struct report_row *row,
                         size_t column)
{
    enum report_cell cell = site_report_cell(row, column);

    if (cell != REPORT_NUMBER) {
        json_text(out, section->keys[column], cell == REPORT_TEXT ? row->cells[column] : NULL);
        return;
    }
    json_key(out, section->keys[column]);
    buf_text(out, row->cells[column]);
}

static void write_json_rows(struct buf *out, const struct report_section *section)
{
    json_key(out, "rows");
    buf_byte(out, '[');
    for (size_t row = 0; row < section->row_count; row++) {
        json_element(out);
        buf_byte(out, '{');
        for (size_t column = 0; column < section->column_count; column++)
            write_member(out, section, &section->rows[row], column);
        buf_byte(out, '}');
    }
    buf_byte(out, ']');
}

void site_report_json(struct buf *out, const struct site_report *report)
{
    buf_text(out, "{\"v\":1");
    json_text(out, "type", "site-report");
    json_text(out, "title", report->title);
    json_text(out, "period", report->period);
    json_bool(out, "is_over", report->is_over);
    json_text(out, "made", report->made);
    json_key(out, "sections");
    buf_byte(out, '[');
    for (size_t index = 0; index < report->section_count; index++) {
        const struct report_section *section = &report->sections[index];

        json_element(out);
        buf_byte(out, '{');
        json_text(out, "id", section->id);
        json_text(out, "title", section->title);
        json_texts(out, "sentences", section->sentences, section->sentence_count);
        write_json_rows(out, section);
        buf_byte(out, '}');
    }
    buf_text(out, "]}\n");
}
