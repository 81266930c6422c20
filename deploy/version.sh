#!/usr/bin/env bash
# The version of this tree, which Directory.Build.props has, and what goes with it.
#   deploy/version.sh               prints it
#   deploy/version.sh --tag v1.2.3  prints it, and fails when the tag is another
#   deploy/version.sh --notes       prints what the change log says of it
#   deploy/version.sh --set 1.2.4   writes it wherever it stands; the change log gets a heading to be filled
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(sed -nE 's:.*<Version>(.*)</Version>.*:\1:p' Directory.Build.props)

# set_in FILE PATTERN: replaces the version that stands after the pattern's first group.
set_in() {
    if [ -f "$1" ]; then sed -i -E "s|$2|\\1$next|" "$1"; fi
}

case ${1:-} in
    '') echo "$version" ;;
    --tag)
        if [ "${2:?}" != "v$version" ]; then
            echo "The tag is $2, Directory.Build.props says $version." >&2
            exit 1
        fi
        echo "$version"
        ;;
    --notes) awk -v heading="## $version" '$0 == heading { found = 1; next } /^## / { found = 0 } found' CHANGELOG.md ;;
    --set)
        next=${2:?}
        [[ $next =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || { echo "$next is no version such as 1.2.3." >&2; exit 2; }
        set_in Directory.Build.props '(<Version>)[^<]*'
        set_in Dockerfile '^(ARG VERSION=).*'
        set_in homeassistant-addon/config.yaml '^(version: *"?)[0-9.]+'
        set_in deploy/ansible/inventory/group_vars/boards.yaml '^(bridge_image: .*:).*'
        for log in CHANGELOG.md homeassistant-addon/CHANGELOG.md; do
            if [ -f "$log" ] && ! grep -qx "## $next" "$log"; then
                sed -i "0,/^## /s/^## /## $next\n\n\n## /" "$log"
            fi
        done
        echo "$next"
        ;;
    *)
        sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac
