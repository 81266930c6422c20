# syntax=docker/dockerfile:1

# Two images: `bridge`, the default, for Docker and Kubernetes, and `addon` for Home Assistant. docs/docker.md says how to
# build and run them.

# Where the stages come from. Another base is one --build-arg away, such as SDK=mcr.microsoft.com/dotnet/sdk:10.0.
ARG SDK=sdk
ARG RUNTIME_DEPS=runtime-deps
ARG RUNTIME=runtime
# 1 publishes for the `runtime` image instead of self-contained: where no runtime pack can be had for the target.
ARG PORTABLE=0
ARG VERSION=0.1.0

# Renewed by deploy/refresh-base-digests.sh. The SDK is the one that the lock files were written with.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0@sha256:35d40304542c8689331f8cab17c65926cdf48fe711e289321d71924b230a7d29 AS sdk
FROM --platform=$TARGETPLATFORM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled@sha256:18d4848091a40d13dbfdd6a8340c1657dc3e2f2d7fa2f042e9d162e68669dbc9 AS runtime-deps
FROM --platform=$TARGETPLATFORM mcr.microsoft.com/dotnet/runtime:10.0@sha256:ff17a18b639a0327e52c7c296fa2e1abe6e03eb61d8121a8ef67cc6aa430a27e AS runtime

# Runs on the machine that builds, whatever it builds for.
FROM --platform=$BUILDPLATFORM ${SDK} AS build
ARG TARGETARCH
ARG PORTABLE
# false lets another SDK than that of the lock files bring its own tools.
ARG LOCKED=true
ENV DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
WORKDIR /src
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt ./
COPY devices/*.csproj devices/packages.lock.json devices/
COPY discovery/*.csproj discovery/packages.lock.json discovery/
COPY bridge/Mqtt/*.csproj bridge/Mqtt/packages.lock.json bridge/Mqtt/
COPY bridge/Store/*.csproj bridge/Store/packages.lock.json bridge/Store/
COPY bridge/Host/*.csproj bridge/Host/packages.lock.json bridge/Host/
# Locked first, for what the sources use; then what a publish for that machine needs beside it.
RUN set -eu; \
    case $TARGETARCH in amd64) rid=linux-x64 ;; arm64) rid=linux-arm64 ;; *) echo "no image for $TARGETARCH"; exit 1 ;; esac; \
    if [ "$PORTABLE" = 1 ]; then how=-p:UseAppHost=false; else how=-p:RuntimeIdentifier=$rid; fi; \
    echo "$rid" >/rid; \
    echo "$how" >/how; \
    dotnet restore bridge/Host -p:RestoreLockedMode=$LOCKED; \
    dotnet restore bridge/Host $how
COPY .editorconfig ./
COPY devices devices
COPY discovery discovery
COPY bridge bridge
# What a newer compiler warns of is the gate's affair, not that of who builds an image.
RUN dotnet publish bridge/Host -c Release --no-restore $(cat /how) \
    -p:TreatWarningsAsErrors=false -p:RunAnalyzers=false -o /app
# `/app/bridge` starts it in both forms, and no file is of another machine. Empty folders are copied with their owner only
# inside of another one.
RUN set -eu; \
    if [ "$PORTABLE" = 1 ]; then \
        find /app/runtimes -mindepth 1 -maxdepth 1 ! -name "$(cat /rid)" -exec rm -r {} +; \
        printf '#!/bin/sh\nexec dotnet /app/bridge.dll "$@"\n' >/app/bridge; \
        chmod 755 /app/bridge; \
    fi; \
    mkdir -p /writable/data

FROM --platform=$TARGETPLATFORM ${RUNTIME_DEPS} AS base-0
# The chiseled image has no time zones; `-extra` has them, and 30 MB of ICU that is not used.
COPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo

FROM --platform=$TARGETPLATFORM ${RUNTIME} AS base-1

FROM base-${PORTABLE} AS common
COPY --from=build /app /app
COPY --from=build --chown=10001:10001 /writable /
ENV DOTNET_EnableDiagnostics=0
STOPSIGNAL SIGTERM
# Healthy while the main loop goes round, broker or not. It looks at a file; the network is not asked.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --start-interval=2s --retries=2 CMD ["/app/bridge", "health"]
ENTRYPOINT ["/app/bridge"]
ARG VERSION
ARG REVISION=unknown
ARG CREATED=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="Bridge" \
      org.opencontainers.image.description="Reads I²C chips, Modbus devices and serial meters, and shows them in Home Assistant over MQTT" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.source="$SOURCE" \
      org.opencontainers.image.url="$SOURCE" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.created="$CREATED"

# Home Assistant's Supervisor hands over /data and devices as root owns them.
FROM common AS addon
ARG VERSION
USER 0:0
LABEL io.hass.type="addon" \
      io.hass.arch="aarch64|amd64" \
      io.hass.name="Bridge" \
      io.hass.description="Reads I²C chips, Modbus devices and serial meters, and shows them in Home Assistant over MQTT" \
      io.hass.version="$VERSION"

FROM common AS bridge
USER 10001:10001
