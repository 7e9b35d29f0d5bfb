"""A machine that exists only in the test: its programs answer what the test says, every command is remembered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolchain.setup.errors import CommandError
from toolchain.setup.machine import Machine

Effect = Callable[[list[str], Mapping[str, str]], str]


@dataclass
class Recorded:
    """What a pretended machine has, and what was asked of it."""

    folder: Path
    answers: dict[str, Effect] = field(default_factory=dict)
    programs: dict[str, Path] = field(default_factory=dict)
    modules: set[str] = field(default_factory=lambda: {"venv", "ensurepip"})
    commands: list[list[str]] = field(default_factory=list)
    environments: list[Mapping[str, str]] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    fetch_error: Exception = field(default_factory=lambda: OSError("no route to host"))
    lines: list[str] = field(default_factory=list)

    def has(self, name: str, answer: str = "") -> Path:
        """Put a program on this machine's PATH that answers this to everything."""
        program = self.folder / "machine" / "bin" / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(answer)
        program.chmod(0o755)
        self.programs[name] = program
        self.answers[str(program)] = lambda _command, _environment: answer
        return program

    def when(self, word: str, effect: Effect) -> None:
        """Do this for each command that has this word and is no program of the machine."""
        self.answers[word] = effect

    def run(
        self,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str],
        directory: Path | None = None,
        on_line: Callable[[str], None] | None = None,
    ) -> str:
        """Stand in for the machine's runner."""
        arguments = [str(argument) for argument in command]
        self.commands.append(arguments)
        self.environments.append(environment)
        for word in arguments:
            if word in self.answers:
                return self.answers[word](arguments, environment)
        raise CommandError(" ".join(arguments), 127, "not found")

    def fetch(self, url: str, destination: Path, *, sha256: str, reach_within: float) -> None:
        """Stand in for the machine's downloads: none succeeds."""
        self.fetched.append(url)
        raise self.fetch_error

    def machine(self, system: str = "Linux", processor: str = "x86_64") -> Machine:
        """This machine as the setup sees it."""
        return Machine(
            environment={"PATH": str(self.folder / "machine" / "bin"), "HOME": str(self.folder / "home")},
            which=self.programs.get,
            run=self.run,
            fetch=self.fetch,
            has_module=lambda name: name in self.modules,
            report=self.lines.append,
            python=Path("/usr/bin/python3"),
            system=system,
            processor=processor,
        )
