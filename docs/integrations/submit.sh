#!/bin/sh
# 提交一份稿件和它的附件，打印审查编号和状态。
# 用法：GATE=http://127.0.0.1:8423 TOKEN=gk_… submit.sh 元数据.json 正文.html [附件]…
# 退出码：0 已进入审核；1 退回、拦下或不应审核，须改稿；2 用法有误；3 没有提交成功。
set -eu
: "${GATE:?网关的地址}" "${TOKEN:?令牌}"
[ $# -ge 2 ] || { echo "用法：submit.sh 元数据.json 正文 [附件]…" >&2; exit 2; }
meta=$1
shift
# 同样的内容再提交一次（超时之后重试）得到同一个编号。
key=$(sha256sum "$meta" "$@" | sha256sum | cut -d' ' -f1)
# 文件名放在引号里：curl 把名字里的逗号、分号另作解释。
quoted() { printf '"%s"' "$(printf %s "$1" | sed 's/[\\"]/\\&/g')"; }
for file; do
    set -- "$@" -F "file=@$(quoted "$file")"
    shift
done
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
# 令牌经标准输入给 curl，不出现在进程列表里。
status=$(printf 'Authorization: Bearer %s\n' "$TOKEN" |
    curl --silent --show-error --max-time 60 --output "$answer" --write-out '%{http_code}' \
        -H @- -H "Idempotency-Key: $key" -F "meta=<$(quoted "$meta");type=application/json" "$@" "$GATE/v1/reviews") ||
    { echo "网关连接失败，不得发布" >&2; exit 3; }
case $status in
200 | 201 | 202) jq -r '"\(.id) \(.state)"' "$answer" 2>/dev/null || { echo "答复看不懂，不得发布" >&2; exit 3; } ;;
*)
    jq -er '.error.message' "$answer" >&2 || echo "网关答复 $status，不得发布" >&2
    exit 3
    ;;
esac
# 退回、拦下、不应审核的，以退出码告诉调用者。
jq -e '.state == "review" or .state == "cleared" or .state == "ready" or .state == "waiting"' "$answer" >/dev/null
