"""`python3 -m toolchain.setup [PART...]`: makes what isn't there yet; a second run does nothing."""

import sys

OLDEST_PYTHON = (3, 11)


def main() -> int:
    """Make the named parts (all that `make demo` needs, by default) and return the exit code: 0 done, 2 can't go on."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(number) for number in sys.version_info[:3])
        sys.stderr.write(
            "setup: Python 3.11 or newer is needed, but "
            + sys.executable
            + " is "
            + found
            + ".\n  Fix: install a newer Python and name it: make PYTHON=python3.12 setup\n"
        )
        return 2
    from toolchain.setup.command import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
