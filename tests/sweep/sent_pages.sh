# SPDX-License-Identifier: Apache-2.0
# Pages that may send their reader away, and what the inspection finds in them. Behind small_site.sh; a test sources it.
sweep() { # SITE TIME
    at "$2" "$GUANKA" sweep --sites sites.yaml run "$1" >run 2>&1 || { fail "the sweep of $1 at $2"; cat run >&2; }
}
sent() { # SITE
    "$GUANKA" sweep --sites sites.yaml --format json findings "$1" |
        jq -r 'select(.rule == "start-elsewhere" or .rule == "redirect-new") | "\(.rule) \(.severity) \(.url | sub("^http://[^/]*"; ""))"' | LC_ALL=C sort | tr '\n' ';'
}
incidents() { # SITE
    "$GUANKA" sweep --sites sites.yaml --format json incident list | jq -r --arg site "$1" 'select(.site == $site) | .family' | sort | tr '\n' ' '
}
# A page of FORMS is its name and, behind the first blank, what its head has; ⏎ is where a line ends.
links_to() { # HOST FORMS
    while read -r name _; do
        printf '<a href="/%s">第%s页</a>' "$name" "$name"
    done <"$2" >links
    page_of "$1" / 首页 "<p>欢迎访问。</p>$(cat links)"
}
plain() { # HOST FORMS
    links_to "$1" "$2"
    while read -r name _; do
        page_of "$1" "/$name" "第$name页" "<p>第$name页的正文。</p>"
    done <"$2"
}
given() { # HOST FORMS
    while read -r name form; do
        printf '<html><head><meta charset="utf-8"><title>第%s页</title>%s</head><body><p>第%s页的正文。</p></body></html>\n' "$name" "$form" "$name" | sed 's/⏎/\n/g' >"small/$1/$name"
    done <"$2"
}
found_of() { # FORMS RULE
    while read -r name _; do
        echo "redirect-new ${name%%-*} /$name"
    done <"$1" | LC_ALL=C sort | tr '\n' ';'
}
