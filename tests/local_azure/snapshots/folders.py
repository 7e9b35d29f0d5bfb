"""Instance folders that tests make by hand, and what is in them."""

from pathlib import Path


def write_state(directory: Path, word: str) -> None:
    """Writes a state that has a word all over: a file, a secret, a job's folder with a link in it, Pulumi's state."""
    for folder in ("jobs/one/output", "pulumi-state", "logs"):
        (directory / folder).mkdir(parents=True, exist_ok=True)
    for name in ("state.sqlite", "credentials.json", "jobs/one/output/model", "pulumi-state/stack.json"):
        (directory / name).write_text(word)
    (directory / "credentials.json").chmod(0o600)
    (directory / "jobs" / "one" / word).symlink_to("output")
    for name in ("ca.pem", "ports.json", "instance.json", "logs/server.log"):
        (directory / name).write_text("of the machine")


def content(directory: Path) -> dict[str, str]:
    """Returns the files and links of a state by path; what belongs to the machine, and snapshots, are left out."""
    outside = {"ca.pem", "ports.json", "instance.json", "logs", "snapshots", "server.lock", "start.lock"}
    found = {}
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory)
        if name.parts[0] in outside:
            continue
        if path.is_symlink():
            found[str(name)] = f"-> {path.readlink()}"
        elif path.is_file():
            found[str(name)] = path.read_text()
    return found
