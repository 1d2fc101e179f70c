from .common import HccDossierCommon


class CorrectionCommon(HccDossierCommon):
    def _entry(self, record, verb):
        domain = [
            ("res_model", "=", record._name),
            ("res_id", "=", record.id),
            ("verb", "=", verb),
        ]
        return self.env["hcc.journal.entry"].search(domain)

    def _corrected(self, dossier, user=None, reason="1"):
        """The draft that continues ``dossier``, as the official at the counter has it."""
        reason = self.env.ref(f"hcc_dossier.reason_correct_{reason}")
        answer = dossier.with_user(user or self.official).correct(reason_id=reason.id)
        return self.env["hcc.dossier"].with_user(self.official).browse(answer["dossier_id"])

    def _another_applicant(self):
        return self.env["hcc.applicant"].with_user(self.official).create({"name": "Lò Văn Đúng"})
