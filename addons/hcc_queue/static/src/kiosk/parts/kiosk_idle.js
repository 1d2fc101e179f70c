/** @odoo-module ignore **/
/*
 * Back to the start when nobody touches the screen, with the last seconds counted down in view.
 */
(function () {
    "use strict";

    const SHOWN_SECONDS = 15;

    /**
     * @param {Function} onReset called once when the time is over
     * @param {Function} words gives the sentence for so many seconds
     */
    Hcc.idle = function (onReset, words) {
        const strip = Hcc.el("div", "kiosk-idle", "", { role: "status", hidden: "hidden" });
        let span = 0;
        let deadline = 0;

        function tick() {
            if (!deadline) {
                strip.hidden = true;
                return;
            }
            const left = Math.ceil((deadline - Date.now()) / 1000);
            if (left <= 0) {
                deadline = 0;
                strip.hidden = true;
                onReset();
                return;
            }
            strip.hidden = left > SHOWN_SECONDS;
            strip.textContent = words(left);
        }

        setInterval(tick, 250);
        document.addEventListener("pointerdown", function () {
            if (deadline) {
                deadline = Date.now() + span;
                tick();
            }
        });
        return {
            strip: strip,
            /** Plan the return after so many milliseconds without a touch; 0: stay. */
            plan: function (milliseconds) {
                span = milliseconds;
                deadline = milliseconds ? Date.now() + milliseconds : 0;
                tick();
            },
        };
    };
})();
