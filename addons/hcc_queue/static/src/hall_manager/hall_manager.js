/** @odoo-module ignore **/
/*
 * The hall live: every counter, every lane, and what the hall manager does about it. Oversight sees
 * the same without buttons; the server refuses whatever is not theirs in any case.
 */
(function () {
    "use strict";

    const el = Hcc.el;
    const POLL_MS = 5000;
    const ADVICE_MS = 60000;
    const MESSAGE_MS = 8000;

    let state = null;
    let advice = null;
    let chosen = null; // {counter: id} or {lane: id}: what the side sheet shows
    let busy = false;
    let receivedAt = Date.now();
    let messageTimer = null;

    const lost = Hcc.lostStrip();
    const message = el("div", "hall-message", "", { role: "alert", hidden: "hidden" });
    const clock = el("div", "hall-clock hcc-number");
    const title = el("h1", "hall-title", "Điều phối sảnh");
    const lanes = el("section", "hall-lanes", "", { "aria-label": "Làn" });
    const counters = el("section", "hall-counters", "", { "aria-label": "Quầy" });
    const advised = el("section", "hall-advice", "", { "aria-label": "Gợi ý", "aria-live": "polite" });
    const sheet = el("aside", "hall-sheet", "", { "aria-label": "Thao tác", hidden: "hidden" });

    const LIGHTS = { green: "trong mức", amber: "sắp quá mức", red: "quá mức" };
    const STATES = { open: "Đang mở", paused: "Tạm dừng", closed: "Chưa mở" };

    function build() {
        Hcc.show(
            el("div", "hall", [
                lost,
                Hcc.head("hall-head", [
                    title,
                    el("div", "hall-who", [
                        el("span", "", Hcc.config.user),
                        el("a", "", "Về trang làm việc", { href: "/odoo" }),
                    ]),
                    clock,
                ]),
                message,
                el("div", "hall-body", [el("div", "hall-main", [advised, lanes, counters]), sheet]),
            ])
        );
    }

    // -- Words --------------------------------------------------------------------------------------

    function minutes(seconds) {
        if (seconds === null) {
            return "–";
        }
        const total = Math.floor((seconds + (Date.now() - receivedAt) / 1000) / 60);
        return total < 1 ? "dưới 1 phút" : total + " phút";
    }

    function say(text, isGood) {
        clearTimeout(messageTimer);
        message.textContent = text;
        message.hidden = !text;
        message.classList.toggle("is-good", Boolean(isGood));
        messageTimer = setTimeout(() => (message.hidden = true), MESSAGE_MS);
    }

    // -- Acting -------------------------------------------------------------------------------------

    async function press(path, data, done) {
        if (busy) {
            return;
        }
        busy = true;
        try {
            await Hcc.post(path, Object.assign({ key: Hcc.newKey() }, data));
            choose(null);
            say(done, true);
        } catch (error) {
            if (!(error instanceof Hcc.ServerError)) {
                throw error;
            }
            say(error.message || "Chưa thực hiện được: máy chủ không trả lời. Vui lòng thử lại.");
        } finally {
            busy = false;
            live.refresh();
        }
    }

    function choose(what) {
        chosen = what;
        drawSheet();
        const first = what && sheet.querySelector("h2");
        if (first) {
            first.focus();
        }
    }

    function button(text, onclick, kind) {
        return el("button", "hall-button " + (kind || ""), text, { type: "button", onclick: onclick });
    }

    function select(label, options) {
        return el(
            "select",
            "hall-select",
            options.map((option) => el("option", "", option.name, { value: option.id })),
            { "aria-label": label }
        );
    }

    // -- Side sheet ---------------------------------------------------------------------------------

    function drawSheet() {
        sheet.hidden = !chosen;
        if (!chosen) {
            Hcc.fill(sheet, []);
            return;
        }
        const isCounter = Boolean(chosen.counter);
        const list = isCounter ? state.counters : state.lanes;
        const what = list.find((line) => line.id === (chosen.counter || chosen.lane));
        Hcc.fill(sheet, what ? (isCounter ? counterSheet(what) : laneSheet(what)) : []);
    }

    function sheetHead(text) {
        return el("div", "hall-sheet-head", [
            el("h2", "", text, { tabindex: "-1" }),
            button("Đóng lại", () => choose(null), "is-quiet"),
        ]);
    }

    function counterSheet(counter) {
        const parts = [sheetHead("Quầy " + counter.number + " – " + counter.name)];
        if (counter.state === "closed") {
            return parts.concat(openParts(counter));
        }
        const session = { session: counter.session };
        const text = el("textarea", "hall-text", "", {
            rows: 3, maxlength: 200, "aria-label": "Lời nhắn cho quầy " + counter.number,
        });
        parts.push(
            el("p", "hall-sheet-label", "Nhắn quầy (hiện trên bàn gọi số đến khi cán bộ xác nhận)"),
            text,
            button("Gửi lời nhắn", () => press("/message", Object.assign({ text: text.value }, session), "Đã gửi lời nhắn."), "is-primary")
        );
        if (counter.state === "open") {
            const reason = select("Lý do tạm dừng", state.reasons);
            parts.push(
                el("p", "hall-sheet-label", "Tạm dừng quầy, lý do"),
                reason,
                button("Tạm dừng", () => press("/session/pause", Object.assign({ reason: Number(reason.value) }, session), "Đã tạm dừng quầy " + counter.number + "."))
            );
        } else {
            parts.push(button("Tiếp tục", () => press("/session/resume", session, "Quầy " + counter.number + " đã tiếp tục.")));
        }
        parts.push(button("Đóng quầy " + counter.number, () => press("/session/close", session, "Đã đóng quầy " + counter.number + "."), "is-danger"));
        return parts;
    }

    function openParts(counter) {
        if (!counter.officials.length) {
            return [el("p", "", "Không có cán bộ nào của quầy đang rảnh. Thêm cán bộ cho quầy ở Tổ chức → Quầy giao dịch.")];
        }
        const official = select("Cán bộ", counter.officials);
        return [
            el("p", "hall-sheet-label", "Mở quầy cho cán bộ"),
            official,
            button("Mở quầy " + counter.number, () => press("/open", { counter: counter.id, user: Number(official.value) }, "Đã mở quầy " + counter.number + "."), "is-primary"),
        ];
    }

    function laneSheet(lane) {
        const boxes = state.counters.map(function (counter) {
            const box = el("input", "", "", { type: "checkbox", value: counter.id });
            box.checked = lane.counters.indexOf(counter.id) >= 0;
            return { box: box, node: el("label", "hall-check", [box, "Quầy " + counter.number + " – " + counter.name + " (" + STATES[counter.state].toLowerCase() + ")"]) };
        });
        return [
            sheetHead("Làn " + lane.prefix + " – " + lane.name),
            el("p", "hall-sheet-label", "Các quầy gọi số của làn này"),
            el("div", "hall-checks", boxes.map((entry) => entry.node)),
            button("Chuyển làn", function () {
                const ids = boxes.filter((entry) => entry.box.checked).map((entry) => Number(entry.box.value));
                press("/lane", { lane: lane.id, counters: ids }, "Đã chuyển làn " + lane.prefix + ".");
            }, "is-primary"),
        ];
    }

    // -- Drawing ------------------------------------------------------------------------------------

    function light(kind) {
        return kind
            ? el("span", "hall-light is-" + kind, LIGHTS[kind])
            : el("span", "hall-light", "chưa đủ số liệu");
    }

    function drawLanes() {
        const rows = state.lanes.map((lane) =>
            el("tr", "", [
                el("th", "", [el("b", "hall-prefix", lane.prefix), " " + lane.name], { scope: "row" }),
                el("td", "is-number", String(lane.waiting)),
                el("td", "is-number", lane.waiting ? minutes(lane.oldest_seconds) : "–"),
                el("td", "", lane.expected_minutes === null ? lane.words : "khoảng " + lane.expected_minutes + " phút"),
                el("td", "is-number", lane.open + "/" + lane.counters.length),
                el("td", "", light(lane.light)),
                state.can_act
                    ? el("td", "", button("Chuyển quầy", () => choose({ lane: lane.id }), "is-small"))
                    : null,
            ])
        );
        const heads = ["Làn", "Đang chờ", "Chờ lâu nhất", "Lấy số bây giờ chờ", "Quầy mở", "Đèn"];
        Hcc.fill(lanes, [
            el("h2", "", "Làn · mức chờ bình quân không quá " + state.target_minutes + " phút"),
            el("table", "hall-table", [
                el("thead", "", el("tr", "", heads.map((text) => el("th", "", text, { scope: "col" })).concat(state.can_act ? el("td", "", "") : []))),
                el("tbody", "", rows),
            ]),
        ]);
    }

    function drawCounter(counter) {
        const doing = counter.ticket
            ? (counter.serving ? "Phục vụ " : "Mời ") + counter.ticket
            : counter.state === "paused"
            ? counter.reason || "Tạm dừng"
            : counter.state === "open"
            ? "Đang trống"
            : "Chưa mở";
        const inside = [
            el("span", "hall-counter-head", [
                el("b", "hcc-number", String(counter.number)),
                el("span", "", counter.lanes.join(" · ") || "chưa có làn"),
            ]),
            el("span", "hall-counter-doing", doing),
            el("span", "hall-counter-since", counter.state === "closed" ? counter.name : counter.official + " · " + minutes(counter.since_seconds)),
            counter.message ? el("span", "hall-counter-message", "Chờ xác nhận: " + counter.message) : null,
        ];
        const kind = "hall-counter is-" + (counter.ticket ? "busy" : counter.state);
        return state.can_act
            ? el("button", kind, inside, { type: "button", "data-counter": counter.id, onclick: () => choose({ counter: counter.id }) })
            : el("div", kind, inside);
    }

    function drawCounters() {
        const open = state.counters.filter((counter) => counter.state !== "closed").length;
        Hcc.fill(counters, [
            el("h2", "", "Quầy · " + open + "/" + state.counters.length + " đang mở"),
            el("div", "hall-counter-grid", state.counters.map(drawCounter)),
        ]);
    }

    function drawAdvice() {
        advised.hidden = !advice || !advice.lanes.length;
        if (advised.hidden) {
            return;
        }
        Hcc.fill(advised, [
            el("h2", "", "Gợi ý cho 60 phút tới"),
            el("ul", "", advice.lanes.map((lane) =>
                el("li", "", [
                    el("b", "", "Làn " + lane.prefix + " – " + lane.name + ": chờ bình quân khoảng " + lane.now_minutes + " phút. Mở thêm một quầy: còn khoảng " + lane.more_minutes + " phút, gọi được " + lane.called_more + " lượt thay vì " + lane.called_now + "."),
                    el("span", "hall-basis", "Dựa trên: " + lane.waiting + " người đang chờ, " + lane.arrivals + " người đến mỗi giờ, " + String(lane.service_minutes).replace(".", ",") + " phút mỗi lượt (số đo 30 ngày), " + lane.counters + " quầy đang mở."),
                ])
            )),
        ]);
    }

    function draw(fresh) {
        if (!lanes.isConnected) {
            build();
        }
        state = fresh;
        receivedAt = Date.now();
        const focused = document.activeElement && document.activeElement.getAttribute("data-counter");
        title.textContent = state.centre.name + (state.can_act ? "" : " · chỉ xem");
        drawLanes();
        drawCounters();
        drawAdvice();
        const again = focused && counters.querySelector('[data-counter="' + focused + '"]');
        if (again) {
            again.focus();
        }
        tick();
    }

    function tick() {
        clock.textContent = Hcc.hours(Hcc.now());
    }

    async function fetchAdvice() {
        try {
            advice = await Hcc.get("/advice");
            drawAdvice();
        } catch (error) {
            if (!(error instanceof Hcc.ServerError)) {
                throw error;
            }
        }
        setTimeout(fetchAdvice, ADVICE_MS);
    }

    function onRefused(error) {
        if (error.status === 401) {
            window.location.href = "/web/login?redirect=/hcc/hall-manager";
        } else {
            Hcc.showRefused(error);
        }
    }

    build();
    setInterval(tick, 1000);
    const live = Hcc.live({
        path: "/state",
        channel: Hcc.config.channel,
        poll: POLL_MS,
        onState: draw,
        onLost: lost.update,
        onRefused: onRefused,
    });
    fetchAdvice();
})();
