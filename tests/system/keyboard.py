"""A counter official's hands: a keyboard and a scanner, no mouse."""

#: 40 words a minute are 200 keys a minute
SECONDS_A_KEY = 0.3
#: quick for a person, four times too slow for a scanner
DELAY = 60

# A scanner types within moments and ends with Enter; letters that no key has come as input alone.
SCAN = """code => {
    for (const char of code) {
        const box = document.activeElement;
        const key = {key: char, bubbles: true, cancelable: true};
        box.dispatchEvent(new KeyboardEvent("keydown", key));
        if (box.matches("input, textarea")) {
            box.dispatchEvent(new InputEvent("beforeinput", {data: char, bubbles: true}));
            document.execCommand("insertText", false, char);
        }
    }
    document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true}));
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

    @property
    def seconds(self):
        return self.keys * SECONDS_A_KEY

    @property
    def mouse_presses(self):
        return self.page.evaluate("() => window.mousePresses")
