import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { FormRenderer } from "@web/views/form/form_renderer";
import { formView } from "@web/views/form/form_view";
import { StatusBarButtons } from "@web/views/form/status_bar_buttons/status_bar_buttons";

/** How many acts stand side by side on a wide screen. */
const SHOWN = 4;

/**
 * The acts of a record with many: the first ones as buttons, in the order of the view, the others
 * behind one. An act that would stand alone behind it is a button, too.
 */
export class ActButtons extends StatusBarButtons {
    static template = "hcc_base.ActButtons";

    get shown() {
        const names = this.visibleSlotNames;
        const count = this.env.isSmall ? 1 : SHOWN;
        return names.length > count + 1 ? names.slice(0, count) : names;
    }

    get hidden() {
        return this.visibleSlotNames.slice(this.shown.length);
    }

    get moreWords() {
        return _t("More acts");
    }
}

export class ActsFormRenderer extends FormRenderer {
    static components = { ...FormRenderer.components, StatusBarButtons: ActButtons };
}

registry.category("views").add("hcc_acts_form", { ...formView, Renderer: ActsFormRenderer });
