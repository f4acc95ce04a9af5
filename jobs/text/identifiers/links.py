"""Links: with a scheme, with `www.`, a bare domain with or without a path, a profile path."""

# ruff: noqa: E501, PLR2004 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import re
from functools import lru_cache

from jobs.text.identifiers.family import BLANKS, QUOTES, Family, Scene
from jobs.text.spans import Span, SpanType

# Suffixes that stand alone after one label.
_STRONG = (
    "com|org|net|edu|gov|mil|biz|eu|de|fr|uk|nl|ch|se|dk|fi|cz|hu|ro|gr|ie|ru|ua|tr|br|mx|ar|cl|us|ca|au|nz|jp|cn|kr|za|il"
    "|lu|lv|lt|ee|sk|si|hr|bg|cy|mt|pt|sg|hk|tw|th|vn|uy|museum|aero|coop|agency|blog|cloud|news"
)
# Words that also name members of objects (`this.page`, `config.store`): these need two labels before them, or a path.
_MIDDLE = (
    "info|xyz|online|site|website|shop|club|tech|store|social|live|media|email|page|link|space|world|today|global|network"
    "|systems|solutions|digital|design|wiki|dev|app|co|io|ai|tv|gg|fm|li|ph|my|pk|ng|ke|eg|ma|ve|ec"
)
# Country codes that are words, file endings or names in common libraries (`is.na`, `setup.py`, `it.is`): these need a
# path or `www.`.
_WEAK = "es|it|in|no|at|is|do|be|me|so|to|am|as|by|id|la|pl|rs|md|cc|st|ms|ly|gl|ws|nu|ag|ac|im|pe|kz|ir|mk|ps|tn|lk|name|pro"
# Documentation, standards and registries of packages that no person stands behind: such a link stays, unless it
# carries a name or a query.
_REFERENCE = re.compile(
    r"(?!docs\.google\.)(?:[\w-]+\.)*(?:w3\.org|ietf\.org|rfc-editor\.org|unicode\.org|iso\.org|ecma-international\.org|whatwg\.org"
    r"|wikipedia\.org|wiktionary\.org|developer\.mozilla\.org|caniuse\.com|w3schools\.com|php\.net|apache\.org"
    r"|(?:developers?|docs|documentation|support|bugreport|bugs?|bugzilla|issues?|jira|wiki|help|downloads?|cdn|packages?|msdn|technet|learn|api|reference|manual|javadoc)\.(?:[\w-]+\.)?[\w-]+"
    r"\.(?:com|org|io|dev|net)|getbootstrap\.com|doc\.rust-lang\.org|crates\.io|cran\.r-project\.org|docs\.rs|jquery\w*\.com"
    r"|pypi\.org|npmjs\.com|nuget\.org|packagist\.org|rubygems\.org|mvnrepository\.com|search\.maven\.org|repo1?\.maven\.org"
    r"|pkg\.go\.dev|geeksforgeeks\.org|dzone\.com|infoq\.com|sitepoint\.com|smashingmagazine\.com|css-tricks\.com|html5rocks\.com|codeplex\.com|hackage\.haskell\.org|metacpan\.org|schemas\.[\w-]+\.\w+|cdnjs\.cloudflare\.com|ajax\.googleapis\.com)(?::\d+)?",
    re.IGNORECASE,
)
# Sites whose name is made of words of programming, one of them a technology's, are about it and not about a person.
_TECHNOLOGY = (
    r"java|javascript|csharp|dotnet|python|perl|php|ruby|rails|golang|rust|kotlin|scala|swift|haskell|sql|mysql|sqlserver|postgres|postgresql"
    r"|mongodb|redis|html5?|css|xml|json|jquery|angular|node|react|vue|android|linux|unix|ubuntu|debian|docker|hadoop|django|flask|spring"
    r"|hibernate|matlab|latex|excel|vba|asp|cpp|code"
)
_ABOUT_TECHNOLOGY = re.compile(
    rf"(?:[\w-]+\.)?(?=[\w-]*(?:{_TECHNOLOGY}|tutorial))(?:(?:{_TECHNOLOGY}|tutorials?|docs?|guides?|examples?|forums?|help|central|world|point"
    r"|tpoint|learn|db|server|script|project|planet|ranch|school|net|lang|dev|by|for|in|the|works|tips|reference|wiki)-?){1,4}"
    r"\.\w{2,4}(?:\.\w\w)?(?::\d+)?|(?:www\.)?[\w-]{4,}(?<!i)js\.(?:com|org|io|dev)",
    re.IGNORECASE,
)
# Where everybody may have a site under a word of their own.
_PLATFORM = re.compile(
    r"(?i)\b(?:blogspot|wordpress|tumblr|medium|substack|github|gitlab|livejournal|typepad|weebly|wixsite)\."
)
# Machines and domains that stand for any: whatever a link to them says, it leads nowhere.
_NOBODY = re.compile(
    r"(?:[\w-]+\.)*(?:example\.(?:com|org|net|edu)|[\w-]+\.(?:example|invalid|local|localdomain)|localhost|127\.0\.0\.1|0\.0\.0\.0"
    r"|(?:your|my)-?_?(?:web-?)?(?:site|domain|server|host|app|company|url)(?:name)?\d?\.(?:com|org|net|io|co\.uk|local)"
    r"|(?:(?:client|user|web|sub|main|other|some|test)-?)?(?:site|domain|host|server|webapp|app)\d?\.(?:com|org|net))(?::\d+)?",
    re.IGNORECASE,
)
# Pages that have a number and no owner in their address: questions, scraps of code, specifications.
_IMPERSONAL = re.compile(
    r"(?:www\.)?(?:(?:stackoverflow|superuser|serverfault|askubuntu|[\w-]+\.stackexchange)\.com/(?:q|questions)/(?:\d+|tagged)(?:/[\w-]*)?/?"
    r"|jsfiddle\.net/\w{5,8}(?:/\d+)?/?(?:embedded/\w*/?)?|regex101\.com/r/\w+(?:/\d+)?/?|(?:jsbin|jsperf)\.com/[\w-]+(?:/\d+)?(?:/edit)?/?"
    r"|(?:ideone|pastebin)\.com/\w{5,9}|(?:dotnet|sql)fiddle\.(?:net|com)/[#!/\w]+|3v4l\.org/\w+|gist\.github\.com/[0-9a-f]{6,40}/?|(?:www\.)?codeproject\.com/(?:Articles|Questions|KB|Tips)/[\w./-]+"
    r"|plnkr\.co/edit/\w+(?:\?p=\w+)?|i\.(?:stack\.)?imgur\.com/\w+(?:\.\w+)?"
    r"|(?:forums?|community|discuss|answers)\.[\w.-]+/(?:p|t|threads?|topics?|questions?|wiki)/[\w./-]+"
    r"|(?:[\w-]+\.)+\w{2,}/(?:docs?|documentation|faqs?|manual|reference|api|help|howto|wiki)(?:/[\w./-]*)?"
    r"|(?:github|gitlab|bitbucket|google|youtube|stackoverflow|microsoft|oracle|ibm|amazon|facebook|twitter|yahoo|wikipedia)\.(?:com|org)/?"
    r"|sourceforge\.net/?)",
    re.IGNORECASE,
)
_PERSONAL_SIGNS = re.compile(
    r"[@~=]|\b(?:users?|members?|people|profiles?|author|u|in)/|\b(?:User|Contributions)\b", re.IGNORECASE
)
_HOST_END = re.compile(r"[/?#]")
_TRIGGER_CHAR = r"[^\s<>\"()\[\]{}|\\^`\x00-\x20]"
TRIGGER = (
    rf"://\[?{_TRIGGER_CHAR}+"
    rf"|[Ww][Ww][Ww][0-9]?\.{_TRIGGER_CHAR}+"
    rf"|\.(?:{_STRONG}|{_MIDDLE}|{_WEAK}|COM|ORG|NET|EDU|GOV|Com|Org|Edu)\b(?:[/:?#]{_TRIGGER_CHAR}*)?"
)

_CHAR = rf"[^\s<>\"()\[\]{{}}|\\^`\x00-\x20{BLANKS}{QUOTES}]"
_BALANCED = rf"(?:{_CHAR}|\([^\s<>\"()\[\]]*\)|\[[^\s<>\"()\[\]]{{0,30}}\])"
_REST = re.compile(rf"(?:\[[0-9A-Fa-f:.]+\])?{_BALANCED}*")
_PATH = re.compile(rf"(?::[0-9]{{2,5}})?(?:[/?#]{_BALANCED}*)?")
_SCHEME_BACKWARDS = re.compile(r"[A-Za-z0-9+.\-]*[A-Za-z]", re.ASCII)
_LABELS_BACKWARDS = re.compile(r"[A-Za-z0-9.\-]*[A-Za-z0-9]", re.ASCII)
_TRAILING = ".,;:!?'\"*_~>\u2026\u2019\u201d-"
_BROKEN = re.compile(r"(?:[ \t]*\r?\n[>| \t]*)([^\s<>\"]+)")
_DOMAIN = re.compile(rf"((?:[A-Za-z0-9-]+\.)+)((?i:{_STRONG}|{_MIDDLE}|{_WEAK}))\b", re.ASCII)
_WEAK_SET, _MIDDLE_SET = frozenset(_WEAK.split("|")), frozenset(_MIDDLE.split("|"))
_AFTER = re.compile(r"\.?[\w(@]|\s?\(\)|\s?<-|[=@$\[]|-\w")
_LIBRARY = frozenset(
    "java.net java.io javax.net asp.net vb.net ado.net paint.net system.net socket.io system.io system.xml node.io"
    " data.us self.id this.id i.am".split()
)


def find(scene: Scene, start: int, end: int) -> list[Span]:
    """The link around a region, its closing punctuation left outside."""
    text = scene.text
    if text[start] == ".":
        return _bare(text, start)
    host = start
    if text[start] == ":":
        host = start + 3
        start = _scheme_start(text, start)
    # the trigger stops at brackets, and knows only ASCII blanks and quotes
    if not text.isascii() or text[end : end + 1] in ("(", "[") or text[host] == "[":
        end = _end(_REST, text, host)
    stop = _close(text, start, end)
    if stop - start <= 5 or _is_reference(text, host, stop):
        return []
    return [Span(start, stop, SpanType.URL, "url", 1.0)]


def _scheme_start(text: str, colon: int) -> int:
    if text.startswith("http", max(0, colon - 5)):
        return colon - 5 if text[colon - 1] == "s" else colon - 4
    scheme = _SCHEME_BACKWARDS.match(text[max(0, colon - 24) : colon][::-1])
    return colon - len(scheme.group()) if scheme else colon


def _is_reference(text: str, host: int, stop: int) -> bool:
    """A link that leads to no person: to documentation, without a name or a query, or to a host that stands for any."""
    end = _HOST_END.search(text, host, stop)
    role = _role_of_host(text[host : end.start() if end else stop])
    if role == "nobody":
        return "@" not in text[host:stop]
    if role != "reference" and not _IMPERSONAL.fullmatch(text, host, stop):
        return False
    return role == "" or not _PERSONAL_SIGNS.search(text, host, stop)


@lru_cache(maxsize=50_000)
def _role_of_host(host: str) -> str:
    if _NOBODY.fullmatch(host):
        return "nobody"
    is_about_it = _ABOUT_TECHNOLOGY.fullmatch(host) and not _PLATFORM.search(host)
    return "reference" if is_about_it or _REFERENCE.fullmatch(host) else ""


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start


def _bare(text: str, dot: int) -> list[Span]:
    """A domain around the dot before its suffix, with its path."""
    labels = _LABELS_BACKWARDS.match(text[max(0, dot - 128) : dot][::-1])
    if labels is None:
        return []
    start = dot - len(labels.group())
    if start and (text[start - 1].isalnum() or text[start - 1] in "_.$@/\\"):
        return []
    match = _DOMAIN.match(text, start)
    if match is None or match.end() <= dot:
        return []
    end = _end(_PATH, text, match.end())
    if not _is_domain(text, match, end):
        return []
    stop = _close(text, start, end)
    return [] if _is_reference(text, start, stop) else [Span(start, stop, SpanType.URL, "url.bare", 0.8)]


def _close(text: str, start: int, end: int) -> int:
    """The end of a link: without punctuation of the sentence, with the rest of one that was broken over a line."""
    if text[end - 1] in "/-_=&?%" and (more := _BROKEN.match(text, end)) and _continues(more.group(1)):
        end = more.end()
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    return end


def _continues(token: str) -> bool:
    """The next line's first word goes on with a path: it has signs that words of a sentence do not have inside."""
    return "://" not in token and bool(re.search(r"[\w%][/=&_%#?.-][\w%]|\d", token))


def _is_domain(text: str, match: re.Match[str], end: int) -> bool:
    """A bare domain and not a member of a program's name space, a file, or two sentences without a blank."""
    labels, suffix = match.group(1)[:-1].split("."), match.group(2)
    has_path = match.end() < end
    if not has_path and _AFTER.match(text, match.end()):
        return False
    name = f"{labels[-1]}.{suffix}".lower()
    if name in _LIBRARY and not has_path:
        return False
    if any(label[0].isupper() and not label.isupper() for label in labels[:-1]):
        return has_path and suffix in ("com", "org", "net")
    if suffix.lower() in _WEAK_SET:
        return has_path and "/" in text[match.end() : match.end() + 1]
    if suffix.lower() in _MIDDLE_SET and len(labels) == 1 and not has_path:
        return False
    is_sign = len(labels) == 1 and len(labels[0]) < 2 and not (has_path and text[match.end()] == "/")
    return not is_sign and not labels[-1].isdigit()


LINKS = Family("url", TRIGGER, find, ("://", "."), swallows=True)
