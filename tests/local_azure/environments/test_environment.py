"""Environments are built once, whole, from locked requirements, and found again without uv or a network."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from local_azure.environments import EnvironmentBuildError, cached_environment, ensure_environment
from local_azure.environments.commands import CommandError, Report

LOCK = f"numpy==2.4.6 \\\n    --hash=sha256:{'0' * 64}\n"
TORCH_LOCK = "".join(
    f"{name} \\\n    --hash=sha256:{'0' * 64}\n"
    for name in ("numpy==2.4.6", "torch==2.15.0", "nvidia-cublas==13.4.1.3 ; sys_platform == 'linux'", "triton==3.9.0")
)


class Uv:
    """Takes uv's place: notes what it was called with, makes what it would make, fails when it is told to."""

    def __init__(self, *, refuses: str = "", says: Sequence[str] = ()) -> None:
        self.refuses = refuses
        self.says = says
        self.calls: list[list[str]] = []
        self.environments: list[dict[str, str]] = []
        self.installed: list[str] = []

    async def __call__(self, command: Sequence[str], environ: Mapping[str, str], report: Report) -> None:
        self.calls.append(list(command))
        self.environments.append(dict(environ))
        if self.refuses and self.refuses in command:
            raise CommandError(command, 1, self.says)
        await asyncio.sleep(0)
        self._make(command)
        report("done")

    def _make(self, command: Sequence[str]) -> None:
        if command[1] == "venv":
            python = Path(command[-1], "bin", "python")
            python.parent.mkdir(parents=True)
            python.touch()
        elif "--requirement" in command:
            self.installed.append(Path(command[-1]).read_text(encoding="utf-8"))


def ensure(tmp_path: Path, uv: Uv, text: str = LOCK, environ: Mapping[str, str] | None = None) -> Path:
    requirements = tmp_path / "requirements.lock"
    requirements.write_text(text, encoding="utf-8")
    return asyncio.run(
        ensure_environment(
            requirements,
            cache=tmp_path / "cache",
            report=lambda _line: None,
            uv=Path("uv"),
            environ=environ or {},
            run=uv,
        )
    )


def test_an_environment_is_built_once_and_then_found_without_uv(tmp_path: Path) -> None:
    first = ensure(tmp_path, Uv())
    second_uv = Uv()
    assert ensure(tmp_path, second_uv) == first
    assert second_uv.calls == []
    assert first.is_file()
    assert cached_environment(tmp_path / "requirements.lock", cache=tmp_path / "cache") == first


def test_other_requirements_make_another_environment(tmp_path: Path) -> None:
    first = ensure(tmp_path, Uv())
    assert ensure(tmp_path, Uv(), LOCK.replace("2.4.6", "2.4.7")) != first


def test_everything_is_installed_with_hashes_and_without_resolving(tmp_path: Path) -> None:
    uv = Uv()
    ensure(tmp_path, uv)
    install = uv.calls[-1]
    assert {"--require-hashes", "--no-deps"} <= set(install)
    assert uv.installed == [LOCK]


def test_a_build_that_fails_leaves_nothing_behind_and_names_package_and_reason(tmp_path: Path) -> None:
    says = ("Resolved 1 package", "error: Failed to download `numpy==2.4.6`", "  Caused by: No space left on device")
    with pytest.raises(EnvironmentBuildError, match=r"numpy==2\.4\.6.*No space left on device.*free some disk space"):
        ensure(tmp_path, Uv(refuses="--require-hashes", says=says))
    left = [path for path in (tmp_path / "cache" / "environments").iterdir() if path.is_dir()]
    assert left == []
    assert ensure(tmp_path, Uv()).is_file()


def test_two_callers_at_a_time_build_once(tmp_path: Path) -> None:
    (tmp_path / "requirements.lock").write_text(LOCK, encoding="utf-8")
    uv, lines = Uv(), list[str]()

    async def both() -> list[Path]:
        arguments = {"cache": tmp_path / "cache", "report": lines.append, "uv": Path("uv"), "environ": {}, "run": uv}
        calls = [ensure_environment(tmp_path / "requirements.lock", **arguments) for _ in range(2)]
        return await asyncio.gather(*calls)

    first, second = asyncio.run(both())
    assert first == second
    assert sum(call[1] == "venv" for call in uv.calls) == 1
    assert any("waiting for another build" in line for line in lines)


def test_the_cpu_build_of_torch_replaces_the_cuda_packages_where_it_can_be_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    uv = Uv()
    ensure(tmp_path, uv, TORCH_LOCK)
    assert uv.calls[1][-3:] == ["--torch-backend", "cpu", "torch==2.15.0"]
    assert "numpy" in uv.installed[0]
    assert not any(name in uv.installed[0] for name in ("torch", "nvidia", "triton"))


def test_the_registrys_torch_is_taken_where_the_cpu_build_cant_be_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    uv = Uv(refuses="--torch-backend", says=("error: dns error",))
    ensure(tmp_path, uv, TORCH_LOCK)
    assert uv.installed == [TORCH_LOCK]


def test_the_callers_secrets_stay_behind_and_its_proxy_comes_along(tmp_path: Path) -> None:
    uv = Uv()
    environ = {"AZURE_CLIENT_SECRET": "s", "ARM_CLIENT_ID": "i", "HTTPS_PROXY": "http://127.0.0.1:1", "PATH": "/bin"}
    ensure(tmp_path, uv, environ=environ)
    assert all(not {"AZURE_CLIENT_SECRET", "ARM_CLIENT_ID"} & set(seen) for seen in uv.environments)
    assert all(seen["HTTPS_PROXY"] == "http://127.0.0.1:1" for seen in uv.environments)
    assert all(seen["UV_CACHE_DIR"] == str(tmp_path / "cache" / "uv") for seen in uv.environments)


@pytest.mark.parametrize("line", ["numpy==2.4.6\n", "numpy>=2 --hash=sha256:0\n"])
def test_requirements_that_arent_locked_are_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match=r"'numpy.*is not locked"):
        ensure(tmp_path, Uv(), line)


def test_without_uv_the_error_says_how_to_get_it(tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.lock"
    requirements.write_text(LOCK, encoding="utf-8")
    building = ensure_environment(
        requirements, cache=tmp_path / "cache", report=lambda _line: None, environ={"PATH": ""}, run=Uv()
    )
    with pytest.raises(EnvironmentBuildError, match="make setup"):
        asyncio.run(building)


def test_the_projects_own_uv_is_taken_before_the_one_on_path(tmp_path: Path) -> None:
    own = tmp_path / "uv" / "bin" / "uv"
    own.parent.mkdir(parents=True)
    own.touch()
    (tmp_path / "requirements.lock").write_text(LOCK, encoding="utf-8")
    uv = Uv()
    arguments = {"cache": tmp_path / "cache", "report": lambda _line: None, "environ": {"PATH": "/bin"}, "run": uv}
    asyncio.run(ensure_environment(tmp_path / "requirements.lock", **arguments))
    assert uv.calls[0][0] == str(own)
