#!/usr/bin/env bash
# deploy/refresh-base-digests.sh against a registry that answers with the same digest to everything.
set -euo pipefail

tree=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
digest=sha256:$(printf '%064d' 7)
cp "$tree/Dockerfile" "$work/Dockerfile"
cat >"$work/curl" <<EOF
#!/bin/sh
for url; do :; done
echo "\$url" >>"$work/asked"
printf 'HTTP/1.1 200 OK\r\nDocker-Content-Digest: $digest\r\n'
EOF
chmod +x "$work/curl"

PATH=$work:$PATH "$tree/deploy/refresh-base-digests.sh" "$work/Dockerfile"

pinned=$(grep -c '^FROM .*@sha256:' "$tree/Dockerfile")
[ "$(grep -c "^FROM .*@$digest AS " "$work/Dockerfile")" = "$pinned" ]
[ "$(sort -u "$work/asked" | wc -l)" = "$pinned" ]
grep -qE '^https://[a-z.]+/v2/dotnet/sdk/manifests/10\.0$' "$work/asked"
# Nothing else has changed.
diff <(sed 's/@sha256:[0-9a-f]*//' "$tree/Dockerfile") <(sed 's/@sha256:[0-9a-f]*//' "$work/Dockerfile")
echo "ok   $pinned digests are renewed"
