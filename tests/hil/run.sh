#!/bin/bash
# Shows the real I2C path: in a guest machine the kernel's own adapter drivers stand between the built program and
# emulated chips. Takes the guest from $HIL (default: ../shared/hil beside the checkout); without one it says SKIPPED
# and exits 0. Exits 1 when a case fails.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
hil=${HIL:-$root/../shared/hil}
work=$(mktemp -d)
emulator=
failed=0
trap '[ -z "$emulator" ] || kill "$emulator" 2>/dev/null || true; rm -rf "$work"' EXIT

skip() { echo "SKIPPED: $*"; exit 0; }

prepare() {
    [ -f "$hil/run-guest.sh" ] || skip "no guest machine in $hil (set HIL to its folder)"
    local tool
    for tool in dotnet python3; do command -v "$tool" >/dev/null || skip "the guest machine needs $tool"; done
    local cache=${HIL_GUEST:-${XDG_CACHE_HOME:-$HOME/.cache}/hil-guest}
    [ -f "$cache/version" ] || bash "$hil/prepare-guest.sh" >"$work/prepare.log" 2>&1 ||
        skip "the guest machine cannot be prepared: $(tail -n 1 "$work/prepare.log")"
    bash "$hil/run-guest.sh" -t 60 -- true >"$work/boot.log" 2>&1 ||
        skip "the guest machine does not start: $(tail -n 1 "$work/boot.log")"
    dotnet publish "$root/bridge/Host" -c Release -o "$work/bridge" -v q --nologo
}

# share NAME ADDRESS [DRIVER]: an exchange folder with the program and a configuration; chips as they come.
share() {
    mkdir -p "$work/$1"
    cp -r "$work/bridge" "$work/$1/bridge"
    cp "$hil/emu/chips.toml" "$work/$1/chips.toml"
    cat >"$work/$1/bridge.yaml" <<YAML
state: { path: memory }
devices:
  office: { driver: ${3:-bme280}, bus: 0, address: $2, interval: 1s }
YAML
}

dry_run() { echo "dotnet /hil/bridge/bridge.dll run --dry-run --config /hil/bridge.yaml --seconds $1"; }

# run NAME OPTIONS...: boots, runs the program for 8 s, keeps what it printed.
run() {
    local name=$1; shift
    bash "$hil/run-guest.sh" "$@" -w "$work/$name" -t 120 -- "$(dry_run 8)" >"$work/$name.out" 2>&1 ||
        echo "(the guest or the program ended with status $?)" >>"$work/$name.out"
}

verdict() {
    if [ "$2" = 0 ]; then echo "ok      $1"; return; fi
    echo "FAILED  $1"
    sed 's/^/        /' "$work/$1.out" | tail -n 40
    failed=1
}

# shows_state NAME KEY=VALUE±TOLERANCE...: one state that holds all of them.
shows_state() {
    local name=$1 rc=0; shift
    python3 - "$work/$name.out" "$@" <<'PY' || rc=$?
import json, re, sys
wanted = [re.fullmatch(r"(\w+)=(.+)±(.+)", each).groups() for each in sys.argv[2:]]
def has(state, key, value, tolerance):
    return isinstance(state.get(key), (int, float)) and abs(state[key] - float(value)) <= float(tolerance)
states = [json.loads(line.split(" ", 1)[1]) for line in open(sys.argv[1], errors="replace")
          if line.startswith("bridge/office/state {")]
sys.exit(not any(all(has(state, *each) for each in wanted) for state in states))
PY
    verdict "$name" "$rc"
}

# shows_bme280 NAME TEMPERATURE: a state with that temperature, and the chip's pressure and humidity.
shows_bme280() { shows_state "$1" "temperature=$2±0.006" pressure=1006.53±0.02 humidity=45.0±0.1; }

shows_sht3x() { shows_state "$1" temperature=22.25±0.006 humidity=51.0±0.006; }

shows_word() {
    local rc=0
    grep -q "$2" "$work/$1.out" || rc=1
    verdict "$1" "$rc"
}

start_emulator() {
    python3 "$hil/emu/i2c_tiny_usb.py" "$work/$1/chips.toml" "$work/$1/usb.sock" "$work/$1/usb.log" 2>"$work/$1/usb.err" &
    emulator=$!
}

stop_emulator() { kill "$emulator"; wait "$emulator" 2>/dev/null || true; emulator=; rm -f "$1/usb.sock"; }

# unplug NAME: the adapter goes away under the running program and comes back with a warmer chip.
unplug() {
    local dir=$work/$1
    start_emulator "$1"
    local wait_for="for i in \$(seq 100); do [ -e /dev/i2c-0 ] && break; sleep 0.1; done"
    bash "$hil/run-guest.sh" -u "$dir/usb.sock" -m "xhci-pci i2c-dev i2c-tiny-usb" -w "$dir" -t 150 -- \
        "$wait_for; $(dry_run 25) & sleep 8; touch /hil/unplug-now; wait" >"$work/$1.out" 2>&1 &
    local guest=$!
    until [ -e "$dir/unplug-now" ] || ! kill -0 "$guest" 2>/dev/null; do sleep 0.2; done
    stop_emulator "$dir"
    sleep 2
    sed -i 's/^temperature = 25.08 .*/temperature = 30.0/' "$dir/chips.toml"
    start_emulator "$1"
    wait "$guest" || echo "(the guest or the program ended with status $?)" >>"$work/$1.out"
    stop_emulator "$dir"
}

prepare

share tiny-usb 0x76
run tiny-usb -i tiny-usb
shows_bme280 tiny-usb 25.08

share cp2112 0x76
run cp2112 -i cp2112
shows_bme280 cp2112 25.08

share smbus-only 0x76
sed -i 's/^functionality = .*/functionality = "smbus"/' "$work/smbus-only/chips.toml"
run smbus-only -i tiny-usb
shows_bme280 smbus-only 25.08

share sht3x 0x44 sht3x
run sht3x -i tiny-usb
shows_sht3x sht3x

share sht3x-cp2112 0x44 sht3x
run sht3x-cp2112 -i cp2112
shows_sht3x sht3x-cp2112

share sht3x-smbus-only 0x44 sht3x # it has no registers, which is all that this adapter can read
sed -i 's/^functionality = .*/functionality = "smbus"/' "$work/sht3x-smbus-only/chips.toml"
run sht3x-smbus-only -i tiny-usb
shows_word sht3x-smbus-only "reads without a register"

share absent-chip 0x77
run absent-chip -i tiny-usb
shows_word absent-chip no_answer

share absent-chip-cp2112 0x77 # this adapter's driver tells a missing acknowledge as a time-out
run absent-chip-cp2112 -i cp2112
shows_word absent-chip-cp2112 '"timeout"'

share silent-bus 0x77 # on this adapter two silent addresses look like lines that hang
sed -i '$a\  hall: { driver: sht3x, bus: 0, address: 0x45, interval: 1s }' "$work/silent-bus/bridge.yaml"
run silent-bus -i cp2112
shows_word silent-bus 'none of 0x45, 0x77 finishes a transfer'

share wrong-chip 0x77
sed -i 's/^address = 0x50/address = 0x77/' "$work/wrong-chip/chips.toml" # a memory where the sensor should be
run wrong-chip -i tiny-usb
shows_word wrong-chip wrong_chip

share unplug 0x76
unplug unplug
shows_word unplug port_missing
shows_bme280 unplug 30.0

exit "$failed"
