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


def test_every_guideline_is_judged(guidelines: Any) -> None:
    assert set(NAMES) == set(guidelines)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_found(name: str, open_file: Any, files: Any, guidelines: Any, cases: Any) -> None:
    """Light and dark, phone and desk, empty and with the patient of a case; nothing is wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    patient = cases(guidelines[name])[0]
    for answered in (False, True):
        with open_file(files[name]) as watched:
            if answered:
                watched.page.evaluate(FILL, patient)
                assert len(watched.page.locator("#json").input_value()) > 4
            for scheme in ("light", "dark"):
                for size in (PHONE, DESK):
                    watched.page.set_viewport_size(size)
                    watched.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                    found = axe.run(watched.page)
                    assert found.violations_count == 0, found.generate_report()
                    wider = watched.page.evaluate("document.documentElement.scrollWidth - innerWidth")
                    assert wider <= 0, (name, scheme, size, answered)
            assert watched.is_quiet()
