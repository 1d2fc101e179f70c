/** @odoo-module ignore **/
/*
 * Kiosk: agency → field or procedures → ticket. One press is one request key, however often it is
 * sent, so a double tap or a repeated request gives one ticket. The page returns to its start, in
 * Vietnamese and usual letters, by itself.
 */
(function () {
    "use strict";

    const el = Hcc.el;
    const IDLE_MS = 45000;
    const TICKET_MS = 25000;
    const ERROR_MS = 15000;
    const CHOICES_MS = 20000;
    const FEW = 8;
    const MOST_OF_ONE = 20;
    const MOST_LINES = 10;
    const MOST_SCANS = 4;
    const RETRIES = 3;
    const RETRY_MS = 1200;
    const PRINT_POLL_MS = 1500;
    const PATIENT_POLLS = 5;
    const SAME_TAP_MS = 450;
    const SAME_TAP_PX = 40;
    const PAPER = { pending: "is-pending", printed: "is-good", not_printed: "is-warn", unknown: "is-warn" };

    let choices = null;
    let busy = false;
    let screen = "start";
    let language = "vi";
    let large = false;
    let priority = null;
    let chosen = null; // lines while several are being chosen
    let scans = [];
    let paperTimer = null;
    let lostSince = null;

    const lost = el("div", "hcc-lost", "", { role: "status", hidden: "hidden" });
    const clock = el("div", "kiosk-clock hcc-number");
    const centre = el("div", "kiosk-centre");
    const body = el("div", "kiosk-body");
    const tools = el("div", "kiosk-tools");
    const idle = Hcc.idle(reset, (seconds) => t("resets", seconds));
    const watch = Hcc.watchdog(() => screen === "start" || screen === "closed");
    const service = Hcc.kioskService({
        words: t,
        leave: reset,
        show: (children) => open("service", children, IDLE_MS),
    });

    /** A text in the visitor's language. */
    function t(name, ...values) {
        const text = Hcc.kioskWords[language][name];
        return typeof text === "function" ? text(...values) : text;
    }

    function build() {
        const frame = [lost, Hcc.head("kiosk-head", [centre, clock]), tools, body, idle.strip];
        Hcc.show(el("div", "kiosk", frame));
    }

    function button(className, label, onclick, attributes) {
        return el("button", className, label, Object.assign({ type: "button", onclick: onclick }, attributes));
    }

    // -- Language, letters, priority ------------------------------------------------------------------

    function drawTools() {
        document.documentElement.lang = language;
        body.parentElement.classList.toggle("is-large", large);
        tools.hidden = screen !== "start" && screen !== "fields";
        const speak = (code, name) =>
            button("kiosk-tool" + (language === code ? " is-on" : ""), name, () => set(() => (language = code)), {
                lang: code,
                "aria-pressed": String(language === code),
            });
        Hcc.fill(tools, [
            speak("vi", "Tiếng Việt"),
            speak("en", "English"),
            button("kiosk-tool" + (large ? " is-on" : ""), t(large ? "usual" : "large"), () => set(() => (large = !large))),
            priorities().length
                ? button("kiosk-tool" + (priority ? " is-on" : ""), priority ? priority.name : t("priority"), drawPriorities)
                : null,
        ]);
        drawLost();
    }

    /** A visitor's wish about the page: it holds until the page returns to its start. */
    function set(change) {
        change();
        redraw();
        idle.plan(IDLE_MS);
    }

    function priorities() {
        return (choices && choices.priorities) || [];
    }

    function drawPriorities() {
        const choose = (kind) => () => {
            priority = kind;
            drawStart();
            idle.plan(IDLE_MS);
        };
        const tiles = priorities().map((kind) => button("kiosk-tile", el("span", "kiosk-tile-name", kind.name), choose(kind)));
        tiles.push(button("kiosk-tile", el("span", "kiosk-tile-name", t("no_priority")), choose(null)));
        open("priority", [
            heading(t("choose_priority"), true),
            el("p", "kiosk-subtitle", t("priority_hint")),
            el("div", "kiosk-tiles" + (tiles.length <= FEW ? " is-few" : ""), tiles),
        ], IDLE_MS);
    }

    // -- Screens --------------------------------------------------------------------------------------

    /** Show a screen and plan the return to the start. */
    function open(name, children, milliseconds) {
        screen = name;
        clearTimeout(paperTimer);
        if (name !== "scan") {
            scans = [];
        }
        Hcc.fill(body, children);
        body.scrollTop = 0;
        idle.plan(milliseconds || 0);
        drawTools();
    }

    function reset() {
        language = "vi";
        large = false;
        priority = null;
        chosen = null;
        drawStart();
    }

    let redraw = drawStart;

    function statusLine(offer) {
        if (offer.closed === "full") {
            return t("full");
        }
        if (offer.closed) {
            const opens = offer.opens || {};
            if (!opens.time) {
                return t("closed_now");
            }
            return opens.day ? t("opens_later", dayText(opens.day), opens.time) : t("opens_today", opens.time);
        }
        const words = t("waiting", offer.waiting);
        return offer.left === null || offer.left === undefined ? words : words + " · " + t("left", offer.left);
    }

    function dayText(day) {
        return new Intl.DateTimeFormat(language === "vi" ? "vi-VN" : "en-GB", {
            weekday: "long", day: "numeric", month: "numeric", timeZone: "UTC",
        }).format(new Date(day + "T00:00:00Z"));
    }

    function tile(offer, onclick, extra) {
        const inner = [
            el("span", "kiosk-tile-name", offer.name),
            el("span", "kiosk-tile-waiting", [offer.procedure ? el("b", "kiosk-quick", t("quick")) : null, statusLine(offer)]),
        ];
        return button("kiosk-tile " + (extra || "") + (offer.closed ? " is-closed" : ""), inner, onclick, {
            disabled: offer.closed ? "disabled" : null,
        });
    }

    function heading(title, back, more) {
        return el("div", "kiosk-heading", [
            back ? button("kiosk-back", t("back"), backToStart) : null,
            el("h1", "", title),
            more || null,
        ]);
    }

    function backToStart() {
        chosen = null;
        drawStart();
        idle.plan(language !== "vi" || large || priority ? IDLE_MS : 0);
    }

    function drawStart() {
        redraw = drawStart;
        if (!choices) {
            open("start", el("div", "kiosk-wait", t("connecting")));
            return;
        }
        centre.textContent = choices.centre.name;
        if (choices.closed) {
            open("closed", el("div", "kiosk-wait", [el("h1", "", t("closed_title")), el("p", "", t("closed_text"))]));
            return;
        }
        const agencies = choices.agencies.map((agency) => tile(agency, () => chooseAgency(agency)));
        const general = choices.general.map((lane) => tile(lane, () => issue({ lane: lane.lane }), "is-general"));
        if (!agencies.length && !general.length) {
            open("start", el("div", "kiosk-wait", t("not_open")));
            return;
        }
        const hotline = choices.centre.hotline;
        open("start", [
            heading(t("choose_agency")),
            el("div", "kiosk-tiles" + (agencies.length <= FEW ? " is-few" : ""), agencies),
            general.length ? el("div", "kiosk-general", general) : null,
            el("p", "kiosk-foot", [
                el("span", "", t("scan_hint")),
                el("span", "", hotline ? t("help_call", hotline) : t("help")),
            ]),
        ]);
    }

    function chooseAgency(agency) {
        const offers = agency.quick.concat(agency.fields);
        if (offers.length > 1) {
            drawFields(agency);
        } else {
            issue(offers.length ? choiceOf(agency, offers[0]) : { agency: agency.agency });
        }
    }

    function choiceOf(agency, offer) {
        return offer.procedure
            ? { agency: agency.agency, lines: [{ procedure: offer.procedure, count: 1 }] }
            : { agency: agency.agency, field: offer.field };
    }

    function drawFields(agency) {
        redraw = () => drawFields(agency);
        const offers = agency.quick.concat(agency.fields);
        const tiles = offers.map((offer) => (chosen ? severalTile(agency, offer) : tile(offer, () => issue(choiceOf(agency, offer)))));
        const toggle = button("kiosk-back", t(chosen ? "one_only" : "several"), function () {
            chosen = chosen ? null : [];
            drawFields(agency);
        });
        open("fields", [
            heading(t(chosen ? "choose_several" : "choose_field"), true, toggle),
            el("p", "kiosk-subtitle", agency.name),
            el("div", "kiosk-tiles" + (tiles.length <= FEW ? " is-few" : "") + (chosen ? " is-several" : ""), tiles),
            chosen ? severalBar(agency) : null,
        ], IDLE_MS);
    }

    // -- Several things on one ticket -----------------------------------------------------------------

    function lineOf(offer) {
        return chosen.find((line) => line.offer === offer);
    }

    function severalTile(agency, offer) {
        const line = lineOf(offer);
        // One ticket waits in one lane: what another lane serves needs a number of its own.
        const apart = chosen.length && chosen[0].offer.together !== offer.together;
        const node = tile(offer, () => addLine(agency, offer), line ? "is-chosen" : "");
        node.disabled = Boolean(offer.closed || apart || (!line && chosen.length >= MOST_LINES));
        if (!line) {
            return node;
        }
        node.appendChild(el("span", "kiosk-count hcc-number", "× " + line.count));
        const less = button("kiosk-less", "−", () => removeLine(agency, line), { "aria-label": "−" });
        return el("div", "kiosk-chosen", [node, less]);
    }

    function keepingPlace(change) {
        const top = body.scrollTop;
        change();
        body.scrollTop = top;
    }

    function addLine(agency, offer) {
        const line = lineOf(offer);
        if (line) {
            line.count = Math.min(MOST_OF_ONE, line.count + 1);
        } else {
            chosen.push({ offer: offer, count: 1 });
        }
        keepingPlace(() => drawFields(agency));
    }

    function removeLine(agency, line) {
        line.count -= 1;
        chosen = chosen.filter((kept) => kept.count > 0);
        keepingPlace(() => drawFields(agency));
    }

    function severalBar(agency) {
        const total = chosen.reduce((sum, line) => sum + line.count, 0);
        const take = button("kiosk-done", t("take_number"), () =>
            issue({
                agency: agency.agency,
                lines: chosen.map((line) =>
                    line.offer.procedure
                        ? { procedure: line.offer.procedure, count: line.count }
                        : { field: line.offer.field, count: line.count }
                ),
            })
        );
        take.disabled = !total;
        return el("div", "kiosk-bar", [el("span", "", total ? t("chosen", total) : t("none_chosen")), take]);
    }

    // -- Ticket ---------------------------------------------------------------------------------------

    function ahead(count) {
        if (!count) {
            return t("next");
        }
        return t("ahead", count).map((part) => (part === count ? el("b", "", String(part)) : part));
    }

    function drawTicket(ticket) {
        const paper = el("p", "kiosk-paper");
        const what = ticket.lines.length ? ticket.lines.join(", ") : ticket.field || ticket.agency || ticket.lane;
        open("ticket", el("div", "kiosk-ticket", [
            el("p", "kiosk-ticket-title", t("ticket_title")),
            el("p", "kiosk-ticket-number hcc-number", ticket.number),
            el("p", "kiosk-ticket-what", what),
            el("p", "kiosk-ticket-ahead", ahead(ticket.ahead)),
            el("p", "kiosk-ticket-hint", ticket.expected || ""),
            el("img", "kiosk-ticket-qr", null, { src: ticket.qr, alt: t("qr") }),
            el("p", "kiosk-ticket-hint", t("qr_hint")),
            paper,
            button("kiosk-done", t("done"), reset),
        ]), TICKET_MS);
        drawPaper(paper, ticket.token, ticket.print_state, 0);
    }

    /** Say what the printer did; the number counts in any case. */
    function drawPaper(node, token, state, asked) {
        const shown = state === "pending" && asked >= PATIENT_POLLS ? "unknown" : state;
        node.className = "kiosk-paper " + PAPER[shown];
        node.textContent = t("paper_" + shown);
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

    function drawError(title, message) {
        open("error", el("div", "kiosk-error", [
            el("h1", "", title),
            el("p", "", message),
            button("kiosk-done", t("again"), backToStart),
        ]), ERROR_MS);
    }

    async function issue(choice) {
        if (busy) {
            return;
        }
        busy = true;
        open("issuing", el("div", "kiosk-wait", t("issuing")));
        if (priority) {
            choice.priority = priority.code;
        }
        try {
            drawTicket(await issueWithPatience({ choice: choice, key: Hcc.newKey(), language: language }));
        } catch (error) {
            if (!(error instanceof Hcc.ServerError)) {
                throw error;
            }
            drawError(t("error_title"), error.message || t("error_text"));
        } finally {
            busy = false;
            chosen = null;
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

    // -- Look-up of a scanned paper -------------------------------------------------------------------

    async function onScan(code) {
        if (busy || screen === "service") {
            return; // a number is on its way: the paper is still in the visitor's hand
        }
        const card = el("div", "kiosk-found", t("searching"));
        const words = t;
        scans = [card].concat(scans).slice(0, MOST_SCANS);
        const cards = scans;
        open("scan", [heading(t("found"), true)].concat(cards), IDLE_MS);
        try {
            const answer = await Hcc.post("/scan", { code: code, language: language });
            Hcc.fill(card, answer.found ? found(answer.found, words) : [el("h2", "", t("not_found")), el("p", "", t("not_found_text"))]);
        } catch (error) {
            if (!(error instanceof Hcc.ServerError)) {
                throw error;
            }
            Hcc.fill(card, t("scan_failed"));
        }
    }

    function found(paper, words) {
        const rows = [];
        paper.rows.filter((row) => row[1]).forEach(function (row) {
            rows.push(el("dt", "", words("row")[row[0]]), el("dd", "", row[1]));
        });
        return [el("h2", "hcc-number", paper.title), el("dl", "kiosk-rows", rows), paper.note ? el("p", "", paper.note) : null];
    }

    // -- Start ----------------------------------------------------------------------------------------

    function drawClock() {
        clock.textContent = Hcc.hours(Hcc.now());
    }

    function drawLost() {
        lost.hidden = !lostSince;
        lost.textContent = lostSince ? t("lost", Hcc.hours(lostSince)) : "";
    }

    function onChoices(fresh) {
        if (!body.isConnected) {
            build();
            screen = "start";
        }
        watch.live(fresh.version);
        delete fresh.now; // the clock has taken it; a new minute is no new choice
        const changed = JSON.stringify(fresh) !== JSON.stringify(choices);
        choices = fresh;
        if ((screen === "start" || screen === "closed") && changed) {
            keepingPlace(drawStart);
            idle.plan(language !== "vi" || large || priority ? IDLE_MS : 0);
        }
    }

    /** The second half of a double tap belongs to the screen that is gone. */
    let lastTap = { at: 0, x: 0, y: 0, screen: "" };
    function onTap(event) {
        const at = Date.now();
        const near = Math.abs(event.clientX - lastTap.x) < SAME_TAP_PX && Math.abs(event.clientY - lastTap.y) < SAME_TAP_PX;
        if (at - lastTap.at < SAME_TAP_MS && near && lastTap.screen !== screen) {
            event.stopPropagation();
            event.preventDefault();
        }
        lastTap = { at: at, x: event.clientX, y: event.clientY, screen: screen };
    }

    build();
    drawStart();
    drawClock();
    setInterval(drawClock, 1000);
    document.addEventListener("click", onTap, true);
    document.addEventListener("contextmenu", (event) => event.preventDefault());
    Hcc.onHold(clock, service.open);
    Hcc.scanner(onScan);
    Hcc.live({
        path: "/choices",
        poll: CHOICES_MS,
        onState: onChoices,
        onLost: function (since) {
            lostSince = since;
            drawLost();
        },
        onRefused: Hcc.showRefused,
    });
})();
