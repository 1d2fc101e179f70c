/** @odoo-module ignore **/
/*
 * Counter panel: one screen, one key for each verb. Every press carries its own request key, and
 * an unanswered press is asked again with the same one, so nothing happens twice.
 *
 * Other addons add what can be done with the current ticket by extending
 * `hcc.ticket._panel_actions()` on the server (key, label, url).
 */
(function () {
    "use strict";

    const el = Hcc.el;
    const POLL_MS = 5000;
    const RETRIES = 3;
    const RETRY_MS = 1000;
    const MESSAGE_MS = 8000;
    const SLOW_MINUTES = 20;
    const LATE_MINUTES = 30;

    let state = null;
    let busy = false;
    let receivedAt = Date.now();
    let messageTimer = null;
    let asked = null; // the ticket whose priority class is being chosen: {id, code, ground}

    const lost = Hcc.lostStrip();
    const message = el("div", "panel-message", "", { role: "alert", hidden: "hidden" });
    const head = {
        counter: el("div", "panel-counter"),
        centre: el("div", "panel-centre"),
        user: el("div", "panel-user"),
        clock: el("div", "panel-clock hcc-number"),
    };
    const body = el("div", "panel-body");

    function build() {
        Hcc.show(
            el("div", "panel", [
                lost,
                Hcc.head("panel-head", [
                    head.counter,
                    head.centre,
                    el("div", "panel-who", [
                        head.user,
                        el("a", "panel-home", "Về trang làm việc", { href: "/odoo" }),
                    ]),
                    head.clock,
                ]),
                message,
                body,
            ])
        );
    }

    // -- Words --------------------------------------------------------------------------------------

    function minutes(seconds) {
        const passed = seconds + Math.floor((Date.now() - receivedAt) / 1000);
        return Math.floor(passed / 60);
    }

    function since(seconds) {
        const total = minutes(seconds);
        return total < 1 ? "vừa xong" : total + " phút";
    }

    function stopwatch(seconds) {
        const passed = seconds + Math.floor((Date.now() - receivedAt) / 1000);
        return Math.floor(passed / 60) + ":" + ("0" + (passed % 60)).slice(-2);
    }

    function paperMark(ticket) {
        if (ticket.print_state === "not_printed") {
            return el("span", "panel-mark is-bad", "chưa in");
        }
        return ticket.print_state === "unknown" ? el("span", "panel-mark", "chưa rõ đã in") : null;
    }

    function say(text, isGood) {
        clearTimeout(messageTimer);
        message.textContent = text;
        message.hidden = !text;
        message.classList.toggle("is-good", Boolean(isGood));
        messageTimer = setTimeout(() => (message.hidden = true), MESSAGE_MS);
    }

    // -- Verbs --------------------------------------------------------------------------------------

    /** Send one press; while it is under way no other press counts. */
    async function press(path, data) {
        if (busy) {
            return null;
        }
        busy = true;
        draw();
        try {
            const answer = await send(path, Object.assign({ key: Hcc.newKey() }, data));
            say("");
            return answer;
        } catch (error) {
            if (!(error instanceof Hcc.ServerError)) {
                throw error;
            }
            if (error.status === 401) {
                window.location.href = "/web/login?redirect=/hcc/panel";
            }
            say(error.message || "Chưa thực hiện được: máy chủ không trả lời. Vui lòng thử lại.");
            return null;
        } finally {
            busy = false;
            draw();
            live.refresh();
        }
    }

    async function send(path, data) {
        for (let attempt = 1; ; attempt++) {
            try {
                return await Hcc.post(path, data);
            } catch (error) {
                const refused = error.status >= 400 && error.status < 500;
                if (refused || attempt === RETRIES) {
                    throw error;
                }
                await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
            }
        }
    }

    async function callNext() {
        const answer = await press("/call_next");
        if (answer && !answer.number) {
            say("Không còn ai chờ ở các làn của quầy này.", true);
        }
    }

    function onTicket(verb) {
        return () => state.current && press("/ticket/" + verb, { ticket: state.current.id });
    }

    function onSession(verb) {
        return () => press("/session/" + verb, { session: state.session.id });
    }

    function openLink(url) {
        return () => window.location.assign(url);
    }

    /** Seconds since the state came: what the server counted down goes on here. */
    function left(seconds) {
        return Math.max(0, (seconds || 0) - Math.floor((Date.now() - receivedAt) / 1000));
    }

    function undoSeconds() {
        return left(state.current && state.current.undo_seconds);
    }

    function undoWords() {
        return undoSeconds() ? "Gọi nhầm (" + undoSeconds() + ")" : "Gọi nhầm";
    }

    /** What is missing before the number may be marked as not present; empty when nothing is. */
    function noShowWait() {
        const missing = (state.current && state.current.before_no_show) || {};
        if (missing.calls) {
            return "gọi thêm " + missing.calls + " lần";
        }
        return left(missing.seconds) ? "sau " + left(missing.seconds) + " giây" : "";
    }

    function noShowWords() {
        return noShowWait() ? "Vắng mặt (" + noShowWait() + ")" : "Vắng mặt";
    }

    function lanesToMoveTo() {
        const from = state.current && state.current.lane_id;
        return state.other_lanes.filter((lane) => lane.id !== from);
    }

    /** The key opens the list; arrows or the lane's letter choose, Enter ends here and moves. */
    function openTransfer() {
        const select = body.querySelector(".panel-transfer");
        if (select) {
            select.focus();
        }
    }

    /** The verbs of the moment: key, label, what it does, whether it is possible now. */
    function verbs() {
        if (!state || !state.session) {
            return [];
        }
        const ticket = state.current;
        const is = (name) => Boolean(ticket && ticket.state === name);
        const paused = state.session.state === "paused";
        const list = [
            ["1", "Gọi số tiếp", callNext, !ticket && !paused, "is-primary"],
            ["2", "Gọi lại", onTicket("recall"), is("called")],
            ["3", "Bắt đầu phục vụ", onTicket("serve"), is("called"), is("called") ? "is-primary" : ""],
            ["4", "Kết thúc", onTicket("finish"), Boolean(ticket), is("serving") ? "is-primary" : ""],
            ["5", noShowWords(), onTicket("no_show"), is("called") && !noShowWait()],
            ["6", "Để lại sau", onTicket("park"), Boolean(ticket)],
            ["T", "Chuyển làn", openTransfer, Boolean(ticket) && lanesToMoveTo().length > 0],
            ["Z", undoWords(), onTicket("undo_call"), undoSeconds() > 0, "is-quiet"],
        ];
        ((ticket && ticket.actions) || []).forEach((action) =>
            list.push([action.key, action.label, openLink(action.url), true, "is-link"])
        );
        list.push(["8", paused ? "Tiếp tục" : "Tạm dừng", onSession(paused ? "resume" : "pause"), !ticket, paused ? "is-primary" : "is-quiet"]);
        list.push(["9", "Đóng quầy", onSession("close"), !ticket, "is-quiet"]);
        return list;
    }

    // -- Drawing ------------------------------------------------------------------------------------

    function drawVerb(verb) {
        const button = el(
            "button",
            "panel-verb " + (verb[4] || ""),
            [el("kbd", "", verb[0]), el("span", "", verb[1])],
            { type: "button", onclick: verb[2], "data-key": verb[0] }
        );
        button.disabled = busy || !verb[3];
        return button;
    }

    /** Countdowns run on without drawing anew, so that no list that is open closes. */
    function refreshVerbs() {
        verbs().forEach(function (verb) {
            const button = body.querySelector('.panel-verb[data-key="' + verb[0] + '"]');
            if (button) {
                button.lastChild.textContent = verb[1];
                button.disabled = busy || !verb[3];
            }
        });
    }

    function drawCurrent() {
        const ticket = state.current;
        if (!ticket) {
            const paused = state.session.state === "paused";
            return el("section", "panel-current is-empty", [
                el("p", "panel-current-title", paused ? "Quầy đang tạm dừng" : "Quầy đang trống"),
                el("p", "panel-current-hint", paused
                    ? "Bấm phím 8 để tiếp tục."
                    : state.waiting_count
                    ? "Bấm phím 1 để gọi số tiếp theo."
                    : "Chưa có ai chờ."),
            ]);
        }
        const serving = ticket.state === "serving";
        return el("section", "panel-current" + (serving ? " is-serving" : " is-called"), [
            el("p", "panel-current-title", serving ? "Đang phục vụ" : "Đang mời đến quầy" + (ticket.calls > 1 ? " (lần " + ticket.calls + ")" : "")),
            el("p", "panel-current-number hcc-number", ticket.number),
            el("p", "panel-current-what", [ticket.what, paperMark(ticket)]),
            el("p", "panel-current-hint", [
                "Lấy số " + ticket.issued_at + " · ",
                serving ? "phục vụ " : "đã gọi ",
                el("b", "panel-stopwatch hcc-number", "", {
                    "data-seconds": serving ? ticket.served_seconds : ticket.called_seconds,
                }),
            ]),
            drawTransfer(ticket),
        ]);
    }

    function drawTransfer(ticket) {
        const lanes = lanesToMoveTo();
        if (!lanes.length) {
            return null;
        }
        const select = el(
            "select",
            "panel-transfer",
            [el("option", "", "Chuyển sang làn khác…", { value: "" })].concat(
                lanes.map((lane) => el("option", "", lane.prefix + " – " + lane.name, { value: lane.id }))
            ),
            { "aria-label": "Chuyển sang làn khác" }
        );
        select.disabled = busy;
        function move() {
            if (select.value) {
                const lane = Number(select.value);
                select.blur();
                press("/transfer", { ticket: ticket.id, lane: lane });
            }
        }
        // By keyboard a choice passes over other lanes: only Enter moves.
        let byKey = false;
        select.addEventListener("keydown", function (event) {
            byKey = event.key !== "Enter";
            if (event.key === "Enter") {
                event.preventDefault();
                move();
            } else if (event.key === "Escape") {
                select.value = "";
                select.blur();
            }
        });
        select.addEventListener("pointerdown", () => (byKey = false));
        select.addEventListener("change", () => byKey || move());
        return select;
    }

    function waitClass(ticket) {
        const waited = minutes(ticket.waited_seconds);
        return waited >= LATE_MINUTES ? " is-late" : waited >= SLOW_MINUTES ? " is-slow" : "";
    }

    const GROUNDS = [
        ["seen", "thấy rõ"],
        ["document", "đã xem giấy tờ"],
        ["told", "theo lời trình bày"],
        ["mistake", "sửa nhầm lẫn"],
    ];

    function choice(label, options) {
        const nodes = options.map((option) => el("option", "", option[1], { value: option[0] }));
        return el("select", "panel-choice", nodes, { "aria-label": label });
    }

    function option(value) {
        return [value.code, value.name];
    }

    /** Which class, and on what ground: both stand in the journal. */
    function drawPrefer(ticket) {
        const which = choice("Đối tượng ưu tiên", [["", "Số thường"]].concat(state.classes.map(option)));
        const ground = choice("Căn cứ", GROUNDS);
        which.value = asked.code;
        which.addEventListener("change", () => (asked.code = which.value));
        ground.value = asked.ground;
        ground.addEventListener("change", () => (asked.ground = ground.value));
        const save = el("button", "panel-call", "Ghi", {
            type: "button",
            onclick: function () {
                const said = { ticket: ticket.id, class: asked.code, ground: asked.ground };
                asked = null;
                press("/prefer", said);
            },
        });
        return el("li", "panel-row panel-prefer", [which, ground, save]);
    }

    function preferButton(ticket) {
        return el("button", "panel-star" + (ticket.priority ? " is-on" : ""), "★", {
            type: "button",
            title: "Ưu tiên: " + (ticket.priority || "không"),
            "aria-label": "Ưu tiên của số " + ticket.number,
            onclick: function () {
                const again = asked && asked.id === ticket.id;
                asked = again ? null : { id: ticket.id, code: ticket.priority_code, ground: "seen" };
                draw();
            },
        });
    }

    const SET_ASIDE = { parked: "để lại sau", no_show: "vắng mặt" };

    function drawRow(ticket) {
        const call = el("button", "panel-call", "Gọi", {
            type: "button",
            "aria-label": "Gọi số " + ticket.number,
            onclick: () => press("/ticket/call", { ticket: ticket.id }),
        });
        call.disabled = busy || Boolean(state.current) || state.session.state !== "open";
        return el("li", "panel-row" + (ticket.state === "waiting" ? waitClass(ticket) : " is-aside"), [
            el("span", "panel-row-number hcc-number", ticket.number),
            el("span", "panel-row-what", [
                el("span", "", ticket.what),
                paperMark(ticket),
                SET_ASIDE[ticket.state] ? el("span", "panel-mark", SET_ASIDE[ticket.state]) : null,
                ticket.why ? el("small", "panel-row-why", ticket.why) : null,
            ]),
            el("span", "panel-row-wait", [
                el("b", "", since(ticket.waited_seconds)),
                el("span", "", "từ " + ticket.issued_at),
            ]),
            preferButton(ticket),
            call,
        ]);
    }

    function drawRows(tickets) {
        return tickets.reduce(
            (rows, ticket) =>
                rows.concat(drawRow(ticket), asked && asked.id === ticket.id ? drawPrefer(ticket) : []),
            []
        );
    }

    function drawLists() {
        const rows = drawRows(state.waiting);
        return el("section", "panel-lists", [
            el("h2", "", "Đang chờ: " + state.waiting_count),
            rows.length
                ? el("ol", "panel-rows", rows)
                : el("p", "panel-empty", state.lanes.length ? "Không có ai chờ." : "Quầy chưa được gán làn nào. Xin báo điều phối."),
            state.aside.length ? el("h2", "", "Để sau và vắng mặt: " + state.aside.length) : null,
            state.aside.length ? el("ol", "panel-rows", drawRows(state.aside)) : null,
        ]);
    }

    function drawOpen() {
        const tiles = state.counters.map(function (counter) {
            const tile = el(
                "button",
                "panel-open-tile",
                [
                    el("b", "hcc-number", String(counter.number)),
                    el("span", "", counter.name),
                    counter.taken ? el("small", "", "Đang có người") : null,
                ],
                { type: "button", onclick: () => press("/open", { counter: counter.id }) }
            );
            tile.disabled = busy || counter.taken;
            return tile;
        });
        return el("div", "panel-open", [
            el("h1", "", "Mở quầy"),
            el("p", "", tiles.length
                ? "Chọn quầy Ông/Bà ngồi hôm nay."
                : "Ông/Bà chưa được phân công quầy nào. Xin báo điều phối hoặc quản trị."),
            el("div", "panel-open-tiles", tiles),
        ]);
    }

    function draw() {
        if (!state) {
            return;
        }
        const session = state.session;
        head.counter.textContent = session ? "Quầy " + session.counter : "Chưa mở quầy";
        head.centre.textContent = session
            ? session.counter_name + " · đã phục vụ " + session.served
            : state.centre.name;
        head.user.textContent = Hcc.config.user;
        if (!session) {
            Hcc.fill(body, drawOpen());
            return;
        }
        const list = body.querySelector(".panel-lists");
        const top = list ? list.scrollTop : 0;
        const focused = document.activeElement && document.activeElement.getAttribute("data-key");
        Hcc.fill(body, [
            el("div", "panel-main", [drawCurrent(), el("div", "panel-verbs", verbs().map(drawVerb))]),
            drawLists(),
        ]);
        body.querySelector(".panel-lists").scrollTop = top;
        const again = focused && body.querySelector('[data-key="' + focused + '"]');
        if (again) {
            again.focus();
        }
        tick();
    }

    function tick() {
        head.clock.textContent = Hcc.hours(Hcc.now());
        document.querySelectorAll(".panel-stopwatch").forEach(function (node) {
            node.textContent = stopwatch(Number(node.dataset.seconds));
        });
        refreshVerbs();
    }

    function onState(fresh) {
        if (!body.isConnected) {
            build();
        }
        const open = document.activeElement && document.activeElement.tagName === "SELECT";
        state = fresh;
        receivedAt = Date.now();
        if (!open) {
            draw();
        }
    }

    function onRefused(error) {
        if (error.status === 401) {
            window.location.href = "/web/login?redirect=/hcc/panel";
        } else {
            Hcc.showRefused(error);
        }
    }

    function onKey(event) {
        const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
        if (typing || event.repeat || event.ctrlKey || event.altKey || event.metaKey) {
            return;
        }
        // By position, so that a Vietnamese keyboard or the number pad do as well.
        const key = event.code.replace(/^(Digit|Numpad|Key)/, "");
        const verb = verbs().find((candidate) => candidate[0] === key);
        if (verb && verb[3] && !busy) {
            event.preventDefault();
            verb[2]();
        }
    }

    build();
    document.addEventListener("keydown", onKey);
    setInterval(tick, 1000);
    const live = Hcc.live({
        path: "/state",
        channel: Hcc.config.channel,
        poll: POLL_MS,
        onState: onState,
        onLost: lost.update,
        onRefused: onRefused,
    });
})();
