"""Invented people with everything that a vCard can hold, and cards as other programs write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from cardscan.model import (
    Address,
    Application,
    Contact,
    Field,
    Interview,
    Meeting,
    Name,
    Person,
    Phone,
    PhoneType,
    Url,
)

HARBOUR = Application(id=1, company="Harbour Bank plc", role="Analyst", department="Risk")

ROUND_3 = Interview(
    id=3,
    uid="urn:uuid:33333333-3333-4333-8333-333333333333",
    slug="harbour-bank-analyst-3",
    application=HARBOUR,
    round=3,
    on=date(2026, 11, 20),
    at=time(14, 30),
    duration_min=45,
    kind="panel",
    place="1 Quay Street, London",
    notes="Bring two references; ask about the team, too",
    sequence=2,
    changed=datetime(2026, 11, 18, 9, 0, tzinfo=UTC),
)

CALL = Interview(
    id=1,
    uid="urn:uuid:11111111-1111-4111-8111-111111111111",
    slug="harbour-bank-analyst-1",
    application=HARBOUR,
    round=1,
    on=date(2026, 10, 5),
    place="https://meet.example/harbour",
)

ZOE = Person(
    id=7,
    uid="urn:uuid:77777777-7777-4777-8777-777777777777",
    slug="zoe-whitcombe",
    contact=Contact(
        name=Name(
            value="Dr Zoë Marie Whitcombe-Núñez",
            given="Zoë",
            additional="Marie",
            family="Whitcombe-Núñez",
            prefix="Dr",
            nickname="Zo",
        ),
        title=Field(value="Head of People, Europe"),
        department=Field(value="Human Resources; Hiring"),
        organization=Field(value="Harbour Bank, plc"),
        emails=(Field(value="zoe@harbour.example"), Field(value="z.whitcombe@mail.example")),
        phones=(
            Phone(value="+442079460018", extension="12"),
            Phone(value="+447700900123", type=PhoneType.MOBILE),
            Phone(value="+442079460019", type=PhoneType.FAX),
            Phone(value="+442079460020", type=PhoneType.HOME),
            Phone(value="01632 960021", type=PhoneType.OTHER, confidence=0.5),
        ),
        urls=(Url(value="https://harbour.example/people"), Url(value="https://github.com/zoe-sample", label="GitHub")),
        linkedin=Field(value="https://www.linkedin.com/in/zoe-whitcombe"),
        addresses=(
            Address(
                value="1 Quay Street, London E14 5AB, United Kingdom",
                street="1 Quay Street",
                locality="London",
                postal_code="E14 5AB",
                country="GB",
            ),
        ),
        headline="People first",
        location="London",
        notes=(
            "Speaks Spanish",
            "東京オフィスから三月に戻る予定で、それまでは電話よりもメールのほうが確実に連絡がつくとのこと",
        ),
    ),
    changed=datetime(2026, 11, 21, 10, 30, 5, tzinfo=UTC),
    meetings=(
        Meeting(contact_id=7, interview=ROUND_3, part="HR", talked_about="the risk model, and cats; mostly cats"),
        Meeting(contact_id=7, interview=CALL, part="recruiter"),
    ),
    categories=("Chess club",),
    note="Wants the reference by Friday\nPrefers calls",
)

COMPANY = Person(
    id=8,
    uid="urn:uuid:88888888-8888-4888-8888-888888888888",
    slug="lantern",
    contact=Contact(
        organization=Field(value="Lantern & Co"), phones=(Phone(value="+493012345678", type=PhoneType.WORK),)
    ),
    changed=datetime(2026, 11, 2, 8, 0, tzinfo=UTC),
)

MONONYM = Person(
    id=9,
    uid="urn:uuid:99999999-9999-4999-8999-999999999999",
    slug="suharto",
    contact=Contact(
        name=Name(value="Sukarta"),
        emails=(Field(value="sukarta@lantern.example"),),
        addresses=(Address(value="Jalan Contoh 5, Jakarta"),),
    ),
    changed=datetime(2026, 11, 3, 8, 0, tzinfo=UTC),
)

PEOPLE = (ZOE, COMPANY, MONONYM)
