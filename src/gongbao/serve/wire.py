"""Messages between the web server and its workers: a JSON head and a body of bytes, both preceded by their lengths."""

import asyncio
import json
import re
import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_SIZES = struct.Struct("!II")

OUT_OF_MEMORY = 3  # the exit status of a worker that could not get the memory it needed

Head = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing: its classes, its names (the first is shown), how often it is mentioned; how well it was found, 100 surely."""

    iri: str
    types: Sequence[str]
    names: Sequence[str]
    mentions: int = 0
    score: float = 100.0

    @property
    def name(self) -> str:
        """The name that is shown."""
        return self.names[0]

    @property
    def scope(self) -> str:
        """Where it is, for things whose name alone could be another place's: their IRIs say so; else ''.

        Of a thing that only its report tells apart the IRI has eight digits of the report's digest, which tell a reader nothing.
        """
        before, mark, _ = self.iri.rpartition("/")[2].partition("--")
        return before if mark and not re.fullmatch("[0-9a-f]{8}", before) else ""


def pack(head: Head, body: bytes = b"") -> bytes:
    """Return one message."""
    written = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return _SIZES.pack(len(written), len(body)) + written + body


async def receive(reader: asyncio.StreamReader) -> tuple[Head, bytes | bytearray]:
    """Read one message in the server. Raises IncompleteReadError where the worker went away."""
    head, size = await receive_head(reader)
    return head, await receive_body(reader, size)


async def receive_head(reader: asyncio.StreamReader) -> tuple[Head, int]:
    """Read the head of a message, and the size of its body."""
    sizes = _SIZES.unpack(await reader.readexactly(_SIZES.size))
    return json.loads((await reader.readexactly(sizes[0])).decode("utf-8", "surrogatepass")), sizes[1]


async def receive_body(reader: asyncio.StreamReader, size: int) -> bytes | bytearray:
    """Read a body in parts: the reader's own buffer would hold it a second time."""
    parts = bytearray()
    while len(parts) < size:
        part = await reader.read(min(size - len(parts), 1 << 18))
        if not part:
            raise asyncio.IncompleteReadError(b"", size)
        parts += part
    return parts


def receive_blocking(channel: socket.socket) -> tuple[Head, bytes] | None:
    """Read one message in a worker; None where the server closed the channel."""
    sizes = _exactly(channel, _SIZES.size)
    if sizes is None:
        return None
    head_size, body_size = _SIZES.unpack(sizes)
    head, body = _exactly(channel, head_size), _exactly(channel, body_size)
    if head is None or body is None:
        return None
    return json.loads(head.decode("utf-8", "surrogatepass")), body


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    found = channel.recv(size, socket.MSG_WAITALL)
    return found if len(found) == size else None
