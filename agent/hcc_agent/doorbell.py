"""A websocket on which the server rings when there is something to fetch.

The message is empty; what to do is always fetched by the authenticated call. Without the
doorbell (proxy, old server) the agent asks every few seconds instead.
"""

import json
import logging
import threading
import time
from urllib.parse import quote, urlsplit

import requests
import websocket

from .backoff import Backoff
from .server import TIMEOUTS, USER_AGENT

_logger = logging.getLogger(__name__)

PING_SECONDS, PONG_SECONDS = 20, 8
#: A connection that lasted this long was a good one: the next failure starts with short waits.
STEADY_SECONDS = 20


class Doorbell(threading.Thread):
    """Listens until stopped; calls ``on_ring()`` for every ring and every new connection."""

    def __init__(self, config, identity, on_ring):
        super().__init__(name="doorbell", daemon=True)
        self._config, self._identity, self._on_ring = config, identity, on_ring
        self._stopping, self._retry_now = threading.Event(), threading.Event()
        self._backoff = Backoff(first=1, longest=10)
        self._app = None
        self._last_id = 0
        self.connected = False

    def run(self):
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                self._listen()
            except (requests.RequestException, websocket.WebSocketException, OSError) as error:
                _logger.debug("Doorbell: %s", type(error).__name__)
            self.connected = False
            if time.monotonic() - began > STEADY_SECONDS:
                self._backoff.reset()
            self._retry_now.wait(self._backoff.next())
            self._retry_now.clear()

    def stop(self):
        self._stopping.set()
        self._retry_now.set()
        if self._app:
            self._app.close()

    def use_identity(self, identity):
        """Listen in another name or with another token: connect again."""
        self._identity = identity
        if self._app:
            self._app.close()

    def server_is_back(self):
        """The HTTP call works again: do not sit out a long wait."""
        if not self.connected:
            self._backoff.reset()

    def _listen(self):
        # Odoo asks for an Origin, and closes browsers that do not name its page's version.
        parts = urlsplit(self._config.server_url)
        self._app = websocket.WebSocketApp(
            self._config.websocket_url
            or self._config.server_url.replace("http", "ws", 1) + "/websocket",
            header={"User-Agent": USER_AGENT},
            cookie=self._session_cookie(),
            on_open=self._subscribe,
            on_message=self._heard,
            on_error=lambda _app, error: _logger.debug("Doorbell: %s", type(error).__name__),
        )
        self._app.run_forever(
            origin=f"{parts.scheme}://{parts.netloc}",
            ping_interval=PING_SECONDS,
            ping_timeout=PONG_SECONDS,
            sslopt={"ca_certs": self._config.ca_file} if self._config.ca_file else None,
        )

    def _session_cookie(self):
        """Where one server has several databases: an anonymous session that names ours.

        Odoo's websocket needs a stored session and does not store one for ``X-Odoo-Database``.
        """
        if not self._config.database:
            return None
        answer = requests.get(
            f"{self._config.server_url}/web/login?db={quote(self._config.database)}",
            headers={"User-Agent": USER_AGENT},
            verify=self._config.ca_file or True,
            allow_redirects=False,
            timeout=TIMEOUTS,
        )
        session_id = answer.cookies.get("session_id")
        return f"session_id={session_id}" if session_id else None

    def _subscribe(self, app):
        channel = f"hcc_device/{self._identity.device_id}/{self._identity.token}"
        data = {"channels": [channel], "last": self._last_id}
        app.send(json.dumps({"event_name": "subscribe", "data": data}))
        self.connected = True
        self._on_ring()

    def _heard(self, _app, text):
        try:
            messages = [row for row in json.loads(text) if isinstance(row, dict)]
        except (ValueError, TypeError):
            return
        for row in messages:
            self._last_id = max(self._last_id, int(row.get("id") or 0))
            if (row.get("message") or {}).get("type") == "hcc_device":
                self._on_ring()
