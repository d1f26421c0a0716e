"""What every page's HTML must hold: no script, nothing from elsewhere, landmarks, labels, captions, and few bytes."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from test_pages import EUSEBIA, found
from test_roles import EXPECTED, address

from intertrata.project import web

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
VOID = {"meta", "link", "input", "br", "rect", "line", "img"}
FIRST_VIEW = 60_000
STATIC = Path(web.__file__).parent / "static"


class Page(HTMLParser):
    """Collect every element with its attributes and what it stands in; fail where a tag is not closed."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open = [], []
        self.feed(text)
        assert self.open == [], "every tag is closed"

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"{tag} closes what it opened"

    def all(self, *tags):
        return [(attrs, inside) for tag, attrs, inside in self.elements if tag in tags]


NO_PAGES = {
    "quick_exit",
    "own_form",  # opens with a key only: see test_browser_requests
    "count_csv",
    "contradictions_csv",
    "screenings_csv",
    "referrals_csv",
    "quality_json",
    "registers_quality_json",
    "registers_quality_csv",
    "registers_references_csv",
    "openapi-json",
    "start",
    "api_receipt",
    "api_deposit",
}
DRAFTS = {"record"}  # the one page with a script, and it is ours: it saves what is typed as a draft on the server


@pytest.fixture
def pages(country, as_role):
    """Every page there is, as somebody who may see it."""
    texts = {}
    for name, (method, roles, _) in EXPECTED.items():
        if method == "get" and name not in NO_PAGES:
            client = as_role("supervisor" if "supervisor" in roles else sorted(roles)[0])
            texts[name] = client.get(address(name)).content.decode()
    operator = as_role("operator")
    person = found(operator, EUSEBIA)[0]
    texts["found"] = operator.post("/personas/", EUSEBIA).content.decode()
    texts["opened"] = operator.get(f"/personas/{person}/").content.decode()
    texts["refused"] = as_role("monitor").get("/personas/").content.decode()
    texts["missing"] = operator.get("/nada/").content.decode()
    return {name: Page(text) for name, text in texts.items()}


def test_nothing_runs_and_nothing_comes_from_elsewhere(pages):
    for name, page in pages.items():
        assert not page.all("style", "iframe", "object", "embed", "img"), name
        assert [attrs["src"] for attrs, _ in page.all("script")] == (["/static/draft.js"] if name in DRAFTS else []), name
        for tag, attrs, _ in page.elements:
            assert "style" not in attrs, (name, tag)
            assert not [one for one in attrs if one.startswith("on")], (name, tag)
            if tag in {"link", "img", "form"}:
                assert not re.match(r"(https?:)?//", attrs.get("href") or attrs.get("src") or attrs.get("action") or ""), (name, attrs)


def test_every_page_has_its_landmarks_one_heading_a_language_and_a_way_past_the_menu(pages):
    for name, page in pages.items():
        for landmark in ("header", "main", "footer", "h1", "title"):
            outside = [inside for attrs, inside in page.all(landmark) if "svg" not in inside]
            assert len(outside) == 1, (name, landmark)
        assert page.all("html")[0][0]["lang"] == "es-PE"
        assert page.all("a")[0][0]["href"] == "#contenido"


def test_ids_are_unique_and_every_reference_finds_its_own(pages):
    for name, page in pages.items():
        ids = [attrs["id"] for _, attrs, _ in page.elements if "id" in attrs]
        assert len(ids) == len(set(ids)), name
        for _, attrs, _ in page.elements:
            for pointing in ("aria-labelledby", "aria-describedby", "for"):
                assert set((attrs.get(pointing) or "").split()) <= set(ids), (name, attrs)
            if (attrs.get("href") or "").startswith("#"):
                assert attrs["href"][1:] in ids, (name, attrs)


def test_every_control_has_a_label(pages):
    for name, page in pages.items():
        labelled = {attrs["for"] for attrs, _ in page.all("label") if "for" in attrs}
        for attrs, inside in page.all("input", "select", "textarea"):
            assert attrs.get("type") == "hidden" or attrs.get("id") in labelled or "label" in inside, (name, attrs)


def test_every_table_has_a_caption_and_its_headings_say_of_what(pages):
    for name, page in pages.items():
        assert len(page.all("caption")) == len(page.all("table")), name
        assert all(
            attrs.get("scope") in {"row", "col", "rowgroup", "colgroup"} or attrs.get("aria-hidden") for attrs, _ in page.all("th")
        ), name


def test_every_drawing_is_told_or_says_that_it_is_only_seen(pages):
    for name, page in pages.items():
        for attrs, inside in page.all("svg"):
            assert attrs.get("aria-hidden") == "true" or attrs.get("aria-labelledby") or "td" in inside, (name, attrs)


def test_the_first_view_of_every_page_weighs_little(country, as_role):
    shared = sum((STATIC / one).stat().st_size for one in ("intertrata.css", "mark.svg", "fonts/source-sans-3.woff2"))
    client = as_role("operator")
    for name in ("home", "find", "bridge", "count", "statements", "deposits"):
        assert shared + len(client.get(address(name)).content) <= FIRST_VIEW, name


def test_the_style_sheet_asks_for_nothing_from_elsewhere():
    text = (STATIC / "intertrata.css").read_text(encoding="utf-8")
    assert re.findall(r'url\("([^"]+)"\)', text) == ["fonts/source-sans-3.woff2"]
    assert "@import" not in text
    assert (STATIC / "fonts" / "source-sans-3-OFL.txt").is_file()
