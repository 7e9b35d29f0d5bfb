"""``python -m local_azure``: the command line of the local Azure."""

from local_azure.command_line.main import main

if __name__ == "__main__":
    main(prog_name="tunestack local")
