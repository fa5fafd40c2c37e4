"""A rubric whose weights stay, whatever those of `hsieh` become: tests that state points by hand
score with it."""

import re
from pathlib import Path

COORDINATION = {
    "COO-1": 0.25,
    "COO-2": 0.30,
    "COO-3": 0.15,
    "COO-4": 0.20,
    "COO-5": 0.10,
}
"""The weights of coordination; everything else is that of `hsieh`."""
HSIEH = Path(__file__).parents[1] / "rubrics" / "hsieh.yaml"


def write(folder: Path) -> Path:
    """The file of the rubric `steady`, which adapts `hsieh`, in a folder."""
    text = HSIEH.read_text(encoding="utf-8").replace(
        "id: hsieh", "id: steady\nadapts: hsieh", 1
    )
    for id, weight in COORDINATION.items():
        place = rf"(^ +{id}:\n(?:.*\n)*? +weight: )\S+"
        text = re.sub(place, rf"\g<1>{weight}", text, count=1, flags=re.MULTILINE)
    path = folder / "steady.yaml"
    path.write_text(text, encoding="utf-8")
    return path
