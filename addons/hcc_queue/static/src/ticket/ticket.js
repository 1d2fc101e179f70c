/** @odoo-module ignore **/
/* The citizen's own phone: how many are before me, is it my turn. */
(function () {
    "use strict";

    const el = Hcc.el;
    const POLL_MS = 10000;
    const NEAR = 3;

    const lost = Hcc.lostStrip();
    const body = el("div", "phone-body");
    const centre = el("div", "phone-centre");
    const foot = el("p", "phone-foot");
    let state = null;

    Hcc.show(el("div", "phone", [lost, Hcc.head("phone-head", [centre]), body, foot]));

    const ENDED = {
        finished: ["Đã phục vụ xong", "Cảm ơn Ông/Bà đã đến Trung tâm."],
        cancelled: ["Số đã hủy", "Mời lấy số mới nếu Ông/Bà vẫn cần."],
        no_show: ["Đã gọi nhưng không có mặt", "Mời đến quầy hướng dẫn để được gọi lại."],
        parked: ["Tạm để sau", "Cán bộ sẽ gọi lại số của Ông/Bà. Vui lòng ở gần quầy."],
    };

    function drawTurn() {
        if (state.state === "called" || state.state === "serving") {
            const title = state.state === "called" ? "Mời đến" : "Đang phục vụ tại";
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
        if (state.ahead === 0) {
            return el("div", "phone-turn is-near", [
                el("p", "phone-turn-title", "Sắp đến lượt"),
                el("p", "", "Không còn ai chờ trước. Vui lòng theo dõi bảng gọi số."),
            ]);
        }
        return el("div", "phone-turn" + (state.ahead <= NEAR ? " is-near" : ""), [
            el("p", "phone-turn-title", "Còn"),
            el("p", "phone-turn-counter", String(state.ahead)),
            el("p", "", state.ahead <= NEAR ? "người chờ trước – mời có mặt tại sảnh" : "người chờ trước"),
        ]);
    }

    function draw(fresh) {
        const called = state && state.state !== "called" && fresh.state === "called";
        state = fresh;
        centre.textContent = state.centre.name;
        document.title = (state.state === "called" ? "ĐẾN LƯỢT – " : "") + state.number;
        Hcc.fill(body, [
            el("p", "phone-label", "Số thứ tự"),
            el("p", "phone-number hcc-number", state.number),
            el("p", "phone-what", state.agency || state.lane),
            state.field ? el("p", "phone-field", state.field) : null,
            drawTurn(),
        ]);
        foot.textContent = "Lấy số lúc " + state.issued_at + " · cập nhật " + Hcc.hours(Hcc.now());
        if (called && navigator.vibrate) {
            navigator.vibrate([300, 150, 300]);
        }
    }

    Hcc.live({
        path: "/state",
        poll: POLL_MS,
        onState: draw,
        onLost: lost.update,
        onRefused: Hcc.showRefused,
    });
})();
