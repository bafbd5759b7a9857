"""What holds of every template: a date has its year, so that nobody has to guess which."""

from __future__ import annotations

import re
from pathlib import Path

import luodi.site

SITE = Path(luodi.site.__file__).parent
FORMATS = re.compile(r"""\bdate(?:: ?|\()["']([^"']+)["']""")
WHOLE = {"Y-m-d", "Y-m-d H:i", "Y-m-d H:i:s", "Y-m", "Y", "c", "SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT"}
MONTH = ("month.html", "n-j D")  # the days of a month whose year stands above


def test_every_date_is_printed_in_one_form_with_its_year():
    found = {
        (path.name, form)
        for folder in ("templates", "jinja2")
        for path in SITE.glob(f"*/{folder}/**/*.html")
        for form in FORMATS.findall(path.read_text("utf-8"))
        if form not in WHOLE
    }
    assert found == {MONTH}
