#!/usr/bin/env bash
# Prints the software bill of materials in CycloneDX 1.5: what the lock file of the program names, with the licences of
# docs/licences.md. A published folder adds the runtime that it holds. Needs jq. The same commit gives the same bytes.
set -euo pipefail

if [ "$#" -gt 1 ]; then
    echo "usage: deploy/sbom.sh [PUBLISHED_FOLDER]" >&2
    exit 2
fi
runtime=
machine=
if [ -n "${1:-}" ]; then
    runtime=$(jq -r '.runtimeOptions.includedFrameworks[0].version // empty' "$1/bridge.runtimeconfig.json")
    machine=$(jq -r '.runtimeTarget.name | split("/")[1] // empty' "$1/bridge.deps.json")
fi
cd "$(dirname "$0")/.."

version=$(sed -nE 's:.*<Version>(.*)</Version>.*:\1:p' Directory.Build.props)
stamp=$(date -u -d "@${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}" +%Y-%m-%dT%H:%M:%SZ)
# Rows of the table: | Name | 1.2.3 | MIT | © … |
licences=$(sed -nE 's/^\| ([A-Za-z0-9_.]+) \| ([0-9][^ ]*) \| ([^|]+) \|.*/\1\t\2\t\3/p' docs/licences.md)

jq --arg version "$version" --arg stamp "$stamp" --arg runtime "$runtime" --arg machine "$machine" --arg licences "$licences" '
    # SPDX knows no word for "see the file"; such a licence is given by its name.
    def licence: [if test("^[A-Za-z0-9.+-]+$") then {license: {id: .}} else {license: {name: .}} end];
    def purl(name; version): "pkg:nuget/\(name)@\(version)";

    ([$licences | split("\n")[] | split("\t") | {key: .[0], value: {version: .[1], licence: .[2]}}] | from_entries) as $known
    | .dependencies["net10.0"] as $locked
    # Tools of the build are in the lock file, too, but not in the program; the table has what is.
    | ([$locked | to_entries[] | select(.value.type != "Project" and $known[.key])] | sort_by(.key)) as $packages
    | ($packages | map({key: .key, value: purl(.key; .value.resolved)}) | from_entries) as $refs
    | {
        bomFormat: "CycloneDX",
        specVersion: "1.5",
        version: 1,
        metadata: {
            timestamp: $stamp,
            component: {
                type: "application", "bom-ref": "bridge", name: "bridge", version: $version, licenses: ("MIT" | licence)
            }
        },
        components: (
            [$packages[] | {
                type: "library", "bom-ref": $refs[.key], name: .key, version: .value.resolved, purl: $refs[.key],
                licenses: ($known[.key].licence | licence),
                properties: [{name: "nuget:contentHash", value: .value.contentHash}]
            }]
            + (if $runtime == "" then [] else [{
                type: "framework", "bom-ref": "dotnet", name: "Microsoft.NETCore.App", version: $runtime,
                purl: purl("Microsoft.NETCore.App.Runtime.\($machine)"; $runtime), licenses: ("MIT" | licence)
            }] end)),
        dependencies: (
            [{
                ref: "bridge",
                dependsOn: ([$packages[] | select(.value.type == "Direct") | $refs[.key]]
                    + [$locked[] | select(.type == "Project") | (.dependencies // {}) | keys[] | $refs[.] // empty]
                    + (if $runtime == "" then [] else ["dotnet"] end) | unique)
            }]
            + [$packages[] | {ref: $refs[.key], dependsOn: [(.value.dependencies // {}) | keys[] | $refs[.] // empty]}])
    }' bridge/Host/packages.lock.json
