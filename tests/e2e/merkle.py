"""RFC 6962 in a few lines, by its definition and nothing of the hub's: what the log claims is computed again."""

import base64
import hashlib
import struct


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def root(hashes):
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return hashlib.sha256(b"\1" + root(hashes[:split]) + root(hashes[split:])).digest()


def entries_of(bundle):
    entries = []
    while bundle:
        length, = struct.unpack(">H", bundle[:2])
        entries.append(bundle[2:2 + length])
        bundle = bundle[2 + length:]
    return entries


class Checkpoint:
    """A C2SP checkpoint, without looking at its signatures."""

    def __init__(self, note):
        self.note = note
        origin, size, root_hash = note.decode().split("\n")[:3]
        self.origin, self.size, self.root = origin, int(size), base64.b64decode(root_hash)
        self.signatures = [line for line in note.decode().split("\n\n")[-1].split("\n") if line]


def copy_of(auditor):
    """The newest checkpoint, and all entries of its size in order; they must hash to its root."""
    checkpoint = Checkpoint(auditor.get("/v1/log/checkpoint").body)
    entries = []
    for first in range(0, checkpoint.size, 256):
        width = min(256, checkpoint.size - first)
        number = first // 256
        part = f".p/{width}" if width < 256 else ""
        answer = auditor.get(f"/v1/log/tile/entries/{number:03}{part}")
        assert answer.status == 200 and number < 1000, answer.body
        entries += entries_of(answer.body)
    assert len(entries) == checkpoint.size
    assert root([leaf_hash(entry) for entry in entries]) == checkpoint.root, "the entries are not what was signed"
    return checkpoint, entries


class Receipt:
    """A .tlog-proof file."""

    def __init__(self, text):
        head, checkpoint = text.decode().split("\n\n", 1)
        lines = head.split("\n")
        assert lines[0] == "c2sp.org/tlog-proof@v1", lines[0]
        assert lines[1].startswith("extra ")
        self.index = int(lines[2].removeprefix("index "))
        self.proof = [base64.b64decode(line) for line in lines[3:]]
        self.checkpoint = Checkpoint(checkpoint.encode())

    def proves(self, leaf):
        """RFC 9162, section 2.1.3.2."""
        at, last, found = self.index, self.checkpoint.size - 1, leaf
        for step in self.proof:
            if at % 2 == 1 or at == last:
                found = hashlib.sha256(b"\1" + step + found).digest()
                while at % 2 == 0 and at != 0:
                    at, last = at >> 1, last >> 1
            else:
                found = hashlib.sha256(b"\1" + found + step).digest()
            at, last = at >> 1, last >> 1
        return last == 0 and found == self.checkpoint.root
