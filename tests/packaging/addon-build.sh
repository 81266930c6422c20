#!/usr/bin/env bash
# Builds the folder of deploy/local-addon.sh as the Supervisor does: the folder is the context, the last stage the image,
# and build arguments and labels are its own. Runs in the box.
# usage: addon-build.sh FOLDER TAG
set -euo pipefail

cd "$1"
# A base pinned by its digest is the stand-in of the same name.
contexts=()
while read -r base; do
    contexts+=(--build-context "$base=container-image://${base%@*}")
done < <(sed -nE 's/^FROM (--[^ ]+ )*([^ ]+@sha256:[0-9a-f]+).*/\2/p' Dockerfile)

version=$(sed -nE 's/^version: "(.*)"/\1/p' config.yaml)
podman build . --tag "$2" --file Dockerfile --platform linux/amd64 --pull=never --format docker --isolation chroot \
    "${contexts[@]}" \
    --label "io.hass.version=$version" --label io.hass.arch=amd64 --label io.hass.type=addon \
    --label io.hass.name=Bridge --label "io.hass.description=of the Supervisor" \
    --build-arg BUILD_FROM=base-of-the-supervisor --build-arg "BUILD_VERSION=$version" \
    --build-arg BUILD_ARCH=amd64
echo "built $2 from $1"
