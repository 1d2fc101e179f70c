/** @odoo-module ignore **/
/* Hear how a zone or a voice pack calls, before the public does. */
(function () {
    "use strict";

    const el = Hcc.el;
    const speaker = new Hcc.Speaker(function () {});
    const number = el("input", "listen-box", "", { value: "A015", maxlength: "12", id: "number" });
    const counter = el("input", "listen-box", "", { value: "21", inputmode: "numeric", id: "counter" });
    const told = el("p", "listen-told", "", { role: "status" });
    const button = el("button", "listen-button", "Nghe thử", { type: "button", onclick: listen });

    async function listen() {
        button.disabled = true;
        told.textContent = "";
        speaker.wake();
        try {
            const call = await Hcc.get(
                "/say?number=" +
                    encodeURIComponent(number.value.trim()) +
                    "&counter=" +
                    encodeURIComponent(counter.value.trim())
            );
            await speaker.play([[call.chime]].concat(call.sentences), call.volume);
        } catch (error) {
            told.textContent = error.message || "Không phát được âm thanh.";
        }
        button.disabled = false;
    }

    Hcc.show([
        Hcc.head("listen-head", el("h1", "", "Nghe thử giọng gọi số")),
        el("section", "listen", [
            el("h2", "", Hcc.config.name),
            el("label", "", ["Số thứ tự", number], { for: "number" }),
            el("label", "", ["Quầy số", counter], { for: "counter" }),
            button,
            told,
        ]),
    ]);
})();
