"""Evaluation: scores against annotated reports, and the page that shows where they differ."""
