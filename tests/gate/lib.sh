# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# For the tests of the gate: what tests/cli/lib.sh has, and a gate of one's own with an account for each role.
. "$GUANKA_SOURCE_DIR/tests/cli/lib.sh"
gate_process=
export PYTHONDONTWRITEBYTECODE=1 # nothing is left beside the tests

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
