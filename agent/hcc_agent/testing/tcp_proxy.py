"""A cable between agent and server that can be cut in the ways cables are cut."""

import socket
import threading

MODES = (
    "ok",
    "black_hole",  # connections stay open, nothing comes through: a cable pulled
    "refuses",  # nobody listens any more
    "no_websocket",  # a strict proxy: HTTP passes, the websocket is closed
)


class TcpProxy:
    """Forwards ``proxy.url`` to ``target`` (``http://host:port``) as its ``mode`` allows."""

    def __init__(self, target):
        host, _colon, port = target.removeprefix("http://").partition(":")
        self._target = (host, int(port))
        self.mode = "ok"
        self.websockets_refused = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()

    def close(self):
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._listener.close()

    def _accept(self):
        while True:
            try:
                line, _address = self._listener.accept()
            except OSError:
                return
            if self.mode == "refuses":
                line.close()
                continue
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line):
        try:
            first = line.recv(65536)
            if self.mode == "no_websocket" and b"upgrade: websocket" in first.lower():
                self.websockets_refused += 1
                line.close()
                return
            far = socket.create_connection(self._target)
        except OSError:
            line.close()
            return
        threading.Thread(target=self._pump, args=(far, line), daemon=True).start()
        self._pump(line, far, first)

    def _pump(self, source, sink, data=b""):
        """Carry bytes one way; in a black hole they are lost, and the ends hear nothing."""
        try:
            while True:
                if data and self.mode != "black_hole":
                    sink.sendall(data)
                data = source.recv(65536)
                if not data and self.mode != "black_hole":
                    break
                if not data:
                    return
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.close()
            except OSError:
                pass
