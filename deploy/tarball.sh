#!/usr/bin/env bash
# Publishes the program and packs it for a machine without a container engine: bridge-VERSION-linux-x64.tar.gz and its
# checksum. The same commit with the same SDK makes the same bytes. docs/systemd.md says how it is installed. Needs jq.
set -euo pipefail

if [ "$#" -gt 2 ]; then
    echo "usage: deploy/tarball.sh [FOLDER [RUNTIME]]   RUNTIME: linux-x64 or linux-arm64" >&2
    exit 2
fi
mkdir -p "${1:-artifacts}"
to=$(cd "${1:-artifacts}" && pwd)
runtime=${2:-linux-x64}
cd "$(dirname "$0")/.."

version=$(sed -nE 's:.*<Version>(.*)</Version>.*:\1:p' Directory.Build.props)
# Files are as old as the commit, whenever they are packed.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
name=bridge-$version-$runtime
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Neither paths of this machine nor its git folder leave a trace in what the compiler writes. Symbols would be trimmed in any
# case; %2C is a comma within one property.
dotnet publish bridge/Host -c Release -r "$runtime" --nologo -v quiet --artifacts-path "$work/build" -o "$work/$name" \
    -p:PathMap="$PWD/=/_/%2C$work/=/_/" -p:DebugType=none -p:IncludeSourceRevisionInInformationalVersion=false
deploy/sbom.sh "$work/$name" >"$work/sbom.cdx.json"
install -m 0644 "$work/sbom.cdx.json" deploy/systemd/bridge.service deploy/systemd/bridge.example.yaml docs/bridge.1 \
    "$work/$name"

# The notices of the runtime's authors lie in its pack, the runtime itself is in the program.
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
runtime_version=$(jq -r '.components[] | select(.name == "Microsoft.NETCore.App").version' "$work/sbom.cdx.json")
install -m 0755 -d "$work/$name/licences"
install -m 0644 LICENSE docs/licences.md deploy/licences/Apache-2.0.txt "$work/$name/licences"
install -m 0644 "$packages/microsoft.netcore.app.runtime.$runtime/$runtime_version/THIRD-PARTY-NOTICES.TXT" \
    "$work/$name/licences/dotnet-notices.txt"

find "$work/$name" -type f -exec chmod u=rw,go=r {} +
chmod 0755 "$work/$name/bridge"
tar --create --format=gnu --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
    --mode='u+rwX,go+rX,go-w' --directory "$work" "$name" | gzip --no-name --best >"$to/$name.tar.gz"
(cd "$to" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
echo "$to/$name.tar.gz"
