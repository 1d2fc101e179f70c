"""The server as the agent sees it: two calls over HTTP."""

import requests

from . import __version__
from .clock import parse

USER_AGENT = f"hcc-agent/{__version__}"
TIMEOUTS = (5, 15)


class ServerError(Exception):
    """The call did not get a usable answer: try again later. (Odoo without database says 404.)"""


class NotAllowed(ServerError):
    """The token or the enrolment code is wrong, used up or revoked."""


class Server:
    """HTTP client of one server; keeps connections open between calls."""

    def __init__(self, config, token=""):
        self._url = config.server_url
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.headers["User-Agent"] = USER_AGENT
        self._http.verify = config.ca_file or True
        if config.database:
            self._http.headers["X-Odoo-Database"] = config.database
        if token:
            self.use_token(token)

    def use_token(self, token):
        """Prove who we are with ``token`` from the next call on."""
        self._http.headers["Authorization"] = f"Bearer {token}"

    def enroll(self, code):
        """Exchange a one-time code for ``{device_id, name, token}``."""
        return self._post("/hcc/agent/enroll", {"code": code})

    def sync(self, request):
        """Everything up, everything down; ``now`` comes back parsed."""
        answer = self._post("/hcc/agent/sync", request)
        try:
            answer["now"] = parse(answer["now"])
        except (KeyError, ValueError, AttributeError) as error:
            raise ServerError(f"answer without a time: {error!r}") from error
        return answer

    def close(self):
        self._http.close()

    def _post(self, path, body):
        try:
            response = self._http.post(
                self._url + path, json=body, timeout=TIMEOUTS, allow_redirects=False
            )
            response.content  # noqa: B018 - a cut connection shows while reading
        except (requests.RequestException, OSError) as error:
            raise ServerError(type(error).__name__) from error
        if response.status_code in (401, 403, 410):
            raise NotAllowed(_error_message(response))
        if response.status_code != 200:
            raise ServerError(f"HTTP {response.status_code}")
        try:
            answer = response.json()
        except ValueError as error:
            raise ServerError("answer is not JSON") from error
        if not isinstance(answer, dict):
            raise ServerError("answer is not a JSON object")
        return answer


def _error_message(response):
    try:
        return response.json().get("message") or f"HTTP {response.status_code}"
    except (ValueError, AttributeError):
        return f"HTTP {response.status_code}"
