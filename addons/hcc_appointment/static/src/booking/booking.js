/** @odoo-module ignore **/
/*
 * Booking an appointment: where → when → who; then the page of the appointment, with the one-time
 * code. Nothing is kept in the browser: the address alone leads back.
 */
(function () {
    "use strict";

    const el = Hcc.el;
    const REFRESH_MS = 30000;

    const alertBox = el("p", "booking-alert", "", { role: "alert", hidden: "hidden" });
    const body = el("div", "booking-body");
    const title = Hcc.config.appointment ? "Lịch hẹn" : "Đặt lịch hẹn";
    Hcc.show(
        el("div", "booking", [
            Hcc.head("booking-head", [el("div", "booking-centre", title)]),
            alertBox,
            body,
        ])
    );

    // -- Small things -----------------------------------------------------------------------------

    function say(message) {
        alertBox.textContent = message || "";
        alertBox.hidden = !message;
        if (message) {
            alertBox.scrollIntoView({ block: "nearest" });
        }
    }

    /** Show a step; its heading gets the focus, so that a screen reader says where one is. */
    function step(heading, children) {
        const head = el("h1", "booking-title", heading, { tabindex: "-1" });
        say("");
        Hcc.fill(body, [head].concat(children));
        window.scrollTo(0, 0);
        head.focus();
    }

    /** Ask the server once at a time; a refusal is shown in its own words. */
    async function ask(button, question) {
        if (button) {
            button.disabled = true;
        }
        try {
            return await question();
        } catch (error) {
            if (!(error instanceof Hcc.ServerError)) {
                throw error;
            }
            say(error.message || "Không kết nối được máy chủ. Vui lòng thử lại.");
            return null;
        } finally {
            if (button) {
                button.disabled = false;
            }
        }
    }

    function tile(name, onclick, note) {
        const children = [el("span", "booking-tile-name", name)];
        if (note) {
            children.push(el("span", "booking-tile-note", note));
        }
        return el("button", "booking-tile", children, { type: "button", onclick: onclick });
    }

    function back(onclick) {
        return el("button", "booking-back", "‹ Quay lại", { type: "button", onclick: onclick });
    }

    function dayText(iso) {
        return Hcc.day(new Date(iso + "T12:00:00Z"));
    }

    // -- Where ------------------------------------------------------------------------------------

    const booking = { centre: null, choice: null, where: "" };

    async function chooseCentre() {
        const answer = await ask(null, () => Hcc.get("/centres"));
        if (!answer) {
            return;
        }
        if (!answer.centres.length) {
            step("Chưa nhận đặt lịch", [
                el("p", "", "Hiện chưa có Trung tâm nào nhận đặt lịch hẹn qua mạng. Mời ông/bà đến trực tiếp để lấy số."),
            ]);
            return;
        }
        if (answer.centres.length === 1) {
            chooseAgency(answer.centres[0], null);
            return;
        }
        step("Chọn Trung tâm", [
            el("div", "booking-tiles", answer.centres.map(
                (centre) => tile(centre.name, () => chooseAgency(centre, chooseCentre))
            )),
        ]);
    }

    async function chooseAgency(centre, before) {
        booking.centre = centre;
        const choices = await ask(null, () => Hcc.post("/choices", { centre: centre.id }));
        if (!choices) {
            return;
        }
        const again = () => chooseAgency(centre, before);
        const general = choices.general.map((lane) =>
            tile(lane.name, () => chooseTime({ lane: lane.lane }, lane.name, again))
        );
        const agencies = choices.agencies.map((agency) =>
            tile(agency.name, () => chooseField(agency, again))
        );
        step("Ông/bà cần làm thủ tục của cơ quan nào?", [
            el("p", "booking-where", centre.name),
            el("div", "booking-tiles", agencies.concat(general)),
            before ? back(before) : null,
        ]);
    }

    function chooseField(agency, before) {
        if (!agency.fields.length) {
            chooseTime({ agency: agency.agency }, agency.name, before);
            return;
        }
        const again = () => chooseField(agency, before);
        step("Chọn lĩnh vực", [
            el("p", "booking-where", agency.name),
            el("div", "booking-tiles", agency.fields.map((field) =>
                tile(field.name, () =>
                    chooseTime(
                        { agency: agency.agency, field: field.field },
                        agency.name + " – " + field.name,
                        again
                    )
                )
            )),
            back(before),
        ]);
    }

    // -- When -------------------------------------------------------------------------------------

    async function chooseTime(choice, where, before) {
        booking.choice = choice;
        booking.where = where;
        const question = { centre: booking.centre.id, choice: choice };
        const answer = await ask(null, () => Hcc.post("/times", question));
        if (!answer) {
            return;
        }
        const again = () => chooseTime(choice, where, before);
        const days = answer.days.map(function (day) {
            const free = day.slots.reduce((sum, slot) => sum + slot.free, 0);
            return tile(
                dayText(day.day),
                () => chooseSlot(day, again),
                free ? "còn " + free + " chỗ" : "đã hết chỗ"
            );
        });
        step("Chọn ngày", [
            el("p", "booking-where", where),
            days.length
                ? el("div", "booking-tiles", days)
                : el("p", "", "Hiện không có khung giờ nào nhận đặt. Mời ông/bà đến trực tiếp để lấy số."),
            back(before),
        ]);
    }

    function chooseSlot(day, before) {
        const again = () => chooseSlot(day, before);
        step("Chọn giờ", [
            el("p", "booking-where", dayText(day.day) + " · " + booking.where),
            el("div", "booking-slots", day.slots.map(function (slot) {
                const button = tile(
                    slot.time + " – " + slot.until,
                    () => fillIn(day, slot, again),
                    slot.free ? "còn " + slot.free + " chỗ" : "hết chỗ"
                );
                button.disabled = !slot.free;
                return button;
            })),
            back(before),
        ]);
    }

    // -- Who --------------------------------------------------------------------------------------

    function entry(name, label, hint, attributes) {
        const input = el("input", "booking-input", "", Object.assign(
            { id: name, name: name, required: "required", "aria-describedby": name + "-hint" },
            attributes
        ));
        return {
            input: input,
            row: el("div", "booking-entry", [
                el("label", "", label, { for: name }),
                input,
                el("p", "booking-hint", hint, { id: name + "-hint" }),
            ]),
        };
    }

    function fillIn(day, slot, before) {
        const name = entry("name", "Họ và tên người đến làm thủ tục", "Như trên giấy tờ.", {
            autocomplete: "name", maxlength: "80",
        });
        const number = entry(
            "identity", "Số định danh cá nhân (CCCD)",
            "12 chữ số; người nước ngoài ghi số hộ chiếu. Chỉ dùng để giới hạn số lượt đặt, không lưu nguyên số.",
            { autocomplete: "off", maxlength: "20" }
        );
        const phone = entry("phone", "Điện thoại di động", "Mã xác nhận được gửi tới số này.", {
            autocomplete: "tel", inputmode: "tel", maxlength: "20", type: "tel",
        });
        const submit = el("button", "booking-next", "Giữ chỗ và nhận mã xác nhận", { type: "submit" });
        const sent = { who: "", key: "" };

        async function send(event) {
            event.preventDefault();
            const who = { name: name.input.value, identity: number.input.value, phone: phone.input.value };
            // What was changed after a refusal is a new request; the same, pressed twice, is not.
            if (sent.who !== JSON.stringify(who)) {
                sent.who = JSON.stringify(who);
                sent.key = Hcc.newKey();
            }
            const data = Object.assign(
                { centre: booking.centre.id, choice: booking.choice, start: slot.start, key: sent.key },
                who
            );
            const answer = await ask(submit, () => Hcc.post("/book", data));
            if (answer) {
                window.location.assign(answer.page);
            }
        }

        step("Thông tin người đến", [
            el("p", "booking-where", slot.time + ", " + dayText(day.day) + " · " + booking.where),
            el("form", "booking-form", [name.row, number.row, phone.row, submit], {
                onsubmit: send, novalidate: "novalidate",
            }),
            back(before),
        ]);
    }

    // -- The appointment --------------------------------------------------------------------------

    const WORDS = {
        booked: ["Lịch hẹn đã được xác nhận", "is-good"],
        checked_in: ["Ông/bà đã lấy số", "is-good"],
        cancelled: ["Lịch hẹn đã hủy", "is-over"],
        lapsed: ["Lịch hẹn chưa được xác nhận kịp thời", "is-over"],
        no_show: ["Lịch hẹn đã qua", "is-over"],
    };

    function facts(state) {
        const rows = [
            ["Mã lịch hẹn", state.code],
            ["Thời gian", state.time + " – " + state.until + ", " + dayText(state.day)],
            ["Nội dung", [state.agency, state.field].filter(Boolean).join(" – ") || state.lane],
            ["Nơi đến", [state.centre.name, state.centre.address].filter(Boolean).join(", ")],
            state.centre.hotline ? ["Đường dây nóng", state.centre.hotline] : null,
        ].filter(Boolean);
        return el("dl", "booking-facts", rows.reduce(
            (all, row) => all.concat([el("dt", "", row[0]), el("dd", "", row[1])]), []
        ));
    }

    function drawHeld(state) {
        const code = entry(
            "code", "Mã xác nhận (6 chữ số)",
            "Đã gửi tin nhắn tới số điện thoại có ba số cuối " + state.phone +
                ". Chỗ được giữ đến " + state.held + ".",
            { autocomplete: "one-time-code", inputmode: "numeric", maxlength: "6" }
        );
        const submit = el("button", "booking-next", "Xác nhận", { type: "submit" });

        async function send(event) {
            event.preventDefault();
            const data = { code: code.input.value.trim() };
            const answer = await ask(submit, () => Hcc.post("/confirm", data));
            if (!answer) {
                return;
            }
            if (answer.outcome === "wrong") {
                say("Mã chưa đúng. Vui lòng kiểm tra tin nhắn và nhập lại.");
                code.input.focus();
                return;
            }
            drawAppointment(answer);
        }

        step("Nhập mã xác nhận", [
            el("form", "booking-form", [code.row, submit], { onsubmit: send, novalidate: "novalidate" }),
            facts(state),
            cancelPart("Bỏ lịch hẹn này"),
        ]);
    }

    function cancelPart(label) {
        const part = el("div", "booking-cancel");
        const open = el("button", "booking-back", label, { type: "button", onclick: sure });

        function sure() {
            const yes = el("button", "booking-danger", "Hủy lịch hẹn", { type: "button", onclick: cancel });
            const no = el("button", "booking-back", "Giữ lại", {
                type: "button", onclick: () => Hcc.fill(part, open),
            });
            Hcc.fill(part, [el("p", "", "Hủy lịch hẹn này? Chỗ sẽ dành cho người khác."), yes, no]);
            yes.focus();

            async function cancel() {
                const answer = await ask(yes, () => Hcc.post("/cancel"));
                if (answer) {
                    drawAppointment(answer);
                }
            }
        }

        return Hcc.fill(part, open);
    }

    function drawAppointment(state) {
        if (state.state === "held") {
            drawHeld(state);
            return;
        }
        const words = WORDS[state.state];
        const again = el("a", "booking-next", "Đặt lịch khác", { href: "/hcc/dat-lich" });
        const parts = [
            state.reason ? el("p", "booking-where", "Lý do: " + state.reason) : null,
            facts(state),
        ];
        if (state.state === "booked") {
            parts.push(
                el("img", "booking-qr", "", {
                    src: state.qr, alt: "Mã QR của lịch hẹn " + state.code, width: "220", height: "220",
                }),
                el("p", "", "Mời ông/bà đến trong khoảng " + state.opens + " – " + state.kept +
                    ", đưa mã này và giấy tờ tùy thân tại quầy hướng dẫn để nhận số thứ tự. " +
                    "Đến sau " + state.kept + " thì lấy số như thường."),
                el("p", "booking-hint", "Giữ lại địa chỉ trang này (đã gửi kèm trong tin nhắn) để xem hoặc hủy lịch hẹn."),
                cancelPart("Hủy lịch hẹn")
            );
        } else if (state.state === "checked_in") {
            parts.push(el("p", "booking-number hcc-number", state.ticket));
        } else {
            parts.push(again);
        }
        step(words[0], parts);
        body.className = "booking-body " + words[1];
    }

    async function openAppointment() {
        const state = await ask(null, () => Hcc.get("/state"));
        if (!state) {
            setTimeout(openAppointment, REFRESH_MS);
            return;
        }
        Hcc.setNow(state.now);
        drawAppointment(state);
    }

    if (Hcc.config.appointment) {
        openAppointment();
    } else {
        chooseCentre();
    }
})();
