"""The stand-in of azure-native among Pulumi's plugins, as long as the official provider isn't there."""

import os
import shutil
from importlib.metadata import version
from pathlib import Path

PROGRAM = "pulumi-resource-azure-native"
OWN_BUILD = "+stand-in"
"""Tells our folder from the official plugin's, whose name has the version alone; as a version it is the same one."""


def offer_stand_in(root: Path, pulumi_home: Path) -> None:
    """Puts the stand-in where Pulumi looks for installed plugins, and takes it away once the official one is there.

    There the engine takes it without a word; a plugin on PATH it would warn of in every command. Does nothing where
    the stand-in isn't set up.

    Args:
        root: The project's root.
        pulumi_home: Pulumi's own folder.
    """
    program = root / ".tunestack" / "stand-in" / PROGRAM
    plugins = pulumi_home / "plugins"
    link = plugins / f"resource-azure-native-v{version('pulumi-azure-native')}{OWN_BUILD}" / PROGRAM
    if any(not folder.name.endswith(OWN_BUILD) for folder in plugins.glob("resource-azure-native-v*")):
        shutil.rmtree(link.parent, ignore_errors=True)
    elif program.is_file() and not (link.is_symlink() and link.readlink() == program):
        link.parent.mkdir(parents=True, exist_ok=True)
        new = link.with_name(f"{PROGRAM}.{os.getpid()}")  # commands may start side by side
        new.symlink_to(program)
        new.replace(link)
