# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# Functions that the scripts share. A script sets `root` to the repository, then reads this file.

say() { printf '%s\n' "guanka: $*" >&2; }
fail() { say "$*"; exit 2; }

cores() { nproc 2>/dev/null || echo 1; }

# The Debian packages of the named groups (scripts/packages), one a line.
packages_of() {
    for group in "$@"; do
        awk -v group="$group" '$1 == group { print $2 }' "$root/scripts/packages"
    done | sort -u
}

# Those of them that are not installed. A system without dpkg is left to CMake, which names what it misses.
packages_missing() {
    command -v dpkg-query >/dev/null 2>&1 || return 0
    wanted=$(packages_of "$@")
    # shellcheck disable=SC2086 # one word for each package
    dpkg-query --show --showformat '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null |
        awk '$1 == "installed" { print $2 }' | sort -u >"$work/installed"
    printf '%s\n' "$wanted" | comm -23 - "$work/installed"
}

# Installs what is missing of the named groups, or says what to do and ends.
packages_install() {
    work=$(mktemp -d) || fail "cannot make a temporary folder"
    missing=$(packages_missing "$@" | tr '\n' ' ')
    if [ -n "$missing" ]; then
        as_root=
        if [ "$(id -u)" != 0 ]; then
            command -v sudo >/dev/null 2>&1 ||
                fail "these Debian packages are missing; install them as root, then try again:
    apt-get install $missing"
            as_root=sudo
        fi
        command -v apt-get >/dev/null 2>&1 || fail "these packages are missing, and there is no apt-get here: $missing"
        say "installing Debian packages: $missing"
        # shellcheck disable=SC2086 # one word for each package
        {
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get update --quiet &&
                $as_root env DEBIAN_FRONTEND=noninteractive \
                    apt-get install --quiet --yes --no-install-recommends $missing
        } >"$work/apt.log" 2>&1 || {
            tail -n 20 "$work/apt.log" >&2
            rm -r "$work"
            fail "the packages could not be installed (see above); install them by hand: apt-get install $missing"
        }
    fi
    rm -r "$work"
}

# Configures and builds a preset, quietly unless it fails. Further arguments are targets.
build_preset() {
    preset=$1
    shift
    mkdir -p "$root/build"
    log=$root/build/$preset.log
    {
        { [ -f "$root/build/$preset/build.ninja" ] || (cd "$root" && cmake --preset "$preset"); } &&
            ninja -C "$root/build/$preset" -j "$(cores)" "$@"
    } >"$log" 2>&1 || {
        tail -n 60 "$log" >&2
        fail "the build failed; the whole log is in $log"
    }
}

# The mirror that this machine's apt uses.
debian_mirror() {
    mirror=$(sed -n 's/^URIs: *//p; s/^deb  *\(\[[^]]*\] *\)\{0,1\}\(http[^ ]*\) .*/\2/p' \
        /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null | head -n 1)
    echo "${mirror:-http://deb.debian.org/debian}"
}

# Makes an empty Debian 12 in a temporary folder, $machine, which goes when the script ends. `inside` runs a command of the
# shell there. With this machine's apt configuration, so that it finds the same mirror.
fresh_debian() {
    [ "$(id -u)" = 0 ] || fail "this needs root: it makes a Debian and changes into it"
    packages_install fresh
    machine=$(mktemp -d /var/tmp/guanka-fresh-XXXXXX)
    leave_fresh() {
        for mounted in dev/shm dev proc sys; do
            mountpoint -q "$machine/$mounted" && umount "$machine/$mounted"
        done
        rm -rf --one-file-system "$machine" "$machine.out"
    }
    trap leave_fresh EXIT

    say "making a fresh Debian 12 in $machine"
    debootstrap --variant=minbase bookworm "$machine" "$(debian_mirror)" >"$machine.log" 2>&1 ||
        { tail -n 20 "$machine.log" >&2; fail "debootstrap failed"; }
    rm -f "$machine.log"
    cp /etc/resolv.conf /etc/hosts "$machine/etc/" 2>/dev/null || true
    for file in /etc/apt/apt.conf /etc/apt/apt.conf.d/*proxy* /etc/apt/auth.conf; do
        [ ! -f "$file" ] || cp "$file" "$machine/etc/apt/${file#/etc/apt/}"
    done
    mount --bind /proc "$machine/proc"
    mount --bind /sys "$machine/sys"
    mount --bind /dev "$machine/dev"
    mount -t tmpfs none "$machine/dev/shm"
}
inside() { chroot "$machine" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb sh -c "$1"; }
