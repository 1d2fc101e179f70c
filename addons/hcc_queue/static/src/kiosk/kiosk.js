/** @odoo-module ignore **/
/*
 * Kiosk: agency → field → ticket. One press is one request key, however often it is sent, so a
 * double tap or a repeated request gives one ticket. The page returns to its start by itself.
 */
(function () {
    "use strict";

    const el = Hcc.el;
    const IDLE_MS = 45000;
    const TICKET_MS = 25000;
    const ERROR_MS = 15000;
    const CHOICES_MS = 20000;
    const FEW = 8;
    const RETRIES = 3;
    const RETRY_MS = 1200;
    const PRINT_POLL_MS = 1500;
    const PATIENT_POLLS = 5;

    const PAPER = {
        pending: ["is-pending", "Đang in phiếu…"],
        printed: ["is-good", "Mời lấy phiếu ở khe in bên dưới."],
        not_printed: ["is-warn", "Phiếu chưa in được. Số vẫn có hiệu lực: xin ghi nhớ số hoặc quét mã."],
        unknown: ["is-warn", "Nếu không thấy phiếu, xin ghi nhớ số. Số vẫn có hiệu lực."],
    };

    let choices = null;
    let busy = false;
    let screen = "start";
    let resetTimer = null;
    let paperTimer = null;

    const lost = Hcc.lostStrip();
    const clock = el("div", "kiosk-clock hcc-number");
    const centre = el("div", "kiosk-centre");
    const body = el("div", "kiosk-body");

    function build() {
        Hcc.show(
            el("div", "kiosk", [lost, Hcc.head("kiosk-head", [centre, clock]), body])
        );
    }

    function drawClock() {
        clock.textContent = Hcc.hours(Hcc.now());
    }

    /** Show a screen and plan the return to the start. */
    function open(name, children, milliseconds) {
        screen = name;
        clearTimeout(resetTimer);
        clearTimeout(paperTimer);
        Hcc.fill(body, children);
        body.scrollTop = 0;
        if (milliseconds) {
            resetTimer = setTimeout(drawStart, milliseconds);
        }
    }

    function tile(name, waiting, onclick, extra) {
        return el(
            "button",
            "kiosk-tile " + (extra || ""),
            [
                el("span", "kiosk-tile-name", name),
                el("span", "kiosk-tile-waiting", waiting ? "Đang chờ: " + waiting : "Không phải chờ"),
            ],
            { type: "button", onclick: onclick }
        );
    }

    function heading(title, back) {
        return el("div", "kiosk-heading", [
            back
                ? el("button", "kiosk-back", "‹ Quay lại", { type: "button", onclick: drawStart })
                : null,
            el("h1", "", title),
        ]);
    }

    // -- Screens ------------------------------------------------------------------------------------

    function drawStart() {
        if (!choices) {
            open("start", el("div", "kiosk-wait", "Đang kết nối…"));
            return;
        }
        centre.textContent = choices.centre.name;
        const agencies = choices.agencies.map((agency) =>
            tile(agency.name, agency.waiting, () => chooseAgency(agency))
        );
        const general = choices.general.map((lane) =>
            tile(lane.name, lane.waiting, () => issue({ lane: lane.lane }), "is-general")
        );
        if (!agencies.length && !general.length) {
            open("start", el("div", "kiosk-wait", "Trung tâm chưa mở lấy số. Xin hỏi quầy hướng dẫn."));
            return;
        }
        open("start", [
            heading("Mời chọn cơ quan giải quyết"),
            el("div", "kiosk-tiles" + (agencies.length <= FEW ? " is-few" : ""), agencies),
            general.length ? el("div", "kiosk-general", general) : null,
            el("p", "kiosk-foot", footer()),
        ]);
    }

    function footer() {
        const hotline = choices.centre.hotline;
        return hotline ? "Cần giúp đỡ? Mời đến quầy hướng dẫn hoặc gọi " + hotline : "Cần giúp đỡ? Mời đến quầy hướng dẫn.";
    }

    function chooseAgency(agency) {
        if (agency.fields.length > 1) {
            drawFields(agency);
        } else if (agency.fields.length) {
            issue({ agency: agency.agency, field: agency.fields[0].field });
        } else {
            issue({ agency: agency.agency });
        }
    }

    function drawFields(agency) {
        const tiles = agency.fields.map((field) =>
            tile(field.name, field.waiting, () => issue({ agency: agency.agency, field: field.field }))
        );
        open(
            "fields",
            [
                heading("Mời chọn lĩnh vực", true),
                el("p", "kiosk-subtitle", agency.name),
                el("div", "kiosk-tiles" + (tiles.length <= FEW ? " is-few" : ""), tiles),
            ],
            IDLE_MS
        );
    }

    function ahead(count) {
        if (!count) {
            return "Lượt tiếp theo – không còn ai chờ trước";
        }
        return ["Còn ", el("b", "", String(count)), " người chờ trước"];
    }

    function drawTicket(ticket) {
        const paper = el("p", "kiosk-paper");
        const again = el("button", "kiosk-done", "Xong", { type: "button", onclick: drawStart });
        open(
            "ticket",
            el("div", "kiosk-ticket", [
                el("p", "kiosk-ticket-title", "SỐ THỨ TỰ"),
                el("p", "kiosk-ticket-number hcc-number", ticket.number),
                el("p", "kiosk-ticket-what", ticket.field || ticket.agency || ticket.lane),
                el("p", "kiosk-ticket-ahead", ahead(ticket.ahead)),
                el("p", "kiosk-ticket-hint", ticket.expected || ""),
                el("img", "kiosk-ticket-qr", null, { src: ticket.qr, alt: "Mã QR theo dõi lượt" }),
                el("p", "kiosk-ticket-hint", "Quét mã để theo dõi lượt trên điện thoại"),
                paper,
                again,
            ]),
            TICKET_MS
        );
        drawPaper(paper, ticket.token, ticket.print_state);
    }

    /** Say what the printer did; the number counts in any case. */
    function drawPaper(node, token, state, asked = 0) {
        const words = PAPER[state === "pending" && asked >= PATIENT_POLLS ? "unknown" : state];
        node.className = "kiosk-paper " + words[0];
        node.textContent = words[1];
        if (state === "pending") {
            paperTimer = setTimeout(() => askPaper(node, token, asked + 1), PRINT_POLL_MS);
        }
    }

    async function askPaper(node, token, asked) {
        let state = "pending";
        try {
            state = (await Hcc.get("/paper/" + token)).print_state;
        } catch (error) {
            // the number stays on the screen; the next round asks again
        }
        if (node.isConnected) {
            drawPaper(node, token, state, asked);
        }
    }

    function drawError(message) {
        open(
            "error",
            el("div", "kiosk-error", [
                el("h1", "", "Chưa lấy được số"),
                el("p", "", message || "Hệ thống đang bận. Xin thử lại, hoặc đến quầy hướng dẫn."),
                el("button", "kiosk-done", "Thử lại", { type: "button", onclick: drawStart }),
            ]),
            ERROR_MS
        );
    }

    // -- Issue --------------------------------------------------------------------------------------

    async function issue(choice) {
        if (busy) {
            return;
        }
        busy = true;
        open("issuing", el("div", "kiosk-wait", "Đang lấy số…"));
        try {
            drawTicket(await issueWithPatience({ choice: choice, key: Hcc.newKey() }));
        } catch (error) {
            if (!(error instanceof Hcc.ServerError)) {
                throw error;
            }
            drawError(error.message);
        } finally {
            busy = false;
        }
    }

    /** Ask again with the same key when no answer came: the server counts it once. */
    async function issueWithPatience(question) {
        for (let attempt = 1; ; attempt++) {
            try {
                return await Hcc.post("/issue", question);
            } catch (error) {
                const refused = error.status >= 400 && error.status < 500;
                if (refused || attempt === RETRIES) {
                    throw error;
                }
                await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
            }
        }
    }

    // -- Start --------------------------------------------------------------------------------------

    function onChoices(fresh) {
        if (!body.isConnected) {
            build();
            screen = "start";
        }
        delete fresh.now; // the clock has taken it; a new minute is no new choice
        const changed = JSON.stringify(fresh) !== JSON.stringify(choices);
        choices = fresh;
        if (screen === "start" && changed) {
            const top = body.scrollTop;
            drawStart();
            body.scrollTop = top;
        }
    }

    build();
    drawStart();
    drawClock();
    setInterval(drawClock, 1000);
    document.addEventListener("contextmenu", (event) => event.preventDefault());
    document.addEventListener("pointerdown", function () {
        // A visitor who is still choosing keeps the screen.
        if (screen === "fields") {
            clearTimeout(resetTimer);
            resetTimer = setTimeout(drawStart, IDLE_MS);
        }
    });
    Hcc.live({
        path: "/choices",
        poll: CHOICES_MS,
        onState: onChoices,
        onLost: lost.update,
        onRefused: Hcc.showRefused,
    });
})();
