"""Quantities: amounts with their unit and bound, and what they count."""

from gongbao.quantities.observations import Observed, left_out, observe, outside

__all__ = ["Observed", "left_out", "observe", "outside"]
