"""An answer in chunks: the model server's streams, looked at by the content filter, merged and told as Azure does."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

import httpx

from local_azure.json_types import Json
from local_azure.openai.chat.answers import FILTERED, Frame
from local_azure.openai.chat.content_filter import ContentFilter, Verdict
from local_azure.openai.chat.content_markers import LONGEST


class Screen:
    """Lets an answer's text through as far as the filter has looked at it.

    Args:
        content_filter: The filter.
    """

    def __init__(self, content_filter: ContentFilter) -> None:
        self._filter = content_filter
        self._text = ""
        self._told = 0
        self.verdict: Verdict = content_filter.look("", "Completion")

    @property
    def blocked(self) -> bool:
        """Whether the answer ends here."""
        return self.verdict.blocks and self._filter.holds_back

    def add(self, piece: str, *, last: bool = False) -> str:
        """Takes in a piece and returns what may go out now."""
        self._text += piece
        self.verdict = self._filter.look(self._text, "Completion")
        if self.blocked:
            return ""
        held = LONGEST if self._filter.holds_back and not last else 0
        end = max(self._told, len(self._text) - held)
        new, self._told = self._text[self._told : end], end
        return new


class AnswerStream:
    """The streams of one request's answers.

    Args:
        frame: What all chunks share.
        answers: The model server's answers, one a choice.
        content_filter: Looks at them.
        wants_usage: Whether the number of tokens ends the stream.
    """

    def __init__(
        self, frame: Frame, answers: Sequence[httpx.Response], content_filter: ContentFilter, *, wants_usage: bool
    ) -> None:
        self._frame = frame
        self._answers = answers
        self._filter = content_filter
        self._wants_usage = wants_usage
        self._ready: asyncio.Queue[Json | None] = asyncio.Queue()
        self._prompt_tokens = 0
        self._tokens = 0

    async def events(self) -> AsyncIterator[bytes]:
        """Yields server-sent events; the model server's answers are closed at the end, also when the caller leaves."""
        reading = [asyncio.create_task(self._read(at, each)) for at, each in enumerate(self._answers)]
        try:
            yield self._event(self._frame.prompt_chunk())
            left = len(reading)
            while left:
                chunk = await self._ready.get()
                left -= chunk is None
                if chunk is not None:
                    yield self._event(chunk)
            if self._wants_usage:
                yield self._event(self._frame.usage_chunk(self._prompt_tokens, self._tokens))
            yield b"data: [DONE]\n\n"
        finally:
            for task in reading:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            for answer in self._answers:
                await answer.aclose()

    async def _read(self, index: int, answer: httpx.Response) -> None:
        try:
            told = await self._told(index, answer)
            self._tokens += told
        except (httpx.HTTPError, ValueError) as error:
            message = f"The model server went away while it answered ({type(error).__name__})."
            await self._ready.put({"error": {"code": "500", "message": message}})
        finally:
            self._ready.put_nowait(None)

    async def _told(self, index: int, answer: httpx.Response) -> int:
        screen, pieces, counted = Screen(self._filter), 0, 0
        await self._ready.put(self._frame.chunk(index, {"role": "assistant", "content": ""}))
        async for event in _events(answer):
            if event.get("usage"):
                self._prompt_tokens, counted = event["usage"]["prompt_tokens"], event["usage"]["completion_tokens"]
            for choice in event.get("choices") or ():
                reason = choice.get("finish_reason")
                pieces += 1
                text = screen.add(choice["delta"].get("content") or "", last=reason is not None)
                if screen.blocked:
                    await self._put(index, {}, FILTERED, screen)
                    return counted or pieces
                if text:
                    await self._put(index, {"content": text}, None, screen)
                if reason is not None:
                    await self._put(index, {}, reason, screen)
        return counted or pieces

    async def _put(self, index: int, delta: Json, reason: str | None, screen: Screen) -> None:
        await self._ready.put(self._frame.chunk(index, delta, reason=reason, results=screen.verdict.results))

    def _event(self, chunk: Json) -> bytes:
        asked = {"usage": None} if self._wants_usage and "error" not in chunk else {}
        return f"data: {json.dumps(asked | chunk)}\n\n".encode()


async def _events(answer: httpx.Response) -> AsyncIterator[Json]:
    async for line in answer.aiter_lines():
        if line.startswith("data: ") and line != "data: [DONE]":
            event: Json = json.loads(line.removeprefix("data: "))
            yield event
