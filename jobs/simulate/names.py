"""Names of generated people: short lists of common names, combined by chance.

A name is written as its culture writes it; the second form gives the Latin letters of handles and addresses.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Culture:
    """Given and family names, and whether the family name comes first."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    latin_given: tuple[str, ...] = ()
    latin_family: tuple[str, ...] = ()
    family_first: bool = False


def _culture(given: str, family: str, latin_given: str = "", latin_family: str = "", first: bool = False) -> Culture:
    return Culture(
        tuple(given.split()), tuple(family.split()), tuple(latin_given.split()), tuple(latin_family.split()), first
    )


_ENGLISH = _culture(
    "Alice Ben Carol Daniel Emma Frank Grace Henry Isabel Jack Karen Liam Megan Noah Olivia Peter Rachel Sam Tessa",
    "Adams Baker Carter Dawson Ellis Foster Graham Harper Irving Jenkins Keller Lawson Mason Norris O'Brien Parker "
    "Quigley Reed Shaw Turner Underwood Vance Walsh Young",
)
_GERMAN = _culture(
    "Anna Bernd Claudia Dieter Eva Fritz Gisela Hans Ines Jürgen Katrin Lukas Monika Norbert Petra Rüdiger Sabine",
    "Albrecht Bäcker Claasen Dreyer Engel Fuchs Groß Huber Jäger Köhler Lehmann Müller Neumann Pfeiffer Richter",
)
_FRENCH = _culture(
    "Aurélie Benoît Camille Denis Élodie François Gaëlle Hugo Inès Jean-Luc Karine Louis Manon Noël Océane Pascal",
    "Arnaud Bernard Chevalier Dupont Étienne Fontaine Garnier Hébert Lambert Moreau Noiret Perrin Renaud Simonet",
)
_SPANISH = _culture(
    "Álvaro Beatriz Carlos Dolores Elena Felipe Gloria Hernán Inés Javier Laura Miguel Nuria Óscar Pilar Raúl Sofía",
    "Álvarez Blanco Castillo Domínguez Escobar Fernández García Herrera Ibáñez López Muñoz Navarro Ortega Peña Ruiz",
)
_PORTUGUESE = _culture(
    "Ana Bruno Cecília Diego Eduarda Fábio Glória Henrique Inês João Letícia Marcelo Natália Otávio Paula Sérgio",
    "Almeida Barbosa Cardoso Duarte Esteves Ferreira Gonçalves Lima Magalhães Nogueira Oliveira Pereira Queirós Souza",
)
_NORDIC = _culture(
    "Åse Bjørn Cecilie Dag Elin Freja Gunnar Håkon Ingrid Jón Kari Lars Märta Nils Øyvind Sigrún Þóra Ulf",
    "Andersen Berg Carlsson Dahl Eriksen Friðriksson Grønlund Holm Isaksen Jónsdóttir Lindqvist Møller Nygård Sørensen",
)
_INDIAN = _culture(
    "आरव दिया ईशान काव्या मोहन नेहा प्रिया रोहन सुनीता विजय",
    "शर्मा वर्मा गुप्ता मेहता पटेल नायर रेड्डी जोशी",
    "aarav diya ishaan kavya mohan neha priya rohan sunita vijay",
    "sharma verma gupta mehta patel nair reddy joshi",
)
_JAPANESE = _culture(
    "太郎 花子 健 美咲 翔 陽子 直樹 恵",
    "佐藤 鈴木 高橋 田中 伊藤 山本 中村 小林",
    "taro hanako ken misaki sho yoko naoki megumi",
    "sato suzuki takahashi tanaka ito yamamoto nakamura kobayashi",
    True,
)
_CHINESE = _culture(
    "伟 芳 娜 敏 静 强 磊 洋",
    "王 李 张 刘 陈 杨 赵 黄",
    "wei fang na min jing qiang lei yang",
    "wang li zhang liu chen yang zhao huang",
    True,
)
_ARABIC = _culture(
    "أحمد فاطمة حسن ليلى محمد نور سمير زينب",
    "حداد خوري منصور نجار صالح عباس",
    "ahmad fatima hasan layla mohammad nour samir zaynab",
    "haddad khoury mansour najjar saleh abbas",
)
_CYRILLIC = _culture(
    "Алексей Борис Вера Галина Дмитрий Елена Иван Ольга",
    "Иванченко Петров Смирнова Кузнецов Соколова Попов",
    "aleksei boris vera galina dmitri elena ivan olga",
    "ivanchenko petrov smirnova kuznetsov sokolova popov",
)
_AFRICAN = _culture(
    "Amara Chidi Efua Hilma Kwame Ndapewa Sipho Tangeni Wanjiru Zola",
    "Amupolo Dlamini Hamutenya Kamau Mensah Nangolo Okafor Shikongo",
)
_INDIAN_LATIN = _culture(
    "Aarav Diya Ishaan Kavya Mohan Neha Priya Rohan Sunita Vijay",
    "Sharma Verma Gupta Mehta Patel Nair Reddy Joshi Iyer Bose",
)

_BY_COUNTRY = {
    "DE": (_GERMAN,), "AT": (_GERMAN,), "CH": (_GERMAN, _FRENCH), "LI": (_GERMAN,), "FR": (_FRENCH, _ARABIC),
    "ES": (_SPANISH,), "AR": (_SPANISH,), "MX": (_SPANISH,), "PT": (_PORTUGUESE,), "BR": (_PORTUGUESE,),
    "IS": (_NORDIC,), "NO": (_NORDIC,), "SE": (_NORDIC,), "IN": (_INDIAN, _INDIAN_LATIN), "JP": (_JAPANESE,),
    "CN": (_CHINESE,), "HK": (_CHINESE, _ENGLISH), "NA": (_AFRICAN,), "BG": (_CYRILLIC,),
    "US": (_ENGLISH, _ENGLISH, _SPANISH, _INDIAN_LATIN, _ARABIC, _CYRILLIC, _AFRICAN),
}  # fmt: skip


def cultures_of(country: str) -> tuple[Culture, ...]:
    """Which names are usual in a country; English ones where nothing else is known."""
    return _BY_COUNTRY.get(country, (_ENGLISH,))
