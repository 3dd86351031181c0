/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/words.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/assert.h"

/* A set of a source: index source * DETECTOR_WORDS_MAX + set. */
struct channel {
    const void *knowledge;
    bool (*may_matter)(const void *knowledge, uint32_t id, const char *text, size_t size, size_t at);
    uint32_t roles;
};

/* What the id of a literal of the index holds: the channel, and the id that it has there. */
enum { CHANNEL_BITS = 8, ID_BITS = 32 - CHANNEL_BITS };
_Static_assert((int)DETECTOR_WORDS_MAX * (int)DETECTORS_MAX <= 1 << CHANNEL_BITS, "channels have their place in an id");

struct word_index {
    const struct literal_set *literals; /* a word that several channels have is there several times */
    const struct channel *channels;
    size_t channel_count;
    uint32_t roles; /* that some word is wanted in */
};

/* What was found for one channel: all places, and which are those of each block. */
struct found {
    struct literal_place *places;
    size_t count, capacity;
    uint64_t blocks; /* bits of those that have any; only their `runs` mean something */
    struct run {
        uint32_t first, count;
    } runs[WORD_BLOCKS_MAX];
};

struct word_finder {
    struct found *channels;
    size_t count, capacity;
};

/* ---- Making. */

struct making {
    struct channel *channels;
    struct literal *literals;
    size_t count, capacity;
    uint32_t roles;
};

static enum status add_words(struct making *making, uint32_t channel, struct literal_list words)
{
    size_t count = making->count + words.count;

    if (ARRAY_GROW(&making->literals, &making->capacity, count) != STATUS_OK)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < words.count; index++) {
        struct literal *literal = &making->literals[making->count++];

        *literal = words.items[index];
        ASSERT(literal->id < 1U << ID_BITS);
        literal->id |= channel << ID_BITS;
    }
    return STATUS_OK;
}

static enum status add_source(struct making *making, uint32_t first, const struct word_source *source)
{
    struct detector_words sets[DETECTOR_WORDS_MAX] = { 0 };
    enum status status = STATUS_OK;

    if (source->detector->words != NULL)
        source->detector->words(source->knowledge, sets);
    for (uint32_t set = 0; set < DETECTOR_WORDS_MAX && status == STATUS_OK; set++) {
        making->channels[first + set] =
            (struct channel){ source->knowledge, sets[set].may_matter, source->detector->roles };
        making->roles |= sets[set].list.count > 0 ? source->detector->roles : 0;
        status = add_words(making, first + set, sets[set].list);
    }
    return status;
}

static enum status finish(const struct making *making, size_t channel_count, struct arena *arena,
                          const struct word_index **index)
{
    struct word_index *made = arena_zeroed(arena, sizeof *made);
    enum status status;

    if (made == NULL)
        return STATUS_NO_MEMORY;
    made->channels = making->channels;
    made->channel_count = channel_count;
    made->roles = making->roles;
    status = literal_set_create(making->literals, making->count, arena, &made->literals);
    *index = status == STATUS_OK ? made : NULL;
    return status;
}

enum status word_index_create(const struct word_source *sources, size_t count, struct arena *arena,
                              const struct word_index **index)
{
    size_t channel_count = count * DETECTOR_WORDS_MAX;
    struct making making = { .channels = arena_zeroed(arena, (channel_count + 1) * sizeof *making.channels) };
    enum status status = making.channels == NULL ? STATUS_NO_MEMORY : STATUS_OK;

    *index = NULL;
    for (size_t source = 0; source < count && status == STATUS_OK; source++)
        status = add_source(&making, (uint32_t)(source * DETECTOR_WORDS_MAX), &sources[source]);
    if (status == STATUS_OK && making.count > 0)
        status = finish(&making, channel_count, arena, index);
    alloc_free(making.literals);
    return status;
}

/* ---- Finding. */

enum status word_finder_create(struct word_finder **finder)
{
    *finder = alloc_zeroed(1, sizeof **finder);
    return *finder == NULL ? STATUS_NO_MEMORY : STATUS_OK;
}

void word_finder_free(struct word_finder *finder)
{
    if (finder == NULL)
        return;
    for (size_t channel = 0; channel < finder->capacity; channel++)
        alloc_free(finder->channels[channel].places);
    alloc_free(finder->channels);
    alloc_free(finder);
}

static enum status make_room(struct word_finder *finder, size_t channels)
{
    size_t before = finder->capacity;

    for (size_t channel = 0; channel < finder->count; channel++)
        finder->channels[channel].count = finder->channels[channel].blocks = 0;
    finder->count = channels;
    if (channels <= before)
        return STATUS_OK;
    finder->count = before;
    if (ARRAY_GROW(&finder->channels, &finder->capacity, channels) != STATUS_OK)
        return STATUS_NO_MEMORY;
    memset(finder->channels + before, 0, (finder->capacity - before) * sizeof *finder->channels);
    finder->count = channels;
    return STATUS_OK;
}

struct reading {
    struct word_finder *finder;
    const struct word_index *index;
    const char *text;
    size_t size;
    const struct word_block *blocks;
    size_t block_count, block; /* block: that of the last place */
    enum status status;
};

static enum status keep(struct found *found, size_t block, struct literal_place place)
{
    enum status status = STATUS_OK;

    if (found->count == found->capacity)
        status = ARRAY_GROW(&found->places, &found->capacity, found->count + 1);
    if (status != STATUS_OK)
        return status;
    if ((found->blocks >> block & 1) == 0) {
        found->blocks |= UINT64_C(1) << block;
        found->runs[block] = (struct run){ (uint32_t)found->count, 0 };
    }
    found->runs[block].count++;
    found->places[found->count++] = place;
    return STATUS_OK;
}

static bool on_word(void *context, uint32_t id, size_t from, size_t to)
{
    struct reading *reading = context;
    uint32_t channel_index = id >> ID_BITS, own_id = id & ((1U << ID_BITS) - 1);
    const struct channel *channel = &reading->index->channels[channel_index];
    const struct word_block *block;

    if (channel->may_matter != NULL
        && !channel->may_matter(channel->knowledge, own_id, reading->text, reading->size, from))
        return true;
    while (reading->block + 1 < reading->block_count && reading->blocks[reading->block + 1].from <= from)
        reading->block++;
    block = &reading->blocks[reading->block];
    /* A long block is cut without regard to words, and what goes over the cut is in neither piece. */
    if ((channel->roles & block->role) == 0 || to > block->to)
        return true;
    reading->status = keep(&reading->finder->channels[channel_index], reading->block,
                           (struct literal_place){ own_id, (uint32_t)from - block->from, (uint32_t)to - block->from });
    return reading->status == STATUS_OK;
}

enum status word_finder_read(struct word_finder *finder, const struct word_index *index, const char *text, size_t size,
                             const struct word_block *blocks, size_t block_count)
{
    struct reading reading = { finder, index, text, size, blocks, block_count, 0, STATUS_OK };
    uint32_t roles = 0;

    reading.status = make_room(finder, index != NULL ? index->channel_count : 0);
    if (reading.status != STATUS_OK || index == NULL)
        return reading.status;
    for (size_t block = 0; block < block_count; block++)
        roles |= blocks[block].role;
    if ((index->roles & roles) != 0)
        (void)literal_set_scan(index->literals, text, size, on_word, &reading);
    return reading.status;
}

uint64_t word_finder_blocks(const struct word_finder *finder, size_t source)
{
    uint64_t blocks = 0;

    for (size_t set = 0; set < DETECTOR_WORDS_MAX && finder->count > 0; set++)
        blocks |= finder->channels[source * DETECTOR_WORDS_MAX + set].blocks;
    return blocks;
}

void word_finder_places(const struct word_finder *finder, size_t source, size_t block,
                        struct literal_places words[DETECTOR_WORDS_MAX])
{
    for (size_t set = 0; set < DETECTOR_WORDS_MAX; set++) {
        const struct found *found =
            finder->count > 0 ? &finder->channels[source * DETECTOR_WORDS_MAX + set] : NULL;

        words[set] = (struct literal_places){ 0 };
        if (found != NULL && (found->blocks >> block & 1) != 0)
            words[set] = (struct literal_places){ found->places + found->runs[block].first, found->runs[block].count };
    }
}
