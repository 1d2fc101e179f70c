/** @odoo-module ignore **/
/*
 * Hcc.Speaker plays sounds one after another; Hcc.Announcer says the calls of a zone with it: each
 * once more only while no other waits, never two at once, and never one that is over or too old.
 * Everything comes from the own server.
 */
(function () {
    "use strict";

    const GAP_SECONDS = 0.05;
    const PAUSE_SECONDS = 0.5;
    const START_SECONDS = 0.05;
    /** A sound card that went away never says that a sound has ended. */
    const GUARD_MS = 4000;
    const AudioContext = window.AudioContext || window.webkitAudioContext;

    class Speaker {
        /** @param {Function} onChange is told when the browser lets us speak, or no longer */
        constructor(onChange) {
            this.sounds = new Map();
            this.onChange = onChange;
            this.context = AudioContext ? new AudioContext() : null;
            if (this.context) {
                this.gain = this.context.createGain();
                this.gain.connect(this.context.destination);
                this.context.onstatechange = () => this.onChange();
                this.wake();
            }
        }

        /** Browsers let a page speak after it was touched, or when they were started so. */
        wake() {
            if (this.context && this.context.state !== "running") {
                this.context.resume().then(
                    () => this.onChange(),
                    () => this.onChange()
                );
            }
        }

        get isReady() {
            return Boolean(this.context) && this.context.state === "running";
        }

        load(url) {
            if (!this.sounds.has(url)) {
                const sound = this.fetch(url);
                this.sounds.set(url, sound);
                sound.catch(() => this.sounds.delete(url));
            }
            return this.sounds.get(url);
        }

        async fetch(url) {
            const answer = await fetch(url, { credentials: "same-origin" });
            if (!answer.ok) {
                throw new Error(url + ": " + answer.status);
            }
            const bytes = await answer.arrayBuffer();
            return new Promise((resolve, reject) => {
                const decoded = this.context.decodeAudioData(bytes, resolve, reject);
                if (decoded) {
                    decoded.catch(reject); // newer browsers answer twice
                }
            });
        }

        /** Play groups of sounds, a short pause between the groups; resolves when all have ended. */
        async play(groups, volume) {
            const loaded = await Promise.all(
                groups.map((urls) => Promise.all(urls.map((url) => this.load(url))))
            );
            if (!this.isReady) {
                throw new Error("blocked");
            }
            this.gain.gain.value = volume;
            const start = this.context.currentTime + START_SECONDS;
            let time = start;
            let last = null;
            loaded.forEach((sounds) => {
                sounds.forEach((sound) => {
                    last = this.start(sound, time);
                    time += sound.duration + GAP_SECONDS;
                });
                time += PAUSE_SECONDS;
            });
            return last ? ended(last, (time - start) * 1000 + GUARD_MS) : null;
        }

        start(sound, time) {
            const source = this.context.createBufferSource();
            source.buffer = sound;
            source.connect(this.gain);
            source.start(time);
            return source;
        }
    }

    function ended(source, milliseconds) {
        return new Promise(function (resolve) {
            const guard = setTimeout(resolve, milliseconds);
            source.onended = function () {
                clearTimeout(guard);
                setTimeout(resolve, PAUSE_SECONDS * 1000);
            };
        });
    }

    class Announcer {
        /** @param {Function} onSound gets "ready", "blocked" or "failed" whenever it changes */
        constructor(onSound) {
            this.onSound = onSound;
            this.voice = null;
            this.heard = null;
            this.speaking = false;
            this.failed = false;
            this.speaker = new Speaker(() => this.changed());
            document.addEventListener("click", () => this.speaker.wake());
            document.addEventListener("keydown", () => this.speaker.wake());
        }

        get sound() {
            if (!this.speaker.isReady) {
                return "blocked";
            }
            return this.failed ? "failed" : "ready";
        }

        changed() {
            this.onSound(this.sound);
            this.next();
        }

        /** Take what the server says now; the first time everything on it is old. */
        update(voice) {
            const ids = voice ? voice.calls.map((call) => call.id) : [];
            const before = this.heard;
            this.heard = new Set(ids.filter((id) => before === null || before.has(id)));
            this.voice = voice;
            this.next();
        }

        /** The first call that was not said yet and is not too old. */
        waiting() {
            const limit = Hcc.now().getTime() - this.voice.max_age * 1000;
            return this.voice.calls.find(
                (call) => !this.heard.has(call.id) && Date.parse(call.called_at) >= limit
            );
        }

        next() {
            if (this.speaking || !this.voice || !this.speaker.isReady) {
                return;
            }
            const call = this.waiting();
            if (!call) {
                return;
            }
            this.heard.add(call.id);
            this.speaking = true;
            this.say(call).then(
                () => this.done(false),
                () => this.done(this.speaker.isReady)
            );
        }

        done(failed) {
            this.speaking = false;
            this.failed = failed;
            this.changed();
        }

        async say(call) {
            for (let time = 0; time < this.voice.times; time += 1) {
                if (time && !this.mayRepeat(call)) {
                    return;
                }
                await this.speaker.play(
                    [[this.voice.chime]].concat(call.sentences),
                    this.voice.volume
                );
            }
        }

        /** Nobody else waits to be said, and the call still holds. */
        mayRepeat(call) {
            return (
                this.voice &&
                !this.waiting() &&
                this.voice.calls.some((listed) => listed.id === call.id)
            );
        }
    }

    Hcc.Speaker = Speaker;
    Hcc.Announcer = Announcer;
})();
