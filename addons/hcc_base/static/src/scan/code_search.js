import { Component, useExternalListener, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** One box on every screen for any code of the suite, whole or in part; F3 goes there. */
export class CodeSearch extends Component {
    static template = "hcc_base.CodeSearch";
    static props = {};

    setup() {
        this.scan = useService("hcc_scan");
        this.box = useRef("box");
        this.state = useState({ code: "" });
        useExternalListener(window, "keydown", this.onKey, { capture: true });
    }

    onKey(ev) {
        if (ev.key === "F3" && !ev.ctrlKey && !ev.altKey && !ev.shiftKey) {
            ev.preventDefault();
            this.box.el?.select();
        }
    }

    async onBoxKey(ev) {
        if (ev.key === "Enter" && this.state.code.trim()) {
            if (await this.scan.open(this.state.code, true)) {
                this.state.code = "";
                this.box.el?.blur();
            }
        } else if (ev.key === "Escape") {
            this.state.code = "";
            this.box.el?.blur();
        }
    }
}

registry.category("systray").add("hcc_base.code_search", { Component: CodeSearch }, { sequence: 60 });
