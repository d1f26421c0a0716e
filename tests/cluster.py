"""A PostgreSQL cluster that lives as long as one run of the tests, made from Debian's binaries.

In: an empty folder. Out: a server on its own socket and port, run by a user that is not root, with
empty databases. Nothing of it survives ``stop``.
"""

import os
import pwd
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path


def binaries() -> Path | None:
    """Where initdb and pg_ctl stand (Debian keeps them off the PATH), newest version first; None where absent."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    found = [path for path in versions if (path / "initdb").exists()]
    on_path = shutil.which("initdb")
    return found[0] if found else Path(on_path).resolve().parent if on_path else None


@dataclass(frozen=True)
class Cluster:
    """A running server."""

    bin: Path
    data: Path
    port: int
    user: str

    def url(self, base: str) -> str:
        """The address of one database of this cluster."""
        return f"postgresql://intertrata@127.0.0.1:{self.port}/{base}"

    def stop(self) -> None:
        """End the server at once and remove its files."""
        _as(self.user, [str(self.bin / "pg_ctl"), "-D", str(self.data), "-m", "immediate", "stop"])
        shutil.rmtree(self.data.parent, ignore_errors=True)


def start(folder: Path, *, durable: bool = False) -> Cluster:
    """Make and start a cluster under ``folder``, with databases main, vault, log and public owned by ``intertrata``.

    Args:
        durable: whether it waits for the disk, as a server in use does; without it only a machine that loses power would lose anything.
    """
    place = binaries()
    if place is None:
        raise RuntimeError("PostgreSQL is not installed (Debian package postgresql).")
    user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    folder.mkdir(parents=True)
    for parent in [folder, *folder.parents][:2]:
        parent.chmod(0o755)
    if os.getuid() == 0:
        shutil.chown(folder, user)
    cluster = Cluster(place, folder / "data", _free_port(), user)
    _as(
        user,
        [str(place / "initdb"), "-D", str(cluster.data), "-U", "intertrata", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
    )
    options = f"-p {cluster.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c shared_buffers=256MB"
    options += "" if durable else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    _as(user, [str(place / "pg_ctl"), "-D", str(cluster.data), "-o", options, "-l", str(folder / "log"), "-w", "start"])
    for base in ("main", "vault", "log", "public"):
        _as(user, [str(place / "createdb"), "-h", "127.0.0.1", "-p", str(cluster.port), "-U", "intertrata", base])
    return cluster


def _as(user: str, command: list[str]) -> None:
    prefix = ["runuser", "-u", user, "--"] if os.getuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
