/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/ole_kind.h"

#include <strings.h>

enum {
    HEADER_SIZE = 512,
    HEADER_FAT_ENTRIES = 109, /* [MS-CFB] 2.2: sectors of the FAT that the header itself names */
    ENTRY_SIZE = 128,         /* 2.6.1 */
    DIRECTORY_SECTORS_MAX = 256,
    MINI_STREAM_CUTOFF = 4096, /* smaller streams lie elsewhere */
};

/* 2.1: numbers above are marks, not sectors. */
static const uint32_t sector_last = 0xFFFFFFF9;

static const struct format unknown_kind = { "ole2", "application/x-ole-storage" };
static const struct format encrypted_kind = { "ooxml-encrypted", "application/vnd.ms-office" };

struct compound {
    struct bytes input;
    size_t sector_size;
};

static bool word_is_encrypted(const struct compound *compound, struct bytes entry);
static bool workbook_is_encrypted(const struct compound *compound, struct bytes entry);

static const struct {
    const char *stream;
    struct format format;
    bool (*is_encrypted)(const struct compound *compound, struct bytes entry); /* NULL: not told */
} kinds[] = {
    { "WordDocument", { "doc", "application/msword" }, word_is_encrypted },
    { "Workbook", { "xls", "application/vnd.ms-excel" }, workbook_is_encrypted },
    { "Book", { "xls", "application/vnd.ms-excel" }, workbook_is_encrypted },
    { "PowerPoint Document", { "ppt", "application/vnd.ms-powerpoint" }, NULL },
    { "__properties_version1.0", { "msg", "application/vnd.ms-outlook" }, NULL },
    { "VisioDocument", { "vsd", "application/vnd.visio" }, NULL },
    { "Props9", { "mpp", "application/vnd.ms-project" }, NULL },
    { "FileHeader", { "hwp", "application/x-hwp" }, NULL },
    { "MatOST", { "works", "application/vnd.ms-works" }, NULL },
    { "CONTENTS", { "works", "application/vnd.ms-works" }, NULL },
    { "Quill", { "pub", "application/x-mspublisher" }, NULL },
    { "!_StringData", { "msi", "application/x-msi" }, NULL },
};

static const char magic[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

bool ole_kind_recognise(struct bytes input)
{
    return input.size >= HEADER_SIZE && bytes_start_with(input, magic, 8);
}

static uint32_t u32_at(struct bytes input, uint64_t offset)
{
    return bytes_u32le(input, offset > input.size ? input.size : (size_t)offset);
}

static struct bytes sector(const struct compound *compound, uint32_t number)
{
    uint64_t offset = ((uint64_t)number + 1) * compound->sector_size;

    if (offset > compound->input.size)
        return bytes_of(compound->input.data, 0);
    return bytes_slice(compound->input, (size_t)offset, compound->sector_size);
}

/* The sector after `number` in its chain; one past sector_last at the end and for what the header does not reach. */
static uint32_t sector_next(const struct compound *compound, uint32_t number)
{
    size_t per_sector = compound->sector_size / 4;
    size_t fat_index = number / per_sector;
    struct bytes fat;

    if (fat_index >= HEADER_FAT_ENTRIES)
        return sector_last + 1;
    fat = sector(compound, u32_at(compound->input, 76 + 4 * fat_index));
    if (fat.size < compound->sector_size)
        return sector_last + 1;
    return u32_at(fat, 4 * (number % per_sector));
}

static int lower(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte;
}

/* Names are UTF-16LE, with their size in bytes and a terminator; case does not count (2.6.1, 2.6.4). */
static bool entry_is_named(struct bytes entry, const char *name)
{
    size_t size = strlen(name);

    if (entry.data[64] + 256u * entry.data[65] != 2 * (size + 1))
        return false;
    for (size_t index = 0; index < size; index++)
        if (lower(entry.data[2 * index]) != lower((uint8_t)name[index]) || entry.data[2 * index + 1] != 0)
            return false;
    return true;
}

/* [MS-DOC] 2.5.2: fEncrypted of the FIB. */
static bool word_is_encrypted(const struct compound *compound, struct bytes entry)
{
    struct bytes start = sector(compound, u32_at(entry, 116));

    return u32_at(entry, 120) >= MINI_STREAM_CUTOFF && start.size > 12 && (start.data[11] & 1) != 0;
}

/* [MS-XLS] 2.4.117: a FilePass record stands right behind the BOF. */
static bool workbook_is_encrypted(const struct compound *compound, struct bytes entry)
{
    struct bytes start = sector(compound, u32_at(entry, 116));
    size_t bof_size = start.size > 4 ? 4u + start.data[2] + 256u * start.data[3] : 0;

    return u32_at(entry, 120) >= MINI_STREAM_CUTOFF && bof_size > 0 && bof_size + 2 <= start.size
           && start.data[bof_size] == 0x2F && start.data[bof_size + 1] == 0;
}

static const struct format *entry_kind(const struct compound *compound, struct bytes entry, bool *encrypted)
{
    if (entry_is_named(entry, "EncryptedPackage") || entry_is_named(entry, "\tDRMContent")) {
        *encrypted = true;
        return &encrypted_kind;
    }
    for (size_t index = 0; index < sizeof kinds / sizeof *kinds; index++) {
        if (!entry_is_named(entry, kinds[index].stream))
            continue;
        *encrypted = kinds[index].is_encrypted != NULL && kinds[index].is_encrypted(compound, entry);
        return &kinds[index].format;
    }
    return NULL;
}

const struct format *ole_kind_named(const char *stream)
{
    for (size_t index = 0; index < sizeof kinds / sizeof *kinds; index++)
        if (strcasecmp(kinds[index].stream, stream) == 0)
            return &kinds[index].format;
    return NULL;
}

const struct format *ole_kind_of(struct bytes input, bool *encrypted)
{
    struct compound compound = { .input = input, .sector_size = 512 };
    uint32_t number;

    *encrypted = false;
    if (input.data[30] == 12) /* 2.2: the sector shift; 9 in all other files */
        compound.sector_size = 4096;
    number = u32_at(input, 48);
    for (unsigned count = 0; count < DIRECTORY_SECTORS_MAX && number <= sector_last; count++) {
        struct bytes entries = sector(&compound, number);

        for (; entries.size >= ENTRY_SIZE; entries = bytes_slice(entries, ENTRY_SIZE, entries.size)) {
            const struct format *kind = entry_kind(&compound, bytes_slice(entries, 0, ENTRY_SIZE), encrypted);

            if (kind != NULL)
                return kind;
        }
        number = sector_next(&compound, number);
    }
    return &unknown_kind;
}
