#!/usr/bin/env bash
# Runs the Ansible role as it is for its example boards, on this machine, with a stand-in for docker whose `check` is the
# program's own: what the role writes must be a good configuration, a second run must change nothing, and a wrong
# configuration must end the play before it is in use. Also holds the systemd unit against its limit.
# usage: tests/packaging/fleet.sh BRIDGE   a built program, such as bridge/Host/bin/Debug/net10.0/bridge
set -euo pipefail

program=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d "${TMPDIR:-/tmp}/bridge-fleet.XXXXXX")
trap 'rm -rf "$work"' EXIT

fail() {
    echo "$1" >&2
    exit 1
}

unit() {
    local exposure
    exposure=$(systemd-analyze security --offline=true deploy/systemd/bridge.service |
        sed -nE 's/.*exposure level for bridge.service: ([0-9.]+).*/\1/p')
    awk -v exposure="$exposure" 'BEGIN { exit !(exposure != "" && exposure < 2.5) }' ||
        fail "systemd-analyze security says '$exposure', which is not below 2.5"
}

# What the role starts is logged; a check is answered by the program, about the file that would be mounted.
stand_in() {
    mkdir -p "$work/bin"
    cat >"$work/bin/docker" <<STAND_IN
#!/usr/bin/env bash
echo "\$*" >>"$work/docker.log"
[ "\$1" = run ] || exit 0
for argument; do
    case \$argument in --volume=*:/config/bridge.yaml:ro)
        file=\${argument#--volume=}
        exec "$program" check --config "\${file%%:*}" ;;
    esac
done
exit 99
STAND_IN
    chmod +x "$work/bin/docker"
}

# play ARGUMENTS...: the role for all example boards, each in a folder of its own.
play() {
    (cd deploy/ansible && PATH=$work/bin:$PATH ANSIBLE_LOCALHOST_WARNING=false ANSIBLE_NOCOLOR=1 ansible-playbook \
        --extra-vars "{ansible_connection: local, ansible_become: false, ansible_python_interpreter: $(command -v python3),
            bridge_folder: '$work/{{ inventory_hostname }}'}" "$@" site.yaml >"$work/play.log" 2>&1)
}

role() {
    ansible-playbook --syntax-check -i deploy/ansible/inventory/hosts.yaml deploy/ansible/site.yaml
    if command -v ansible-lint; then
        (cd deploy/ansible && ansible-lint --offline --nocolor)
    fi
    stand_in
    play --check --diff || { cat "$work/play.log"; fail "the role cannot say what it would do on a new board"; }
    [ ! -e "$work/cellar" ] || fail "--check has changed something"
    play || { cat "$work/play.log"; fail "the role failed"; }
    "$program" check --config "$work/cellar/bridge.yaml" | grep 'bridge/cellar' >/dev/null || fail "cellar has not its own prefix"
    grep -q -- '- "/dev/i2c-1:/dev/i2c-1"' "$work/roof/compose.yaml" || fail "roof has not its bus"
    grep -q "^compose --file=$work/cellar/compose.yaml up " "$work/docker.log" || fail "nothing was started"

    play || fail "the second run failed"
    grep -qE 'changed=[1-9]' "$work/play.log" && { cat "$work/play.log"; fail "the second run changed something"; }

    cp "$work/cellar/bridge.yaml" "$work/before.yaml"
    if play --extra-vars '{bridge_devices: {office: {driver: bme820, bus: 1}}}'; then
        fail "a wrong configuration was taken"
    fi
    grep -q 'devices.office.driver' "$work/play.log" || fail "the fault is not told"
    cmp "$work/before.yaml" "$work/cellar/bridge.yaml" || fail "a wrong configuration is in use"
}

if command -v systemd-analyze; then unit; echo "systemd unit: good"; else echo "systemd unit: skipped: there is no systemd-analyze"; fi
if [ "$(id -u)" -ne 0 ]; then
    echo "role: skipped: it writes files of other users"
elif command -v ansible-playbook; then
    role
    echo "role: good"
else
    echo "role: skipped: there is no ansible-playbook"
fi
