"""What a client can do that none of its commands does, and why: `left_out.yaml` in the client's folder."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter


class LeftOut(BaseModel):
    """An operation without a command, and the reason."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    operation: str
    reason: str


def left_out(folder: Path) -> list[dict[str, str]]:
    """Reads the operations that a client's folder names, as build/conformance.json has them; none without the file.

    Raises:
        ValueError: The file isn't a list of operations with reasons.
    """
    file = folder / "left_out.yaml"
    if not file.exists():
        return []
    rows = TypeAdapter(list[LeftOut]).validate_python(yaml.safe_load(file.read_text(encoding="utf-8")))
    return [row.model_dump() for row in rows]
