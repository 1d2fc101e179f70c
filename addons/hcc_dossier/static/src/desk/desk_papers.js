import { Component, onPatched, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

const COUNTS = ["originals", "certified_copies", "copies"];
const COLUMNS = ["is_received", ...COUNTS, "is_missing"];
const MOST = 999;

/**
 * The components as a sheet: arrows move, space ticks, digits count, minus marks what is missing
 * or wrong and takes a note. The lines are the desk's own; what they mean the server decides.
 */
export class DeskPapers extends Component {
    static template = "hcc_dossier.DeskPapers";
    static props = {
        lines: Array,
        offers: Object, // papers given before, by component of the catalogue
        onNew: Function, // a new paper is handed in after all
        focusRequest: Number,
    };

    setup() {
        this.table = useRef("table");
        this.counts = COUNTS;
        this.optionalWords = _t("not always required");
        this.state = useState({ row: 0, column: 0 });
        this.fresh = true; // the next digit begins a new number
        this.noteRow = null;
        onPatched(() => this.focusNote());
        useEffect(
            (request) => {
                if (request) {
                    this.go(0, 0);
                }
            },
            () => [this.props.focusRequest]
        );
    }

    isHere(row, column) {
        return this.state.row === row && this.state.column === column;
    }

    go(row, column) {
        const rows = this.props.lines.length;
        this.state.row = Math.max(0, Math.min(rows - 1, row));
        this.state.column = Math.max(0, Math.min(COLUMNS.length - 1, column));
        this.fresh = true;
        const cells = this.table.el?.querySelectorAll("[data-cell]") || [];
        cells[this.state.row * COLUMNS.length + this.state.column]?.focus();
    }

    onFocus(row, column) {
        if (!this.isHere(row, column)) {
            Object.assign(this.state, { row, column });
            this.fresh = true;
        }
    }

    onKey(ev, line) {
        const { row, column } = this.state;
        const moves = {
            ArrowDown: [row + 1, column],
            ArrowUp: [row - 1, column],
            ArrowRight: [row, column + 1],
            ArrowLeft: [row, column - 1],
            Enter: [row + 1, column],
            Home: [row, 0],
        };
        if (moves[ev.key]) {
            this.go(...moves[ev.key]);
        } else if (ev.key === " ") {
            this.toggle(line, COLUMNS[column] === "is_missing" ? "is_missing" : "is_received");
        } else if (/^\d$/.test(ev.key)) {
            this.count(line, Number(ev.key));
        } else if (ev.key === "Backspace" || ev.key === "Delete") {
            this.count(line, null);
        } else if (ev.key === "-") {
            this.toggle(line, "is_missing");
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    toggle(line, name) {
        if (line.reuse_document_id) {
            this.props.onNew(line);
            return;
        }
        line[name] = !line[name];
        const other = name === "is_missing" ? "is_received" : "is_missing";
        if (line[name]) {
            line[other] = false;
        }
        if (line.is_missing && name === "is_missing") {
            this.noteRow = this.state.row;
        }
    }

    /** A digit on the tick counts originals: the number is what the official has in mind. */
    count(line, digit) {
        const column = this.state.column;
        const name = COUNTS.includes(COLUMNS[column]) ? COLUMNS[column] : "originals";
        if (line.reuse_document_id) {
            this.props.onNew(line);
        }
        const before = this.fresh || digit === null ? 0 : line[name];
        line[name] = digit === null ? 0 : Math.min(MOST, before * 10 + digit);
        this.fresh = digit === null;
        if (line[name]) {
            Object.assign(line, { is_received: true, is_missing: false });
        }
    }

    /** Put the cursor into the note that has just appeared. */
    focusNote() {
        if (this.noteRow !== null) {
            this.table.el.querySelector(`[data-note="${this.noteRow}"]`)?.focus();
            this.noteRow = null;
        }
    }

    onNoteKey(ev, row) {
        if (ev.key === "Enter" || ev.key === "ArrowDown") {
            ev.preventDefault();
            ev.stopPropagation();
            this.go(row + 1, 0);
        }
    }
}
