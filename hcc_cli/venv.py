"""The virtual environment: locked versions, and a .pth file that names Odoo."""

import hashlib
import os
import shutil
import sys
import sysconfig

from . import odoo_source, paths, process, stamps
from .ui import HccError, step

FILES = ["odoo.txt", "test.txt", "lint.txt"]


def ensure() -> None:
    version = _version()
    if stamps.is_fresh("venv", version) and paths.VENV_PYTHON.exists():
        return
    with step("Python packages (locked versions)"):
        stamps.clear("venv")
        _make()
        stamps.set_fresh("venv", version)


def _version() -> str:
    """Anything that would make another environment."""
    digest = hashlib.sha256(sys.version.encode() + str(odoo_source.packages_root()).encode())
    for name in FILES:
        digest.update((paths.REQUIREMENTS / name).read_bytes())
    return digest.hexdigest()


def _make() -> None:
    """In place: scripts of a virtual environment hold its path, so it cannot be renamed."""
    base = getattr(sys, "_base_executable", sys.executable)
    if not paths.VENV_PYTHON.exists() or not _same_python():
        shutil.rmtree(paths.VENV, ignore_errors=True)
        process.run([base, "-m", "venv", paths.VENV], "setup")
    files = [part for name in FILES for part in ("-r", paths.REQUIREMENTS / name)]
    # the lock holds the full closure, so nothing is resolved: the same everywhere
    command = [paths.VENV_PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", *files]
    env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    if process.run(command, "setup", env=env, check=False):
        raise HccError(
            "Python packages could not be installed (no network?); a second run goes on from here\n"
            + process.tail(paths.LOGS / "setup.log", 6)
        )
    _site_packages().joinpath("hcc_odoo.pth").write_text(f"{odoo_source.packages_root()}\n")


def _same_python() -> bool:
    found = process.output([paths.VENV_PYTHON, "-c", "import sys; print(sys.version)"])
    return found.strip() == sys.version.strip()


def _site_packages():
    scheme = {"base": str(paths.VENV), "platbase": str(paths.VENV)}
    folder = sysconfig.get_path("purelib", "posix_prefix", scheme)
    return paths.Path(folder)
