#!/usr/bin/env bash
# Makes what compose.yaml needs beside it: passwords, the broker's list of users, and their file modes. Passwords that are
# there stay; run it again after changing one. Needs mosquitto_passwd and to be root, or else docker (ENGINE=podman).
set -euo pipefail
umask 077

deploy=$(cd "$(dirname "$0")" && pwd)
secrets=$deploy/secrets
image=eclipse-mosquitto:2

# Others on this machine cannot pass this folder; in a container uid 10001 reads its own file only.
mkdir -p "$secrets"
chmod 0700 "$secrets"

changed=
for name in mqtt_password homeassistant_password; do
    file=$secrets/$name
    if [ ! -s "$file" ]; then
        rm -f "$file"
        od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$file"
    fi
    chmod 0444 "$file"
    if [ ! "$secrets/mosquitto/passwd" -nt "$file" ]; then changed=1; fi
done

if [ -z "$changed" ]; then
    echo "All is there already: $secrets"
    exit 0
fi

# What follows runs as root, here or in the broker's own image: the files belong to the broker, uid 1883.
# shellcheck disable=SC2016 # expanded where it runs
make='
set -eu
umask 077
cd "$1"
password() { tr -d "\r\n" <"$1"; }
mkdir -p mosquitto
cd mosquitto
printf "%s:%s\n" bridge "$(password ../mqtt_password)" homeassistant "$(password ../homeassistant_password)" >passwd.new
mosquitto_passwd -U passwd.new
printf "%s %s\n" -u bridge -P "$(password ../mqtt_password)" >mosquitto_sub.new
chown 1883:1883 . passwd.new mosquitto_sub.new
chmod 0400 passwd.new mosquitto_sub.new
chmod 0755 .
mv mosquitto_sub.new mosquitto_sub
mv passwd.new passwd
'
if [ "$(id -u)" -eq 0 ] && command -v mosquitto_passwd >/dev/null; then
    sh -c "$make" compose-init "$secrets"
else
    "${ENGINE:-docker}" run --rm --user 0:0 --volume "$secrets:/secrets" --entrypoint /bin/sh "$image" \
        -c "$make" compose-init /secrets
fi

echo "Made: $secrets"
echo "Start with 'docker compose up -d'; a broker that runs already takes new passwords by 'docker compose restart'."
echo "Home Assistant's user at this broker is homeassistant, its password in deploy/secrets/homeassistant_password."
