"""What axe-core finds in the pages: nothing, at both widths, in both themes and in three
languages."""

import pytest
from watched import settled

RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  const shown = (rule, node) =>
    `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary.replaceAll("\\n", " ")}`;
  return violations.flatMap((rule) => rule.nodes.slice(0, 3).map((node) => shown(rule, node)));
}"""
UNFOLD = """(programs) => {
  for (const each of document.querySelectorAll("main > section details")) each.open = true;
  for (const card of [...document.querySelectorAll("article.card")].slice(0, programs)) {
    for (const each of card.querySelectorAll("details")) each.open = true;
  }
}"""
FEW = 3
LEAVE_OUT = """(few) => {
  const lists = [...document.querySelectorAll("tbody:has(tr[data-program], tr[data-of])")]
    .map((body) => [...body.rows]);
  for (const list of [[...document.querySelectorAll("article.card")], ...lists]) {
    for (const program of list.slice(few)) program.remove();
  }
}"""
"""Cards and rows of programs are alike, and axe-core takes as long as there are elements: of many
it sees a few."""
WEIGHTS = "weights=coordination:90,COO-1:0"
LOOKS = [
    (1280, "light", "en", ""),
    (390, "dark", "ko", WEIGHTS),
    (390, "light", "zh-Hant", ""),
    (1280, "dark", "zh-Hant", WEIGHTS),
]
"""Every width with every theme, every language, and the page as it is made and under other
weights."""


def found(page, axe):
    """What axe-core finds in a page; the script comes in through the debugger, for the policy of
    the page lets nothing else in."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": axe})
    return page.evaluate(RUN)


@pytest.mark.parametrize(
    ("name", "looks", "unfolded"),
    [
        ("one", LOOKS, 9),
        ("two", LOOKS[1:3], 9),
        ("certificate", LOOKS[:2], 1),
        ("rubrics", LOOKS[::3], 9),
        ("library", LOOKS[1:2], 1),
        ("countries", LOOKS[3:], 1),
    ],
)
def test_nothing_is_found(visit, axe, name, looks, unfolded):
    """In pages of few programs with all of them unfolded, in those of many, which are sorted
    too, with one."""
    for width, theme, lang, weights in looks:
        sort = "&sort=-spillover" if unfolded == 1 else ""
        page = visit(
            name, f"#lang={lang}&{weights}{sort}", width=width, color_scheme=theme
        )
        page.evaluate(UNFOLD, unfolded)
        if unfolded == 1:
            page.evaluate(LEAVE_OUT, FEW)
        settled(page)
        assert found(page, axe) == [], (width, theme, lang)


def test_what_is_wrong_is_found(visit, axe, page_file, folder):
    """Without this a script that did not run, or a page that was not there, would pass for one
    without faults."""
    text = page_file("one").read_text(encoding="utf-8")
    path = folder / "wrong.html"
    wrong = (
        '<img src="data:,"><p><font color="#999999"'
        ' bgcolor="#ffffff">pale</font></p><input><table><tr><td></td></tr></table>'
    )
    path.write_text(
        text.replace('<main id="main">', f'<main id="main">{wrong}').replace(
            "<html lang=", "<html x="
        ),
        encoding="utf-8",
    )
    rules = {each.partition(":")[0] for each in found(visit(path), axe)}
    assert {"image-alt", "label", "color-contrast"} <= rules
