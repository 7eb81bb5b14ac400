"""gongbao (公报) turns Chinese official reports into knowledge graphs in which every statement shows its source."""

from __future__ import annotations

__version__ = "0.1.0"
