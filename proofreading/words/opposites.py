"""Words that say the opposite of one another, in both languages: a translation that has the other one was changed. Folded.

What is said by its opposite as often has no row: tickets “en vente” can be bought, and “nuit” is a night as well.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

# A row: one side and the other in French, then in English; the beginnings of words, or whole ones where “.” ends them; “_” is a
# space.
_ROWS = """
augment accroi accru hausse croissan multipli | redui reduc diminu baiss || increas grow. grows. growing grew. raise rise. rises. rising boost | reduc decreas declin drop fall fell. cut. cuts. lower
accelere acceler | ralenti || accelerat speed faster | slow
facilit favoris aide aider. aident. aidera promeut promouv | entrav frein. freine freiner nuire. nuisent. nuisible || help facilitat favour favor. promot foster | hamper hinder imped obstruct harm
renforc consolid | affaibli fragilis || strengthen reinforc consolidat | weaken
ouvre ouvrir. ouvrira ouvert. ouverte. ouverts. ouvertes. ouverture. | ferment. fermer. fermera fermee. fermees. fermeture || open. opens. opened. opening. | close. closes. closed. closing. closure shut
matinee. matin. | soir. soiree || morning mornings. | evening night
nord. septentrional | sud. meridional || north. northern. | south. southern.
oriental | occidental || eastern. | western.
public. publique. publics. publiques. | prive. privee. prives. privees. || public. publicly. | private. privately.
materiel. materiels. | logiciel logiciels. || hardware. | software.
logiciel_libre. logiciels_libres. | logiciel_proprietaire. logiciels_proprietaires. || free_software. open_source. | proprietary_software.
minimum. minimal minimale. minimaux. | maximum. maximal maximale. maximaux. || minimum. minimal. | maximum. maximal.
gagne. gagnent. gagner gagnant remport | perd. perdent. perdre. perdu perdant || win. wins. won. winn | lose. loses. lost. losing. loss
import. importe. importent. importer. importation importateur | export. exporte. exportent. exporter. exportation exportateur || import. imports. imported. importing. | export. exports. exported. exporting.
achete acheter. | vend. vendent. vendre. vendu || buy. buys. bought. buying. purchased. | sell. sells. sold. selling.
interne. internes. interieur interieure | externe. externes. exterieur exterieure || internal inside. interior inner. indoor | external outside. exterior outer. outdoor
superieur superieure | inferieur inferieure || higher. above. upper. superior | lower. below. inferior
national nationale. nationaux. nationales. | international internationale internationaux || national. nationally. nationwide. | international
collaborat cooperat partenariat | concurren concours. rivalit || collaborat cooperat partnership | competition. competitions. competitor competing. rivalr
mari. epoux. | epouse. || husband | wife. wives.
frere. freres. | soeur || brother | sister
pere. peres. | mere. meres. || father. fathers. | mother. mothers.
avantage avantages. atout | inconvenient desavantage || advantage. advantages. benefit | disadvantage drawback
vrai. vraie. vrais. | faux. fausse. fausses. || true. | false. fake.
legal. legale. legales. legaux. licite | illegal illicite || legal. legally. lawful | illegal unlawful
obligatoire obligatoires. | facultati optionnel || mandatory. compulsory. required. obligatory. | optional voluntary.
"""


class Opposites(NamedTuple):
    """The words of one side, and those of the other."""

    one: re.Pattern[str]
    other: re.Pattern[str]


def _pattern(words: str) -> re.Pattern[str]:
    ends = (re.escape(word[:-1]) + r"(?!\w)" if word.endswith(".") else re.escape(word) for word in words.split())
    ends = (end.replace("_", r"[ \u00a0]") for end in ends)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(ends)})")


@cache
def opposites(language: str) -> tuple[Opposites, ...]:
    """The rows of a language, in the same order in each; none of a language that the table does not have."""
    place = {"fr": 0, "en": 1}.get(language)
    if place is None:
        return ()
    sides = (row.split("||")[place].split("|") for row in _ROWS.strip().splitlines())
    return tuple(Opposites(_pattern(one), _pattern(other)) for one, other in sides)
