/** @odoo-module ignore **/
/*
 * Hall board: who is called where, every counter's number, how many wait in each lane, notices; on
 * the board with the zone's loudspeaker also the voice. What is longer than the screen takes turns.
 */
(function () {
    "use strict";

    const el = Hcc.el;
    const LANES_A_PAGE = 6;
    const COUNTERS_A_PAGE = 18;
    const COUNTERS_LARGE = 12;
    const PAGE_MS = 8000;
    const CALLS_LISTED = 3;

    let state = null;
    let page = 0;
    let lastCall = null;
    let reported = null;

    const lost = Hcc.lostStrip("Không cập nhật");
    const unheard = el("div", "board-unheard", "Chạm vào màn hình để bật tiếng", { hidden: "hidden" });
    const announcer = Hcc.config.speaks ? new Hcc.Announcer(tellSound) : null;
    const parts = {
        centre: el("div", "board-centre"),
        slogan: el("div", "board-slogan"),
        zone: el("div", "board-zone"),
        time: el("div", "board-time"),
        day: el("div", "board-day"),
        now: el("section", "board-now", "", { "aria-live": "polite" }),
        lastTitle: el("h2", "board-subtitle", "VỪA MỜI"),
        last: el("div", "board-last"),
        countersTitle: el("h2", "board-subtitle"),
        counters: el("div", "board-counters"),
        notice: el("div", "board-notice", "", { role: "note" }),
        lanes: el("footer", "board-lanes"),
    };

    function build() {
        Hcc.show(
            el("div", "board", [
                lost,
                unheard,
                Hcc.head("board-head", [
                    el("div", "board-who", [parts.centre, parts.slogan]),
                    parts.zone,
                    el("div", "board-clock", [parts.time, parts.day]),
                ]),
                el("div", "board-body", [
                    el("div", "", [
                        parts.now,
                        parts.lastTitle,
                        parts.last,
                    ]),
                    el("div", "", [parts.countersTitle, parts.counters]),
                ]),
                parts.notice,
                parts.lanes,
            ])
        );
    }

    function drawClock() {
        parts.time.textContent = Hcc.hours(Hcc.now());
        parts.day.textContent = Hcc.day(Hcc.now());
    }

    function drawNow(call) {
        if (!call) {
            Hcc.fill(parts.now, el("div", "board-now-none", "Chưa có số nào được mời"));
            return;
        }
        Hcc.fill(parts.now, [
            el("div", "board-now-title", call.repeated ? "MỜI LẠI SỐ" : "MỜI SỐ"),
            el("div", "board-now-number hcc-number", call.number),
            el("div", "board-now-counter", "QUẦY " + call.counter),
        ]);
        if (lastCall !== null && call.id > lastCall) {
            parts.now.classList.remove("is-new");
            void parts.now.offsetWidth; // start the animation anew
            parts.now.classList.add("is-new");
        }
        lastCall = call.id;
    }

    function drawLast(calls) {
        parts.lastTitle.hidden = calls.length < 2;
        Hcc.fill(
            parts.last,
            calls.slice(1, 1 + CALLS_LISTED).map((call) =>
                el("div", "board-call", [
                    el("span", "hcc-number", call.number),
                    el("span", "board-call-counter", "Quầy " + call.counter),
                    el("span", "board-call-at", call.at),
                ])
            )
        );
    }

    function drawCounter(counter) {
        let kind = "";
        let text = el("span", "board-counter-free", counter.paused ? counter.reason || "Tạm dừng" : "Sẵn sàng");
        if (counter.number) {
            kind = counter.called ? " is-called" : " is-serving";
            text = el("span", "board-counter-number hcc-number", counter.number);
        }
        return el("div", "board-counter" + kind, [
            el("span", "board-counter-name", "Quầy " + counter.counter),
            text,
        ]);
    }

    function pagesOf(list, size) {
        return Math.max(1, Math.ceil(list.length / size));
    }

    /** What of `list` stands on the current page; long lists take turns. */
    function turn(list, size) {
        const pages = pagesOf(list, size);
        const even = Math.ceil(list.length / pages);
        const start = (page % pages) * even;
        return list.slice(start, start + even);
    }

    function drawCounters(counters) {
        const shown = turn(counters, COUNTERS_A_PAGE);
        const pages = pagesOf(counters, COUNTERS_A_PAGE);
        const where = pages > 1 ? " · trang " + ((page % pages) + 1) + "/" + pages : "";
        parts.countersTitle.textContent = "ĐANG PHỤC VỤ TẠI QUẦY" + where;
        parts.counters.classList.toggle("is-large", shown.length <= COUNTERS_LARGE);
        const nodes = shown.map(drawCounter);
        Hcc.fill(parts.counters, nodes.length ? nodes : el("div", "board-counter-free", "Chưa mở quầy"));
    }

    function drawLanes(lanes, figures) {
        const total = lanes.reduce((sum, lane) => sum + lane.waiting, 0);
        const title = el("div", "board-lanes-title", [
            el("span", "", "SỐ NGƯỜI ĐANG CHỜ: " + total),
            el("span", "", figures.map((figure) => figure.label + ": " + figure.value).join("   ·   ")),
        ]);
        const nodes = turn(lanes, LANES_A_PAGE).map((lane) =>
            el("div", "board-lane", [
                el("span", "board-lane-prefix", lane.prefix),
                el("span", "board-lane-name", lane.name),
                el("span", "board-lane-waiting", String(lane.waiting)),
            ])
        );
        Hcc.fill(parts.lanes, [title].concat(nodes));
    }

    function drawNotice(notices) {
        parts.notice.hidden = !notices.length;
        parts.notice.textContent = notices.length ? notices[page % notices.length] : "";
    }

    function drawTurns() {
        drawCounters(state.counters);
        drawNotice(state.notices);
        drawLanes(state.lanes, state.figures);
    }

    function draw(fresh) {
        if (!parts.now.isConnected) {
            build();
        }
        state = fresh;
        parts.centre.textContent = state.centre.name;
        parts.slogan.textContent = state.centre.slogan;
        parts.zone.textContent = state.zone;
        drawClock();
        drawNow(state.calls[0]);
        drawLast(state.calls);
        drawTurns();
        if (announcer) {
            speak();
        }
    }

    // -- Voice --------------------------------------------------------------------------------------

    function speak() {
        announcer.update(state.voice);
        reported = state.voice ? state.voice.sound : null;
        tellSound(announcer.sound);
    }

    /** Show, and tell the server, whether this board can be heard. */
    function tellSound(sound) {
        unheard.hidden = sound !== "blocked";
        if (!state || !state.voice || sound === reported) {
            return;
        }
        reported = sound;
        Hcc.post("/sound", { state: sound }).catch(function () {
            reported = null; // the next state says again what the server knows
        });
    }

    build();
    drawClock();
    setInterval(drawClock, 1000);
    setInterval(function () {
        page += 1;
        if (state) {
            drawTurns();
        }
    }, PAGE_MS);
    Hcc.nightlyReload();
    Hcc.live({
        path: "/state",
        channel: Hcc.config.channel,
        onState: draw,
        onLost: lost.update,
        onRefused: Hcc.showRefused,
    });
})();
