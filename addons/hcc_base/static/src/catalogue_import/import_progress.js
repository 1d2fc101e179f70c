import { Component, onMounted, onWillUnmount, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const RUNNING = ["checking", "writing"];
const COUNTS = ["row_count", "unchecked_count", "queued_count", "written_count"];

/**
 * Drives an import chunk by chunk while its form is open, and shows how far it is. Each chunk is
 * a transaction of its own on the server: closing the page only interrupts, opening it goes on.
 */
export class CatalogueImportProgress extends Component {
    static template = "hcc_base.CatalogueImportProgress";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.progress = useState({ state: "", done: 0, total: 0, failed: false });
        this.isAlive = true;
        onMounted(() => this.drive(this.props));
        onWillUpdateProps((props) => void this.drive(props));
        onWillUnmount(() => {
            this.isAlive = false;
        });
    }

    get percent() {
        return this.progress.total ? Math.round((100 * this.progress.done) / this.progress.total) : 0;
    }

    get isRunning() {
        return RUNNING.includes(this.props.record.data.state);
    }

    /** How far the record says it is: what the bar shows until the first chunk answers. */
    known(data) {
        if (data.state === "writing") {
            return { done: data.written_count, total: data.written_count + data.queued_count };
        }
        return { done: data.row_count - data.unchecked_count, total: data.row_count };
    }

    async drive(props) {
        const record = props.record;
        if (this.isDriving || !record.resId || !RUNNING.includes(record.data.state)) {
            return;
        }
        this.isDriving = true;
        Object.assign(this.progress, this.known(record.data), { failed: false });
        try {
            let answer = { running: true };
            while (answer.running && this.isAlive) {
                answer = await this.orm.call("hcc.catalogue.import", "run_chunk", [record.resId]);
                Object.assign(this.progress, answer);
            }
        } catch (error) {
            this.progress.failed = true;
            throw error;
        } finally {
            this.isDriving = false;
            if (this.isAlive && !this.progress.failed) {
                await record.load();
            }
        }
    }

    resume() {
        return this.drive(this.props);
    }
}

registry.category("view_widgets").add("hcc_catalogue_import_progress", {
    component: CatalogueImportProgress,
    fieldDependencies: [
        { name: "state", type: "selection" },
        ...COUNTS.map((name) => ({ name, type: "integer" })),
    ],
});
