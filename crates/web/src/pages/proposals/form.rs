//! The form of a proposal: what it asks, reading it, and what of it is kept as a draft.

use super::call::window_text;
use crate::app::App;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::booking::{pitch, presenter};
use crate::view;
use marketday_booking::proposals::ProposeRequest;
use marketday_model::{Call, Event, EventId, ProposalId};
use marketday_render::pages::proposals::ProposalForm;
use marketday_render::{FormState, Layout, Links};
use std::collections::BTreeMap;

/// The frame of a page about proposing to an event.
pub(super) fn layout(app: &App, visitor: &Visitor, event: &Event, title: &str) -> Layout {
    visitor
        .layout(app, title)
        .crumb("Events", Links::home(None, None))
        .crumb(event.title.clone(), Links::event(&event.slug))
        .crumb("Proposals", Links::call(&event.slug))
}

/// The page with the form, whatever stands in it.
pub(super) fn form_page(
    app: &App,
    visitor: &Visitor,
    (event, call): (&Event, &Call),
    form: FormState,
    code_sent_to: Option<String>,
    flash: Option<String>,
) -> Result<String, Failure> {
    let here = Links::new_proposal(&event.slug);
    let page = ProposalForm {
        layout: Layout {
            flash,
            ..layout(app, visitor, event, "Propose a pitch")
        },
        event: view::event_brief(event),
        call_href: Links::call(&event.slug),
        until_text: window_text(event, call, app.now()),
        sign_in_href: Links::sign_in_then(&here),
        action: here,
        form: form.without("code").without("action"),
        themes: view::theme_choices(),
        signed_in_as: visitor.email().map(ToString::to_string),
        code_sent_to,
    };
    app.html(&page)
}

/// The id that the form was given, which makes one that is sent twice one proposal; another where it holds none.
pub(super) fn id_of(app: &App, form: &FormState) -> ProposalId {
    let given = form.value("form_id").and_then(|id| id.parse().ok());
    given.unwrap_or_else(|| app.surroundings.id())
}

/// What was typed, as the domain takes it; or nothing, with messages in the fields.
pub(super) fn read(
    fields: &mut Fields,
    visitor: &Visitor,
    (event, id): (EventId, ProposalId),
) -> Option<ProposeRequest> {
    let company = fields.line("company", "Company name");
    let website = fields.website("website", "Website");
    let company_number = fields.company_number("company_number");
    let contact_name = fields.line("contact_name", "Your name");
    let contact_email = match visitor.email() {
        Some(email) => Some(email.clone()),
        None => fields.email("email"),
    };
    let phone = fields.optional_line("phone", "Phone");
    let presenter = presenter(fields);
    let pitch = pitch(fields);
    let request = ProposeRequest {
        id,
        event,
        company: company?,
        known_company: None,
        website,
        company_number,
        contact_email: contact_email?,
        contact_name: contact_name?,
        phone,
        presenter,
        pitch: pitch?,
    };
    fields.is_good().then_some(request)
}

/// What a draft keeps.
const KEPT: [&str; 10] = [
    "company",
    "website",
    "company_number",
    "contact_name",
    "phone",
    "presenter_name",
    "presenter_email",
    "pitch_title",
    "pitch_summary",
    "themes",
];

/// What stands in the form, to be kept (JSON).
pub(super) fn typed(form: &FormState) -> String {
    let kept: BTreeMap<&str, &[String]> = KEPT
        .iter()
        .map(|name| (*name, form.values(name)))
        .filter(|(_, values)| !values.is_empty())
        .collect();
    serde_json::json!(kept).to_string()
}

/// The form as it was kept.
pub(super) fn kept(typed: &str) -> FormState {
    let kept: BTreeMap<String, Vec<String>> = serde_json::from_str(typed).unwrap_or_default();
    let pairs = kept
        .into_iter()
        .filter(|(name, _)| KEPT.contains(&name.as_str()))
        .flat_map(|(name, values)| values.into_iter().map(move |value| (name.clone(), value)));
    FormState::from_pairs(pairs)
}

#[cfg(test)]
mod tests {
    use super::{kept, typed};
    use marketday_render::FormState;

    #[test]
    fn a_draft_is_read_back_as_it_was_kept_and_holds_no_token() {
        let form = FormState::new()
            .with("company", "Acme")
            .with("themes", "waste")
            .with("themes", "housing")
            .with("code", "123456");
        assert_eq!(kept(&typed(&form)), form.without("code"));
        assert_eq!(kept("nothing"), FormState::new());
    }
}
