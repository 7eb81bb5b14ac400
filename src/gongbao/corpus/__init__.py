"""A corpus: many reports in one store on disk, added, replaced and removed for years."""

from gongbao.corpus.on_disk import Reader, is_corpus, open_reader

__all__ = ["Reader", "is_corpus", "open_reader"]
