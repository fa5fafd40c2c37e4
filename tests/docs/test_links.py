"""Every link of a page within the project leads to a file that is there, and to a heading that
stands in it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted(ROOT.glob("docs/**/*.md")),
]
CODE = re.compile(r"^(`{3,}).*?^\1$|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def links(text):
    """The targets of links that lead to no other site."""
    return [
        each
        for each in re.findall(r"\]\(([^)\s]+)\)", CODE.sub("code", text))
        if not re.match(r"[a-z]+:", each)
    ]


def anchors(text):
    """The anchors of the headings of a page, as code hosts make them: a heading that stands
    twice gets a number."""
    found = []
    for heading in re.findall(
        r"^#+ (.*)$",
        re.sub(r"^(`{3,}).*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL),
        re.MULTILINE,
    ):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        name = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        twins = sum(
            re.fullmatch(rf"{re.escape(name)}(-\d+)?", each) is not None
            for each in found
        )
        found.append(f"{name}-{twins}" if twins else name)
    return found


def broken(page, text):
    """The links of a page that lead nowhere."""
    for link in links(text):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if (
            path
            and not target.exists()
            or anchor
            and anchor
            not in anchors(target.read_text(encoding="utf-8") if path else text)
        ):
            yield link


@pytest.mark.parametrize(
    "page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_every_link_leads_somewhere(page):
    assert [*broken(page, page.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("[a](nowhere.md)", ["nowhere.md"]),
        (
            (
                "[a](README.md) [b](docs) [c](https://nowhere.example)"
                " `[d](nowhere.md)`\n```text\n[e](nowhere.md)\n```\n"
            ),
            [],
        ),
        ("# One `two` & three\n[a](#one-two--three) [b](#one)", ["#one"]),
        ("## Same\n## Same\n[a](#same) [b](#same-1) [c](#same-2)", ["#same-2"]),
        (
            "[a](CONTRIBUTING.md#set-up-test) [b](CONTRIBUTING.md#set-up)",
            ["CONTRIBUTING.md#set-up"],
        ),
        ("```text\n# no heading\n```\n[a](#no-heading)", ["#no-heading"]),
    ],
)
def test_a_link_that_leads_nowhere_is_found(text, lost):
    assert [*broken(ROOT / "page.md", text)] == lost
