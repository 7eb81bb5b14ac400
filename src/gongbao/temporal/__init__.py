"""Times: expressions of the report become ISO 8601 values."""

from __future__ import annotations

from gongbao.temporal.times import find

__all__ = ["find"]
