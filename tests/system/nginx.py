"""Debian's own nginx, unpacked beside the rest and run on private ports with our site."""

import contextlib
import re
import socket
import subprocess
import time
from pathlib import Path

from hcc_cli import apt, paths, process
from hcc_cli.locks import locked
from hcc_cli.odoo import free_port

PREFIX = paths.HCC / "prefix-nginx"
SITE = paths.ROOT / "config" / "nginx.conf"
MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def binary() -> Path:
    """Downloaded once; nothing is installed and no service is started."""
    file = PREFIX / "usr/sbin/nginx"
    with locked("nginx"):
        if not file.exists():
            folder = paths.CACHE / "nginx"
            folder.mkdir(parents=True, exist_ok=True)
            archive = apt.Archive(None)
            archive.update()
            archive.download(["nginx"], folder)
            apt.extract(folder, PREFIX)
    return file


def site(folder: Path, http_port: int, https_port: int, upstream: int, websocket: int) -> str:
    """The shipped file, with nothing replaced but addresses and the certificate."""
    text = SITE.read_text()
    text = re.sub(r"\n    listen \[::\].*", "", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{http_port};")
    text = text.replace("listen 443 ", f"listen 127.0.0.1:{https_port} ")
    text = text.replace("127.0.0.1:8069", f"127.0.0.1:{upstream}")
    text = text.replace("127.0.0.1:8072", f"127.0.0.1:{websocket}")
    return text.replace("/etc/ssl/hcc/", f"{folder}/").replace("CENTRE.EXAMPLE", "localhost")


@contextlib.contextmanager
def running(folder: Path, upstream: int, websocket: int):
    """Yield the ports of http and https."""
    ports = free_port(), free_port()
    certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    certificate += ["-subj", "/CN=localhost", "-keyout", folder / "privkey.pem"]
    subprocess.run(
        [*certificate, "-out", folder / "fullchain.pem"], check=True, capture_output=True
    )
    (folder / "site.conf").write_text(site(folder, *ports, upstream, websocket))
    (folder / "main.conf").write_text(MAIN.format(folder=folder))
    command = [binary(), "-p", folder, "-c", folder / "main.conf", "-e", folder / "error.log"]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    with process.child(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        _wait(ports[1])
        yield ports


def _wait(port: int) -> None:
    for _attempt in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError("nginx does not listen")
