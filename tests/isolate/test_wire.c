/* SPDX-License-Identifier: Apache-2.0 */
#include "isolate/wire.h"

#include <criterion/criterion.h>
#include <sys/socket.h>
#include <unistd.h>

struct line {
    int sockets[2];
    struct wire_writer writer;
    struct wire_reader reader;
};

static struct line line_create(void)
{
    struct line line;

    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, line.sockets), 0);
    wire_writer_init(&line.writer, line.sockets[0]);
    cr_assert_eq(wire_reader_init(&line.reader, line.sockets[1]), STATUS_OK);
    return line;
}

static void line_close(struct line *line)
{
    wire_writer_free(&line->writer);
    wire_reader_free(&line->reader);
    close(line->sockets[0]);
    close(line->sockets[1]);
}

static struct wire_message pass(struct line *line)
{
    struct wire_message message;
    enum status status;

    cr_assert_eq(wire_flush(&line->writer, -1), STATUS_OK);
    while (!wire_next(&line->reader, &message, &status)) {
        cr_assert_eq(status, STATUS_OK);
        cr_assert_eq(wire_receive(&line->reader, 1000), STATUS_OK);
    }
    return message;
}

static const struct text_run run = { .utf8 = "机密",
                                     .size = 6,
                                     .role = TEXT_HIDDEN,
                                     .join = JOIN_SPACED,
                                     .origin = ORIGIN_WHOLE,
                                     .newlines = NEWLINES_ARE_BREAKS,
                                     .link = LINK_REFRESH,
                                     .source = { 3, UINT64_C(0x123456789A) },
                                     .section = "sheet 名单",
                                     .place = { PLACE_SHEET, 4 },
                                     .cell = { 1, 2, 3 } };

Test(wire, a_run_arrives_as_it_was)
{
    struct line line = line_create();
    struct text_run got;

    cr_assert_eq(wire_put_text(&line.writer, &run), STATUS_OK);
    cr_assert(wire_get_text(pass(&line).payload, &got));
    cr_assert_eq(got.size, 6);
    cr_assert_arr_eq(got.utf8, "机密", 6);
    cr_assert_eq(got.role, TEXT_HIDDEN);
    cr_assert_eq(got.join, JOIN_SPACED);
    cr_assert_eq(got.origin, ORIGIN_WHOLE);
    cr_assert_eq(got.newlines, NEWLINES_ARE_BREAKS);
    cr_assert_eq(got.link, LINK_REFRESH);
    cr_assert_eq(got.source.start, 3);
    cr_assert_eq(got.source.end, UINT64_C(0x123456789A));
    cr_assert_str_eq(got.section, "sheet 名单");
    cr_assert_eq(got.place.unit, PLACE_SHEET);
    cr_assert_eq(got.place.number, 4);
    cr_assert(got.cell.table == 1 && got.cell.row == 2 && got.cell.column == 3);
    line_close(&line);
}

/* Its text is taken from the source by who has it, so there is nothing to lie about. */
Test(wire, a_run_that_equals_its_source_comes_without_text)
{
    struct line line = line_create();
    struct text_run identical = run, got;

    identical.origin = ORIGIN_IDENTICAL;
    cr_assert_eq(wire_put_text(&line.writer, &identical), STATUS_OK);
    cr_assert(wire_get_text(pass(&line).payload, &got));
    cr_assert_eq(got.origin, ORIGIN_IDENTICAL);
    cr_assert_eq(got.size, 0);
    cr_assert_eq(got.source.end, identical.source.end);
    line_close(&line);
}

/* Any byte changed and any end cut off: taken or refused, but nothing read beyond and nothing that is not UTF-8. */
Test(wire, damaged_payloads_are_refused_or_harmless)
{
    struct line line = line_create();
    struct bytes payload;
    uint8_t *copy;

    cr_assert_eq(wire_put_text(&line.writer, &run), STATUS_OK);
    payload = pass(&line).payload;
    for (size_t size = 0; size < payload.size; size++) {
        struct text_run got;

        copy = malloc(size + 1);
        memcpy(copy, payload.data, size);
        cr_assert_not(wire_get_text(bytes_of(copy, size), &got));
        free(copy);
    }
    for (size_t at = 0; at < payload.size; at++) {
        for (unsigned value = 0; value < 256; value += 5) {
            struct text_run got;

            copy = malloc(payload.size);
            memcpy(copy, payload.data, payload.size);
            copy[at] = (uint8_t)value;
            if (wire_get_text(bytes_of(copy, payload.size), &got)) {
                cr_assert_leq(got.role, TEXT_ROLE_COUNT - 1);
                cr_assert_leq(got.size, payload.size);
                cr_assert_leq(got.source.start, got.source.end);
            }
            free(copy);
        }
    }
    line_close(&line);
}

Test(wire, the_other_messages_arrive_as_they_were)
{
    struct line line = line_create();
    struct wire_request request = { .size = 5,
                                    .offset = 6,
                                    .has_descriptor = true,
                                    .limits = { .expanded_bytes_max = 7, .children_max = 8, .ratio_max = 9,
                                                .time_ms_max = 10 },
                                    .hint = { .name = "名.pdf", .media_type = "application/pdf" } };
    struct wire_request got;
    struct wire_child child;
    const char *detail;
    enum status status;
    struct ocr_cost ocr;
    uint32_t features;

    cr_assert_eq(wire_put_request(&line.writer, &request), STATUS_OK);
    cr_assert(wire_get_request(pass(&line).payload, &got));
    cr_assert(got.size == 5 && got.offset == 6 && got.has_descriptor);
    cr_assert(got.limits.expanded_bytes_max == 7 && got.limits.children_max == 8 && got.limits.ratio_max == 9
              && got.limits.time_ms_max == 10);
    cr_assert_str_eq(got.hint.name, "名.pdf");
    cr_assert_str_eq(got.hint.media_type, "application/pdf");
    cr_assert_null(got.hint.charset);
    cr_assert_eq(wire_put_gap(&line.writer, STATUS_LIMIT_RATIO, "so"), STATUS_OK);
    cr_assert(wire_get_gap(pass(&line).payload, &status, &detail));
    cr_assert_eq(status, STATUS_LIMIT_RATIO);
    cr_assert_str_eq(detail, "so");
    cr_assert_eq(wire_put_gap(&line.writer, STATUS_NO_MEMORY, NULL), STATUS_OK);
    cr_assert_not(wire_get_gap(pass(&line).payload, &status, &detail), "no gap of a part");
    child = (struct wire_child){ { .name = "a" }, STATUS_ENCRYPTED, NULL, { 3, 9 } };
    cr_assert_eq(wire_put_child(&line.writer, &child), STATUS_OK);
    cr_assert(wire_get_child(pass(&line).payload, &child));
    cr_assert_str_eq(child.hint.name, "a");
    cr_assert_eq(child.flaw, STATUS_ENCRYPTED);
    cr_assert_null(child.detail);
    cr_assert(child.in_place.start == 3 && child.in_place.end == 9);
    child.in_place.end = 2;
    cr_assert_eq(wire_put_child(&line.writer, &child), STATUS_OK);
    cr_assert_not(wire_get_child(pass(&line).payload, &child), "it ends before it begins");
    cr_assert_eq(wire_put_done(&line.writer, STATUS_BUG, &(struct ocr_cost){ 3, 1000000007 }), STATUS_OK);
    cr_assert(wire_get_done(pass(&line).payload, &status, &ocr));
    cr_assert_eq(status, STATUS_BUG);
    cr_assert(ocr.pages == 3 && ocr.ns == 1000000007);
    cr_assert_eq(wire_put_hello(&line.writer, 5), STATUS_OK);
    cr_assert(wire_get_hello(pass(&line).payload, &features));
    cr_assert_eq(features, 5);
    line_close(&line);
}
