#!/usr/bin/env python3
"""Compares the simulator's table of methods with a machine-readable description of the Bot API.

Usage: bot_api.py DESCRIPTION.json [METHODS.txt]

The description is a JSON object with "methods": name -> {"fields": [{"name", "required"}]}, as several public projects
publish it. Exits with 1 when anything differs and names each difference; with 2 when it cannot compare.
"""

import json
import pathlib
import sys

TABLE = pathlib.Path(__file__).resolve().parent.parent / "src" / "api" / "methods.txt"


def read_table(path):
    """Method -> {parameter: required}."""
    methods = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition(":")
        methods[name] = {word.rstrip("!"): word.endswith("!") for word in rest.split()}
    return methods


def read_description(path):
    """Method -> {parameter: required}."""
    description = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: {field["name"]: bool(field["required"]) for field in method.get("fields") or []}
        for name, method in description["methods"].items()
    }, description.get("version", "unknown version")


def differences(ours, theirs):
    for name in sorted(theirs.keys() - ours.keys()):
        yield f"{name}: not in the table"
    for name in sorted(ours.keys() - theirs.keys()):
        yield f"{name}: not in the Bot API"
    for name in sorted(ours.keys() & theirs.keys()):
        mine, right = ours[name], theirs[name]
        for parameter in sorted(right.keys() - mine.keys()):
            yield f"{name}.{parameter}: not in the table"
        for parameter in sorted(mine.keys() - right.keys()):
            yield f"{name}.{parameter}: not in the Bot API"
        for parameter in sorted(mine.keys() & right.keys()):
            if mine[parameter] != right[parameter]:
                word = "required" if right[parameter] else "optional"
                yield f"{name}.{parameter}: is {word} in the Bot API"


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    table = pathlib.Path(arguments[1]) if len(arguments) == 2 else TABLE
    try:
        ours = read_table(table)
        theirs, version = read_description(pathlib.Path(arguments[0]))
    except (OSError, ValueError, KeyError) as error:
        print(f"cannot compare: {error}", file=sys.stderr)
        return 2
    found = list(differences(ours, theirs))
    for line in found:
        print(line)
    parameters = sum(len(parameters) for parameters in ours.values())
    print(f"{version}: {len(ours)} methods, {parameters} parameters compared, {len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
