"""A private PostgreSQL: unpacked, not installed; a socket of its own; no TCP port at all.

Reference-counted: the first command starts it, the last one stops it. Every user holds a shared
lock on `pg.users`; whoever can take it exclusively is the last. The kernel drops the lock of a
command that was killed, so a crash cannot leave the count wrong.
"""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from . import apt, paths, process, stamps
from .locks import FileLock, locked
from .ui import HccError, step

USER = "odoo"
SERVER_USER = "daemon"  # only what root becomes: it exists everywhere and owns nothing
RECIPE = "2"
# only the just-in-time compiler needs them (jit is off), or they belong to host clusters
UNNEEDED = (
    "libllvm",
    "postgresql-common",
    "postgresql-client-common",
    "ssl-cert",
    "locales",
    "perl",
)


# --- set-up ---------------------------------------------------------------------------------


def ensure() -> None:
    if not stamps.is_fresh("prefix-pg", RECIPE) or not binary("postgres").exists():
        with step("PostgreSQL (unpacked from Debian's packages, not installed)"):
            _build_prefix()
            stamps.set_fresh("prefix-pg", RECIPE)


def _build_prefix() -> None:
    if not shutil.which("apt-get"):
        _link_host_binaries()
        return
    with tempfile.TemporaryDirectory(dir=paths.CACHE) as folder:
        archive = apt.Archive(None)
        archive.update()
        server = next(
            n for n in archive.depends("postgresql") if re.fullmatch(r"postgresql-\d+", n)
        )
        client = server.replace("postgresql-", "postgresql-client-")
        extra = [n for n in archive.missing_for(server) if not n.startswith(UNNEEDED)]
        names = sorted({server, client, "libpq5", *extra})
        archive.download(names, Path(folder))
        apt.extract(Path(folder), paths.PREFIX_PG)


def _link_host_binaries() -> None:
    """Elsewhere than on Debian: the host's programs, still with a cluster of our own."""
    program = process.need("pg_config", "postgresql")
    folder = Path(process.output([program, "--bindir"]).strip())
    if not (folder / "postgres").exists():
        raise HccError("PostgreSQL's server programs are missing")
    target = paths.PREFIX_PG / "usr/lib/postgresql/host"
    target.mkdir(parents=True, exist_ok=True)
    (target / "bin").unlink(missing_ok=True)
    (target / "bin").symlink_to(folder)


def bin_folder() -> Path:
    found = sorted(paths.PREFIX_PG.glob("usr/lib/postgresql/*/bin"))
    return found[-1] if found else paths.PREFIX_PG / "usr/lib/postgresql/none/bin"


def binary(name: str) -> Path:
    return bin_folder() / name


def library_path() -> str:
    return ":".join(str(p) for p in sorted(paths.PREFIX_PG.glob("usr/lib/*-linux-gnu*")))


def _env() -> dict:
    return {**os.environ, "LD_LIBRARY_PATH": library_path(), "LC_ALL": "C.UTF-8"}


def as_server_user(command: list) -> list[str]:
    """PostgreSQL refuses root, and no other user can enter root's home folder.

    A user namespace solves both: inside it the process is `daemon`, outside it is still root,
    so files stay ours and no folder has to be opened to anyone. Where the kernel forbids it (some
    containers), step down to `daemon` for good, if that user can reach the folder.
    """
    command = list(map(str, command))
    if os.geteuid() != 0:
        return command
    ids = pwd.getpwnam(SERVER_USER)
    unshare = ["unshare", "--user", f"--map-user={ids.pw_uid}", f"--map-group={ids.pw_gid}"]
    if subprocess.run([*unshare, "true"], capture_output=True).returncode == 0:
        return [*unshare, *command]
    return [*_step_down(ids), *command]


def _step_down(ids: pwd.struct_passwd) -> list[str]:
    """The cluster belongs to `daemon` then, and our folder may be walked through, not read."""
    paths.HCC.chmod(0o711)
    down = ["setpriv", f"--reuid={ids.pw_uid}", f"--regid={ids.pw_gid}", "--clear-groups"]
    if subprocess.run([*down, "test", "-x", str(binary("postgres"))]).returncode:
        raise HccError(
            "PostgreSQL does not run as root, this kernel allows no user namespaces, and "
            f"{SERVER_USER} cannot enter {paths.ROOT}: run as an ordinary user, or clone into a "
            "folder that is open to all"
        )
    paths.PG.mkdir(exist_ok=True)
    shutil.chown(paths.PG, ids.pw_uid, ids.pw_gid)
    return down


# --- the cluster ----------------------------------------------------------------------------


def _socket_file() -> Path:
    return paths.RUN / "pg.socket"


def socket_folder() -> str:
    """Short, because a unix socket's path is limited to 107 bytes; in /tmp, so removed on stop."""
    try:
        return _socket_file().read_text().strip()
    except OSError:
        raise HccError("the private PostgreSQL is not running") from None


def is_running() -> bool:
    try:
        folder = socket_folder()
    except HccError:
        return False
    command = [binary("pg_isready"), "-q", "-h", folder]
    return subprocess.run(command, env=_env()).returncode == 0


def _init_cluster() -> None:
    if (paths.PG / "cluster" / "PG_VERSION").exists():
        return
    paths.PG.mkdir(mode=0o700, exist_ok=True)
    new = paths.PG / "cluster.new"
    shutil.rmtree(new, ignore_errors=True)
    # host locales vary and ours must not depend on them: C.UTF-8 is part of the C library
    options = ["-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    process.run(
        as_server_user([binary("initdb"), "-D", new, *options]), "postgres-init", env=_env()
    )
    new.rename(paths.PG / "cluster")


def _start() -> None:
    _init_cluster()
    cluster = paths.PG / "cluster"
    _stop_leftover(cluster)
    folder = _make_socket_folder(cluster)
    _configure(cluster, folder)
    log = paths.PG / "postgres.log"
    command = [binary("pg_ctl"), "-D", cluster, "-w", "-t", "60", "-l", log, "start"]
    # a session of its own: Ctrl-C in the terminal must not reach a server others use too
    options = {"capture_output": True, "text": True, "start_new_session": True, "cwd": "/"}
    done = subprocess.run(as_server_user(command), env=_env(), **options)
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise HccError(f"PostgreSQL did not start\n{done.stderr}{process.tail(log, 10)}")


def _make_socket_folder(cluster: Path) -> str:
    folder = tempfile.mkdtemp(prefix="hcc-pg-", dir=os.environ.get("XDG_RUNTIME_DIR") or "/tmp")
    owner = os.stat(cluster).st_uid
    if owner != os.geteuid():  # the step-down case of as_server_user
        shutil.chown(folder, owner)
        os.chmod(folder, 0o711)
    _socket_file().write_text(folder)
    return folder


def _configure(cluster: Path, folder: str) -> None:
    """Our settings only; what `durable` switched on last time is forgotten."""
    settings = (paths.CONFIG / "postgresql.conf").read_text()
    (cluster / "postgresql.auto.conf").write_text("")
    (cluster / "postgresql.conf").write_text(settings + f"unix_socket_directories = '{folder}'\n")


def _stop_leftover(cluster: Path) -> None:
    """A server whose commands were all killed, or whose socket folder somebody removed."""
    if (cluster / "postmaster.pid").exists():
        _pg_stop("immediate")


def _pg_stop(mode: str) -> None:
    pid = _server_pid()
    command = [binary("pg_ctl"), "-D", paths.PG / "cluster", "-w", "-t", "60", "-m", mode, "stop"]
    subprocess.run(as_server_user(command), env=_env(), capture_output=True, cwd="/")
    if pid:  # pg_ctl returns a moment before the process is gone
        process.wait_until(lambda: not os.path.exists(f"/proc/{pid}"), 10, "the server's end", 0.02)


def _server_pid() -> int | None:
    try:
        return int((paths.PG / "cluster" / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def _stop() -> None:
    _pg_stop("fast")
    shutil.rmtree(socket_folder(), ignore_errors=True)
    _socket_file().unlink(missing_ok=True)


class Users:
    """The reference count; `start` and `stop` are passed in to test it without a server."""

    def __init__(self, folder: Path, is_up, start, stop):
        self.folder, self.is_up, self.start, self.stop = folder, is_up, start, stop

    @contextmanager
    def counted(self):
        users = FileLock(self.folder / "pg.users")
        try:
            with locked("pg.guard", self.folder):
                if not self.is_up():
                    self.start()
                users.shared()
            try:
                yield
            finally:
                with locked("pg.guard", self.folder):
                    users.release()
                    if users.try_exclusive():
                        self.stop()
        finally:
            users.close()


@contextmanager
def cluster(durable: bool = False):
    """The private server is up inside the block.

    Test data is thrown away, so it starts without fsync; a `durable` user (demonstration,
    benchmark) switches it on, and it stays on until the server stops.
    """
    with Users(paths.RUN, is_running, _start, _stop).counted():
        if durable:
            sql("ALTER SYSTEM SET fsync = on")
            sql("ALTER SYSTEM SET full_page_writes = on")
            sql("SELECT pg_reload_conf()")
        yield


def client_env() -> dict:
    """libpq's variables, for our programs and for Odoo's calls of pg_dump and the like."""
    path = f"{bin_folder()}:{os.environ.get('PATH', '')}"
    return {
        **os.environ,
        "PGHOST": socket_folder(),
        "PGUSER": USER,
        "PGDATABASE": "postgres",
        "PATH": path,
    }


def sql(statement: str, database: str = "postgres") -> str:
    command = [
        binary("psql"),
        "-X",
        "-At",
        "-v",
        "ON_ERROR_STOP=1",
        "-d",
        database,
        "-c",
        statement,
    ]
    env = {**client_env(), "LD_LIBRARY_PATH": library_path()}
    return process.output(command, env=env).strip()
