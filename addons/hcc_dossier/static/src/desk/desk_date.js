import { Component } from "@odoo/owl";

const DATES = [/^(\d{2})(\d{2})(\d{4})$/, /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/];
const MOMENTS = [
    /^(\d{2})(\d{2})(\d{4})\s?(\d{2})(\d{2})$/,
    /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})\s+(\d{1,2})[:hg](\d{2})$/,
];
const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?$/;

/**
 * A date as it is typed here, 15012026 or 15/1/2026, with 0930 behind it where the hour counts:
 * the browser's own box follows the language of the browser. What is no date goes to the server
 * as it was typed; it says so.
 */
export class DeskDate extends Component {
    static template = "hcc_dossier.DeskDate";
    static props = {
        value: String, // ISO, or what has been typed so far
        name: { type: String, optional: true },
        hasTime: { type: Boolean, optional: true },
        onChange: Function,
    };

    get text() {
        const found = ISO.exec(this.props.value);
        if (!found) {
            return this.props.value;
        }
        const [, year, month, day, time] = found;
        return `${day}/${month}/${year}${time ? ` ${time}` : ""}`;
    }

    get isWrong() {
        return this.props.value.length > (this.props.hasTime ? 15 : 9) && !ISO.test(this.props.value);
    }

    /** At every key: a key of an answer may follow without leaving the box. */
    onInput(ev) {
        const typed = ev.target.value.trim();
        const patterns = this.props.hasTime ? MOMENTS : DATES;
        const found = patterns.map((pattern) => pattern.exec(typed)).find(Boolean);
        if (!found) {
            this.props.onChange(typed);
            return;
        }
        const [day, month, year, hour, minute] = found.slice(1).map((n) => n.padStart(2, "0"));
        this.props.onChange(`${year}-${month}-${day}${hour ? `T${hour}:${minute}` : ""}`);
    }
}
