import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/**
 * The part of the reception desk that is about persons: cards, choices and typed particulars. The
 * desk gives it its state, `call`, `busily` and `focus`.
 */
export class DeskApplicant extends Component {
    // Cards -----------------------------------------------------------------------

    /** After the applicant's card a second one is that of whoever acts in their place. */
    async takeCard(code) {
        const { form } = this.state;
        if (this.state.answer) {
            this.next();
        } else if (form.submitter.submitter_kind && this.hasApplicant) {
            return this.takeSubmitterCard(code);
        }
        await this.busily(async () => this.showApplicant(await this.call("desk_applicant", [code])));
    }

    async takeSubmitterCard(code) {
        await this.busily(async () => {
            Object.assign(this.state.form.submitter, await this.call("desk_submitter", [code]));
        });
        this.focus("submitter_phone");
    }

    // Applicant -------------------------------------------------------------------

    get hasApplicant() {
        return Boolean(this.state.form.applicant || this.state.form.entry);
    }

    async findApplicants(words) {
        const found = await this.orm.call("hcc.applicant", "name_search", [words], { limit: 6 });
        const rows = found.map(([id, title]) => ({ id, title, subtitle: "" }));
        return [...rows, { id: 0, title: _t("New applicant"), subtitle: words }];
    }

    async pickApplicant(row, words) {
        if (!row.id) {
            const isNumber = /^\d[\d\s]+$/.test(words);
            const name = isNumber ? "identity_number" : "name";
            this.enterApplicant({ [name]: words });
            return;
        }
        await this.busily(async () => {
            await this.showApplicant(
                await this.call("desk_applicant", [], { applicant_id: row.id })
            );
        });
    }

    /** Somebody without a card that can be read: particulars are typed. */
    enterApplicant(values) {
        const { form } = this.state;
        form.applicant = null;
        form.entry = {
            kind: "person", identity_kind: "citizen_id", identity_number: "", name: "",
            birth_date: "", sex: "", ...values,
        }; // prettier-ignore
        form.isTyped = true;
        Object.assign(this.state, { guided: [] });
        this.focus(values.name ? "identity_number" : "entry_name");
    }

    /** Whether the typed person is known already, or contradicts the number. */
    async checkEntry() {
        const { entry } = this.state.form;
        if (entry.kind === "organisation" && entry.identity_kind === "citizen_id") {
            entry.identity_kind = "tax_code";
        }
        if (!entry.name || !entry.identity_number) {
            return;
        }
        await this.busily(async () => {
            const found = await this.call("desk_applicant", [], { values: entry });
            if (found.applicant) {
                await this.showApplicant(found);
            } else {
                const { similar, disagreement } = found;
                Object.assign(this.state.form, { similar, disagreement });
            }
        });
    }

    setBirthDate(date) {
        this.state.form.entry.birth_date = date;
        if (/^\d{4}-/.test(date)) {
            this.checkEntry();
        }
    }

    async showApplicant({ applicant, values, similar, disagreement, guided }) {
        const { form } = this.state;
        const known = applicant || values;
        Object.assign(form, {
            applicant: applicant || null,
            entry: applicant ? null : values,
            isTyped: false,
            similar: similar || [],
            disagreement: disagreement || "",
            contact: {
                phone: known.phone || "", email: known.email || "", address: known.address || "",
            },
            hasConsented: Boolean(applicant?.consent_at),
        }); // prettier-ignore
        this.state.guided = form.dossier ? [] : guided || [];
        if (form.procedure) {
            await this.loadCheck(true);
        }
        this.focus(guided?.length ? "continue" : form.procedure ? "channel" : "procedure");
    }

    dateWords(date) {
        const [year, month, day] = date.split("-");
        return `${day}/${month}/${year}`;
    }
}
