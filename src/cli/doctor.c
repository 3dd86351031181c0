/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/doctor.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/doctor_gate.h"
#include "cli/doctor_store.h"
#include "cli/site_file.h"
#include "isolate/pool.h"
#include "isolate/sandbox.h"
#include "rules/matcher.h"
#include "sweep/fetch.h"
#include "text/charset.h"

/* ---- What every command needs. */

static bool check_rules(struct doctor *doctor)
{
    struct error error = { 0 };
    struct ruleset *ruleset = NULL;
    char matcher[MATCHER_TEXT_SIZE];

    matcher_text(matcher);
    doctor_tell(doctor, "engine", DOCTOR_FINE, NULL, _("guanka %s, pattern matching by %s"), GUANKA_VERSION, matcher);
    if (packs_load(doctor->packs, doctor->config, &ruleset, &error) != STATUS_OK) {
        doctor_tell(doctor, "rules", DOCTOR_WRONG, _("mend what is named, then: guanka rules check"),
                    _("The rules cannot be loaded: %s"), error.message);
        return false;
    }
    if (ruleset_was_cached(ruleset))
        doctor_tell(doctor, "rules", DOCTOR_FINE, NULL, _("%zu rules, ready in the cache"),
                    ruleset_rule_count(ruleset));
    else
        doctor_tell(doctor, "rules", DOCTOR_FINE, NULL, _("%zu rules, compiled just now"), ruleset_rule_count(ruleset));
    ruleset_unref(ruleset);
    return true;
}

/* The folder is made when rules are compiled: without rules it may rightly be missing. */
static void check_cache(struct doctor *doctor, bool has_rules)
{
    const char *path = doctor->config->cache_directory;
    struct stat about;

    if (path == NULL) {
        doctor_tell(
            doctor, "cache", DOCTOR_REMARK, _("set XDG_CACHE_HOME to a folder that this user may write"),
            _("There is no cache, so each start compiles the rules again (neither HOME nor XDG_CACHE_HOME is set)"));
        return;
    }
    if (!has_rules && access(path, F_OK) != 0 && errno == ENOENT)
        return;
    if (stat(path, &about) != 0 || !S_ISDIR(about.st_mode) || access(path, W_OK | X_OK) != 0)
        doctor_tell(doctor, "cache", DOCTOR_REMARK, _("give this user the folder, or name another with XDG_CACHE_HOME"),
                    _("The cache %s cannot be written, so each start compiles the rules again"), path);
    else if (about.st_uid != geteuid() || (about.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        doctor_tell(doctor, "cache", DOCTOR_WRONG, _("chown it to this user, and chmod 700"),
                    _("The cache %s can be written by others, so it is not used"), path);
    else
        doctor_tell(doctor, "cache", DOCTOR_FINE, NULL, _("The cache is %s"), path);
}

static void check_reader(struct doctor *doctor)
{
    const struct pool_options options = { .program = doctor->config->extract_program };
    enum { WHOLE = SANDBOX_SECCOMP | SANDBOX_LANDLOCK };
    struct pool *pool = NULL;
    uint32_t features = 0;

    if (pool_create(&options, &pool) != STATUS_OK || pool_features(pool, &features) != STATUS_OK)
        doctor_tell(
            doctor, "reader", DOCTOR_WRONG, _("install it again, or name it with GUANKA_EXTRACT"),
            _("%s cannot be started: PDF, old office documents, mail and pictures would be reported as not read"),
            doctor->config->extract_program);
    else if ((features & WHOLE) != WHOLE)
        doctor_tell(doctor, "reader", DOCTOR_REMARK,
                    _("a kernel from 5.13 on with Landlock and seccomp switched on; in a container, allow both"),
                    _("Documents are read apart, but the sandbox is not whole (seccomp: %s, Landlock: %s)"),
                    (features & SANDBOX_SECCOMP) != 0 ? _("yes") : _("no"),
                    (features & SANDBOX_LANDLOCK) != 0 ? _("yes") : _("no"));
    else
        doctor_tell(doctor, "reader", DOCTOR_FINE, NULL,
                    _("Documents are read apart, in a sandbox (seccomp, Landlock)"));
    pool_destroy(pool);
}

/* Text whose outcome is known from the standard: a charset that iconv only pretends to have would be found out. */
static void check_charsets(struct doctor *doctor)
{
    static const struct {
        enum encoding encoding;
        const char *bytes, *text;
    } samples[] = {
        { ENCODING_GB18030, "\xBB\xFA\xC3\xDC", "机密" },   { ENCODING_BIG5, "\xBE\xF7\xB1\x4B", "機密" },
        { ENCODING_SHIFT_JIS, "\x8B\x40\x96\xA7", "機密" }, { ENCODING_EUC_JP, "\xB5\xA1\xCC\xA9", "機密" },
        { ENCODING_EUC_KR, "\xB1\xE2\xB9\xD0", "기밀" },
    };
    struct charset *charset = NULL;

    if (charset_create(&charset) != STATUS_OK) {
        doctor_tell(
            doctor, "charsets", DOCTOR_WRONG,
            _("install the C library's charsets (Debian: libc-bin and libc6; in a container do not leave out gconv)"),
            _("This machine's iconv lacks charsets that pages are written in"));
        return;
    }
    for (size_t index = 0; index < sizeof samples / sizeof *samples; index++) {
        char text[64];
        struct charset_step step = charset_decode(charset, samples[index].encoding, bytes_of_text(samples[index].bytes),
                                                  true, text, sizeof text);

        if (!bytes_equal(bytes_of(text, step.produced), bytes_of_text(samples[index].text))) {
            doctor_tell(doctor, "charsets", DOCTOR_WRONG, _("install guanka again; if it stays so, report it"),
                        _("The charset %s is not read as its standard says"), encoding_name(samples[index].encoding));
            charset_destroy(charset);
            return;
        }
    }
    charset_destroy(charset);
    doctor_tell(doctor, "charsets", DOCTOR_FINE, NULL,
                _("Charsets are read as their standards say (GB18030, Big5, EUC-KR and more)"));
}

static void check_memory(struct doctor *doctor)
{
    /* What the rules with all threads of an inspection take at most (docs/limits.md). */
    enum { MEMORY_MIB = 1024, OPEN_FILES = 1024 };
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    uint64_t mib = pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size >> 20 : 0;
    struct rlimit files = { 0 };

    if (mib < MEMORY_MIB)
        doctor_tell(doctor, "memory", DOCTOR_REMARK, _("give the machine 2 GiB, or limit the threads with --jobs"),
                    _("This machine has %llu MiB of memory"), (unsigned long long)mib);
    else
        doctor_tell(doctor, "memory", DOCTOR_FINE, NULL, _("%llu MiB of memory, %ld processors"),
                    (unsigned long long)mib, sysconf(_SC_NPROCESSORS_ONLN));
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_max < OPEN_FILES)
        doctor_tell(
            doctor, "open-files", DOCTOR_WRONG, _("raise it: LimitNOFILE= in the unit, or ulimit -n"),
            _("Only %llu files may be open at once, which a gate with many clients and archives in archives need"),
            (unsigned long long)files.rlim_max);
}

/* ---- What its configuration names. */

/* What servers' certificates are held against: a machine without it takes every site with https for unreachable. */
static void check_certificates(struct doctor *doctor)
{
    const char *file = fetch_authorities();

    if (file == NULL)
        return;
    if (access(file, R_OK) == 0)
        doctor_tell(doctor, "certificates", DOCTOR_FINE, NULL, _("Certificates of authorities are in %s"), file);
    else
        doctor_tell(doctor, "certificates", DOCTOR_WRONG, _("install the package ca-certificates"),
                    _("%s cannot be read (%s): no site with https can be inspected"), file, strerror(errno));
}

/* FILE:LINE, as what is read from YAML says it. */
static bool names_line(const char *message, const char *path)
{
    const char *found = strstr(message, path);

    found = found != NULL ? found + strlen(path) : "";
    return found[0] == ':' && found[1] >= '0' && found[1] <= '9';
}

static void check_sites(struct doctor *doctor)
{
    struct site_file file = { 0 };
    struct error error = { 0 };

    if (site_file_read(doctor->sites_file, &file, &error) != STATUS_OK) {
        doctor_tell(doctor, "sites", DOCTOR_WRONG,
                    names_line(error.message, doctor->sites_file)
                        ? _("mend the line that is named (docs/zh/站点巡检.md)")
                        : _("put what is named there so that this user can read it (docs/zh/站点巡检.md)"),
                    _("The site file cannot be used: %s"), error.message);
    } else {
        if (doctor_try_packs(doctor, &file.packs, &error) != STATUS_OK)
            doctor_tell(doctor, "sites", DOCTOR_WRONG,
                        _("put what is named where the configuration says, or change the configuration"),
                        _("No inspection would begin with the site file: %s"), error.message);
        else
            doctor_tell(doctor, "sites", DOCTOR_FINE, NULL, _("The site file %s names %zu sites"), doctor->sites_file,
                        file.count);
        doctor_store(doctor, file.store);
        doctor_log(doctor, file.log);
        doctor_secret(doctor, file.webhook_key_file);
        doctor_secret(doctor, file.mail.password_file);
        doctor_evidence(doctor, file.evidence);
        if (file.evidence != NULL && access(file.evidence, F_OK) == 0)
            doctor_evidence_known(doctor, file.evidence, file.store);
    }
    site_file_free(&file);
}

/* Comes last: what is on record is known by then. */
static void check_clock(struct doctor *doctor)
{
    enum { SECOND_MS = 1000, BEHIND_MS_LEAST = 5 * SECOND_MS }; /* from which on the gate notes it, too */
    /* 2026-01-01, before which no guanka was installed. */
    const int64_t first_ms = INT64_C(1767225600) * SECOND_MS;
    int64_t error_us, now_ms = clock_wall_ms();

    if (now_ms < first_ms)
        doctor_tell(doctor, "clock", DOCTOR_WRONG, _("set the clock, and keep it right: timedatectl set-ntp true"),
                    _("The clock of this machine is years behind: records and deadlines would be wrong"));
    else if (doctor->latest_ms - now_ms >= BEHIND_MS_LEAST)
        doctor_tell(doctor, "clock", DOCTOR_WRONG,
                    _("see whether the clock is right now, and keep it right: timedatectl set-ntp true. If it was ahead "
                      "before, stop the gate and inspections until the true time has come"),
                    _("The clock of this machine is %lld seconds behind the latest record: it was set back, or was ahead "
                      "when that was recorded"),
                    (long long)((doctor->latest_ms - now_ms) / SECOND_MS));
    else if (!clock_is_synchronized(&error_us))
        doctor_tell(
            doctor, "clock", DOCTOR_REMARK,
            _("keep it right by NTP: timedatectl set-ntp true (in a container: on its host)"),
            _("Nobody keeps this machine's clock right: slots of inspections and deadlines of incidents rely on it"));
    else
        doctor_tell(doctor, "clock", DOCTOR_FINE, NULL, _("The clock is kept right"));
}

void doctor_run(struct doctor *doctor)
{
    bool has_rules = check_rules(doctor);

    check_cache(doctor, has_rules);
    check_reader(doctor);
    check_charsets(doctor);
    check_memory(doctor);
    doctor_folder(doctor, "temporary", P_tmpdir);
    if (doctor->gate_file != NULL)
        doctor_gate(doctor);
    if (doctor->sites_file != NULL) {
        check_certificates(doctor);
        check_sites(doctor);
    }
    check_clock(doctor);
}
