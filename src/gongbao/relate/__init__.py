"""Relate what a report speaks of: times, quantities, statements."""
