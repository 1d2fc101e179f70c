import { Component } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A figure of the official table: in the user's number format, and a door to its records. */
export class ReportCell extends Component {
    static template = "hcc_report.ReportCell";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get text() {
        return formatFloat(this.value, { digits: [16, 0] });
    }

    async open() {
        const { resModel, resId } = this.props.record;
        const action = await this.orm.call(resModel, "action_open_cell", [[resId], this.props.name]);
        await this.action.doAction(action);
    }
}

export const reportCell = {
    component: ReportCell,
    supportedTypes: ["integer", "monetary"],
};

registry.category("fields").add("hcc_report_cell", reportCell);
