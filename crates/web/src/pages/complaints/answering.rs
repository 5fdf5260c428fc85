//! What the pages about an event's complaints and those about the service's have in common.

use crate::app::App;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::{found, see_other};
use crate::reply::Reply;
use actix_web::http::StatusCode;
use marketday_accounts::{AnswerRefused, answer_complaint};
use marketday_model::time::LONDON;
use marketday_model::{Complaint, ComplaintId, EventId, Instant, Prose};
use marketday_render::pages::complaints::{ComplaintList, ComplaintPage, ComplaintRow};
use marketday_render::pages::organise::EventHeader;
use marketday_render::{FormState, Layout, Tag, Tone, when};
use marketday_store::complaints;
use std::collections::HashMap;

/// Whose complaints they are, and what stands around them.
pub(super) struct Desk<'a> {
    pub(super) app: &'a App,
    pub(super) visitor: &'a Visitor,
    pub(super) event: Option<EventId>,
    pub(super) header: Option<EventHeader>,
    pub(super) layout: Layout,
    /// The address of the page of one.
    pub(super) href: &'a dyn Fn(&ComplaintId) -> String,
}

/// The page of all: two queries, however many there are.
pub(super) fn list(desk: Desk<'_>) -> Result<Reply, Failure> {
    let (all, acknowledged) = desk.app.read(|rx| {
        let all = complaints::list(rx, desk.event)?;
        let ids: Vec<ComplaintId> = all.iter().map(|complaint| complaint.id).collect();
        Ok((all, complaints::list_acknowledged(rx, &ids)?))
    })?;
    let acknowledged: HashMap<ComplaintId, Instant> = acknowledged.into_iter().collect();
    let (open, mut closed): (Vec<Complaint>, Vec<Complaint>) =
        all.into_iter().partition(Complaint::is_open);
    closed.sort_by_key(|complaint| std::cmp::Reverse(complaint.closed_at));
    let rows = |complaints: &[Complaint]| {
        let row = |of: &Complaint| desk.row(of, acknowledged.get(&of.id).copied());
        complaints.iter().map(row).collect()
    };
    let (open, closed) = (rows(&open), rows(&closed));
    let page = ComplaintList {
        layout: desk.layout,
        event: desk.header,
        open,
        closed,
    };
    Ok(desk.visitor.page(desk.app, desk.app.html(&page)?))
}

impl Desk<'_> {
    fn row(&self, complaint: &Complaint, acknowledged: Option<Instant>) -> ComplaintRow {
        let date = |at| when::date(at, LONDON);
        let notices_kept = self.app.settings.privacy.periods.notices;
        let acknowledged_text = match acknowledged {
            Some(at) => format!("Acknowledged on {}", date(at)),
            None if complaint.made_at + notices_kept < self.app.now() => {
                "When it was acknowledged is not kept any more".to_owned()
            }
            None if complaint.email.is_none() => {
                "It could not be acknowledged: their address is gone".to_owned()
            }
            None => format!(
                "The letter that acknowledges it has not left yet: due by {}",
                date(complaint.acknowledge_by())
            ),
        };
        let (due_text, tag) = match complaint.closed_at {
            Some(at) => (
                format!("Answered on {}", date(at)),
                Tag::new("Answered", Tone::Quiet),
            ),
            None if complaint.answer_by() < self.app.now() => (
                format!("Was to be answered by {}", date(complaint.answer_by())),
                Tag::new("Late", Tone::Bad),
            ),
            None => (
                format!("Answer by {}", date(complaint.answer_by())),
                Tag::new("Open", Tone::Warn),
            ),
        };
        ComplaintRow {
            reference: complaint.reference.clone(),
            href: (self.href)(&complaint.id),
            made_text: when::moment(complaint.made_at, LONDON),
            acknowledged_text,
            due_text,
            tag,
        }
    }

    /// One of these complaints; others are not there.
    fn one(&self, id: &str) -> Result<Complaint, Failure> {
        let id: ComplaintId = id.parse().map_err(|_| Failure::NotFound)?;
        let complaint = self.app.read(|rx| complaints::find(rx, id))?;
        found(complaint.filter(|complaint| complaint.event == self.event))
    }

    /// The page of one.
    pub(super) fn show(self, id: &str, form: FormState) -> Result<Reply, Failure> {
        let complaint = self.one(id)?;
        let acknowledged = self
            .app
            .read(|rx| complaints::list_acknowledged(rx, &[complaint.id]))?;
        let row = self.row(&complaint, acknowledged.first().map(|(_, at)| *at));
        let status = if form.has_errors() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        let page = ComplaintPage {
            layout: Layout {
                title: format!("Complaint {}", complaint.reference),
                ..self.layout
            },
            event: self.header,
            row,
            name: complaint.name,
            email: complaint.email.map(|email| email.to_string()),
            text: complaint.text,
            outcome: complaint.outcome,
            form,
        };
        let html = self.app.html(&page)?;
        Ok(self.visitor.page_with_status(self.app, status, html))
    }

    /// Closes one with its outcome, and leads to `list_path`.
    pub(super) fn answer(
        self,
        id: &str,
        form: FormState,
        list_path: &str,
    ) -> Result<Reply, Failure> {
        let complaint = self.one(id)?;
        let by = self.visitor.required()?.person.id;
        let mut fields = Fields::of(form);
        let outcome: Option<Prose<5000>> = fields.prose("outcome", "What came of it");
        let (Some(outcome), true) = (outcome, fields.is_good()) else {
            return self.show(id, fields.form);
        };
        let (store, surroundings) = (&self.app.store, &self.app.surroundings);
        match answer_complaint(store, surroundings, by, complaint.id, outcome) {
            Ok(()) => Ok(see_other(&format!("{list_path}?done=complaint-answered"))),
            // Somebody was faster: the page shows what they answered.
            Err(AnswerRefused::Closed) => Ok(see_other(&(self.href)(&complaint.id))),
            Err(AnswerRefused::Store(error)) => Err(error.into()),
        }
    }
}
