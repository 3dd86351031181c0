/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/config.h"

#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/words.h"

#define SYSTEM_CACHE "/var/cache/guanka"

/* NULL when not set or empty. */
static const char *environment(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && value[0] != '\0' ? value : NULL;
}

static const char *join(struct arena *arena, const char *directory, const char *rest)
{
    size_t size = strlen(directory), rest_size = strlen(rest);
    char *path = arena_alloc(arena, size + rest_size + 1);

    if (path == NULL)
        return NULL;
    memcpy(path, directory, size);
    memcpy(path + size, rest, rest_size + 1);
    return path;
}

/* People who run this read Chinese; a machine without any locale is no reason for English. */
static enum report_language choose_language(const char *wanted)
{
    const char *name = wanted;

    if (name == NULL)
        name = environment("LC_ALL");
    if (name == NULL)
        name = environment("LC_MESSAGES");
    if (name == NULL)
        name = environment("LANG");
    if (name == NULL || strcmp(name, "C") == 0 || strncmp(name, "C.", 2) == 0 || strcmp(name, "POSIX") == 0)
        return REPORT_CHINESE;
    return strncmp(name, "zh", 2) == 0 ? REPORT_CHINESE : REPORT_ENGLISH;
}

/* Where the program file lies, without a slash at the end; NULL when that cannot be known. */
static const char *program_directory(struct arena *arena)
{
    char path[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - 1);
    char *slash;

    if (size <= 0)
        return NULL;
    path[size] = '\0';
    slash = strrchr(path, '/');
    return slash != NULL ? arena_text(arena, path, (size_t)(slash - path)) : NULL;
}

/* The first that exists of: the build tree's when the program runs from there, the one beside the program
 * (so that an installation can be moved), the one it was configured for. */
static const char *find_data(struct arena *arena, const char *program, const char *built, const char *beside,
                             const char *installed)
{
    const char *path;

    if (program != NULL && strncmp(program, GUANKA_BINARY_DIR "/", sizeof GUANKA_BINARY_DIR) == 0)
        return built;
    if (program != NULL) {
        path = join(arena, program, beside);
        if (path != NULL && access(path, R_OK) == 0)
            return path;
    }
    return installed;
}

/* gettext translates nothing in the "C" locale, and a fresh machine has no other but C.UTF-8; in that one,
 * LANGUAGE decides. Later versions of the C library ignore LANGUAGE there too: then any other locale does. */
static void speak_chinese(void)
{
    static const char *const locales[] = { "C.UTF-8", "zh_CN.UTF-8", "en_US.UTF-8" };

    setenv("LANGUAGE", "zh_CN", 1);
    /* The C library's own words ("no space left on device") come in the charset of this category. */
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    for (size_t index = 0; index < sizeof locales / sizeof locales[0]; index++)
        if (setlocale(LC_MESSAGES, locales[index]) != NULL && strcmp(_("Advice: "), "Advice: ") != 0)
            return;
}

void config_speak(enum report_language language)
{
    if (language == REPORT_CHINESE)
        speak_chinese();
    else
        (void)setlocale(LC_MESSAGES, "C"); /* in which nothing is translated */
}

/* The package's folder for the user that its services run as: what is run by hand as that user finds their cache. */
static bool owns_system_cache(void)
{
    struct stat about;

    return lstat(SYSTEM_CACHE, &about) == 0 && S_ISDIR(about.st_mode) && about.st_uid == geteuid();
}

static const char *cache_directory(struct arena *arena)
{
    const char *cache = environment("XDG_CACHE_HOME");
    const char *home = environment("HOME");

    /* The standard wants relative paths ignored (XDG Base Directory 0.8). */
    if (cache != NULL && cache[0] == '/')
        return join(arena, cache, "/guanka");
    if (owns_system_cache())
        return SYSTEM_CACHE "/guanka";
    return home != NULL ? join(arena, home, "/.cache/guanka") : NULL;
}

enum status config_create(const char *language, struct config *config)
{
    const char *program, *locales, *terminal = environment("TERM");
    enum status status;

    *config = (struct config){ .language = choose_language(language) };
    status = arena_create(&config->arena);
    if (status != STATUS_OK)
        return status;
    program = program_directory(config->arena);
    locales = find_data(config->arena, program, GUANKA_BINARY_DIR "/po", "/../share/locale", GUANKA_LOCALE_DIR);
    bindtextdomain(WORDS_DOMAIN, locales);
    bind_textdomain_codeset(WORDS_DOMAIN, "UTF-8");
    textdomain(WORDS_DOMAIN);
    if (config->language == REPORT_CHINESE)
        speak_chinese();
    config->rules = environment("GUANKA_RULES");
    if (config->rules == NULL)
        config->rules = find_data(config->arena, program, GUANKA_SOURCE_DIR "/patterns", "/../share/guanka/patterns",
                                  GUANKA_DATA_DIR "/patterns");
    config->extract_program = environment("GUANKA_EXTRACT");
    if (config->extract_program == NULL)
        config->extract_program = find_data(config->arena, program, GUANKA_BINARY_DIR "/src/foreign/guanka-extract",
                                            "/../libexec/guanka/guanka-extract", GUANKA_LIBEXEC_DIR "/guanka-extract");
    config->demo = find_data(config->arena, program, GUANKA_SOURCE_DIR "/corpus/demo", "/../share/guanka/demo",
                             GUANKA_DATA_DIR "/demo");
    config->cache_directory = cache_directory(config->arena);
    config->may_color = environment("NO_COLOR") == NULL && (terminal == NULL || strcmp(terminal, "dumb") != 0);
    return STATUS_OK;
}

void config_free(struct config *config)
{
    arena_destroy(config->arena);
}
