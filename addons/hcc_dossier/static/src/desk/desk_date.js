import { Component } from "@odoo/owl";

const DATE = /^(\d{1,2})[./-]?(\d{1,2})[./-]?(\d{4})$/;
const MOMENT = /^(\d{1,2})[./-]?(\d{1,2})[./-]?(\d{4})[\s,]*(\d{1,2})[:hg]?(\d{2})$/;

/**
 * A date as it is typed here, 15012026 or 15/1/2026, with 0930 behind it where the hour counts:
 * the browser's own box follows the language of the browser. What is no date goes to the server
 * as it was typed; it says so.
 */
export class DeskDate extends Component {
    static template = "hcc_dossier.DeskDate";
    static props = {
        value: String, // ISO
        name: { type: String, optional: true },
        hasTime: { type: Boolean, optional: true },
        onChange: Function,
    };

    get text() {
        const found = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(this.props.value);
        if (!found) {
            return this.props.value;
        }
        const [, year, month, day, time] = found;
        return `${day}/${month}/${year}${time ? ` ${time}` : ""}`;
    }

    get isWrong() {
        return Boolean(this.props.value) && !/^\d{4}-\d\d-\d\d/.test(this.props.value);
    }

    onTyped(ev) {
        const typed = ev.target.value.trim();
        const found = (this.props.hasTime ? MOMENT : DATE).exec(typed);
        const two = (digits) => digits.padStart(2, "0");
        if (!found) {
            this.props.onChange(typed);
            return;
        }
        const [, day, month, year, hour, minute] = found;
        const time = this.props.hasTime ? `T${two(hour)}:${minute}` : "";
        this.props.onChange(`${year}-${two(month)}-${two(day)}${time}`);
    }
}
