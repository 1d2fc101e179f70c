from types import SimpleNamespace

from odoo.tests import TransactionCase, tagged

#: Models whose fields tell about a person: a related field must not read them as superuser.
PERSONAL_MODELS = ("hcc.applicant", "hcc.dossier", "hcc.receipt", "hr.employee", "res.partner")
#: Fields of those models that a related field may read as superuser, and why.
HARMLESS = {
    "company_id": "the centre, known to everybody in it",
    "currency_id": "always the dong",
    "agency_id": "which agency is competent is public",
    "procedure_id": "the catalogue is public",
    "version_id": "the catalogue is public",
    "name": "of a dossier or receipt: its code",
    "reception_number": "the code before acceptance",
    "state": "shown on the board and the slip's page",
    "user_id": "who works here is known in the house",
}


@tagged("post_install", "-at_install")
class TestRelatedFields(TransactionCase):
    """``related=`` reads and searches as superuser unless told otherwise."""

    def test_no_related_field_opens_personal_data(self):
        wrong = [
            f"{model}.{name}"
            for model, name, field in self._related_fields()
            if field.compute_sudo and self._tells_about_a_person(model, field)
        ]
        self.assertFalse(wrong, "related fields that must set related_sudo=False")

    def test_a_leaky_field_would_be_found(self):
        """Negative control: the same field as the platform makes it by default."""
        due = self.env["hcc.due"]
        for path, leaks in (
            ("dossier_id.applicant_name", True),
            ("dossier_id.applicant_id.name", True),
            ("dossier_id.applicant_id.identity_number", True),
            ("dossier_id.name", False),
        ):
            field = SimpleNamespace(related=path)
            with self.subTest(path=path):
                self.assertEqual(self._tells_about_a_person(due._name, field), leaks)

    def _related_fields(self):
        for model in sorted(self.env.registry):
            if model.startswith("hcc."):
                for name, field in self.env[model]._fields.items():
                    if field.related and not field.inherited:
                        yield model, name, field

    def _tells_about_a_person(self, model, field):
        """Whether the path enters a personal model and leaves it with more than a code."""
        records = self.env[model]
        for step in field.related.split("."):
            personal = records._name in PERSONAL_MODELS
            if personal and (step not in HARMLESS or _is_somebodys_name(records, step)):
                return True
            records = records[step] if records._fields[step].relational else records
        return False


def _is_somebodys_name(records, step):
    """`name` is a code on papers, but of persons it is who they are."""
    return step == "name" and records._name in ("hcc.applicant", "hr.employee", "res.partner")
