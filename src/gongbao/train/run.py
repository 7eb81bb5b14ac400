"""One training from end to end: texts in; weights, tables and a card that says where they are from out."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from gongbao.errors import GoldError, WeightsError
from gongbao.mentions import tagger, tokens
from gongbao.text.columns import plain
from gongbao.text.script import fold
from gongbao.text.words import Segmenter
from gongbao.train import card, gate_training, onnx_tagger
from gongbao.train.data import Example, part
from gongbao.train.loop import Checkpoints
from gongbao.train.onnx_graph import reaches
from gongbao.train.tagger_network import Network, Shape
from gongbao.train.tagger_training import Plan, train
from gongbao.train.windows import Reader, Soft, columns

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Job:
    """A training: annotated and unlabelled texts, the classes to be found, how it goes, and where its files go.

    `start` is a folder of weights to go on from (None: begin anew), which label the unlabelled texts. Checkpoints are
    saved after every so many steps.
    """

    examples: Sequence[Example]
    plain: Sequence[str]
    classes: tuple[str, ...]
    plan: Plan
    folder: Path
    start: Path | None = tagger.FOLDER
    save_every: int = 200

    def identity(self) -> str:
        """Return a digest of all that the weights depend on."""
        whole = hashlib.sha256(card.digest(self.examples).encode())
        for text in self.plain:
            whole.update(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
        begun = [card.sha256(self.start / name) for name in tagger.FILES] if self.start else None
        whole.update(json.dumps([self.classes, asdict(self.plan), begun]).encode())
        return whole.hexdigest()


def make(job: Job, tell: Tell) -> dict[str, Any]:
    """Train, write the weights into the job's folder and return the card. Raises GoldError, WeightsError.

    A fifth of the examples (by a hash of their names) is kept out and scored at the end, a twentieth calibrates.
    """
    parts: card.Parts = {
        name: [e for e in job.examples if part(e.name) == name] for name in ("train", "calibrate", "test")
    }
    if not parts["train"]:
        raise GoldError("none of the texts is to train on", count=len(job.examples))
    job.folder.mkdir(parents=True, exist_ok=True)
    old = tagger.load(job.start) if job.start else None
    _tell_of_parts(parts, job.classes, tell)
    alphabet = _alphabet(job.start, [*(e.text for e in parts["train"]), *job.plain])
    reader = Reader(job.classes, tokens.numbers_of(alphabet), Segmenter(), tokens.gather(tagger.known(), job.classes))
    checkpoints = Checkpoints(job.folder / "work", job.identity(), job.save_every)
    soft = _labelled(job, old)
    network = _begin(job.start, old, job.classes, alphabet, job.plan)
    train(network, reader, parts["train"], soft, job.plan, checkpoints, tell)
    _write_network(network, reader, parts["train"], job.folder / "tagger.onnx")
    opens = gate_training.train(reader, parts["train"], soft, parts["calibrate"], job.plan.seed)
    gate_training.write(opens, str(job.folder / "gate.npy"))
    told = {
        "plain": {"texts": len(job.plain), "characters": sum(map(len, job.plain))},
        "plan": asdict(job.plan),
        "started": "from weights" if old else "anew",
    }
    return card.finish(job.folder, job.classes, alphabet, parts, told, old.knots.tolist() if old else None)


def _tell_of_parts(parts: card.Parts, classes: Sequence[str], tell: Tell) -> None:
    tell("  ".join(f"{name}: {len(own)} texts" for name, own in parts.items()))
    names = {kind for example in parts["train"] for _, _, kind in example.spans}
    if missing := [kind for kind in classes if kind not in names]:
        tell(f"not in the texts to train on, so it will not be found: {', '.join(missing)}")


def _labelled(job: Job, old: tagger.Tagger | None) -> list[Soft]:
    """Have the weights to go on from label the unlabelled texts; classes that they do not know stay open."""
    if not job.plain:
        return []
    if old is None:
        raise WeightsError("plain texts are labelled by weights")
    where, segmenter = columns(old.classes, job.classes), Segmenter()
    found = []
    for text in job.plain:
        (reading,) = old.read([fold(text)], segmenter)
        found.append(Soft(text, np.where(where < 0, -np.inf, reading.scores[:, where]).astype(np.float16)))
    return found


def _alphabet(start: Path | None, texts: Sequence[str]) -> str:
    """The characters of the weights to go on from; else all that stand at least eight times in the texts."""
    if start is not None:
        return str(json.loads((start / "tagger.json").read_text("utf-8"))["alphabet"])
    counts = Counter[str]()
    for text in texts:
        counts.update(plain(fold(text)))
    return "".join(sorted(char for char, count in counts.items() if count >= _OFTEN and (char >= " " or char == "\n")))


_OFTEN = 8


def _begin(
    start: Path | None, old: tagger.Tagger | None, classes: tuple[str, ...], alphabet: str, plan: Plan
) -> Network:
    """A new network, or the old one with labels of its own for classes that it did not know."""
    torch.manual_seed(plan.seed)
    if old is None or start is None:
        return Network(Shape(len(alphabet), 1 + 4 * len(classes), width=plan.width))
    network = onnx_tagger.read(str(start / "tagger.onnx"))
    if old.classes == classes:
        return network
    wider = Network(Shape(**{**asdict(network.shape), "labels": 1 + 4 * len(classes)}))
    state, fresh = network.state_dict(), wider.state_dict()
    where = columns(old.classes, classes)
    for name in ("label.weight", "label.bias", "name.weight"):
        fresh[name][where >= 0] = state[name][where[where >= 0]]
        state[name] = fresh[name]
    wider.load_state_dict(state)
    return wider


def _write_network(network: Network, reader: Reader, examples: Sequence[Example], path: Path) -> None:
    """Write the graph, with the ranges of its whole numbers taken from some texts."""
    windows = [w for e in examples[:_SAMPLE] for w in reader.windows(e.text, reader.labels(e))]
    batches = [torch.from_numpy(window.rows.astype(np.int64))[None] for window in windows]
    onnx_tagger.write(network, reaches(network.eval().blocks, batches, network), str(path))


_SAMPLE = 40
