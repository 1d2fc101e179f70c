"""The lint stage: other people's linters, and a few rules of this repository.

Every check returns its complaints, one line each; no complaint, no noise.
"""

import ast
import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from . import manifests, odoo_source, paths
from .tally import Tally
from .ui import HccError, say

VERSION = re.compile(r"19\.0\.\d+\.\d+\.\d+")
REQUIRED_KEYS = ("name", "version", "author", "license", "depends")
# written so that this file does not contain what it looks for
REGISTRIES = r"pypi|pythonhosted|npmjs|debian|docker|ghcr|githubusercontent"
PURE_TOOLS = re.compile(r"odoo\.addons\.hcc_\w+\.tools\b")
WORKING_NOTES = r"\b(?:DESIGN|DOMAIN|PEERS|SECURITY)[.]md\b"
FORBIDDEN = re.compile(rf"\b(?:{REGISTRIES})\.(?:org|com|net|io)\b|/work{'/'}|{WORKING_NOTES}")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)#]+)\)")
ODOO_CHECKS = [
    "used-before-assignment",
    "undefined-variable",
    "eval-used",
    "unreachable",
    "function-redefined",
    "sql-injection",
    "missing-gettext",
    "gettext-variable",
    "gettext-placeholders",
    "gettext-repr",
    "raise-unlink-override",
]
ODOO_PLUGINS = [
    "pylint.extensions.bad_builtin",
    "_odoo_checker_sql_injection",
    "_odoo_checker_gettext",
    "_odoo_checker_unlink_override",
]
TEXT = {
    ".py",
    ".xml",
    ".csv",
    ".js",
    ".css",
    ".scss",
    ".md",
    ".txt",
    ".toml",
    ".conf",
    ".yaml",
    ".yml",
    ".sh",
    ".po",
    "",
}


def run(tally: Tally) -> None:
    """One passed or failed per check."""
    complaints = []
    for check in CHECKS:
        found = check()
        tally.add(0 if found else 1, 1 if found else 0)
        if found:
            title = (check.__doc__ or check.__name__).strip().splitlines()[0]
            complaints += [f"{title} ({len(found)})", *(f"    {line}" for line in found[:40])]
    if complaints:
        say("\n".join(complaints))
        raise HccError("lint found something")


def repository_files() -> list[Path]:
    """Tracked and new files, not the ignored ones."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True)
    if done.returncode:
        return [
            file
            for file in paths.ROOT.rglob("*")
            if file.is_file() and paths.HCC not in file.parents
        ]
    files = [paths.ROOT / name for name in done.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


def relative(file: Path) -> str:
    return str(file.relative_to(paths.ROOT))


def _tool(command: list, environment: dict | None = None) -> list[str]:
    command = list(map(str, command))
    done = subprocess.run(command, cwd=paths.ROOT, env=environment, capture_output=True, text=True)
    if done.returncode == 0:
        return []
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return [line for line in lines if not line.startswith("****")] or [
        f"exit code {done.returncode}"
    ]


def check_ruff() -> list[str]:
    """ruff"""
    return _tool([paths.VENV / "bin/ruff", "check", "--no-cache", "--output-format=concise", "."])


def check_pylint_odoo() -> list[str]:
    """pylint-odoo"""
    folders = list(manifests.folders().values())
    command = [paths.VENV_PYTHON, "-m", "pylint", f"--rcfile={paths.ROOT / '.pylintrc'}", *folders]
    return _tool(command) if folders else []


def check_odoo_pylint() -> list[str]:
    """Odoo's own pylint checks (the rest of its test_lint is tests/addons/test_hcc_lint)"""
    plugins = odoo_source.packages_root() / "odoo/addons/test_lint/tests"
    if not plugins.is_dir():
        plugins = odoo_source.addons_folders()[0] / "test_lint/tests"
    command = [
        *(paths.VENV_PYTHON, "-m", "pylint", "--rcfile=/dev/null", "--score=no"),
        *(
            "--disable=all,useless-option-value,unknown-option-value",
            "--enable=" + ",".join(ODOO_CHECKS),
        ),
        "--load-plugins=" + ",".join(ODOO_PLUGINS),
        *manifests.folders().values(),
    ]
    environment = {**os.environ, **paths.tidy_environment(), "PYTHONPATH": str(plugins)}
    return _tool(command, environment) if manifests.folders() else []


def check_xml() -> list[str]:
    """XML is well-formed"""
    found = []
    for file in repository_files():
        if file.suffix in (".xml", ".svg"):
            try:
                ElementTree.parse(file)
            except ElementTree.ParseError as error:
                found.append(f"{relative(file)}: {error}")
    return found


def check_manifests() -> list[str]:
    """manifests: keys, version, and every data file is listed"""
    found = []
    for name, folder in manifests.folders().items():
        found += [f"{name}: {text}" for text in manifest_faults(folder, manifests.read(folder))]
    return found


def manifest_faults(folder: Path, manifest: dict) -> list[str]:
    found = [f"no '{key}'" for key in REQUIRED_KEYS if not manifest.get(key)]
    if not VERSION.fullmatch(manifest.get("version", "")):
        found.append(f"version {manifest.get('version')!r} is not 19.0.x.y.z")
    if manifest.get("license") != "AGPL-3":
        found.append("license is not AGPL-3")
    listed = set(manifest.get("data", [])) | set(manifest.get("demo", []))
    found += [f"{name} does not exist" for name in sorted(listed) if not (folder / name).is_file()]
    found += [f"{name} is listed nowhere" for name in sorted(_data_files(folder) - listed)]
    return found


def _data_files(folder: Path) -> set[str]:
    """XML in these folders does nothing unless listed; CSV may also be read by code."""
    parts = ("views", "security", "wizards", "wizard", "report", "reports", "data")
    return {str(f.relative_to(folder)) for part in parts for f in (folder / part).rglob("*.xml")}


def check_pure_tools() -> list[str]:
    """addons/*/tools and agent/ import nothing from Odoo"""
    files = [*paths.ADDONS.glob("*/tools/**/*.py"), *(paths.ROOT / "agent").rglob("*.py")]
    return [
        f"{relative(file)}: imports {name}"
        for file in files
        for name in odoo_imports(file.read_text())
    ]


def odoo_imports(source: str) -> list[str]:
    """Names of Odoo's packages that this source imports, anywhere in it.

    The pure tools of another addon of ours are no part of Odoo, only reached through its name.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        found += [
            name
            for name in names
            if name.split(".")[0] in ("odoo", "openerp") and not PURE_TOOLS.match(name)
        ]
    return found


def check_pictures() -> list[str]:
    """every picture that a document shows is there"""
    return [
        f"{relative(file)}: {target}"
        for file in repository_files()
        if file.suffix == ".md"
        for target in PICTURE.findall(file.read_text())
        if not (file.parent / target).exists()
    ]


def check_hosts() -> list[str]:
    """no registry host and no path of a development machine is named"""
    found = []
    for file in repository_files():
        if file.suffix in TEXT:
            for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1):
                if match := FORBIDDEN.search(line):
                    found.append(f"{relative(file)}:{number}: {match[0]}")
    return found


def check_po_files() -> list[str]:
    """every addon has i18n/vi.po (its completeness is checked against the installed addon)"""
    folders = [f for f in manifests.folders().values() if f.parent == paths.ADDONS]
    return [relative(f) for f in folders if not (f / "i18n" / "vi.po").is_file()]


CHECKS = [
    check_ruff,
    check_pylint_odoo,
    check_odoo_pylint,
    check_xml,
    check_manifests,
    check_pure_tools,
    check_hosts,
    check_pictures,
    check_po_files,
]
