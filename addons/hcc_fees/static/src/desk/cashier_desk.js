import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { useScanHandler } from "@hcc_base/scan/scan_service";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const NOTES = [500000, 200000, 100000, 50000, 20000, 10000];

/** A key that makes asking twice collect once; the same until the answer has come. */
function newRequestKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return "desk-" + Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The cashier's desk: scan the slip, tick what is paid, type what was handed over, collect, print.
 * Everything is decided on the server; this screen only asks and shows.
 */
export class CashierDesk extends Component {
    static template = "hcc_fees.CashierDesk";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notes = NOTES;
        this.code = useAutofocus({ refName: "code" });
        this.tendered = useRef("tendered");
        this.state = useState({
            shift: null,
            books: [],
            centre: "",
            float: 0,
            bookId: false,
            code: "",
            found: null,
            chosen: [],
            tendered: "",
            answer: null,
            busy: false,
        });
        useScanHandler((code) => this.onScan(code));
        onWillStart(() => this.loadShift());
    }

    // Shift ---------------------------------------------------------------------

    async loadShift() {
        const desk = await this.orm.call("hcc.shift", "desk", []);
        Object.assign(this.state, desk);
        this.state.bookId = desk.books.length === 1 ? desk.books[0].id : false;
    }

    async openShift() {
        await this.busily(async () => {
            this.openKey ||= newRequestKey();
            await this.orm.call("hcc.shift", "open", [], {
                opening_float: this.amountOf(this.state.float),
                book_id: this.state.bookId || null,
                request_key: this.openKey,
            });
            this.openKey = null;
            await this.loadShift();
        });
        this.code.el?.focus();
    }

    async showShift() {
        const action = await this.orm.call("hcc.shift", "action_open_form", [this.state.shift.id]);
        this.action.doAction(action);
    }

    // Dossier -------------------------------------------------------------------

    async search() {
        if (!this.state.code.trim()) {
            return;
        }
        await this.busily(async () => {
            const found = await this.orm.call("hcc.due", "find_for_desk", [this.state.code]);
            this.state.found = found;
            this.state.chosen = found.dues.filter((d) => d.state === "open").map((d) => d.id);
            this.state.answer = null;
            this.state.tendered = "";
            this.requestKey = newRequestKey();
        });
        (this.state.chosen.length ? this.tendered.el : this.code.el)?.focus();
    }

    /** With a shift open every scan is a payer's slip, wherever the cursor is. */
    onScan(code) {
        if (!this.state.shift?.is_today) {
            return false;
        }
        this.state.code = code;
        this.search();
        return true;
    }

    toggle(due) {
        const { chosen } = this.state;
        this.state.chosen = chosen.includes(due.id)
            ? chosen.filter((id) => id !== due.id)
            : [...chosen, due.id];
        this.requestKey = newRequestKey();
    }

    clear() {
        Object.assign(this.state, { code: "", found: null, chosen: [], tendered: "", answer: null });
        this.code.el?.focus();
    }

    // Money ---------------------------------------------------------------------

    get total() {
        const { found, chosen } = this.state;
        const dues = found ? found.dues : [];
        return dues.filter((d) => chosen.includes(d.id)).reduce((sum, d) => sum + d.amount, 0);
    }

    get tenderedAmount() {
        return this.state.tendered === "" ? null : this.amountOf(this.state.tendered);
    }

    get change() {
        return this.tenderedAmount === null ? null : this.tenderedAmount - this.total;
    }

    get canCollect() {
        const enough = this.change === null || this.change >= 0;
        return !this.state.busy && this.state.chosen.length > 0 && enough;
    }

    amountOf(typed) {
        return parseInt(String(typed).replace(/\D/g, ""), 10) || 0;
    }

    format(amount) {
        return `${new Intl.NumberFormat("vi-VN").format(amount)} đ`;
    }

    onTendered(ev) {
        const digits = ev.target.value.replace(/\D/g, "");
        this.state.tendered = digits && new Intl.NumberFormat("vi-VN").format(Number(digits));
        ev.target.value = this.state.tendered;
        this.requestKey = newRequestKey();
    }

    addNote(note) {
        const amount = (this.tenderedAmount || 0) + note;
        this.state.tendered = new Intl.NumberFormat("vi-VN").format(amount);
        this.requestKey = newRequestKey();
    }

    tenderExactly() {
        this.state.tendered = new Intl.NumberFormat("vi-VN").format(this.total);
        this.requestKey = newRequestKey();
    }

    async collect() {
        if (!this.canCollect) {
            return;
        }
        await this.busily(async () => {
            const answer = await this.orm.call("hcc.receipt", "collect", [], {
                due_ids: this.state.chosen,
                shift_id: this.state.shift.id,
                tendered: this.tenderedAmount,
                request_key: this.requestKey,
            });
            Object.assign(this.state, { answer, found: null, chosen: [], code: "" });
            await this.loadShift();
        });
    }

    async print(receipt) {
        const action = await this.orm.call("hcc.receipt", "print_paper", [receipt.id]);
        await this.action.doAction(action);
        this.code.el?.focus();
    }

    // Keyboard ------------------------------------------------------------------

    onCodeKey(ev) {
        if (ev.key === "Enter") {
            this.search();
        }
    }

    onTenderedKey(ev) {
        if (ev.key === "Enter") {
            this.collect();
        } else if (ev.key === "Escape") {
            this.clear();
        }
    }

    async busily(work) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await work();
        } finally {
            this.state.busy = false;
        }
    }

    get collectLabel() {
        return this.state.chosen.length
            ? _t("Collect %s", this.format(this.total))
            : _t("Choose what is paid");
    }
}

registry.category("actions").add("hcc_cashier_desk", CashierDesk);
