#!/usr/bin/env python3
"""pack.py FOLDER > vectors.jsonl: the proofs in transparency-dev/merkle's testdata, one a line, in order of name."""

import json
import sys
from pathlib import Path

folder = Path(sys.argv[1])
for kind in ("consistency", "inclusion"):
    for path in sorted((folder / kind).rglob("*.json")):
        vector = json.loads(path.read_text())
        vector["name"] = str(path.relative_to(folder).with_suffix(""))
        vector["proof"] = vector["proof"] or []
        del vector["desc"]
        print(json.dumps(vector, sort_keys=True, separators=(",", ":")))
