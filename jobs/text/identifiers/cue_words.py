"""The words that announce a value: personal numbers, references, dates of birth, in the languages of the corpus."""

# ruff: noqa: E501 - lists of words; Greek and Cyrillic letters are meant

from __future__ import annotations

import re


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(sorted({word.strip() for line in lines for word in line.split("|") if word.strip()}))


# Of a person, given by a state, an insurer, a hospital or a register.
PERSONAL = _words(
    # English
    "social security|ssn|social insurance|national insurance|nino|national id|national identity|identity card|identification number|identification no"
    "|id card|id number|id no|id #|passport|driver's license|driver's licence|drivers license|drivers licence|driver license|driver’s license"
    "|driver’s licence|driving licence|driving license|license number|licence number|license no|licence no|licence #|license #|tax id|taxpayer|itin"
    "|tax file number|tfn|tax number|tax reference|utr|pps number|pps no|ppsn|pps|voter id|aadhaar|aadhar|pan card|pan number|pan no|epic no|uid number"
    "|medicare|medicaid|health card|health insurance|nhs number|nhs no|mrn|medical record|patient id|patient number|patient no|insurance number"
    "|insurance no|insurance id|policy number|policy no|member id|member number|membership number|badge number|service number|alien registration"
    "|green card|visa number|visa no|residence permit|personal code|personal number|personal id|personal identification|citizen id|immigration number",
    # German, Dutch
    "passnummer|reisepass|reisepassnummer|führerschein|führerscheinnummer|personalausweis|personalausweisnummer|ausweisnummer|ausweis-nr"
    "|steuer-id|steuerid|steueridentifikationsnummer|steuerliche identifikationsnummer|steuernummer|steuer-nr|idnr|sozialversicherungsnummer"
    "|sozialversicherung|sv-nummer|svnr|sv-nr|rentenversicherungsnummer|versichertennummer|versicherungsnummer|krankenversicherungsnummer|krankenkassennummer"
    "|ahv-nummer|ahv-nr|ahv|patientennummer|matrikelnummer|mitgliedsnummer|bsn|burgerservicenummer|sofinummer|paspoort|paspoortnummer|rijbewijs"
    "|rijbewijsnummer|identiteitskaart|rijksregisternummer|rijksregister|gebruikersnummer|polisnummer",
    # French
    "passeport|numéro de passeport|permis de conduire|carte d'identité|carte nationale d'identité|numéro de sécurité sociale|n° de sécurité sociale"
    "|sécurité sociale|numéro fiscal|numéro d'identification|numéro national|nir|nif|n° ss|numéro d'assuré|carte vitale|avs|titre de séjour",
    # Spanish, Portuguese, Italian
    "pasaporte|carnet de conducir|permiso de conducir|dni|nie|documento de identidad|número de identidad|tarjeta sanitaria|seguridad social|nass|nuss|nhc"
    "|cipa|cip|historia clínica|nº historia|número de historia|episodio|afiliación|número de afiliación|colegiado|colegiada|nºcol|nº col|nºcolegiado"
    "|nºcolegiada|nº colegiado|n.º col|NºCol|Nº Col|Nº Colegiado|N.º Col|NHC|num. colegiado|curp|rfc|cédula|cedula|rut|cuit|cuil|passaporte|cpf|rg|cnh|cnpj|cartão de cidadão|cartão do cidadão"
    "|bilhete de identidade|número de contribuinte|nº de contribuinte|contribuinte|número de utente|utente|niss|segurança social|título de eleitor|pis|nis"
    "|carta de condução|carteira de identidade|carteira de motorista|cartão sus|passaporto|codice fiscale|cod. fiscale|c.f.|carta d'identità|tessera sanitaria"
    "|patente|patente di guida|numero di matricola|partita iva|p. iva",
    # Nordic and Baltic
    "personnummer|personnr|samordningsnummer|passnr|pasnummer|körkort|körkortsnummer|førerkort|kørekort|cpr|cpr-nummer|cpr-nr|cprnr|cpr nr|sygesikring"
    "|fødselsnummer|personnummeret|henkilötunnus|hetu|sotu|ajokortti|passin numero|kennitala|isikukood|personas kods|asmens kodas",
    # Slavic, Hungarian, Romanian, Greek, Turkish
    "pesel|nip|regon|dowód osobisty|numer dowodu|seria i numer dowodu|prawo jazdy|paszport|rodné číslo|rodne cislo|r.č.|občanský průkaz|číslo průkazu|číslo pasu"
    "|pas č.|občiansky preukaz|oib|osobna iskaznica|putovnica|jmbg|emšo|emso|davčna številka|osebna izkaznica|егн|лична карта|инн|снилс|паспорт|рнокпп|іпн"
    "|adóazonosító|adószám|taj szám|taj-szám|taj|személyi igazolvány|személyi szám|útlevél|cnp|cod numeric personal|carte de identitate|buletin|pașaport"
    "|αφμ|αμκα|α.φ.μ.|α.μ.κ.α.|ταυτότητα|αριθμός ταυτότητας|αριθμό ταυτότητας|διαβατήριο|διαβατηρίου|tc kimlik|t.c. kimlik|kimlik no|pasaport",
)
# Of a customer, an account, a case, a vehicle or a thing that leads to a person.
REFERENCE = _words(
    "customer id|customer number|customer no|client id|client number|client no|employee id|employee number|employee no|staff id|student id|student number"
    "|student no|user id|account number|account no|account #|account id|acct|acct #|acc no|bank account|case number|case no|case id|case #|docket no|docket number"
    "|reference number|reference no|reference id|reference:|ref no|ref nr|ref number|ref #|ref.|ref:|your ref|our ref|file number|file no|claim number|claim no"
    "|claim id|license plate|licence plate|number plate|plate number|plate no|plate:|registration number|registration no|vehicle registration|vin|imei|iccid"
    "|serial no. of the passport|ticket number|ticket no|ticket id|booking number|booking no|booking ref|booking reference|confirmation number|confirmation no"
    "|confirmation code|order number|order no|order id|order #|invoice number|invoice no|invoice #|tracking number|tracking no|parcel number|routing number"
    "|sort code|plot no|plot nos|plots nos|parcel no|parcels nos|application no|application nos|application number|complaint no|complaint number|petition no",
    "kundennummer|kunden-nr|kundennr|kontonummer|konto-nr|kontonr|aktenzeichen|az.|geschäftszeichen|kennzeichen|rechnungsnummer|rechnungs-nr|bestellnummer"
    "|auftragsnummer|vorgangsnummer|vertragsnummer|fahrgestellnummer|bankleitzahl|blz|klantnummer|rekeningnummer|zaaknummer|kenteken|factuurnummer"
    "|dossiernummer|ordernummer",
    "numéro de client|n° client|numéro de compte|numéro de dossier|n° de dossier|dossier n°|numéro de commande|numéro de facture|plaque d'immatriculation"
    "|immatriculation|numéro de contrat|requête no|requête n°|parcelle n°|parcelles n°|parcelle no|parcelles nos|feuille / plan",
    "número de cliente|nº cliente|número de cuenta|nº de cuenta|número de expediente|expediente|nº expediente|matrícula|número de pedido|número de factura"
    "|número de póliza|demanda no|demanda nº|parcela no|parcelas no|parcela nº|parcelas nº|parcela n.º|parcelas n.º|parcela n. o|parcelas n. o|hoja / plano|hoja/plano|número de conta|número da conta|agência|conta corrente|processo nº|processo n.º|número do processo"
    "|placa|numero cliente|codice cliente|numero di conto|conto corrente|numero ordine|numero pratica|targa|protocollo n",
    "kundnummer|kontonr|ordernr|registreringsnummer|regnr|målnummer|mål nr|diarienummer|dnr|kundenummer|kontonummeret|sagsnr|sagsnummer|j.nr|journalnr"
    "|journalnummer|saksnummer|registreringsnr|asiakasnumero|tilinumero|rekisterinumero|numer klienta|numer konta|numer rejestracyjny|sygnatura|sygn. akt"
    "|číslo účtu|spisová značka|sp. zn.|spz|broj računa|registarska oznaka|рег. номер|номер счета|ügyfélszám|rendszám|bankszámlaszám",
)
# Behind which somebody's name as a user stands: a service, the field of a form.
SERVICES = _words(
    "skype|icq|discord|telegram|snapchat|instagram|insta|kik|psn|xbox|gamertag|jabber|xmpp|mastodon|wechat|line id|skype id"
)
FIELDS = _words(
    "username|user name|login|nickname|screen name|benutzername|nombre de usuario|nom d'utilisateur|gebruikersnaam|nome utente"
)
BIRTH = _words(
    "date of birth|birth date|birthdate|birthday|bday|d.o.b|dob|born on|born|geburtsdatum|geb.|geboren am|geboren op|geboren|né le|née le|né(e) le|date de naissance"
    "|fecha de nacimiento|fecha de nac|nacido el|nacida el|f. nac|f.nac|data de nascimento|nascido em|nascida em|nascido a|nascida a|data di nascita|nato il"
    "|nata il|geboortedatum|født|fødselsdato|føddur|född|födelsedatum|syntynyt|syntymäaika|data urodzenia|ur.|urodzony|urodzona|urodziłem się|urodziłam się|nací el|nasci em|sono nato il|sono nata il|nato|nata|datum narození|nar."
    "|narozen|narozena|dátum narodenia|születési dátum|született|data nașterii|născut la|născută la|datum rođenja|rođen|rođena|datum rojstva|rojen|rojena"
    "|дата рождения|родился|родилась|дата на раждане|роден на|родена на|ημερομηνία γέννησης|γεννήθηκε|doğum tarihi|sünniaeg|dzimšanas datums|gimimo data",
)


def spellings(word: str) -> tuple[str, ...]:
    """A word as texts write it: small, with capitals first or in each (long) word, in capitals or those of its `ID`."""
    titled = " ".join(part[:1].upper() + part[1:] for part in word.split(" "))
    of_a_form = re.sub(r"(?<= )(?:Of|De|Du|Di|Da|Do|La|Le) ", lambda small: small[0].lower(), titled)
    forms = (
        word,
        word[:1].upper() + word[1:],
        titled,
        of_a_form,
        re.sub(r"^\w+", lambda head: head[0].upper(), word),
        word.upper(),
    )
    shortened = (_SHORTENED.sub(lambda short: short[0].upper(), form) for form in (*forms, *map(_behind_hyphen, forms)))
    return tuple(dict.fromkeys((*forms, *map(_behind_hyphen, forms), *shortened)))


_SHORTENED = re.compile(
    r"\b(?:id|ssn|nhs|mrn|pan|pps|epic|uid|tfn|utr|dob|dni|nie|cpf|cnh|cpr|ahv|avs|sv|bsn|vin|imei|taj)\b",
    re.IGNORECASE,
)


def _behind_hyphen(form: str) -> str:
    """`Kunden-Nr` for `Kunden-nr`."""
    return re.sub(r"(?<=-)[^\W\d_]", lambda letter: letter[0].upper(), form)
