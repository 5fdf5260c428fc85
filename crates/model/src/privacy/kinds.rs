//! Every kind of personal data.

use super::{Basis, Erased, Held, Kind, Of, Rule};

/// A row that the person's own id names.
const fn theirs(table: &'static str, column: &'static str) -> Held {
    Held {
        table,
        of: Of::Person(column),
        shown: &[],
        hidden: &[],
        erased: Erased::Deleted,
    }
}

/// What an organisation that they belong to says of itself, which for a sole trader is about them.
const fn of_their_organisation(table: &'static str, shown: &'static [&'static str]) -> Held {
    Held {
        table,
        of: Of::Through {
            column: "organisation_id",
            noun: None,
            table: "memberships",
            key: "organisation_id",
            person: "person_id",
        },
        shown,
        hidden: &[],
        erased: Erased::Kept,
    }
}

/// What hangs on a booking that they made.
const fn of_their_booking(table: &'static str, shown: &'static [&'static str]) -> Held {
    Held {
        table,
        of: Of::Through {
            column: "booking_id",
            noun: None,
            table: "bookings",
            key: "id",
            person: "contact_id",
        },
        shown,
        hidden: &[],
        erased: Erased::Deleted,
    }
}

/// The name of whoever chairs a session.
const fn chair_of(table: &'static str) -> Held {
    Held {
        table,
        of: Of::Name("chair"),
        shown: &[],
        hidden: &[],
        erased: Erased::Kept,
    }
}

/// Every kind, in the order in which people meet them.
pub const KINDS: &[Kind] = &[
    Kind {
        key: "account",
        name: "Name, email address and telephone number",
        what: "Your name and email address; a telephone number if you gave one",
        purpose: "To know who booked or registered, and to tell you what concerns you",
        basis: Basis::Contract,
        seen_by: "You, the organisers of events that you booked or registered for, your colleagues in the same organisation, and the members of a company that you say you book for. The telephone number: only the organisers of events at which your company has a slot",
        kept: &[Rule::People],
        held: &[Held {
            shown: &["email", "name", "phone", "created_at", "seen_at"],
            ..theirs("people", "id")
        }],
    },
    Kind {
        key: "memberships",
        name: "Organisations and teams",
        what: "Which organisations you act for and as what, what a company that you act for says of itself, and which events you help to run",
        purpose: "To let you act for them, and nobody else",
        basis: Basis::Contract,
        seen_by: "You, and the members of the same organisation or team",
        kept: &[Rule::People],
        held: &[
            Held {
                shown: &["organisation_id", "role", "state", "since"],
                ..theirs("memberships", "person_id")
            },
            Held {
                table: "organisations",
                of: Of::Through {
                    column: "id",
                    noun: None,
                    table: "memberships",
                    key: "organisation_id",
                    person: "person_id",
                },
                shown: &["kind", "name", "website", "company_number", "gss", "region"],
                hidden: &["identity", "name_key"],
                erased: Erased::Kept,
            },
            of_their_organisation(
                "company_profiles",
                &[
                    "size_band",
                    "sole_trader",
                    "products",
                    "themes",
                    "changed_at",
                ],
            ),
            of_their_organisation("company_identifiers", &["scheme", "value"]),
            of_their_organisation(
                "company_documents",
                &["kind", "name", "link", "expires_on", "added_at"],
            ),
            Held {
                shown: &["event_id", "body_id", "role", "since"],
                ..theirs("seats", "person_id")
            },
            Held {
                shown: &["since"],
                ..theirs("administrators", "person_id")
            },
        ],
    },
    Kind {
        key: "nominations",
        name: "Being asked to join",
        what: "The email address of somebody who was asked to join a team or an organisation",
        purpose: "To let the person who was asked accept, and nobody else",
        basis: Basis::LegitimateInterests,
        seen_by: "The owners of the team or the members of the organisation that you were asked to join",
        kept: &[Rule::Nominations],
        held: &[
            Held {
                table: "nominations",
                of: Of::Email("email"),
                shown: &[
                    "email",
                    "kind",
                    "event_id",
                    "organisation_id",
                    "role",
                    "made_at",
                    "expires_at",
                    "accepted_at",
                    "withdrawn_at",
                ],
                hidden: &[],
                erased: Erased::Deleted,
            },
            // The address of whoever was asked is theirs, not the asker's.
            Held {
                table: "nominations",
                of: Of::Person("named_by"),
                shown: &["role", "made_at"],
                hidden: &[],
                erased: Erased::Counted,
            },
        ],
    },
    Kind {
        key: "sign-ins",
        name: "Signing in",
        what: "Requests for codes (email address, digests of browser and network, times), where you are signed in and with what kind of browser, your passkeys, your address before you changed it, and the accounts at other organisations with which you signed in (their name for you)",
        purpose: "To check codes, to limit guessing, and to know you when you come back",
        basis: Basis::LegitimateInterests,
        seen_by: "Only you",
        kept: &[Rule::CodeRequests, Rule::SignIns, Rule::EmailChanges],
        held: &[
            Held {
                table: "code_requests",
                of: Of::Email("email"),
                shown: &["email", "purpose", "asked_at", "expires_at", "used_at"],
                hidden: &["browser", "network"],
                erased: Erased::Deleted,
            },
            Held {
                shown: &["created_at", "last_seen_at", "ended_at", "way", "device"],
                hidden: &["token_digest", "browser"],
                ..theirs("sign_ins", "person_id")
            },
            Held {
                shown: &["old_email", "new_email", "made_at", "undone_at"],
                ..theirs("email_changes", "person_id")
            },
            Held {
                shown: &["name", "created_at", "last_used_at"],
                hidden: &["credential"],
                ..theirs("passkeys", "person_id")
            },
            Held {
                shown: &["purpose", "expires_at"],
                hidden: &["browser", "state"],
                ..theirs("passkey_challenges", "person_id")
            },
            Held {
                shown: &["dismissed_at"],
                ..theirs("passkey_prompts", "person_id")
            },
            Held {
                shown: &["provider", "issuer", "subject", "linked_at", "last_used_at"],
                ..theirs("provider_identities", "person_id")
            },
        ],
    },
    Kind {
        key: "feeds",
        name: "Calendars of your own",
        what: "The calendars behind secret addresses that you made: what you call them, digests of their addresses and of what was fetched, when each was last fetched and by what kind of program",
        purpose: "To show you your own bookings, registrations and events in your calendar, and which program reads each address",
        basis: Basis::Contract,
        seen_by: "You, and whoever you give an address to",
        kept: &[Rule::People],
        held: &[Held {
            shown: &[
                "kind",
                "name",
                "created_at",
                "renewed_at",
                "fetched_at",
                "client",
                "changed_at",
            ],
            hidden: &["token_digest", "octets"],
            ..theirs("personal_feeds", "person_id")
        }],
    },
    Kind {
        key: "bookings",
        name: "Pitch slots",
        what: "The slots that you booked for a company: company, pitch, and who presents it, or that you present what another has booked, and were told; whether your slides have come, and what the organisers noted for the day; what you asked other companies about swapping slots, and organisers about cancelling late; whether nobody appeared. Digests of the browser and network that held the slot",
        purpose: "To put the pitch on the programme, and to tell you when it changes",
        basis: Basis::Contract,
        seen_by: "Everybody: company and pitch, once you have booked. The organisers of the event: also your name, address and telephone number, the presenter's, and what they noted. A company that you asked to swap slots: what you wrote to it",
        kept: &[Rule::People, Rule::Holds],
        held: &[
            Held {
                table: "bookings",
                of: Of::Person("contact_id"),
                shown: &[
                    "event_id",
                    "company_id",
                    "state",
                    "claim",
                    "created_at",
                    "confirmed_at",
                    "cancelled_at",
                    "cancel_reason",
                ],
                hidden: &["hold_browser", "hold_network", "company_identity"],
                erased: Erased::Counted,
            },
            Held {
                table: "bookings",
                of: Of::Person("presenter_id"),
                shown: &[
                    "event_id",
                    "company_id",
                    "presenter_name",
                    "presenter_email",
                ],
                hidden: &[],
                erased: Erased::Counted,
            },
            Held {
                shown: &["event_id", "booking_id", "invited_at", "ended_at"],
                ..theirs("presenter_invitations", "person_id")
            },
            Held {
                table: "pitches",
                of: Of::Through {
                    column: "id",
                    noun: None,
                    table: "bookings",
                    key: "pitch_id",
                    person: "contact_id",
                },
                shown: &["title", "summary", "themes", "created_at"],
                hidden: &[],
                erased: Erased::Kept,
            },
            theirs("presenter_ticks", "presenter_id"),
            of_their_booking("overrules", &["rules", "reason", "made_at"]),
            of_their_booking("slides_received", &["received_at"]),
            of_their_booking("booking_notes", &["note"]),
            of_their_booking(
                "late_cancellations",
                &["state", "reason", "answer", "asked_at", "answered_at"],
            ),
            // Of the company: what follows from it outlasts whoever was its contact.
            Held {
                erased: Erased::Kept,
                ..of_their_booking("no_shows", &["noted_at"])
            },
            Held {
                shown: &["event_id", "state", "message", "asked_at", "answered_at"],
                hidden: &["pair"],
                ..theirs("swaps", "asked_by")
            },
        ],
    },
    Kind {
        key: "waiting-lists",
        name: "Waiting lists",
        what: "That you wait, or waited, for a slot at an event for a company: its pitch, who would present it, and what was offered",
        purpose: "To offer you a slot that is freed, in the published order",
        basis: Basis::Contract,
        seen_by: "You, your company and the organisers of the event",
        kept: &[Rule::People],
        held: &[
            Held {
                table: "waiting_entries",
                of: Of::Person("contact_id"),
                shown: &[
                    "event_id",
                    "company_id",
                    "state",
                    "mode",
                    "slot_id",
                    "joined_at",
                    "offered_slot_id",
                    "offered_at",
                    "offer_until",
                    "ended_at",
                ],
                hidden: &[],
                erased: Erased::Counted,
            },
            Held {
                table: "waiting_entries",
                of: Of::Person("presenter_id"),
                shown: &["event_id", "presenter_name", "presenter_email"],
                hidden: &[],
                erased: Erased::Counted,
            },
            Held {
                table: "pitches",
                of: Of::Through {
                    column: "id",
                    noun: None,
                    table: "waiting_entries",
                    key: "pitch_id",
                    person: "contact_id",
                },
                shown: &["title", "summary", "themes", "created_at"],
                hidden: &[],
                erased: Erased::Kept,
            },
        ],
    },
    Kind {
        key: "proposals",
        name: "Proposals",
        what: "What you proposed for a company to an event, drafts included: company, pitch, who would present it, how it was decided, and what you were told",
        purpose: "So that the organisers can choose what is pitched, and show how they did",
        basis: Basis::Contract,
        seen_by: "You, your company and the organisers of the event; its assessors: company and pitch, not your name or address. Drafts: only you",
        kept: &[Rule::Proposals],
        held: &[
            Held {
                table: "proposals",
                of: Of::Person("contact_id"),
                shown: &[
                    "event_id",
                    "company_id",
                    "state",
                    "claim",
                    "typed",
                    "title",
                    "summary",
                    "themes",
                    "submitted_at",
                    "feedback",
                    "decided_at",
                    "confirm_by",
                ],
                hidden: &["company_identity", "why"],
                erased: Erased::Counted,
            },
            Held {
                table: "proposals",
                of: Of::Person("presenter_id"),
                shown: &["event_id", "presenter_name", "presenter_email"],
                hidden: &[],
                erased: Erased::Counted,
            },
            Held {
                table: "proposals",
                of: Of::Person("decided_by"),
                shown: &["event_id", "decided_at"],
                hidden: &[],
                erased: Erased::Counted,
            },
        ],
    },
    Kind {
        key: "assessments",
        name: "Assessing proposals",
        what: "The scores and comments that you gave as an assessor, and which conflicts of interest you declared. A comment may also say something of whoever proposed: ask the organisers for it",
        purpose: "To choose by published criteria, and to keep out whoever is partial",
        basis: Basis::LegitimateInterests,
        seen_by: "You and those organisers of the event who decide on proposals",
        kept: &[Rule::Proposals],
        held: &[
            Held {
                table: "assessments",
                of: Of::Person("assessor_id"),
                shown: &["conflict", "comment", "made_at", "changed_at"],
                hidden: &[],
                erased: Erased::Counted,
            },
            Held {
                table: "scores",
                of: Of::Through {
                    column: "assessment_id",
                    noun: None,
                    table: "assessments",
                    key: "id",
                    person: "assessor_id",
                },
                shown: &["score"],
                hidden: &[],
                erased: Erased::Kept,
            },
            Held {
                table: "assessments",
                of: Of::Through {
                    column: "proposal_id",
                    noun: None,
                    table: "proposals",
                    key: "id",
                    person: "contact_id",
                },
                shown: &[],
                hidden: &["comment", "conflict"],
                erased: Erased::Overwritten,
            },
        ],
    },
    Kind {
        key: "slides",
        name: "Slides",
        what: "The slides of a pitch: name, size, digest and time of each version and who sent it, what they say in words, and whether the company lets everybody see them. The files themselves, which may hold names",
        purpose: "To show them at the event, and to let those who cannot use them read what they say",
        basis: Basis::Contract,
        seen_by: "The company and the event's team; everybody, if the company agreed to that",
        kept: &[Rule::Slides],
        held: &[
            of_their_booking(
                "slides",
                &[
                    "file_name",
                    "media_type",
                    "size",
                    "sha256",
                    "uploaded_at",
                    "removed_at",
                ],
            ),
            Held {
                table: "slides",
                of: Of::Person("uploaded_by"),
                shown: &["file_name", "uploaded_at"],
                hidden: &[],
                erased: Erased::Counted,
            },
            of_their_booking("slide_texts", &["summary", "publish", "changed_at"]),
        ],
    },
    Kind {
        key: "registrations",
        name: "Registrations",
        what: "The events that you registered for: name, organisation, role and themes",
        purpose: "To keep a place for you, and so that the organisers can plan",
        basis: Basis::Contract,
        seen_by: "You and the organisers of the event",
        kept: &[Rule::People],
        held: &[Held {
            table: "registrations",
            of: Of::Person("person_id"),
            shown: &[
                "event_id",
                "state",
                "name",
                "organisation",
                "role",
                "themes",
                "confirmed_at",
                "cancelled_at",
            ],
            hidden: &[],
            erased: Erased::Counted,
        }],
    },
    Kind {
        key: "attendee-list",
        name: "Attendee list",
        what: "Your name and organisation, only if you ticked that others at the event may see them. Never your address. They are off the list at once when you untick it or withdraw",
        purpose: "So that those who come to the same event know of each other",
        basis: Basis::Consent,
        seen_by: "Delegates and companies of the same event, once they are signed in, and its organisers",
        kept: &[Rule::People],
        held: &[Held {
            table: "registrations",
            of: Of::Person("person_id"),
            shown: &["event_id", "listed"],
            hidden: &[],
            erased: Erased::Counted,
        }],
    },
    Kind {
        key: "agenda",
        name: "Your agenda",
        what: "Which sessions of an event you have chosen, and at which events you want a letter of each",
        purpose: "To show you your day, in your calendar too, and to tell you when it changes",
        basis: Basis::Contract,
        seen_by: "You",
        kept: &[Rule::People],
        held: &[
            Held {
                shown: &["event_id", "session_id", "added_at", "removed_at"],
                ..theirs("agenda_items", "person_id")
            },
            Held {
                shown: &["event_id", "since"],
                ..theirs("agenda_letters", "person_id")
            },
        ],
    },
    Kind {
        key: "needs",
        name: "Access and dietary needs",
        what: "What you need to take part, if you said so when you registered. It lies apart from everything else",
        purpose: "So that you can take part",
        basis: Basis::ExplicitConsent,
        seen_by: "You and those organisers of this one event who look after delegates",
        kept: &[Rule::Needs],
        held: &[Held {
            table: "registration_needs",
            of: Of::Through {
                column: "registration_id",
                noun: None,
                table: "registrations",
                key: "id",
                person: "person_id",
            },
            shown: &["access", "dietary"],
            hidden: &[],
            erased: Erased::Deleted,
        }],
    },
    Kind {
        key: "organisers",
        name: "Organisers' contact",
        what: "The email address that an organiser gave as the contact of an event, and who released a programme",
        purpose: "So that companies and delegates can ask the organiser",
        basis: Basis::LegitimateInterests,
        seen_by: "Everybody: the contact of an event",
        kept: &[Rule::People],
        held: &[
            Held {
                table: "events",
                of: Of::Email("contact_email"),
                shown: &["title", "contact_email"],
                hidden: &[],
                erased: Erased::Overwritten,
            },
            Held {
                table: "releases",
                of: Of::Person("made_by"),
                shown: &["event_id", "number", "note", "made_at"],
                hidden: &[],
                erased: Erased::Counted,
            },
            Held {
                table: "messages",
                of: Of::Person("made_by"),
                shown: &[
                    "event_id",
                    "subject",
                    "body",
                    "state",
                    "changed_at",
                    "send_at",
                    "sent_at",
                ],
                hidden: &["whom", "themes", "regions", "authority"],
                erased: Erased::Counted,
            },
            Held {
                table: "letter_wordings",
                of: Of::Person("changed_by"),
                shown: &["event_id", "letter", "subject", "body", "changed_at"],
                hidden: &["language", "used_subject", "used_body"],
                erased: Erased::Counted,
            },
            Held {
                table: "overrules",
                of: Of::Person("made_by"),
                shown: &["event_id", "booking_id", "rules", "reason", "made_at"],
                hidden: &[],
                erased: Erased::Counted,
            },
        ],
    },
    Kind {
        key: "chairs",
        name: "Chairs of sessions",
        what: "The name of whoever chairs a session, as an organiser wrote it. Nothing else is known of them here, so a download or an erasure does not find it: ask the organisers to take it out",
        purpose: "To say on the programme who chairs, and to see when somebody is asked to be in two places at once",
        basis: Basis::LegitimateInterests,
        seen_by: "Everybody, once that programme is released",
        kept: &[Rule::Chairs],
        held: &[chair_of("sessions"), chair_of("released_sessions")],
    },
    Kind {
        key: "calendar-replies",
        name: "Answers of your calendar",
        what: "What your calendar last answered to the entry of a booking or registration of yours: that you come, may come, do not come or send somebody else, or another time that it proposed, and when",
        purpose: "So that the organisers know who comes, and to ask you whether to cancel",
        basis: Basis::Contract,
        seen_by: "You and the organisers of the event",
        kept: &[Rule::People],
        held: &[Held {
            shown: &[
                "answer",
                "stamp",
                "received_at",
                "proposed_starts_at",
                "proposed_ends_at",
            ],
            hidden: &["subject"],
            ..theirs("calendar_replies", "person_id")
        }],
    },
    Kind {
        key: "suppressions",
        name: "Addresses that are not written to",
        what: "An email address from which a letter came back for good, or whose reader called a letter unwanted; since when, the status that the mail server gave, and which letter it was",
        purpose: "To write to nobody who cannot be reached or wants no such letters",
        basis: Basis::LegitimateInterests,
        seen_by: "Only the operator",
        kept: &[Rule::Suppressions],
        held: &[Held {
            table: "suppressions",
            of: Of::Email("email"),
            shown: &["email", "why", "status", "since"],
            hidden: &["notice_id"],
            erased: Erased::Deleted,
        }],
    },
    Kind {
        key: "letters",
        name: "Letters",
        what: "That you were told something, and when. Not the text of the letter",
        purpose: "To send each letter once, and to show that you were told",
        basis: Basis::LegitimateInterests,
        seen_by: "The operator; the owners and editors of the event that the letter is about",
        kept: &[Rule::Notices, Rule::Changes],
        held: &[
            Held {
                table: "notices",
                of: Of::Reference("recipient"),
                shown: &["kind", "state", "made_at", "sent_at"],
                hidden: &["subject", "lease", "last_answer", "domain"],
                erased: Erased::Counted,
            },
            Held {
                table: "changes",
                of: Of::Through {
                    column: "subject",
                    noun: Some("booking"),
                    table: "bookings",
                    key: "id",
                    person: "contact_id",
                },
                shown: &["what", "made_at"],
                hidden: &["before", "after", "subject"],
                erased: Erased::Overwritten,
            },
        ],
    },
    Kind {
        key: "consents",
        name: "Consents",
        what: "Which letters that you do not need you agreed to, in which words, on which page and when, and when you took it back; and which of those you switched off that come with a part in a team",
        purpose: "To send you only what you want, and to be able to show that you wanted it (UK GDPR, Article 7(1))",
        basis: Basis::Consent,
        seen_by: "Only you",
        kept: &[Rule::People],
        held: &[
            Held {
                shown: &["letter", "wording", "given_on", "given_at", "withdrawn_at"],
                ..theirs("consents", "person_id")
            },
            Held {
                shown: &["letter", "stopped_at"],
                ..theirs("stopped_letters", "person_id")
            },
        ],
    },
    Kind {
        key: "quiet-hours",
        name: "Quiet hours",
        what: "In which hours you get no letters that can wait, and by which clocks, if you chose them",
        purpose: "To leave you in peace at night",
        basis: Basis::LegitimateInterests,
        seen_by: "Only you, and whoever has the link of a letter to you",
        kept: &[Rule::People],
        held: &[Held {
            shown: &["hours", "zone"],
            ..theirs("quiet_hours", "person_id")
        }],
    },
    Kind {
        key: "news",
        name: "News of market days",
        what: "Which regions and themes you follow and how often we write, and of which events we told you. If you asked without signing in: the address that you gave and what you asked for, until you have confirmed it or the question has run out, with a digest of the network",
        purpose: "To tell you of new market days, once each; to write to nobody who did not confirm it, and to keep others from having us write to you",
        basis: Basis::Consent,
        seen_by: "Only you, and whoever has the link of a letter to you",
        kept: &[Rule::NewsRequests, Rule::People],
        held: &[
            Held {
                shown: &["pace"],
                ..theirs("news_subscriptions", "person_id")
            },
            Held {
                shown: &["topic", "followed_at"],
                ..theirs("news_topics", "person_id")
            },
            Held {
                shown: &["event_id", "told_at"],
                ..theirs("news_told", "person_id")
            },
            Held {
                table: "news_requests",
                of: Of::Email("email"),
                shown: &[
                    "email",
                    "topics",
                    "pace",
                    "asked_at",
                    "expires_at",
                    "confirmed_at",
                ],
                hidden: &["network"],
                erased: Erased::Deleted,
            },
        ],
    },
    Kind {
        key: "programmes-seen",
        name: "Programmes that you saw",
        what: "Which version of the programme of an event you said that you saw, and when",
        purpose: "To show you what changed since",
        basis: Basis::Contract,
        seen_by: "Only you",
        kept: &[Rule::People],
        held: &[Held {
            shown: &["event_id", "release_number", "seen_at"],
            ..theirs("programmes_seen", "person_id")
        }],
    },
    Kind {
        key: "feedback",
        name: "Feedback on days",
        what: "Whether a day helped you and what would make the next one better, if you said so, and whether its organisers may know who wrote it",
        purpose: "So that the organisers make the next day better",
        basis: Basis::LegitimateInterests,
        seen_by: "The organisers of the event who look after bookings; your name only if you ticked that they may know it",
        kept: &[Rule::People],
        held: &[Held {
            shown: &["event_id", "helped", "better", "is_named", "given_at"],
            ..theirs("feedback", "person_id")
        }],
    },
    Kind {
        key: "complaints",
        name: "Complaints about personal data",
        what: "Name, email address and text of a complaint, and what came of it; a digest of the network until it is answered. If you are erased, name and address go and the text stays",
        purpose: "To answer it, to tell you the outcome, and to be able to show that we did (Data Protection Act 2018, section 164A)",
        basis: Basis::LegalObligation,
        seen_by: "The owners of the event that it is about; if it is about the service itself, those who run the installation",
        kept: &[Rule::Complaints],
        held: &[Held {
            table: "complaints",
            of: Of::Email("email"),
            shown: &[
                "reference",
                "event_id",
                "name",
                "email",
                "text",
                "made_at",
                "outcome",
                "closed_at",
            ],
            hidden: &["network"],
            erased: Erased::Overwritten,
        }],
    },
    Kind {
        key: "draft-edits",
        name: "Edits of a programme",
        what: "What you did with the draft of an event's programme, so that you can undo it: which sessions and slots, and how they were and became",
        purpose: "To let you undo it and do it again",
        basis: Basis::LegitimateInterests,
        seen_by: "Only you",
        kept: &[Rule::DraftEdits],
        held: &[Held {
            shown: &["event_id", "kind", "title", "made_at", "undone_at"],
            hidden: &["sessions", "slots"],
            ..theirs("draft_edits", "person_id")
        }],
    },
    Kind {
        key: "farewells",
        name: "Farewells",
        what: "Name and email address of somebody who was erased, until their last letter has been sent",
        purpose: "To take entries out of their calendar, and to tell them that they were erased",
        basis: Basis::LegalObligation,
        seen_by: "Nobody",
        kept: &[Rule::Farewells],
        held: &[Held {
            shown: &["email", "name", "made_at"],
            hidden: &["was"],
            ..theirs("farewells", "person_id")
        }],
    },
    Kind {
        key: "audit",
        name: "Audit trail",
        what: "Who did what, when, and from which network (its prefix). Ids, reasons that organisers typed, and what was changed from what to what",
        purpose: "To be able to say who changed what",
        basis: Basis::LegitimateInterests,
        seen_by: "Those who run the event or the installation",
        kept: &[Rule::Audit],
        held: &[Held {
            table: "audit",
            of: Of::Person("person_id"),
            shown: &["at", "action", "network"],
            hidden: &["subject", "detail", "altered"],
            erased: Erased::Overwritten,
        }],
    },
];
