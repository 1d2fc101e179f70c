/** @odoo-module ignore **/
/*
 * The citizen's own phone: how many are before me, when is it my turn, where do I go. It polls, the
 * more seldom the longer it still takes; what it showed last stays when the server is lost.
 */
(function () {
    "use strict";

    const el = Hcc.el;
    const POLL_MS = 10000;
    const POLL_FAR_MS = 30000;
    const FAR = 8;
    const NEAR = 3;

    const lost = el("div", "hcc-lost", "", { role: "status", hidden: "hidden" });
    const centre = el("p", "phone-centre");
    const number = el("h1", "phone-number hcc-number");
    const what = el("p", "phone-what");
    const field = el("p", "phone-field");
    const turn = el("div", "phone-live", "", { "aria-live": "polite", "aria-atomic": "true" });
    const tools = el("div", "phone-tools");
    const foot = el("p", "phone-foot");
    let state = null;
    let shown = "";

    function build() {
        Hcc.show(
            el("div", "phone", [
                lost,
                Hcc.head("phone-head", [centre]),
                el("div", "phone-body", [
                    el("p", "phone-label", "Số thứ tự"),
                    number,
                    what,
                    field,
                    turn,
                    tools,
                ]),
                foot,
            ])
        );
    }

    const ENDED = {
        finished: ["Đã phục vụ xong", "Cảm ơn ông/bà đã đến Trung tâm."],
        cancelled: ["Số đã hủy", "Mời ông/bà lấy số mới nếu vẫn cần."],
        no_show: ["Đã gọi nhưng không có mặt", "Mời ông/bà đến quầy hướng dẫn để được gọi lại."],
        parked: ["Tạm để sau", "Cán bộ sẽ gọi lại số này. Mời ông/bà ở gần quầy."],
    };

    // -- Drawing ------------------------------------------------------------------------------------

    function drawTurn() {
        if (state.state === "called" || state.state === "serving") {
            const title = state.state === "called" ? "Mời ông/bà đến" : "Đang phục vụ tại";
            return el("div", "phone-turn is-called", [
                el("p", "phone-turn-title", title),
                el("p", "phone-turn-counter", "QUẦY " + state.counter),
            ]);
        }
        if (ENDED[state.state]) {
            return el("div", "phone-turn", [
                el("p", "phone-turn-title", ENDED[state.state][0]),
                el("p", "", ENDED[state.state][1]),
            ]);
        }
        return drawWaiting();
    }

    function drawWaiting() {
        const near = state.ahead <= NEAR ? " is-near" : "";
        if (state.ahead === 0) {
            return el("div", "phone-turn" + near, [
                el("p", "phone-turn-title", "Sắp đến lượt"),
                el("p", "", "Không còn ai chờ trước. Mời ông/bà có mặt tại sảnh và theo dõi bảng gọi số."),
            ]);
        }
        const expected = state.expected;
        return el("div", "phone-turn" + near, [
            el("p", "phone-turn-title", "Còn"),
            el("p", "phone-turn-counter", String(state.ahead)),
            el("p", "phone-turn-title", "người trước ông/bà"),
            expected ? el("p", "phone-expected", expected.words) : null,
            expected && expected.at
                ? el("p", "phone-come", expected.come_at
                    ? "Nên có mặt lúc " + expected.come_at + "."
                    : "Mời ông/bà có mặt tại sảnh.")
                : null,
        ]);
    }

    /** Drawn anew only when it says something new: readers of screens hear it once. */
    function draw(fresh) {
        if (!turn.isConnected) {
            build();
        }
        const called = fresh.state === "called" && (!state || state.state !== "called");
        state = fresh;
        centre.textContent = state.centre.name;
        document.title = (state.state === "called" ? "ĐẾN LƯỢT – " : "") + state.number;
        number.textContent = state.number;
        what.textContent = state.agency || state.lane;
        field.textContent = state.field;
        const says = JSON.stringify([state.state, state.ahead, state.counter, state.expected]);
        if (says !== shown) {
            shown = says;
            Hcc.fill(turn, drawTurn());
            drawTools();
        }
        foot.textContent = "Lấy số lúc " + state.issued_at + " · cập nhật " + Hcc.hours(Hcc.now());
        Hcc.phoneAlert.follow(state.state === "called", called);
    }

    // -- What the citizen can do --------------------------------------------------------------------

    function drawTools() {
        const waits = state.state === "waiting" || state.state === "parked";
        const focused = tools.contains(document.activeElement) && document.activeElement.id;
        const asking = Boolean(tools.querySelector("#phone-ask"));
        if (asking && waits) {
            return; // a question under way is not taken away
        }
        Hcc.fill(tools, [
            waits || state.state === "called" ? Hcc.phoneAlert.button() : null,
            waits || state.state === "no_show"
                ? el("button", "phone-cancel", "Hủy số này", { type: "button", id: "phone-cancel", onclick: ask })
                : null,
        ]);
        const again = focused && document.getElementById(focused);
        if (again) {
            again.focus();
        }
    }

    function ask() {
        const keep = el("button", "phone-keep", "Giữ số", { type: "button", onclick: stopAsking });
        const answer = el("p", "phone-refused", "", { role: "alert" });
        const go = el("button", "phone-cancel is-sure", "Hủy số " + state.number, {
            type: "button",
            onclick: () => cancel(go, answer),
        });
        Hcc.fill(
            tools,
            el("div", "phone-ask", [
                el("p", "", "Hủy số " + state.number + "? Số đã hủy không dùng lại được."),
                keep,
                go,
                answer,
            ], { id: "phone-ask", role: "group", "aria-label": "Xác nhận hủy số" })
        );
        keep.focus();
        tools.scrollIntoView({ block: "end" });
    }

    function stopAsking() {
        Hcc.fill(tools, []);
        drawTools();
    }

    const key = Hcc.newKey();

    async function cancel(button, answer) {
        button.disabled = true;
        try {
            await Hcc.post("/cancel", { key: key });
            stopAsking();
        } catch (error) {
            if (!(error instanceof Hcc.ServerError)) {
                throw error;
            }
            answer.textContent = error.message || "Chưa hủy được: máy chủ không trả lời. Mời thử lại.";
            button.disabled = false;
        }
        live.refresh();
    }

    function tellLost(since) {
        lost.hidden = !since;
        lost.textContent = since ? "Không cập nhật từ " + Hcc.hours(since) + " – đang kết nối lại…" : "";
    }

    /** Seldom while many are before; a ticket that has ended is hardly asked after any more. */
    function pollTime() {
        if (state && (ENDED[state.state] || state.state === "serving")) {
            return POLL_FAR_MS;
        }
        return state && state.ahead > FAR ? POLL_FAR_MS : POLL_MS;
    }

    build();
    const live = Hcc.live({
        path: "/state",
        poll: pollTime,
        patient: true,
        onState: draw,
        onLost: tellLost,
        onRefused: Hcc.showRefused,
    });
})();
