/** @odoo-module ignore **/
/* Hall board: who is called where, every counter's number, how many wait in each lane. */
(function () {
    "use strict";

    const el = Hcc.el;
    const LANES_A_PAGE = 9;
    const COUNTERS_A_PAGE = 24;
    const PAGE_MS = 8000;
    const CALLS_LISTED = 3;

    let state = null;
    let page = 0;
    let lastCall = null;

    const lost = Hcc.lostStrip();
    const parts = {
        centre: el("div", "board-centre"),
        slogan: el("div", "board-slogan"),
        time: el("div", "board-time"),
        day: el("div", "board-day"),
        now: el("section", "board-now", "", { "aria-live": "polite" }),
        lastTitle: el("h2", "board-subtitle", "VỪA MỜI"),
        last: el("div", "board-last"),
        counters: el("div", "board-counters"),
        lanes: el("footer", "board-lanes"),
    };

    function build() {
        Hcc.show(
            el("div", "board", [
                lost,
                Hcc.head("board-head", [
                    el("div", "board-who", [parts.centre, parts.slogan]),
                    el("div", "board-clock", [parts.time, parts.day]),
                ]),
                el("div", "board-body", [
                    el("div", "", [
                        parts.now,
                        parts.lastTitle,
                        parts.last,
                    ]),
                    el("div", "", [
                        el("h2", "board-subtitle", "ĐANG PHỤC VỤ TẠI QUẦY"),
                        parts.counters,
                    ]),
                ]),
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

    /** What of `list` stands on the current page; long lists take turns. */
    function turn(list, size) {
        const pages = Math.max(1, Math.ceil(list.length / size));
        const even = Math.ceil(list.length / pages);
        const start = (page % pages) * even;
        return list.slice(start, start + even);
    }

    function drawCounters(counters) {
        const nodes = turn(counters, COUNTERS_A_PAGE).map(drawCounter);
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

    function drawTurns() {
        drawCounters(state.counters);
        drawLanes(state.lanes, state.figures);
    }

    function draw(fresh) {
        if (!parts.now.isConnected) {
            build();
        }
        state = fresh;
        parts.centre.textContent = state.centre.name;
        parts.slogan.textContent = state.centre.slogan;
        drawClock();
        drawNow(state.calls[0]);
        drawLast(state.calls);
        drawTurns();
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
    Hcc.live({
        path: "/state",
        channel: Hcc.config.channel,
        onState: draw,
        onLost: lost.update,
        onRefused: Hcc.showRefused,
    });
})();
