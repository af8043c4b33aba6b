# The steps of deploy/demo.sh.  Sourced by it: uses its $root, $work, $out and $port.

area=E07000115 # Tonbridge and Malling
force=E23000032 # Kent
from=2021-04
to=2022-03

step() { printf '\n== %s\n' "$1"; }

# A folder of its own: without the tests it is built in half the time.
build_release() {
    export CCACHE_NOHASHDIR=1
    (cd "$root" && cmake --preset release -B build/demo -DBUILD_TESTING=OFF >/dev/null)
    if ! cmake --build "$root/build/demo" --target svd-hub svd-agent >"$root/build/demo/build.log"; then
        cat "$root/build/demo/build.log" >&2
        return 1
    fi
    tail -n 1 "$root/build/demo/build.log"
    hub=$root/build/demo/hub/svd-hub
    agent=$root/build/demo/agent/svd-agent
}

make_certificates() {
    local ca=$work/ca
    "$root/certs/make-ca.sh" "$ca" >/dev/null
    "$root/certs/issue.sh" "$ca" server hub --host localhost --host 127.0.0.1 >/dev/null
    for who in agency:kent-police agency:british-transport-police analyst:vru auditor:internal-audit; do
        "$root/certs/issue.sh" "$ca" "${who%%:*}" "${who#*:}" >/dev/null
        echo "issued urn:svd:$who"
    done
}

start_hub() {
    sed -e "s#@PORT@#$port#" -e "s#@LOCAL_PORT@#$((port + 1))#" \
        -e "s#@REFERENCE@#$root/deploy/reference#" -e "s#@DEFINITIONS@#$root/deploy/definitions#" "$root/deploy/demo/hub.toml" >"$work/hub.toml"
    "$hub" --config "$work/hub.toml" --check-config
    "$hub" --config "$work/hub.toml" 2>"$work/hub.log" &
    hub_pid=$!
    for _ in $(seq 100); do
        if grep -q '"hub.ready"' "$work/hub.log"; then
            echo "listening on https://localhost:$port (process $hub_pid)"
            return
        fi
        kill -0 "$hub_pid" 2>/dev/null || break
        sleep 0.1
    done
    cat "$work/hub.log" >&2
    return 1
}

stop_hub() {
    if [ -n "${hub_pid:-}" ] && kill "$hub_pid" 2>/dev/null; then wait "$hub_pid" || true; fi
}

# submit AGENCY AGREEMENT: its extracts into its inbox, and one run of its agent.
submit() {
    local home=$work/agents/$1
    mkdir -p "$home/inbox"
    for extract in "$root/deploy/demo/extracts/$1"/*.csv.zst; do
        zstd -dqc "$extract" >"$home/inbox/$(basename "$extract" .zst)"
    done
    sed -e "s#@AGENCY@#$1#" -e "s#@AGREEMENT@#$2#" -e "s#@PORT@#$port#" -e "s#@WORK@#$work#" -e "s#@ROOT@#$root#" \
        "$root/deploy/demo/agent.toml" >"$home/agent.toml"
    "$agent" --config "$home/agent.toml" run --once
}

ask() { # ask PATH: as the analyst
    local who=$work/ca/issued/analyst-vru
    curl --silent --show-error --fail --cacert "$work/ca/ca.pem" --cert "$who/cert.pem" --key "$who/key.pem" \
        "https://localhost:$port$1"
}

pull_profiles() {
    ask "/v1/areas/$area/profile.json?from=$from&to=$to&purpose=identify_kinds" >"$out/profile.json"
    ask "/v1/areas/$area/profile.csv?from=$from&to=$to&purpose=identify_kinds" >"$out/profile.csv"
    ask "/v1/areas/$force/profile.json?from=$from&to=$to&geography=district&purpose=identify_kinds" >"$out/districts.json"
    # The league is the section "parts" of the force's profile, under the same header.
    ask "/v1/areas/$force/profile.csv?from=$from&to=$to&geography=district&purpose=identify_kinds" |
        awk -F, 'NR == 1 || $1 == "parts" || $1 == "profile"' >"$out/districts.csv"
}

say_what_next() {
    local who="--cacert $work/ca/ca.pem --cert $work/ca/issued/analyst-vru/cert.pem --key $work/ca/issued/analyst-vru/key.pem"
    cat <<TEXT

The hub is running (process $hub_pid). Try:
  curl $who "https://localhost:$port/v1/areas"
  curl $who "https://localhost:$port/v1/areas/E06000035/profile.csv?from=2025-01&to=2025-03&geography=msoa-2021&purpose=identify_kinds"
  curl http://127.0.0.1:$((port + 1))/metrics
  $agent --config $work/agents/kent-police/agent.toml status
  $agent --config $work/agents/kent-police/agent.toml receipts
  $agent --config $work/agents/kent-police/agent.toml preview $work/agents/kent-police/spool/sent/*/*/2021-04-kent-street.csv
Stop it with: kill $hub_pid; and remove $work when you have seen enough.
TEXT
}
