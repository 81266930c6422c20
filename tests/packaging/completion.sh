#!/usr/bin/env bash
# Presses Tab in zsh and asks fish, with what `bridge completion` prints for them; bash is asked by the end-to-end tests.
# A shell that is not installed is skipped, and said so.
# usage: tests/packaging/completion.sh BRIDGE   a built program, such as bridge/Host/bin/Debug/net10.0/bridge
set -euo pipefail

program=$(realpath "$1")
work=$(mktemp -d "${TMPDIR:-/tmp}/bridge-completion.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/functions"
ln -s "$program" "$work/bin/bridge"
export PATH=$work/bin:$PATH HOME=$work WORK=$work
cd "$work"
touch own.yaml

fail() {
    echo "$1" >&2
    exit 1
}

# A zsh in a terminal of its own, whose line is written to a file by Ctrl-X. The first Tab is what loads the function.
in_zsh() {
    bridge completion zsh >"$work/functions/_bridge"
    cat >"$work/press.zsh" <<'ZSH'
zmodload zsh/zpty
zpty terminal zsh -f -i
zpty -w terminal 'fpath=($WORK/functions $fpath); autoload -Uz compinit; compinit -u -d $WORK/dump
    tell() { print -rn -- "$BUFFER|" >$WORK/line; zle kill-whole-line }; zle -N tell; bindkey "^X" tell; :>$WORK/ready'
integer tries
while [[ ! -e $WORK/ready ]] && (( tries++ < 200 )); do sleep 0.05; done
for typed; do
    rm -f $WORK/line
    zpty -w -n terminal "$typed"$'\t\x18'
    tries=0
    while [[ ! -s $WORK/line ]] && (( tries++ < 200 )); do zpty -rt terminal >/dev/null; sleep 0.05; done
    print -r -- "$(<$WORK/line)"
done
zpty -d terminal
ZSH
    zsh -f "$work/press.zsh" 'bridge st' 'bridge state sho' 'bridge run --dr' 'bridge run --set mqtt.ho' 'bridge --config o' \
        >"$work/zsh"
    diff "$work/zsh" - <<'LINES' || fail "zsh completes something else"
bridge state |
bridge state show |
bridge run --dry-run |
bridge run --set mqtt.host=|
bridge --config own.yaml |
LINES
}

in_fish() {
    bridge completion fish >"$work/bridge.fish"
    local line
    for line in 'bridge st' 'bridge import ' 'bridge run --dr' 'bridge run --set mqtt.ho' 'bridge --config o'; do
        fish -N -c "source $work/bridge.fish; complete -C '$line'"
    done | cut -f 1 >"$work/fish"
    diff "$work/fish" - <<'WORDS' || fail "fish completes something else"
state
mqtt-io
--dry-run
mqtt.host=
own.yaml
WORDS
}

for shell in zsh fish; do
    if command -v "$shell" >/dev/null; then
        "in_$shell"
        echo "$shell: good"
    else
        echo "$shell: skipped: it is not installed"
    fi
done
