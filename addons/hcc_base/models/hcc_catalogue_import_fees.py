from odoo import api, models

from ..tools import catalogue_fees
from ..tools.catalogue_prose import Proposal
from ..tools.text import fold


def _dong(amount):
    return f"{amount:,} đồng".replace(",", ".")


class HccCatalogueImportFees(models.AbstractModel):
    """Fees of a sheet and those of the catalogue: which is which, and when an amount changes.

    An amount that is in force is never changed silently: the next tariff is a question, and
    begins on the import's first day. Runs with the rights of who imports.
    """

    _name = "hcc.catalogue.import.fees"
    _description = "Fees of an Import"

    @api.model
    def _settle(self, sheet, reading, now):
        """Give the sheet's fees the codes of those they mean, and ask about other amounts."""
        stated = reading.content.get("fees")
        if stated is None:
            return
        present = now.get("fees") or []
        known = {item["code"]: item for item in present}
        stated = [self._identified(item, present, len(stated)) for item in stated]
        reading.content["fees"] = stated
        changed = [
            item
            for item in stated
            if item["code"] in known
            and None not in (item["amount"], known[item["code"]]["amount"])
            and known[item["code"]]["amount"] != item["amount"]
        ]
        if changed:
            self._ask(sheet, reading, known, changed)

    def _identified(self, item, present, count):
        """The item with code and name of the present fee that it means, where it means one."""
        kin = [other for other in present if other["kind"] == item["kind"]]
        if item["code"]:
            meant = [other for other in present if other["code"] == item["code"]]
        elif item["name"]:
            meant = [other for other in kin if fold(other["name"]) == fold(item["name"])]
        else:
            meant = kin if len(kin) == 1 and count == 1 else []
        if len(meant) != 1:
            return item
        same = meant[0]
        return {**item, "code": same["code"], "name": same["name"], "kind": same["kind"]}

    def _ask(self, sheet, reading, known, changed):
        day = sheet.valid_from.strftime("%d/%m/%Y")
        if sheet.valid_from < self.env["hcc.clock"]._today():
            reading.fail(
                "fees",
                self.env._(
                    "The amount of a fee in force changes: choose a first day of today or later."
                ),
            )
            return
        lines = [
            f"«{item['name']}» đang là {_dong(known[item['code']]['amount'])}, "
            f"tờ ghi {_dong(item['amount'])}."
            for item in changed
        ]
        question = " ".join(lines) + f" Ghi mức mới từ ngày {day}?"
        source = f"{catalogue_fees.write_fees(changed)}\n{day}"
        reading.proposals["tariff"] = Proposal(changed, source, "fee_tariff", question)
        code = reading.content.get("code") or ""
        questions = self.env["hcc.catalogue.import.question"]
        fingerprint = questions._fingerprint(code, "tariff", source)
        reading.prints["tariff"] = fingerprint
        answered = questions.search(
            [("fingerprint", "=", fingerprint), ("is_answered", "=", True)], limit=1
        )
        if answered:
            reading.answers["tariff"] = answered.value["it"]
            reading.content["tariff"] = answered.value["it"]
