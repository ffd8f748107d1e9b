import hashlib
import json

from plotly.offline import get_plotlyjs_version

import generator.website.stage as stage

VENDOR = stage.STATIC / "vendor"
LISTED = json.loads((VENDOR / "THIRD_PARTY.json").read_text(encoding="utf-8"))


def test_every_vendored_file_is_listed_with_its_licence() -> None:
    named = {row["file"] for row in LISTED} | {row["licence_file"] for row in LISTED}
    present = {path.name for path in VENDOR.iterdir()} - {"THIRD_PARTY.json"}
    assert named == present
    assert {row["licence"] for row in LISTED} == {"MIT"}


def test_every_vendored_file_is_the_published_one() -> None:
    for row in LISTED:
        data = (VENDOR / row["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == row["sha256"], row["file"]


def test_the_charts_library_is_the_one_the_python_package_names() -> None:
    row = next(r for r in LISTED if r["package"] == "plotly.js-basic-dist-min")
    assert row["version"] == get_plotlyjs_version()
    head = (VENDOR / row["file"]).read_text(encoding="utf-8")[:200]
    assert f"v{row['version']}" in head


def test_every_licence_has_its_text() -> None:
    assert all((VENDOR / row["licence_file"]).stat().st_size > 500 for row in LISTED)
