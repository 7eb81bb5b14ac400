"""Text that is not yet a report: scripts, numerals, words."""
