/** @odoo-module ignore **/
/* Counter board: the counter's number, the number that is called to it; blinks on a call. */
(function () {
    "use strict";

    const el = Hcc.el;
    const BLINK_SECONDS = 15;
    const LETTERS = 5;
    const WORDS = { closed: "Quầy chưa mở", paused: "Tạm dừng", open: "Sẵn sàng phục vụ" };

    let lastCall = null;
    let blinking = null;

    const lost = Hcc.lostStrip("Không cập nhật");
    const parts = {
        counter: el("div", "over-counter hcc-number"),
        name: el("div", "over-name"),
        main: el("section", "over-main", "", { "aria-live": "polite" }),
        time: el("div", "over-time"),
        page: el("div", "over"),
    };

    function build() {
        Hcc.fill(parts.page, [
            lost,
            Hcc.head("over-head", [
                el("div", "over-title", [el("span", "over-word", "QUẦY"), parts.counter]),
                parts.name,
                parts.time,
            ]),
            parts.main,
        ]);
        Hcc.show(parts.page);
    }

    function blink(seconds) {
        clearTimeout(blinking);
        parts.main.classList.remove("is-new");
        void parts.main.offsetWidth; // start the animation anew
        parts.main.classList.add("is-new");
        blinking = setTimeout(() => parts.main.classList.remove("is-new"), seconds * 1000);
    }

    /** A new call blinks; one made before the page was loaded only for what is left of it. */
    function follow(state) {
        const left = BLINK_SECONDS - (state.called_seconds || 0);
        if (!state.called) {
            clearTimeout(blinking);
            parts.main.classList.remove("is-new");
        } else if (state.call !== lastCall && left > 0) {
            blink(left);
        }
        lastCall = state.call;
    }

    function drawMain(state) {
        const long = state.number.length > LETTERS ? " is-long" : "";
        if (state.number) {
            Hcc.fill(parts.main, [
                el("div", "over-main-title", state.called ? "MỜI SỐ" : "ĐANG PHỤC VỤ SỐ"),
                el("div", "over-number hcc-number" + long, state.number),
            ]);
        } else {
            Hcc.fill(parts.main, [
                el("div", "over-state", WORDS[state.state] || ""),
                state.why ? el("div", "over-why", state.why) : null,
            ]);
        }
        parts.page.className = "over is-" + (state.number ? (state.called ? "called" : "serving") : state.state);
    }

    function draw(state) {
        if (!parts.main.isConnected) {
            build();
        }
        parts.counter.textContent = String(state.counter);
        parts.name.textContent = state.name;
        drawMain(state);
        follow(state);
    }

    build();
    setInterval(function () {
        parts.time.textContent = Hcc.hours(Hcc.now());
    }, 1000);
    Hcc.nightlyReload();
    Hcc.live({
        path: "/state",
        channel: Hcc.config.channel,
        onState: draw,
        onLost: lost.update,
        onRefused: Hcc.showRefused,
    });
})();
