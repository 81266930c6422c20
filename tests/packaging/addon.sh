#!/usr/bin/env bash
# The add-on's image as the Supervisor starts it: root, /data with its options, its token and time zone, a broker that only
# the Supervisor knows, and that not at once. Runs in the box, after compose-init.sh.
# usage: addon.sh TREE   the checkout, whose deploy/secrets are used
set -euo pipefail

image=localhost/bridge-addon:dev
tree=$1
work=$(mktemp -d)
heard=$work/heard
asked=$work/asked
password=$(cat "$tree/deploy/secrets/mqtt_password")
mkdir "$work/data" "$work/config"
: >"$asked"

ok() { echo "ok   $1"; }
fail() {
    echo "FAIL $1"
    podman logs addon 2>&1 | tail -n 30
    tail -n 20 "$heard" "$asked"
    exit 1
}
# until_true SECONDS COMMAND...
until_true() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.5
    done
}
heard() { grep -qxF "$1" "$heard"; }
logged() { podman logs addon 2>&1 | grep -F "$1" >/dev/null; } # with -q it would leave early, and pipefail fail
# start ARGUMENTS...: as the Supervisor does, which also mounts tmpfs where config.yaml asks for it.
start() {
    podman run -d --name addon --pull=never --init --network host --add-host supervisor:127.0.0.1 \
        --hostname local-bridge --tmpfs /tmp --env TZ=Asia/Kolkata --env SUPERVISOR_TOKEN=the-token \
        --volume "$work/data:/data" --volume "$work/config:/config" "$image" >/dev/null
}
options() { cat >"$work/data/options.json"; }

podman rm -af -t 0 >/dev/null 2>&1 || true
podman run -d --name broker --pull=never --network host --user 1883:1883 \
    --volume "$tree/deploy/mosquitto/mosquitto.conf:/mosquitto/config/mosquitto.conf:ro" \
    --volume "$tree/deploy/secrets/mosquitto:/mosquitto/secrets:ro" eclipse-mosquitto:2 >/dev/null
until_true 20 mosquitto_pub -u bridge -P "$password" -t started -n 2>/dev/null || fail "no broker"
mosquitto_sub -u bridge -P "$password" -v -t 'bridge/#' >"$heard" &
perl "$(dirname "${BASH_SOURCE[0]}")/supervisor.pl" "$asked" "$password" &

options <<'JSON'
{"mqtt":{},"mqtt_tls":{},"logging":{},"home_assistant":{},"state":{},"health":{},"devices":[
 {"id":"office","driver":"bme280","bus":"/dev/i2c-demo","address":"0x76","interval":"1s",
  "options":"entities:\n  temperature: { precision: 1 }\n"},
 {"id":"meter","driver":"dsmr","port":"/dev/p1-demo"}]}
JSON
start
until_true 20 logged 'Service not enabled' || fail "it does not say what it waits for"
ok "waits for the Supervisor to name a broker"
until_true 60 heard 'bridge/office/availability online' || fail "office is not online"
until_true 30 heard 'bridge/meter/availability online' || fail "meter is not online"
until_true 10 grep -qE '^bridge/office/state .*"temperature":[0-9]+(\.[0-9])?,' "$heard" || fail "options of the device"
[ "$(sort -u "$asked" | tr -d '\r')" = 'GET /services/mqtt HTTP/1.1' ] || fail "it asked for something else"
ok "broker and password of the Supervisor, devices of options.json"

first=$(podman logs addon 2>&1 | awk 'NR==1{print $1, $2}')
age=$(($(date +%s) - $(TZ=Asia/Kolkata date -d "$first" +%s))) || fail "no time in the log: $first"
{ [ $age -ge 0 ] && [ $age -lt 300 ]; } || fail "not the Supervisor's time zone: $first"
pid=$(podman inspect addon --format '{{.State.Pid}}')
[ "$(awk '$1=="Uid:"{print $2}' "/proc/$pid/status")" = 0 ] || fail "not root"
[ -s "$work/data/bridge.db" ] || fail "no state in /data"
until_true 30 podman healthcheck run addon >/dev/null || fail "not healthy"
podman exec addon /app/bridge state snapshot --renew >/dev/null || fail "backup_pre"
find "$work/data" -name '*.previous' | grep -q . || fail "no copy for the backup"
ok "root, healthy, log in the Supervisor's time zone, backup_pre"

podman stop -t 20 addon >/dev/null
[ "$(podman inspect addon --format '{{.State.ExitCode}}')" = 0 ] || fail "exit code of SIGTERM"
until_true 5 heard 'bridge/status offline' || fail "no offline"
ok "SIGTERM: exit code 0, offline is told"

podman rm -f addon >/dev/null
options <<<'{"mqtt":{},"devices":[{"id":"office","driver":"bme280","bus":"1","interval":"soon"}]}'
start
until_true 20 logged 'devices.office.interval' || fail "the wrong option is not named"
[ "$(podman wait addon)" = 1 ] || fail "exit code of a wrong option"
ok "a wrong option is named, exit code 1"
podman rm -af -t 1 >/dev/null 2>&1
rm -rf "$work"
