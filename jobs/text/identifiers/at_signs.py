"""E-mail addresses and handles: whatever holds an at sign.

Decisions, where the sign means something else:
- `@name` is a handle in any surroundings, but for well-known decorators and annotations (`@property`) where code
  has them: first on a line, or in backticks; and for packages (`@scope/name`) of known scopes,
  or behind a quote or `install`.
- `name@word` without a top-level domain is an address (`root@host`, `Jane Doe@COMPANY`): shell prompts and old mail
  show a user's name that way. It is code, and stays, where an S4 slot is used as R does it (`fit@coef[1]`,
  `x@y <- 3`, `y <- x@y`), and where a version or branch follows (`npm@8.19.2`, `checkout@v4`, `pip.git@master`).
"""

# ruff: noqa: PLR2004 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import re

from jobs.text.identifiers.family import BLANKS, QUOTES, Family, Scene
from jobs.text.identifiers.obfuscated import find_spaced
from jobs.text.spans import Span, SpanType

TRIGGER = (
    r"[@\uff20] ?[0-9A-Za-z_.\-\u0080-\U0010ffff]*"
    r"|![0-9A-Za-z_.\-]+![0-9A-Za-z_.%\-]+"
)

_LOCAL_BACKWARDS = re.compile(rf"[^\s{BLANKS}{QUOTES}@\uff20<>()\[\],;:\"\\|/`*#]{{1,128}}")
_LEADING = re.compile(r"[^\w+]*(?:[\w-]{1,12}=(?=[\w.+%-]{3,}))?[^\w+]*")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?:xn--[0-9a-z-]+|[^\W\d_]{2,24})(?![^\W_])|\d{1,3}(?:\.\d{1,3}){3}")
_LITERAL = re.compile(r"\[[0-9A-Fa-f.:]+\]")
# Anything a simple pattern for addresses would take for a domain, such as the version in `pkg@1.2.0-beta.rc`.
_DOTTED = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_TAIL = re.compile(r"[\w.\-]+")
_NAME = re.compile(r"[\w.\-]+(?:[@\uff20][\w.\-]+)*")
_JOINT = re.compile(r"[.\-@\uff20]")
_PLACES = frozenset("the my work home school least all an da de la el le this that your our his her".split())
_VERSION = re.compile(r"(?:v?\d|[~^=<>]|(?:latest|next|master|main|canary|beta|alpha|stable|nightly|HEAD|dev)\b)")
_SLOT_AFTER = re.compile(r"(?:\[|\$|@|\(|\s?<-|\s?==)")
_SLOT_BEFORE = re.compile(r"(?:<-\s*|=\s?)$")
_SLOT = re.compile(r"[A-Za-z.][\w.]*@[a-z][\w.]*")
_DECORATORS = frozenset(
    "property staticmethod classmethod override overload dataclass abstractmethod functools lru_cache cache wraps"
    " contextmanager pytest fixture app typing author param params return returns throws throw see since version"
    " deprecated todo type typedef link code suppresswarnings test before after autowired nullable notnull entity"
    " table column id component injectable input output media import charset font-face keyframes supports page"
    " interface implementation end selector protocol class protected private public optional required synthesize"
    " dynamic try catch finally throwing main available objc escaping inline jvmstatic target retention documented"
    " safevarargs functionalinterface inherited repeatable named getter setter export exports examples example"
    " rdname description title details usage seealso section inheritparams include importfrom useddynlib keywords"
    " slot slots bean service controller repository query path get post put delete".split()
)
# Of these no person makes a name: code even in the middle of a sentence.
_ALWAYS_CODE = frozenset(
    "property synthesize staticmethod classmethod dataclass abstractmethod lru_cache"
    " contextmanager autowired suppresswarnings"
    " autoreleasepool objc requestmapping getmapping postmapping requestparam pathvariable responsebody restcontroller"
    " springbootapplication functionalinterface safevarargs nullable notnull onetomany manytoone generatedvalue"
    " ngmodule hostlistener font-face keyframes charset overload typechecked".split()
)
# Where code has decorators: first on a line, behind others, in backticks.
_CODE_BEFORE = re.compile(r"(?:^|\n)[ \t>#*/'+-]*(?:@[A-Za-z][\w.]*(?:\([^()\n]*\))?[ \t]+)*$|`$")
_SCOPE_BEFORE = re.compile(
    r"(?:[\"'`(]|\b(?:install|add|i|import|from|require|npx|uninstall|remove|update)\s(?:-\w+\s)*)$"
)
_SCOPES = frozenset(
    "babel types angular angular-devkit vue nuxt nestjs ngrx react-native reduxjs emotion mui material-ui storybook"
    " testing-library typescript-eslint rollup webpack swc vitejs vitest jest sveltejs tanstack prisma apollo"
    " aws-sdk aws-cdk azure google-cloud firebase sentry octokit npmcli node-core commitlint fortawesome".split()
)
_SCOPE_AFTER = re.compile(r"/[a-z][\w.-]*")


def find(scene: Scene, start: int, end: int) -> list[Span]:
    """The address or handle at an at sign, or the route at a bang.

    What looks like code stays, but not where it is the handle of a member of the directory.
    """
    return _read(scene, start, end) or (_directory_handle(scene, start) if scene.handles else [])


def _directory_handle(scene: Scene, at: int) -> list[Span]:
    """`@name` of a member in whatever surroundings; the longest of `a`, `a.b` and so on that is a handle."""
    name = _NAME.match(scene.text, at + 1)
    if name is None:
        return []
    joints = [joint.start() for joint in _JOINT.finditer(scene.text, at + 2, name.end())]
    for end in (name.end(), *reversed(joints)):
        if scene.text[at + 1 : end].lower() in scene.handles:
            return [Span(at, end, SpanType.HANDLE, "handle.directory", 0.95)]
    return []


def _read(scene: Scene, start: int, end: int) -> list[Span]:
    text = scene.text
    local = _LOCAL_BACKWARDS.match(text[max(0, start - 128) : start][::-1])
    left = start - len(local.group()) if local else start
    if text[start] == "!":
        return _bang_path(text, left, end)
    if local and (lead := _LEADING.match(text, left, start)):
        left = lead.end()
    spaced = text.startswith(" ", start + 1)
    if (spaced or (start and text[start - 1] == " ")) and (hidden := find_spaced(scene, start)):
        return hidden
    if not spaced and left < start and text[start - 1] not in ".'!&=" and any(map(str.isalnum, text[left:start])):
        return _address(text, left, start)
    return _handle(text, start)


def _bang_path(text: str, left: int, end: int) -> list[Span]:
    """A UUCP route such as `host!relay!user`: three names or more, of letters, in lower case."""
    stop = _rtrim(text, left, end)
    parts = text[left:stop].split("!")
    if len(parts) < 3 or not text[left:stop].islower() or not all(len(p) > 1 and p[0].isalpha() for p in parts):
        return []
    return [Span(left, stop, SpanType.EMAIL, "email.bang", 0.7)]


def _address(text: str, left: int, at: int) -> list[Span]:
    """`local@something`: an address by its domain, or a bare user and host."""
    if host := _HOST.match(text, at + 1):
        return [Span(left, host.end(), SpanType.EMAIL, "email", 1.0)]
    if literal := _LITERAL.match(text, at + 1):
        return [Span(left, literal.end(), SpanType.EMAIL, "email.literal", 0.9)]
    tail = _TAIL.match(text, at + 1)
    if tail and _DOTTED.match(text, at + 1):
        return [Span(left, _rtrim(text, at + 1, tail.end()), SpanType.EMAIL, "email.loose", 0.5)]
    stop = _rtrim(text, at + 1, tail.end()) if tail else at + 1
    if stop <= at + 1 or _VERSION.match(text, at + 1) or _is_slot(text, left, stop):
        return []
    return [Span(left, stop, SpanType.EMAIL, "email.host", 0.6)]


def _is_slot(text: str, left: int, stop: int) -> bool:
    """An S4 slot of R: assigned to or from, indexed, called, or an argument."""
    return bool(_SLOT.fullmatch(text, left, stop)) and bool(
        _SLOT_AFTER.match(text, stop) or _SLOT_BEFORE.search(text, max(0, left - 4), left)
    )


def _handle(text: str, at: int) -> list[Span]:
    """`@name`, with what follows a further at sign (`@name@server.example`)."""
    begin = at + 2 if text.startswith(" ", at + 1) else at + 1
    name = _NAME.match(text, begin)
    stop = _rtrim(text, begin, name.end()) if name else begin
    if not any(map(str.isalnum, text[begin:stop])):
        return []
    if (begin == at + 2 and not _spaced_handle(text[begin:stop])) or _is_code(text, at, stop, text[begin:stop]):
        return []
    return [Span(at, stop, SpanType.HANDLE, "handle", 0.9)]


def _spaced_handle(name: str) -> bool:
    """`@ name`, as tokenisers leave handles: not a time, and not the word `at` before an article or a place."""
    return len(name) > 1 and not name[0].isdigit() and name.lower() not in _PLACES


def _is_code(text: str, at: int, stop: int, name: str) -> bool:
    before = text[max(0, at - 40) : at]
    if _SCOPE_AFTER.match(text, stop) and (name in _SCOPES or _SCOPE_BEFORE.search(before)):
        return True
    if before[-1:] in ("%", "\\"):  # a format, a macro of TeX
        return True
    head = name.split(".")[0].lower()
    if head in _ALWAYS_CODE:
        return True
    return head in _DECORATORS and bool(_CODE_BEFORE.search(text, max(0, at - 120), at))


def _rtrim(text: str, start: int, stop: int) -> int:
    while stop > start and text[stop - 1] in ".-!?":
        stop -= 1
    return stop


AT_SIGNS = Family("at", TRIGGER, find, ("@", "\uff20", "!"))
