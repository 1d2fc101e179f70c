"""Odoo itself: Debian's package unpacked into a private prefix, or the user's checkout."""

import hashlib
import shutil
import tarfile
import tempfile
from pathlib import Path

from . import apt, paths, process, stamps
from .ui import HccError, step, warn

ODOO_PACKAGE = "odoo-19"
# Odoo's package links to files of these. This release's versions are tried first: newer
# fonts-font-awesome and fonts-inconsolata no longer hold the files the links name.
LINKED = [
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-roboto-unhinted",
    "fonts-inconsolata",
    "fonts-glyphicons-halflings",
    "fonts-montserrat",
    "fonts-ocr-b",
]
# "+dfsg" lacks this one file of the backend's bundle (video-call blur); without it every
# backend page logs a console error and tours fail at load.
SEGMENTATION = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
NPM_PACKAGE = "@mediapipe/selfie_segmentation"
RECIPE = "3"


def ensure() -> None:
    if paths.odoo_src():
        _check_checkout(paths.odoo_src())
    elif not stamps.is_fresh("prefix", RECIPE) or not packages_root().is_dir():
        with step("Odoo 19 (Debian package odoo-19, once, 133 MB)"):
            _build_prefix()
            stamps.set_fresh("prefix", RECIPE)


def _check_checkout(source: Path) -> None:
    if not (source / "odoo" / "release.py").is_file():
        raise HccError(f"ODOO_SRC={source} is no Odoo checkout (no odoo/release.py)")
    if "version_info = (19, 0" not in (source / "odoo" / "release.py").read_text():
        raise HccError(f"ODOO_SRC={source} is not Odoo 19.0")


def packages_root() -> Path:
    """The folder that holds the `odoo` package: the same for all clones that share it by a link."""
    return paths.odoo_src() or (paths.PREFIX / "usr/lib/python3/dist-packages").resolve()


def script() -> Path:
    """The real script: `python -m odoo --workers N` never starts the gevent process."""
    source = paths.odoo_src()
    return source / "odoo-bin" if source else paths.PREFIX / "usr/bin/odoo"


def addons_folders() -> list[Path]:
    """Odoo's addons outside its package: a checkout keeps them beside it."""
    source = paths.odoo_src()
    return [source / "addons"] if source and (source / "addons").is_dir() else []


def version() -> str:
    """What prepared databases depend on."""
    release = (packages_root() / "odoo" / "release.py").read_bytes()
    return hashlib.sha256(release + str(packages_root()).encode() + RECIPE.encode()).hexdigest()[
        :16
    ]


def _build_prefix() -> None:
    with tempfile.TemporaryDirectory(dir=paths.CACHE) as folder:
        download = Path(folder)
        release, sid = apt.Archive(None), apt.Archive("sid")
        release.update()
        sid.update()
        missing = release.download(LINKED, download)
        missing = sid.download([ODOO_PACKAGE, *missing], download)
        if missing:
            raise HccError("not found in Debian: " + " ".join(missing))
        apt.extract(download, paths.PREFIX)
    _add_segmentation(packages_root() / "odoo" / "addons" / SEGMENTATION)


def _add_segmentation(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=paths.CACHE) as folder:
        if shutil.which("npm") and not process.run(
            ["npm", "pack", "--silent", NPM_PACKAGE], "setup", cwd=folder, check=False
        ):
            _take_from_tarball(next(Path(folder).glob("*.tgz")), target)
            return
    warn("npm not usable: video-call blur gets an empty file, nothing of ours uses it")
    target.write_text("// not in Debian's package; video-call blur only\n")


def _take_from_tarball(tarball: Path, target: Path) -> None:
    with tarfile.open(tarball) as archive:
        member = archive.extractfile(f"package/{target.name}")
        target.write_bytes(member.read())
