import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { useScanHandler } from "@hcc_base/scan/scan_service";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** Pitch (Hz) of a good, a bad and an unknown scan. */
const PITCHES = { good: 880, bad: 220, unknown: 330 };
/** Where this browser keeps whether scans are heard; silent unless somebody turned it on. */
const SOUND_KEY = "hcc_handover_sound";

/**
 * Hand over by scanning: every scan belongs to the list on the page, a big answer, a count, and
 * one field for codes that no scanner reads. The server decides what a scan means.
 */
export class HandoverScan extends Component {
    static template = "hcc_dossier.HandoverScan";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.input = useRef("scan");
        this.state = useState({
            batch: null,
            answer: null,
            error: "",
            sound: window.localStorage.getItem(SOUND_KEY) === "on",
        });
        this.waiting = []; // scans that the server has not answered yet, in their order
        this.draining = null;
        this.signing = false;
        useScanHandler((code) => this.take(code));
        useSetupAction({ beforeLeave: () => this.drain() });
        onWillStart(() => this.load((this.props.action.params || {}).handover_id));
        useEffect(() => this.focus());
    }

    async load(batchId) {
        this.state.batch = await this.orm.call("hcc.handover", "load_scan", [batchId || null]);
    }

    focus() {
        if (this.input.el) {
            this.input.el.focus();
        }
    }

    // A pile is scanned faster than the server answers: scans queue up and are asked in order.
    onKeydown(event) {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            return this.sign();
        }
        if (event.key === "z" && (event.ctrlKey || event.metaKey) && !event.target.value) {
            event.preventDefault();
            return this.undo();
        }
        if (event.key !== "Enter") {
            return;
        }
        event.preventDefault();
        const text = event.target.value.trim();
        event.target.value = "";
        if (text) {
            return this.take(text);
        }
    }

    /** Whatever was scanned or typed here is a word about this list. */
    async take(code) {
        this.waiting.push(code);
        await this.drain();
        return true;
    }

    /** Answered when the last waiting scan is; whoever acts on the list waits for it. */
    drain() {
        if (!this.draining && this.waiting.length) {
            this.draining = this.askWaiting();
        }
        return this.draining;
    }

    /** The first waits until it is answered: what a lost line swallowed is asked again. */
    async askWaiting() {
        try {
            while (this.waiting.length) {
                await this.scan(this.waiting[0]);
                this.waiting.shift();
            }
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                this.state.error = _t("No connection. What was scanned waits: scan on, or sign.");
                this.beep("bad");
            } else {
                this.waiting.shift();
            }
            throw error;
        } finally {
            this.draining = null;
        }
    }

    async scan(text) {
        const batchId = this.state.batch ? this.state.batch.id : null;
        this.show(await this.orm.call("hcc.handover", "scan", [text, batchId]));
    }

    show(answer) {
        this.state.answer = answer;
        this.state.error = "";
        if (answer.batch) {
            this.state.batch = answer.batch;
        }
        this.beep(answer.tone);
    }

    async undo() {
        await this.drain();
        if (!this.state.batch) {
            return;
        }
        await this.attempt(async () => {
            this.show(await this.orm.call("hcc.handover", "undo_scan", [[this.state.batch.id]]));
        });
    }

    /** Sign for the side that scans: hand over, receive, or close; once all scans are in. */
    async sign() {
        if (this.signing) {
            return;
        }
        this.signing = true;
        try {
            await this.drain();
            await this.signBatch();
        } finally {
            this.signing = false;
        }
    }

    async signBatch() {
        const batch = this.state.batch;
        if (!batch || !batch.is_mine) {
            return;
        }
        if (batch.state === "draft" && batch.waiting.length) {
            return this.openBatch();
        }
        const verb = { draft: "hand", handed: "receive", received: "close" }[batch.state];
        await this.attempt(async () => {
            await this.orm.call("hcc.handover", verb, [[batch.id]]);
            await this.openBatch();
        });
    }

    /** A refusal is read on the page, where the next scan does not need a click first. */
    async attempt(work) {
        try {
            await work();
        } catch (error) {
            if (!error.data || !error.data.message) {
                throw error;
            }
            this.state.error = error.data.message;
            this.beep("bad");
        }
    }

    openBatch() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "hcc.handover",
            res_id: this.state.batch.id,
            views: [[false, "form"]],
        });
    }

    async leaveBatch() {
        await this.drain();
        this.state.batch = null;
        this.state.answer = null;
        this.state.error = "";
    }

    toggleSound() {
        this.state.sound = !this.state.sound;
        window.localStorage.setItem(SOUND_KEY, this.state.sound ? "on" : "off");
        this.focus();
    }

    beep(tone) {
        if (!this.state.sound) {
            return;
        }
        this.audio = this.audio || new AudioContext();
        const tune = this.audio.createOscillator();
        tune.frequency.value = PITCHES[tone];
        tune.connect(this.audio.destination);
        tune.start();
        tune.stop(this.audio.currentTime + (tone === "good" ? 0.08 : 0.35));
    }

    get signLabel() {
        return {
            draft: _t("Hand over"),
            handed: _t("Receive"),
            received: _t("Close"),
        }[this.state.batch.state];
    }

    get heading() {
        const { answer, batch } = this.state;
        if (!answer) {
            return batch ? _t("Scan a dossier") : _t("Scan a dossier or a hand-over list");
        }
        return {
            ok: _t("Right"),
            again: _t("Already scanned"),
            unlisted: _t("Not on the list"),
            refused: _t("Refused"),
            unknown: _t("Unknown code"),
        }[answer.result];
    }
}

registry.category("actions").add("hcc_handover_scan", HandoverScan);
