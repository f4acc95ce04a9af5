"""Truth tables of the identifier families: what is found, with its exact place, and what is not.

A place is written with brackets: the text of a row is what is left without them.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pytest

from jobs.text.redactor import Redactor
from jobs.treatments import read_treatments
from tests.conftest import ROOT

CORPUS = read_treatments(str(ROOT / "conf" / "treatments.toml"))[0]
redact_arrow = Redactor(treatments=CORPUS).redact  # without the person model, which has tests of its own

HOME = "home"  # a folder of a user

FOUND = [
    # accounts
    ("HANDLE", "Skype: ⟦joquill77⟧"),
    ("HANDLE", "my discord is ⟦joquill#4471⟧, see you"),
    ("HANDLE", "username: ⟦karen_x99⟧, it says"),
    ("HANDLE", f"cd /{HOME}/⟦tildam⟧/src"),
    ("HANDLE", "C:\\Users\\⟦tilda.marchbanks⟧\\AppData"),
    # as forms and letters write cue words
    ("OTHER", "Customer ID: ⟦4821377⟧"),
    ("NATIONAL_ID", "NHS Number: ⟦4821377991⟧"),
    ("OTHER", "Kunden-Nr. ⟦4821377⟧"),
    ("NATIONAL_ID", "SV-Nummer ⟦65070649M003⟧"),
    # telephones glued to their cue, in lists without blanks
    ("PHONE", "Tel.⟦020 7946 0958⟧"),
    ("PHONE", "Mob.⟦9876543210⟧"),
    ("PHONE", "llámame al ⟦612345678⟧"),
    # passwords in more words
    ("SECRET", "Passwort lautet ⟦bluecar77⟧"),
    ("SECRET", "{'password' => '⟦bluecar77⟧'}"),
    ("SECRET", "lösenord: ⟦bluecar77⟧"),
    ("SECRET", "Passwort: ⟦$omm3r2024⟧!"),
    ("SECRET", "AWS_SECRET_ACCESS_KEY=⟦wJalrXUtnFEMI+K7MDENG⟧"),
    ("SECRET", f'client_secret = "⟦{"aB3dE5gH" * 700}⟧"'),
    ("SECRET", f"TLS_SECRET=⟦{'aB3dE5gH' * 700}⟧ and on"),
    ("HANDLE", "ask ⟦@marie⟧/johann"),
    # addresses
    ("ADDRESS", "Je suis au ⟦12 rue des Lilas⟧."),
    ("ADDRESS", "au ⟦7 impasse du Moulin⟧ depuis"),
    ("ADDRESS", "I live at ⟦8 Sunny View⟧ in town"),
    ("LOCATION", "Oxford ⟦OX1 3TG⟧"),
    ("LOCATION", "Mill Lane,\nKent, ⟦CT4 7QQ⟧"),
    # e-mail
    ("EMAIL", "write to ⟦jane.doe@example.org⟧."),
    ("EMAIL", "Jane <⟦jane@example.org⟧> wrote:"),
    ("EMAIL", "[mailto:⟦r-help@stat.math.ethz.ch⟧]"),
    ("EMAIL", "‘⟦o'neill+news@mail.example.co.uk⟧’"),
    ("EMAIL", "⟦jane＠example.org⟧"),
    ("EMAIL", "⟦JANE@EXAMPLE.ORG⟧,bob"),
    ("EMAIL", "⟦josé@exämple.de⟧"),
    ("EMAIL", "email=⟦bob@example.org⟧&x=1"),
    ("EMAIL", "ssh ⟦root@localhost⟧"),
    ("EMAIL", "Billy Smith ⟦Smith@ENRON⟧"),
    ("EMAIL", "⟦uunet!relay!jane⟧ said"),
    ("EMAIL", "⟦root@[192.0.2.7]⟧"),
    # hidden e-mail
    ("EMAIL", "⟦ripley at stats.ox.ac.uk⟧"),
    ("EMAIL", "⟦jane (at) example (dot) org⟧"),
    ("EMAIL", "⟦jane[at]example[dot]org⟧"),
    ("EMAIL", "⟦jane AT example DOT org⟧"),
    ("EMAIL", "⟦jane.doe at example dot co dot uk⟧!"),
    ("EMAIL", "⟦jane @ example.org⟧"),
    ("EMAIL", "Fax: none, E-mail: ⟦jane. tvedt @example. org⟧\nand @ home. Come in"),
    ("EMAIL", "<⟦info at example.org⟧>"),
    ("EMAIL", "⟦jane at stat.uni-example.de⟧ wrote"),
    # handles
    ("HANDLE", "thanks ⟦@bob⟧, see you"),
    ("HANDLE", "(⟦@bob_2⟧)"),
    ("HANDLE", "via/⟦@bob⟧/post"),
    ("HANDLE", '"⟦@Bob⟧"'),
    ("HANDLE", "⟦@user@social.example⟧ posted"),
    ("HANDLE", "RT ⟦@ bob⟧ hello"),
    ("HANDLE", "cc ⟦＠bob⟧"),
    # links
    ("URL", "see ⟦https://site.test/a/b?c=d#e⟧."),
    ("URL", "[text](⟦http://site.test/x_(y)⟧)"),
    ("URL", "⟦www.site.test/⟧ is down"),
    ("URL", "at ⟦jane-doe.com⟧ since"),
    ("URL", "⟦linkedin.com/in/jane-doe-1a2b3c⟧"),
    ("URL", "⟦ftp://host.test/pub⟧, please"),
    ("URL", "“⟦http://site.test/a⟧”"),
    ("URL", "by ⟦http://matthijs.com/a⟧ there"),
    ("URL", "by ⟦https://rubyjones.com/a⟧ there"),
    ("URL", "by ⟦http://python.blogspot.com/a⟧ there"),
    ("URL", "by ⟦http://www.javatutorials.com/users/7/x⟧ there"),
    ("URL", "⟦http://[2001:db8::7]/x⟧"),
    ("URL", "⟦https://site.test/a/b/\nc-d/e⟧ end"),
    ("URL", "⟦https://medium.test/@bob/story⟧"),
    # machines
    ("IP", "from ⟦192.0.2.44⟧:80"),
    ("IP", "[⟦2001:db8::7⟧]"),
    ("IP", "⟦fe80::1ff:fe23:4567:890a⟧ up"),
    ("IP", "HWaddr ⟦00:1B:44:11:3A:B7⟧"),
    ("IP", "ping ⟦8.8.8.8⟧"),
    # bank
    ("IBAN", "IBAN ⟦GB82 WEST 1234 5698 7654 32⟧"),
    ("IBAN", "⟦DE89370400440532013000⟧."),
    ("IBAN", "iban ⟦gb82west12345698765432⟧"),
    ("CARD", "card ⟦4111 1111 1111 1111⟧"),
    ("CARD", "⟦5500-0000-0000-0004⟧ exp"),
    ("CARD", "amex ⟦378282246310005⟧"),
    # phones
    ("PHONE", "call ⟦+44 20 7946 0958⟧ now"),
    ("PHONE", "⟦(212) 555-0142⟧"),
    ("PHONE", "⟦212.555.0142⟧"),
    ("PHONE", "⟦212-555-0142 ext. 44⟧"),
    ("PHONE", "Fax: ⟦(212) 555 - 0142⟧"),
    ("PHONE", "Tél : ⟦06-12-34-56-78⟧ svp"),
    ("PHONE", "Tél. ⟦06\u202f12\u202f34\u202f56\u202f78⟧"),
    ("PHONE", "Tel ⟦+44\u201120\u20117946\u20110958⟧"),
    ("PHONE", "call ⟦555–867–5309⟧"),
    ("PHONE", "⟦+49 170 / 1234567⟧ oder"),
    ("PHONE", "write ⟦0033 6 12 34 56 78⟧ now"),
    ("PHONE", "phone ⟦２０２-５５５-０１４２⟧"),
    ("EMAIL", "⟦jane.roe@mail\u200b-x.com⟧ now"),
    ("EMAIL", "⟦jane.roe＠mail-x．com⟧"),
    ("URL", "follow ⟦x.com/qwvert77⟧ now"),
    ("URL", "see ⟦https://docs.google.com/document/d/1AbC/edit⟧"),
    ("URL", "⟦https://en.wikipedia.org/wiki/User:Qwvert⟧"),
    ("IP", "from ⟦::ffff:203.0.113.9⟧ it"),
    ("IP", "it answers at ⟦81.2.69.142⟧ now"),
    ("IP", "the host at ⟦10.0.0.1⟧ is"),
    ("PHONE", "reach me at ⟦212.555.0142⟧"),
    ("EMAIL", "⟦jane.roe at 163.com⟧ or"),
    ("EMAIL", "⟦jane.roe at 163 dot com⟧ or"),
    ("NATIONAL_ID", "su documento, ⟦12.345.678-Z⟧, caducado"),
    ("OTHER", "Aktenzeichen: ⟦5 C 123/20⟧"),
    ("OTHER", "Case ⟦1:20-cv-01234⟧ was"),
    ("SECRET", "bot ⟦110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0⟧"),
    ("SECRET", "⟦-----BEGIN PGP PRIVATE KEY BLOCK-----\nabc\n-----END PGP PRIVATE KEY BLOCK-----⟧"),
    ("SECRET", "Authorization: Bearer ⟦abc123DEF456ghi⟧"),
    ("SECRET", "api_key=⟦abc123x7⟧"),
    ("DATE", "DOB: ⟦12.05.1980⟧. Next"),
    ("DATE", "nací el ⟦12/05/1980⟧ en casa"),
    ("DATE", "ich bin am ⟦12.05.1980⟧ geboren"),
    ("DATE", "ik ben geboren in Delft op ⟦12-05-1980⟧"),
    ("DATE", "Born in Leeds on ⟦12 May 1980⟧"),
    ("DATE", "Date of Birth (DD/MM/YYYY): ⟦12/05/1980⟧"),
    ("SECRET", "mdp: ⟦Quill77xyz⟧"),
    ("ADDRESS", "⟦Storgatan 12, 111 23⟧ Stockholm"),
    ("ADDRESS", "⟦Webergasse 5, 1010 Wien⟧"),
    ("ADDRESS", "⟦Musterstraße 12\r\n12345 Musterstadt⟧"),
    ("ADDRESS", "⟦Musterstr. 12, D-12345 Musterstadt⟧"),
    ("PHONE", "Tel: ⟦0171 - 555 - 0123⟧ or"),
    ("PHONE", "Tel.: ⟦967 597 100⟧ E-mail"),
    ("PHONE", "Teléfono:⟦942202528⟧"),
    ("PHONE", "Fax ⟦093/2607982⟧"),
    ("PHONE", "tel ⟦069 1234567⟧ oder"),
    # secrets
    ("SECRET", "⟦AKIAIOSFODNN7EXAMPLE⟧"),
    ("SECRET", "token ⟦ghp_abcdefghijklmnopqrstuvwxyz0123456789⟧"),
    ("SECRET", "password: ⟦hunter2xyz!9⟧"),
    ("SECRET", "⟦-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----⟧"),
    ("OTHER", "pay ⟦1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa⟧"),
    # personal numbers
    ("NATIONAL_ID", "SSN ⟦536-22-1234⟧"),
    ("NATIONAL_ID", "⟦536-22-1234⟧ is hers"),
    ("NATIONAL_ID", "DNI ⟦12345678Z⟧"),
    ("NATIONAL_ID", "⟦12345678Z⟧"),
    ("NATIONAL_ID", "passport number ⟦K86926587⟧."),
    ("NATIONAL_ID", "NHC: ⟦9874621⟧."),
    ("NATIONAL_ID", "NASS: ⟦89 50769824 07⟧."),
    ("NATIONAL_ID", "my driver's license number is ⟦a56319335⟧"),
    ("NATIONAL_ID", "CPF ⟦111.444.777-35⟧"),
    ("NATIONAL_ID", "client ⟦CA-DL-3893867⟧"),
    ("NATIONAL_ID", "PESEL ⟦44051401359⟧"),
    ("NATIONAL_ID", "on ⟦44051401359⟧ file"),
    ("NATIONAL_ID", "PPSN: ⟦1234567FA⟧"),
    ("NATIONAL_ID", "rodné číslo ⟦7103192745⟧"),
    ("NATIONAL_ID", "BSN ⟦111222333⟧"),
    ("NATIONAL_ID", "Steuer-ID: ⟦36 574 261 809⟧"),
    ("NATIONAL_ID", "personas kods ⟦161175-19997⟧"),
    ("NATIONAL_ID", "ЕГН ⟦7523169263⟧"),
    ("NATIONAL_ID", "α.φ.μ. ⟦123456783⟧"),
    ("NATIONAL_ID", "voter id ⟦WKH1186253⟧"),
    ("OTHER", "application (no. ⟦17249/12⟧) against"),
    ("OTHER", "requête no ⟦31 / 1993 / 426 / 505⟧ contre"),
    ("OTHER", "licence plate ⟦AB12 CDE⟧ seen"),
    ("OTHER", "Kennzeichen: ⟦M-AB 1234⟧"),
    # places and dates
    ("ADDRESS", "lives in ⟦Lindenstraße 12⟧, Berlin"),
    ("ADDRESS", "Domicilio: ⟦Calle Cristóbal Pérez 12, 5 D⟧."),
    ("ADDRESS", "we met at ⟦12 Long Lane⟧ once"),
    ("ADDRESS", "write to ⟦P.O. Box 104, Tvedtby⟧."),
    ("ADDRESS", "⟦PO Box 104⟧ is theirs"),
    ("ADDRESS", "Adresse: ⟦Lindegade 9 2.th\n9990 Tvedtby C⟧\n"),
    ("ADDRESS", "Adresse: ⟦Lindegade 9B, stue TV. 9990 Tvedtby⟧\n"),
    ("ADDRESS", "sent to ⟦107 Linden Street\nLow Bay\n, QX\n Norway 00617⟧ today"),
    ("ADDRESS", "⟦Rue de Virton 38⟧ hier"),
    ("LOCATION", "my zip code is ⟦35238⟧"),
    ("ADDRESS", "wohnt: ⟦Villacher Straße 89⟧"),
    ("ADDRESS", "on ⟦Vesterskovvej 79⟧"),
    ("ADDRESS", "at ⟦12 Long Lane, London N1 9GU⟧."),
    ("ADDRESS", "hospital, ⟦Salamanca 5 - 36211⟧ Vigo"),
    ("ADDRESS", "⟦calle monforte de lemos 141⟧ hoy"),
    ("ADDRESS", "⟦ul. Północna 73⟧ teraz"),
    ("LOCATION", "at ⟦59.9139, 10.7522⟧"),
    ("DATE", "born on ⟦12 May 1980⟧ in"),
]

LEFT = [
    "#0  0x00007f3b2c1d4e5f in raise ()",
    "3d2b1c0a9f release-1.2 tagged",
    "Basic HTML5/CSS3 knowledge",
    "npm_config_node1gyp and hf_model_v2large",
    "password=$PASSWORD1",
    "Key: Ctrl+Alt+F12",
    "PublicKeyToken=b77a5c561934e089",
    "Zeile 12, Codezeile 34",
    "Die Straße 12 km weiter",
    "see the Staudamm 30 Meter",
    "a Python 3 For Loop",
    "an SQL 2012 Insert Row",
    "npm @babel/core is there",
    "NSLog(%@ and %d)",
    "login: yes, username=admin",
    "Skype version 8.2",
    f"cd /{HOME}/ubuntu/src and /{HOME}/user/x",
    "a MacBook M1 8GB",
    # code and versions
    "System.out.println(x)",
    "is.na(x) & is.data.frame(df)",
    "java.net.URL and java.io.File",
    "numpy 1.2.3.4 and v10.2.0.1",
    "package-1.2.3.4.tar.gz",
    '"key": "item_12", primary key: order_id2, KEY=value1, the key is simple1x',
    "on 2004-03-22 20:55 and 12-03-98",
    "die Malerin (1864 – 1947), John Napier (1550 - 1617), Epstein (1860–1941), tel. 2001-2003",
    "Chrome/98.0.0.0 and Firefox/120.40.0.1",
    '@SuppressWarnings("x") @app.get("/start") @override void run()',
    "a 20 minute drive away, a 3 hour drive",
    "news from the village at tvedt.com",
    "for the work (200-450 words)",
    "we played 12 - 14 - 10 - 16 at home",
    "commit 3f2b1c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b",
    "setup.py, main.rs, README.md and run.sh",
    "this.page and item.link",
    "std::vec::Vec and a::b",
    "12:34:56 and 2004-03-22 20:55",
    "ISBN 978-3-16-148410-0",
    "3.14159265 2.71828182 1.41421356",
    "1 2 3 4 5 6 7 8 9 10 11 12",
    "@property\ndef name(self): ...",
    "    @staticmethod\n    def f(): ...",
    "npm install @scope/pkg",
    "import x from '@scope/pkg'",
    "npm@8.19.2 and actions/checkout@v4",
    "y <- fit@coef[1]",
    "obj@data$x",
    "password: optional",
    "token = getToken()",
    "Look at this.It works",
    # words
    "look at the end. of",
    "stop at line dot net",
    "require failed at test.pl line 11",
    "available at once. nothing",
    "a date like 12/05/2001",
    "1,234,567.89 and 1 000 000",
    "the 1990s and 2001",
    "case law and page 12",
    "the address of the variable is unknown",
    "@ 10 pm",
    "_@_",
    # documentation
    "https://docs.python.org/3/library/re.html",
    "http://example.com/index.html",
    "http://www.yoursite.com/a?b=c and http://localhost:8080/x?y=z",
    "https://stackoverflow.com/questions/21080839/some-words",
    "https://www.npmjs.com/package/some-package",
    "https://bugs.someproduct.org/show/12 and https://www.geeksforgeeks.org/some-page/ and https://ideone.com/AbC12x",
    "see http://www.javatutorials.com/some-page.html, https://python-guide.org/a/b or http://www.breadjs.com/lab",
    # machines that all have
    "listen on 127.0.0.1 and 0.0.0.0, mask 255.255.255.0",
    # numbers that are no street, law or count
    "Remembering 25 years, during 1917, omkring 110",
    "in 351 Städte und 18 Alle Stücke",
    "Law no. 49/2003 and legge n. 851/1984",
    "aperto dalle 19 alle 22",
    "artículo 59, apartado 1, del Reglamento",
    "14,000 square feet and 3 court cases",
    "the word key and 3 items",
    # checksums that fail
    "reference GB82 WEST 1234 5698 7654 33",
    "number 4111 1111 1111 1112",
]


def _bare(marked: str) -> tuple[str, int, int]:
    start = marked.index("⟦")
    end = marked.index("⟧") - 1
    return re.sub("[⟦⟧]", "", marked), start, end


def _spans(text: str) -> list[tuple[str, int, int]]:
    result = redact_arrow(pa.array([text])).to_pylist()[0]
    return [(span["kind"], span["start"], span["end"]) for span in result["spans"]]


@pytest.mark.parametrize(("kind", "marked"), FOUND)
def test_an_identifier_is_found_where_it_stands(kind: str, marked: str) -> None:
    text, start, end = _bare(marked)

    assert [(kind, start, end)] == _spans(text)


@pytest.mark.parametrize("text", LEFT)
def test_what_only_looks_like_an_identifier_stays(text: str) -> None:
    assert _spans(text) == []


def test_every_family_has_rows_in_the_table() -> None:
    """A family without a row would go untested."""
    assert {
        "EMAIL",
        "HANDLE",
        "URL",
        "IP",
        "IBAN",
        "CARD",
        "PHONE",
        "SECRET",
        "NATIONAL_ID",
        "ADDRESS",
        "LOCATION",
    } <= {kind for kind, _ in FOUND}


@pytest.mark.parametrize(
    ("text", "language", "country", "count"),
    [
        ("melde dich: 030 901820 danke", "de", "", 1),
        ("on 12-34-56 we met", "en", "", 0),
        ("ring meg 22 34 56 78", "no", "NO", 1),
        ("o numero (11) 3456-7890 dele", "pt", "BR", 1),
        ("cpr 010180-1234", "da", "DK", 1),
        ("serial 010180-1234", "en", "US", 0),
    ],
)
def test_national_forms_follow_language_and_country(text: str, language: str, country: str, count: int) -> None:
    result = redact_arrow(pa.array([text]), languages=pa.array([language]), countries=pa.array([country]))

    assert count == len(result.to_pylist()[0]["spans"])
