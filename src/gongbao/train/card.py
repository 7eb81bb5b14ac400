"""The files of weights, and the card beside them that says where they are from. Needs no torch."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import gongbao
from gongbao import ontology
from gongbao.mentions import tagger
from gongbao.train.data import Example
from gongbao.train.scores import AS_IT_IS, calibration, predict, score

Parts = dict[str, list[Example]]  # the examples that train, calibrate and test


def finish(
    folder: Path,
    classes: Sequence[str],
    alphabet: str,
    parts: Parts,
    told: dict[str, Any],
    otherwise: list[list[float]] | None = None,
) -> dict[str, Any]:
    """Calibrate and score the tagger.onnx of a folder, write tagger.json and card.json beside it, return the card.

    `told` is what else the card is to say; `otherwise` is the calibration where no text is kept out for it.
    """
    tables = {"classes": list(classes), "alphabet": alphabet, "headNouns": _heads(classes), "calibration": AS_IT_IS}
    write(folder / "tagger.json", tables)
    tagger.forget()
    tables["calibration"] = calibration(folder, parts["calibrate"], otherwise or AS_IT_IS)
    write(folder / "tagger.json", tables)
    tagger.forget()
    found = [[span for span, _ in own] for own in predict(folder, parts["test"])]
    card = {
        "classes": list(classes),
        "from": {name: counts(own) for name, own in parts.items()},
        "digest": digest(example for own in parts.values() for example in own),
        **told,
        "scores": score(parts["test"], found),
        "sha256": {name: sha256(folder / name) for name in tagger.FILES},
        "versions": {"gongbao": gongbao.__version__, **_versions()},
    }
    write(folder / "card.json", card)
    return card


def _heads(classes: Sequence[str]) -> dict[str, list[str]]:
    """The head nouns that gongbao's wording has now; of those that are added later a rule finds names."""
    shipped = ontology.load().classes
    return {id_: sorted(shipped[id_].words("headNoun")) for id_ in classes if id_ in shipped}


def _versions() -> dict[str, str]:
    """What trained: the packages that are installed here."""
    found = {}
    for name in ("torch", "onnx", "onnxruntime"):
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def counts(examples: Sequence[Example]) -> dict[str, Any]:
    """Return how many texts, characters, and names of each class there are."""
    names = Counter(kind for example in examples for _, _, kind in example.spans)
    characters = sum(len(example.text) for example in examples)
    return {"texts": len(examples), "characters": characters, "names": dict(sorted(names.items()))}


def digest(examples: Iterable[Example]) -> str:
    """Return the SHA-256 of texts and spans, in order."""
    whole = hashlib.sha256()
    for example in examples:
        whole.update(json.dumps([example.text, example.spans], ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(path: Path, value: Any) -> None:
    """Write JSON."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
