"""Many reports on engines that people have: tables of texts in, tables of what they say out."""

from gongbao.batch.rows import extract_batches, schema

__all__ = ["extract_batches", "schema"]
