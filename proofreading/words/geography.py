"""Names of countries, territories and large towns, as the Unicode CLDR has them for each language."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from ..tokens import folded_words

# Two letters are a country; three figures a region of the world (“002”), which is named as well.
_COUNTRY = re.compile(r"[A-Z]{2}|\d{3}")


# Places that French and English call by names that are not alike; CLDR has the capitals and the largest towns.
_TWO_NAMES = """
turquie turkey
bretagne brittany
toscane tuscany
bourgogne burgundy
flandre flanders
flandres flanders
saxe saxony
savoie savoy
sicile sicily
sardaigne sardinia
piemont piedmont
rhenanie rhineland
gand ghent
bale basel
mayence mainz
treves trier
ratisbonne regensburg
liege luik
louvain leuven
malines mechelen
courtrai kortrijk
fribourg freiburg
cracovie krakow
gdansk danzig
leopol lviv
seville sevilla
saragosse zaragoza
livourne leghorn
padoue padua
naples napoli
genes genoa
mantoue mantua
douvres dover
cantorbery canterbury
bombay mumbai
calcutta kolkata
canton guangzhou
salonique thessaloniki
angleterre england
ecosse scotland
galles wales
californie california
floride florida
pennsylvanie pennsylvania
georgie georgia
louisiane louisiana
anvers antwerp
bruges brugge
ostende ostend
ypres ieper
tournai doornik
alost aalst
groningue groningen
nimegue nijmegen
constance konstanz
tubingue tubingen
gottingue gottingen
nuremberg nurnberg
francfort frankfurt
dresde dresden
cologne koln
munich munchen
lucerne luzern
soleure solothurn
coire chur
venise venice
plaisance piacenza
perouse perugia
vicence vicenza
grenade granada
cordoue cordoba
pampelune pamplona
cadix cadiz
coimbre coimbra
breslau wroclaw
edimbourg edinburgh
goteborg gothenburg
upsal uppsala
alexandrie alexandria
tanger tangier
alep aleppo
mecque mecca
pekin beijing
nankin nanjing
baviere bavaria
catalogne catalonia
boheme bohemia
lombardie lombardy
pouilles apulia
corse corsica
normandie normandy
picardie picardy
antilles caribbean
caraibes caribbean
caraibe caribbean
"""
TWO_NAMES = frozenset(frozenset(line.split()) for line in _TWO_NAMES.split("\n") if line)


def _folded(name: str) -> str:
    """A name word by word: “cote d ivoire”."""
    return " ".join(folded_words(name))


@cache
def territories(language: str) -> frozenset[str]:
    """Countries, territories and regions of the world, folded."""
    return frozenset(_folded(name) for code, name in Locale(language).territories.items() if _COUNTRY.fullmatch(code))


@cache
def countries(language: str) -> dict[str, str]:
    """The code of each country by its name, folded; of two that would be one, the first."""
    found: dict[str, str] = {}
    for code, name in sorted(Locale(language).territories.items()):
        if len(code) == 2 and code.isalpha():
            found.setdefault(_folded(name), code)
    return found


@cache
def towns(language: str) -> dict[str, str]:
    """The time zone of each large town that CLDR names, by its name, folded: one town has one in every language."""
    zones = Locale(language).time_zones
    found: dict[str, str] = {}
    for zone, names in zones.items():
        name = names.get("city") or zone.rpartition("/")[2].replace("_", " ")
        found.setdefault(_folded(name), zone)
    return found


# Peoples and countries by words that CLDR does not have, French and English: each with the code of the country. French ones
# are the beginnings of their forms, “allemand” of “allemandes”.
_PEOPLES = """
DE allemand german
AT autrichien austrian
FR francais french
GB britannique british uk
US americain us usa
IT italien italian
ES espagnol spanish
PT portugais portuguese
BE belge belgian
CH suisse swiss
NL neerlandais dutch
LU luxembourgeois luxembourgish
CA canadien canadian
MX mexicain mexican
BR bresilien brazilian
AR argentin argentinian
JP japonais japanese
CN chinois chinese
KR coreen korean
IN indien indian
RU russe russian
UA ukrainien ukrainian
PL polonais polish
CZ tcheque czech
HU hongrois hungarian
RO roumain romanian
BG bulgare bulgarian
GR grec greek
TR turc turkish
SE suedois swedish
NO norvegien norwegian
DK danois danish
FI finlandais finnish
IE irlandais irish
MA marocain moroccan
DZ algerien algerian
TN tunisien tunisian
SN senegalais senegalese
EG egyptien egyptian
IL israelien israeli
AU australien australian
Scotland ecosse scotland
Scotland ecossais scottish
GB angleterre england
GB anglais english
GB grande-bretagne britain
Wales gallois welsh
IR iranien iranian
IQ irakien iraqi
SY syrien syrian
LB libanais lebanese
JO jordanien jordanian
SA saoudien saudi
VN vietnamien vietnamese
TH thailandais thai
ID indonesien indonesian
PK pakistanais pakistani
AF afghan afghan
BD bangladais bangladeshi
CO colombien colombian
CL chilien chilean
PE peruvien peruvian
CU cubain cuban
VE venezuelien venezuelan
UY uruguayen uruguayan
KE kenyan kenyan
NG nigerian nigerian
GH ghaneen ghanaian
CI ivoirien ivorian
CM camerounais cameroonian
CD congolais congolese
MG malgache malagasy
ML malien malian
ET ethiopien ethiopian
HR croate croatian
RS serbe serbian
SI slovene slovenian
SK slovaque slovak
EE estonien estonian
LV letton latvian
LT lituanien lithuanian
IS islandais icelandic
"""
_FRENCH_ENDINGS = ("", "s", "e", "es", "ne", "nes")


@cache
def peoples(language: str) -> dict[str, str]:
    """The code of each people, and of countries that CLDR calls otherwise, by every form of the word."""
    rows = [line.split() for line in _PEOPLES.split("\n") if line]
    if language == "fr":
        return {word + ending: code for code, word, *_english in rows for ending in _FRENCH_ENDINGS}
    return {word: code for code, _french, *words in rows for word in words} if language == "en" else {}
