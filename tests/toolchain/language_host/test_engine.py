"""The real engine runs a small program with this language host: preview, up, again without change, destroy."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from toolchain.paths import bin_directory, pulumi_executable, root, stand_in_directory

PROGRAM = """
import pulumi

class Room(pulumi.ComponentResource):
    def __init__(self, name: str) -> None:
        super().__init__("tiny:index:Room", name)
        self.register_outputs({})

Room("hall")
pulumi.export("greeting", pulumi.Config().require("greeting"))
pulumi.export("password", pulumi.Config().require_secret("password"))
"""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


class Project:
    """A Pulumi project in a folder of its own, with its state and home there too."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = {
            **os.environ,
            "HOME": str(folder),
            "PATH": os.pathsep.join((str(bin_directory(root())), str(stand_in_directory(root())), os.environ["PATH"])),
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_BACKEND_URL": f"file://{folder / 'state'}",
            "PULUMI_CONFIG_PASSPHRASE": "tiny",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        }
        for made in ("home", "state", "program"):
            (folder / made).mkdir()
        (folder / "Pulumi.yaml").write_text(
            f"name: tiny\nmain: program\nruntime: {{name: python, options: {{virtualenv: {sys.prefix}}}}}\n"
        )
        self.write(PROGRAM)
        self.pulumi("stack", "init", "dev")
        self.pulumi("config", "set", "greeting", "hello")
        self.pulumi("config", "set", "--secret", "password", "open sesame")

    def write(self, program: str) -> None:
        """Replace the program."""
        (self._folder / "program" / "__main__.py").write_text(program)

    def pulumi(self, *arguments: str, succeeds: bool = True) -> str:
        """Run the CLI and return what it wrote."""
        command = [str(pulumi_executable(root())), *arguments, "--non-interactive"]
        done = subprocess.run(
            command, cwd=self._folder, env=self._environment, capture_output=True, text=True, check=False
        )
        assert (done.returncode == 0) is succeeds, done.stdout + done.stderr
        return done.stdout

    def changes(self, *arguments: str) -> dict[str, int]:
        """Run the CLI and return how many resources it changed in which way."""
        return dict(json.loads(self.pulumi(*arguments, "--json"))["changeSummary"])


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with a stack, nothing in it yet."""
    return Project(tmp_path)


def test_a_program_goes_up_stays_as_it_is_and_goes_down(project: Project) -> None:
    assert project.changes("preview") == {"create": 2}
    project.pulumi("up", "--yes")
    assert json.loads(project.pulumi("stack", "output", "--json")) == {"greeting": "hello", "password": "[secret]"}
    assert project.changes("preview") == {"same": 2}
    project.pulumi("destroy", "--yes")
    assert json.loads(project.pulumi("stack", "export"))["deployment"].get("resources", []) == []


def test_a_program_that_fails_is_shown_with_its_own_lines_only(project: Project) -> None:
    project.write("import pulumi\nraise ValueError('the reason')\n")
    shown = project.pulumi("preview", succeeds=False)
    assert "ValueError: the reason" in shown
    assert "servicer.py" not in shown
    assert "ended with exit code" not in shown


def test_the_engine_says_which_python_runs_the_project(project: Project) -> None:
    about = json.loads(project.pulumi("about", "--json"))
    assert about["runtime"]["executable"] == str(Path(sys.prefix) / "bin" / "python")
    assert {one["name"] for one in about["plugins"]} >= {"python", "azure-native"}
