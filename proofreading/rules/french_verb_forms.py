"""French forms that cannot stand where they do: a participle for an infinitive, an accent lost, a second verb with no link."""

from __future__ import annotations

from ..morphology import (
    ADJECTIVE,
    ADVERB,
    FEMININE,
    INFINITIVE,
    NOUN,
    PARTICIPLE,
    SINGULAR,
    gender_of,
    is_conjugated,
    is_noun,
    may_be,
    number_of,
    persons_of,
    readings,
)
from ..spelling import stems
from ..word_runs import WordRun
from .french_neighbours import ADVERBS, ARTICLES_BEHIND, Check, RunSlip, word_at, words_between

_MODALS = frozenset(
    "peut peuvent pouvez pouvons pourra pourront pourrez pourrons pourrait pourraient pouvait pouvaient pu"
    " pouvoir pouvant doit doivent devez devons devra devront devrez devrons devrait devraient devait devaient dû"
    " devoir devant veut veulent voulez voulons voudra vouloir voulait voulaient va vont allez allons allait"
    " allaient veuillez faut faudra faudrait fallait souhaite souhaitent souhaitons souhaitez sait savent faire"
    " fera feront".split()
)
_BETWEEN = ADVERBS | frozenset("pas plus jamais tous toutes chacun également mieux".split())
_BE = frozenset("est sont était étaient sera seront serait seraient soit soient été être étant".split())
_HAVE = frozenset("a ont avait avaient aura auront aurait auraient avons avez avoir ayant".split())
_ARTICLES = ARTICLES_BEHIND | frozenset("des du au aux ce cet cette nos notre votre vos son sa plusieurs à".split())


def _back_over(run: WordRun, place: int) -> int:
    """The place before a word, adverbs apart."""
    at = place - 1
    while word_at(run, at) in _BETWEEN or may_be(word_at(run, at), ADVERB) and not may_be(word_at(run, at), NOUN, PARTICIPLE):
        at -= 1
    return at


def _infinitive_of(word: str) -> str:
    """“annoncer” of “annoncé”, where that is but a participle; empty elsewhere."""
    is_one = word.endswith("é") and readings(word) == {"Pms"} and may_be(word[:-1] + "er", INFINITIVE)
    return word[:-1] + "er" if is_one else ""


def participle_for_an_infinitive(run: WordRun, place: int) -> RunSlip | None:
    """“nous allons désormais amélioré le guide”, “une occasion unique de mené le changement”."""
    better = _infinitive_of(word_at(run, place))
    if not better:
        return None
    before, behind = word_at(run, _back_over(run, place)), word_at(run, place + 1)
    if before in _MODALS and before != "devant" or before == "devant" and behind in _ARTICLES:
        return RunSlip(place, place, better)
    is_of_an_infinitive = word_at(run, place - 1) in ("de", "d’", "pour", "sans", "à") and behind in _ARTICLES - {
        "à",
        "au",
        "aux",
    }
    return RunSlip(place, place, better) if is_of_an_infinitive and behind != "du" else None


def infinitive_for_a_participle(run: WordRun, place: int) -> RunSlip | None:
    """“le site était également bloquer”."""
    word = word_at(run, place)
    before = word_at(run, _back_over(run, place))
    if before not in _BE or not word.endswith("er") or readings(word) != {INFINITIVE} or before in ("être", "étant", "soit"):
        return None
    if word_at(run, _back_over(run, place) - 1) in ("c’", "ce", "n’") or may_be(
        word_at(run, _back_over(run, place) - 1), INFINITIVE
    ):
        return None
    better = word[:-2] + "é"
    return RunSlip(place, place, better) if may_be(better, PARTICIPLE) else None


# What stands behind “avoir” without a word before it: “a charge d’âme”.
_BEEN = frozenset("juge guide garde élève membre cause source signe arbitre maître hôte gage".split())
_BEHIND_A_PARTICIPLE = frozenset("par à au aux en dans pour sur lors le la les l’ avec depuis ce cette de du".split())
_HAD = frozenset(
    "affaire charge cause peine honte force chance hâte besoin envie partie prise mine grâce confiance connaissance".split()
)


def noun_for_a_participle(run: WordRun, place: int) -> RunSlip | None:
    """“la ville a lance un appel”, “les salles seront utilises pour la fête”: an accent that was lost."""
    word, before = word_at(run, place), word_at(run, _back_over(run, place))
    if _is_foreign(word_at(run, _back_over(run, place) - 1)):
        return None
    is_behind_to_have = before in _HAVE and word.endswith("e") and word not in _HAD and "3sg" in persons_of(word)
    if (
        is_behind_to_have
        and word_at(run, place - 1) == before
        and word_at(run, place + 1) in _ARTICLES | {"que", "qu’", "de", "d’", "par", ""}
    ):
        better = word[:-1] + "é"
        is_meant = readings(better) == {"Pms"} and not may_be(word, ADJECTIVE) and not _wants_a_noun(run, place)
        return RunSlip(place, place, better) if is_meant else None
    if before == "été" and word.endswith("e") and word not in _BEEN and "3sg" in persons_of(word):
        is_meant = (
            readings(word[:-1] + "é") == {"Pms"}
            and not may_be(word, ADJECTIVE, PARTICIPLE)
            and word_at(run, place + 1) in _BEHIND_A_PARTICIPLE
        )
        return RunSlip(place, place, word[:-1] + "é") if is_meant else None
    if before in _BE and word.endswith("es") and word_at(run, place - 1) == before:
        better = word[:-2] + "és"
        is_meant = (
            may_be(better, PARTICIPLE) and not may_be(word, ADJECTIVE, PARTICIPLE) and before in ("sont", "étaient", "seront")
        )
        return RunSlip(place, place, better) if is_meant else None
    return None


def _is_foreign(word: str) -> bool:
    """“of”, “the”: no word of the dictionary, so that “a” beside it may be none either."""
    return bool(word) and not word.endswith("’") and not readings(word)


def _wants_a_noun(run: WordRun, place: int) -> bool:
    """Whether a word behind “avoir” may be its object: “la ville a forme humaine”."""
    return is_noun(word_at(run, place))


def spoken_to_a_friend(run: WordRun, place: int) -> RunSlip | None:
    """“des rencontres organises par la ville”: a form for “tu”, where nobody is spoken to so."""
    word = word_at(run, place)
    if (
        word_at(run, place + 1) not in _BEHIND_A_PARTICIPLE
        or readings(word) != {"V2sg"}
        or not word.endswith("es")
        or {"tu", "te", "t’", "toi", "ton", "ta", "tes"} & set(words_between(run, 0, len(run)))
    ):
        return None
    better = word[:-2] + "és"
    return RunSlip(place, place, better) if may_be(better, PARTICIPLE) and not may_be(better, NOUN) else None


# “a” and “à”

_AFTER_AT = frozenset("pied vélo distance domicile destination venir".split())
_LINKS = frozenset(
    "et ou que qu’ qui dont où mais si comme quand lorsque lorsqu’ ni puis car donc or quoi lequel laquelle il"
    " elle on y n’ l’ ne".split()
)


def has_behind_a_verb(run: WordRun, place: int) -> RunSlip | None:
    """“Le sentiment contribue au lien a une équipe”: two verbs with a person in one clause, and nothing that links them."""
    before, behind = words_between(run, 0, place), word_at(run, place + 1)
    if word_at(run, place) != "a" or not before or _is_foreign(before[-1]) or _is_foreign(behind) or _is_had(behind):
        return None
    return RunSlip(place, place, "à") if _is_at(run, place) or _is_a_second_verb(before, behind) else None


def _is_had(word: str) -> bool:
    """Whether a word goes well behind “a” of “avoir”."""
    return may_be(word, PARTICIPLE) or word in ADVERBS or word in ("été", "eu", "pu", "pas", "plus", "affaire", "pour", "déjà")


def _is_at(run: WordRun, place: int) -> bool:
    """Whether what stands behind “a” is an infinitive, a name behind a noun, or the end of “à pied”."""
    before, behind = word_at(run, place - 1), word_at(run, place + 1)
    if readings(behind) == {INFINITIVE}:
        return before not in ("y", "n’")
    if behind in ("se", "s’"):
        return may_be(word_at(run, place + 2), INFINITIVE)
    is_name = (
        behind == "" and place + 1 < len(run) and bool(run[place + 1].name) and word_at(run, place + 2) not in ("pour", "comme")
    )
    return (is_name or behind in _AFTER_AT) and may_be(before, NOUN, PARTICIPLE, INFINITIVE)


def _is_a_second_verb(before: list[str], behind: str) -> bool:
    """Whether a verb with a person stands before in the same clause, and nothing that links another one to it."""
    last = _last_verb(before)
    return (
        last >= 0 and bool(behind) and "" not in before[-4:] and not _LINKS & set(before[last:]) and not may_be(behind, ADVERB)
    )


def _last_verb(words: list[str]) -> int:
    """Where the last word stands that can only be a verb with a person; -1 where there is none."""
    for at in range(len(words) - 1, -1, -1):
        if is_conjugated(words[at]) and persons_of(words[at]) & {"3sg", "3pl", "1pl", "2pl"} or words[at] in ("est", "sont"):
            return at
    return -1


def sure_for_on(run: WordRun, place: int) -> RunSlip | None:
    """“compter sûr l’appui”."""
    word, before, behind = (word_at(run, place + step) for step in (0, -1, 1))
    if (
        word == "sûr"
        and before not in ("", "bien", "pour", "coup", "plus")
        and behind in ("l’", "le", "la", "les", "un", "une", "des", "ce")
    ):
        return RunSlip(place, place, "sur")
    if (
        word == "sur"
        and before == "bien"
        and readings(behind)
        and not may_be(behind, NOUN, ADVERB)
        and may_be(behind, ADJECTIVE)
    ):
        return RunSlip(place, place, "sûr")
    return None


def there_for_an_article(run: WordRun, place: int) -> RunSlip | None:
    """“assurer là liaison”."""
    behind = word_at(run, place + 1)
    is_wrong = (
        word_at(run, place) == "là" and is_noun(behind) and gender_of(behind) == FEMININE and number_of(behind) == SINGULAR
    )
    return RunSlip(place, place, "la") if is_wrong and word_at(run, place - 1) not in ("ce", "cette", "jusque") else None


def side_without_its_accent(run: WordRun, place: int) -> RunSlip | None:
    """“de l’autre coté de la place”."""
    before = word_at(run, place - 1)
    is_side = before in ("autre", "de", "à", "du", "chaque", "ce", "quelque", "d’un", "un") and word_at(run, place) == "coté"
    return RunSlip(place, place, "côté") if is_side and word_at(run, place - 2) != "bien" else None


VERB_FORMS: tuple[Check, ...] = (
    participle_for_an_infinitive,
    infinitive_for_a_participle,
    noun_for_a_participle,
    spoken_to_a_friend,
    has_behind_a_verb,
    sure_for_on,
    there_for_an_article,
    side_without_its_accent,
)


# Verbs that lead to an infinitive with no preposition between

_LEADING = frozenset(
    "pouvoir devoir vouloir aller falloir faire laisser voir entendre sembler paraître oser espérer préférer"
    " penser compter souhaiter désirer aimer adorer détester venir courir monter descendre partir rentrer"
    " retourner sortir envoyer emmener croire estimer affirmer déclarer dire reconnaître avouer prétendre nier"
    " assurer confirmer admettre imaginer daigner faillir valoir regarder écouter sentir accourir passer amener"
    " jurer savoir révéler supposer revenir concevoir accompagner soutenir figurer rappeler être avoir porter"
    " mener rester raconter conduire conclure importer plaire suffire permettre convenir recommander juger mettre"
    " rejoindre repartir remonter redescendre ressortir".split()
)


def infinitive_without_a_preposition(run: WordRun, place: int) -> RunSlip | None:
    """“La journée vise offrir un aperçu”: an infinitive right behind a verb that leads to none without “à” or “de”."""
    verb, word = word_at(run, place - 1), word_at(run, place)
    if readings(word) != {INFINITIVE} or not is_conjugated(verb) or stems("fr", verb) & _LEADING:
        return None
    return RunSlip(place - 1, place)


# What an infinitive has for its object without an article, or is said of.
_BARE = frozenset(
    "être devenir rester demeurer avoir ravoir faire prendre rendre mettre porter tenir donner demander livrer"
    " prêter perdre tirer trouver chercher parler élire nommer passer jouer lier monter obtenir entrer crier plaider"
    " former servir poser signer ouvrir garder laisser suivre valoir paraître sembler reprendre remettre refaire"
    " redevenir déclarer choisir offrir coûter courir imposer changer ajouter accorder interjeter exiger savoir"
    " lever lâcher travailler soulever marquer apporter recevoir souhaiter dire payer venir aller appeler créer"
    " établir causer toucher partir tourner fixer dresser".split()
)


def object_without_an_article(run: WordRun, place: int) -> RunSlip | None:
    """“doivent soumettre résumé”: one thing that an infinitive has for its object, with no word before it."""
    verb, word = word_at(run, place - 1), word_at(run, place)
    if readings(verb) != {INFINITIVE} or verb in _BARE or word in ("part", "partie"):
        return None
    if not may_be(word, NOUN) or any(one[0] not in (NOUN, PARTICIPLE) for one in readings(word)):
        return None
    if number_of(word) != SINGULAR or place > 1 and word_at(run, place - 2) == "" or place + 1 >= len(run):
        return None
    return RunSlip(place - 1, place)


LOST_BESIDE_VERBS: tuple[Check, ...] = (infinitive_without_a_preposition, object_without_an_article)
