from odoo.tests import TransactionCase, tagged

#: Models whose fields tell about a person: a related field must not read them as superuser.
PERSONAL_MODELS = ("hcc.applicant", "hcc.dossier", "hr.employee", "res.partner")
#: Plain codes and dates of a dossier, open to whoever holds the record that shows them.
HARMLESS = {
    "company_id",
    "currency_id",
    "agency_id",
    "procedure_id",
    "version_id",
    "name",
    "reception_number",
    "state",
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
            if personal and step not in HARMLESS and step != "user_id":
                return True
            records = records[step] if records._fields[step].relational else records
        return False
