#!/usr/bin/env bash
# Renews the digests of the base images in the Dockerfile: asks the registry of each for what its tag means today.
# Needs curl. Afterwards, when the SDK changed: dotnet restore --force-evaluate, and .ci/run.
set -euo pipefail

dockerfile=${1:-$(cd "$(dirname "$0")/.." && pwd)/Dockerfile}
kinds='Accept: application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json'

# digest_of HOST/NAME:TAG: the digest of the list of images for all machines.
digest_of() {
    host=${1%%/*} rest=${1#*/}
    curl -fsSI --retry 3 -H "$kinds" "https://$host/v2/${rest%:*}/manifests/${rest##*:}" |
        tr -d '\r' | sed -nE 's/^docker-content-digest: (sha256:[0-9a-f]{64})$/\1/Ip'
}

sed -nE 's/^FROM (--[^ ]+ )*([^ ]+)@sha256:[0-9a-f]{64}( .*)?$/\2/p' "$dockerfile" | while read -r base; do
    digest=$(digest_of "$base")
    if [ -z "$digest" ]; then
        echo "$base: the registry told no digest" >&2
        exit 1
    fi
    sed -i -E "s|^(FROM .*)$base@sha256:[0-9a-f]{64}|\\1$base@$digest|" "$dockerfile"
    echo "$base $digest"
done
