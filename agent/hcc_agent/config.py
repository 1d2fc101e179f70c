"""Where the server is and where the agent keeps its state."""

import os
from dataclasses import dataclass
from pathlib import Path

import tomllib

DEFAULT_PATH = Path("/etc/hcc-agent.toml")


class ConfigError(Exception):
    """The configuration cannot be used; the message says which line to mend."""


@dataclass(frozen=True)
class Config:
    """The agent's configuration file, read once at start."""

    server_url: str
    state_dir: Path
    database: str = ""
    ca_file: str = ""
    poll_seconds: float = 3.0
    heartbeat_seconds: float = 15.0
    use_doorbell: bool = True
    #: Only where no proxy leads ``/websocket`` of the server's address to Odoo's gevent port.
    websocket_url: str = ""

    @property
    def token_file(self):
        return self.state_dir / "token"

    @property
    def journal_file(self):
        return self.state_dir / "journal.sqlite3"

    @property
    def lock_file(self):
        return self.state_dir / "lock"


def load(path=DEFAULT_PATH):
    """Read a TOML file with the tables ``[server]`` and ``[agent]``."""
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(f"There is no configuration file {path}; see README.md.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from error
    server, agent = data.get("server", {}), data.get("agent", {})
    url = str(server.get("url", "")).rstrip("/")
    if not url.startswith(("http://", "https://")):
        raise ConfigError(
            f"{path}: [server] url must be the server's address, e.g. https://hcc.example"
        )
    return Config(
        server_url=url,
        state_dir=Path(agent.get("state", "/var/lib/hcc-agent")),
        database=str(server.get("database", "")),
        ca_file=str(server.get("ca_file", "")),
        poll_seconds=float(agent.get("poll_seconds", 3)),
        heartbeat_seconds=float(agent.get("heartbeat_seconds", 15)),
        use_doorbell=bool(agent.get("doorbell", True)),
        websocket_url=str(server.get("websocket_url", "")),
    )


@dataclass(frozen=True)
class Identity:
    """Who the agent is for the server: the number of its device and its secret token."""

    device_id: int
    token: str

    def save(self, path):
        """Write the token, for our eyes only; a power cut leaves the old file or the new one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(f"{self.device_id} {self.token}\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(draft, path)

    @classmethod
    def load(cls, path):
        try:
            number, token = path.read_text(encoding="ascii").split()
        except FileNotFoundError as error:
            raise ConfigError(
                "This agent is not enrolled yet: run “hcc-agent enroll CODE”."
            ) from error
        except ValueError as error:
            raise ConfigError(f"{path} is damaged: enrol the agent again.") from error
        return cls(int(number), token)
