"""A training loop: steps at a rate that rises and falls, progress, and a checkpoint that a stopped run goes on from.

It knows nothing of the task. The same identity and seed give the same weights on the same machine with the same number
of threads, however often the run was stopped.
"""

import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from gongbao.errors import WeightsError
from gongbao.train.windows import Feed


@dataclass(frozen=True, slots=True)
class Course:
    """How many steps, over how many the rate rises, and the share of it that is left at the end."""

    name: str
    steps: int
    rise: int
    left: float

    def share(self, step: int) -> float:
        """Return the share of the full rate at a step."""
        return min(1.0, (step + 1) / max(1, self.rise)) * (self.left + (1 - self.left) * (1 - step / self.steps))


@dataclass(frozen=True)
class Checkpoints:
    """Where checkpoints are kept, one a course, of which training they are (`identity`), and after how many steps."""

    folder: Path
    identity: str
    every: int = 200

    def save(self, course: Course, step: int, state: dict[str, Any], feeds: Sequence[Feed[Any]]) -> None:
        """Keep where a course stands; the file is whole or not there."""
        self.folder.mkdir(parents=True, exist_ok=True)
        held = {"identity": self.identity, "step": step, "random": torch.get_rng_state()}
        path = self._path(course)
        fresh = path.with_suffix(".new")
        torch.save({**held, **state, "feeds": [feed.place for feed in feeds]}, fresh)
        fresh.replace(path)

    def load(self, course: Course) -> dict[str, Any] | None:
        """Return what was kept of a course, if anything was. Raises WeightsError where it is of another training."""
        path = self._path(course)
        if not path.exists():
            return None
        if not zipfile.is_zipfile(path):  # what torch writes is one; of other things it raises errors of all kinds
            raise WeightsError("is no checkpoint", path=path)
        held: dict[str, Any] = torch.load(path, weights_only=True)
        if held.get("identity") != self.identity:
            raise WeightsError("is of a training with other texts or options", path=path, folder=self.folder)
        return held

    def _path(self, course: Course) -> Path:
        return self.folder / f"{course.name}.pt"


def run(
    course: Course,
    network: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    loss: Callable[[], torch.Tensor],
    feeds: Sequence[Feed[Any]],
    checkpoints: Checkpoints,
    tell: Callable[[str], None],
) -> None:
    """Train a network in place, from a checkpoint on if there is one; `loss` takes the next batches of `feeds` and returns their loss."""
    rates = [group["lr"] for group in optimizer.param_groups]
    begin = 0
    if (held := checkpoints.load(course)) is not None:
        network.load_state_dict(held["network"])
        optimizer.load_state_dict(held["optimizer"])
        torch.set_rng_state(held["random"])
        for feed, place in zip(feeds, held["feeds"], strict=True):
            feed.go_to(tuple(place))
        begin = held["step"]
    network.train()
    total, since = 0.0, time.monotonic()
    for step in range(begin, course.steps):
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * course.share(step)
        value = loss()
        optimizer.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        total += float(value.detach())
        done = step + 1
        if done % _TOLD == 0:
            pace = (time.monotonic() - since) / _TOLD
            left = (course.steps - done) * pace / 60
            tell(f"{course.name} {done}/{course.steps}  loss {total / _TOLD:.4f}  {left:.0f} min left")
            total, since = 0.0, time.monotonic()
        if done % checkpoints.every == 0 or done == course.steps:
            state = {"network": network.state_dict(), "optimizer": optimizer.state_dict()}
            checkpoints.save(course, done, state, feeds)


_TOLD = 50  # after how many steps progress is told
