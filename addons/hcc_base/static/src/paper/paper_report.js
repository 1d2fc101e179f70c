import { registry } from "@web/core/registry";
import { download } from "@web/core/network/download";
import { user } from "@web/core/user";
import { getReportUrl } from "@web/webclient/actions/reports/utils";

/**
 * Papers drawn in the server's process open in a tab of their own, where the browser prints them.
 * The platform's way would first look for wkhtmltopdf, which is not needed. When the browser
 * blocks the tab, the paper is downloaded instead.
 */
async function showPaper(action) {
    if (action.paper_engine !== "weasyprint" || action.report_type !== "qweb-pdf") {
        return false;
    }
    const url = getReportUrl(action, "pdf", user.context);
    if (!window.open(url, "_blank")) {
        await download({
            url: "/report/download",
            data: {
                data: JSON.stringify([url, action.report_type]),
                context: JSON.stringify(user.context),
            },
        });
    }
    return true;
}

registry.category("ir.actions.report handlers").add("hcc_paper", showPaper);
