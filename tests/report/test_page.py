"""The page shows every figure, survives any manifest, and lets nothing through unescaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from jobs.report import wording
from jobs.report.figures import without_small_cells
from jobs.report.index import render_index
from jobs.report.page import render, size
from schemas.reasons import Reason
from tests.report.sample import manifest

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>javascript:alert(1)"
TAGS = set(
    "html head meta title style body header main footer section h1 h2 h3 p a dl dt dd div small span"
    " table caption thead tbody tr th td svg rect details summary".split()
)
VOID = {"meta", "rect"}


class Outline(HTMLParser):
    """Tags, attributes and the text of headings, captions and rows; fails on a tag that does not close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open:
            self.texts.append((self.open[-1], " ".join(data.split())))

    def of(self, tag: str) -> list[str]:
        return [text for where, text in self.texts if where == tag]


def hostile(value: Any) -> Any:
    """The same shape with every string, keys of open maps included, replaced."""
    known = re.compile(r"[a-z_]+")
    if isinstance(value, dict):
        return {key if known.fullmatch(key) else f"{key}{HOSTILE}": hostile(each) for key, each in value.items()}
    if isinstance(value, list):
        return [hostile(each) for each in value]
    return HOSTILE if isinstance(value, str) else value


def test_the_structure_of_a_page() -> None:
    page = Outline(render(manifest()))

    assert page.of("h1") == ["Night of 2026-11-09"]
    assert page.of("h2") == [
        "From delivered to published",
        "What this night brought",
        "What was not used, and why",
        "Checks",
        "What the version holds",
        "Time",
        "What it was made from",
    ]
    assert page.of("h3") == ["Could not be read", "May not be used", "Of no use to a corpus", "Held back at the end"]
    assert render(manifest()).count("<caption>") == render(manifest()).count("<table") == 15
    assert page.tags <= TAGS


def test_the_funnel_goes_from_delivered_to_published() -> None:
    html = render(manifest())

    rows = re.findall(
        r'<th scope="row">([^<]+)</th><td class="bar">.*?<td class="n">([\d,]+)</td><td class="n wide">', html
    )
    assert rows == [
        ("Records delivered", "121,904"),
        ("Could be read", "121,892"),
        ("Items that stand", "117,774"),
        ("May be used", "31,207"),
        ("Of sufficient quality", "25,103"),
        ("Not a copy", "23,899"),
        ("Published", "23,896"),
    ]
    assert "+185 since version 8" in html


def test_each_reason_has_words_and_a_place() -> None:
    placed = [reason for _, _, reasons in wording.GROUPS for reason in reasons]

    assert set(wording.REASONS) == set(Reason)
    assert sorted(placed) == sorted(Reason)
    assert all(words.endswith(".") for words in wording.REASONS.values())
    assert len(set(wording.REASONS.values())) == len(Reason)


def test_a_reason_is_shown_with_its_count_and_change() -> None:
    html = render(manifest())

    row = re.search(r"The author has objected\..*?</tr>", html)
    assert row
    assert all(shown in row[0] for shown in ("consent_denied", "8,911", "+71"))


def test_few_documents_of_a_language_are_not_counted_out_but_reasons_are() -> None:
    given = manifest()
    given["documents"]["by_language"] = {"en": 10, "da": 9, "it": 1}
    given["counts"]["not_eligible"] = {"member_erased": 3}
    html = render(given)

    cells = re.findall(r'<th scope="row">(en|da|it)</th>.*?<td class="n">([^<]*)</td>', html)
    assert cells == [("en", "10"), ("da", "&lt;10"), ("it", "&lt;10")]
    assert re.search(r"asked to be erased\..*?>3<", html)


def test_a_strange_code_is_counted_but_not_shown() -> None:
    given = manifest()
    given["counts"]["not_eligible"] = {"somebody@example.org": 4}
    given["documents"]["by_language"] = {"somebody@example.org": 40}
    given["documents"]["spans"] = {"somebody@example.org": 40}
    html = render(given)

    assert "somebody" not in html
    assert "A reason that is not of the closed list." in html


@pytest.mark.parametrize("make", [render, lambda given: render_index([given])], ids=["page", "index"])
def test_hostile_strings_stay_text(make: Callable[[dict[str, Any]], str]) -> None:
    html = make(hostile(manifest()))
    page = Outline(html)

    assert "alert(1)" in html
    assert page.tags <= TAGS
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "action", "srcdoc")]
    links = {value for name, value in page.attributes if name == "href"}
    assert links <= {"../index.html", "manifest.json"}


def test_a_page_needs_nothing_from_elsewhere_and_may_not_fetch_it() -> None:
    html = render(manifest())

    assert "default-src 'none'" in html
    assert "script" not in Outline(html).tags
    assert not re.findall(r"https?://|url\(|@import|//", html)


@pytest.mark.parametrize("part", manifest())
def test_any_part_may_be_missing_or_of_another_kind(part: str) -> None:
    for other in (None, [], {}, "text", 1, [None], {"x": None}):
        given = manifest() | {part: other}
        assert Outline(render(given)).of("h1")
        assert Outline(render_index([given])).of("h1")
    del given[part]
    assert Outline(render(given)).of("h1")


def test_an_empty_manifest_makes_a_page() -> None:
    page = Outline(render({}))

    assert page.of("h2") == ["What it was made from"]
    assert "not checked" in page.of("span")


def test_a_refused_gate_is_open_and_its_failure_comes_first() -> None:
    given = manifest()
    given["gates"][2]["refused"] = True
    given["gates"][2]["checks"][1] |= {"passed": False, "observed": {"unexpected_count": 3}}
    html = render(given)

    opened = re.search(r"<details open>\s*<summary><span class=\"chip refused\">.*?</details>", html, re.S)
    assert opened
    assert opened[0].index("@handle") < opened[0].index("e-mail")
    assert "unexpected count 3" in opened[0]


def test_the_index_lists_newest_first_with_relative_links() -> None:
    rows = [manifest() | {"night": f"2026-11-0{day}", "version": day} for day in (2, 9, 1)]
    page = Outline(render_index(rows))

    links = [value for name, value in page.attributes if name == "href"]
    assert links == ["2026-11-09/index.html", "2026-11-02/index.html", "2026-11-01/index.html"]


@pytest.mark.parametrize("night", ["../../secret", "a/b", "javascript:alert(1)", "", ".."])
def test_the_index_links_only_to_plain_folders(night: str) -> None:
    page = Outline(render_index([manifest() | {"night": night}]))

    assert "href" not in dict(page.attributes)


def test_sizes_read_well() -> None:
    assert [size(value) for value in (0, 999, 1000, 26_118_400, 5 * 10**12, None)] == [
        "0 B", "999 B", "1.0 kB", "26.1 MB", "5.0 TB", "–",
    ]  # fmt: skip


def test_what_the_audit_saw_is_shown_by_kind() -> None:
    seen = {"phone": {"documents": 98, "leaky": 6, "leaks": 7, "by_language": {"en": 7}}, "crypto": {"documents": 0}}
    told = manifest()
    told["stages"].append({"name": "audit", "seconds": 1, "counts": {"leaks": seen}})
    page = Outline(render(told))

    assert "What the audit saw" in page.of("h2")
    assert "telephone numbers" in page.of("th") and "addresses of crypto currencies" not in page.of("th")
    assert "What the audit saw" not in Outline(render(manifest())).of("h2")


def test_a_night_without_a_version_says_so_and_why() -> None:
    told = {name: part for name, part in manifest().items() if name not in ("version", "documents", "files")}
    told["gates"][0] |= {"refused": True}
    page = render(told)

    assert "nothing of this night was published" in page and "✕ refused" in page
    assert "no version" in render_index([told]) and "vNone" not in render_index([told])


def test_small_cells_are_kept_from_the_manifest_beside_the_page_too() -> None:
    told = manifest() | {"documents": {"by_language": {"en": 57, "cy": 3, "kn": 0}, "by_type": {"post": 3}}}
    told["stages"].append({"name": "audit", "counts": {"leaks": {"phone": {"by_language": {"pt": 2}}}}})
    masked = without_small_cells(told)

    assert masked["documents"] == {"by_language": {"en": 57, "cy": None, "kn": 0}, "by_type": {"post": 3}}
    assert masked["stages"][-1]["counts"]["leaks"]["phone"]["by_language"] == {"pt": None}
    assert render(masked) == render(told)
