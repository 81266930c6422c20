#!/usr/bin/env bash
# Packs the tarball of this machine's kind twice, from two folders, and once more for arm64 where its packs can be had; then
# unpacks it as docs/systemd.md says and runs what is in it.
# ARM64_ROOT, a folder with Debian's libraries for arm64 (debootstrap --foreign), lets that one run under qemu.
# usage: tarball-check.sh TREE FOLDER   TREE: a copy of the checkout, which is built in; FOLDER: where it is unpacked
set -euo pipefail

tree=$(realpath "$1")
opt=$2
work=$(mktemp -d "${TMPDIR:-/tmp}/bridge-tarball.XXXXXX")
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=1700000000

ok() { echo "ok   $1"; }
fail() {
    echo "FAIL $1"
    exit 1
}

case $(uname -m) in
    x86_64) runtime=linux-x64 other=linux-arm64 ;;
    aarch64) runtime=linux-arm64 other=linux-x64 ;;
esac
version=$("$tree/deploy/version.sh")
name=bridge-$version-$runtime
"$tree/deploy/tarball.sh" "$work/one" "$runtime"
# The same files in another folder.
mkdir "$work/elsewhere"
tar -c --exclude=bin --exclude=obj --exclude=artifacts -C "$tree" . | tar -x -C "$work/elsewhere"
"$work/elsewhere/deploy/tarball.sh" "$work/two" "$runtime"
cmp "$work/one/$name.tar.gz" "$work/two/$name.tar.gz" || fail "the same sources made another tarball"
ok "two folders, the same bytes: $(stat -c %s "$work/one/$name.tar.gz")"

(cd "$work/one" && sha256sum -c "$name.tar.gz.sha256")
mkdir "$opt"
tar -xzf "$work/one/$name.tar.gz" -C "$opt" --strip-components=1
[ -z "$(find "$opt" ! -user 0 -o ! -group 0 -o -type f -perm /022)" ] || fail "files of others, or to be written by others"
[ "$(find "$opt" -type f -perm /111 -printf '%P ')" = "bridge " ] || fail "not the program alone can be executed"
for file in bridge.service bridge.example.yaml bridge.1 sbom.cdx.json licences/LICENSE licences/licences.md \
    licences/Apache-2.0.txt licences/dotnet-notices.txt; do
    [ -s "$opt/$file" ] || fail "there is no $file"
done
ok "checksum, owners, modes and files"

jq -e --arg version "$version" '.metadata.component.version == $version
    and ([.components[] | select(.type == "framework" and (.purl | startswith("pkg:nuget/Microsoft.NETCore.App.Runtime.")))]
        | length == 1)' "$opt/sbom.cdx.json" >/dev/null || fail "bill of materials"
# Every assembly that is shipped is the program's own, the runtime's or a package's of the bill.
jq -r '.components[].name' "$opt/sbom.cdx.json" >"$work/known"
unknown=$(find "$opt" -name '*.dll' -printf '%f\n' | sed 's/\.dll$//' |
    grep -vE '^(bridge(\.r2r)?|Bridge\..*|System(\..*)?|SQLitePCLRaw\.batteries_v2)$' | grep -vxFf "$work/known" || true)
[ -z "$unknown" ] || fail "not in the bill of materials: $unknown"
ok "the bill of materials has what is shipped"

[ "$("$opt/bridge" --version)" = "$version" ] || fail "version"
"$opt/bridge" check --config "$opt/bridge.example.yaml" | grep 'good: 2 devices' >/dev/null || fail "the example"
shown=$(cd "$work" && timeout 60 "$opt/bridge" demo --seconds 3) || fail "demo"
for device in office meter 'heat pump' panel; do grep -q "^Demo $device online: " <<<"$shown" || fail "no $device: $shown"; done
grep -qF "ExecStart=/opt/bridge/bridge " "$opt/bridge.service" || fail "the unit starts something else"
ok "version, check and demo of what is unpacked"

if "$tree/deploy/tarball.sh" "$work/one" "$other" >"$work/other.log" 2>&1; then
    tar -xzf "$work/one/bridge-$version-$other.tar.gz" -C "$work"
    ok "$other: $(file -b "$work/bridge-$version-$other/bridge" | cut -d, -f1,2)"
    if [ "$other" = linux-arm64 ] && [ -n "${ARM64_ROOT:-}" ] && command -v qemu-aarch64-static; then
        shown=$(cd "$work" && timeout 120 qemu-aarch64-static -L "$ARM64_ROOT" "bridge-$version-$other/bridge" demo --seconds 30)
        grep -q '^Demo office online: ' <<<"$shown" || fail "$other does not run: $shown"
        ok "$other: the demo runs under qemu"
    fi
else
    echo "ok   $other: skipped: $(grep -m1 -oE 'NU[0-9]+: [^[]*' "$work/other.log" || tail -n 1 "$work/other.log")"
fi
