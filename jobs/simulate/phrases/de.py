"""German."""

from jobs.simulate.phrases import Phrases

GERMAN = Phrases(
    code="de",
    thing=(
        "die Abrechnung", "das Archiv", "die Testumgebung", "unsere Checkliste", "das alte Werkzeug",
        "die Schnittstelle", "die Warteschlange", "das Pflichtenheft", "die Einarbeitung", "das Protokoll",
        "die Datenbank", "das Kundenportal", "die Urlaubsplanung", "das Lager", "die Auswertung", "das Budget",
        "die Ausschreibung", "das Handbuch", "die Umstellung", "das Berechtigungskonzept",
    ),
    things=(
        "die Kennzahlen", "die meisten Berichte", "alle offenen Fragen", "die Testfälle", "unsere Verträge",
        "die Meldungen der Kunden", "die Änderungen am Modell", "die alten Skripte", "die Termine",
        "die Rückmeldungen", "viele kleine Ausnahmen", "die Umsatzzahlen",
    ),
    action=(
        "den Ablauf zu vereinfachen", "die Tabelle aufzuteilen", "zuerst zu messen", "die Kunden selbst zu fragen",
        "den Termin zu verschieben", "die Zugänge zu erneuern", "das Ergebnis zu veröffentlichen",
        "die Anleitung neu zu schreiben", "beide Teams zusammenzulegen", "die Ausnahmen zu beschreiben",
        "den Umbau klein zu halten", "die Übergabe zu üben",
    ),
    person=(
        "unsere Projektleiterin", "eine Kollegin aus dem Vertrieb", "die neue Analystin", "das Team vom Empfang",
        "meine Mentorin", "die Kundschaft", "eine Praktikantin", "die Buchhaltung", "das Sicherheitsteam",
        "die Fachabteilung",
    ),
    when=(
        "letzte Woche", "im Frühjahr", "nach der zweiten Besprechung", "am Montag", "vor den Ferien",
        "am Ende des Quartals", "vor einigen Tagen", "über das Wochenende", "seit dem Umbau", "kurz vor Schluss",
    ),
    quality=(
        "leichter zu lesen", "erstaunlich stabil", "viel zu langsam", "vorerst gut genug", "schwer zu erklären",
        "günstiger als gedacht", "nicht mehr aktuell", "gut verstanden", "bereit für einen Versuch",
    ),
    topic=(
        "Datenqualität", "Einarbeitung", "Planung", "Störungen", "Dokumentation", "Kapazität", "Personalsuche",
        "Kundengespräche", "Umstellung", "Beobachtbarkeit", "Lieferketten", "Vorträge",
    ),
    numbered=(
        "Insgesamt haben wir {n6} Anfragen gezählt und {n4} davon einzeln angesehen.",
        "Der Lauf mit der Nummer {n6} war nach {n4} Sekunden auf demselben Rechner fertig.",
        "Von {n6} Zeilen mussten nur {n4} noch einmal verarbeitet werden.",
        "Im Vorgang {n6} steht alles Weitere, die Kurve beginnt bei Punkt {n4}.",
    ),
    sentences=(
        "Wir wollten versuchen, {action}, aber {thing} war {quality}.",
        "{when} haben wir beschlossen, {action}, und das war nicht so einfach.",
        "Am Ende hat es geholfen, {action} und {person} früh zu informieren.",
        "Niemand hatte sich {things} angesehen, und deshalb waren die Zahlen kaum zu gebrauchen.",
        "Früher dachte ich, {thing} wäre {quality}, heute bin ich mir nicht mehr sicher.",
        "Wer vorhat, {action}, sollte zuerst {person} fragen und dann {things} prüfen.",
        "Mit {tool} wurde {thing} ohne großen Aufwand {quality}.",
        "Dafür gibt es drei Gründe, und {things} sind nur einer davon.",
        "Für mich heißt das, dass {thing} {quality} sein muss, bevor jemand anfängt, {action}.",
        "Wir haben {tool} mit {tool2} verglichen, und {things} sind wichtiger als die Wahl.",
        "Man vergisst {things} leicht, wenn alle nur über {topic} reden.",
        "Das Team war sich einig, dass {thing} {quality} ist, auch wenn {person} Zweifel hatte.",
        "Die meiste Arbeit steckte nicht in {tool}, sondern in dem, was darum herum passiert.",
        "Mein Rat wäre, {action}, solange {thing} noch klein ist.",
        "Bevor wir anfangen, {action}, sollten wir aufschreiben, was {thing} leisten soll.",
        "Das ist der Teil der Arbeit, den man selten lernt und immer braucht.",
        "Eine kurze Nachricht hätte genügt, und {person} hätte uns die ganze Mühe erspart.",
        "Wir lernen noch, {action} und {things} in Ordnung zu halten.",
        "Wer sich mit {topic} beschäftigt, wird davon nicht überrascht sein.",
        "Allerdings hat {tool} seine Grenzen, und die haben wir {when} erreicht.",
        "Es ist nicht schlimm, wenn {thing} {quality} ist, solange es alle wissen.",
        "So haben wir {when} gelernt, wie wichtig {things} sind.",
    ),
    questions=(
        "Hat jemand von euch schon versucht, {action}?",
        "Wie erklärt ihr {topic}, wenn {person} danach fragt?",
        "Gibt es einen besseren Weg, {action}, ohne {things} anzufassen?",
    ),
    replies=(
        "Danke dafür, das passt zu dem, was wir über {topic} gelernt haben.",
        "Ich bin nicht überzeugt, denn {things} sagen etwas anderes.",
        "Bei uns war es genauso, und {person} hat {when} dasselbe erlebt.",
    ),
    shares=(
        "Lesenswert für alle, die sich mit {topic} befassen.",
        "Dem stimme ich zu, vor allem beim Thema {topic}.",
    ),
    details=(
        "Wer die Folien möchte, schreibt mir an {EMAIL} eine kurze Nachricht.",
        "Meine Nummer ist {PHONE}, am besten am Vormittag.",
        "Die Notizen liegen unter {URL} für alle bereit.",
        "Der Testrechner antwortet unter {IP} nur im Büro.",
        "Bitte überweist den Betrag auf {IBAN} wie vereinbart.",
        "Die Karte {CARD} wurde aus Versehen zweimal belastet.",
        "Wir treffen uns jeden zweiten Donnerstag in der {ADDRESS} zum Austausch.",
        "Ich bin {SELF} und leite das Team, das daran gearbeitet hat.",
        "Ihr findet mich als {SELF_HANDLE} auf den üblichen Kanälen.",
        "Der Messpunkt steht bei {LOCATION} und sendet jede Stunde einen Wert.",
    ),
    mentions=(
        "Vielen Dank an {FRIEND} für die sorgfältige Durchsicht.",
        "Die Idee dazu hatte {FRIEND_HANDLE} lange vor mir.",
    ),
    titles=(
        "Was wir in {n2} Monaten über {topic} gelernt haben", "Notizen zu {topic} und {topic2}",
        "{topic} in der Praxis", "Warum {topic} nie fertig ist",
    ),
    headings=("Wie es anfing", "Was wir geändert haben", "Was nicht ging", "Zahlen", "Wie es weitergeht"),
    bullets=("{things} prüfen", "nicht vergessen, {action}", "{person} früh einbeziehen", "{thing} klein halten"),
    short=("Danke, das war es.", "Herzlichen Glückwunsch!", "Geht mir genauso.", "Gut gesagt."),
    address="Musterstraße {n}, 12345 Musterstadt",
)  # fmt: skip
