"""The Python of command jobs: the shared one for the lock's packages, another one for others, and nothing that runs."""

import asyncio
from pathlib import Path

import pytest
import yaml

from local_azure.errors import AzureError
from local_azure.machine import Compute
from local_azure.machinelearning.commands.conda_file import pip_requirements
from local_azure.machinelearning.commands.environments import python_of

LOCK = "".join(
    f"{pin} \\\n    --hash=sha256:{'0' * 64}\n"
    for pin in ("numpy==2.4.6", "torch==2.15.0", "colorama==0.4.6 ; sys_platform == 'win32'")
)
PINS = ["numpy==2.4.6", "torch==2.15.0"]
SHARED, OTHER = Path("shared/bin/python"), Path("other/bin/python")


def conda(*pip: object) -> str:
    return yaml.safe_dump({"channels": ["x"], "dependencies": ["python=3.9", "pip", {"pip": list(pip)}]})


def python(tmp_path: Path, asked: dict[str, object]) -> tuple[Path, list[str]]:
    """Returns which Python a job gets, and what was built for it."""
    lock = tmp_path / "requirements.lock"
    lock.write_text(LOCK)
    built: list[str] = []

    async def shared(_report: object) -> Path:
        return SHARED

    async def build(requirements: object, _report: object) -> Path:
        built.extend(requirements)  # type: ignore[call-overload]
        return OTHER

    compute = Compute(lock, lock, shared, shared, "quick", requirements=lock, build=build)
    return asyncio.run(python_of(compute, asked, print)), built


@pytest.mark.parametrize(
    "pins",
    [
        PINS,
        [*PINS, "colorama==0.4.6"],
        ["NumPy==2.4.6 ; python_version > '3'", f"torch==2.15.0 --hash=sha256:{'0' * 64}"],
        [*PINS, "azureml-inference-server-http==1.5.1"],
    ],
)
def test_the_packages_of_the_lock_are_the_shared_environment(tmp_path: Path, pins: list[str]) -> None:
    assert python(tmp_path, {"image": "any", "condaFile": conda(*pins)}) == (SHARED, [])


@pytest.mark.parametrize(
    "pins", [PINS[:1], ["numpy==2.4.5", "torch==2.15.0"], [*PINS, "scipy==1.17.0"], ["numpy", "torch"], []]
)
def test_other_packages_are_built(tmp_path: Path, pins: list[str]) -> None:
    assert python(tmp_path, {"condaFile": conda(*pins)}) == (OTHER, pins)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"image": "an/image"}, "the image 'an/image' alone"),
        ({"build": {"contextUri": "https://example.com/context"}}, "a build context"),
    ],
)
def test_an_image_alone_says_what_is_missing(tmp_path: Path, asked: dict[str, object], says: str) -> None:
    with pytest.raises(AzureError, match="condaFile") as refused:
        python(tmp_path, asked)
    assert says in refused.value.message


@pytest.mark.parametrize(
    "entry",
    [
        *("-r other.txt", "-e .", "--editable=.", "-i https://example.com", "--index-url https://example.com"),
        *("--extra-index-url=https://example.com", "--find-links .", "numpy==1 --index-url=https://example.com"),
        *("git+https://example.com/a", "file:///tmp/a", "a @ file:///tmp/a", "a @ https://example.com/a.whl"),
        *("./a", "../a", "/a", "a.whl", "a.tar.gz", "numpy\n-e .", "$(touch a)", "`touch a`", "a;b;c @", "x" * 5000),
        *(7, None, ["numpy"], {"numpy": 1}),
    ],
)
def test_an_entry_that_is_more_than_a_package_is_refused(entry: object) -> None:
    with pytest.raises(AzureError, match="pip entry") as refused:
        pip_requirements(conda(entry))
    assert refused.value.code == "ImageBuildFailure"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("dependencies: [", "isn't YAML"),
        ("name: nothing", "no list 'dependencies'"),
        ("- a list", "no list 'dependencies'"),
        ("dependencies: [numpy=1.26]", "conda package 'numpy=1.26'"),
        ("dependencies: [{pip: [a], conda: [b]}]", "neither a package"),
        ("dependencies: [!!python/object/apply:os.system ['touch ran']]", "isn't YAML"),
        ("#" * 300_000, "longer than"),
    ],
)
def test_a_file_that_is_none_is_refused(text: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AzureError) as refused:
        pip_requirements(text)
    assert says in refused.value.message
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_grows_when_it_is_read_is_refused_at_once() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 40))
    with pytest.raises(AzureError, match="pip entry of type list"):
        pip_requirements(f"l0: &l0 [x]\n{levels}dependencies: [{{pip: [*l39]}}]\n")
