"""Runs another script of this folder on a throw-away PostgreSQL cluster, that of the tests.

In: the script and its options. Out: what it prints. The cluster is made from Debian's binaries and goes when the script ends.

    python bench/on_postgresql.py bench/registers_receive.py --rows 1000000
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from cluster import start

SETTINGS = {
    "INTERTRATA_DATABASE_URL": "main",
    "INTERTRATA_VAULT_URL": "vault",
    "INTERTRATA_LOG_URL": "log",
    "INTERTRATA_PUBLIC_URL": "public",
}


def main():
    folder = Path(tempfile.mkdtemp(prefix="intertrata-bench-pg-"))
    cluster = start(folder / "cluster", durable=True)
    try:
        addresses = {setting: cluster.url(base) for setting, base in SETTINGS.items()}
        sys.exit(subprocess.run([sys.executable, *sys.argv[1:]], env=os.environ | addresses, check=False).returncode)
    finally:
        cluster.stop()


if __name__ == "__main__":
    main()
