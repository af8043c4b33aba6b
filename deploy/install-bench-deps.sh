#!/usr/bin/env bash
# Installs what only tests/bench/state_bench.py needs: PostgreSQL 15, to compare with. Nothing else uses it, and the
# bench runs without. Run as root.
set -euo pipefail

if [ -x /usr/lib/postgresql/15/bin/initdb ]; then
    echo "install-bench-deps: PostgreSQL 15 is present"
    exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "install-bench-deps: run as root to install postgresql-15" >&2
    exit 77
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# The bench makes a cluster of its own; the package must not make and start one.
apt-get install -y --no-install-recommends -qq postgresql-common >/dev/null
sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
apt-get install -y --no-install-recommends -qq postgresql-15 >/dev/null
