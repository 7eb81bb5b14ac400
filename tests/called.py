"""The command line as a person calls it."""

from __future__ import annotations

import os
from pathlib import Path

from click.testing import CliRunner, Result


def run(*arguments: str | Path) -> Result:
    """Run the program as `main` does, with its translation of errors into exit status and message."""
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "gongbao", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    result = Result(CliRunner(), done.stdout.encode(), done.stderr.encode(), b"", None, done.returncode, None)
    assert "Traceback" not in done.stderr
    return result
