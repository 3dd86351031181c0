/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/unsupported.h"

#include <string.h>

#include "extract/isolated.h"
#include "extract/ole_kind.h"
#include "extract/signature.h"
#include "extract/unpack.h"
#include "extract/zip/zipfile.h"
#include "text/encoding.h"

enum {
    ZIP_DOCUMENT_BID = 90, /* more than the zip it also is, less than a package of Office Open XML */
    BINARY_BID = 2,        /* a little more than plain text, which takes anything */
    BINARY_SAMPLE_SIZE = 1024,
    BINARY_SHARE = 32,       /* one control character in so many bytes is no text; random bytes have three */
    ZIP_MEMBERS_MAX = 10000, /* looked at for recognising a document */
    PDF_TRAILER_SIZE = 4096,
};

/* More specific ones before those they begin with. */
static const struct signature signatures[] = {
    SIGNATURE("ico", "image/vnd.microsoft.icon", 0, "\0\0\1\0"),
    SIGNATURE("psd", "image/vnd.adobe.photoshop", 0, "8BPS"),
    SIGNATURE("djvu", "image/vnd.djvu", 0, "AT&TFORM"),
    SIGNATURE("jpeg2000", "image/jp2", 4, "jP  \r\n\x87\n"),
    SIGNATURE("jpegxl", "image/jxl", 4, "JXL \r\n\x87\n"),
    SIGNATURE("heif", "image/heif", 4, "ftyphei"),
    SIGNATURE("heif", "image/heif", 4, "ftypmif1"),
    SIGNATURE("avif", "image/avif", 4, "ftypavif"),
    SIGNATURE("dwg", "image/vnd.dwg", 0, "AC10"),
    SIGNATURE("mp4", "video/mp4", 4, "ftyp"),
    SIGNATURE("quicktime", "video/quicktime", 4, "moov"),
    SIGNATURE("avi", "video/x-msvideo", 8, "AVI LIST"),
    SIGNATURE("wav", "audio/x-wav", 8, "WAVEfmt "),
    SIGNATURE("midi", "audio/midi", 0, "MThd\0\0\0\6"),
    SIGNATURE("mp3", "audio/mpeg", 0, "ID3"),
    SIGNATURE("mp3", "audio/mpeg", 0, "\xFF\xFB"),
    SIGNATURE("mp3", "audio/mpeg", 0, "\xFF\xF3"),
    SIGNATURE("mp3", "audio/mpeg", 0, "\xFF\xF2"),
    SIGNATURE("aac", "audio/aac", 0, "\xFF\xF1"),
    SIGNATURE("flac", "audio/flac", 0, "fLaC"),
    SIGNATURE("ogg", "application/ogg", 0, "OggS"),
    SIGNATURE("amr", "audio/amr", 0, "#!AMR"),
    SIGNATURE("matroska", "video/x-matroska", 0, "\x1A\x45\xDF\xA3"),
    SIGNATURE("asf", "video/x-ms-asf", 0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11"),
    SIGNATURE("flv", "video/x-flv", 0, "FLV\1"),
    SIGNATURE("mpeg", "video/mpeg", 0, "\0\0\1\xBA"),
    SIGNATURE("mpeg", "video/mpeg", 0, "\0\0\1\xB3"),
    SIGNATURE("realmedia", "application/vnd.rn-realmedia", 0, ".RMF"),
    SIGNATURE("swf", "application/x-shockwave-flash", 0, "FWS"),
    SIGNATURE("swf", "application/x-shockwave-flash", 0, "CWS"),
    SIGNATURE("swf", "application/x-shockwave-flash", 0, "ZWS"),
    SIGNATURE("woff", "font/woff", 0, "wOFF"),
    SIGNATURE("woff2", "font/woff2", 0, "wOF2"),
    SIGNATURE("otf", "font/otf", 0, "OTTO\0"),
    SIGNATURE("ttf", "font/ttf", 0, "\0\1\0\0\0"),
    SIGNATURE("ttc", "font/collection", 0, "ttcf\0"),
    SIGNATURE("elf", "application/x-elf", 0,
              "\x7F"
              "ELF"),
    SIGNATURE("class", "application/java-vm", 0, "\xCA\xFE\xBA\xBE\0"),
    SIGNATURE("macho", "application/x-mach-binary", 0, "\xCF\xFA\xED\xFE"),
    SIGNATURE("macho", "application/x-mach-binary", 0, "\xCE\xFA\xED\xFE"),
    SIGNATURE("wasm", "application/wasm", 0, "\0asm\1\0\0\0"),
    SIGNATURE("pyc", "application/x-python-bytecode", 2, "\r\n\0\0\0\0"),
    SIGNATURE("sqlite", "application/vnd.sqlite3", 0, "SQLite format 3\0"),
    SIGNATURE("access", "application/x-msaccess", 4, "Standard Jet DB\0"),
    SIGNATURE("access", "application/x-msaccess", 4, "Standard ACE DB\0"),
    SIGNATURE("ceb", "application/x-ceb", 0, "Founder CEB"), /* also CEBX */
    SIGNATURE("sep", "application/x-sep", 0, "SEPF"),        /* Sursen's SEP and GD */
    SIGNATURE("sep", "application/x-sep", 0, "SursenGD"),
    SIGNATURE("caj", "application/x-caj", 0, "CAJ\0"),
    SIGNATURE("nh", "application/x-caj", 0, "HN\0\0"),
    SIGNATURE("kdh", "application/x-caj", 0, "KDH "),
    SIGNATURE("chm", "application/vnd.ms-htmlhelp", 0, "ITSF\3\0\0\0"),
    SIGNATURE("onenote", "application/onenote", 0, "\xE4\x52\x5C\x7B\x8C\xD8\xA7\x4D"),
    SIGNATURE("pst", "application/vnd.ms-outlook-pst", 0, "!BDN"),
    SIGNATURE("postscript", "application/postscript", 0, "%!PS-Adobe"),
    SIGNATURE("postscript", "application/postscript", 0, "\xC5\xD0\xD3\xC6"),
    SIGNATURE("xps", "application/vnd.ms-xpsdocument", 0, "\x89XPS"),
    SIGNATURE("bplist", "application/x-plist", 0, "bplist0"),
    SIGNATURE("pcap", "application/vnd.tcpdump.pcap", 0, "\xD4\xC3\xB2\xA1"),
    SIGNATURE("shp", "application/x-shapefile", 0, "\0\0\x27\x0A\0\0\0\0"),
    SIGNATURE("parquet", "application/vnd.apache.parquet", 0, "PAR1\x15"),
    SIGNATURE("hdf5", "application/x-hdf5", 0, "\x89HDF\r\n\x1A\n"),
    SIGNATURE("pgp", "application/pgp-encrypted", 0, "-----BEGIN PGP MESSAGE-----"),
    SIGNATURE("msdos-executable", "application/x-msdownload", 0, "MZ"),
};

/* A few letters may begin a text; binary formats go on with a NUL soon. */
static bool is_plausible(const struct signature *signature, struct bytes input)
{
    if (signature->size > 4)
        return true;
    return memchr(input.data, '\0', bytes_slice(input, 0, 64).size) != NULL;
}

static const struct format pdf_format = ISOLATED_PDF_FORMAT;
static const struct format tnef_format = ISOLATED_TNEF_FORMAT;
static const struct format binary_format = { "binary", "application/octet-stream" };

/* Formats that are zip files, by a member that has this name. */
static const struct {
    const char *member;
    struct format format;
} zip_documents[] = {
    { "Index.zip", { "iwork", "application/vnd.apple.pages" } },
    { "Index/Document.iwa", { "iwork", "application/vnd.apple.pages" } },
    { "_meta/", { "uof", "application/vnd.uof" } },
};

static const struct format *zip_document(struct bytes input)
{
    struct zip_cursor cursor;
    struct zip_member member;

    if (!bytes_start_with(input, "PK\3\4", 4))
        return NULL;
    if (!zip_cursor_start(input, &cursor))
        return NULL;
    for (unsigned count = 0; count < ZIP_MEMBERS_MAX && zip_cursor_next(&cursor, &member); count++)
        for (size_t index = 0; index < sizeof zip_documents / sizeof *zip_documents; index++)
            if (bytes_equal(member.name, bytes_of_text(zip_documents[index].member)))
                return &zip_documents[index].format;
    return NULL;
}

/* The trailer of an encrypted file names its encryption dictionary (ISO 32000-1, 7.5.5); that of a linearised file
 * stands at its beginning. */
static bool pdf_is_encrypted(struct bytes input)
{
    size_t size = input.size < PDF_TRAILER_SIZE ? input.size : PDF_TRAILER_SIZE;

    return memmem(input.data, size, "/Encrypt", 8) != NULL
           || memmem(input.data + input.size - size, size, "/Encrypt", 8) != NULL;
}

/* Characters that no text has: controls other than white space, backspace and escape. */
static size_t control_count(struct bytes sample)
{
    size_t count = 0;

    for (size_t index = 0; index < sample.size; index++) {
        uint8_t byte = sample.data[index];

        count += byte < 0x20 && (byte < 0x08 || byte > 0x0D) && byte != 0x1B;
    }
    return count;
}

bool unsupported_is_binary(struct bytes input)
{
    struct bytes sample = bytes_slice(input, 0, BINARY_SAMPLE_SIZE);
    enum encoding encoding;

    if (sample.size == 0 || control_count(sample) * BINARY_SHARE <= sample.size)
        return false;
    encoding = encoding_detect(input, NULL, ENCODING_SYNTAX_PLAIN).encoding;
    return encoding != ENCODING_UTF16LE && encoding != ENCODING_UTF16BE;
}

static const struct format *recognise(struct bytes input, unsigned *bits)
{
    const struct signature *signature = signature_find(input, signatures, sizeof signatures / sizeof *signatures);
    bool encrypted;

    *bits = isolated_ole_bid(input, NULL);
    if (*bits > 0)
        return ole_kind_of(input, &encrypted);
    *bits = isolated_pdf_bid(input, NULL);
    if (*bits > 0)
        return &pdf_format;
    *bits = isolated_image_bid(input, NULL);
    if (*bits > 0)
        return isolated_image_format(input);
    *bits = isolated_tnef_bid(input, NULL);
    if (*bits > 0)
        return &tnef_format;
    if (signature != NULL && is_plausible(signature, input)) {
        *bits = 8u * signature->size;
        return &signature->format;
    }
    if (unsupported_is_binary(input)) {
        *bits = BINARY_BID;
        return &binary_format;
    }
    return NULL;
}

static unsigned unsupported_bid(struct bytes input, const struct part_hint *hint)
{
    unsigned bits = 0;

    (void)hint;
    return input.size > 0 && recognise(input, &bits) != NULL ? bits : 0;
}

enum status unsupported_extract(struct extract_job *job)
{
    unsigned bits = 0;
    bool encrypted = false;
    const struct format *format = recognise(job->input, &bits);

    if (format == NULL)
        return STATUS_BUG;
    job->part->format = format;
    if (format == &pdf_format)
        encrypted = pdf_is_encrypted(job->input);
    else if (ole_kind_recognise(job->input))
        (void)ole_kind_of(job->input, &encrypted);
    return encrypted || strstr(format->name, "encrypted") != NULL ? STATUS_ENCRYPTED : STATUS_UNSUPPORTED;
}

const struct extractor unsupported_extractor = {
    .format = { "unsupported", "application/octet-stream" },
    .bid = unsupported_bid,
    .extract = unsupported_extract,
};

/* ---- Documents that are zip files. */

static unsigned zip_document_bid(struct bytes input, const struct part_hint *hint)
{
    (void)hint;
    return zip_document(input) != NULL ? ZIP_DOCUMENT_BID : 0;
}

static enum status zip_document_extract(struct extract_job *job)
{
    enum status status;

    job->part->format = zip_document(job->input);
    status = extract_gap(job, STATUS_UNSUPPORTED, "read as a zip of files, not as the document they make");
    return status != STATUS_OK ? status : unpack_members(job);
}

const struct extractor zip_document_extractor = {
    .format = { "zip document", "application/zip" },
    .bid = zip_document_bid,
    .extract = zip_document_extract,
    .isolated = true, /* libarchive reads it */
};
