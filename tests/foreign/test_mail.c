/* SPDX-License-Identifier: Apache-2.0
 *
 * Header fields and bodies of mail: examples of the standards, and what Chinese programs write against them.
 */
#include <criterion/criterion.h>

#include "extract/mail_evidence.h"
#include "extract/part.h"
#include "foreign/mail_body.h"
#include "foreign/mail_header.h"
#include "foreign/mail_utf7.h"

static struct charset *opened(void)
{
    struct charset *charset;

    cr_assert_eq(charset_create(&charset), STATUS_OK);
    return charset;
}

static void expect_header(const char *value, const char *wanted)
{
    struct charset *charset = opened();
    struct buf out = BUF_INIT(4096);

    buf_text(&out, "");
    cr_assert_eq(mail_header_text(charset, bytes_of_text(value), &out), STATUS_OK);
    cr_expect_str_eq(out.data != NULL ? out.data : "", wanted, "%s: %s", value, out.data);
    buf_free(&out);
    charset_destroy(charset);
}

/* RFC 2047, 8; the table there shows the displayed forms. */
Test(mail, encoded_words_of_the_standard)
{
    expect_header("=?ISO-8859-1?Q?a?=", "a");
    expect_header("=?ISO-8859-1?Q?a?= b", "a b");
    expect_header("=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab");
    expect_header("=?ISO-8859-1?Q?a?=  \r\n =?ISO-8859-1?Q?b?=", "ab");
    expect_header("=?ISO-8859-1?Q?a_b?=", "a b");
    expect_header("=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=", "a b");
    expect_header("=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>", "Keith Moore <moore@cs.utk.edu>");
    expect_header("=?ISO-8859-1?Q?Andr=E9?= Pirard <PIRARD@vm1.ulg.ac.be>", "André Pirard <PIRARD@vm1.ulg.ac.be>");
    expect_header("=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=\r\n =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
                  "If you can read this you understand the example.");
}

Test(mail, encoded_words_against_the_standard)
{
    expect_header("=?gb2312?B?u/o=?= =?gb2312?B?w9w=?=", "机密");
    expect_header("=?gb2312?B?u/rD?=\r\n\t=?gb2312?B?3A==?=", "机密");
    expect_header("=?GB2312?B?6Ew=?=", "鐻"); /* in GBK, not in GB 2312 */
    expect_header("=?unknown-8bit?B?u/rD3A==?=", "机密");
    expect_header("=?utf-8*zh?B?5py65a+G?=", "机密");
    expect_header("a =?utf-8?B?5py65a+G", "a =?utf-8?B?5py65a+G");
    expect_header("=?utf-8?X?a?= =? ?=", "=?utf-8?X?a?= =? ?=");
    expect_header("\xBB\xFA\xC3\xDC raw", "机密 raw");
    expect_header("\xE6\x9C\xBA\xE5\xAF\x86 raw", "机密 raw");
    expect_header(" folded\r\n  twice\r\n", "folded  twice");
    expect_header("", "");
}

static void expect_parameter(const char *value, const char *name, const char *wanted)
{
    struct charset *charset = opened();
    struct buf out = BUF_INIT(4096);

    cr_assert_eq(mail_header_parameter(charset, bytes_of_text(value), name, &out), STATUS_OK);
    cr_expect_str_eq(out.size > 0 ? out.data : "", wanted, "%s", value);
    buf_free(&out);
    charset_destroy(charset);
}

/* RFC 2231, 3 to 4.1. */
Test(mail, parameters_of_the_standard)
{
    expect_parameter("message/external-body; access-type=URL;\r\n URL*0=\"ftp://\";\r\n"
                     " URL*1=\"cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar\"",
                     "url", "ftp://cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar");
    expect_parameter("application/x-stuff;\r\n title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A", "title",
                     "This is ***fun***");
    expect_parameter("application/x-stuff\r\n ;title*0*=us-ascii'en'This%20is%20even%20more%20\r\n"
                     " ;title*1*=%2A%2A%2Afun%2A%2A%2A%20\r\n ;title*2=\"isn't it!\"",
                     "title", "This is even more ***fun*** isn't it!");
}

Test(mail, parameters_against_the_standard)
{
    expect_parameter("attachment; filename=\"a;b \\\"c\\\".txt\"; size=1", "filename", "a;b \"c\".txt");
    expect_parameter("attachment; filename=plain name.txt", "filename", "plain name.txt");
    expect_parameter("attachment; xfilename=no; filename = yes", "filename", "yes");
    expect_parameter("attachment; filename=\"=?gbk?B?u/rD3A==?=.doc\"", "filename", "机密.doc");
    expect_parameter("attachment; filename=\"\xBB\xFA\xC3\xDC.doc\"", "filename", "机密.doc");
    /* The second byte of this character is a backslash. */
    expect_parameter("attachment; filename=\"\xC0\x5C\xBB\xFA\xC3\xDC.doc\"", "filename", "繺机密.doc");
    expect_parameter("attachment; filename*=gbk''%BB%FA%C3%DC.doc; filename=other", "filename", "机密.doc");
    expect_parameter("attachment", "filename", "");
}

static void expect_unflowed(const char *text, bool delete_space, const char *wanted)
{
    struct buf out = BUF_INIT(4096);

    mail_body_unflow(bytes_of_text(text), delete_space, &out);
    cr_expect_str_eq(out.data, wanted, "%s", text);
    buf_free(&out);
}

/* RFC 3676, 4.1, 4.3 and 4.5. */
Test(mail, flowed_text)
{
    expect_unflowed("one \r\ntwo\r\nthree\r\n", false, "one two\nthree\n");
    expect_unflowed("one \r\ntwo\r\n", true, "onetwo\n");
    expect_unflowed("> a \n> b\n>> c \n> d\n", false, "> a b\n>> c \n> d\n");
    expect_unflowed("text \n-- \nname\n", false, "text \n-- \nname\n");
    expect_unflowed(" From stuffed\n", false, " From stuffed\n");
}

Test(mail, files_in_text)
{
    struct bytes text = bytes_of_text("x\nbegin 644 a.txt\r\n#86)C\r\n`\r\nend\nbegin 1 b\nbegin 644 c\n#86)C\n");
    struct mail_body_file file;
    size_t offset = 0;

    cr_assert(mail_body_file_next(text, &offset, &file));
    cr_expect(bytes_equal(file.name, bytes_of_text("a.txt")));
    cr_expect(file.whole);
    struct buf out = BUF_INIT(64);
    mail_body_decode(MAIL_BODY_UUENCODED, file.encoded, &out);
    cr_expect(bytes_equal(buf_bytes(&out), bytes_of_text("abc")));
    buf_free(&out);
    cr_assert(mail_body_file_next(text, &offset, &file));
    cr_expect(bytes_equal(file.name, bytes_of_text("c")));
    cr_expect_not(file.whole);
    cr_expect_not(mail_body_file_next(text, &offset, &file));
}

/* What is mail, and what only speaks of it. */
Test(mail, evidence)
{
    static const char *const messages[] = {
        "Received: a\nFrom: b\nTo: c\n\n",
        "\r\nFrom: a\r\nTo: b\r\nSubject: c\r\n\r\nd",
        "MIME-Version: 1.0\nContent-Type: text/plain\n\n",
        "Content-Type: multipart/mixed; boundary=a\n\n--a",
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a/\r\nSubject: a\r\nDate: b\r\nMIME-Version: 1.0\r\n",
    };
    static const char *const others[] = {
        "",
        "From: a\nTo: b\n\nc",
        "From: a\nTo: b\nSubject: c\nand so on without a blank line",
        "He wrote:\nFrom: a\nTo: b\nSubject: c\nMessage-ID: d\n\n",
        "HTTP/1.1 200 OK\r\nDate: a\r\nContent-Type: text/html\r\n\r\n",
        "Date: a\nContent-Type: b\nContent-Language: c\n\n",
        "Package: a\nVersion: 1\nDescription: From: To: Subject:\n\n",
        "  From: a\n  To: b\n  Subject: c\n\n",
        "<html>\nFrom: a\nTo: b\nSubject: c\n\n",
    };

    for (size_t index = 0; index < sizeof messages / sizeof *messages; index++)
        cr_expect_gt(mail_evidence_of_message(bytes_of_text(messages[index]), NULL), 0, "%s", messages[index]);
    for (size_t index = 0; index < sizeof others / sizeof *others; index++)
        cr_expect_eq(mail_evidence_of_message(bytes_of_text(others[index]), NULL), 0, "%s", others[index]);
    cr_expect_gt(mail_evidence_of_mailbox(bytes_of_text("From a@b Fri Nov 27 08:00:00 2026\nFrom: a\nTo: b\n\n")), 0);
    cr_expect_eq(mail_evidence_of_mailbox(bytes_of_text("From here on,\nFrom: is a word.\n\n")), 0);
}

/* Where the outside says that it is a message, one field is enough; where there is none, nothing is. */
Test(mail, evidence_by_name)
{
    static const struct part_hint named[] = { { .name = "a/b.eml" },
                                              { .name = "B.EML" },
                                              { .name = "b.mht" },
                                              { .name = "b.mhtml" },
                                              { .media_type = "message/RFC822" } };
    static const struct part_hint others[] = { { .name = "eml" },
                                               { .name = "b.eml.txt" },
                                               { .media_type = "text/plain" } };

    for (size_t index = 0; index < sizeof named / sizeof *named; index++) {
        cr_expect_gt(mail_evidence_of_message(bytes_of_text("Content-Type: a/b\n\nc"), &named[index]), 0, "%zu", index);
        cr_expect_eq(mail_evidence_of_message(bytes_of_text("<p>\nSubject: a\n\n"), &named[index]), 0, "%zu", index);
        cr_expect_eq(mail_evidence_of_message(bytes_of_text("Note: a\n\nb"), &named[index]), 0, "%zu", index);
    }
    for (size_t index = 0; index < sizeof others / sizeof *others; index++)
        cr_expect_eq(mail_evidence_of_message(bytes_of_text("Subject: a\n\nb"), &others[index]), 0, "%zu", index);
}

/* The examples of RFC 2152, and what is broken. */
Test(mail, utf7)
{
    static const char *const cases[][2] = {
        { "A+ImIDkQ.", "A\u2262\u0391." },
        { "Hi Mom +Jjo-!", "Hi Mom \u263A!" },
        { "+ZeVnLIqe-", "\u65E5\u672C\u8A9E" },
        { "Item 3 is +AKM-1.", "Item 3 is \u00A31." },
        { "1 +- 1", "1 + 1" },
        { "+2D3eAA-", "\U0001F600" },
        { "+2D0-a", "\uFFFDa" },
        { "+3gA-", "\uFFFD" },
        { "a\xFF", "a\uFFFD" },
        { "+", "" },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct buf out = BUF_INIT(256);

        mail_utf7_decode(bytes_of_text(cases[index][0]), &out);
        cr_expect(bytes_equal(buf_bytes(&out), bytes_of_text(cases[index][1])), "%s", cases[index][0]);
        buf_free(&out);
    }
    cr_expect(mail_utf7_is_meant("UTF-7"));
    cr_expect_not(mail_utf7_is_meant("utf-8"));
}
