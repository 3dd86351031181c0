/* SPDX-License-Identifier: Apache-2.0 */
#include "isolate/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { UNDER_SANITIZER = 1 };
#else
enum { UNDER_SANITIZER = 0 };
#endif

enum { DESCRIPTORS_MAX = 32 };

static bool limit(int resource, rlim_t value)
{
    return setrlimit(resource, &(struct rlimit){ value, value }) == 0;
}

static bool limit_resources(uint64_t memory_max, uint32_t *features)
{
    if (!limit(RLIMIT_CORE, 0) || !limit(RLIMIT_FSIZE, 0) || !limit(RLIMIT_NOFILE, DESCRIPTORS_MAX))
        return false;
    /* Of memory that can be written. A document that is mapped for reading may be larger, and the filter of system
     * calls allows no mapping that is shared, which would not count. */
    if (!UNDER_SANITIZER && limit(RLIMIT_DATA, memory_max))
        *features |= SANDBOX_MEMORY;
    return true;
}

/* No path at all: a ruleset that handles every right and allows none. Older kernels know fewer rights. */
static bool shut_files(void)
{
    static const uint64_t rights_of_version[] = { (1 << 13) - 1, (1 << 14) - 1, (1 << 15) - 1 };
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    struct landlock_ruleset_attr rules;
    long ruleset;
    bool shut;

    if (version < 1)
        return false;
    rules.handled_access_fs = rights_of_version[version > 3 ? 2 : version - 1];
    ruleset = syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
    if (ruleset < 0)
        return false;
    shut = syscall(SYS_landlock_restrict_self, (int)ruleset, 0) == 0;
    close((int)ruleset);
    return shut;
}

/* What a parser that has everything it needs still does. */
static const int allowed[] = {
    SCMP_SYS(read),           SCMP_SYS(readv),        SCMP_SYS(write),          SCMP_SYS(writev),
    SCMP_SYS(pread64),        SCMP_SYS(lseek),        SCMP_SYS(close),          SCMP_SYS(recvmsg),
    SCMP_SYS(sendmsg),        SCMP_SYS(poll),         SCMP_SYS(ppoll),          SCMP_SYS(munmap),
    SCMP_SYS(mremap),         SCMP_SYS(madvise),      SCMP_SYS(brk),            SCMP_SYS(futex),
    SCMP_SYS(exit),           SCMP_SYS(exit_group),   SCMP_SYS(rt_sigreturn),   SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack),  SCMP_SYS(clock_gettime),  SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),   SCMP_SYS(time),         SCMP_SYS(getrandom),      SCMP_SYS(fstat),
    SCMP_SYS(getpid),         SCMP_SYS(gettid),       SCMP_SYS(getuid),         SCMP_SYS(geteuid),
    SCMP_SYS(sched_yield),    SCMP_SYS(getrusage),    SCMP_SYS(sysinfo),        SCMP_SYS(uname),
    SCMP_SYS(rseq),           SCMP_SYS(membarrier),   SCMP_SYS(restart_syscall), SCMP_SYS(sched_getaffinity),
    SCMP_SYS(set_robust_list), SCMP_SYS(nanosleep),   SCMP_SYS(clock_nanosleep),
};

/* No memory that is executed, none that is shared with anybody: that would not count against the ceiling. */
static bool allow_mmap(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp conditions[] = { SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                                               SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_SHARED, 0) };

    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, conditions) == 0;
}

static bool allow_with(scmp_filter_ctx filter, int call, struct scmp_arg_cmp condition)
{
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &condition) == 0;
}

/* Memory may be had, but none that can be executed; a file may be looked at, if it is open; an abort may kill us. */
static bool allow_in_part(scmp_filter_ctx filter)
{
    return allow_mmap(filter)
           && allow_with(filter, SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0))
           && allow_with(filter, SCMP_SYS(newfstatat), SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH))
           && allow_with(filter, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()))
           && allow_with(filter, SCMP_SYS(fcntl), SCMP_A1(SCMP_CMP_EQ, F_GETFL));
}

static bool filter_calls(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool filtered = filter != NULL;

    for (size_t index = 0; filtered && index < sizeof allowed / sizeof *allowed; index++) {
        /* Some do not exist on every machine. */
        int result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[index], 0);

        filtered = result == 0 || result == -EDOM;
    }
    filtered = filtered && allow_in_part(filter) && seccomp_load(filter) == 0;
    if (filter != NULL)
        seccomp_release(filter);
    return filtered;
}

enum status sandbox_enter(uint64_t memory_max, uint32_t *features)
{
    *features = 0;
    /* With the parent gone there is nobody to work for, and nobody to stop us. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
        || prctl(PR_SET_DUMPABLE, 0) != 0 || !limit_resources(memory_max, features))
        return STATUS_INVALID;
    if (shut_files())
        *features |= SANDBOX_LANDLOCK;
    if (!filter_calls())
        return STATUS_INVALID;
    *features |= SANDBOX_SECCOMP;
    return STATUS_OK;
}
