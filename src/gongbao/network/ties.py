"""An edge of a connected network, and what the kinds are called that are no relation of the ontology."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongbao.network.values import Edge

TOGETHER, NEAR, LED = "namedTogether", "namedNear", "ledBy"
MENTIONED, SHARED = "mentionedIn", "sharesWith"
LABELS = {TOGETHER: "同句提到", NEAR: "同段提到", LED: "受其领导", MENTIONED: "见于", SHARED: "同提"}
"""What the kinds are called that are no relations of the ontology."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One edge of a connected network: how one node is tied to another, how strongly, and all that says so.

    `kind` is a property of the ontology, or how the two are named; `by` is what says so: text, gazetteer, name, law, or
    several with `|` between. `proofs` are quotations, each with report and offsets; the gazetteer's have no report.
    `weight` is how many statements say so, or how often and how near two things are named less what is chance; `strength`
    is what measures go by: less where no sentence names both, and without the discount, which modularity makes itself.
    `first` and `last` are days: of the statements (`dated` is `statement`), else told in their sentences (`sentence`),
    else of the reports' issue (`report`), '' where none is known. `both` says that the tie has no direction.
    """

    source: str
    target: str
    kind: str
    label: str
    weight: float
    strength: float
    by: str
    proofs: Sequence[Edge]
    first: str = ""
    last: str = ""
    dated: str = ""
    both: bool = False

    @property
    def modalities(self) -> tuple[str, ...]:
        """Done, planned and so on, as far as the proofs tell."""
        return tuple(sorted({proof.modality for proof in self.proofs if proof.modality}))

    @property
    def reports(self) -> tuple[str, ...]:
        """The IRIs of the reports that say so, in the order of the proofs."""
        return tuple(dict.fromkeys(proof.report for proof in self.proofs if proof.report))
