"""The body for which an office speaks."""

from __future__ import annotations

from collections.abc import Sequence

from gongbao.model import Entity
from gongbao.relate.grammar import Grammar
from gongbao.text.script import fold

_CORE = 3


def body_of_office(signer: Entity, actors: Sequence[Entity], words: Grammar) -> Entity:
    """An office that signs signs for its body, where the report names that body."""
    for office in words.offices:
        if signer.name.endswith(office):
            stem = signer.name.removesuffix(office)
            for entity in actors:
                if entity is not signer and stem in (entity.name, *map(fold, entity.aliases)):
                    return entity
            kin = [e for e in actors if e is not signer and e.name.endswith(stem[-_CORE:]) and len(stem) >= _CORE]
            if kin:  # 巴州司法局办公室 of a report by the 巴音郭楞蒙古自治州司法局
                best = max(kin, key=lambda e: (len(e.mentions), e.name))
                if len(best.mentions) > len(signer.mentions):
                    return best
    return signer
