"""The data-quality site: one self-contained page a version, and a page that lists them. Counts only."""
