/** @odoo-module ignore **/
/*
 * What the visitor at the counter came for, and adding to it. The choices are asked for when the
 * list is first opened: most tickets need none.
 */
(function () {
    "use strict";

    const el = Hcc.el;
    const HINT = "Thêm việc cho số này…";

    function option(choice) {
        return el("option", "", choice.name, {
            value: choice.field ? "field:" + choice.field : "procedure:" + choice.procedure,
        });
    }

    function adder(ticket, press) {
        const select = el("select", "panel-transfer", el("option", "", HINT, { value: "" }), {
            "aria-label": "Thêm việc cho số " + ticket.number,
        });
        let asked = false;
        async function ask() {
            if (asked) {
                return;
            }
            asked = true;
            try {
                const answer = await Hcc.post("/options", { ticket: ticket.id });
                answer.options.forEach((choice) => select.appendChild(option(choice)));
            } catch (error) {
                asked = false; // asked again at the next touch
            }
        }
        select.addEventListener("pointerdown", ask);
        select.addEventListener("focus", ask);
        select.addEventListener("change", function () {
            const parts = select.value.split(":");
            const line = { ticket: ticket.id, count: 1 };
            line[parts[0]] = Number(parts[1]);
            press("/line", line);
        });
        return select;
    }

    Hcc.panelLines = (ticket, press) =>
        el("div", "panel-lines", [
            ticket.lines.length
                ? el("ul", "", ticket.lines.map((line) => el("li", "", line)))
                : null,
            adder(ticket, press),
        ]);
})();
