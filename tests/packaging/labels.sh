#!/usr/bin/env bash
# What the images say of themselves. Runs in the box.
set -euo pipefail

ok() { echo "ok   $1"; }
label() { podman image inspect "$1" --format "{{index .Config.Labels \"$2\"}}"; }

for image in localhost/bridge:dev localhost/bridge-addon:dev; do
    for name in title description licenses source url version revision created; do
        [ -n "$(label $image org.opencontainers.image.$name)" ]
    done
    [ "$(podman image inspect $image --format '{{.Config.StopSignal}}')" = SIGTERM ]
    [ "$(podman image inspect $image --format '{{index .Config.Healthcheck.Test 0}}')" = CMD ]
    variables=$(podman image inspect $image --format '{{.Config.Env}}')
    [[ $variables == *DOTNET_EnableDiagnostics=0* && $variables != *BRIDGE_* ]]
    version=$(podman run --rm --pull=never --network none $image --version)
    [ "$version" = "$(label $image org.opencontainers.image.version)" ]
    zones=$(podman image mount $image)/usr/share/zoneinfo
    [ -s "$zones/Europe/Berlin" ]
    podman image umount $image >/dev/null
    ok "$image: labels, version $version, health check without a shell, time zones, no settings"
done
[ "$(podman image inspect localhost/bridge:dev --format '{{.Config.User}}')" = 10001:10001 ]
[ "$(podman image inspect localhost/bridge-addon:dev --format '{{.Config.User}}')" = 0:0 ]
[ "$(label localhost/bridge-addon:dev io.hass.type)" = addon ]
[ "$(label localhost/bridge-addon:dev io.hass.version)" = "$version" ]
# Each label's text is whole: its words are not split.
[ "$(label localhost/bridge:dev org.opencontainers.image.licenses)" = MIT ]
ok "users, labels of the add-on"
