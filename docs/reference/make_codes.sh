#!/usr/bin/env bash
# Writes docs/reference/codes.md from what `svd-agent explain CODE` says.
#
#   docs/reference/make_codes.sh [PATH OF svd-agent] > docs/reference/codes.md
set -euo pipefail
agent=${1:-build/dev/agent/svd-agent}

section() { # section FIRST LAST TITLE
    printf '\n## %s\n\n| Code | What is wrong | What happens | Why | What to do |\n|---|---|---|---|---|\n' "$3"
    for number in $(seq "$1" "$2"); do
        "$agent" explain "E$number" --json 2>/dev/null || true # most numbers are no code
    done | python3 -c '
import json, sys
for line in sys.stdin:
    code = json.loads(line)
    print("| " + " | ".join(code[key] for key in ("code", "title", "effect", "why", "next")) + " |")'
}

cat <<'TEXT'
# Codes

Made by `docs/reference/make_codes.sh` from the output of `svd-agent explain CODE`. Do not edit it by hand.

The agent and the hub use the same codes. A code never changes its meaning. `svd-agent explain E503` prints one.
[Read a rejection](../how-to/read-a-rejection.md) says where you meet them.
TEXT
section 100 199 "The whole submission"
section 200 299 "One row"
section 300 399 "The place of a row"
section 400 499 "Corrections and nil returns"
section 500 599 "Reading the file, at the agency"
