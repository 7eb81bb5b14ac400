"""What tests of training share: invented annotated texts."""

from __future__ import annotations

import importlib.util
import random

import pytest

from gongbao.train.data import Example

CLASSES = ("Organization", "Place", "Campaign", "Case", "Event", "Document", "Platform", "Person")

_TOWNS = ("青禾县", "白石市", "柳溪区", "云台镇", "东岭乡", "南塘市")
_BODIES = ("水务局", "林业局", "市场监督管理局", "城市管理局")
_CAMPAIGNS = ("清河行动", "护苗行动", "蓝天行动")


def needs(*modules: str) -> None:
    """Skip where a package of training is missing: it is no part of what the other tests are run with."""
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} missing: pip install 'gongbao[train]'", allow_module_level=True)


def examples(count: int = 48, seed: int = 1) -> list[Example]:
    """Return short invented reports with their names."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        town, body, campaign = chance.choice(_TOWNS), chance.choice(_BODIES), chance.choice(_CAMPAIGNS)
        text = f"{town}{body}开展“{campaign}”，检查商户{chance.randint(2, 99)}家，发现隐患{chance.randint(2, 99)}处。"
        start = len(town) + len(body) + 3
        spans = ((0, len(town + body), "Organization"), (start, start + len(campaign), "Campaign"))
        found.append(Example(f"invented {number}", text, spans))
    return found


def plain(count: int = 24) -> list[str]:
    """Return unlabelled texts."""
    return [example.text for example in examples(count, seed=2)]
