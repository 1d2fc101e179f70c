"""What a call sounds like: the clips that are played one after another (giọng gọi số).

A ticket's number is read letter by letter and digit by digit, as officials do, the counter's as a
number: “Mời số A không một hai đến quầy số mười lăm”. Clips have ASCII names, so that no file
system or archive changes them; what a region or a language says instead (linh for lẻ, bờ for bê)
is a matter of the recording, not of the names.
"""

import re

CHIME, CALL, RECALL, TO_COUNTER = "chime", "call", "recall", "to_counter"
PHRASES = {CALL: "mời số", RECALL: "xin nhắc lại, mời số", TO_COUNTER: "đến quầy số"}
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
DIGITS = {f"digit_{digit}": word for digit, word in enumerate(_DIGITS)}
#: Words that only numbers from ten on have.
NUMBER_WORDS = {
    "ten": "mười",
    "tens": "mươi",
    "unit_1": "mốt",
    "unit_4": "tư",
    "unit_5": "lăm",
    "hundred": "trăm",
    "odd": "lẻ",
}
_LETTERS = (
    "a bê xê dê e ép-phờ giê hát i di ca e-lờ em-mờ en-nờ o pê quy e-rờ ét-sì tê u vê "
    "vê-kép ích-xì y-dài dét"
)
LETTERS = {
    f"letter_{letter}": word.replace("-", " ")
    for letter, word in zip("abcdefghijklmnopqrstuvwxyz", _LETTERS.split(), strict=True)
}
#: Clip → what is to be said in it; the chime is a sound.
CLIPS = {CHIME: "", **PHRASES, **DIGITS, **NUMBER_WORDS, **LETTERS}

MAX_CLIP_BYTES = 300 * 1024
AUDIO_TYPES = {"wav": "audio/wav", "mp3": "audio/mpeg", "ogg": "audio/ogg"}


def sentence(number: str, counter: int, repeated: bool = False, by_digit: bool = False) -> list:
    """The clips that call ticket ``number`` to ``counter``, in order, without the chime.

    :param repeated: the ticket was called before
    :param by_digit: read the counter digit by digit too, for languages that count otherwise
    """
    read_counter = spell(str(counter)) if by_digit else count(counter)
    return [RECALL if repeated else CALL, *spell(number), TO_COUNTER, *read_counter]


def spell(text: str) -> list[str]:
    """Letter by letter, digit by digit; what is neither is not read."""
    return [
        f"digit_{char}" if char.isdigit() else f"letter_{char}"
        for char in text.lower()
        if re.fullmatch(r"[a-z0-9]", char)
    ]


def count(number: int) -> list[str]:
    """A number as Vietnamese counts: 15 mười lăm, 21 hai mươi mốt, 105 một trăm lẻ năm; from a
    thousand on, which no hall has, digit by digit."""
    if not 1 <= number <= 999:
        return spell(str(number))
    hundreds, rest = divmod(number, 100)
    clips = [f"digit_{hundreds}", "hundred"] if hundreds else []
    if hundreds and 0 < rest < 10:
        return [*clips, "odd", f"digit_{rest}"]
    return clips + _count_below_hundred(rest)


def _count_below_hundred(number):
    tens, unit = divmod(number, 10)
    if not tens:
        return [f"digit_{unit}"] if unit else []
    clips = ["ten"] if tens == 1 else [f"digit_{tens}", "tens"]
    if not unit:
        return clips
    changed = {5} if tens == 1 else {1, 4, 5}
    return [*clips, f"unit_{unit}" if unit in changed else f"digit_{unit}"]


def required(prefixes: list[str], by_digit: bool = False) -> list[str]:
    """The clips that a set of recordings must have to call tickets with these prefixes.

    The chime is not among them: the shipped one sounds before every language.
    """
    letters = {clip for prefix in prefixes for clip in spell(prefix)} - set(DIGITS)
    words = {} if by_digit else NUMBER_WORDS
    return [*PHRASES, *DIGITS, *words, *sorted(letters)]


def audio_type(content: bytes) -> str | None:
    """``wav``, ``mp3`` or ``ogg`` by the first bytes, ``None`` for anything else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "wav"
    if content[:4] == b"OggS":
        return "ogg"
    if content[:3] == b"ID3" or (len(content) > 2 and content[0] == 0xFF and content[1] >= 0xE0):
        return "mp3"
    return None
