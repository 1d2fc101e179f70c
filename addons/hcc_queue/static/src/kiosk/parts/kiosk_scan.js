/** @odoo-module ignore **/
/*
 * A scanner that types like a keyboard. Codes are collected while earlier ones are still being
 * looked up, and handled one after the other: fast successive scans are never lost.
 */
(function () {
    "use strict";

    const PAUSE_MS = 1000;
    const SHORTEST = 6;
    const MARKS = { Slash: "/", Period: ".", Minus: "-" };

    /** The typed letter, also where an input method hides it from us. */
    function letter(event) {
        if (event.key.length === 1) {
            return event.key;
        }
        const found = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(event.code);
        if (found) {
            return event.shiftKey ? found[1] : found[1].toLowerCase();
        }
        if (event.code === "Semicolon") {
            return event.shiftKey ? ":" : ";";
        }
        return MARKS[event.code] || "";
    }

    /** @param {Function} handle async, gets one code at a time */
    Hcc.scanner = function (handle) {
        const codes = [];
        let typed = "";
        let last = 0;
        let running = false;

        async function work() {
            if (running) {
                return;
            }
            running = true;
            try {
                while (codes.length) {
                    await handle(codes.shift());
                }
            } finally {
                running = false;
            }
        }

        document.addEventListener("keydown", function (event) {
            if (event.ctrlKey || event.altKey || event.metaKey) {
                return;
            }
            const now = Date.now();
            if (now - last > PAUSE_MS) {
                typed = "";
            }
            last = now;
            if (event.key === "Enter" || event.key === "Tab") {
                event.preventDefault(); // not a press of the button that was touched last
                if (typed.length >= SHORTEST) {
                    codes.push(typed);
                    work();
                }
                typed = "";
                return;
            }
            typed += letter(event);
        });
    };
})();
