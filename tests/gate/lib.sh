# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# For the tests of the gate: what tests/cli/lib.sh has, and a gate of one's own with an account for each role.
. "$GUANKA_SOURCE_DIR/tests/cli/lib.sh"
gate_process=
export PYTHONDONTWRITEBYTECODE=1 # nothing is left beside the tests
# --silent is for progress: why something could not be had is told.
echo show-error >.curlrc
export CURL_HOME="$work"

stop_gate() {
    [ -z "$gate_process" ] || { kill "$gate_process" 2>/dev/null || true; wait "$gate_process" 2>/dev/null || true; }
    gate_process=
}
trap 'stop_gate; chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT

# A port nobody listens at: the kernel gives one, and this is asked again when another was faster.
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# gate.yaml with whatever lines are given besides; $GATE is the address.
configure_gate() {
    port=$(free_port)
    GATE=http://127.0.0.1:$port
    export GATE
    {
        echo "store: $work/gate.db"
        echo "listen: [\"127.0.0.1:$port\", \"unix:$work/gate.sock\"]"
        for line; do echo "$line"; done
    } >gate.yaml
}

add_account() { # NAME ROLES [UNIT]
    echo "correct-horse-$1" | "$GUANKA" gate -c gate.yaml account "$1" --roles "$2" --unit "${3:-市政府办公室}" ||
        fail "the account $1 cannot be made"
}

new_token() { # ACCOUNT ROLES
    "$GUANKA" gate -c gate.yaml token "$1" --roles "$2"
}

wait_until() { # SECONDS COMMAND…
    deadline=$(($(date +%s) + $1))
    shift
    until "$@"; do
        [ "$(date +%s)" -lt "$deadline" ] || return 1
        python3 -c 'import time; time.sleep(0.05)'
    done
}

start_gate() {
    "$GUANKA" gate -c gate.yaml 2>gate.log &
    gate_process=$!
    wait_until 120 curl --silent --fail --output /dev/null "$GATE/readyz" || { fail "the gate does not start"; cat gate.log >&2; exit 1; }
}

# A small site of 市政府办公室, looked through once: a classified page is one severe finding and one incident, number 1 of each.
# sites.yaml, small.db, and $INCIDENT for those who ask for it.
sweep_small_site() { # further lines of the site file
    mkdir -p small
    echo '<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知</title></head><body><p><a href="a.html">通知</a></p></body></html>' >small/index.html
    echo '<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知</title></head><body><p>机密★10年</p></body></html>' >small/a.html
    port=$(free_port)
    python3 -m http.server "$port" --bind 127.0.0.1 --directory small >/dev/null 2>&1 &
    small_process=$!
    wait_until 20 curl --silent --output /dev/null "http://127.0.0.1:$port/"
    {
        printf 'store: %s/small.db\n' "$work"
        for line; do echo "$line"; done
        printf 'sites:\n  - {id: small, name: 小网站, unit: 市政府办公室, start: ["http://small.test:%s/"], hosts: [small.test],\n' "$port"
        printf '     slots: ["02:00", "08:00", "14:00", "20:00"], connect_to: ["small.test:%s:127.0.0.1:%s"], allow_addresses: [127.0.0.1/32]}\n' "$port" "$port"
    } >sites.yaml
    "$GUANKA" sweep --sites sites.yaml run small >swept 2>&1 || { fail "the small site is not looked through"; cat swept >&2; }
    kill "$small_process" || fail "the server of the small site has ended by itself"
    wait "$small_process" 2>/dev/null || true
    INCIDENT=$("$GUANKA" sweep --sites sites.yaml incident list --format json | sed 's/.*"incident":"\([^"]*\)".*/\1/')
    export INCIDENT
}

# Everybody who is needed to bring a draft through, with tokens $T (machine), $T1, $T2, $T3, $TS.
make_people() {
    add_account cms submitter ''
    add_account zhang submitter,level-1
    add_account li level-2
    add_account wu level-3
    add_account bao secrecy
    T=$(new_token cms submitter)
    T1=$(new_token zhang submitter,level-1)
    T2=$(new_token li level-2)
    T3=$(new_token wu level-3)
    TS=$(new_token bao secrecy)
}

decide() { # TOKEN ID JSON -> the state afterwards, or the code of the refusal
    curl --silent -H "Authorization: Bearer $1" --data "$3" "$GATE/v1/reviews/$2/decisions" | jq -r '.state // .error.code'
}

# Through all levels and the secrecy review.
bring_through() { # ID
    decide "$T1" "$1" '{"action":"approve","opinion":"同意"}' >/dev/null
    decide "$T1" "$1" '{"action":"secrecy-approve","opinion":"不涉密"}' >/dev/null
    decide "$TS" "$1" '{"action":"secrecy-approve","opinion":"不涉密"}' >/dev/null
    decide "$T2" "$1" '{"action":"approve","opinion":"同意"}' >/dev/null
    decide "$T3" "$1" '{"action":"secrecy-approve","opinion":"同意公开"}'
}
