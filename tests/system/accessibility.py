"""What WCAG 2.2 AA asks of a page, as far as a program can see it.

Run in the page itself: every function of the script returns sentences about what is wrong.
"""

CHECKS = """
() => {
    const faults = [];
    const shown = (node) => node.checkVisibility() && node.getBoundingClientRect().width > 1;
    const name = (node) => node.tagName + " " + (node.id || node.textContent.trim().slice(0, 40));

    const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const luminance = ([r, g, b]) =>
        0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const parts = (text) => text.match(/[\\d.]+/g).map(Number);
    function ground(node) {
        for (; node; node = node.parentElement) {
            const colour = parts(getComputedStyle(node).backgroundColor);
            if (colour.length < 4 || colour[3] > 0.99) {
                return colour;
            }
        }
        return [255, 255, 255];
    }
    function contrast(one, other) {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    }

    // 1.4.3 Contrast
    for (const node of document.querySelectorAll("body *")) {
        const own = [...node.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim());
        if (own && shown(node)) {
            const ratio = contrast(parts(getComputedStyle(node).color), ground(node));
            if (ratio < 4.5) faults.push("contrast " + ratio.toFixed(2) + ": " + name(node));
        }
    }
    // 1.4.10 Reflow
    if (document.documentElement.scrollWidth > innerWidth) {
        faults.push("wider than the window: " + document.documentElement.scrollWidth);
    }
    // 2.5.8 Targets: those that stand alone have 44 px; links within a sentence are excepted
    for (const node of document.querySelectorAll("a, button, input, select, summary")) {
        const box = node.getBoundingClientRect();
        const alone = getComputedStyle(node).display !== "inline";
        if (node.type !== "hidden" && shown(node) && alone && box.left >= 0 && box.height < 44) {
            faults.push("target of " + box.height + " px: " + name(node));
        }
    }
    // 1.3.1, 4.1.2 Structure and names
    if (!["vi", "en"].includes(document.documentElement.lang)) faults.push("no language");
    if (document.querySelectorAll("h1").length !== 1) faults.push("not one first heading");
    if (document.querySelectorAll("main").length !== 1) faults.push("not one main part");
    for (const node of document.querySelectorAll("input:not([type=hidden]), select")) {
        if (!node.labels.length) faults.push("no label: " + name(node));
    }
    for (const node of document.querySelectorAll("img:not([alt])")) {
        faults.push("no alt: " + node.src);
    }
    for (const node of document.querySelectorAll("a")) {
        if (!node.textContent.trim()) faults.push("link without words: " + node.href);
    }
    if (!document.title) faults.push("no title");
    // 2.4.7 Focus
    for (const node of document.querySelectorAll("a, button, input:not([type=hidden]), select")) {
        node.focus({ focusVisible: true });
        const style = getComputedStyle(node);
        if (shown(node) && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2)) {
            faults.push("focus not seen: " + name(node));
        }
    }
    return faults;
}
"""


def faults(page):
    """What is wrong with the page as it stands, one sentence each."""
    return page.evaluate(CHECKS)
