//! "Is this your company?": asked before a booking for a company that is known already, by its name or its number.

use super::form::{Slotted, hold_facts, slot_layout};
use crate::app::App;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::view;
use marketday_booking::BookRequest;
use marketday_model::booking::Hold;
use marketday_model::organisation::{identity, name_key};
use marketday_model::{Line, Organisation, OrganisationId, Region};
use marketday_render::pages::slots::SameCompany;
use marketday_render::{FormState, Links};
use marketday_store::{bookings, organisations};

/// Which company a booking is for.
pub(in crate::pages) enum Meant {
    /// The one that was typed; none like it is known, or none of them is it.
    Typed,
    /// A known one.
    Known(OrganisationId),
    /// It is still to be asked whether it is this one.
    Ask(Box<Organisation>),
    /// It is not the known one, of which it cannot be told apart.
    Same(Box<Organisation>),
}

/// What was meant, as far as it was answered. Whoever is a member of a company that is alike is not asked.
pub(super) fn meant(
    app: &App,
    visitor: &Visitor,
    form: &FormState,
    request: &BookRequest,
) -> Result<Meant, Failure> {
    let number = request.company_number.as_ref().map(Line::as_str);
    // A form that is sent twice is answered as the first time, and has made the company that it names.
    let done =
        app.read(|rx| bookings::find_confirmed_from(rx, request.slot, &visitor.browser()))?;
    if done.is_some() {
        return Ok(Meant::Typed);
    }
    meant_by(app, visitor, form, (request.company.as_str(), number))
}

/// The same of whatever is made in the name of a company.
pub(in crate::pages) fn meant_by(
    app: &App,
    visitor: &Visitor,
    form: &FormState,
    (name, number): (&str, Option<&str>),
) -> Result<Meant, Failure> {
    let typed = identity(name, number);
    let alike = app.read(|rx| organisations::list_alike(rx, &typed, &name_key(name)))?;
    let alike: Vec<Organisation> = alike
        .into_iter()
        .filter(|known| known.may_be(name, number))
        .collect();
    let answers = form.values("same_company");
    let has_answered = |word: &str, known: &Organisation| answers.contains(&answer(word, known.id));
    let is_member = |known: &&Organisation| {
        let actor = visitor.signed_in.as_ref().map(|signed_in| &signed_in.actor);
        actor.is_some_and(|actor| actor.role_in(known.id).is_some())
    };
    let own = alike.iter().find(is_member);
    if let Some(known) = own.or_else(|| alike.iter().find(|known| has_answered("yes", known))) {
        return Ok(Meant::Known(known.id));
    }
    Ok(
        match alike.into_iter().find(|known| {
            // Of one that is the same by what it is counted by, "no" cannot be the last word.
            !has_answered("no", known) || known.identity == typed
        }) {
            None => Meant::Typed,
            Some(known) if has_answered("no", &known) => Meant::Same(Box::new(known)),
            Some(known) => Meant::Ask(Box::new(known)),
        },
    )
}

pub(in crate::pages) fn answer(word: &str, id: OrganisationId) -> String {
    format!("{word}-{id}")
}

/// The question. What was typed, and what was answered of others, goes along.
pub(super) fn question(
    app: &App,
    visitor: &Visitor,
    slotted: &Slotted,
    hold: &Hold,
    known: Organisation,
    form: FormState,
) -> Result<String, Failure> {
    let page = SameCompany {
        layout: slot_layout(app, visitor, slotted, "Is this your company?"),
        slot: view::slot_facts(&slotted.event, &slotted.slot, &slotted.session),
        hold: hold_facts(app, slotted, hold),
        yes: answer("yes", known.id),
        no: answer("no", known.id),
        company: known.name,
        company_number: known.company_number,
        region: known.region.map(Region::name).map(ToOwned::to_owned),
        action: Links::slot_booking(&slotted.slot.slot.id),
        form: form.without("code").without("action"),
    };
    app.html(&page)
}

/// What is wrong where another company has the same number, or the same name and no number: field and message.
pub(in crate::pages) fn cannot_tell_apart(known: &Organisation) -> (&'static str, String) {
    let name = &known.name;
    if known.company_number.is_some() {
        let text =
            format!("This is the Companies House number of {name}. Correct it, or leave it out");
        ("company_number", text)
    } else {
        let text = format!(
            "A company named {name} is known already. Give your Companies House number, or a name that tells yours apart"
        );
        ("company", text)
    }
}
