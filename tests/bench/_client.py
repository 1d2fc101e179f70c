"""What the web client asks for a list, from the action's own views: the columns with their
sub-fields, the order, the limits."""

from lxml import etree
from odoo.tools.safe_eval import safe_eval

#: of the web client's relational model: records a page, groups a page, count stops at
PAGE, GROUPS, COUNT = 80, 80, 10_001


class ListView:
    """The list of an action, as the user of ``env`` gets it."""

    def __init__(self, env, action):
        action = env[action._name].browse(action.id).sudo()
        self.model = action.res_model
        self.domain = safe_eval(action.domain or "[]", {"uid": env.uid})
        view = env[self.model].get_views([(False, "list"), (False, "search")])["views"]
        fields = env[self.model].fields_get()
        self.search = etree.fromstring(view["search"]["arch"])
        self.arch = etree.fromstring(view["list"]["arch"])
        names = [node.get("name") for node in self.arch.findall(".//field")]
        self.specification = {name: _specification(fields[name]) for name in names}
        self.order = self.arch.get("default_order", "")
        self.sums = [
            f"{name}:{fields[name]['aggregator']}"
            for name in names
            if fields[name].get("aggregator")
        ]
        self.group_by = self._default_group(safe_eval(action.context or "{}", {"uid": env.uid}))

    def _default_group(self, context):
        """The group that the action's context switches on."""
        for node in self.search.iter("filter"):
            if context.get(f"search_default_{node.get('name')}") and node.get("context"):
                return safe_eval(node.get("context"))["group_by"]
        return None

    def open(self, env):
        """All that is asked until the list stands: its page and count, or its groups and the page
        of the first one. Returns how many records the pages hold."""
        if not self.group_by:
            return len(self._page(env, self.domain)["records"])
        answer = env[self.model].web_read_group(
            self.domain,
            [self.group_by],
            self.sums,
            limit=GROUPS,
            auto_unfold=False,
            opening_info=[],
            unfold_read_specification=self.specification,
            unfold_read_default_limit=PAGE,
        )
        first = answer["groups"][0]["__extra_domain"]
        return len(self._page(env, [*self.domain, *first])["records"])

    def _page(self, env, domain):
        return env[self.model].web_search_read(
            domain, self.specification, limit=PAGE, order=self.order, count_limit=COUNT
        )


def _specification(field):
    return {"fields": {"display_name": {}}} if field["type"] == "many2one" else {}
