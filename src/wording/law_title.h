/* SPDX-License-Identifier: Apache-2.0
 *
 * Titles of laws as they stand between 《 and 》, compared with a list of how they are written.
 *
 * A title with the country's name in front is one of a national law or regulation, so whatever lies one step of writing
 * away from one of the list, and is not in it, is wrong, and so is one that only lacks or adds words. Without the country's name it may be a title of another place
 * or another kind of document; then only a slip of characters alike, a doubled one or two that are swapped are told.
 * Short titles are not compared: 教师法 and 教育法 are both right. Pure; immutable once made.
 */
#ifndef GUANKA_WORDING_LAW_TITLE_H
#define GUANKA_WORDING_LAW_TITLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "wording/alike.h"

enum law_title_kind {
    LAW_TITLE_UNKNOWN,
    LAW_TITLE_LISTED,
    LAW_TITLE_NEAR,   /* one step of writing away from the listed one */
    LAW_TITLE_CLOSE,  /* words of the listed one are left out, put in, or two characters of a long one are others */
    LAW_TITLE_NO_LAW, /* called 法, while the list has it as 条例, or the other way round: a law of this name never was */
    LAW_TITLE_UNLISTED, /* a law with the country's name in front that the list, which has all of them, does not have */
};

struct law_title {
    enum law_title_kind kind;
    size_t index; /* of the title in the list; not for LAW_TITLE_UNKNOWN and LAW_TITLE_UNLISTED */
};

struct law_titles;

/* `titles`: canonical, without the country's name. They and `alike` must live as long as the arena, which holds the
 * result. */
MUST_CHECK enum status law_titles_create(const char *const *titles, size_t count, struct alike alike,
                                         struct arena *arena, const struct law_titles **result);
/* `text`: what stands between 《 and 》 in canonical text. A note in brackets behind the title is passed over. */
struct law_title law_title_judge(const struct law_titles *titles, const char *text, size_t size);
/* How much of it is the title, without a note in brackets such as (试行). */
size_t law_title_without_note(const char *text, size_t size);

#endif
