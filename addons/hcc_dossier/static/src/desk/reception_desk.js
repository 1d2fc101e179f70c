import { onMounted, onPatched, onWillStart, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useScanHandler } from "@hcc_base/scan/scan_service";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { emptyForm, emptySubmitter, formToSend } from "./desk_form";
import { DeskApplicant } from "./desk_applicant";
import { DeskDate } from "./desk_date";
import { DeskPapers } from "./desk_papers";
import { DeskPicker } from "./desk_picker";

/** Errors whose words are meant for whoever sits here. */
const SPOKEN = ["UserError", "ValidationError", "AccessError", "MissingError"];

function newRequestKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return "desk-" + Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The reception desk: card, procedure, papers, answer, with keyboard and scanner alone. It holds
 * what was typed and asks the server, which decides everything; an error loses nothing.
 */
export class ReceptionDesk extends DeskApplicant {
    static template = "hcc_dossier.ReceptionDesk";
    static components = { DeskDate, DeskPapers, DeskPicker };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.root = useRef("root");
        this.scan = useScanHandler((code) => this.onScan(code));
        this.state = useState({
            desk: null,
            form: emptyForm(),
            guided: [],
            check: null,
            error: "",
            asking: null, // the verb whose reason is being typed
            answer: null,
            busy: false,
            papersFocus: 0,
        });
        this.searchApplicants = (words) => this.findApplicants(words);
        this.searchProcedures = (words) => this.findProcedures(words);
        this.keys = {
            F2: () => this.tickAll(),
            "Ctrl+F2": () => this.reuseAll(),
            F4: () => this.focus("procedure"),
            F6: () => this.focus("applicant"),
            F7: () => this.focus("submitter_kind"),
            F8: () => this.focus("channel"),
            F9: () => this.submit("receive"),
            F10: () => this.ask("guide"),
            "Ctrl+F10": () => this.ask("refuse"),
        };
        useExternalListener(window, "keydown", (ev) => this.onKey(ev), { capture: true });
        onWillStart(async () => {
            this.state.desk = await this.call("desk_open", []);
        });
        onPatched(() => this.wantedFocus && this.placeFocus());
        onMounted(() => {
            const card = this.scan.takeCard();
            this.focus("applicant");
            if (card) {
                this.onScan(card);
            }
        });
    }

    call(method, args, kwargs) {
        return this.orm.call("hcc.dossier", method, args, kwargs);
    }

    /** One thing after the other, none forgotten; what the server refuses is said beside the
     *  buttons. */
    async busily(work) {
        const before = this.job;
        let finish;
        this.job = new Promise((resolve) => (finish = resolve));
        await before;
        Object.assign(this.state, { busy: true, error: "" });
        try {
            await work();
            return true;
        } catch (error) {
            this.state.error = this.wordsOf(error);
            return false;
        } finally {
            this.state.busy = false;
            finish();
        }
    }

    wordsOf(error) {
        if (error instanceof ConnectionLostError) {
            return _t("No connection. Nothing is lost: press the same key again.");
        }
        const name = error instanceof RPCError && (error.exceptionName || "").split(".").at(-1);
        if (!SPOKEN.includes(name)) {
            throw error;
        }
        this.requestKey = null;
        return error.data.message;
    }

    // Keyboard and scanner --------------------------------------------------------

    onKey(ev) {
        this.wantedFocus = null; // who types has found the cursor
        const key = (ev.ctrlKey ? "Ctrl+" : "") + ev.key;
        if (this.state.answer) {
            return;
        }
        if (ev.key === "Escape" && this.state.asking) {
            this.state.asking = null;
        } else if (this.keys[key] && !ev.altKey && !ev.shiftKey) {
            ev.preventDefault();
            ev.stopPropagation();
            this.keys[key]();
        }
    }

    /** Cards are for this screen; papers of a dossier that waits are, too. */
    async onScan(code) {
        const answer = await this.scan.find(code);
        if (answer.kind === "card") {
            await this.takeCard(code);
            return true;
        }
        if (answer.is_being_received) {
            await this.continueDossier(answer.ids[0]);
            return true;
        }
        if (answer.kind === "unknown") {
            this.state.error = answer.message;
            return true;
        }
        return false;
    }

    /** As soon as it is drawn: behind a paper's tab that is when somebody looks here again. */
    focus(name) {
        this.wantedFocus = name;
        setTimeout(() => this.placeFocus());
    }

    placeFocus() {
        const name = this.wantedFocus;
        const boxes = [...(this.root.el?.querySelectorAll(`[name="${name}"]`) || [])];
        const box = boxes.find((one) => one.checked) || boxes[0];
        if (!box) {
            return;
        }
        this.wantedFocus = null;
        box.focus();
        if (box instanceof HTMLInputElement) {
            box.select();
        }
    }

    // Procedure and papers --------------------------------------------------------

    async findProcedures(words) {
        const rows = await this.call("desk_procedures", [words]);
        return rows.map((row) => ({
            ...row,
            title: row.name,
            subtitle: [
                row.code,
                row.agency,
                row.is_far && _t("for another centre"),
                row.is_elsewhere && _t("at another counter"),
            ]
                .filter(Boolean)
                .join(" · "),
        }));
    }

    async pickProcedure(row) {
        const { form } = this.state;
        if (row.is_elsewhere) {
            this.state.error = _t("“%(procedure)s” is received at the counter of %(agency)s: send the applicant there.", {
                procedure: row.name,
                agency: row.agency,
            });
            this.focus("procedure");
            return;
        }
        this.state.error = "";
        form.procedure = row;
        form.lines = [];
        await this.busily(() => this.loadCheck(false));
        const { activeElement } = document;
        if (activeElement === document.body || activeElement.name === "procedure") {
            this.state.papersFocus++; // the cursor has not gone on meanwhile
        }
    }

    async loadCheck(keepsLines) {
        const { form } = this.state;
        const check = await this.call("desk_check", [form.procedure.id], {
            applicant_id: form.applicant?.id || false,
            dossier_id: form.dossier?.id || false,
        });
        this.state.check = check;
        form.procedure = check.procedure;
        form.reuseConsent = false;
        form.lines.forEach((line) => (line.reuse_document_id = false));
        form.lines = keepsLines && form.lines.length ? form.lines : check.components;
        if (check.centres.length) {
            form.channel = "other_centre";
            form.competent_centre_id = check.centres[0][0];
        } else if (form.channel === "other_centre") {
            form.channel = "counter";
            form.competent_centre_id = "";
        }
        if (!keepsLines) {
            form.is_difficult_area = check.is_difficult_area;
        }
    }

    tickAll() {
        for (const line of this.state.form.lines) {
            if (line.is_required || line.is_missing || line.is_received) {
                Object.assign(line, { is_received: true, is_missing: false });
            }
        }
    }

    // Papers given before ---------------------------------------------------------

    /** Lines for which the applicant gave a paper before that still holds. */
    get offered() {
        const offers = this.state.check?.offers || {};
        return this.state.form.lines.filter((line) => offers[line.component_id]);
    }

    /** The applicant was asked and has agreed: each line takes what was given before. */
    reuseAll() {
        if (this.offered.length) {
            this.state.form.reuseConsent = true;
            this.offered.forEach((line) => this.reuse(line));
        }
    }

    reuse(line) {
        const offer = this.state.check.offers[line.component_id];
        Object.assign(line, {
            reuse_document_id: offer.document_id,
            is_received: true,
            is_missing: false,
        });
    }

    /** One line back to paper; without any the consent is not needed either. */
    handInNew(line) {
        Object.assign(line, { reuse_document_id: false, is_received: false });
        this.state.form.reuseConsent = this.offered.some((one) => one.reuse_document_id);
    }

    get lacking() {
        return this.state.form.lines.filter(
            (line) => line.is_missing || (line.is_required && !line.is_received)
        );
    }

    // Submitter and ways ----------------------------------------------------------

    chooseSubmitter(kind) {
        const { form } = this.state;
        form.submitter = kind
            ? { ...form.submitter, submitter_kind: kind }
            : emptySubmitter();
    }

    get needsAddress() {
        return this.state.form.return_channel !== "counter";
    }

    // Guided dossiers -------------------------------------------------------------

    async continueDossier(id) {
        await this.busily(async () => this.showDossier(await this.call("desk_continue", [id])));
    }

    async showDossier(back) {
        const form = emptyForm();
        Object.assign(form, back.form, { dossier: back.dossier, reason: "" });
        form.submitter = Object.fromEntries(
            Object.keys(emptySubmitter()).map((name) => [name, back.form[name] || ""])
        );
        form.guideRefusal = back.guide_refusal;
        form.earlierReason = back.reason;
        form.isChanged = back.is_changed;
        form.procedure = back.procedure_id ? { id: back.procedure_id } : null;
        form.lines = back.components;
        Object.assign(this.state, { form, answer: null });
        if (back.applicant) {
            await this.showApplicant({ applicant: back.applicant, guided: [] });
        }
        this.state.papersFocus++;
    }

    // The three answers -----------------------------------------------------------

    ask(verb) {
        if (verb === "guide" && this.state.form.guideRefusal) {
            this.state.error = this.state.form.guideRefusal;
            return;
        }
        this.state.asking = verb;
        if (verb === "guide" && !this.state.form.reason) {
            const missing = this.lacking.map((l) => (l.note ? `${l.name} (${l.note})` : l.name));
            this.state.form.reason = missing.length ? _t("Missing: %s", missing.join("; ")) : "";
        }
        this.focus("reason");
    }

    onReasonKey(ev) {
        if (ev.key === "Enter" && ev.ctrlKey) {
            ev.preventDefault();
            this.submit(this.state.asking);
        }
    }

    async submit(verb) {
        if (verb !== "receive" && this.state.asking !== verb) {
            return;
        }
        const isDone = await this.busily(async () => {
            if (this.state.answer) {
                return; // the same key twice
            }
            this.requestKey ||= newRequestKey();
            const answer = await this.call("desk_submit", [verb, formToSend(this.state.form)], {
                request_key: this.requestKey,
            });
            this.requestKey = null;
            Object.assign(this.state, { answer, asking: null });
            if (answer.has_slip) {
                await this.print();
            }
            this.focus(answer.act.type ? "act" : "next");
        });
        if (!isDone && this.hasOpenDossier && !this.state.form.beside_open) {
            this.focus("beside_open");
        }
    }

    get hasOpenDossier() {
        const { check } = this.state;
        return Boolean(
            check && (check.duplicates.length || check.guided.length || check.hidden_duplicates)
        );
    }

    async print() {
        await this.action.doAction(this.state.answer.paper);
        this.focus("next");
    }

    /** What follows at this same desk; each dialog leads to the next one. */
    act() {
        this.action.doAction(this.state.answer.act, { onClose: () => this.focus("next") });
    }

    open() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "hcc.dossier",
            res_id: this.state.answer.dossier_id,
            views: [[false, "form"]],
        });
    }

    /** The next visitor; or the same one with another dossier. */
    next(isSameApplicant = false) {
        const { applicant, contact, hasConsented } = this.state.form;
        const form = emptyForm();
        if (isSameApplicant && applicant) {
            Object.assign(form, { applicant, contact, hasConsented });
        }
        Object.assign(this.state, {
            form, guided: [], check: null, error: "", asking: null, answer: null,
        }); // prettier-ignore
        this.requestKey = null;
        this.focus(form.applicant ? "procedure" : "applicant");
    }
}

registry.category("actions").add("hcc_reception_desk", ReceptionDesk);
