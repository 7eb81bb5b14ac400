"""Names as the web server asks for them: of one process that has read those of a view, started when first needed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from gongbao.serve.pool import PAGE_SECONDS, Pool
from gongbao.serve.processes import Worker
from gongbao.serve.wire import Head, Thing

LONGEST = 200  # characters of what is asked for that are looked at: each is compared with those of many names
LEAST, WORSE = 35.0, 0.6
"""The score, and the part of the best score, below which a hit is no more than a likeness of letters."""

PATIENCE = 3.0  # seconds that who asks waits for the names of a newer view; then those of the one before answer


@dataclass(frozen=True, slots=True)
class Found:
    """Things, best first; `total` counts those that there are; `words` are those to seek in texts."""

    things: tuple[Thing, ...]
    total: int
    words: Sequence[str]

    @property
    def good(self) -> tuple[Thing, ...]:
        """Those that are not much worse than the best, for a person to choose from."""
        enough = max(LEAST, WORSE * self.things[0].score) if self.things else 0
        return tuple(thing for thing in self.things if thing.score >= enough)


class Names:
    """Finds things by name; one request at a time, each in some milliseconds."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.worker: Worker | None = None
        self.reading: asyncio.Task[Worker] | None = None
        self.turn = asyncio.Lock()

    async def find(self, asked: str, *, limit: int = 10, types: tuple[str, ...] = ()) -> Found:
        """Return the things that a name may mean, with scores from 0 to 100. Raises LimitError."""
        return await self._ask({"find": asked[:LONGEST], "types": types, "limit": limit})

    async def of_type(self, iri: str, *, skip: int, limit: int) -> Found:
        """Return things of a class, those that are mentioned most first. Raises LimitError."""
        return await self._ask({"list": iri, "skip": skip, "limit": limit})

    async def get(self, iris: list[str]) -> Found:
        """Return the things of some IRIs, in their order, without those that are not there. Raises LimitError."""
        return await self._ask({"get": iris})

    async def ways(self, one: str, other: str) -> list[list[str]]:
        """Return the shortest ways between two IRIs, each as the IRIs that it passes. Raises LimitError."""
        found: list[list[str]] = (await self._told({"ways": [one, other]}))["ways"]
        return found

    def prepare(self) -> asyncio.Task[Worker]:
        """Have the names of the view that is served read, also before anybody asks for them."""
        held = self.worker
        fits = held is not None and not held.gone and held.view == self.pool.view
        if self.reading is None or (self.reading.done() and not fits):
            self.reading = asyncio.create_task(self._start())
            self.reading.add_done_callback(lambda task: task.cancelled() or task.exception())  # who waits is told
        return self.reading

    async def _ask(self, request: Head) -> Found:
        head = await self._told(request)
        return Found(tuple(Thing(**told) for told in head["things"]), head["total"], head.get("words", ()))

    async def _told(self, request: Head) -> Head:
        worker = await self._ready()
        async with self.turn:
            return (await worker.ask(request, self.pool.limits.seconds, "the names could not be read now"))[0]

    async def _ready(self) -> Worker:
        reading, old = self.prepare(), self.worker
        patience = None if old is None or old.gone else PATIENCE
        try:
            return await asyncio.wait_for(asyncio.shield(reading), patience)
        except TimeoutError:
            assert old is not None
            return old

    async def _start(self) -> Worker:
        worker = await self.pool.fork("find")
        await worker.ask(None, PAGE_SECONDS, "the names could not be read")
        async with self.turn:
            before, self.worker = self.worker, worker
            if before is not None:
                before.writer.close()
        return worker
