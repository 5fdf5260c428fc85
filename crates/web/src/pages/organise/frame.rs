//! What the organisers' pages have in common: the head of an event, the way up, and how a form comes back.

use crate::app::App;
use crate::extract::organiser::Organised;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use marketday_model::permission::{self, Actor};
use marketday_model::{Event, EventState, Instant};
use marketday_render::pages::organise::{EventHeader, Section};
use marketday_render::{FormState, Layout, Links, Page, Tag, Tone, when};

/// The frame of a page that is about no event of its own yet.
pub(super) fn layout(app: &App, visitor: &Visitor, title: &str) -> Layout {
    visitor
        .layout(app, title)
        .crumb("Your events", Links::organise())
}

impl Organised {
    /// The frame of a page below the event's overview.
    pub(in crate::pages) fn layout(&self, app: &App, title: &str) -> Layout {
        layout(app, &self.visitor, title).crumb(
            self.event.title.clone(),
            Links::organise_event(&self.event.slug),
        )
    }

    /// The tabs that whoever comes may open.
    fn sections(&self) -> Vec<Section> {
        let may = |section: &Section| {
            let asks: fn(&Actor, &Event) -> bool = match section {
                Section::Overview | Section::Programme => permission::may_view_plan,
                Section::Details => permission::may_edit_event,
                Section::Bookings => permission::may_manage_bookings,
                Section::Proposals => permission::may_decide_proposals,
                Section::Registrations => permission::may_see_registrations,
                Section::Letters => permission::may_see_letters,
                Section::Team => permission::may_manage_team,
                Section::Complaints => permission::may_answer_complaints,
                Section::History => permission::may_read_history,
            };
            asks(&self.signed_in.actor, &self.event)
        };
        Section::ALL.into_iter().filter(may).collect()
    }

    /// The head of the event's pages.
    pub(in crate::pages) fn header(&self, app: &App, section: Section) -> EventHeader {
        let Self { event, .. } = self;
        let header = EventHeader::new(
            &event.slug,
            event.title.clone(),
            when::range(event.time, event.zone),
            state_tag(event, app.now()),
            (section, &self.sections()),
        );
        if event.is_public() {
            header.public(Links::event(&event.slug))
        } else {
            header
        }
    }

    /// A page for this organiser.
    pub(super) fn page(&self, app: &App, page: &impl Page) -> Result<Reply, Failure> {
        Ok(self.visitor.page(app, app.html(page)?))
    }

    /// A page with a form: 422 where something is wrong with it.
    pub(in crate::pages) fn form_page(
        &self,
        app: &App,
        form: &FormState,
        page: &impl Page,
    ) -> Result<Reply, Failure> {
        form_page(app, &self.visitor, form, page)
    }
}

/// A page with a form: 422 where something is wrong with it.
pub(super) fn form_page(
    app: &App,
    visitor: &Visitor,
    form: &FormState,
    page: &impl Page,
) -> Result<Reply, Failure> {
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok(visitor.page_with_status(app, status, app.html(page)?))
}

/// Where an event stands, in a word. A published event whose day has passed is over.
pub(super) fn state_tag(event: &Event, now: Instant) -> Tag {
    match view::event_tag(event) {
        Some(tag) => tag,
        None if event.state == EventState::Completed || event.is_over(now) => {
            Tag::new("Over", Tone::Quiet)
        }
        None => Tag::new("Published", Tone::Good),
    }
}

/// Whether the programme of an event is released and can change: what is planned waits for the next release.
pub(super) fn is_live(event: &Event) -> bool {
    event.state == EventState::Published
}

/// `1 session`, `2 sessions`.
pub(super) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// A number as pages take it.
pub(super) fn figure(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn one_is_not_many() {
        assert_eq!(count(1, "session"), "1 session");
        assert_eq!(count(0, "session"), "0 sessions");
    }
}
