"""Draws the pictures of the documentation, and writes the gallery that shows them: ``make pictures``.

Enters: the guidelines that are meant to be clean. Leaves: ``docs/gallery.md`` and ``docs/images/gallery/``, a picture
for each card, in colour and as a printer without colours gives it, and for each flowchart; and those of the tutorial.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import milligram
from milligram.target import AS_USUAL, Choices
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
GALLERY = ROOT / "docs" / "gallery.md"
IMAGES = ROOT / "docs" / "images" / "gallery"
GREY = Choices(grey=True)
WALL = Choices(paper="a3")

BETWEEN = 16
"""Pixels between two sides, and around them."""
DESK = (107, 114, 128)
"""What the sides lie on."""
COLOURS = 64
"""Of a picture: enough for text and flat areas."""

HEAD = """\
# Gallery

What `milligram build` makes of each guideline in [`guidelines/`](../guidelines): the pocket card, in colour and for a
printer without colours, and the flowchart on A3. `make pictures` draws all of it again. The same files, with the
interactive page, come of `make demo`, in `build/`.

All of these guidelines are drafts that show the language. Do not use them for care.
"""


def guidelines() -> list[Path]:
    """Every guideline that is meant to be clean, by its path."""
    return [path for path in sorted((ROOT / "guidelines").rglob("*.mg")) if "as_published" not in path.parts]


def text(shown: list[milligram.Guideline]) -> str:
    """The page of the gallery."""
    parts = [HEAD]
    for each in shown:
        place = Path(each.ir.source.path).resolve().relative_to(ROOT).as_posix()
        parts.append(f"## {each.title}\n\nFrom [`{place}`](../{place}), version {each.version}, {each.status}.\n")
        parts.append(f"![The pocket card of {each.title}](images/gallery/{each.id}-card.png)\n")
        parts.append(f"![The same card in grey](images/gallery/{each.id}-card-grey.png)\n")
        parts.append(f"![The flowchart of {each.title}](images/gallery/{each.id}-flowchart.png)\n")
    return "\n".join(parts)


def draw(each: milligram.Guideline) -> None:
    """Writes the pictures of one guideline."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, target, choices, height in (
        ("card", "card", AS_USUAL, 900),
        ("card-grey", "card", GREY, 900),
        ("flowchart", "flowchart", WALL, 1300),
    ):
        files = each.build(target, formats=["png"], choices=choices)
        sheet = beside([Image.open(BytesIO(content)).convert("RGB") for content in files.values()], height)
        small = sheet.quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(IMAGES / f"{each.id}-{name}.png", optimize=True)


def draw_tutorial() -> None:
    """Writes the card and the flowchart of the guideline that the tutorial ends with."""
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    guideline = milligram.compile(
        page.split("<!-- shows renal_bands.mg -->\n```mg\n", 1)[1].split("```", 1)[0], name="renal_bands.mg"
    )
    for target, height in (("card", 900), ("flowchart", 1000)):
        files = guideline.build(target, formats=["png"])
        sheet = beside([Image.open(BytesIO(content)).convert("RGB") for content in files.values()], height)
        small = sheet.quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(ROOT / "docs" / "images" / f"tutorial-{target}.png", optimize=True)


def beside(sides: list[Image.Image], height: int) -> Image.Image:
    """Sides beside each other, each so many pixels high at most and no wider than that."""
    for side in sides:
        side.thumbnail((height, height), Image.Resampling.LANCZOS)
    width = sum(side.width + BETWEEN for side in sides) + BETWEEN
    sheet = Image.new("RGB", (width, max(side.height for side in sides) + 2 * BETWEEN), DESK)
    left = BETWEEN
    for side in sides:
        sheet.paste(side, (left, BETWEEN))
        left += side.width + BETWEEN
    return sheet


def main() -> None:
    """Draws everything again, and removes pictures of what is no more."""
    shown = [milligram.compile(path) for path in guidelines()]
    for each in shown:
        sys.stdout.write(f"{each.id}\n")
        sys.stdout.flush()
        draw(each)
    draw_tutorial()
    GALLERY.write_text(text(shown), encoding="utf-8")
    said = GALLERY.read_text(encoding="utf-8")
    for picture in IMAGES.glob("*.png"):
        if picture.name not in said:
            picture.unlink()


if __name__ == "__main__":
    main()
