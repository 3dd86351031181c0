# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# For tests of sweeps that change single pages or set the clock: what site.sh has, and sites of a few pages (small_site.py).
#
#   start_small HOST…              serves small/HOST/ for each
#   write_sites ID…                sites.yaml: ID.test for each ID, with the test's rules and the people 张三 and 李四; more by jq
#   page_of HOST PATH TITLE BODY   writes a page
#   at TIME COMMAND…               runs it with a clock that says so (Shanghai), within a minute
. "$GUANKA_SOURCE_DIR/tests/sweep/site.sh"
[ -z "${GUANKA_TEST_FLAGS:-}" ] || skip "a sanitizer has to be loaded before everything else"
small_process=''
trap 'end_process "$small_process"; stop_site; chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT

start_small() {
    # shellcheck disable=SC2046 # a word for each
    export $(free_ports SMALL_PORT)
    for host in "$@"; do
        mkdir -p "small/$host"
    done
    setpriv --pdeathsig KILL python3 "$source/tests/sweep/small_site.py" small "$SMALL_PORT" &
    small_process=$!
    wait_until 20 answers "$small_process" "$SMALL_PORT"
}

write_sites() {
    jq -n --arg store "$work/small.db" --arg rules "$rules" --argjson port "$SMALL_PORT" --args '{store: $store, language: "en", rules: [$rules], people: ["张三", "李四"],
        sites: ($ARGS.positional | map({id: ., name: "站点\(.)", unit: "单位\(.)", start: ["http://\(.).test/"], hosts: ["\(.).test"],
            slots: ["02:00", "08:00", "14:00", "20:00"], connect_to: ["\(.).test:80:127.0.0.1:\($port)"], allow_addresses: ["127.0.0.1/32"],
            limits: {seconds: 3, retries: 0}, manners: {requests_per_second: 0}}))}' "$@" >sites.yaml
}

page_of() {
    file=small/$1$2
    case $2 in */) file=${file}index.html ;; esac
    printf '<html><head><meta charset="utf-8"><title>%s</title></head><body>%s</body></html>\n' "$3" "$4" >"$file"
}

at() {
    LATER_SECONDS=$(($(date -d "$1 +08:00" +%s) - $(date +%s)))
    shift
    LATER_SECONDS=$LATER_SECONDS LD_PRELOAD="$GUANKA_BINARY_DIR/tests/sweep/later.so" "$@"
}
