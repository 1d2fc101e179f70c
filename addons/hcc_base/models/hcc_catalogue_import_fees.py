from datetime import timedelta

from odoo import api, models
from odoo.fields import Command

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
    def _amounts(self, sheet, readings):
        """``{code: amount on the import's first day}`` of the fees that the rows name by code."""
        stated = [item for reading in readings for item in reading.content.get("fees") or ()]
        codes = {item["code"] for item in stated if item["code"]}
        fees = self.env["hcc.fee"].with_context(active_test=False)
        found = fees.search([("code", "in", list(codes))])
        tariffs = found._tariffs_on(sheet.valid_from)
        return {fee.code: round(tariffs[fee.id].amount) for fee in found if fee.id in tariffs}

    @api.model
    def _settle(self, sheet, reading, now, amounts):
        """Give the sheet's fees the codes of those they mean, and ask about other amounts: of
        the procedure's own fees and of those that it shares with others (``amounts``)."""
        stated = reading.content.get("fees")
        if stated is None:
            return
        present = now.get("fees") or []
        known = amounts | {item["code"]: item["amount"] for item in present}
        stated = [self._identified(item, present, len(stated)) for item in stated]
        reading.content["fees"] = stated
        changed = [
            item
            for item in stated
            if item["code"] in known
            and None not in (item["amount"], known[item["code"]])
            and known[item["code"]] != item["amount"]
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
            f"«{item['name']}» đang là {_dong(known[item['code']])}, "
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

    # -- Writing ------------------------------------------------------------------

    @api.model
    def _write_fees(self, sheet, readings):
        """Give every reading the fees its items mean (``fees``); what is missing is created."""
        items = [(reading, item) for reading in readings for item in self._answered_fees(reading)]
        known = self._known(items)
        vals_by_code, codes = {}, []
        for reading, item in items:
            code = item["code"] or self._free_code(reading.procedure.code, {*known, *vals_by_code})
            codes.append(code)
            if code not in known:
                vals_by_code.setdefault(code, self._vals(sheet, reading, item, code))
        self._write_amounts(sheet, items, known)
        created = self.env["hcc.fee"].create(list(vals_by_code.values()))
        known |= {fee.code: fee for fee in created}
        for reading in readings:
            reading.fees = []
        for (reading, _item), code in zip(items, codes, strict=True):
            reading.fees.append(known[code])

    def _answered_fees(self, reading):
        """The row's fees with the amounts that a person confirmed, corrected ones too."""
        answered = {item["code"]: item["amount"] for item in reading.content.get("tariff") or ()}
        return [
            {**item, "amount": answered.get(item["code"], item["amount"])}
            for item in reading.content.get("fees") or ()
        ]

    def _known(self, items):
        """The fees that bear a code which an item names or might be given."""
        codes = {item["code"] for _reading, item in items if item["code"]}
        for reading, item in items:
            if not item["code"]:
                codes.update(self._candidates(reading.procedure.code))
        fees = self.env["hcc.fee"].with_context(active_test=False)
        return {fee.code: fee for fee in fees.search([("code", "in", list(codes))])}

    def _candidates(self, code):
        return [code, *(f"{code}-{number}" for number in range(2, 100))]

    def _free_code(self, code, taken):
        return next(candidate for candidate in self._candidates(code) if candidate not in taken)

    def _vals(self, sheet, reading, item, code):
        tariff = {"valid_from": sheet.valid_from, "amount": item["amount"]}
        label = catalogue_fees.KINDS[item["kind"]]
        return {
            "code": code,
            "name": item["name"] or f"{label} – {reading.procedure.name}",
            "kind": item["kind"],
            "agency_id": reading.agency.id,
            "tariff_ids": [] if item["amount"] is None else [Command.create(tariff)],
        }

    def _write_amounts(self, sheet, items, known):
        """The amounts of known fees from the import's first day on."""
        fees = self.env["hcc.fee"].union(*known.values())
        tariffs = fees._tariffs_on(sheet.valid_from)
        for _reading, item in items:
            fee = known.get(item["code"])
            if fee and item["amount"] is not None:
                tariff = tariffs.get(fee.id)
                if not tariff or round(tariff.amount) != item["amount"]:
                    tariffs[fee.id] = self._next_tariff(sheet, fee, tariff, item["amount"])

    def _next_tariff(self, sheet, fee, present, amount):
        """A tariff in force ends the day before; one that begins on the day takes the amount."""
        day = sheet.valid_from
        if present and present.valid_from == day and not present.has_begun:
            present.amount = amount
            return present
        last_day = present.valid_to if present else False
        if present:
            present.valid_to = day - timedelta(days=1)
        return self.env["hcc.tariff"].create(
            {"fee_id": fee.id, "valid_from": day, "valid_to": last_day, "amount": amount}
        )
