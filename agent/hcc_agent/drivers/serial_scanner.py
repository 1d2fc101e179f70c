"""Code scanner in serial (USB-COM) mode: the QR code of a citizen card, of a receipt, a barcode.

Such a scanner sends bytes, so every Vietnamese letter arrives as printed; one that types like a
keyboard loses them. What was scanned may be personal: it is never logged, and the journal forgets
it as soon as the server has it.
"""

from ._listener import LineListener


class Driver(LineListener):
    """Event ``scan`` ``{"text"}``; what is no UTF-8 is ``scan_unreadable`` ``{"bytes"}``.

    Settings: serial_port, baudrate; the scanner must end each code with CR or LF.
    """

    def heard(self, line, report):
        try:
            text = line.decode("utf-8").strip("\x02\x03 ")
        except UnicodeDecodeError:
            report("scan_unreadable", {"bytes": len(line)})
        else:
            report("scan", {"text": text})
