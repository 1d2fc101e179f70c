import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { uuid } from "@web/core/utils/strings";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "hcc.dossier";

/** The content of a chosen file, Base64 without its heading. */
function contentOf(file) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(file);
    });
}

/**
 * The dialog in which the papers of a dossier are made, signed and sealed. It only asks: rules and
 * rights are the dossier's. The PIN lives in this form alone and is emptied after each use.
 */
export class Signing extends Component {
    static template = "hcc_dossier.Signing";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.dossierId = this.props.action.context.dossier_id;
        this.state = useState({
            desk: null,
            opinion: "",
            proposal: "agreed",
            draftId: 0,
            certificateId: 0,
            secret: "",
            busy: false,
        });
        onWillStart(() => this.load());
    }

    get certificate() {
        const chosen = Number(this.state.certificateId);
        return this.state.desk.certificates.find((one) => one.id === chosen);
    }

    get draft() {
        return this.state.desk.drafts.find((one) => one.id === Number(this.state.draftId));
    }

    async load() {
        const desk = await this.orm.call(MODEL, "signing_desk", [[this.dossierId]]);
        const result = desk.drafts.find((one) => one.kind === "result");
        this.state.desk = desk;
        this.state.draftId = (result || desk.drafts[0] || { id: 0 }).id;
        this.state.certificateId = (desk.certificates[0] || { id: 0 }).id;
    }

    async act(method, values, message) {
        this.state.busy = true;
        try {
            await this.orm.call(MODEL, method, [[this.dossierId]], values);
            this.notification.add(message, { type: "success" });
            await this.load();
        } finally {
            this.state.secret = "";
            this.state.busy = false;
        }
    }

    prepare() {
        const { opinion, proposal } = this.state;
        return this.act("prepare_submission", { opinion, proposal }, _t("The submission slip is made."));
    }

    async putDraft(event) {
        const file = event.target.files[0];
        event.target.value = "";
        if (file) {
            const content = await contentOf(file);
            await this.act("put_draft", { name: file.name, content }, _t("The draft is laid in."));
        }
    }

    sign() {
        return this.act("sign", this.choice(), _t("Signed."));
    }

    async putSigned(event) {
        const file = event.target.files[0];
        event.target.value = "";
        if (file) {
            const content = await contentOf(file);
            const values = { draft_id: Number(this.state.draftId), content };
            await this.act("put_signed", values, _t("The signed paper is taken back."));
        }
    }

    seal() {
        const { certificate_id, secret, request_key } = this.choice();
        const values = { certificate_id, secret, request_key };
        return this.act("number_and_seal", values, _t("Numbered and sealed."));
    }

    choice() {
        return {
            draft_id: Number(this.state.draftId),
            certificate_id: Number(this.state.certificateId),
            secret: this.state.secret,
            request_key: uuid(),
        };
    }

    close() {
        this.env.services.action.doAction({
            type: "ir.actions.act_window_close",
            infos: { reload: true },
        });
    }
}

registry.category("actions").add("hcc_dossier.signing", Signing);
