"""Names: the cluster’s own, those of bodies and people, acronyms, lists that name a body twice, terms of the glossary."""
