/** @odoo-module ignore **/
/*
 * Hcc.live: keep a page's state fresh. The websocket is an empty doorbell, the state is fetched.
 * A slow poll stands behind it, so a lost message or a blocked websocket costs seconds, no more.
 * While the server cannot be reached the last state stays and the page is told since when.
 */
(function () {
    "use strict";

    const POLL_MS = 12000;
    const POLL_WITHOUT_SOCKET_MS = 3000;
    const RETRY_MS = 2000;
    const SLOWEST_RETRY_MS = 60000;
    const REFUSED_RETRY_MS = 30000;
    const STALE_MS = 20000;
    const SOCKET_RETRY_MS = [500, 1000, 2000, 4000, 8000];
    const SOCKET_SILENCE_MS = 30000;
    const NIGHT_MS = 3 * 60 * 60 * 1000;
    const OUTDATED = "OUTDATED_VERSION";

    class Live {
        /**
         * @param {Object} options
         * @param {string} options.path of the state
         * @param {string} [options.channel] doorbell's name; none: poll only
         * @param {number|Function} [options.poll] milliseconds between polls
         * @param {boolean} [options.patient] ask ever more seldom while no answer comes: hundreds of
         *     phones must not hold down a server that is just getting up
         * @param {Function} options.onState gets every fresh state
         * @param {Function} options.onLost gets the time of the last state, or null once it is back
         * @param {Function} options.onRefused gets the refusal (page's token no longer valid)
         */
        constructor(options) {
            this.options = options;
            this.lastGood = null;
            this.failures = 0;
            this.running = false;
            this.again = false;
            this.socketTries = 0;
            this.connected = false;
            if (options.channel) {
                this.connect();
            }
            setInterval(() => this.checkStale(), 1000);
            document.addEventListener("visibilitychange", () => document.hidden || this.refresh());
            window.addEventListener("online", () => this.refresh());
            this.refresh();
        }

        /** Fetch the state; a ring while one is under way fetches once more after it. */
        async refresh() {
            if (this.running) {
                this.again = true;
                return;
            }
            this.running = true;
            clearTimeout(this.timer);
            let wait = this.pollTime();
            try {
                const state = await Hcc.get(this.options.path);
                this.good();
                if (state.now) {
                    Hcc.setNow(state.now);
                }
                this.options.onState(state);
            } catch (error) {
                if (!(error instanceof Hcc.ServerError)) {
                    throw error;
                }
                wait = this.bad(error);
            } finally {
                this.running = false;
            }
            if (this.again) {
                this.again = false;
                wait = 50;
            }
            this.timer = setTimeout(() => this.refresh(), wait);
        }

        pollTime() {
            let poll = this.options.poll || POLL_MS;
            if (typeof poll === "function") {
                poll = poll() * (0.9 + Math.random() / 5); // not all at the same instant
            }
            return this.options.channel && !this.connected ? POLL_WITHOUT_SOCKET_MS : poll;
        }

        good() {
            this.lastGood = Date.now();
            this.failures = 0;
            this.tellLost(null);
        }

        bad(error) {
            if (error.status >= 400 && error.status < 500) {
                this.options.onRefused(error);
                return REFUSED_RETRY_MS;
            }
            this.failures += 1;
            if (this.failures > 1) {
                this.tellLost(this.lastGood || Date.now());
            }
            if (!this.options.patient) {
                return RETRY_MS;
            }
            const wait = RETRY_MS * Math.pow(2, Math.min(this.failures, 5));
            return Math.min(wait, SLOWEST_RETRY_MS) * (0.75 + Math.random() / 2);
        }

        checkStale() {
            const patience = STALE_MS + (this.options.patient ? this.pollTime() : 0);
            if (this.lastGood && Date.now() - this.lastGood > patience) {
                this.tellLost(this.lastGood);
            }
        }

        tellLost(since) {
            if (this.lost !== since) {
                this.lost = since;
                // By the server's clock, as the page's own clock: the screen's is often wrong.
                const offset = Hcc.now().getTime() - Date.now();
                this.options.onLost(since ? new Date(since + offset) : null);
            }
        }

        // -- Doorbell -----------------------------------------------------------------------------

        connect() {
            const scheme = window.location.protocol === "https:" ? "wss://" : "ws://";
            const version = encodeURIComponent(Hcc.config.websocket_version);
            let socket;
            try {
                socket = new WebSocket(scheme + window.location.host + "/websocket?version=" + version);
            } catch (error) {
                this.reconnect();
                return;
            }
            this.socket = socket;
            socket.addEventListener("open", () => this.subscribe(socket));
            socket.addEventListener("message", () => this.refresh());
            socket.addEventListener("close", (event) => this.closed(event));
        }

        subscribe(socket) {
            this.connected = true;
            this.socketTries = 0;
            const data = { channels: [this.options.channel], last: 0 };
            socket.send(JSON.stringify({ event_name: "subscribe", data: data }));
            // A byte now and then: a dead connection is noticed, and proxies keep it open.
            this.beat = setInterval(function () {
                if (socket.readyState === WebSocket.OPEN) {
                    socket.send(new Uint8Array([0]));
                }
            }, SOCKET_SILENCE_MS);
            this.refresh();
        }

        closed(event) {
            clearInterval(this.beat);
            this.connected = false;
            if (event.reason === OUTDATED) {
                // The server was upgraded: take the new page, not all screens at once.
                setTimeout(() => window.location.reload(), 1000 + Math.random() * 10000);
                return;
            }
            this.reconnect();
            this.refresh();
        }

        reconnect() {
            const step = SOCKET_RETRY_MS[Math.min(this.socketTries, SOCKET_RETRY_MS.length - 1)];
            this.socketTries += 1;
            setTimeout(() => this.connect(), step * (0.75 + Math.random() / 2));
        }
    }

    /** The strip that says since when the page is not live; on boards `words` for who waits. */
    function lostStrip(text) {
        const words = text || "Mất kết nối";
        const strip = Hcc.el("div", "hcc-lost", "", { role: "status", hidden: "hidden" });
        strip.update = function (since) {
            strip.hidden = !since;
            strip.textContent = since ? words + " từ " + Hcc.hours(since) + " – đang kết nối lại…" : "";
        };
        return strip;
    }

    function showRefused(error) {
        Hcc.show(
            Hcc.el("div", "hcc-broken", [
                Hcc.el("h1", "", "Trang tạm ngừng"),
                Hcc.el("p", "", error.message || "Địa chỉ này không còn hiệu lực."),
            ])
        );
    }

    /**
     * Screens run for months: load the page anew once a night, each at its own minute, and only
     * while the server answers, or the screen would show the browser's error instead.
     */
    function nightlyReload(isBusy) {
        const minute = Math.floor(Math.random() * 60);
        const loadedAt = Date.now();
        setInterval(async function () {
            const isTime = Hcc.hours(Hcc.now()) === "03:" + ("0" + minute).slice(-2);
            if (!isTime || Date.now() - loadedAt < NIGHT_MS || (isBusy && isBusy())) {
                return;
            }
            try {
                await Hcc.get("/state");
                window.location.reload();
            } catch (error) {
                // another night
            }
        }, 20000);
    }

    Hcc.nightlyReload = nightlyReload;
    Hcc.live = (options) => new Live(options);
    Hcc.lostStrip = lostStrip;
    Hcc.showRefused = showRefused;
})();
