/* SPDX-License-Identifier: Apache-2.0
 *
 * The extractors of src/foreign against their folders of corpus/: each CASE.EXT with its CASE.EXT.expect.
 */
#include <criterion/criterion.h>

#include "foreign/foreign_registry.h"
#include "transcript.h"

#define CORPUS GUANKA_SOURCE_DIR "/corpus/"

static void setup(void)
{
    cr_assert_eq(foreign_prepare(false), STATUS_OK);
    transcript_use_formats(foreign_formats());
}

TestSuite(foreign, .init = setup);

Test(foreign, pdf)
{
    transcript_check_folder(CORPUS "pdf");
}

Test(foreign, images)
{
    transcript_check_folder(CORPUS "image");
}

Test(foreign, formats_have_all_their_parts)
{
    for (const struct extractor *const *next = foreign_formats(); *next != NULL; next++) {
        cr_expect_not_null((*next)->bid);
        cr_expect_not_null((*next)->extract);
        cr_expect_not((*next)->isolated);
    }
}

Test(foreign, mail_as_expected)
{
    transcript_check_folder(CORPUS "mail");
}

Test(foreign, tnef_as_expected)
{
    transcript_check_folder(CORPUS "tnef");
}

Test(foreign, chm_as_expected)
{
    transcript_check_folder(CORPUS "chm");
}
