# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# For the tests of the sweep: what tests/cli/lib.sh has, and the test site (site/README.md) on free ports of the loopback.
#
#   make_site DIR [--day 2|3] [--pages N] writes the site, or a day over the one before
#   start_site DIR                        nginx and the server of faults; DIR/site.json has the ports, and so have $SITE_PORT and others
#   stop_nginx, start_nginx               the site is down, and up again at the same ports
#   stop_site                             done by itself when the test ends
#
# The servers die with the shell that started them, even when that is killed.
. "$GUANKA_SOURCE_DIR/tests/cli/lib.sh"
nginx_process='' faults_process='' site_folder=''
ports='SITE_PORT WWW_PORT ZW_PORT JYJ_PORT OLD_PORT OUTSIDE_PORT FAULT_PORT CANARY_PORT TLS_PORT CLOSED_PORT'
export PYTHONDONTWRITEBYTECODE=1 # nothing is left beside the tests
PATH=$PATH:/usr/sbin
need nginx
need setpriv
need curl
trap 'stop_site; chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

make_site() {
    python3 "$source/tests/sweep/site/make_site.py" "$@" >made || { fail 'the site cannot be made'; exit 1; }
    [ -z "$site_folder" ] || fill_in site.json
}

# The file of that name from NAME.in, with the ports.
fill_in() { # NAME
    script=
    for name in $ports; do
        eval "script=\"\$script;s/@$name@/\$$name/g\""
    done
    sed "${script#;}" "$site_folder/$1.in" >"$site_folder/$1"
}

wait_until() { # SECONDS COMMAND…
    deadline=$(($(date +%s) + $1))
    shift
    until "$@"; do
        [ "$(date +%s)" -lt "$deadline" ] || return 1
        sleep 0.05
    done
}

# -> names and numbers of ports that nobody listens at, all different
free_ports() {
    python3 -c '
import socket, sys
held = [socket.create_server(("127.0.0.1", 0)) for _ in sys.argv[1:]]
print(" ".join(f"{name}={one.getsockname()[1]}" for name, one in zip(sys.argv[1:], held)))' "$@"
}

end_process() { # NUMBER
    [ -z "$1" ] || { kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }
}

stop_nginx() {
    end_process "$nginx_process"
    nginx_process=
}

stop_site() {
    stop_nginx
    end_process "$faults_process"
    faults_process=
}

answers() { # PROCESS PORT
    kill -0 "$1" 2>/dev/null || return 0 # has ended: no use to wait
    curl --silent --output /dev/null --max-time 5 "http://127.0.0.1:$2/"
}

start_nginx() {
    setpriv --pdeathsig KILL nginx -p "$site_folder/nginx" -e "$site_folder/nginx/error.log" -c "$site_folder/nginx.conf" 2>"$site_folder/nginx.err" &
    nginx_process=$!
    wait_until 20 answers "$nginx_process" "$SITE_PORT" && kill -0 "$nginx_process" 2>/dev/null
}

start_faults() {
    tls=
    if command -v openssl >/dev/null; then
        [ -f "$site_folder/certificate" ] || openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=elsewhere.test -keyout "$site_folder/key" \
            -out "$site_folder/certificate" 2>/dev/null
        tls="$site_folder/certificate $site_folder/key $TLS_PORT"
    fi
    # shellcheck disable=SC2086 # three words or none
    setpriv --pdeathsig KILL python3 "$source/tests/sweep/site/faults.py" "$FAULT_PORT" "$CANARY_PORT" "$site_folder/canary.log" $tls 2>"$site_folder/faults.err" &
    faults_process=$!
    wait_until 20 answers "$faults_process" "$FAULT_PORT" && kill -0 "$faults_process" 2>/dev/null
}

start_site() { # DIR
    site_folder=$(cd "$1" && pwd)
    mkdir -p "$site_folder/nginx"
    # Another process may be faster at a port: then with others.
    for attempt in 1 2 3; do
        # shellcheck disable=SC2086,SC2046 # a word for each name
        export $(free_ports $ports)
        fill_in nginx.conf
        fill_in site.json
        if start_faults && start_nginx; then
            return 0
        fi
        stop_site
    done
    fail "the site does not start ($attempt attempts)"
    cat "$site_folder/nginx.err" "$site_folder/nginx/error.log" "$site_folder/faults.err" >&2
    exit 1
}

# An address of the site, asked for by its name, with other options of curl.
ask() { # URL [OPTIONS…]
    address=$1
    shift
    curl --silent --show-error --max-time 20 --proxy "http://127.0.0.1:$SITE_PORT" "$@" "$address"
}
