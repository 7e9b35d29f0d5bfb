"""A stack's configuration file: its settings, and single settings written into it while all else stays as it is."""

import json
from pathlib import Path
from typing import Any, Final

import yaml

from operations.checks.finding import Pin, PinValue
from stacks.configuration import NAMESPACE, read_settings
from stacks.settings import Settings

FOLDER: Final = Path(__file__).parents[1] / "stacks"
INDENT: Final = 2


class NoSuchStackError(FileNotFoundError):
    """There is no configuration file for a stack."""

    def __init__(self, stack: str, known: tuple[str, ...]) -> None:
        super().__init__(f"there is no stacks/Pulumi.{stack}.yaml; stacks with one: {', '.join(known) or 'none'}")
        self.stack = stack


def stack_file(stack: str, folder: Path | None = None) -> Path:
    """Finds a stack's file; a name as Pulumi's service has it, ORGANISATION/PROJECT/STACK, is looked for by its end.

    Raises:
        NoSuchStackError: There is none.
    """
    folder = folder or FOLDER
    path = folder / f"Pulumi.{stack.rsplit('/', 1)[-1]}.yaml"
    if not path.is_file():
        known = (each.name.removeprefix("Pulumi.").removesuffix(".yaml") for each in folder.glob("Pulumi.*.yaml"))
        raise NoSuchStackError(stack, tuple(sorted(known)))
    return path


def read_stack_file(path: Path) -> Settings:
    """Reads the settings.

    Raises:
        stacks.configuration.SettingsError: They can't be used; it names all of them.
    """
    config: dict[str, Any] = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("config") or {}
    return read_settings({key: _passed(value) for key, value in config.items()})


def pin(path: Path, pins: tuple[Pin, ...]) -> None:
    """Writes settings into the file; only their own lines change, comments stay."""
    text = path.read_text(encoding="utf-8")
    for each in pins:
        text = with_setting(text, each.setting, each.value)
    path.write_text(text, encoding="utf-8")


def with_setting(text: str, setting: str, value: PinValue) -> str:
    """Gives the file's text with one setting changed or added.

    Args:
        text: The file.
        setting: The setting, dotted, without namespace, such as ``openai.capacity``.
        value: Its value.
    """
    name, _, member = setting.partition(".")
    config = _member(yaml.compose(text), "config")
    own = _member(config, f"{NAMESPACE}:{name}")
    written = json.dumps(value)
    if own is None:
        return _appended(text, config, f"{NAMESPACE}:{name}", member, written)
    place = _member(own, member) if member else own
    if isinstance(place, yaml.ScalarNode):
        return text[: place.start_mark.index] + written + text[place.end_mark.index :]
    return _added(text, own, member, written)


def _member(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _added(text: str, own: yaml.Node, member: str, written: str) -> str:
    if isinstance(own, yaml.MappingNode) and not own.flow_style and own.value:
        first = own.value[0][0].start_mark
        return f"{text[: first.index]}{member}: {written}\n{' ' * first.column}{text[first.index :]}"
    if isinstance(own, yaml.MappingNode):
        inside = own.start_mark.index + 1
        return f"{text[:inside]}{member}: {written}{', ' if own.value else ''}{text[inside:]}"
    # There, but empty: the marks stand right behind the colon.
    return f"{text[: own.start_mark.index]} {{{member}: {written}}}{text[own.end_mark.index :]}"


def _appended(text: str, config: yaml.Node | None, key: str, member: str, written: str) -> str:
    if not isinstance(config, yaml.MappingNode) or not config.value:
        return f"{text.rstrip()}\n\nconfig:\n  {key}: {_block(member, written, INDENT)}"
    column = config.value[0][0].start_mark.column
    before = text[: config.end_mark.index].rstrip("\n")
    rest = text[config.end_mark.index :]
    return f"{before}\n{' ' * column}{key}:{_block(member, written, column)}\n{rest}"


def _block(member: str, written: str, column: int) -> str:
    return f"\n{' ' * (column + INDENT)}{member}: {written}" if member else f" {written}"


def _passed(value: Any) -> str:  # noqa: ANN401 (any YAML value)
    return value if isinstance(value, str) else json.dumps(value, default=str)
