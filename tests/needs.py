"""What a few checks need from outside Python. Where it is missing they say what to install; in CI they fail."""

from __future__ import annotations

import os

import pytest


def need(present: bool, what: str, how: str) -> None:
    """Go on where it is present; else skip, saying how to get it, or fail where GONGBAO_ALL_CHECKS is set."""
    if present:
        return
    message = f"{what} is missing: {how}"
    if os.environ.get("GONGBAO_ALL_CHECKS"):
        pytest.fail(message)
    pytest.skip(message)
