/** @odoo-module ignore **/
/*
 * A ticket finished while one of its dossiers is still being received: the server's answer carries
 * a warning, shown above the panel until it is touched or the next press answers without one.
 */
(function () {
    "use strict";

    const strip = Hcc.el("button", "panel-warning", "", { type: "button", hidden: "hidden" });
    strip.addEventListener("click", () => show(""));

    function show(text) {
        strip.textContent = text;
        strip.hidden = !text;
        if (text && !strip.isConnected) {
            document.body.appendChild(strip);
        }
    }

    const post = Hcc.post;
    Hcc.post = async function (path, data) {
        const answer = await post(path, data);
        show((answer && answer.warning) || "");
        return answer;
    };
})();
