import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { session } from "@web/session";
import { useService } from "@web/core/utils/hooks";

/** Tells those who watch over the journal, on every screen, that it is broken or unsealed. */
export class JournalAlarm extends Component {
    static template = "hcc_base.JournalAlarm";
    static props = {};

    setup() {
        this.action = useService("action");
    }

    get text() {
        return session.hcc_journal_alarm === "broken"
            ? _t("The journal is broken")
            : _t("The journal is not being sealed");
    }

    open() {
        this.action.doAction("hcc_base.hcc_journal_check_action");
    }
}

if (session.hcc_journal_alarm) {
    registry
        .category("systray")
        .add("hcc_base.journal_alarm", { Component: JournalAlarm }, { sequence: 1 });
}
