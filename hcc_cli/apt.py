"""Debian packages without installing them: a private apt state, downloads, `dpkg -x`.

No host is named: the sources are this machine's own, with the suite replaced where another
one is wanted. Everything is in our cache folder, so it needs no root and touches no system state.
"""

import re
import shutil
from pathlib import Path

from . import paths, process
from .ui import HccError

APT_ETC = Path("/etc/apt")


def main_stanza() -> str:
    """The machine's own source of Debian `main`, as a deb822 stanza."""
    for file in sorted(APT_ETC.glob("sources.list.d/*.sources")):
        for stanza in re.split(r"\n\s*\n", file.read_text()):
            if _serves_main(stanza):
                return stanza
    for file in [APT_ETC / "sources.list", *sorted(APT_ETC.glob("sources.list.d/*.list"))]:
        for line in file.read_text().splitlines() if file.exists() else []:
            stanza = stanza_from_line(line)
            if stanza and _serves_main(stanza):
                return stanza
    raise HccError(
        "no Debian 'main' source found in /etc/apt; on another system set ODOO_SRC=/path "
        "to an Odoo 19 checkout"
    )


def stanza_from_line(line: str) -> str | None:
    """`deb [signed-by=…] URI SUITE COMPONENTS` in the newer form."""
    match = re.match(
        r"deb\s+(?:\[(?P<opts>[^]]*)\]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)\s+(?P<comps>.+)", line
    )
    if not match:
        return None
    fields = {"Types": "deb", "URIs": match["uri"], "Suites": match["suite"]}
    fields["Components"] = match["comps"]
    if signed := re.search(r"signed-by=(\S+)", match["opts"] or ""):
        fields["Signed-By"] = signed[1]
    return "".join(f"{key}: {value}\n" for key, value in fields.items())


def _serves_main(stanza: str) -> bool:
    """This release's own archive: a plain suite (no -updates, no -security) with `main`."""
    suites = field(stanza, "Suites").split()
    plain = [suite for suite in suites if re.fullmatch(r"[a-z]+", suite)]
    return (
        bool(plain)
        and "main" in field(stanza, "Components").split()
        and bool(field(stanza, "URIs"))
    )


def field(stanza: str, name: str) -> str:
    match = re.search(rf"^{name}:[ \t]*(.*)$", stanza, re.MULTILINE | re.IGNORECASE)
    return match[1].strip() if match else ""


def with_suite(stanza: str, suite: str) -> str:
    """The same archive and key, another suite; comments dropped, they may hide a field."""
    lines = [line for line in stanza.splitlines() if not line.lstrip().startswith("#")]
    text = re.sub(r"(?mi)^Suites:.*$", f"Suites: {suite}", "\n".join(lines))
    text = re.sub(r"(?mi)^Components:.*$", "Components: main", text)
    return re.sub(r"(?mi)^Types:.*$", "Types: deb", text).strip() + "\n"


class Archive:
    """One private apt state: `Archive('sid')`, or `Archive(None)` for the machine's own sources."""

    def __init__(self, suite: str | None):
        self.folder = paths.CACHE / "apt" / (suite or "release")
        for name in ("lists/partial", "cache/archives/partial", "state"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.options = self._common_options()
        if suite:
            source = self.folder / f"{suite}.sources"
            source.write_text(with_suite(main_stanza(), suite))
            self.options += [
                f"-oDir::Etc::sourcelist={source}",
                "-oDir::Etc::sourceparts=/dev/null",
            ]

    def _common_options(self) -> list[str]:
        folder = self.folder
        return [
            "-q",
            f"-oDir::State={folder}/state",
            f"-oDir::State::Lists={folder}/lists",
            "-oDir::State::status=/var/lib/dpkg/status",
            f"-oDir::Cache={folder}/cache",
            # _apt cannot enter a 0700 home folder; nothing is installed, only downloaded
            "-oAPT::Sandbox::User=" + _user_name(),
            "-oAcquire::Retries=3",
        ]

    def update(self) -> None:
        """A mirror that fails for a moment does not matter while older lists are here."""
        process.run(["apt-get", *self.options, "update"], "setup", check=False)
        if not any(self.folder.glob("lists/*_Packages*")):
            raise HccError(
                "the Debian archive of this machine's apt sources cannot be reached: is there a "
                f"network? Run it again when there is. Log: {paths.LOGS / 'setup.log'}"
            )

    def download(self, packages: list[str], folder: Path) -> list[str]:
        """Download what exists there; return the names that do not."""
        known = [name for name in packages if self.version(name)]
        if known:
            process.run(["apt-get", *self.options, "download", *known], "setup", cwd=folder)
        return [name for name in packages if name not in known]

    def version(self, package: str) -> str:
        text = process.output(["apt-cache", *self.options, "policy", package])
        match = re.search(r"Candidate: (\S+)", text)
        return match[1] if match and match[1] != "(none)" else ""

    def missing_for(self, package: str) -> list[str]:
        """What an installation of `package` would bring that the machine lacks."""
        text = process.output(
            ["apt-get", *self.options, "-s", "--no-install-recommends", "install", package]
        )
        return re.findall(r"^Inst (\S+)", text, re.MULTILINE)

    def depends(self, package: str) -> list[str]:
        text = process.output(["apt-cache", *self.options, "depends", package])
        return re.findall(r"Depends: (\S+)", text)


def _user_name() -> str:
    import getpass

    return getpass.getuser()


def extract(folder: Path, target: Path) -> None:
    """Unpack every .deb of `folder` beside `target`, then put it in place by rename."""
    new = target.with_name(target.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    for deb in sorted(folder.glob("*.deb")):
        process.run(["dpkg", "-x", deb, new], "setup")
    shutil.rmtree(target, ignore_errors=True)
    new.rename(target)
