#!/usr/bin/env bash
# Installs everything that building, testing and running svd-hub needs, from Debian 12 packages only.
# Run as root. Safe to run again: it does nothing when all packages are present.
set -euo pipefail

compiler=(clang-19 clang-tidy-19 clang-format-19 libclang-rt-19-dev lld-19 llvm-19)
build=(cmake ninja-build ccache pkg-config protobuf-compiler)
libraries=(
    libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev # never libboost-dev: that is 1.74 and conflicts
    libssl-dev
    libprotobuf-dev
    librocksdb-dev
    libcurl4-openssl-dev # the agent's HTTPS client: councils reach us through proxies
    libzstd-dev
    libcli11-dev libtomlplusplus-dev libcsv-dev libicu-dev libhowardhinnant-date-dev
    libspdlog-dev libfmt-dev prometheus-cpp-dev
    doctest-dev)
tools=(
    ca-certificates curl git openssl procps python3 zstd
    python3-yaml python3-jsonschema) # 6.0 and 4.10, which has draft 2020-12: the document of the API is checked by them
wanted=("${compiler[@]}" "${build[@]}" "${libraries[@]}" "${tools[@]}")

missing=()
for package in "${wanted[@]}"; do
    dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
        missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
    echo "install-deps: all ${#wanted[@]} packages are present"
    exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "install-deps: run as root to install: ${missing[*]}" >&2
    exit 77
fi
echo "install-deps: installing ${#missing[@]} packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y --no-install-recommends -qq "${missing[@]}" >/dev/null
