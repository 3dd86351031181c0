# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# For the tests of the program: each reads this file, runs in an empty folder of its own, and says what it
# missed. $guanka is the program, $source the repository.
set -eu
source=$GUANKA_SOURCE_DIR
rules=$source/tests/cli/data/rules.yaml
work=$(mktemp -d)
trap 'chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
export XDG_CACHE_HOME="$work/cache"
# To compile the shipped rules takes ten seconds, under a sanitizer a hundred: done once for the tests of all builds, unless
# one is about the cache (own_cache=1) or does without most of them (few_rules=1). What a test compiles besides is lent to
# those that come after it.
lent=$source/build/test-cache
pass_on() { # FROM TO WHICH…
    from=$1 to=$2
    shift 2
    find "$from" -name '*.hsdb' "$@" | while read -r entry; do
        [ -e "$to/${entry##*/}" ] || ln "$entry" "$to/" 2>/dev/null || cp -p "$entry" "$to/"
    done
}
compile_shipped_rules() {
    exec 9>"$lent.lock"
    flock 9
    (unset GUANKA_RULES && XDG_CACHE_HOME=$lent "$GUANKA" rules compile >/dev/null 2>&1) || return 1
    exec 9>&-
}
lend_cache() {
    if [ -n "${few_rules:-}" ]; then (umask 077 && mkdir -p "$lent/guanka"); else compile_shipped_rules || return 0; fi
    mkdir -p -m 700 "$XDG_CACHE_HOME/guanka"
    pass_on "$lent/guanka" "$XDG_CACHE_HOME/guanka" -mmin -300
}
give_back_cache() {
    [ -z "${own_cache:-}" ] && [ -d "$lent/guanka" ] || return 0
    pass_on "$XDG_CACHE_HOME/guanka" "$lent/guanka" -size +512k
}
[ -n "${own_cache:-}" ] || lend_cache
export LC_ALL= LC_MESSAGES=en_US.UTF-8
unset GUANKA_RULES NO_COLOR
failures=0

fail() {
    echo "FAILED: $*" >&2
    failures=$((failures + 1))
}

# A failure before is not hidden by what cannot be tried.
skip() {
    echo "skipped: $*"
    [ "$failures" = 0 ] || exit 1
    exit 77
}

need() { command -v "$1" >/dev/null 2>&1 || skip "$1 is not installed"; }

# Runs guanka scan with the test's rules; the exit status must be the first argument. Output: out, err.
scan() {
    wanted=$1
    shift
    status=0
    "$GUANKA" scan --rules "$rules" "$@" >out 2>err || status=$?
    [ "$status" = "$wanted" ] || { fail "exit status $status instead of $wanted: guanka scan $*"; cat out err >&2; }
}

expect() { # VALUE WANTED WORDS
    [ "$1" = "$2" ] || fail "$3: \"$1\" instead of \"$2\""
}

contains() { # FILE TEXT
    grep -qF -- "$2" "$1" || { fail "$1 does not contain: $2"; cat "$1" >&2; }
}

# Changes one byte: a fixed one would be what stands there already once in 256 times.
damage() { # FILE OFFSET
    byte=$(od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' ')
    printf "\\$(printf '%03o' $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

lacks() { # FILE TEXT
    ! grep -qF -- "$2" "$1" || fail "$1 contains: $2"
}

# A small site: one of each kind of finding, a clean page, the same content twice, a folder inside.
make_site() {
    mkdir -p site/a site/b
    printf '<html><head><title>标题</title></head><body><p>这里有测试密标。</p></body></html>\n' >site/a/index.html
    printf '证号：11010519491231002X，电话13812345678。\n' >site/b/名单.txt
    printf '没有问题。\n' >site/b/clean.txt
    printf '有测试提示。\n' >site/z.txt
    mkdir -p site/copy
    cp site/a/index.html site/copy/index.html
}

finish() {
    give_back_cache
    [ "$failures" = 0 ] || exit 1
}
