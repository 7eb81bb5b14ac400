"""Room in memory for answers that clients have not read yet: large ones take of it, and wait or go without."""

from __future__ import annotations

import asyncio

from gongbao.serve.control import LimitError

SMALL = 1 << 16
"""Bytes of an answer that takes no room: what the system buffers for a connection anyway."""

LEAST = 64 << 20
PATIENCE = 2.0
"""Seconds that a worker waits with its answer until there is room for it."""


class Room:
    """Room for answers of `largest` bytes: for two of them at least."""

    def __init__(self, largest: int) -> None:
        self.free = max(LEAST, 2 * largest)
        self.changed = asyncio.Condition()

    async def take(self, size: int) -> Share:
        """Take room for an answer, to be given back. Raises LimitError where others do not read theirs."""
        if size <= SMALL:
            return Share(self, 0)
        try:
            async with asyncio.timeout(PATIENCE), self.changed:
                await self.changed.wait_for(lambda: self.free >= size)
                self.free -= size
        except TimeoutError:
            raise LimitError("busy", "too many large answers are still being read", "尚未读完的大结果过多") from None
        return Share(self, size)


class Share:
    """What one answer takes."""

    def __init__(self, room: Room, size: int) -> None:
        self.room, self.size = room, size

    async def give_back(self) -> None:
        """Let others have it; a second time gives nothing more."""
        size, self.size = self.size, 0
        if size:
            async with self.room.changed:
                self.room.free += size
                self.room.changed.notify_all()
