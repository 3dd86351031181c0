/* SPDX-License-Identifier: Apache-2.0
 *
 * Examples of RFC 5322 and RFC 5321, and what has been tried against heads of mail.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "sweep/mail_address.h"

Test(mail_address, takes_the_plain_form)
{
    static const char *const right[] = { "john.q.public@example.com",
                                         "mary@x.test",
                                         "one@y.test",
                                         "jdoe@machine.example",
                                         "zhang_san@gz.gov.cn",
                                         "a+b=c@xn--zfr164b.xn--zfr164b",
                                         "1@2.cn",
                                         "o'brien@example.com",
                                         "root@localhost" };

    for (size_t index = 0; index < sizeof right / sizeof *right; index++)
        cr_expect(mail_address_is_valid(right[index]), "%s", right[index]);
}

Test(mail_address, refuses_what_servers_or_heads_would_take_otherwise)
{
    static const char *const wrong[] = { "",
                                         "zhang",
                                         "@example.com",
                                         "zhang@",
                                         "a@b@example.com",
                                         "a b@example.com",
                                         " a@example.com",
                                         "a@example.com ",
                                         "a@example.com\r\nBcc: b@example.com",
                                         "a@example.com\nRCPT TO:<b@example.com>",
                                         "a@example.com, b@example.com",
                                         "a@example.com;b@example.com",
                                         "张三 <a@example.com>",
                                         "<a@example.com>",
                                         "a>@example.com",
                                         "\"a b\"@example.com",
                                         "a(c)@example.com",
                                         ".a@example.com",
                                         "a.@example.com",
                                         "a..b@example.com",
                                         "a@.example.com",
                                         "a@example.com.",
                                         "a@example..com",
                                         "a@-example.com",
                                         "a@example-.com",
                                         "a@exa_mple.com",
                                         "a@[127.0.0.1]",
                                         "张三@example.com",
                                         "a@政务.cn",
                                         "mailto:a@example.com?cc=b@example.com",
                                         "a\x7f@example.com" };

    for (size_t index = 0; index < sizeof wrong / sizeof *wrong; index++)
        cr_expect_not(mail_address_is_valid(wrong[index]), "%s", wrong[index]);
}

Test(mail_address, has_the_lengths_of_the_standard)
{
    char text[300];

    memset(text, 'a', sizeof text);
    strcpy(text + 64, "@example.com");
    cr_expect(mail_address_is_valid(text), "64 before the @");
    memset(text, 'a', sizeof text);
    strcpy(text + 65, "@example.com");
    cr_expect_not(mail_address_is_valid(text), "65");
    memset(text, 'a', sizeof text);
    memcpy(text, "a@", 2);
    text[65] = '\0';
    cr_expect(mail_address_is_valid(text), "a part of 63");
    text[65] = 'a';
    text[66] = '\0';
    cr_expect_not(mail_address_is_valid(text), "64");
    for (size_t at = 65; at < sizeof text; at += 60)
        text[at] = '.';
    text[66] = 'a';
    text[254] = '\0';
    cr_expect(mail_address_is_valid(text), "254 in all");
    text[254] = 'a';
    text[255] = '\0';
    cr_expect_not(mail_address_is_valid(text), "255");
}
