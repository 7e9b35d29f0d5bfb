"""`pulumi-language-python [FLAGS] ENGINE_ADDRESS`: prints the port it listens on and serves until told to stop."""

import sys

from toolchain.protocol import without_sdk


def main() -> None:
    """Serve the engine that started this process; its address is the last argument."""
    without_sdk()
    from toolchain.language_host.server import serve

    serve(engine_address=sys.argv[-1] if len(sys.argv) > 1 else "")


if __name__ == "__main__":
    main()
