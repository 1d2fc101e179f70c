"""What goes wrong at a real counter, and how it is put right."""


class MishapActs:
    def _act_correct_acceptance(self, env, story, **reason):
        """Voided with its slip; the draft that continues it is accepted at once."""
        answer = self._dossier(env, story.key).correct(**reason)
        self.dossiers[f"{story.key}-wrong"] = self.dossiers[story.key]
        self.dossiers[story.key] = answer["dossier_id"]
        draft = self._dossier(env, story.key)
        self._fill_in(draft)
        draft.receive()

    def _act_enter_paper(self, env, story, form, received):
        """A slip of the day without a server, entered from the paper."""
        draft = self._draft(env, story)
        draft.write(
            {
                "offline_form_id": self.forms[form],
                "paper_received_at": self.clock.instant(*received),
            }
        )
        draft.submit_paper()

    def _act_print_forms(self, env, _story, quantity):
        dialog = env["hcc.offline.print"].create({"quantity": quantity})
        self.forms = dialog.action_confirm()["context"]["active_ids"]

    def _act_spoil_form(self, env, _story, form, reason):
        env["hcc.offline.form"].browse(self.forms[form]).spoil(reason)

    def _act_declare_outage(self, env, _story, since, until, reason):
        """The director says when there was no server."""
        env["hcc.outage"].create(
            {
                "started_at": self.clock.instant(*since),
                "ended_at": self.clock.instant(*until),
                "reason": reason,
            }
        )
