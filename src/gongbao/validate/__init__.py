"""Validation: the laws of evidence, and the SHACL shapes."""
