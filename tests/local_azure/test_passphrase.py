"""The passphrase of Pulumi's state is made once for a clone and is nobody else's to read."""

from pathlib import Path

from local_azure.passphrase import config_passphrase


def test_it_is_the_same_every_time(tmp_path: Path) -> None:
    assert config_passphrase(tmp_path) == config_passphrase(tmp_path)


def test_another_clone_has_another(tmp_path: Path) -> None:
    assert config_passphrase(tmp_path / "a") != config_passphrase(tmp_path / "b")


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    config_passphrase(tmp_path)
    assert (tmp_path / ".tunestack" / "pulumi-passphrase").stat().st_mode & 0o777 == 0o600
