"""Debian packages the host must have: installed only if missing, and said so."""

import os
import shutil
import subprocess

from . import process
from .ui import HccError, step, warn

# package -> why; nothing here starts a service
PACKAGES = {
    "chromium": "browser of the whole-system tests",
    "fonts-noto-core": "Vietnamese letters on paper",
    "libpango-1.0-0": "WeasyPrint",
    "libpangoft2-1.0-0": "WeasyPrint",
    "libharfbuzz-subset0": "WeasyPrint",
    "libzbar0": "reading QR codes back in tests",
    "openssl": "certificate of the proxy's test",
    "poppler-utils": "pictures of PDF pages in tests",
    "softhsm2": "software token behind PKCS#11 in tests",
}


def wanted() -> list[str]:
    """Python's venv is a package of its own on Debian, but not for a Python from elsewhere."""
    names = [name for name in PACKAGES if not installed(name)]
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        names.insert(0, "python3-venv")
    return names


def installed(package: str) -> bool:
    done = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status}", package], capture_output=True, text=True
    )
    return done.stdout.strip() == "installed"


def ensure() -> None:
    """Install what is missing, as root or through sudo."""
    if not shutil.which("apt-get"):
        warn("not a Debian system: please provide " + ", ".join(PACKAGES))
        return
    names = wanted()
    if not names:
        return
    command = ["apt-get", "-q", "-oDPkg::Lock::Timeout=300"]
    with step("Debian packages: " + " ".join(names)):
        process.run(_as_root([*command, "update"]), "setup", env=_env(), check=False)
        process.run(
            _as_root([*command, "install", "-y", "--no-install-recommends", *names]),
            "setup",
            env=_env(),
        )


def _env() -> dict:
    return {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def _as_root(command: list[str]) -> list[str]:
    if os.geteuid() == 0:
        return command
    if shutil.which("sudo"):
        # the password is asked here, before output goes to the log
        if subprocess.run(["sudo", "-v"]).returncode == 0:
            return ["sudo", "--preserve-env=DEBIAN_FRONTEND", *command]
    raise HccError("as root, once: apt-get install " + " ".join(wanted()))
