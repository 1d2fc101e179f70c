from odoo.addons.hcc_base.tests.common import HccCommon

from ..tools import raster


class HccDeviceCommon(HccCommon):
    """An agent with a printer, a kiosk that prints there, and a strange agent in another centre."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user("dev_admin", "administrator")
        cls.hall_manager = cls._create_user("dev_hall", "hall_manager")
        cls.official = cls._create_user("dev_official", "official", agency=cls.agency)
        cls.oversight = cls._create_user("dev_oversight", "oversight")
        cls.director = cls._create_user("dev_director", "director")
        cls.other_manager = cls._create_user(
            "dev_other_hall", "hall_manager", centre=cls.other_centre
        )
        cls.agent, cls.printer = cls._create_agent(cls.centre)
        cls.other_agent, cls.other_printer = cls._create_agent(cls.other_centre)
        cls.kiosk = cls.env["hcc.device"].create(
            {
                "name": "Ki-ốt 1",
                "kind": "kiosk",
                "company_id": cls.centre.id,
                "printer_id": cls.printer.id,
            }
        )

    @classmethod
    def _create_agent(cls, centre):
        Device = cls.env["hcc.device"]
        agent = Device.create({"name": "Máy trạm", "kind": "agent", "company_id": centre.id})
        printer = Device.create(
            {
                "name": "Máy in vé",
                "kind": "printer",
                "company_id": centre.id,
                "agent_id": agent.id,
                "host": "192.0.2.10",
            }
        )
        return agent, printer

    @classmethod
    def _picture(cls, text="A012"):
        return raster.to_one_bit(raster.canvas(576).text(text, size=80, bold=True).image)

    def _print(self, device=None, record=None, seconds=90):
        return self.env["hcc.device.job"]._print(
            self.printer if device is None else device,
            self._picture(),
            record or self.kiosk,
            expires_in_seconds=seconds,
        )

    def _sync(self, agent=None, **request):
        """One call of the agent; unnamed parts are empty."""
        body = {"boot": "b1", "seq": 1, "journal": "j1", "holding": [], "results": [], **request}
        return (agent or self.agent)._sync(body)

    def _lease(self, job):
        """Let the agent fetch the job."""
        self.assertIn(job.uid, [row["uid"] for row in self._sync()["jobs"]])

    def _result(self, job, outcome, reason="", **request):
        row = {"uid": job.uid, "outcome": outcome, "reason": reason}
        return self._sync(results=[row], **request)
