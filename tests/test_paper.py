"""Licence, notices, citation and changes are there, agree with each other, and go with what people share."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

import gongbao
from gongbao.export import viewer_page

SOURCE = Path(__file__).parents[1] / "src"
PROJECT = tomllib.loads((SOURCE.parent / "pyproject.toml").read_text("utf-8"))["project"]


def test_the_licence_is_whole_and_goes_into_the_wheel() -> None:
    text = (SOURCE / "LICENSE").read_text("utf-8")
    assert "Apache License" in text and "END OF TERMS AND CONDITIONS" in text
    assert PROJECT["license-files"] == ["src/LICENSE", "src/gongbao/NOTICE"]
    assert all((SOURCE.parent / name).is_file() for name in PROJECT["license-files"])


def test_every_library_inside_the_page_has_its_notice() -> None:
    packages = json.loads((SOURCE / "viewer" / "package-lock.json").read_text("utf-8"))["packages"]
    imported = set()
    for file in (SOURCE / "viewer" / "src").glob("*.ts"):
        imported |= set(re.findall(r'^import (?!type\b).*?from "((?:@[\w-]+/)?[\w-]+)', file.read_text("utf-8"), re.M))
    inside: set[str] = set()
    while imported:  # with what they bring; types leave nothing in the page
        name = imported.pop()
        if name not in inside and not name.endswith("types"):
            inside.add(name)
            imported |= set(packages[f"node_modules/{name}"].get("dependencies", {}))
    assert inside >= {"sigma", "graphology"}
    for name in sorted(inside):
        assert f"{name} {packages[f'node_modules/{name}']['version']}" in viewer_page.notice(), name


def test_every_page_that_is_shared_carries_the_notices() -> None:
    template = f"<html><head>{viewer_page.TITLE_SLOT}{''.join(viewer_page.DATA_SLOT)}</head></html>"
    filled = viewer_page.fill(template, {"title": "报告", "reports": []})
    assert viewer_page.notice() in filled and "--" not in viewer_page.notice(), "it stands in a comment"
    for owner in ("Alexis Jacomy", "Guillaume Plique", "Joyent", "mozillazg", "Sun Junyi"):
        assert owner in filled


@pytest.mark.parametrize("name", ["CITATION.cff", "CHANGELOG.md"])
def test_citation_and_changes_are_of_this_version(name: str) -> None:
    assert gongbao.__version__ in (SOURCE / name).read_text("utf-8")


def test_the_metadata_tell_what_it_is() -> None:
    assert PROJECT["authors"] and PROJECT["keywords"] and PROJECT["urls"]
    assert "Typing :: Typed" in PROJECT["classifiers"] and (SOURCE / "gongbao" / "py.typed").exists()
