"""A record in another language: staff are told that nobody but they have looked for worries in it."""


def test_a_record_in_welsh_says_what_reads_english_alone(jones, store, talk):
    """It stands at the top of the page, with the language; an English record says nothing of the kind."""
    path = f"/portal/records/{talk.id}"
    assert "looked for in English alone" not in jones.get(path).text
    store.conversations.change(talk.id, adjustments={"language": "cy"})
    told = jones.get(path).text
    assert "Language of the conversation: Welsh." in told
    assert "please read every word yourself" in told
