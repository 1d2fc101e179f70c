from odoo.tests import BaseCase, tagged

from odoo.addons.hcc_base.tools import identity

from ..tools import stories_agency, stories_counter, stories_special
from ..tools.people import CONSENTING, PEOPLE
from ..tools.story import STAFF, Story


@tagged("post_install", "-at_install")
class TestStories(BaseCase):
    """The tables of the demonstration's life are sound before anybody acts them out."""

    def _stories(self):
        parts = (stories_counter, stories_agency, stories_special)
        return [story for part in parts for story in part.stories()]

    def test_keys_are_used_once(self):
        keys = [story.key for story in self._stories()]
        self.assertEqual(len(keys), len(set(keys)))

    def test_everybody_in_them_is_in_the_tables(self):
        for story in self._stories():
            with self.subTest(story=story.key):
                self.assertIn(story.agency, STAFF)
                self.assertTrue(story.acts)
                if story.procedure:
                    self.assertIn(story.person, PEOPLE)

    def test_an_act_cannot_come_before_the_one_it_follows(self):
        story = Story("x", "STP").then(3, "10:00", "official", "receive")
        for days, at in ((4, "11:00"), (3, "09:59")):
            with self.assertRaises(ValueError):
                story.then(days, at, "official", "hand_over")
        story.then(2, "08:00", "official", "hand_over")
        self.assertEqual([act.login for act in story.acts], ["canbo", "canbo"])

    def test_numbers_are_well_formed_and_used_once(self):
        numbers = [person["identity_number"] for person in PEOPLE.values()]
        self.assertEqual(len(numbers), len(set(numbers)))
        for person in PEOPLE.values():
            if person.get("kind") == "organisation":
                identity.check_tax_code(person["identity_number"])
            else:
                self.assertRegex(person["identity_number"], r"^012[0-3]\d{8}$")
                self.assertEqual(person["identity_number"][4:6], person["birth_date"][2:4])
        self.assertLessEqual(CONSENTING, PEOPLE.keys())
