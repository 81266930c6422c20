#!/usr/bin/env bash
# From healthy over a wedged main loop to the ordered goodbye, locked down and with a broker. Runs in the box.
# life.sh FOLDER: with the bridge.yaml to use.
set -euo pipefail

image=localhost/bridge:dev
config=$1
heard=$(mktemp)

ok() { echo "ok   $1"; }
fail() {
    echo "FAIL $1"
    podman logs life 2>&1 | tail -n 20
    tail -n 20 "$heard"
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
checked() { [ "$(podman healthcheck run life >/dev/null 2>&1; podman inspect life --format '{{.State.Health.Status}}')" = "$1" ]; }

podman rm -af -t 0 >/dev/null 2>&1 || true
podman run -d --name broker --pull=never --network host eclipse-mosquitto:2 \
    /usr/sbin/mosquitto -c /mosquitto-no-auth.conf >/dev/null
until_true 20 mosquitto_pub -t started -n 2>/dev/null
mosquitto_sub -v -t 'bridge/#' >"$heard" &
podman run -d --name life --pull=never --network host --read-only --read-only-tmpfs=false --tmpfs /tmp:size=16m,mode=1777 \
    --cap-drop ALL --security-opt no-new-privileges --env TZ=Europe/Berlin \
    --volume "$config:/config:ro" --volume life-data:/data $image >/dev/null

devices='demo_office demo_meter demo_heat_pump demo_panel'
for device in $devices; do
    until_true 30 heard "bridge/$device/availability online" || fail "$device is not online"
done
[ -s "$(podman volume inspect life-data --format '{{.Mountpoint}}')/bridge.db" ] || fail "no state in /data"
ok "devices are online, state is in /data, owned by uid 10001"
until_true 30 checked healthy || fail "not healthy"
ok "healthy"

told=$(podman exec life /app/bridge check --set devices.clock.driver=bme280 --set devices.clock.bus=1 \
    --set 'devices.clock.schedule=0 6 * * *')
[[ $told == *Europe/Berlin* ]] || fail "no time zone: $told"
ok "local time of TZ"

pid=$(podman inspect life --format '{{.State.Pid}}')
echo "     RSS with four devices: $(awk '$1=="VmRSS:"||$1=="RssAnon:"{print $1, $2, $3}' "/proc/$pid/status" | xargs)"
kill -STOP "$pid"
sleep 31 # the sign of life is old after 30 s
until_true 60 checked unhealthy || fail "a wedged main loop is still healthy"
ok "a wedged main loop is unhealthy"
kill -CONT "$pid"
until_true 30 checked healthy || fail "not healthy again"

podman stop -t 15 life >/dev/null
[ "$(podman inspect life --format '{{.State.ExitCode}}')" = 0 ] || fail "exit code"
until_true 5 heard "bridge/status offline" || fail "no offline"
for device in $devices; do
    [ "$(grep -nxF "bridge/$device/availability offline" "$heard" | tail -n 1 | cut -d: -f1)" -lt \
        "$(grep -nxF 'bridge/status offline' "$heard" | tail -n 1 | cut -d: -f1)" ] || fail "$device offline after the bridge"
done
[ "$(tail -n 1 "$heard")" = "bridge/status offline" ] || fail "offline is not the last word"
ok "SIGTERM: exit code 0, devices offline before the bridge, which is the last word"
podman rm -af -t 1 >/dev/null 2>&1
podman volume rm life-data >/dev/null
