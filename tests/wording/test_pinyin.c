/* SPDX-License-Identifier: Apache-2.0
 *
 * Readings as any dictionary gives them (现代汉语词典), and the pairs that DOMAIN 7.2 names.
 */
#include "wording/pinyin.h"

#include <criterion/criterion.h>

static const struct pinyin_reading *reading(uint32_t character)
{
    const struct pinyin_reading *result = pinyin_reading(character);

    cr_assert_not_null(result);
    cr_assert_eq(result->character, character);
    return result;
}

Test(pinyin, homophones_have_one_syllable)
{
    cr_assert_eq(reading(u'例')->syllable, reading(u'利')->syllable);
    cr_assert_eq(reading(u'依')->syllable, reading(u'衣')->syllable);
    cr_assert_eq(reading(u'州')->syllable, reading(u'洲')->syllable);
    cr_assert_eq(reading(u'其')->syllable, reading(u'起')->syllable);
    cr_assert_eq(reading(u'秆')->syllable, reading(u'杆')->syllable);
    cr_assert_neq(reading(u'政')->syllable, reading(u'攻')->syllable);
}

Test(pinyin, pairs_that_are_mixed_up_sound_alike)
{
    static const uint16_t pairs[][2] = { { u'知', u'资' }, { u'城', u'层' }, { u'师', u'思' }, { u'南', u'兰' },
                                         { u'湖', u'福' }, { u'林', u'零' }, { u'申', u'生' }, { u'山', u'上' } };

    for (size_t index = 0; index < sizeof pairs / sizeof *pairs; index++) {
        cr_expect_eq(reading(pairs[index][0])->sound, reading(pairs[index][1])->sound, "pair %zu", index);
        cr_expect_neq(reading(pairs[index][0])->syllable, reading(pairs[index][1])->syllable, "pair %zu", index);
    }
}

Test(pinyin, the_group_of_a_sound_is_complete)
{
    const struct pinyin_reading *one = reading(u'州');
    size_t count, seen = 0;
    const struct pinyin_reading *alike = pinyin_alike(one, &count);

    for (uint32_t character = 0x4E00; character < 0xA000; character++) {
        const struct pinyin_reading *other = pinyin_reading(character);

        seen += other != NULL && other->sound == one->sound;
    }
    cr_assert_eq(seen, count);
    for (size_t index = 0; index < count; index++)
        cr_assert_eq(alike[index].sound, one->sound);
}

Test(pinyin, what_is_not_in_gb2312_has_no_reading)
{
    cr_assert_null(pinyin_reading('a'));
    cr_assert_null(pinyin_reading(u'龘'));
    cr_assert_null(pinyin_reading(0x20000));
    cr_assert(reading(u'人')->common);
    cr_assert_not(reading(u'仡')->common);
}
