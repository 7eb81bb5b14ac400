"""Quantities: amounts with their unit and bound, and what they count."""

from __future__ import annotations

from gongbao.quantities.observations import find

__all__ = ["find"]
