#!/usr/bin/env bash
# Builds svd-hub in every configuration that it is released or tested in, and runs the tests of each.
#
#   tests/run.sh            everything, as CI does; needs root only to install packages
#   tests/run.sh --quick    the dev build and its tests, without lint
#
# It stops at the first failure.  A configuration, folder or label with nothing in it is a failure too: a step that
# silently tests nothing is worse than none.  The last line of a good run is `N passed, 0 failed`.
set -euo pipefail
cd "$(dirname "$0")/.."

quick=no
case "${1-}" in
    "") ;;
    --quick) quick=yes ;;
    *)
        echo "usage: tests/run.sh [--quick]" >&2
        exit 2
        ;;
esac

jobs="$(nproc)"
fuzz_seconds=20
passed=0
failed=0
# Objects are shared between checkouts in different places.
export CCACHE_NOHASHDIR=1 CCACHE_BASEDIR="$PWD"
export CCACHE_MAXSIZE=2G CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
export ASAN_OPTIONS="detect_stack_use_after_return=1:${ASAN_OPTIONS-}"
export UBSAN_OPTIONS="print_stacktrace=1:${UBSAN_OPTIONS-}"
export TSAN_OPTIONS="suppressions=$PWD/tests/tsan.supp:${TSAN_OPTIONS-}"

log="$(mktemp)"
trap 'rm -f "$log"' EXIT

stop() {
    echo "tests/run.sh: $*" >&2
    echo "$passed passed, $failed failed"
    exit 1
}

# step NAME COMMAND...: runs it, and says how long it took.
step() {
    local name="$1" start="$SECONDS"
    shift
    echo "== $name"
    "$@" || stop "$name failed after $((SECONDS - start)) s"
    echo "== $name: $((SECONDS - start)) s"
}

configure() { cmake --preset "$1" >"$log" 2>&1 || { cat "$log"; return 1; }; }

# build PRESET TARGET...: all of it when no target is named.
build() {
    local preset="$1"
    shift
    cmake --build --preset "$preset" --parallel "$jobs" ${1+--target "$@"}
}

# The build targets of the folders with tests of a label, such as tests/unit/core/all.
targets_of() {
    local preset="$1" label="$2" file
    grep -rlE --include=CTestTestfile.cmake "LABELS \"([^\"]*;)?($label)[;\"]" "build/$preset/tests" |
        while read -r file; do
            file="${file#"build/$preset/"}"
            echo "${file%/CTestTestfile.cmake}/all"
        done
}

build_label() {
    local preset="$1" label="$2" targets
    shift 2
    mapfile -t targets < <(targets_of "$preset" "$label")
    [ ${#targets[@]} -gt 0 ] || { echo "no test of build/$preset has the label $label"; return 1; }
    build "$preset" "${targets[@]}" "$@"
}

# run_tests PRESET [CTEST OPTIONS]: adds what ctest counted to the totals.
run_tests() {
    local preset="$1" status=0 summary
    shift
    ctest --test-dir "build/$preset" --output-on-failure --no-tests=error --parallel "$jobs" "$@" 2>&1 |
        tee "$log" || status=$?
    summary="$(sed -nE 's/^[0-9]+% tests passed, ([0-9]+) tests failed out of ([0-9]+)$/\1 \2/p' "$log")"
    [ -n "$summary" ] || { echo "ctest printed no summary"; return 1; }
    failed=$((failed + ${summary% *}))
    passed=$((passed + ${summary#* } - ${summary% *}))
    if grep -q '^The following tests did not run:' "$log"; then
        echo "tests were skipped or disabled"
        return 1
    fi
    return "$status"
}

# fuzz_one TARGET: what it finds new stays in the build folder; what crashes it is named by libFuzzer.
fuzz_one() {
    local target="$1" name corpus found
    name="$(basename "$target")"
    corpus="tests/fuzz/corpus/$name"
    [ -d "$corpus" ] || corpus="tests/fuzz/corpus/${name#fuzz_}"
    found="build/asan/found/$name"
    [ -n "$(find "$corpus" -type f -print -quit 2>/dev/null)" ] || { echo "$name: no corpus in tests/fuzz/corpus"; return 1; }
    mkdir -p "$found"
    if ! "$target" -max_total_time="$fuzz_seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$found-" "$found" "$corpus" >"$found.log" 2>&1; then
        tail -60 "$found.log"
        echo "$name: fuzzing found something"
        return 1
    fi
    echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$found.log") inputs, nothing found"
}

fuzz_all() {
    local targets
    mapfile -t targets < <(find build/asan/tests/fuzz -maxdepth 1 -type f -executable | sort)
    [ ${#targets[@]} -gt 0 ] || { echo "no fuzz target in build/asan/tests/fuzz"; return 1; }
    export fuzz_seconds
    export -f fuzz_one
    printf '%s\0' "${targets[@]}" | xargs -0 -n 1 -P "$jobs" bash -c 'fuzz_one "$1"' fuzz_one
}

step "install" deploy/install-deps.sh
step "dev: configure" configure dev
if [ "$quick" = yes ]; then
    step "dev: build" build dev
    step "dev: test" run_tests dev --label-exclude '^lint$'
    echo "$passed passed, $failed failed"
    exit 0
fi

# The unit tests run where the sanitizers watch; the end-to-end tests run the processes that are released.
step "asan: configure" configure asan
step "asan: build" build_label asan 'unit|fuzz-replay'
step "asan: test" run_tests asan --label-regex '^(unit|fuzz-replay)$'
step "asan: fuzz" fuzz_all

step "tsan: configure" configure tsan
step "tsan: build" build_label tsan threads
step "tsan: test" run_tests tsan --label-regex '^threads$'

step "release: configure" configure release
step "release: build" build_label release bench hub/all agent/all audit/all
step "release: end to end" run_tests release --label-regex '^e2e$'
step "release: bench" run_tests release --label-regex '^bench$' --parallel 1

# Lint needs the generated headers and the commands of the dev build, and nothing else of it.
step "dev: generated code" build dev svd_proto
step "dev: lint" run_tests dev --label-regex '^lint$' --parallel 1

echo "all steps: $SECONDS s"
echo "$passed passed, $failed failed"
