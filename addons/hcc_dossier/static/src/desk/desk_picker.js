import { Component, useRef, useState } from "@odoo/owl";

const PAUSE = 150;

/**
 * A box that proposes records while letters are typed. Enter waits for the proposals of what was
 * typed last and takes the one that is lit, so that nobody has to look before pressing it.
 */
export class DeskPicker extends Component {
    static template = "hcc_dossier.DeskPicker";
    static props = {
        name: String,
        placeholder: String,
        label: String,
        search: Function, // words → [{id, title, subtitle}]
        onPick: Function, // (row, words)
    };

    setup() {
        this.box = useRef("box");
        this.state = useState({ words: "", rows: [], lit: 0, asked: null });
        this.answer = Promise.resolve();
    }

    onInput(ev) {
        this.state.words = ev.target.value;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.ask(), PAUSE);
    }

    ask() {
        clearTimeout(this.timer);
        const words = this.state.words.trim();
        if (words === this.state.asked) {
            return this.answer;
        }
        this.state.asked = words;
        this.answer = this.fetch(words);
        return this.answer;
    }

    async fetch(words) {
        const rows = words ? await this.props.search(words) : [];
        if (words === this.state.asked) {
            Object.assign(this.state, { rows, lit: 0 });
        }
    }

    async onKey(ev) {
        const { rows, lit } = this.state;
        if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
            ev.preventDefault();
            const step = ev.key === "ArrowDown" ? 1 : -1;
            this.state.lit = (lit + step + rows.length) % (rows.length || 1);
        } else if (ev.key === "Enter") {
            ev.preventDefault();
            this.isPicking = true; // even if the cursor goes on before the proposals are there
            await this.ask();
            this.isPicking = false;
            this.pick(this.state.rows[this.state.lit]);
        } else if (ev.key === "Escape") {
            this.clear();
        }
    }

    /** Later: a press on a proposal comes before the box has lost the cursor. */
    onBlur() {
        setTimeout(() => this.isPicking || this.clear(), PAUSE);
    }

    pick(row) {
        if (row) {
            const { words } = this.state;
            this.clear();
            this.props.onPick(row, words);
        }
    }

    clear() {
        clearTimeout(this.timer);
        Object.assign(this.state, { words: "", rows: [], lit: 0, asked: null });
    }
}
