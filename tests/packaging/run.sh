#!/usr/bin/env bash
# Builds both images, the compose file and the tarball for real, runs them locked down, and checks what they do. Needs root
# on Debian, and the scripts that build and run containers without an engine or a registry: a folder `shared/containers`
# beside the checkout. Where these are missing it says so and is skipped. ARM64=1 builds the image for that too; ARM64_ROOT
# is that of tarball-check.sh.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
containers=$root/../shared/containers
export STORE=${STORE:-/tmp/bridge-containers}

skip() {
    echo "packaging: skipped: $1"
    exit 0
}

[ "$(id -u)" -eq 0 ] || skip "must be root"
[ -x "$containers/prepare-bases.sh" ] || skip "there is no $containers"
command -v debootstrap >/dev/null || command -v apt-get >/dev/null || skip "needs Debian"

work=$(mktemp -d "${TMPDIR:-/tmp}/bridge-packaging.XXXXXX")
trap 'rm -rf "$work"' EXIT

# step NAME COMMAND...: quiet while all is well.
step() {
    local name=$1
    shift
    if ! "$@" >"$work/log" 2>&1 </dev/null; then
        tail -n 60 "$work/log"
        echo "packaging: $name failed"
        exit 1
    fi
    grep -E '^(ok|built|up:|stop:) |RSS' "$work/log" | sed 's/^ */    /' || true
    echo "packaging: $name: good ($SECONDS s)"
}

box() { "$containers/box.sh" "$STORE" --net=private -- bash -euo pipefail "$@"; }

# What git has, so that secrets and builds of the checkout are neither used nor touched.
mkdir "$work/tree"
(cd "$root" && git ls-files -z --cached --others --exclude-standard | tar -c --null --files-from=- --ignore-failed-read) |
    tar -x -C "$work/tree"

step digests "$here/digests.sh" "$work/tree"
step bases "$containers/prepare-bases.sh" "$STORE"
TAG=localhost/bridge:dev step bridge "$containers/build-and-run.sh" "$work/tree"
# As Home Assistant gets it: the folder that is packed is the context, and the stage of the add-on the last one.
step pack "$work/tree/deploy/local-addon.sh" "$work/addon"
step addon "$containers/box.sh" "$STORE" -- "$here/addon-build.sh" "$work/addon" localhost/bridge-addon:dev
step labels box "$here/labels.sh"
step life box "$here/life.sh" "$work/tree/deploy/demo"
step compose-init "$work/tree/deploy/compose-init.sh"
step add-on box "$here/addon.sh" "$work/tree"
COMPOSE_PROFILES=fleet step compose "$containers/compose-run.sh" "$work/tree/compose.yaml" "$here/compose-check.sh"
step tarball "$here/tarball-check.sh" "$work/tree" "$work/opt"
step apparmor "$here/apparmor.sh" "$work/opt"
if [ -n "${ARM64:-}" ]; then
    sed 's/^ARG PORTABLE=0$/ARG PORTABLE=1/' "$work/tree/Dockerfile" >"$work/tree/Dockerfile.portable"
    TAG=localhost/bridge-arm64:dev PLATFORM=linux/arm64 step arm64 \
        "$containers/build-and-run.sh" "$work/tree" -f Dockerfile.portable
fi
