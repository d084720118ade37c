"""The grader's end of the wire: frames under a deadline, while output and memory are watched."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import time
from collections.abc import Callable
from typing import Any

from autograder import codec
from autograder.verdicts import ProcessDied, StudentCrashed, StudentReturnedJunk, StudentTimedOut

__all__ = ["DEATH_HINT", "Output", "exchange"]

DEATH_HINT = "exit calls, endless recursion, or far too much memory"
_CHUNK = 1 << 20
_SMALL = 4096  # what most replies fit into, so that one call reads them [bytes]
_WATCH_SECONDS = 0.25


class Output:
    """What student code prints: the beginning is kept, the rest counted, a flood is fatal.

    Attributes:
        text: What was kept since the last `take`.
    """

    KEPT = 64 << 10  # [bytes]
    FATAL = 64 << 20  # [bytes]

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        os.set_blocking(descriptor, False)
        self._kept, self._dropped = bytearray(), 0

    def drain(self) -> bool:
        """Read what is there; False once nobody can print any more.

        Raises:
            StudentCrashed: Far too much was printed.
        """
        while True:
            try:
                data = os.read(self.descriptor, _CHUNK)
            except BlockingIOError:
                return True
            if not data:
                return False
            room = self.KEPT - len(self._kept)
            self._kept += data[: max(0, room)]
            self._dropped += len(data) - max(0, min(room, len(data)))
            if self._dropped > self.FATAL:
                self._dropped = 0
                raise StudentCrashed(
                    f"your code printed more than {self.FATAL >> 20} MB",
                    look_at="a print inside an endless loop",
                )

    def take(self) -> str:
        """Text since the last call."""
        with contextlib.suppress(StudentCrashed):  # what counts as too much is for `exchange` to say
            self.drain()
        text = self._kept.decode("utf-8", "replace")
        if self._dropped:
            text += f"\n[… {self._dropped:,} more bytes]"
        self._kept, self._dropped = bytearray(), 0
        return text


def exchange(
    channel: socket.socket,
    request: list[bytes | memoryview],
    *,
    seconds: float,
    output: Output,
    watch: Callable[[], None],
) -> Any:
    """Send one frame and receive one.

    Args:
        channel: Non-blocking socket to the student's process.
        request: Parts of the frame to send; empty to only receive.
        seconds: Wall time for the whole exchange [s].
        output: Where printed text goes meanwhile.
        watch: Called a few times a second; raises when a bound is passed.

    Raises:
        StudentTimedOut: No whole reply came in time.
        StudentCrashed: The other side closed the channel, or `output` or `watch` said so.
        StudentReturnedJunk: The reply is malformed or too large.
    """
    deadline = time.monotonic() + seconds
    reader = _Reader(channel)
    unsent = _send_some(channel, request)  # most requests fit at once
    waiting = select.poll()
    waiting.register(channel, select.POLLIN | (select.POLLOUT if unsent else 0))
    waiting.register(output.descriptor, select.POLLIN)
    next_watch = time.monotonic() + _WATCH_SECONDS
    while True:
        now = time.monotonic()
        if now > deadline:
            raise StudentTimedOut("your code did not finish in time", look_at="a loop that never ends?")
        if now > next_watch:
            watch()
            next_watch = now + _WATCH_SECONDS
        for descriptor, events in waiting.poll(1000 * min(deadline - now, _WATCH_SECONDS)):
            if descriptor == output.descriptor:
                if not output.drain():  # readable for ever, and nothing to read
                    waiting.unregister(output.descriptor)
                continue
            if events & select.POLLOUT:
                unsent = _send_some(channel, unsent)
                waiting.modify(channel, select.POLLIN | (select.POLLOUT if unsent else 0))
            if events & ~select.POLLOUT and reader.read_some():
                return reader.value()


def _send_some(channel: socket.socket, parts: list[bytes | memoryview]) -> list[bytes | memoryview]:
    """Send what fits now; what is left."""
    try:
        while parts:
            parts = codec.send_some(channel, parts)
    except BlockingIOError:
        return parts
    except (BrokenPipeError, ConnectionResetError):  # the read side tells what happened
        return []
    return parts


class _Reader:
    """Assembles one frame from what arrives."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel = channel
        self.buffer, self.filled = bytearray(_SMALL), 0
        self.header, self.end = 0, codec.PREFIX_SIZE  # where they end, as far as is known

    def read_some(self) -> bool:
        """Read what is there; True when the frame is whole."""
        try:
            while self.filled < self.end:
                count = self.channel.recv_into(memoryview(self.buffer)[self.filled :])
                if count == 0:
                    raise ProcessDied("the process that ran your code died", look_at=DEATH_HINT)
                self.filled += count
                if not self.header and self.filled >= codec.PREFIX_SIZE:
                    self._begin_payload()
        except BlockingIOError:
            return False
        except ConnectionResetError:
            raise ProcessDied("the process that ran your code died", look_at=DEATH_HINT) from None
        return True

    def _begin_payload(self) -> None:
        try:
            header, body = codec.parse_prefix(self.buffer[: codec.PREFIX_SIZE])
        except codec.CodecError as error:
            raise StudentReturnedJunk(str(error)) from None
        self.header = codec.PREFIX_SIZE + header
        self.end = self.header + body
        self.buffer.extend(bytes(max(0, self.end - len(self.buffer))))

    def value(self) -> Any:
        if self.filled > self.end:  # nobody asked for what follows the reply
            raise StudentReturnedJunk("the process that ran your code spoke out of turn")
        view = memoryview(self.buffer)
        try:
            return codec.decode(bytes(view[codec.PREFIX_SIZE : self.header]), view[self.header : self.end])
        except codec.CodecError as error:
            raise StudentReturnedJunk(str(error)) from None
