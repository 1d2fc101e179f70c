import { onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Wedge } from "./wedge";

/**
 * What is scanned on any screen opens its record; a screen with a handler of its own is asked
 * first. The server says what a code means, and to whom.
 */
export const scanService = {
    dependencies: ["orm", "action", "notification"],
    start(env, { orm, action, notification }) {
        const handlers = [];
        let card = null; // held in memory only: it says who somebody is

        async function open(code, isPart = false) {
            const answer = await orm.call("hcc.code", "find", [code], { is_part: isPart });
            if (answer.kind === "unknown") {
                notification.add(answer.message, { type: "warning" });
                return false;
            }
            card = answer.kind === "card" ? code : null;
            await action.doAction(answer.action);
            return true;
        }

        async function scanned(code) {
            const handler = handlers.at(-1);
            if (!handler || !(await handler(code))) {
                await open(code);
            }
        }

        new Wedge(scanned).listen(document);
        return {
            open,
            find: (code) => orm.call("hcc.code", "find", [code]),
            /** The card whose scan opened this screen; given away once. */
            takeCard() {
                const taken = card;
                card = null;
                return taken;
            },
            addHandler(handler) {
                handlers.push(handler);
                return () => handlers.splice(handlers.indexOf(handler), 1);
            },
        };
    },
};

registry.category("services").add("hcc_scan", scanService);

/** While the component is there it is given every scan; it returns whether it has taken it. */
export function useScanHandler(handler) {
    const scan = useService("hcc_scan");
    onWillUnmount(scan.addHandler(handler));
    return scan;
}
