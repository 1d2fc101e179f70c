/** @odoo-module ignore **/
/*
 * A page that runs for weeks: it takes a new version of itself, starts afresh once a day, and
 * reloads when it has not been live for long. Only while nobody uses it, and only once the server
 * answers, so that the browser's own error page never shows.
 */
(function () {
    "use strict";

    const LOOK_MS = 5000;
    const LONGEST_RUN_MS = 20 * 3600 * 1000;
    const DEAF_MS = 3 * 60 * 1000;

    /** @param {Function} isFree whether nobody uses the screen now */
    Hcc.watchdog = function (isFree) {
        const started = Date.now();
        let heard = Date.now();
        let version = Hcc.config.version;
        let leaving = false;

        setInterval(function () {
            const now = Date.now();
            const old = version !== Hcc.config.version || now - started > LONGEST_RUN_MS;
            if (!leaving && isFree() && (old || now - heard > DEAF_MS)) {
                leaving = true;
                Hcc.reloadWhenServed();
            }
        }, LOOK_MS);
        return {
            live: function (fresh) {
                heard = Date.now();
                version = fresh || version;
            },
        };
    };
})();
