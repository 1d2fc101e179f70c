"""A counter official's hands: a keyboard and a scanner, no mouse."""

#: 40 words a minute are 200 keys a minute
SECONDS_A_KEY = 0.3
#: quick for a person, too slow for a scanner
DELAY = 120

# A scanner types within moments and ends with Enter; letters that no key has come as input alone.
# All events are made first, as their time is that of the scanner, however busy the browser is.
SCAN = """code => {
    const keydown = key => new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true});
    const strokes = [...code].map(char => ({
        char, key: keydown(char), input: new InputEvent("input", {data: char, bubbles: true}),
    }));
    const enter = keydown("Enter");
    for (const {char, key, input} of strokes) {
        const box = document.activeElement;
        box.dispatchEvent(key);
        if (box.matches("input, textarea") && box.selectionStart !== null) {
            box.setRangeText(char, box.selectionStart, box.selectionEnd, "end");
            box.dispatchEvent(input);
        }
    }
    document.activeElement.dispatchEvent(enter);
}"""

NO_MOUSE = """() => {
    window.mousePresses = 0;
    for (const name of ["mousedown", "pointerdown", "touchstart"]) {
        window.addEventListener(name, () => window.mousePresses++, true);
    }
}"""


class Hands:
    """Counts every key pressed in ``page``; a press of a pointer would be counted by the page."""

    def __init__(self, client):
        self.client, self.page = client, client.page
        self.keys = self.scans = 0
        self.page.evaluate(NO_MOUSE)

    def type(self, text):
        self.keys += len(text)
        self.page.keyboard.type(text, delay=DELAY)

    def press(self, *names):
        for name in names:
            self.keys += 1 + name.count("+")
            self.page.keyboard.press(name, delay=DELAY)
        self.client.wait()

    def scan(self, code):
        self.scans += 1
        self.page.evaluate(SCAN, code)
        self.client.wait()

    def wait_for(self, name):
        """Look where the cursor is, as a person does before typing on."""
        self.page.bring_to_front()  # a paper's tab was before it, where no frame is drawn
        self.page.wait_for_function(
            "name => [document.activeElement.name, document.activeElement.dataset.cell]"
            ".includes(name)",
            arg=name,
            polling=100,
        )

    @property
    def seconds(self):
        return self.keys * SECONDS_A_KEY

    @property
    def mouse_presses(self):
        return self.page.evaluate("() => window.mousePresses")
