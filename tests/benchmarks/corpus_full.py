"""A full disk and a read-only store: a clear message, nothing committed is lost, the same command goes on afterwards.

usage: sudo python tests/benchmarks/corpus_full.py [REPORTS]    (Linux; mounts a small tmpfs in a folder of its own)
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from corpus_kill import quads
from corpus_texts import write_reports

CORPUS = [sys.executable, "-m", "gongbao", "corpus"]


def corpus(*arguments: str | Path) -> tuple[int, str]:
    """Run a corpus command; return its exit status and what it says."""
    run = subprocess.run([*CORPUS, *map(str, arguments)], capture_output=True, text=True)
    return run.returncode, (run.stderr + run.stdout).strip()


def main() -> int:
    """Run the benchmark; the exit status is 1 where a message or the store is wrong."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_reports(root / "reports", count)
        disk = root / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk], check=True)
        try:
            status, said = corpus("add", "-q", "-j", "2", disk / "store", root / "reports")
            print(f"full disk: exit status {status}: {said}")
            wrong += ["full"] if status != 1 or "disk is full" not in said or "Traceback" in said else []
            before = quads(disk / "store")
            print(f"    a reader sees {len(before)} quads")
            subprocess.run(["mount", "-o", "remount,size=2g", disk], check=True)
            status, said = corpus("add", "-q", "-j", "2", disk / "store", root / "reports")
            print(f"after making room: exit status {status}: {said}")
            corpus("add", "-q", "-j", "2", root / "whole", root / "reports")
            after, whole = quads(disk / "store"), quads(root / "whole")
            print(
                f"    {'equal' if after == whole else 'DIFFERENT'}; what was committed is there: {set(before) <= set(after)}"
            )
            wrong += ["resume"] if after != whole or not set(before) <= set(after) else []
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
            (root / "new.txt").write_text("市水务局开展检查。", "utf-8")
            status, said = corpus("add", "-q", disk / "store", root / "new.txt")
            print(f"read-only: exit status {status}: {said}")
            wrong += ["read-only"] if status != 1 or "cannot be written" not in said or "Traceback" in said else []
            status, said = corpus("status", disk / "store")
            print(f"    status still answers: {said.splitlines()[1].strip()}")
            wrong += ["status"] if status or quads(disk / "store") != whole else []
        finally:
            subprocess.run(["umount", disk], check=True)
    print("wrong: " + ", ".join(wrong) if wrong else "all as it should be")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
