/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/doctor_store.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "report/words.h"
#include "store/examine.h"
#include "store/schema.h"
#include "sweep/evidence_folders.h"

/* A full disk stops the gate and the records of inspections, so it is told of while there is time. */
enum { MEBIBYTE = 1 << 20, FREE_MIB_LEAST = 256, FREE_MIB_REMARK = 2048, FREE_PERCENT_REMARK = 5 };

void doctor_folder(struct doctor *doctor, const char *check, const char *path)
{
    struct statvfs about;
    unsigned long long mib, percent;
    const char *remedy = _("make room, or move what is kept there to a larger disk");

    if (access(path, W_OK | X_OK) != 0) {
        doctor_tell(doctor, check, DOCTOR_WRONG,
                    _("give this user the folder (guanka doctor must run as the user that runs guanka)"),
                    _("The folder %s cannot be written: %s"), path, strerror(errno));
        return;
    }
    if (statvfs(path, &about) != 0 || about.f_blocks == 0)
        return;
    mib = (unsigned long long)about.f_bavail * about.f_frsize / MEBIBYTE;
    percent = (unsigned long long)about.f_bavail * 100 / about.f_blocks;
    if (mib < FREE_MIB_LEAST)
        doctor_tell(doctor, check, DOCTOR_WRONG, remedy, _("%s: only %llu MiB free"), path, mib);
    else if (mib < FREE_MIB_REMARK || percent < FREE_PERCENT_REMARK)
        doctor_tell(doctor, check, DOCTOR_REMARK, remedy, _("%s: %llu MiB free, %llu percent"), path, mib, percent);
    else
        doctor_tell(doctor, check, DOCTOR_FINE, NULL, _("%s: %llu MiB free"), path, mib);
}

static void check_folder_of(struct doctor *doctor, const char *check, const char *path)
{
    struct buf folder = BUF_INIT(1 << 16);

    file_folder_of(path, &folder);
    if (buf_status(&folder) == STATUS_OK)
        doctor_folder(doctor, check, folder.data);
    buf_free(&folder);
}

void doctor_evidence(struct doctor *doctor, const char *path)
{
    if (access(path, F_OK) == 0)
        doctor_folder(doctor, "evidence", path);
    else
        check_folder_of(doctor, "evidence", path);
}

void doctor_log(struct doctor *doctor, const char *place)
{
    if (place == NULL || strcmp(place, "-") == 0)
        return;
    if (strcmp(place, "journal") == 0 && access("/run/systemd/journal/socket", W_OK) != 0)
        doctor_tell(doctor, "log", DOCTOR_REMARK, _("name a file as log: in the configuration, or run systemd-journald"),
                    _("There is no journal here, so events go to standard error"));
    else if (strcmp(place, "journal") == 0)
        doctor_tell(doctor, "log", DOCTOR_FINE, NULL, _("Events go to the journal"));
    else if (access(place, F_OK) == 0 && access(place, W_OK) != 0)
        doctor_tell(doctor, "log", DOCTOR_WRONG,
                    _("give this user the file (guanka doctor must run as the user that runs guanka)"),
                    _("The log %s cannot be written: %s"), place, strerror(errno));
    else
        check_folder_of(doctor, "log", place);
}

void doctor_secret(struct doctor *doctor, const char *path)
{
    struct stat about;

    if (path != NULL && stat(path, &about) == 0 && S_ISREG(about.st_mode) && (about.st_mode & S_IRWXO) != 0)
        doctor_tell(doctor, "secret", DOCTOR_WRONG, _("chmod 640, or 600"),
                    _("Everybody on this machine may read the secret in %s"), path);
}

/* A backup that is put back takes away what came after it: it is the remedy only of what is damaged or was changed. */
static const char *remedy_of(enum store_fault fault)
{
    switch (fault) {
    case STORE_UNREAD:
        return _("put no backup back: nothing says that the database is damaged. Make room, see the folder's owner and "
                 "how the disk is mounted, then run guanka doctor again");
    case STORE_NEWER:
        return _("install the guanka that has written it, or, to stay with this one, put back the copy that was made "
                 "before the upgrade: guanka store restore FILE.version-N --store FILE");
    case STORE_ALTERED:
        return _("see which: guanka ledger verify --store FILE; tell whoever answers for the records");
    case STORE_WHOLE:
    case STORE_DAMAGED:
        break;
    }
    return _("keep a copy of the file as it is, then put the latest backup back: guanka store restore COPY --store FILE");
}

static void check_contents(struct doctor *doctor, const char *path)
{
    struct error error = { 0 };
    struct store_examined found;

    if (store_examine(path, &found, &error) != STATUS_OK)
        doctor_tell(doctor, "store", DOCTOR_WRONG, remedy_of(found.fault),
                    found.fault == STORE_UNREAD ? _("The database cannot be looked at: %s")
                                                : _("The database cannot be used: %s"),
                    error.message);
    else if (found.version < store_version)
        doctor_tell(doctor, "store", DOCTOR_REMARK,
                    _("nothing: the next start of the gate or of an inspection brings it up to date, and keeps a copy "
                      "beside it"),
                    _("The database %s is whole, and of an earlier guanka (version %d, now %d)"), path,
                    (int)found.version, store_version);
    else
        doctor_tell(doctor, "store", DOCTOR_FINE, NULL, _("The database %s is whole, its ledger has %lld entries"),
                    path, (long long)found.entries);
    if (found.latest_ms > doctor->latest_ms)
        doctor->latest_ms = found.latest_ms;
}

void doctor_store(struct doctor *doctor, const char *path)
{
    struct stat about;

    check_folder_of(doctor, "disk", path);
    if (stat(path, &about) != 0 && errno == ENOENT) {
        doctor_tell(doctor, "store", DOCTOR_WRONG,
                    _("if guanka was never started here, start it, which makes one (guanka sweep --sites FILE run SITE; "
                      "guanka gate --config FILE account NAME); if there was one, put it back where it was, or a backup: "
                      "guanka store restore COPY --store FILE"),
                    _("There is no database %s: nothing is on record"), path);
        return;
    }
    if (stat(path, &about) != 0) {
        doctor_tell(doctor, "store", DOCTOR_WRONG, _("run guanka doctor as the user that runs guanka"),
                    _("The database %s cannot be read: %s"), path, strerror(errno));
        return;
    }
    if (about.st_uid != geteuid())
        doctor_tell(doctor, "store-owner", DOCTOR_WRONG,
                    _("run guanka doctor as the user that runs guanka, or chown the file to that user"),
                    _("The database %s belongs to another user"), path);
    else if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        doctor_tell(doctor, "store-owner", DOCTOR_WRONG, _("chmod 600"), _("The database %s can be read by others"),
                    path);
    check_contents(doctor, path);
}

void doctor_evidence_known(struct doctor *doctor, const char *folder, const char *path)
{
    struct error error = { 0 };
    struct store *store = NULL;
    struct evidence_unknown unknown = { 0 };
    enum status status = store_open(path, STORE_READ, &store, &error);

    if (status == STATUS_OK)
        status = evidence_folders_unknown(folder, store, &unknown, &error);
    if (store != NULL && status != STATUS_OK)
        doctor_tell(doctor, "evidence-records", DOCTOR_WRONG, _("run guanka doctor as the user that runs guanka"),
                    _("It cannot be seen whether the database knows all evidence: %s"), error.message);
    else if (unknown.count > 0)
        doctor_tell(doctor, "evidence-records", DOCTOR_WRONG,
                    _("if the database was lost or replaced, put it back where it was, or a backup: guanka store restore COPY "
                      "--store FILE; if a sweep was killed as it opened them, move the folders to \"unrecorded\" beside them"),
                    _("%s has evidence of %u incidents (%s to %s) that the database does not know"), folder,
                    unknown.count, unknown.first, unknown.last);
    store_close(store);
}
