"""The clone's Pulumi project as another folder sees it: same program, stack files that may be changed."""

from pathlib import Path
from typing import Any

import yaml

from local_azure.identity import SUBSCRIPTION_ID


def stack_names(clone: Path) -> list[str]:
    """Names the stacks that the clone ships, production last."""
    names = [file.stem.removeprefix("Pulumi.") for file in (clone / "stacks").glob("Pulumi.*.yaml")]
    return sorted(names, key=lambda name: (("local", "dev", "prod").index(name.rpartition("-")[2]), name))


def write_project(clone: Path, folder: Path, stack: str) -> dict[str, Any]:
    """Writes a project that runs the clone's program with a copy of one stack's settings.

    The copy belongs to the local Azure's subscription, since the shipped one waits for its owner's; nothing else is
    changed. What Pulumi writes into a stack's file then stays out of the clone.

    Returns:
        The settings by full key.
    """
    folder.mkdir(parents=True, exist_ok=True)
    project = yaml.safe_load((clone / "Pulumi.yaml").read_text(encoding="utf-8"))
    project["main"] = str(clone / "stacks")
    project["stackConfigDir"] = "stacks"
    project["runtime"]["options"]["virtualenv"] = str(clone / ".venv")
    for plugin in project["plugins"]["providers"]:
        plugin["path"] = str(clone / plugin["path"])
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump(project), encoding="utf-8")
    (folder / "stacks").mkdir(exist_ok=True)
    settings = yaml.safe_load((clone / "stacks" / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8"))
    settings["config"] |= _placed(settings["config"])
    (folder / "stacks" / f"Pulumi.{stack}.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return dict(settings["config"])


def _placed(config: dict[str, Any]) -> dict[str, Any]:
    return {"tunestack:subscription_id": SUBSCRIPTION_ID} if "tunestack:subscription_id" in config else {}
