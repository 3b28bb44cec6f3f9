"""What is not there looks the same, whoever asks for whatever."""

import pytest

from tests.support.pages import Resident

NOWHERE = "/nowhere-at-all"
UNKNOWN = ["/my/unknown-token", "/events/unknown", "/e/unknown", "/calls/unknown/registrations/new"]


@pytest.mark.parametrize("language", ["", "/easy", "/en"])
@pytest.mark.parametrize(
    "path", ["/my/unknown-token", "/events/unknown", "/e/unknown", "/calls/unknown/registrations/new"]
)
def test_an_unknown_token_and_an_unknown_address_give_the_same_page(client: Resident, language: str, path: str) -> None:
    unknown = client.open(f"{language}{path}")
    nowhere = client.open(f"{language}{NOWHERE}")

    assert (unknown.status, nowhere.status) == (404, 404)
    # The links to the other languages lead to the address that was asked for.
    assert unknown.html.replace(path, NOWHERE) == nowhere.html
