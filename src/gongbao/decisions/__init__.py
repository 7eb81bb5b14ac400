"""What people decide about a report: a table beside it, read, checked, and applied to what the program read by itself."""

from gongbao.decisions.decision import Decision
from gongbao.decisions.ledger import EMPTY, Ledger, found, load

__all__ = ["EMPTY", "Decision", "Ledger", "found", "load"]
