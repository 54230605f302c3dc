"""Labels of the practical block: what people write before the day, the hour, the place. A kind a line, folded."""

from __future__ import annotations

_LABELS = {
    "fr": """
date: date; dates; quand; jour; jours; date et heure; dates et heures; date et horaire; dates et horaires; jour et heure; rendez-vous
hour: heure; heures; horaire; horaires; debut; heure de debut; a quelle heure
doors: ouverture des portes; accueil; ouverture de la salle; accueil du public
place: lieu; lieux; adresse; ou; lieu de rendez-vous; lieu de l'evenement; salle; endroit; amphitheatre
contact: contact; contacts; contact presse; contacts presse; contact media; contacts media; contact medias; contacts medias;
 renseignements; relations presse; contact pour les medias; contacts pour les medias
registration: inscription; inscriptions; accreditation; accreditations; reservation; reservations; pour s'inscrire; s'inscrire; rsvp;
 inscription presse; accreditation presse; inscription obligatoire; inscription gratuite; confirmation de presence; reponse souhaitee; reponse; merci de repondre
access: acces; comment venir; venir; se rendre sur place; transports; plan d'acces; acces et transports; metro; pour venir
deadline: echeance; cloture; date limite; date de cloture; date limite d'inscription; date limite de candidature; limite d'inscription;
 date limite de depot; cloture des inscriptions; cloture des candidatures; inscription avant le; inscriptions avant le; a rendre avant le;
 date limite des inscriptions; date limite de reponse; date butoir; fin des inscriptions
price: tarif; tarifs; prix; entree; cout; droits d'inscription; frais d'inscription; participation
language: langue; langues; langue de travail; langues de travail
online: en ligne; visioconference; lien; lien de connexion; en direct; webdiffusion; retransmission; diffusion; diffusion en direct; site;
 site web; site internet; site officiel; suivre en ligne; connexion; a distance
organiser: organisateur; organisateurs; organisatrice; organisatrices; organise par; organisation
""",
    "en": """
date: date; dates; when; day; days; date and time; dates and times; day and time
hour: time; times; hour; hours; start; starts; start time; starting time; at what time
doors: doors open; doors; doors open at; opening of the doors
place: place; location; venue; address; where; meeting point; meeting place; room; site of the event; lecture hall
contact: contact; contacts; press contact; press contacts; media contact; media contacts; press enquiries; media enquiries; media inquiries;
 press inquiries; information; enquiries; media relations; press office; for media enquiries; contact for the media
registration: registration; registrations; accreditation; accreditations; rsvp; register; booking; bookings; to register; sign up;
 press registration; media registration; press accreditation; media accreditation; registration required; register here; reservation; reservations
access: access; directions; getting there; how to get there; how to come; transport; travel; metro; by metro; public transport
deadline: deadline; deadlines; closing date; submission deadline; registration deadline; application deadline; deadline for applications;
 deadline for registration; deadline to register; register by; apply by; rsvp by; registration closes; applications close; due date;
 deadline for submissions; closing date for applications; closing date for registration
price: price; prices; fee; fees; cost; admission; registration fee; registration fees; tickets; entry; entrance; entrance fee
language: language; languages; working language; working languages
online: online; link; livestream; live stream; webcast; watch online; watch live; stream; website; web site; site; online link; broadcast; live
organiser: organiser; organisers; organizer; organizers; host; hosts; hosted by; organised by; organized by
""",
}


def labels(language: str) -> dict[str, str]:
    """The labels of a language, each with the kind of what stands behind it."""
    found = {}
    for line in _LABELS[language].replace("\n ", " ").strip().splitlines():
        kind, _colon, words = line.partition(":")
        found.update(dict.fromkeys((word.strip() for word in words.split(";")), kind))
    return found
