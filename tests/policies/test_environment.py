"""The pack's own environment: locked by hash, of the same engine, where the pack's file says it is."""

import re
from pathlib import Path

import yaml

from policies.pack import FOLDER
from toolchain.setup.policy_environment import POLICY_ENVIRONMENT, REQUIREMENTS
from toolchain.setup.versions import PULUMI

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / REQUIREMENTS).read_text(encoding="utf-8")
PINNED = dict(re.findall(r"^([\w-]+)==(\S+)", TEXT, re.MULTILINE))


def test_every_package_is_pinned_with_hashes_and_comes_from_wherever_the_machine_gets_packages() -> None:
    blocks = re.split(r"\n(?=\S)", TEXT.strip())
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in TEXT


def test_the_pack_speaks_to_the_engine_that_the_project_is_made_for() -> None:
    assert PINNED["pulumi"] == PULUMI
    assert int(PINNED["protobuf"].split(".")[0]) < 6
    assert tuple(int(each) for each in PINNED["pulumi-policy"].split(".")[:2]) >= (1, 21)


def test_what_the_pack_shares_with_the_project_is_of_the_same_version() -> None:
    lock = dict(re.findall(r"^([\w-]+)==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    shared = ("grpcio", "protobuf", "pulumi", "pydantic", "pyyaml")
    assert {name: PINNED[name] for name in shared} == {name: lock[name] for name in shared}


def test_pulumi_finds_the_environment_where_the_setup_makes_it() -> None:
    runtime = yaml.safe_load((FOLDER / "PulumiPolicy.yaml").read_text(encoding="utf-8"))["runtime"]
    assert (FOLDER / runtime["options"]["virtualenv"]).resolve() == (ROOT / POLICY_ENVIRONMENT.folder).resolve()
