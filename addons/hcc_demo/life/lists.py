"""Hand-over lists between the counter and the agencies."""


class ListActs:
    def _act_list(self, env, story, dossiers):
        """The chosen dossiers go on a list of their way."""
        chosen = env["hcc.dossier"].browse([self.dossiers[key] for key in dossiers])
        self.lists[story.key] = chosen.action_list_for_handover()["res_id"]

    def _act_give(self, env, story, scanned=()):
        """Signed by the giver: what is not scanned was checked by eye."""
        batch = self._list(env, story)
        self._scan(env, batch, scanned)
        batch.hand(everything=True)

    def _act_sign_for(self, env, story, scanned, unlisted=()):
        """The taker scans what came and signs; the list closes unless something differs."""
        batch = self._list(env, story)
        self._scan(env, batch, (*scanned, *unlisted))
        batch.receive()

    def _act_dispatch(self, env, story, **parcel):
        self._list(env, story).dispatch(**parcel)

    def _scan(self, env, batch, keys):
        for key in keys:
            batch.scan(self._dossier(env, key).sudo().name, batch.id)

    def _list(self, env, story):
        return env["hcc.handover"].browse(self.lists[story.key])
