#!/usr/bin/env bash
# What the composed services do, seen by a subscriber with the password. Runs in the box, after `up` with profile fleet.
set -euo pipefail

tree=$PWD
password=$(cat deploy/secrets/mqtt_password)
ok() { echo "ok   $1"; }
fail() {
    echo "FAIL $1"
    exit 1
}
# see TOPIC: its first message, as the user of the bridge.
see() { mosquitto_sub -u bridge -P "$password" -t "$1" -C 1 -W 30; }
# online DEVICE: waits until it is; what was retained before it started comes first.
online() {
    local end=$((SECONDS + 30))
    until [ "$(see "$1/availability")" = online ]; do
        [ $SECONDS -lt $end ] || fail "$1 is not online"
        sleep 0.5
    done
}
documents() { mosquitto_sub -u bridge -P "$password" -t 'homeassistant/device/+/config' -W 3 | grep -c unique_id; }

for prefix in bridge bridge-2 bridge-3; do
    for device in demo_office demo_meter demo_heat_pump demo_panel; do
        online $prefix/$device
    done
done
ok "three bridges, each with its prefix and its devices online"
[ "$(documents)" = 15 ] || fail "not fifteen documents"
ok "the documents of twelve devices and three bridges"

if mosquitto_sub -t '#' -C 1 -W 3 2>/dev/null; then fail "anybody may listen"; fi
if mosquitto_sub -u bridge -P wrong -t '#' -C 1 -W 3 2>/dev/null; then fail "any password does"; fi
ok "nobody without the password"
[[ $(see bridge/status) == *'"status":"online"'* ]] || fail "the bridge is not online"
told=$(docker-compose exec -T mosquitto mosquitto_sub -t bridge/status -C 1 -W 5)
[[ $told == *'"status":"online"'* ]] || fail "mosquitto_sub in the container: $told"
ok "mosquitto_sub in the broker's container knows its password"

# A configuration of one's own takes the place of the demo: its devices leave Home Assistant.
cat >own.yaml <<'YAML'
devices:
  cellar: { driver: bme280, bus: /dev/i2c-demo, interval: 1s }
YAML
chmod 0644 own.yaml
# In .env, which also reaches the bridge itself: there the name is another.
echo BRIDGE_CONFIG=./own.yaml >.env
docker-compose up -d --no-build --pull never bridge >/dev/null 2>&1
online bridge/cellar
sleep 2
[ "$(documents)" = 12 ] || fail "the demo is still announced"
ok "BRIDGE_CONFIG: its device is online, those of the demo are gone"

docker-compose -f "$tree/compose.yaml" -f "$tree/deploy/compose.hotplug.yaml" config -q
ok "the hot-plug variant is good"
