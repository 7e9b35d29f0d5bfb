"""Files of Azure OpenAI: uploaded, checked, read, listed by purpose, deleted; and what is no file."""

import io
import json
from collections.abc import Iterator

from account import refused
from openai import OpenAI
from setting import Command, holds

HELLO = [{"role": "user", "content": "Say hello."}]


def rows(count: int = 12, name: str = "rows.jsonl") -> io.BytesIO:
    """That many chats as a file to upload."""
    row = {"messages": [*HELLO, {"role": "assistant", "content": "Hello to you."}]}
    file = io.BytesIO("\n".join(json.dumps(row) for _ in range(count)).encode())
    file.name = name
    return file


def file_commands(client: OpenAI, version: str) -> Iterator[Command]:
    """Uploads a file and reads it in every way."""
    files, made = client.files, dict[str, str]()

    def create() -> None:
        made["id"] = files.create(file=rows(), purpose="fine-tune").id

    yield f"files.create ({version})", create
    yield (
        f"files.wait_for_processing ({version})",
        lambda: holds(files.wait_for_processing(made["id"], poll_interval=0.2).status, "processed"),
    )
    yield f"files.retrieve ({version})", lambda: holds(files.retrieve(made["id"]).filename, "rows.jsonl")
    yield f"files.list ({version})", lambda: holds(made["id"] in [one.id for one in files.list()], True)
    yield f"files.list of a purpose ({version})", lambda: holds(list(files.list(purpose="batch")), [])
    yield f"files.content ({version})", lambda: holds(files.content(made["id"]).read(), rows().getvalue())
    yield (
        f"files.create of what is no JSON Lines ({version})",
        lambda: refused(400, lambda: files.create(file=rows(name="rows.txt"), purpose="fine-tune")),
    )
    yield f"files.delete ({version})", lambda: holds(files.delete(made["id"]).deleted, True)
    yield f"files.retrieve of none ({version})", lambda: refused(404, lambda: files.retrieve(made["id"]))
    yield f"files.delete of none ({version})", lambda: refused(404, lambda: files.delete(made["id"]))
