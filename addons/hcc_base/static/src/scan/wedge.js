/** Longest pause (ms) between two keys of a scanner; a fast typist needs twice that. */
const LONGEST_PAUSE = 60;
const SHORTEST_CODE = 6;
/** Nobody types this: the code of a card or a paper from a scanner over a slow link. */
const SLOW_CODE = /^[^|]+(\|[^|]*){6,}$/;

/**
 * Tells a scanner from a person: a scanner is a keyboard that types a code within moments and ends
 * with Enter. What it typed into a box is taken out again, so that no form is spoilt by a scan.
 */
export class Wedge {
    constructor(onScan) {
        this.onScan = onScan;
        this.last = -Infinity;
        this.keys = "";
        this.box = null;
    }

    listen(target) {
        target.addEventListener("keydown", (ev) => this.onKeydown(ev), { capture: true });
        target.addEventListener("beforeinput", (ev) => this.onBeforeInput(ev), { capture: true });
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            this.finish(ev);
        } else if (ev.ctrlKey || ev.metaKey || ev.repeat) {
            this.last = -Infinity;
        } else if (ev.key && (ev.key.length === 1 || ev.key === "Unidentified")) {
            this.touch(ev);
            this.keys += ev.key.length === 1 && !ev.altKey ? ev.key : "";
        }
    }

    /** Letters that the keyboard lacks come without a key of their own; what comes in one piece
     * was pasted or put in by the page, and no scanner does that. */
    onBeforeInput(ev) {
        if (ev.inputType === "insertFromPaste" || ev.data?.length > 1) {
            this.last = -Infinity;
        } else {
            this.touch(ev);
        }
    }

    touch(ev) {
        if (ev.timeStamp - this.last > LONGEST_PAUSE) {
            this.begin(ev.target);
        }
        this.last = ev.timeStamp;
    }

    begin(target) {
        this.keys = "";
        const isBox = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
        this.box = isBox ? { target, value: target.value, ...selectionOf(target) } : null;
    }

    finish(ev) {
        const isFast = ev.timeStamp - this.last <= LONGEST_PAUSE;
        this.last = -Infinity;
        const code = isFast && this.typed().length >= SHORTEST_CODE ? this.typed() : this.slow(ev);
        const keepsScans = ev.target.closest?.(".o_hcc_takes_scan");
        if (code.trim().length < SHORTEST_CODE || keepsScans) {
            return;
        }
        ev.preventDefault();
        ev.stopImmediatePropagation();
        this.restore();
        this.onScan(code.trim());
    }

    slow(ev) {
        const { target } = ev;
        if (!(target instanceof HTMLInputElement) || !SLOW_CODE.test(target.value)) {
            return "";
        }
        this.box = { target, value: "" };
        return target.value;
    }

    typed() {
        if (!this.box || this.box.start === null) {
            return this.keys;
        }
        const { target, value, start, end } = this.box;
        return target.value.slice(start, target.value.length - (value.length - end));
    }

    restore() {
        if (this.box) {
            this.box.target.value = this.box.value;
            this.box.target.dispatchEvent(new Event("input", { bubbles: true }));
        }
        this.box = null;
    }
}

/** Boxes of dates and numbers have no selection. */
function selectionOf(box) {
    return { start: box.selectionStart, end: box.selectionEnd };
}
