#!/usr/bin/env bash
# Runs the program as in the add-on, in a root of its own under strace, and holds what it touched against apparmor.txt: the
# Supervisor, a serial port by its USB ids, TLS, state, backup, health, a clean stop. AppArmor itself is not needed.
# usage: apparmor.sh PUBLISHED_FOLDER
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
profile=$here/../../homeassistant-addon/apparmor.txt

if [ "${IN_ROOT:-}" != 1 ]; then
    for tool in strace python3 perl mosquitto mosquitto_passwd openssl unshare; do
        PATH=$PATH:/usr/sbin command -v "$tool" >/dev/null || { echo "ok   AppArmor: skipped: there is no $tool"; exit 0; }
    done
    if command -v apparmor_parser >/dev/null; then
        apparmor_parser --skip-kernel-load --skip-cache "$profile" 2>&1
        echo "ok   the profile compiles"
    fi
    IN_ROOT=1 exec unshare --mount --net --pid --fork --kill-child --mount-proc "$0" "$1"
fi

export PATH=$PATH:/usr/sbin:/sbin
work=$(mktemp -d "${TMPDIR:-/tmp}/bridge-apparmor.XXXXXX")
root=$work/root
trap 'umount -R "$root" 2>/dev/null; rm -rf --one-file-system "$work"' EXIT
fail() {
    echo "FAIL $1"
    tail -n 20 "$work"/log* 2>/dev/null
    exit 1
}
until_logged() {
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        if grep -q "$2" "$work/log.$1"; then return; fi
        sleep 0.1
    done
    fail "nothing like '$2' in the log"
}

# The machine's libraries, and an /etc and /dev as a container has them.
mkdir -p "$root"
mount -t tmpfs tmpfs "$root"
mkdir -p "$root"/{app,usr,etc/ssl/certs,dev,proc,sys,tmp,data,config,run}
mount --bind "$1" "$root/app"
mount --rbind /usr "$root/usr"
for link in bin sbin lib lib64; do ln -s "usr/$link" "$root/$link"; done
cp /etc/ssl/openssl.cnf "$root/etc/ssl/"
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
cp /etc/{ld.so.cache,nsswitch.conf,passwd,group,host.conf,gai.conf} "$root/etc/" 2>/dev/null || true
printf '127.0.0.1 localhost supervisor\n127.0.0.1 broker.lan\n::1 broker.lan\n' >"$root/etc/hosts"
echo 'nameserver 127.0.0.1' >"$root/etc/resolv.conf"
ln -s /usr/share/zoneinfo/Asia/Kolkata "$root/etc/localtime"
for node in null zero random urandom tty; do
    touch "$root/dev/$node"
    mount --bind "/dev/$node" "$root/dev/$node"
done
ip link set lo up

# A broker with and without TLS, for a user.
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=broker.lan -addext subjectAltName=DNS:broker.lan \
    -keyout "$work/key.pem" -out "$root/config/ca.pem" 2>/dev/null
echo bridge:secret >"$work/passwd"
mosquitto_passwd -U "$work/passwd"
cat >"$work/mosquitto.conf" <<CONF
user root
listener 1883 127.0.0.1
listener 8883 127.0.0.1
certfile $root/config/ca.pem
keyfile $work/key.pem
allow_anonymous false
password_file $work/passwd
CONF
chmod 0700 "$work/passwd"
sed -i '2i per_listener_settings false' "$work/mosquitto.conf"
mosquitto -c "$work/mosquitto.conf" >"$work/log.broker" 2>&1 &
perl "$here/supervisor.pl" "$work/asked" secret &

# A port that exists, on a pseudo terminal that stays open.
python3 -c 'import os, pty, signal; print(os.ttyname(pty.openpty()[1]), flush=True); signal.pause()' >"$work/port" &
until [ -s "$work/port" ]; do sleep 0.1; done
touch "$root/dev/ttyUSB0"
mount --bind "$(cat "$work/port")" "$root/dev/ttyUSB0"

# traced NAME ARGUMENTS...
traced() {
    local name=$1
    shift
    env -i PATH="$PATH" ${TZ:+TZ="$TZ"} SUPERVISOR_TOKEN=the-token DOTNET_EnableDiagnostics=0 \
        DOTNET_RUNNING_IN_CONTAINER=true \
        strace -ff -y -s 500 -o "$work/trace.$name" \
        -e trace=socket,socketpair,execve,open,openat,mmap,flock,fcntl,ftruncate,fchmod,fchmodat,fchown,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,rmdir,chmod,chown,link,symlink,truncate,utimensat \
        chroot "$root" /app/bridge "$@" >"$work/log.$name" 2>&1
}
# stop NAME: what traced has started in the background.
stop() {
    kill -TERM "$(find "$work" -name "trace.$1.*" | sed "s/.*\.//" | sort -n | head -n 1)"
    wait "$running" || fail "exit code of a stop"
}
wires='{"id":"office","driver":"bme280","bus":"/dev/i2c-demo"},{"id":"chip","driver":"bme280","bus":"1"},
    {"id":"line","driver":"dsmr","port":"/dev/ttyUSB0"},{"id":"cable","driver":"dsmr","port":"usb:0403:6001"},
    {"id":"pump","driver":"modbus","port":"tcp://127.0.0.1:9","options":"profile: pump"}'

mkdir "$root/config/profiles"
cp "$here/../../devices/Profiles/sdm120.json" "$root/config/profiles/pump.json"
echo "{\"mqtt\":{},\"devices\":[$wires]}" >"$root/data/options.json"
TZ=Europe/Berlin traced supervisor &
running=$!
until_logged supervisor 'Announced'
traced health health || fail "not healthy"
traced snapshot state snapshot --renew || fail "no snapshot"
traced show state show || fail "no state"
stop supervisor

echo 'mqtt: { client_id: of-the-file }' >"$root/config/bridge.yaml"
echo '{"mqtt":{"host":"broker.lan","username":"bridge","password":"secret"},
    "mqtt_tls":{"enabled":true,"ca_file":"/config/ca.pem"},"logging":{"file":"/data/bridge.log"},
    "devices":[{"id":"office","driver":"bme280","bus":"/dev/i2c-demo"}]}' >"$root/data/options.json"
traced tls &
running=$!
until_logged tls 'Announced'
stop tls

python3 "$here/apparmor.py" "$profile" "$root" "$work"/trace.* >"$work/said" || { cat "$work/said"; fail "the profile would refuse it"; }
sed 's/^/     /' "$work/said"
echo "ok   AppArmor: $(tail -n 1 "$work/said")"
