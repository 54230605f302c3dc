"""BibTeX files on their way in: read strictly (``reader``), TeX made text (``tex_text``), entries made rows (``rows``)."""
