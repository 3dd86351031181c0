#!/bin/sh
# 这些文件都可以发布吗？全部有许可时退出码为 0。
# 用法：GATE=http://127.0.0.1:8423 TOKEN=gk_… permit.sh 文件…
set -eu
: "${GATE:?网关的地址}" "${TOKEN:?令牌}"
result=0
for file; do
    digest=$(sha256sum "$file" | cut -d' ' -f1)
    if ! curl --silent --fail --max-time 10 --output /dev/null -H "Authorization: Bearer $TOKEN" "$GATE/v1/permits/$digest"; then
        echo "没有许可：$file" >&2
        result=1
    fi
done
exit $result
