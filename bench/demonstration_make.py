"""How long the demonstration country takes to make, and how much memory. In: numbers of victims. Out: one JSON object.

Run: ``.venv/bin/python bench/demonstration_make.py 10000 1000000``. Each size is made in a process of its own.
"""

import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from intertrata.demonstration import make


def one(persons: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        made = make(Path(folder), persons=persons, seed=1)
        seconds = time.perf_counter() - started
        size = sum(path.stat().st_size for path in made.files)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"persons": persons, "seconds": round(seconds, 1), "peak_mb": peak, "exports_mb": round(size / 1e6, 1)}


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        print(json.dumps(one(int(sys.argv[2]))))
    else:
        runs = [
            json.loads(subprocess.run([sys.executable, __file__, "--one", size], check=True, capture_output=True, text=True).stdout)
            for size in sys.argv[1:]
        ]
        print(json.dumps({"machine": platform.platform(), "python": platform.python_version(), "runs": runs}, indent=1))
