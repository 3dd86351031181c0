# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# For tests with injected faults (injected.c), after lib.sh: from here on $GUANKA is the program with them.
[ -z "${GUANKA_TEST_FLAGS:-}" ] || skip "a sanitizer has to be loaded before everything else"
real=$GUANKA
cat >guanka <<SCRIPT
#!/bin/sh
LD_PRELOAD=$GUANKA_INJECTOR GUANKA_INJECTED=$work/injected exec "$real" "\$@"
SCRIPT
chmod +x guanka
GUANKA=$work/guanka

printf '%16s' '' | tr ' ' '\0' >injected
inject() { # SECONDS ERRNO; in place, since the file is mapped
    python3 -c 'import struct, sys; open("injected", "r+b").write(struct.pack("qq", int(sys.argv[1]), int(sys.argv[2])))' "$1" "$2"
}
