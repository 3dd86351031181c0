/* SPDX-License-Identifier: Apache-2.0
 *
 * What a sweep keeps of a site while it runs and between two: addresses, lists of links, packed contents.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "sweep/address_table.h"
#include "sweep/link_list.h"
#include "sweep/packed.h"

/* ---- Addresses. */

Test(address_table, each_address_is_there_once_and_stays)
{
    enum { COUNT = 20000 };
    static struct address *made[COUNT];
    struct address_table *table;
    char url[64];

    cr_assert_eq(address_table_create(&table), STATUS_OK);
    for (int number = 0; number < COUNT; number++) {
        (void)snprintf(url, sizeof url, "http://a.test/%d.html", number);
        cr_assert_null(address_table_find(table, url));
        made[number] = address_table_get(table, url);
        cr_assert_not_null(made[number]);
        cr_assert_eq(made[number]->id, 0);
        cr_assert_eq(address_table_identify(table, made[number], 1000 + 2 * number), STATUS_OK);
    }
    cr_assert_eq(address_table_count(table), COUNT);
    for (int number = 0; number < COUNT; number++) {
        (void)snprintf(url, sizeof url, "http://a.test/%d.html", number);
        cr_assert_eq(address_table_get(table, url), made[number]);
        cr_assert_eq(address_table_find(table, url), made[number]);
        cr_assert_eq(address_table_at(table, (size_t)number), made[number]);
        cr_assert_eq(address_table_of_id(table, 1000 + 2 * number), made[number]);
        cr_assert_null(address_table_of_id(table, 1001 + 2 * number), "an id that nobody has");
        cr_assert_str_eq(made[number]->url, url);
    }
    cr_expect_eq(address_table_count(table), COUNT);
    cr_expect_null(address_table_of_id(table, 0));
    cr_expect_null(address_table_of_id(table, 999));
    cr_expect_null(address_table_of_id(table, INT64_MAX));
    address_table_destroy(table);
}

/* ---- Links. */

Test(link_list, what_went_in_comes_out)
{
    static const struct listed_link links[] = {
        { 1, PAGE_ANCHOR, false },
        { 127, PAGE_OTHER, true },
        { 128, PAGE_REFRESH, false },
        { 1234567, PAGE_FRAME, true },
        { INT64_C(1) << 40, PAGE_FORM, false },
        { INT64_MAX >> 4, PAGE_IMAGE, true },
    };
    enum { COUNT = sizeof links / sizeof *links };
    struct buf list = BUF_INIT(4096);
    struct listed_link link;
    size_t offset = 0;

    for (size_t index = 0; index < COUNT; index++)
        link_list_add(&list, &links[index]);
    cr_assert_eq(buf_status(&list), STATUS_OK);
    for (size_t index = 0; index < COUNT; index++) {
        cr_assert(link_list_next(buf_bytes(&list), &offset, &link));
        cr_expect_eq(link.address, links[index].address);
        cr_expect_eq(link.element, links[index].element);
        cr_expect_eq(link.is_hidden, links[index].is_hidden);
    }
    cr_expect_not(link_list_next(buf_bytes(&list), &offset, &link));
    buf_free(&list);
}

Test(link_list, damaged_lists_end)
{
    static const uint8_t endless[] = { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01 };
    static const uint8_t cut[] = { 0x10, 0xFF };
    struct listed_link link;
    size_t offset = 0;

    cr_expect_not(link_list_next((struct bytes){ 0 }, &offset, &link));
    cr_expect_not(link_list_next(bytes_of(endless, sizeof endless), &offset, &link));
    offset = 0;
    cr_expect(link_list_next(bytes_of(cut, sizeof cut), &offset, &link));
    cr_expect_not(link_list_next(bytes_of(cut, sizeof cut), &offset, &link));
}

/* ---- Contents. */

static struct packer *packer;

static void open_packer(void)
{
    cr_assert_eq(packer_create(&packer), STATUS_OK);
}

static void close_packer(void)
{
    packer_destroy(packer);
}

TestSuite(packed, .init = open_packer, .fini = close_packer);

static void check_both_ways(struct bytes content)
{
    struct buf packed = BUF_INIT(8 << 20), bytes = BUF_INIT(8 << 20);

    cr_assert_eq(packed_make(packer, content, &packed), STATUS_OK);
    cr_assert_eq(packed_open(packer, buf_bytes(&packed), content.size, &bytes), STATUS_OK);
    cr_expect(bytes_equal(buf_bytes(&bytes), content));
    cr_expect_eq(packed_open(packer, buf_bytes(&packed), content.size + 1, &bytes), STATUS_MALFORMED);
    if (content.size > 0)
        cr_expect_eq(packed_open(packer, buf_bytes(&packed), content.size - 1, &bytes), STATUS_MALFORMED);
    if (packed.size > 0)
        cr_expect_eq(packed_open(packer, bytes_of(packed.data, packed.size - 1), content.size, &bytes),
                     STATUS_MALFORMED);
    buf_free(&packed);
    buf_free(&bytes);
}

Test(packed, what_went_in_comes_out)
{
    enum { SIZE = 3 << 20 };
    uint8_t *content = alloc_zeroed(1, SIZE);

    cr_assert_not_null(content);
    for (uint32_t index = 0, state = 1; index < SIZE; index++, state = state * 1664525 + 1013904223)
        content[index] = (uint8_t)(state >> (index < SIZE / 2 ? 24 : 31));
    check_both_ways(bytes_of(content, SIZE));
    check_both_ways(bytes_of_text("政"));
    check_both_ways(bytes_of("", 0));
    alloc_free(content);
}

Test(packed, what_is_not_packed_is_refused)
{
    struct buf bytes = BUF_INIT(1 << 20);

    cr_expect_eq(packed_open(packer, bytes_of_text("nothing of the kind"), 19, &bytes), STATUS_MALFORMED);
    cr_expect_eq(packed_open(packer, bytes_of_text("huge"), UINT64_C(1) << 40, &bytes), STATUS_MALFORMED);
    buf_free(&bytes);
}
