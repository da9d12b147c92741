"""Whether a short text is a label ("T", "Mobile:", "E-Mail") that belongs to what stands right of it."""

from __future__ import annotations

_WORDS = """
t tel tél tlf tfno telefon telefono teléfono telefone telefoon telephone téléphone phone ph p puh puhelin fon fone
m mob mobile mobil móvil movil cell cel celular cellulare cellulaire handy gsm gsmnr port portable matkapuhelin tm
f fax fx telefax e mail email correo courriel mél sähköposti epost eposta posta mailto w web website www url site
internet sitio homepage d direct direkt dir durchwahl o office büro oficina bureau a addr address adresse dirección
skype linkedin in twitter x whatsapp wa instagram ig facebook fb vat ust iban swift bic nif cif siret
github youtube telegram xing tiktok
h home s zentrale switchboard main ext toll free rz
"""
LABELS = frozenset(_WORDS.split())
"""Words that stand before numbers and addresses on cards, without their punctuation."""
MAX_LABEL_CHARS = 24


def is_label(text: str) -> bool:
    """Tell whether a text is a label and no content of its own."""
    plain = text.strip()
    if not plain or len(plain) > MAX_LABEL_CHARS:
        return False
    if plain.endswith(":") or not any(character.isalnum() for character in plain):
        return True
    letters = "".join(character for character in plain.casefold() if character.isalnum())
    return len(letters) <= 1 or letters in LABELS
