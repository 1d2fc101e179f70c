"""A software token for tests: an issuer whose archives open with ``PASSPHRASE``."""

from ..tools.trial_issuer import TrialIssuer

PASSPHRASE = "mat-khau-thu"


class Issuer(TrialIssuer):
    def __init__(self, name="Tổ chức chứng thực thử nghiệm"):
        super().__init__(name, PASSPHRASE)
