"""A training loop: steps at a rate that rises and falls, and progress.

It knows nothing of the task. The same seed gives the same weights on the same machine with the same number of threads.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch


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


def run(
    course: Course,
    network: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    loss: Callable[[], torch.Tensor],
    tell: Callable[[str], None],
) -> None:
    """Train a network in place; `loss` takes the next batch and returns its loss."""
    rates = [group["lr"] for group in optimizer.param_groups]
    network.train()
    total, since = 0.0, time.monotonic()
    for step in range(course.steps):
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


_TOLD = 50
"""After how many steps progress is told."""
