"""A house under attack: a state folder of its own, the real command in a process that has nothing else to write to, and all it says.

In: commands by label. Out: ``House``, with exit codes, outputs, log records, files written and the state as it lay while it worked.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class House:
    """One state folder and what was said while it was filled: ``said`` by label, ``codes`` by label, ``written`` paths."""

    root: Path
    said: Path
    codes: dict[str, int]
    written: list[str]

    @property
    def var(self):
        return self.root / "var"

    def output(self, label):
        return (self.said / f"{label}.out").read_text(encoding="utf-8")


def run(root, commands, label):
    """Run the commands on the state under ``root``, in a process that has nothing else to write to."""
    said = root.parent / label
    said.mkdir()
    for name in ("var", "tmp", "home", "here"):
        (root / name).mkdir(exist_ok=True, parents=True)
    asked = said / "commands.json"
    asked.write_text(json.dumps(commands), encoding="utf-8")
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("INTERTRATA_", "DJANGO_"))}
    own = {"INTERTRATA_VAR": str(root / "var"), "TMPDIR": str(root / "tmp"), "HOME": str(root / "home"), "LOGNAME": "otra.persona"}
    done = subprocess.run(
        [sys.executable, str(HERE / "watched.py"), str(asked), str(said)],
        env=bare | own, cwd=root / "here", capture_output=True, text=True, timeout=300, umask=0o022,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    codes, written = (json.loads((said / name).read_text(encoding="utf-8")) for name in ("codes.json", "written.json"))
    return House(root, said, codes, written)
