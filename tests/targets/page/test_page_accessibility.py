"""The pages judged by axe-core: nothing found, in either scheme, at either size, empty and answered."""

from __future__ import annotations

from typing import Any

import pytest

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
NAMES = (
    "acetylcysteine",
    "cha2ds2_vasc",
    "ckd_risk",
    "curb_65",
    "hypertension_steps",
    "insulin_correction",
    "levetiracetam_renal_dose",
    "magnesium_neck_spasm",
    "mcisaac",
)

FILL = """
(data) => {
  for (const [name, value] of Object.entries(data)) {
    const field = document.getElementById(`in-${name}`);
    if (field === null || value === null) continue;
    if (field.tagName === 'FIELDSET') {
      const wanted = (Array.isArray(value) ? (value.length ? value : ['None of these'])
        : [value === true ? 'Yes' : value === false ? 'No' : value]).map((word) => word.replaceAll('_', ' '));
      for (const label of field.querySelectorAll('label')) {
        if (wanted.includes(label.textContent)) label.querySelector('input').click();
      }
    } else {
      field.value = String(value);
      field.dispatchEvent(new Event('change', {bubbles: true}));
    }
  }
  for (const details of document.querySelectorAll('details')) details.open = true;
}
"""


OVERLAPS = """
() => [...document.querySelectorAll('.in-row')].filter((field) => {
  const [a, b] = ['label, .legend', '.control, .pills']
    .map((each) => field.querySelector(each).getBoundingClientRect());
  return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
}).map((field) => field.textContent)
"""


def test_every_guideline_is_judged(guidelines: Any) -> None:
    assert set(NAMES) == set(guidelines)


ALL = [(answered, scheme, size) for answered in (False, True) for scheme in ("light", "dark") for size in (PHONE, DESK)]
HALF = [each for each in ALL if each[0] == ((each[1] == "light") == (each[2] is PHONE))]
"""Half of them, in which any two meet: a light phone answered, a dark one empty."""


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_found(name: str, window: Any, files: Any, guidelines: Any, cases: Any) -> None:
    """Light and dark, phone and desk, empty and with the patient of a case; nothing is wider than the screen.

    One guideline is judged in all eight ways, the others in half of them, in which any two of those meet.
    """
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    window.open(files[name])
    ways = ALL if name == "magnesium_neck_spasm" else HALF
    for answered, scheme, size in ways:
        if answered and window.page.input_value("#json") == "{}":
            window.page.evaluate(FILL, cases(guidelines[name])[0])
            assert window.page.input_value("#json") != "{}"
        window.page.set_viewport_size(size)
        window.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        # the drawing is the same each time, and large
        whole = answered and scheme == "light"
        found = axe.run(window.page, None if whole else {"exclude": [[".chart"]]})
        assert found.violations_count == 0, found.generate_report()
        wider = window.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, (name, scheme, size, answered)
        assert window.page.evaluate(OVERLAPS) == []
    assert window.is_quiet()
