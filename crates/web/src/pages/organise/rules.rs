//! `/organise/events/{slug}/rules`: by what rules slots are given.

use super::moments::{optional_moment, questions, with_moment};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_model::profile::SizeBand;
use marketday_model::{BookingRules, Event, HeldBackFor, Prose, WaitingOrder};
use marketday_render::pages::organise::{RulesForm, Section};
use marketday_render::{Choice, FormState, Links};
use marketday_scheduling::{RulesRefused, published_rules, set_rules};
use marketday_store::{booking_rules, series};

/// `GET`: the rules as they are.
pub(crate) async fn ask(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let event = &organised.event;
        let rules = app.read(|rx| booking_rules::find(rx, event.id))?;
        let form = typed(&rules, event);
        // Reading what is there finds the times that happen twice.
        let mut fields = Fields::of(form.clone());
        read(&mut fields, event, &rules);
        fields.form = form;
        page(&app, &organised, fields, flash)
    })
    .await
}

/// `POST`: other rules.
pub(crate) async fn set(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let was = app.read(|rx| booking_rules::find(rx, event.id))?;
        let mut fields = Fields::of(posted.form);
        let Some(rules) = read(&mut fields, event, &was) else {
            return page(&app, &organised, fields, None);
        };
        match set_rules(&app.store, &app.surroundings, event.id, person, rules) {
            Ok(()) => {
                let path = Links::organise_rules(&event.slug);
                Ok(see_other(&format!("{path}?done=rules-saved")))
            }
            Err(RulesRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(RulesRefused::Store(error)) => Err(error.into()),
        }
    })
    .await
}

fn typed(rules: &BookingRules, event: &Event) -> FormState {
    let form = FormState::from_pairs([
        ("hold_minutes", rules.hold_minutes.to_string()),
        ("cancel_hours", rules.cancel_hours.to_string()),
        ("offer_hours", rules.offer_hours.to_string()),
        ("waiting_order", rules.waiting_order.to_string()),
        ("small_is", rules.small_is.to_string()),
        ("no_show_months", rules.no_show_months.to_string()),
        ("text", rules.text.clone()),
    ]);
    let form = match rules.series_limit {
        Some(limit) => form.with("series_limit", limit.to_string()),
        None => form,
    };
    let whom = rules.held_back_for.iter();
    let form = whom.fold(form, |form, whom| form.with("held_back_for", whom.as_str()));
    match rules.held_back_until {
        Some(until) => with_moment(form, "held_back_until", until, event.zone),
        None => form,
    }
}

/// What was typed; `was` keeps what the form does not ask of an event outside a series.
fn read(fields: &mut Fields, event: &Event, was: &BookingRules) -> Option<BookingRules> {
    let number = |fields: &mut Fields, name, label, range: std::ops::RangeInclusive<u32>| {
        fields.number(name, label, range)
    };
    let hold = number(
        fields,
        "hold_minutes",
        "Minutes that a slot is kept",
        BookingRules::HOLD_MINUTES,
    );
    let cancel = number(
        fields,
        "cancel_hours",
        "Hours before its pitch",
        BookingRules::CANCEL_HOURS,
    );
    let offer = number(
        fields,
        "offer_hours",
        "Hours of an offer",
        BookingRules::OFFER_HOURS,
    );
    let months = number(
        fields,
        "no_show_months",
        "Months",
        BookingRules::NO_SHOW_MONTHS,
    );
    let series_limit = if fields.form.value("series_limit").is_none() {
        Some(was.series_limit)
    } else if fields.text("series_limit").trim().is_empty() {
        Some(None)
    } else {
        let label = "Slots in the series";
        number(fields, "series_limit", label, BookingRules::SERIES_LIMIT).map(Some)
    };
    let order: Option<WaitingOrder> =
        fields.word("waiting_order", "Choose who is first on the waiting list");
    let small: Option<SizeBand> = fields.word("small_is", "Choose a size from the list");
    let whom: Result<Vec<HeldBackFor>, _> = fields
        .form
        .values("held_back_for")
        .iter()
        .map(|word| word.parse())
        .collect();
    if whom.is_err() {
        fields
            .form
            .push_error("held_back_for", "Choose from the list");
    }
    let until = optional_moment(
        fields,
        "held_back_until",
        ("The date", "The time"),
        event.zone,
    );
    let text: Option<Prose<2000>> = fields.optional_prose("text", "Anything else");
    let rules = BookingRules {
        hold_minutes: hold?,
        series_limit: series_limit?,
        cancel_hours: cancel?,
        offer_hours: offer?,
        waiting_order: order?,
        held_back_for: whom.ok()?,
        small_is: small?,
        held_back_until: until,
        no_show_months: months?,
        text: text?.to_string(),
    };
    fields.is_good().then_some(rules)
}

fn page(
    app: &App,
    organised: &Organised,
    fields: Fields,
    flash: Option<String>,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let (published, series) = app.read(|rx| {
        let published = published_rules(rx, event)?;
        Ok((published, series::find_of_event(rx, event.id)?))
    })?;
    let mut layout = organised.layout(app, "How slots are given");
    layout.flash = flash;
    let whom = |whom: &HeldBackFor| {
        let text = match whom {
            HeldBackFor::NewHere => "Companies that never pitched at a day here before".to_owned(),
            HeldBackFor::Local => format!("Companies based in {}", event.region.name()),
            HeldBackFor::Small => "Small companies".to_owned(),
        };
        Choice::new(whom.as_str(), text)
    };
    let page = RulesForm {
        layout,
        event: organised.header(app, Section::Details),
        twice: questions(&fields.twice, event.zone),
        form: fields.form,
        action: Links::organise_rules(&event.slug),
        orders: vec![
            Choice::new(WaitingOrder::Asked.as_str(), "Whoever asked first"),
            Choice::new(
                WaitingOrder::NewFirst.as_str(),
                "Companies that never pitched at a day here before",
            ),
        ],
        whom: HeldBackFor::ALL.iter().map(whom).collect(),
        sizes: view::size_choices(),
        series: series.map(|series| series.name),
        published,
    };
    organised.form_page(app, &page.form, &page)
}
