/** @odoo-module ignore **/
/*
 * What every page of the hall uses: plain JavaScript (ES2017), no framework, so that old screens
 * and phones can show it. One global object, `Hcc`.
 */
(function () {
    "use strict";

    const REQUEST_MS = 8000;
    const RELOAD_AFTER_ERROR_MS = 10000;

    const config = JSON.parse(document.body.dataset.config);
    const root = document.getElementById("page");

    /** Make an element: `el("div", "class names", [children or texts], {attribute: value})`. */
    function el(tag, className, children, attributes) {
        const node = document.createElement(tag);
        if (className) {
            node.className = className;
        }
        fill(node, children);
        Object.keys(attributes || {}).forEach(function (name) {
            if (name.slice(0, 2) === "on") {
                node.addEventListener(name.slice(2), attributes[name]);
            } else if (attributes[name] !== false && attributes[name] !== null) {
                node.setAttribute(name, attributes[name]);
            }
        });
        return node;
    }

    /** Replace what `node` holds; texts go in as texts, never as markup. */
    function fill(node, children) {
        node.textContent = "";
        const list = Array.isArray(children) ? children : [children];
        list.forEach(function (child) {
            if (child !== null && child !== undefined && child !== false) {
                node.appendChild(child instanceof Node ? child : document.createTextNode(child));
            }
        });
        return node;
    }

    function show(children) {
        fill(root, children);
    }

    /** The head of a page in the centre's colours; with its logo, when it has one. */
    function head(className, children) {
        const logo = config.logo && el("img", "hcc-head-logo", "", { src: config.logo, alt: "" });
        return el("header", "hcc-head " + className, [logo || null].concat(children));
    }

    /** A key that names one press: asked twice with it, the server answers the same. */
    function newKey() {
        const bytes = crypto.getRandomValues(new Uint8Array(16));
        return Array.from(bytes, (byte) => ("0" + byte.toString(16)).slice(-2)).join("");
    }

    /** A refusal of the server, with its sentence for people; `status` 0: no answer at all. */
    class ServerError extends Error {
        constructor(status, message) {
            super(message || "");
            this.status = status;
        }
    }

    function timeout(promise, milliseconds) {
        return new Promise(function (resolve, reject) {
            const timer = setTimeout(() => reject(new ServerError(0)), milliseconds);
            promise.then(
                function (value) {
                    clearTimeout(timer);
                    resolve(value);
                },
                function () {
                    clearTimeout(timer);
                    reject(new ServerError(0));
                }
            );
        });
    }

    async function request(path, options) {
        const url = config.base + path;
        const response = await timeout(fetch(url, options), REQUEST_MS);
        let body = null;
        try {
            body = await timeout(response.json(), REQUEST_MS);
        } catch (error) {
            // While the server starts it answers with pages of its own, also 404: not an answer.
            throw new ServerError(response.redirected ? 401 : 0);
        }
        if (!response.ok) {
            throw new ServerError(response.status, body && body.message);
        }
        return body;
    }

    function get(path) {
        return request(path, { cache: "no-store", credentials: "same-origin" });
    }

    function post(path, data) {
        return request(path, {
            method: "POST",
            credentials: "same-origin",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify(data || {}),
        });
    }

    // -- Clock ------------------------------------------------------------------------------------

    let clockOffset = 0;

    /** Follow the server's clock: screens' own are often wrong. */
    function setNow(text) {
        clockOffset = Date.parse(text) - Date.now();
    }

    function now() {
        return new Date(Date.now() + clockOffset);
    }

    function hours(date) {
        return new Intl.DateTimeFormat("vi-VN", {
            timeZone: "Asia/Ho_Chi_Minh",
            hour: "2-digit",
            minute: "2-digit",
            hour12: false,
        }).format(date);
    }

    function day(date) {
        const text = new Intl.DateTimeFormat("vi-VN", {
            timeZone: "Asia/Ho_Chi_Minh",
            weekday: "long",
            day: "2-digit",
            month: "2-digit",
            year: "numeric",
        }).format(date);
        return text.charAt(0).toUpperCase() + text.slice(1);
    }

    // -- A page that heals itself -------------------------------------------------------------------

    function showBroken() {
        show(
            el("div", "hcc-broken", [
                el("h1", "", "Màn hình gặp sự cố"),
                el("p", "", "Trang sẽ tự mở lại sau ít giây."),
            ])
        );
        setTimeout(reloadWhenServed, RELOAD_AFTER_ERROR_MS);
    }

    /** Load the page anew once the server has it: the browser's own error page heals nothing. */
    function reloadWhenServed() {
        const again = () => setTimeout(reloadWhenServed, RELOAD_AFTER_ERROR_MS);
        const question = { cache: "no-store", credentials: "same-origin" };
        timeout(fetch(window.location.href, question), REQUEST_MS).then(function (response) {
            if (response.ok) {
                window.location.reload();
            } else {
                again();
            }
        }, again);
    }

    window.addEventListener("error", showBroken);
    window.addEventListener("unhandledrejection", showBroken);

    window.Hcc = {
        config: config,
        root: root,
        el: el,
        fill: fill,
        show: show,
        head: head,
        newKey: newKey,
        ServerError: ServerError,
        get: get,
        post: post,
        setNow: setNow,
        now: now,
        hours: hours,
        day: day,
        reloadWhenServed: reloadWhenServed,
    };
})();
