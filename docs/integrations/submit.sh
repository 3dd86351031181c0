#!/bin/sh
# 提交一份稿件和它的附件，打印审查编号和状态。
# 用法：GATE=http://127.0.0.1:8423 TOKEN=gk_… submit.sh 元数据.json 正文.html [附件]…
set -eu
: "${GATE:?网关的地址}" "${TOKEN:?令牌}"
[ $# -ge 2 ] || { echo "用法：submit.sh 元数据.json 正文 [附件]…" >&2; exit 2; }
meta=$1
shift
# 同样的内容再提交一次（超时之后重试）得到同一个编号。
key=$(cat "$meta" "$@" | sha256sum | cut -d' ' -f1)
for file; do
    set -- "$@" -F "file=@$file"
    shift
done
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
status=$(curl --silent --show-error --max-time 60 --output "$answer" --write-out '%{http_code}' \
    -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $key" \
    -F "meta=<$meta;type=application/json" "$@" "$GATE/v1/reviews") || { echo "网关连接失败，不得发布" >&2; exit 3; }
case $status in
200 | 201 | 202) jq -r '"\(.id) \(.state)"' "$answer" ;;
*)
    jq -r '.error.message' "$answer" >&2
    exit 3
    ;;
esac
# 退回、拦下、不应审核的，以退出码告诉调用者。
jq -e '.state == "review" or .state == "cleared" or .state == "ready" or .state == "waiting"' "$answer" >/dev/null
