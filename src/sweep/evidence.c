/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/evidence.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/buf.h"
#include "base/file.h"
#include "report/json.h"
#include "report/json_line.h"
#include "report/person_mask.h"
#include "sweep/slots.h"
#include "sweep/warc.h"

enum { PATH_MAX_SIZE = 1 << 16, MANIFEST_MAX = 1 << 24 };

static enum status fail(const char *path, struct error *error)
{
    return error_set(error, STATUS_IO, "%s: %s", path, strerror(errno));
}

static enum status fail_with(enum status status, struct error *error)
{
    return error_set(error, status, "%s", status_code(status));
}

/* ---- Digests. */

struct digests {
    char sha256[DIGEST_TEXT_SIZE], sm3[DIGEST_TEXT_SIZE];
};

static enum status digest_with(const EVP_MD *method, struct bytes bytes, char text[DIGEST_TEXT_SIZE])
{
    struct digest digest;

    if (EVP_Digest(bytes.data, bytes.size, digest.bytes, NULL, method, NULL) != 1)
        return STATUS_NO_MEMORY;
    digest_text(&digest, text);
    return STATUS_OK;
}

/* SM3 (GB/T 32905) is what bodies here recognise, SHA-256 what everybody has. */
static enum status digest_both(struct bytes bytes, struct digests *digests)
{
    enum status status = digest_with(EVP_sha256(), bytes, digests->sha256);

    return status == STATUS_OK ? digest_with(EVP_sm3(), bytes, digests->sm3) : status;
}

/* ---- Folders and files. */

static enum status sync_folder(const char *path, struct error *error)
{
    return path != NULL && file_sync(path) == STATUS_OK ? STATUS_OK : fail(path != NULL ? path : "", error);
}

static enum status make_folder(const char *path, bool must_be_new, struct error *error)
{
    if (mkdir(path, 0700) == 0 || (errno == EEXIST && !must_be_new))
        return STATUS_OK;
    return fail(path, error);
}

/* One that is there without an entry in the ledger is of a sweep that was killed before it could write that. */
static enum status put_aside(const struct evidence *evidence, const char *path, struct error *error)
{
    struct buf target = BUF_INIT(PATH_MAX_SIZE);
    enum status status;

    buf_format(&target, "%s/unrecorded", evidence->folder);
    status = buf_status(&target);
    if (status == STATUS_OK)
        status = make_folder(target.data, false, error);
    buf_format(&target, "/%s-%04u-%lld", evidence->incident, evidence->number, (long long)evidence->found_ms);
    if (status == STATUS_OK)
        status = buf_status(&target);
    if (status == STATUS_OK && rename(path, target.data) != 0)
        status = fail(path, error);
    buf_free(&target);
    return status;
}

/* `path` becomes the new folder. */
static enum status make_folders(const struct evidence *evidence, struct evidence_seal *seal, struct buf *path,
                                struct error *error)
{
    enum status status = make_folder(evidence->folder, false, error);

    buf_format(path, "%s/%s", evidence->folder, evidence->incident);
    if (status == STATUS_OK)
        status = buf_status(path);
    if (status == STATUS_OK)
        status = make_folder(path->data, false, error);
    (void)snprintf(seal->name, sizeof seal->name, "%.31s/%04u", evidence->incident, evidence->number);
    buf_clear(path);
    buf_format(path, "%s/%s", evidence->folder, seal->name);
    if (status == STATUS_OK)
        status = buf_status(path);
    if (status == STATUS_OK && access(path->data, F_OK) == 0)
        status = put_aside(evidence, path->data, error);
    return status == STATUS_OK ? make_folder(path->data, true, error) : status;
}

static enum status write_file(const char *path, struct bytes bytes, struct error *error)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool written = file >= 0 && file_write(file, bytes) == STATUS_OK && fsync(file) == 0;

    if (file >= 0)
        close(file);
    return written ? STATUS_OK : fail(path, error);
}

/* ---- What is kept. */

struct keeping {
    const struct evidence *evidence;
    struct buf folder, path, files; /* files: their objects in the manifest */
    struct error *error;
};

static const char *path_of(struct keeping *keeping, const char *name)
{
    buf_clear(&keeping->path);
    buf_format(&keeping->path, "%s/%s", keeping->folder.data, name);
    return buf_status(&keeping->path) == STATUS_OK ? keeping->path.data : NULL;
}

static void list_file(struct keeping *keeping, const char *name, uint64_t size, const struct digests *digests)
{
    struct buf *out = &keeping->files;

    buf_text(out, out->size > 0 ? ",\n{" : "{");
    json_text(out, "name", name);
    json_number(out, "bytes", size);
    json_text(out, "sha256", digests->sha256);
    json_text(out, "sm3", digests->sm3);
    buf_byte(out, '}');
}

static enum status keep_bytes(struct keeping *keeping, const char *name, struct bytes bytes)
{
    const char *path = path_of(keeping, name);
    struct digests digests;
    enum status status = path != NULL ? digest_both(bytes, &digests) : STATUS_NO_MEMORY;

    if (status != STATUS_OK)
        return fail_with(status, keeping->error);
    status = write_file(path, bytes, keeping->error);
    if (status == STATUS_OK)
        list_file(keeping, name, bytes.size, &digests);
    return status;
}

static enum status fill_archive(const struct evidence *evidence, struct warc *warc, struct error *error)
{
    enum status status;

    if (evidence->head.size > 0)
        status = warc_add_answer(warc,
                                 &(struct warc_answer){ .url = evidence->url,
                                                        .peer = evidence->peer,
                                                        .at_ms = evidence->fetched_ms,
                                                        .request = evidence->request,
                                                        .head = evidence->head,
                                                        .body = evidence->content },
                                 error);
    else
        status =
            warc_add_content(warc, evidence->url, evidence->media_type, evidence->fetched_ms, evidence->content, error);
    if (status == STATUS_OK && evidence->has_previous)
        status = warc_add_content(warc, evidence->url, evidence->media_type, evidence->previous_ms, evidence->previous,
                                  error);
    return status == STATUS_OK ? warc_finish(warc, error) : status;
}

static enum status list_written(struct keeping *keeping, const char *name, const char *path)
{
    struct file_content *content;
    struct digests digests;
    enum status status = file_content_open(path, NULL, &content, keeping->error);

    if (status != STATUS_OK)
        return status;
    status = digest_both(file_content_bytes(content), &digests);
    if (status == STATUS_OK)
        list_file(keeping, name, file_content_bytes(content).size, &digests);
    file_content_close(content);
    return status == STATUS_OK ? STATUS_OK : fail_with(status, keeping->error);
}

static enum status keep_archive(struct keeping *keeping)
{
    static const char archive_name[] = "answer.warc.gz";
    const struct evidence *evidence = keeping->evidence;
    const char *path = path_of(keeping, archive_name);
    struct warc *warc;
    enum status status;

    if (path == NULL)
        return fail_with(STATUS_NO_MEMORY, keeping->error);
    status = warc_create(path, evidence->operator, evidence->incident, evidence->found_ms, &warc, keeping->error);
    if (status != STATUS_OK)
        return status;
    status = fill_archive(evidence, warc, keeping->error);
    warc_destroy(warc);
    return status == STATUS_OK ? list_written(keeping, archive_name, path) : status;
}

/* What readers see around each finding, for those who have no other tool at hand. */
static enum status keep_excerpts(struct keeping *keeping)
{
    static const char *const keys[] = { "\"rule\"", "\"message\"", "\"excerpt\"", "\"advice\"" };
    struct buf text = BUF_INIT(MANIFEST_MAX), words = BUF_INIT(MANIFEST_MAX);
    struct bytes line;
    size_t offset = 0;
    enum status status;

    while (json_line_next(keeping->evidence->findings, &offset, &line)) {
        for (size_t index = 0; index < sizeof keys / sizeof *keys; index++) {
            struct bytes value = json_line_text(line, keys[index]);

            if (value.data != NULL) {
                buf_clear(&words);
                json_line_unescape(value, &words);
                person_mask_line(&text, words.data != NULL ? words.data : "", words.size);
                buf_byte(&text, '\n');
            }
        }
        buf_byte(&text, '\n');
    }
    status = buf_status(&text);
    status =
        status == STATUS_OK ? keep_bytes(keeping, "excerpts.txt", buf_bytes(&text)) : fail_with(status, keeping->error);
    buf_free(&text);
    buf_free(&words);
    return status;
}

/* ---- The manifest. */

static bool is_of_probes(const struct evidence *evidence)
{
    return evidence->probes.size > 0;
}

static void write_time(struct buf *out, const char *key, int64_t at_ms)
{
    char utc[32], local[SLOTS_TIME_SIZE], name[64];
    time_t seconds = (time_t)(at_ms / 1000);
    struct tm parts;

    if (at_ms == 0) {
        json_text(out, key, NULL);
        return;
    }
    slots_time_write(at_ms, local);
    json_text(out, key, local);
    (void)gmtime_r(&seconds, &parts);
    (void)strftime(utc, sizeof utc, "%Y-%m-%dT%H:%M:%SZ", &parts);
    (void)snprintf(name, sizeof name, "%s_utc", key);
    json_text(out, name, utc);
}

static void write_clock(struct buf *out)
{
    int64_t error_us_max;

    json_bool(out, "clock_synchronized", clock_is_synchronized(&error_us_max));
    json_number_or_null(out, "clock_error_us_max", error_us_max >= 0, (uint64_t)error_us_max);
}

static enum status write_manifest(struct keeping *keeping, struct buf *out)
{
    const struct evidence *evidence = keeping->evidence;
    char rules[DIGEST_TEXT_SIZE], host[256] = "";
    struct digests content = { 0 }, previous = { 0 };
    enum status status = digest_both(evidence->content, &content);

    if (status == STATUS_OK && evidence->has_previous)
        status = digest_both(evidence->previous, &previous);
    (void)gethostname(host, sizeof host - 1);
    digest_text(&evidence->rules, rules);
    buf_byte(out, '{');
    json_text(out, "type", "evidence");
    json_text(out, "incident", evidence->incident);
    json_number(out, "number", evidence->number);
    json_text(out, "site", evidence->site);
    person_mask_member(out, "url", evidence->url);
    json_text(out, "media_type", evidence->media_type);
    json_text(out, "peer", evidence->peer[0] != '\0' ? evidence->peer : NULL);
    json_key(out, "certificate");
    buf_text(out, evidence->certificate[0] != '\0' ? evidence->certificate : "null");
    json_text(out, "judged", is_of_probes(evidence) ? "probes" : evidence->head.size > 0 ? "answer" : "kept-copy");
    write_time(out, "fetched", evidence->fetched_ms);
    write_time(out, "found", evidence->found_ms);
    json_text(out, "content_sha256", is_of_probes(evidence) ? NULL : content.sha256);
    json_text(out, "content_sm3", is_of_probes(evidence) ? NULL : content.sm3);
    write_time(out, "last_good", evidence->last_good_ms);
    json_number_or_null(out, "last_good_sweep", evidence->last_good_sweep != 0, (uint64_t)evidence->last_good_sweep);
    json_text(out, "previous_sha256", evidence->has_previous ? previous.sha256 : NULL);
    json_number_or_null(out, "sweep", !is_of_probes(evidence), (uint64_t)evidence->sweep);
    json_text(out, "rules_digest", is_of_probes(evidence) ? NULL : rules);
    json_text(out, "program", "guanka " GUANKA_VERSION);
    json_text(out, "operator", evidence->operator);
    json_text(out, "machine", host);
    write_clock(out);
    json_key(out, "files");
    buf_text(out, "[\n");
    buf_append(out, keeping->files.data, keeping->files.size);
    buf_text(out, "\n]}\n");
    return status == STATUS_OK ? buf_status(out) : status;
}

static enum status seal_folder(struct keeping *keeping, struct evidence_seal *seal)
{
    struct buf manifest = BUF_INIT(MANIFEST_MAX);
    struct digests digests;
    enum status status = write_manifest(keeping, &manifest);

    if (status == STATUS_OK)
        status = digest_both(buf_bytes(&manifest), &digests);
    if (status != STATUS_OK) {
        buf_free(&manifest);
        return fail_with(status, keeping->error);
    }
    (void)memcpy(seal->manifest_sha256, digests.sha256, DIGEST_TEXT_SIZE);
    (void)memcpy(seal->manifest_sm3, digests.sm3, DIGEST_TEXT_SIZE);
    status = keep_bytes(keeping, "manifest.json", buf_bytes(&manifest));
    buf_free(&manifest);
    if (status == STATUS_OK)
        status = sync_folder(keeping->folder.data, keeping->error);
    if (status == STATUS_OK)
        status = sync_folder(path_of(keeping, ".."), keeping->error);
    return status == STATUS_OK ? sync_folder(keeping->evidence->folder, keeping->error) : status;
}

static enum status fill_folder(struct keeping *keeping, struct evidence_seal *seal)
{
    const struct evidence *evidence = keeping->evidence;
    enum status status =
        is_of_probes(evidence) ? keep_bytes(keeping, "probes.jsonl", evidence->probes) : keep_archive(keeping);

    if (status == STATUS_OK)
        status = keep_bytes(keeping, "findings.jsonl", keeping->evidence->findings);
    if (status == STATUS_OK)
        status = keep_excerpts(keeping);
    return status == STATUS_OK ? seal_folder(keeping, seal) : status;
}

/* A part of evidence proves nothing, and stands in the way of the whole. */
static void discard_folder(struct keeping *keeping)
{
    static const char *const names[] = { "answer.warc.gz", "probes.jsonl", "findings.jsonl", "excerpts.txt",
                                         "manifest.json" };

    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        const char *path = path_of(keeping, names[index]);

        if (path != NULL)
            (void)unlink(path);
    }
    (void)rmdir(keeping->folder.data);
}

void evidence_describe(const struct evidence_seal *seal, const char *url, struct buf *body)
{
    buf_byte(body, '{');
    json_text(body, "folder", seal->name);
    person_mask_member(body, "url", url);
    json_text(body, "manifest_sha256", seal->manifest_sha256);
    json_text(body, "manifest_sm3", seal->manifest_sm3);
}

enum status evidence_keep(const struct evidence *evidence, struct evidence_seal *seal, struct error *error)
{
    struct keeping keeping = { .evidence = evidence,
                               .folder = BUF_INIT(PATH_MAX_SIZE),
                               .path = BUF_INIT(PATH_MAX_SIZE),
                               .files = BUF_INIT(MANIFEST_MAX),
                               .error = error };
    enum status status = make_folders(evidence, seal, &keeping.folder, error);

    if (status == STATUS_OK) {
        status = fill_folder(&keeping, seal);
        if (status != STATUS_OK)
            discard_folder(&keeping);
    }
    buf_free(&keeping.folder);
    buf_free(&keeping.path);
    buf_free(&keeping.files);
    return status;
}

/* ---- Verifying. */

struct verifying {
    struct buf folder, path;
    struct bytes manifest;
    evidence_found_fault *found;
    void *context;
};

static const char *name_path(struct verifying *verifying, struct bytes name)
{
    buf_clear(&verifying->path);
    buf_format(&verifying->path, "%s/%.*s", verifying->folder.data, (int)name.size, (const char *)name.data);
    return buf_status(&verifying->path) == STATUS_OK ? verifying->path.data : NULL;
}

static bool is_text(struct bytes value, const char *text)
{
    return value.size == strlen(text) && memcmp(value.data, text, value.size) == 0;
}

/* The digest covers the size. */
static enum status check_file(struct verifying *verifying, struct bytes name, struct bytes sha256, struct bytes sm3,
                              bool *is_right)
{
    const char *path = name_path(verifying, name);
    struct file_content *content;
    struct digests digests;
    enum status status;

    *is_right = false;
    if (path == NULL)
        return STATUS_NO_MEMORY;
    if (file_content_open(path, NULL, &content, NULL) != STATUS_OK) {
        verifying->found(verifying->context, EVIDENCE_MISSING, path);
        return STATUS_OK;
    }
    status = digest_both(file_content_bytes(content), &digests);
    *is_right = status == STATUS_OK && is_text(sha256, digests.sha256) && is_text(sm3, digests.sm3);
    if (status == STATUS_OK && !*is_right)
        verifying->found(verifying->context, EVIDENCE_CHANGED, path);
    file_content_close(content);
    return status;
}

static bool next_file(struct bytes manifest, size_t *offset, struct bytes *line, struct bytes *name)
{
    while (json_line_next(manifest, offset, line)) {
        *name = json_line_text(*line, "\"name\"");
        if (name->data != NULL)
            return true;
    }
    return false;
}

static enum status check_named(struct verifying *verifying)
{
    struct bytes line, name;
    size_t offset = 0;
    enum status status = STATUS_OK;
    bool is_right;

    while (status == STATUS_OK && next_file(verifying->manifest, &offset, &line, &name))
        status =
            check_file(verifying, name, json_line_text(line, "\"sha256\""), json_line_text(line, "\"sm3\""), &is_right);
    return status;
}

static bool is_named(struct bytes manifest, const char *wanted)
{
    struct bytes line, name;
    size_t offset = 0;

    if (wanted[0] == '.' || strcmp(wanted, "manifest.json") == 0)
        return true;
    while (next_file(manifest, &offset, &line, &name)) {
        if (is_text(name, wanted))
            return true;
    }
    return false;
}

static enum status check_others(struct verifying *verifying)
{
    DIR *folder = opendir(verifying->folder.data);
    struct dirent *entry;

    if (folder == NULL)
        return STATUS_IO;
    while ((entry = readdir(folder)) != NULL) {
        if (!is_named(verifying->manifest, entry->d_name) && name_path(verifying, bytes_of_text(entry->d_name)) != NULL)
            verifying->found(verifying->context, EVIDENCE_UNNAMED, verifying->path.data);
    }
    closedir(folder);
    return STATUS_OK;
}

enum status evidence_verify(const char *folder, const struct evidence_seal *seal, evidence_found_fault *found,
                            void *context, struct error *error)
{
    struct verifying verifying = {
        .folder = BUF_INIT(PATH_MAX_SIZE), .path = BUF_INIT(PATH_MAX_SIZE), .found = found, .context = context
    };
    struct buf manifest = BUF_INIT(MANIFEST_MAX);
    bool is_right = false;
    enum status status;

    buf_format(&verifying.folder, "%s/%s", folder, seal->name);
    status = buf_status(&verifying.folder);
    if (status == STATUS_OK)
        status = check_file(&verifying, bytes_of_text("manifest.json"), bytes_of_text(seal->manifest_sha256),
                            bytes_of_text(seal->manifest_sm3), &is_right);
    /* One that was changed says nothing of the others. */
    if (status == STATUS_OK && is_right)
        status = file_read(verifying.path.data, &manifest, error);
    verifying.manifest = buf_bytes(&manifest);
    if (status == STATUS_OK && is_right)
        status = check_named(&verifying);
    if (status == STATUS_OK && is_right)
        status = check_others(&verifying);
    buf_free(&manifest);
    buf_free(&verifying.folder);
    buf_free(&verifying.path);
    return status == STATUS_OK ? STATUS_OK : fail_with(status, error);
}
