import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/**
 * "Is it ready?": one line per need of a centre, with the place where what is missing is mended.
 * Everything is decided on the server; this page only shows and opens.
 */
export class Readiness extends Component {
    static template = "hcc_base.Readiness";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ answer: null, onlyMissing: false });
        const { context } = this.props.action;
        onWillStart(() => this.load(context.active_model === "res.company" && context.active_id));
    }

    async load(companyId) {
        this.state.answer = await this.orm.call("hcc.readiness", "load_page", [companyId || null]);
    }

    onCentre(event) {
        return this.load(parseInt(event.target.value));
    }

    shown(section) {
        return section.lines.filter((line) => !this.state.onlyMissing || !line.ok);
    }

    light(line) {
        if (line.ok) {
            return "ok";
        }
        return line.needed ? "missing" : "advice";
    }

    get isReady() {
        return this.state.answer.ready === this.state.answer.total;
    }

    get percent() {
        const { ready, total } = this.state.answer;
        return total ? Math.round((100 * ready) / total) : 0;
    }

    mend(line) {
        return this.action.doAction(line.action);
    }
}

registry.category("actions").add("hcc_readiness", Readiness);
