/** @odoo-module ignore **/
/*
 * Hcc.phoneAlert: sound and vibration when the number is called. Phones allow neither before their
 * owner has touched something, so it is asked for with a button; it rings until it is noticed.
 */
(function () {
    "use strict";

    const RINGS = 8;
    const RING_MS = 3500;
    const NOTES = [880, 660];

    let audio = null;
    let allowed = false;
    let ringing = null;

    function beep(count) {
        NOTES.slice(0, count).forEach(function (pitch, index) {
            const tone = audio.createOscillator();
            const gain = audio.createGain();
            const start = audio.currentTime + index * 0.35;
            tone.frequency.value = pitch;
            gain.gain.setValueAtTime(0.4, start);
            gain.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
            tone.connect(gain);
            gain.connect(audio.destination);
            tone.start(start);
            tone.stop(start + 0.3);
        });
    }

    function signal(count) {
        if (audio) {
            beep(count);
        }
        if (navigator.vibrate) {
            navigator.vibrate(count === 1 ? 100 : [400, 200, 400]);
        }
    }

    /** The touch that allows it; a short signal shows what is to come. */
    function allow() {
        const Audio = window.AudioContext || window.webkitAudioContext;
        if (!audio && Audio) {
            audio = new Audio();
            audio.resume();
        }
        allowed = true;
        signal(1);
    }

    function start() {
        let left = RINGS;
        stop();
        signal(2);
        ringing = setInterval(function () {
            left -= 1;
            if (left <= 0) {
                stop();
            } else {
                signal(2);
            }
        }, RING_MS);
    }

    function stop() {
        clearInterval(ringing);
        ringing = null;
    }

    function words(button) {
        const text = ringing ? "Tắt chuông" : allowed ? "Đã bật chuông và rung" : "Bật chuông và rung khi đến lượt";
        button.textContent = text;
        button.setAttribute("aria-pressed", String(allowed));
        return button;
    }

    function button() {
        const node = Hcc.el("button", "phone-alert", "", { type: "button", id: "phone-alert" });
        node.addEventListener("click", function () {
            if (ringing) {
                stop();
            } else if (allowed) {
                allowed = false;
            } else {
                allow();
            }
            words(node);
        });
        return words(node);
    }

    Hcc.phoneAlert = {
        button: button,
        /** Ring once a call has come; stop when it is answered. */
        follow: function (isCalled, isNew) {
            if (isCalled && isNew && allowed) {
                start();
            } else if (!isCalled && ringing) {
                stop();
            }
            const node = document.getElementById("phone-alert");
            if (node) {
                words(node);
            }
        },
    };
})();
