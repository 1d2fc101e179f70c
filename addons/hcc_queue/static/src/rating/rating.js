/** @odoo-module ignore **/
/*
 * Rating screen of one counter: asks whoever is served there, or has just left, once.
 * A vote that cannot be sent is kept and sent when the server is back; it names its ticket, so
 * it never lands on the next visitor's.
 */
(function () {
    "use strict";

    const el = Hcc.el;
    const THANKS_MS = 5000;
    const RETRY_MS = 3000;
    const KEEP_VOTE_MS = 10 * 60000;

    let state = null;
    let thanked = null;
    let thanksTimer = null;

    const lost = Hcc.lostStrip();
    const body = el("div", "rating-body");
    const centre = el("div", "rating-centre");
    const counter = el("div", "rating-counter");

    function build() {
        Hcc.show(el("div", "rating", [lost, Hcc.head("rating-head", [centre, counter]), body]));
    }

    const FACES = {
        happy: { fill: "#1b6e3c", mouth: "M26 58 Q50 92 74 58 Z", filled: true },
        content: { fill: "#0b4f8a", mouth: "M28 62 Q50 80 72 62" },
        unhappy: { fill: "#c8102e", mouth: "M28 74 Q50 54 72 74" },
    };

    function svg(tag, attributes) {
        const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
        Object.keys(attributes).forEach((name) => node.setAttribute(name, attributes[name]));
        return node;
    }

    function face(kind) {
        const look = FACES[kind] || FACES.content;
        const picture = svg("svg", { viewBox: "0 0 100 100", "aria-hidden": "true", class: "rating-face" });
        picture.appendChild(svg("circle", { cx: 50, cy: 50, r: 48, fill: look.fill }));
        picture.appendChild(svg("circle", { cx: 34, cy: 40, r: 6.5, fill: "#fff" }));
        picture.appendChild(svg("circle", { cx: 66, cy: 40, r: 6.5, fill: "#fff" }));
        picture.appendChild(
            svg("path", {
                d: look.mouth,
                fill: look.filled ? "#fff" : "none",
                stroke: "#fff",
                "stroke-width": 6,
                "stroke-linecap": "round",
                "stroke-linejoin": "round",
            })
        );
        return picture;
    }

    function drawIdle() {
        Hcc.fill(
            body,
            el("div", "rating-idle", [
                el("p", "rating-idle-counter", "QUẦY " + state.counter),
                el("p", "rating-idle-text", state.centre.slogan || "Kính chào quý khách"),
            ])
        );
    }

    function drawQuestion() {
        const levels = state.levels.map((level) =>
            el("button", "rating-level is-" + level.face, [face(level.face), el("span", "", level.name)], {
                type: "button",
                onclick: () => vote(level.code),
            })
        );
        Hcc.fill(body, [
            el("h1", "rating-question", "Ông/Bà có hài lòng với việc phục vụ tại quầy này?"),
            el("p", "rating-number", [
                state.finished ? "Lượt vừa xong: số " : "Đang phục vụ số ",
                el("b", "hcc-number", state.number),
            ]),
            el("div", "rating-levels", levels),
            el("p", "rating-foot", "Đánh giá không ghi tên người dân."),
        ]);
    }

    function drawThanks() {
        Hcc.fill(
            body,
            el("div", "rating-idle", [
                face("happy"),
                el("p", "rating-idle-counter", "Xin cảm ơn!"),
                el("p", "rating-idle-text", "Ý kiến của Ông/Bà đã được ghi nhận."),
            ])
        );
    }

    function draw(fresh) {
        if (!body.isConnected) {
            build();
        }
        const drawn = state && body.firstChild && state.number === fresh.number && state.finished === fresh.finished;
        state = fresh;
        centre.textContent = state.centre.name;
        counter.textContent = "Quầy " + state.counter;
        if (thanksTimer || drawn) {
            return;
        }
        if (state.number && state.number !== thanked) {
            drawQuestion();
        } else {
            drawIdle();
        }
    }

    function vote(level) {
        thanked = state.number;
        drawThanks();
        thanksTimer = setTimeout(function () {
            thanksTimer = null;
            drawIdle();
            live.refresh();
        }, THANKS_MS);
        send({ number: state.number, level: level }, Date.now());
    }

    async function send(answer, since) {
        try {
            await Hcc.post("/vote", answer);
        } catch (error) {
            if (!(error instanceof Hcc.ServerError)) {
                throw error;
            }
            const refused = error.status >= 400 && error.status < 500;
            if (!refused && Date.now() - since < KEEP_VOTE_MS) {
                setTimeout(() => send(answer, since), RETRY_MS);
            }
        }
    }

    build();
    document.addEventListener("contextmenu", (event) => event.preventDefault());
    const live = Hcc.live({
        path: "/state",
        channel: Hcc.config.channel,
        onState: draw,
        onLost: lost.update,
        onRefused: Hcc.showRefused,
    });
})();
