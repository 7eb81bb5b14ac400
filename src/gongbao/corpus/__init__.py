"""A corpus: many reports in one store on disk, added, replaced and removed for years."""
