#!/usr/bin/env bash
# The main job, on real input: two police forces submit to a hub over mutual TLS, an analyst pulls the joint profile.
#
#   deploy/demo.sh                    leaves the hub running and says what to try next
#   deploy/demo.sh --once --out DIR   writes profile.json, profile.csv, districts.csv and the receipts, and stops
#
# As root on a fresh Debian 12 it installs what is missing and builds first.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
source "$root/deploy/demo/lib.sh"

once=no
out=""
port=8443
while [ $# -gt 0 ]; do
    case "$1" in
    --once) once=yes ;;
    --out) out=${2:?"--out needs a folder"} && shift ;;
    --port) port=${2:?"--port needs a number"} && shift ;;
    --help | -h) sed -n '2,7s/^# \{0,1\}//p' "$0" && exit 0 ;;
    *) echo "demo.sh: unknown argument $1 (see --help)" >&2 && exit 2 ;;
    esac
    shift
done
[ "$once" = no ] || [ -n "$out" ] || { echo "demo.sh: --once needs --out DIR" >&2 && exit 2; }

step "Installing what is missing"
"$root/deploy/install-deps.sh"
step "Building"
build_release

work=$(mktemp -d "${TMPDIR:-/tmp}/svd-demo.XXXXXX")
trap 'stop_hub; [ "$once" = no ] || rm -rf "$work"' EXIT
step "Making certificates (in $work/ca)"
make_certificates
step "Starting the hub"
start_hub
step "Two agencies submit what they hold"
submit kent-police KM-2021-01
submit british-transport-police KM-2021-02
step "An analyst pulls the joint profile"
out=${out:-$work/out}
mkdir -p "$out"
pull_profiles
for who in kent-police british-transport-police; do
    rm -rf "$out/receipts-$who" # of an earlier demonstration
    cp -r "$work/agents/$who/spool/receipts" "$out/receipts-$who"
done
python3 "$root/deploy/demo/show_profile.py" "$out/profile.json" "$out/districts.json"
rm "$out/districts.json"
echo
echo "Written to $out: profile.json, profile.csv, districts.csv, receipts-*"
if [ "$once" = no ]; then
    trap - EXIT
    say_what_next
fi
