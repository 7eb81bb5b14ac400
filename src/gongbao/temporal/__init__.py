"""Times: expressions of the report become ISO 8601 values."""

from gongbao.temporal.times import find

__all__ = ["find"]
