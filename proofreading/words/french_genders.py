"""The gender of French nouns: by the dictionary; of words that it has not got, by how they end, and by a list."""

from __future__ import annotations

from ..morphology import FEMININE, MASCULINE, NOUN, readings

__all__ = ["FEMININE", "MASCULINE", "gender_of"]

_MASCULINE = frozenset(
    "projet centre programme laboratoire réseau institut outil service système résultat rapport accord cadre musée prix lieu domaine"
    " secteur territoire monde travail marché logiciel ordinateur site document mois jour siècle groupe conseil comité ministère"
    " campus hôpital port quartier contrat budget texte article thème débat dialogue parcours concours atelier séminaire"
    " colloque congrès forum festival salon jury dossier formulaire objectif défi enjeu problème risque impact effet choix besoin"
    " rôle soutien appui espace bâtiment numéro nombre point message courriel téléphone appareil paquet fichier dépôt code noyau"
    " serveur ensemble partenariat consortium cluster collectif communiqué compte département diplôme emploi événement exemple"
    " film fonds format gouvernement guide horaire intérêt investissement jardin journal livret lycée métier modèle moteur niveau"
    " organisme parlement partenaire parti plan président principe prix processus produit progrès quai quotidien récit"
    " règlement salaire sommet stade sujet tableau théâtre titre train traité usage vote".split()
)
_FEMININE = frozenset(
    "équipe ville recherche université école entreprise société plateforme base donnée méthode étude thèse chaire mission visite"
    " conférence rencontre journée semaine année heure date place salle rue région langue culture science santé industrie économie"
    " loi règle charte licence page image liste lettre demande réponse question offre bourse somme partie aide feuille"
    " exposition édition halle mairie bibliothèque boutique boîte carte campagne chaîne chance cible commande communauté"
    " compétence confiance conquête copie course découverte démarche dépense distance durée écoute énergie entrée époque"
    " exigence famille femme fête fin force forme formule gare gestion guerre histoire initiative innovation langue lecture ligne"
    " machine main maison manière matière mémoire mesure mise monnaie musique nature norme note nouveauté œuvre opération"
    " origine parole pensée période personne perte phase pièce piste plage pratique presse prise procédure promesse puissance"
    " qualité racine raison remise ressource revue route saison scène séance sécurité séquence série signature soirée solution source"
    " structure tâche technique technologie télévision tendance théorie valeur vente vie voie voix voiture zone".split()
)
_MASCULINE_ENDS = ("isme", "ement", "iment", "eau", "oir", "iel", "ège", "mètre", "scope", "phone", "gramme")
_FEMININE_ENDS = (
    "tion",
    "sion",
    "xion",
    "ité",
    "ence",
    "ance",
    "ude",
    "logie",
    "graphie",
    "esse",
    "ette",
    "ière",
    "rie",
    "aison",
    "ade",
)
_AGE = "age"
# Those that end so and are of the other gender, or of both.
_OTHERWISE = frozenset(
    "bastion cation silence comité traité côté été eau peau jument squelette quintette interprète image plage cage rage page nage"
    " prélude interlude cimetière derrière arrière lumière stade grade malade camarade jade nomade génie incendie bougie"
    " compte-rendu programme gramme quatrième messie foie".split()
)  # fmt: skip
_ALWAYS = {"lumière": FEMININE, "page": FEMININE, "image": FEMININE, "plage": FEMININE, "silence": MASCULINE, "eau": FEMININE}


def gender_of(noun: str) -> str:
    """The gender of a noun in the singular, “m” or “f”; empty where it is not known."""
    if nouns := {one[1:2] for one in readings(noun) if one[0] == NOUN}:
        gender = nouns.pop()
        return gender if not nouns and gender in (MASCULINE, FEMININE) else ""
    if noun in _ALWAYS:
        return _ALWAYS[noun]
    if noun in _MASCULINE:
        return MASCULINE
    if noun in _FEMININE:
        return FEMININE
    if noun in _OTHERWISE:
        return ""
    if noun.endswith(_FEMININE_ENDS):
        return FEMININE
    return MASCULINE if noun.endswith(_MASCULINE_ENDS) or (noun.endswith(_AGE) and len(noun) > len("image")) else ""
