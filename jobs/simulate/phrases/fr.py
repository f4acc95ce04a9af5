"""French."""

from jobs.simulate.phrases import Phrases

FRENCH = Phrases(
    code="fr",
    thing=(
        "la facturation", "notre plateforme", "la base de données", "la liste de contrôle", "une petite maquette",
        "la file de messages", "la procédure d'accueil", "notre outil interne", "la réunion du lundi",
        "la chaîne de livraison", "cette migration", "la documentation", "notre budget", "la revue de code",
        "la planification", "ce tableau de bord",
    ),
    things=(
        "les indicateurs", "les rapports de la semaine", "nos contrats", "les tests de charge", "les vieux scripts",
        "les demandes des clients", "toutes les exceptions", "les notes de réunion", "les chiffres de vente",
        "les alertes",
    ),
    action=(
        "simplifier la procédure", "découper la table par mois", "mesurer avant de régler", "questionner les clients",
        "repousser la date", "renouveler les accès", "publier les résultats", "réécrire le guide",
        "garder un changement modeste", "décrire les exceptions",
    ),
    person=(
        "notre cheffe de projet", "une collègue du support", "la nouvelle analyste", "l'équipe de sécurité",
        "ma tutrice", "une cliente", "la comptabilité", "une stagiaire", "l'équipe commerciale",
    ),
    when=(
        "la semaine dernière", "au printemps", "après la deuxième revue", "lundi matin", "avant les vacances",
        "à la fin du trimestre", "il y a quelques jours", "pendant le week-end", "depuis la réorganisation",
    ),
    quality=(
        "plus facile à lire", "étonnamment stable", "beaucoup trop rigide", "difficile à expliquer",
        "moins fragile", "utile à tout le monde", "assez simple pour un essai",
    ),
    topic=(
        "la qualité des données", "l'accueil à distance", "la planification", "la gestion des incidents",
        "la rédaction technique", "le recrutement", "la relecture", "la migration", "le tutorat",
        "la chaîne logistique",
    ),
    numbered=(
        "Nous avons compté {n6} requêtes et relu les {n4} échecs un par un.",
        "Le passage numéro {n6} a duré {n4} secondes sur la même machine.",
        "Sur {n6} lignes, seules {n4} ont dû être reprises.",
        "Le ticket {n6} donne tous les détails, et la courbe commence au point {n4}.",
    ),
    sentences=(
        "Nous voulions {action}, mais {thing} n'était pas {quality}.",
        "Il nous a fallu une journée pour comprendre pourquoi {thing} avait changé {when}.",
        "Ce qui a aidé, c'est de {action} et de prévenir {person} assez tôt.",
        "Personne n'avait regardé {things} {when}, et les chiffres ne servaient donc à rien.",
        "Je pensais que {thing} était {quality}, et je n'en suis plus si sûr.",
        "Si vous devez {action}, parlez d'abord avec {person} et regardez ensuite {things}.",
        "Avec {tool}, {thing} est devenue plus claire pour toute l'équipe.",
        "Il y a trois raisons à cela, et {things} n'en sont qu'une.",
        "{person} a proposé de {action} et de laisser {things} comme avant.",
        "Pour moi, la leçon est que {thing} doit rester {quality} avant tout.",
        "Nous avons comparé {tool} et {tool2}, et {things} comptent plus que ce choix.",
        "On oublie facilement {things} quand tout le monde parle de la même chose.",
        "{when}, nous avons décidé de {action}, et personne ne le regrette.",
        "Le plus gros du travail n'était pas dans {tool} mais dans tout ce qui l'entoure.",
        "Mon conseil serait de {action} tant que c'est encore possible.",
        "Avant de {action}, il faut écrire ce que {thing} doit faire.",
        "C'est la partie du métier que l'on enseigne peu et dont on a toujours besoin.",
        "Un mot de la part de l'équipe aurait suffi, et {person} nous aurait évité bien des soucis.",
        "Nous apprenons encore à {action} et à garder {things} en ordre.",
        "Cela dit, {tool} a ses limites, et nous les avons atteintes {when}.",
    ),
    questions=(
        "Est-ce que quelqu'un ici a déjà essayé de {action} avec {tool}?",
        "Comment faites-vous quand {person} vous demande de {action}?",
        "Existe-t-il une meilleure façon de {action} sans toucher à tout le reste?",
    ),
    replies=(
        "Merci pour ce retour, nous avons vu la même chose avec {thing}.",
        "Je ne suis pas convaincu, car {things} disent autre chose.",
        "Chez nous aussi, et {person} a fini par {action}.",
    ),
    shares=(
        "À lire si vous vous intéressez à ce sujet: {topic}.",
        "Je suis d'accord avec presque tout, surtout sur {topic}.",
    ),
    details=(
        "Vous pouvez m'écrire à {EMAIL} pour recevoir les notes.",
        "Mon numéro est le {PHONE}, plutôt le matin.",
        "Tout est en ligne sur {URL} pour ceux que cela intéresse.",
        "La machine de test répond à {IP} depuis le bureau.",
        "Merci de verser la somme sur le compte {IBAN} comme convenu.",
        "La carte {CARD} a été débitée deux fois par erreur.",
        "Nous nous retrouvons au {ADDRESS} un jeudi sur deux.",
        "Je suis {SELF} et je dirige l'équipe qui a écrit cela.",
        "Vous me trouverez sous le nom {SELF_HANDLE} un peu partout.",
        "La sonde se trouve à {LOCATION} et envoie une valeur par heure.",
    ),
    mentions=(
        "Merci à {FRIEND} pour la relecture attentive.",
        "L'idée vient de {FRIEND_HANDLE} bien avant moi.",
    ),
    titles=(
        "Ce que {n2} mois nous ont appris sur {topic}", "Notes sur {topic}", "Pourquoi {topic} n'est jamais finie",
        "Un guide pratique: {topic} et {topic2}",
    ),
    headings=("Le point de départ", "Ce que nous avons changé", "Ce qui n'a pas marché", "Les chiffres", "La suite"),
    bullets=("{action}, puis prévenir {person}", "vérifier {things}", "ne pas {action} un vendredi"),
    short=("Merci, cela marche.", "Félicitations!", "Pareil ici.", "Bien dit."),
    address="{n} rue de l'Exemple, 75000 Exempleville",
)  # fmt: skip
