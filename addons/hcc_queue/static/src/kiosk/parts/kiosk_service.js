/** @odoo-module ignore **/
/*
 * The service screen for staff: the clock is held for three seconds, the kiosk's code entered.
 * The code goes with every request and is kept nowhere.
 */
(function () {
    "use strict";

    const el = Hcc.el;
    const HOLD_MS = 3000;
    const DIGITS = 6;

    /** Call `onHeld` when `node` is held down long enough. */
    Hcc.onHold = function (node, onHeld) {
        let timer = null;
        const stop = () => clearTimeout(timer);
        node.addEventListener("pointerdown", function () {
            stop();
            timer = setTimeout(onHeld, HOLD_MS);
        });
        ["pointerup", "pointerleave", "pointercancel"].forEach((name) =>
            node.addEventListener(name, stop)
        );
    };

    /**
     * @param {Object} screen
     * @param {Function} screen.show shows children, and plans the return to the start
     * @param {Function} screen.words gives a text
     * @param {Function} screen.leave goes back to the start
     */
    Hcc.kioskService = function (screen) {
        const t = screen.words;
        let code = "";
        let asking = false;

        function button(label, onclick, className) {
            return el("button", className || "kiosk-service-button", label, {
                type: "button",
                onclick: onclick,
            });
        }

        function drawKeypad(message) {
            const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
            const key = (digit) => button(digit, () => type(digit), "kiosk-key");
            screen.show([
                el("div", "kiosk-service", [
                    el("h1", "", t("staff_title")),
                    el("p", "", t("staff_code")),
                    el("p", "kiosk-service-dots", "●".repeat(code.length) + "○".repeat(DIGITS - code.length)),
                    el("p", "kiosk-service-note", message || ""),
                    el("div", "kiosk-keypad", digits.map(key).concat([
                        button(t("staff_erase"), erase, "kiosk-key is-word"),
                        key("0"),
                        button(t("staff_leave"), leave, "kiosk-key is-word"),
                    ])),
                ]),
            ]);
        }

        function type(digit) {
            if (asking || code.length >= DIGITS) {
                return;
            }
            code += digit;
            drawKeypad();
            if (code.length === DIGITS) {
                act("state");
            }
        }

        function erase() {
            code = "";
            drawKeypad();
        }

        function leave() {
            code = "";
            screen.leave();
        }

        async function act(action, note) {
            if (asking) {
                return;
            }
            asking = true;
            let answer = null;
            try {
                answer = await Hcc.post("/service", { code: code, action: action });
            } catch (error) {
                if (!(error instanceof Hcc.ServerError)) {
                    throw error;
                }
            } finally {
                asking = false;
            }
            if (answer && answer.unlocked) {
                drawService(answer, note);
                return;
            }
            code = "";
            drawKeypad(!answer ? t("staff_lost") : answer.wait ? t("staff_wait", answer.wait) : t("staff_wrong"));
        }

        function row(name, value) {
            return [el("dt", "", name), el("dd", "", value || "–")];
        }

        function drawService(state, note) {
            const rows = [].concat(
                row(t("staff_printer"), state.printer || t("staff_no_printer")),
                row(t("staff_paper"), state.paper),
                row(t("staff_unprinted"), String(state.unprinted))
            );
            screen.show([
                el("div", "kiosk-service", [
                    el("h1", "", state.name),
                    el("dl", "kiosk-rows", rows),
                    el("p", "kiosk-service-note", note || ""),
                    el("div", "kiosk-service-buttons", [
                        state.printer ? button(t("staff_test"), () => act("test_print", t("staff_tested"))) : null,
                        state.closed
                            ? button(t("staff_reopen"), () => act("reopen_kiosk"))
                            : button(t("staff_close"), () => act("close_kiosk")),
                        button(t("staff_reload"), () => Hcc.reloadWhenServed()),
                        button(t("staff_leave"), leave, "kiosk-service-button is-main"),
                    ]),
                ]),
            ]);
        }

        return {
            open: function () {
                code = "";
                drawKeypad();
            },
        };
    };
})();
