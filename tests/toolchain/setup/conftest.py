"""A bare machine and a bare clone."""

from pathlib import Path

import pytest

from tests.toolchain.setup.recorded import Recorded


@pytest.fixture
def recorded(tmp_path: Path) -> Recorded:
    """A bare machine."""
    return Recorded(tmp_path)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with the files that the parts are made from, and nothing made yet."""
    root = tmp_path / "clone"
    for name in ("uv", "go", "node"):
        _write(root / "toolchain" / "requirements" / f"{name}.txt", f"{name}==1\n")
    for module in ("engine", "actionlint"):
        _write(root / "toolchain" / module / "go.mod", f"module {module}\n\ngo 1.25.8\n")
        _write(root / "toolchain" / module / "go.sum", "")
    for manifest in ("package.json", "package-lock.json"):
        _write(root / "toolchain" / "azurite" / manifest, "{}")
    _write(root / "requirements.lock", "pytest==9\n")
    _write(root / "pyproject.toml", "[project]\n")
    return root


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
