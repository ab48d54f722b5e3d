"""Messages of a kernel on one socket: each is a channel and its parts, with their lengths in front."""

import socket
import struct
import threading
from collections.abc import Iterator, Sequence

_HEAD = struct.Struct("!BI")
_LENGTH = struct.Struct("!Q")
_READ = 1 << 18

#: Both ends sign with it: nobody else can write on the line, and a session without a key would warn of that.
KEY = b"kh2025"
Parts = list[bytes]


def pack(channel: int, parts: Sequence[bytes | memoryview]) -> bytes:
    r"""One message as bytes: channel, count of parts, and each part after its length.

    >>> pack(1, [b"ab"])
    b'\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x02ab'
    """
    made = [_HEAD.pack(channel, len(parts))]
    for part in parts:
        made += [_LENGTH.pack(memoryview(part).nbytes), bytes(part)]
    return b"".join(made)


class Unpacker:
    """Takes bytes as they arrive and gives whole messages.

    >>> list(Unpacker().feed(pack(1, [b"ab"])))
    [(1, [b'ab'])]
    """

    def __init__(self) -> None:
        self._waiting = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[int, Parts]]:
        """The messages that are whole now."""
        self._waiting += data
        while (found := self._first()) is not None:
            yield found

    def _first(self) -> tuple[int, Parts] | None:
        data, place = self._waiting, _HEAD.size
        if len(data) < place:
            return None
        channel, count = _HEAD.unpack_from(data)
        parts = []
        for _ in range(count):
            if len(data) < place + _LENGTH.size:
                return None
            end = place + _LENGTH.size + _LENGTH.unpack_from(data, place)[0]
            if len(data) < end:
                return None
            parts.append(bytes(data[place + _LENGTH.size : end]))
            place = end
        del data[:place]
        return channel, parts


class Line:
    """One end of the socket between the program and a kernel; several threads may send."""

    def __init__(self, sock: socket.socket) -> None:
        self.socket = sock
        self._lock = threading.Lock()
        self._unpacker = Unpacker()

    def send(self, channel: int, parts: Sequence[bytes | memoryview]) -> None:
        """Send one message; waits while the other end does not read."""
        message = pack(channel, parts)
        with self._lock:
            self.socket.sendall(message)

    def receive(self) -> list[tuple[int, Parts]] | None:
        """The messages that have arrived whole; waits for bytes when there are none. Null at the end of the line."""
        try:
            data = self.socket.recv(_READ)
        except ConnectionError:
            return None
        return list(self._unpacker.feed(data)) if data else None

    def close(self) -> None:
        """Close this end."""
        self.socket.close()
