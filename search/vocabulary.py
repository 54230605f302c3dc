"""What the portal's readers call the same thing. Other names of institutions are not here: their records hold them."""

from functools import cache

from .text import telling_stems

EQUIVALENTS = (
    ("PAC", "CAP", "programme d’accélération collaboratif", "Collaborative Acceleration Programme"),
    ("IA", "AI", "intelligence artificielle", "artificial intelligence"),
    ("IA générative", "GenAI", "generative AI", "intelligence artificielle générative", "generative artificial intelligence"),
    ("SU", "Sorbonne Université", "Sorbonne University"),
    ("ANR", "Agence nationale de la recherche", "French National Research Agency"),
    ("SGPI", "Secrétariat général pour l’investissement"),
    ("SCAI", "Sorbonne Center for Artificial Intelligence", "Sorbonne Center for AI"),
    ("LLM", "grand modèle de langue", "grand modèle de langage", "large language model"),
    ("apprentissage automatique", "apprentissage statistique", "machine learning"),
    ("apprentissage profond", "deep learning", "réseau profond", "deep network"),
    ("PI", "responsable scientifique", "principal investigator"),
    ("AMI", "appel à manifestation d’intérêt", "call for expressions of interest"),
    ("RGPD", "GDPR", "données personnelles", "personal data", "privacy"),
    ("M€", "million", "million d’euros", "million euros"),
    ("start-up", "startup", "jeune pousse"),
    ("PME", "SME"),
    ("écoconception", "éco-conception", "eco-design", "ecodesign"),
    ("open data", "données ouvertes"),
    ("médecine", "medicine", "médical", "medical"),
)

Phrase = tuple[str, ...]


@cache
def equivalents(language: str) -> dict[Phrase, tuple[Phrase, ...]]:
    """Each phrase's stems in a language, and all phrases that mean the same, itself first."""
    found: dict[Phrase, tuple[Phrase, ...]] = {}
    for group in EQUIVALENTS:
        phrases = list(dict.fromkeys(tuple(telling_stems(one, language)) for one in group))
        for phrase in phrases:
            found[phrase] = (phrase, *(other for other in phrases if other != phrase))
    return found


@cache
def longest(language: str) -> int:
    return max(map(len, equivalents(language)))
