import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, useRef, useState } from "@odoo/owl";

/**
 * The file of one paper of a dossier: chosen or dropped as the scanner saved it, opened, taken off.
 * What may be kept is the server's to say; a refused file leaves the line as it was.
 */
export class ScanField extends Component {
    static template = "hcc_dossier.ScanField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.input = useRef("input");
        this.state = useState({ isBusy: false, isOver: false });
    }

    get root() {
        return this.props.record.model.root;
    }

    get document() {
        return this.props.record.data[this.props.name];
    }

    get canAttach() {
        return this.root.data.can_attach_scan;
    }

    get canDetach() {
        return this.root.data.can_detach_document;
    }

    get isAsked() {
        return this.props.record.data.is_to_digitise && !this.document;
    }

    choose() {
        this.input.el.click();
    }

    async onChosen(ev) {
        const [file] = ev.target.files;
        ev.target.value = "";
        await this.attach(file);
    }

    async onDrop(ev) {
        this.state.isOver = false;
        if (this.canAttach) {
            await this.attach(ev.dataTransfer.files[0]);
        }
    }

    onDragOver() {
        this.state.isOver = this.canAttach;
    }

    onDragLeave() {
        this.state.isOver = false;
    }

    async attach(file) {
        if (!file) {
            return;
        }
        this.state.isBusy = true;
        try {
            const lineId = await this.savedLineId();
            if (!lineId) {
                return;
            }
            const content = (await getDataURLFromFile(file)).split(",")[1] || "";
            const answer = await this.orm.call(
                "hcc.dossier.component",
                "attach_scan",
                [[lineId], file.name, content]
            );
            this.notification.add(_t("Kept: %s page(s).", answer.pages), { type: "success" });
            await this.root.load();
        } finally {
            this.state.isBusy = false;
        }
    }

    /** The line as the server knows it; a dossier that is only on the screen is saved first. */
    async savedLineId() {
        const { record } = this.props;
        const entryId = record.data.component_id?.id;
        if (record.resId && !(await this.root.isDirty())) {
            return record.resId;
        }
        const wasKnown = record.resId;
        if (!(await this.root.save())) {
            return false;
        }
        if (wasKnown) {
            return wasKnown;
        }
        const lines = this.root.data.component_ids.records;
        return lines.find((line) => entryId && line.data.component_id?.id === entryId)?.resId;
    }

    async open() {
        const action = await this.orm.call("hcc.dossier.component", "action_open_file", [
            [this.props.record.resId],
        ]);
        await this.action.doAction(action);
    }

    async detach() {
        this.state.isBusy = true;
        try {
            await this.orm.call("hcc.dossier.component", "detach_document", [
                [this.props.record.resId],
            ]);
            await this.root.load();
        } finally {
            this.state.isBusy = false;
        }
    }
}

registry.category("fields").add("hcc_scan", {
    component: ScanField,
    displayName: _t("Scan of a paper"),
    supportedTypes: ["many2one"],
    listViewWidth: 190,
    fieldDependencies: [{ name: "is_to_digitise", type: "boolean" }],
});
