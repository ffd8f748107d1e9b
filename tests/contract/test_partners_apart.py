"""A partner company never reads the names of other collaborations."""

from samples import small_wave

from generator.backends.local.draw import draw_forms
from generator.formats import paper
from generator.model.instrument import Instrument

WAVE = small_wave()


def instrument(group: str) -> Instrument:
    found = WAVE.instrument_for(group)
    assert found is not None
    return found


def test_on_paper_a_partner_sees_the_team_and_not_its_collaborations() -> None:
    assert "Oncology collaborations" in paper.page(
        WAVE, instrument("stakeholder"), "en"
    )
    assert "Oncology collaborations" not in paper.page(
        WAVE, instrument("partner"), "en"
    )
    assert "Oncology" in paper.page(WAVE, instrument("partner"), "en")


def test_in_the_form_a_partner_sees_the_team_and_not_its_collaborations() -> None:
    forms = draw_forms(WAVE)
    assert b"Oncology collaborations" in forms["stakeholder", "en"].about["oncology"]
    assert b"Oncology collaborations" not in forms["partner", "en"].about["oncology"]
    assert b"Oncology" in forms["partner", "en"].about["oncology"]
