"""Change a sample of places in every room of the code, and count the changes that no test notices.

`make mutation` runs it for all rooms; `python benchmarks/mutation.py staff tables` only for these.
"""

import json
import random
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

PLACES, SEED = 40, 18  # tried in each room
MUTMUT = Path(sys.executable).with_name("mutmut")
# Exit codes as mutmut stores them: a failed test or an internal error; tests that ran far too long.
KILLED, LATE = {1, 3}, {-24, 24, 36, 152, 255}


def outcomes() -> dict[str, int | None]:
    """Return the exit code of the tests for every change, or None if it was not tried."""
    stored = [json.loads(path.read_text()) for path in sorted(Path("mutants/src").rglob("*.meta"))]
    return {name: code for file in stored for name, code in file["exit_code_by_key"].items()}


def main(chosen: list[str]) -> None:
    """Try the sample, print a line for each room and the name of every change that was not noticed."""
    # With a name that does not exist, mutmut writes all changes and stops before the first test.
    subprocess.run([MUTMUT, "run", "none"], capture_output=True)
    rooms = defaultdict(list)
    for name in outcomes():
        rooms[name.split(".")[1]].append(name)
    drawn = {
        room: random.Random(SEED).sample(rooms[room], min(PLACES, len(rooms[room])))
        for room in chosen or rooms
    }
    subprocess.run([MUTMUT, "run", *(name for names in drawn.values() for name in names)], check=True)
    found = outcomes()
    print(f"{'room':16}{'places':>8}{'tried':>8}{'killed':>8}{'late':>8}{'share':>8}")
    for room, names in drawn.items():
        killed, late = (sum(found[name] in codes for name in names) for codes in (KILLED, LATE))
        share = (killed + late) / len(names)
        print(f"{room:16}{len(rooms[room]):8}{len(names):8}{killed:8}{late:8}{share:8.0%}")
    print("Not noticed, with the exit code; `mutmut show NAME` prints the change:")
    for name in (name for names in drawn.values() for name in names if found[name] not in KILLED | LATE):
        print(f"  {name} ({found[name]})")


if __name__ == "__main__":
    main(sys.argv[1:])
