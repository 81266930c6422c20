#!/bin/sh
# Packs the add-on with its sources into one folder. Copied to /addons of Home Assistant, it is built there: no image of ours
# has to be published for that.
#   deploy/local-addon.sh [FOLDER]     default: artifacts/addon/bridge
set -eu
cd "$(dirname "$0")/.."

target=${1:-artifacts/addon/bridge}
if [ -e "$target" ] && [ ! -e "$target/Directory.Build.props" ]; then
    echo "$target is there and was not made by this script: name another folder, or delete it" >&2
    exit 1
fi
rm -rf "$target"
mkdir -p "$target"

tar -c --exclude=bin --exclude=obj --exclude='*.svg' -C homeassistant-addon . | tar -x -C "$target"
tar -c --exclude=bin --exclude=obj \
    .dockerignore .editorconfig BannedSymbols.txt Directory.Build.props Directory.Packages.props global.json LICENSE \
    bridge devices discovery | tar -x -C "$target"

# Without an image to pull, the Supervisor builds the last stage.
sed '/^image:/d' homeassistant-addon/config.yaml >"$target/config.yaml"
{
    cat Dockerfile
    printf '\nFROM addon\n'
} >"$target/Dockerfile"

echo "$target is ready: copy it to /addons of Home Assistant, then check for updates in the add-on store"
