/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <endian.h>
#include <string.h>
#include <unistd.h>

enum { WORD = 8, ROUNDS_OF_WORD = 2, ROUNDS_AT_END = 4 };

struct state {
    uint64_t a, b, c, d;
};

static uint64_t turn(uint64_t word, unsigned bits)
{
    return word << bits | word >> (64 - bits);
}

static void stir(struct state *state, unsigned rounds)
{
    for (unsigned round = 0; round < rounds; round++) {
        state->a += state->b;
        state->c += state->d;
        state->b = turn(state->b, 13) ^ state->a;
        state->d = turn(state->d, 16) ^ state->c;
        state->a = turn(state->a, 32) + state->d;
        state->c += state->b;
        state->b = turn(state->b, 17) ^ state->c;
        state->d = turn(state->d, 21) ^ state->a;
        state->c = turn(state->c, 32);
    }
}

static void take_word(struct state *state, uint64_t word)
{
    state->d ^= word;
    stir(state, ROUNDS_OF_WORD);
    state->a ^= word;
}

enum status hash_key_draw(struct hash_key *key)
{
    return getentropy(key->words, sizeof key->words) == 0 ? STATUS_OK : STATUS_BUG;
}

uint64_t hash_of(const struct hash_key *key, struct bytes bytes)
{
    /* "somepseudorandomlygeneratedbytes" */
    struct state state = { key->words[0] ^ UINT64_C(0x736F6D6570736575), key->words[1] ^ UINT64_C(0x646F72616E646F6D),
                           key->words[0] ^ UINT64_C(0x6C7967656E657261), key->words[1] ^ UINT64_C(0x7465646279746573) };
    size_t whole = bytes.size / WORD * WORD;
    uint64_t word = 0;

    for (size_t index = 0; index < whole; index += WORD) {
        memcpy(&word, bytes.data + index, WORD);
        take_word(&state, le64toh(word));
    }
    word = (uint64_t)bytes.size << 56;
    for (size_t index = whole; index < bytes.size; index++)
        word |= (uint64_t)bytes.data[index] << (8 * (index - whole));
    take_word(&state, word);
    state.c ^= 0xFF;
    stir(&state, ROUNDS_AT_END);
    return state.a ^ state.b ^ state.c ^ state.d;
}
