"""Explanations: why names are one thing, why a name or a statement was found in a report, or was not."""
