"""The words of street addresses, in the languages of the corpus."""

# ruff: noqa: E501 - lists of words; Greek and Cyrillic letters are meant

from __future__ import annotations

from jobs.text.identifiers.cue_words import spellings


def _all(words: str) -> tuple[str, ...]:
    return tuple(sorted({form for word in words.split("|") for form in spellings(word)}))


# Before the street's name, with the sign that ends them. They may introduce a name in small letters, too.
SURE_FIRST = (
    "calle |calle. |c/|c/ |avda |avda. |avenida |plaza |pza. |pza |plza. |paseo |pº |carretera |ctra. |ctra |crta. |carrer |avinguda |passeig |rúa "
    "|glorieta |callejón |travesía |urbanización |urb. |polígono |rua |travessa |praça |alameda |viale |v.le |piazza |piazzale |piazzetta |vicolo |p.za "
    "|rue |boulevard |allée |allee |impasse |chemin |faubourg |ruelle |ul. |ul.|ulica |ulice |aleja |aleje |osiedle |náměstí |nám. |námestie |třída "
    "|bulevardul |strada |aleea |calea |șoseaua |intrarea |улица |ул. |ул.|вул. |вулиця |проспект |бул. |οδός |λεωφόρος |λεωφ. "
)
# These also begin other things: the name behind them has capitals, and small forms of the shortest are left out.
FIRST = "av. |av/ |camino |cuesta |ronda |rambla |carrera |calzada |prolongación |estrada |largo |via |corso |c.so |contrada |avenue |place |quai |route de |cours |square |sentier |plac |trg |cesta |str. |b-dul |пр. |пер. "
ONLY_CAPITAL_FIRST = "Av |R |Pl. |Al. |Os. |Bld |Blvd |Bd. |Cra. |Cl. "

# Behind the street's name, as words of their own.
LAST = (
    "street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|boulevard|blvd|way|place|pl|terrace|close|crescent|cres|square|sq|highway|hwy|parkway|pkwy"
    "|circle|cir|trail|grove|mews|row|gardens|gate|hill|walk|wharf|quay|alley|loop|plaza|pike|turnpike|expressway|freeway|crossing|bypass|esplanade"
    "|parade|rise|view|vale|dale|path|green|heights|common|causeway|junction|bend|cove|ridge|point|landing|run|pass|manor|meadows|glen|hollow|knoll|ferry"
)
# Those that are ordinary words in small letters are taken only with a capital.
LAST_SMALL = "street|road|avenue|lane|drive|boulevard|st|rd|ave|blvd"

# At the end of the street's name or behind it, before the house number.
ENDINGS = (
    "straße|strasse|str.|gasse|weg|allee|damm|ufer|steig|pfad|chaussee|graben|zeile|twiete"
    "|straat|laan|plein|dreef|kade|gracht|singel|dijk|steenweg"
    "|vej|vejen|gade|gaden|stræde|vænget|toften|stien|veien|vegen|vei|veg|gata|gaten|svingen|terrasse"
    "|gatan|vägen|väg|gränd|torget|stigen|backen|katu|kuja|polku|raitti|kaari|väylä|stígur|vegur|stræti"
    "|utca|útja|körút|fasor|rakpart|iela|gatvė|prospektas|tänav|maantee|puiestee|caddesi|cad.|sokak|sokağı|bulvarı|mahallesi"
)
# Endings that other words have too, with the languages where they are taken for a street's.
WEAK_ENDINGS = {
    "de": "platz|ring|hof|berg|wall|markt|feld|kamp|steg|stieg",
    "nl": "hove|pad|baan|markt|vest|lei|hof|ring|plantsoen",
    "da": "allé|alle|torv|plads|parken|bakken|vang|haven",
    "no": "gate|plass|bakken|haugen|ringen",
    "nb": "gate|plass|bakken|haugen|ringen",
    "sv": "plan|allén|backe",
    "fi": "tie|tori|rinne",
    "hu": "út|tér|tere|köz|u.|sor",
    "et": "tn|mnt|pst|tee",
    "lt": "g.|pr.|al.",
    "is": "braut|gata|tún",
}

FLATS = "apt|apt.|apartment|suite|ste|ste.|flat|unit"
BOXES = "p.o. box|po box|p.o.box|p o box|postbox|post box|postfach|postboks|apartado de correos|apdo. de correos|caixa postal|casella postale|boîte postale|postbus|skrytka pocztowa|psc|apo|fpo|dpo"

POSTCODES = "zip|zip code|zipcode|postcode|post code|postal code|plz|postleitzahl|código postal|code postal|codice postale|postnummer|postnr|kod pocztowy|psč|irányítószám|pin code|pincode|eircode"

# What announces an address of any form. Behind those of the second list the whole line is one.
CUES = (
    "address|addresses|corner of|the corner of|adresse|adres|adress|osoite|adresa|lives at|living at|lives on|lived at|residing at|resides at|resident at|located at|located on|office is at"
    "|return to|delivered to|deliver to|delivery to|ship to|shipped to|send to|sent to|mail to|taxi to|home is at|staying at|house at|moved to|pick up at|drop off at"
    "|wohnhaft in|wohnt in der|wohnt am|wohne in der|wohne am|demeurant|habite au|habite|domicilié|domiciliado|domiciliada|vive en|vivo en|reside en|residente en"
    "|residente in|abita in|abito in|mora na|moro na|residente na|woont aan|woonachtig|bosatt på|bor på|bor i|asuu|zamieszkały|zamieszkała|zam.|bytem|lakik"
)
LINE_CUES = "domicilio|dirección|direccion|anschrift|wohnanschrift|indirizzo|endereço|morada|adresse postale|domicile|lakcím|bydliště|bydlisko|adres zamieszkania|адрес|διεύθυνση|adresi|cím"

FIRST_FORMS = (*_all(SURE_FIRST), *_all(FIRST), *ONLY_CAPITAL_FIRST.split("|"))
LAST_FORMS = tuple(
    sorted({w for word in LAST.split("|") for w in spellings(word) if w != word} | set(LAST_SMALL.split("|")))
)
WEAK_FORMS = {language: frozenset(_all(endings)) for language, endings in WEAK_ENDINGS.items()}
ENDING_FORMS = tuple(sorted({*_all(ENDINGS), *(form for forms in WEAK_FORMS.values() for form in forms)}))
FLAT_FORMS, BOX_FORMS, POSTCODE_FORMS = (
    _all(FLATS),
    (*_all(BOXES), "P.O. Box", "P.O.Box", "PO Box", "P O Box"),
    (*_all(POSTCODES), "CP", "CEP", "CAP", "C.P."),
)
CUE_FORMS, LINE_CUE_FORMS = _all(CUES), _all(LINE_CUES)

# What stands where a street could and is none.
MEASURES = "second|sec|minute|min|hour|hr|day|week|month|year|mile|km|kilometer|kilometre|meter|metre|lane|way|car|acre|bedroom|bed|storey|story|star"
NO_STREET = frozenset(
    "figure fig table chapter section version windows page article volume vol no number step part level phase day week year room line day rule act issue"
    " january february march april may june july august september october november december since until before after from in on the and".split()
)

ROLES: dict[str, str] = {}
for _role, _forms in (
    ("first", FIRST_FORMS), ("last", LAST_FORMS), ("flat", FLAT_FORMS), ("box", BOX_FORMS),
    ("postcode", POSTCODE_FORMS), ("cue", CUE_FORMS), ("line", LINE_CUE_FORMS),
):  # fmt: skip
    for _form in _forms:
        ROLES.setdefault(_form.strip(), _role)
