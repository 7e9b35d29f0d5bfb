"""Prints the schema as JSON."""

import json
import sys

from toolchain.azure_native.schema.package import package_schema

if __name__ == "__main__":
    json.dump(package_schema(), sys.stdout)
