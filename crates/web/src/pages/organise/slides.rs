//! `/organise/events/{slug}/slides`: the slides of an event in running order, their deadline, and all of them as a ZIP.

use super::moments::{optional_moment, questions, with_moment};
use super::slides_file::{Entry, zipped};
use crate::app::{App, blocking};
use crate::download::Download;
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::booking::kind_text;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, HttpResponse, web};
use marketday_booking::set_slides_due;
use marketday_model::permission::may_manage_bookings;
use marketday_model::{Booking, BookingId, Event, Instant, Slides, SlidesText};
use marketday_render::pages::organise::{
    EventSlides, Section, SlidesFile, SlidesRow, TwiceQuestion,
};
use marketday_render::{FormState, Links, when};
use marketday_store::bookings::BookingFilter;
use marketday_store::releases::ReleasedSlot;
use marketday_store::{Rx, StoreError, bookings, releases, slides};
use std::collections::HashMap;

/// The pitches of the current release in the order in which they run, with what was sent.
struct Content {
    due: Option<Instant>,
    pitches: Vec<(ReleasedSlot, Booking)>,
    newest: HashMap<BookingId, Slides>,
    texts: HashMap<BookingId, SlidesText>,
    received: Vec<BookingId>,
}

impl Content {
    fn read(rx: &mut Rx<'_>, event: &Event) -> Result<Self, StoreError> {
        let filter = BookingFilter {
            event: Some(event.id),
            ..BookingFilter::default()
        };
        let booked = bookings::list(rx, &filter)?.into_iter();
        let mut booked: HashMap<_, _> = booked.map(|booking| (booking.slot, booking)).collect();
        let slots = releases::list_slots(rx, event.id, event.release)?;
        let mut pitches: Vec<(ReleasedSlot, Booking)> = slots
            .into_iter()
            .filter_map(|slot| booked.remove(&slot.slot.id).map(|booking| (slot, booking)))
            .collect();
        pitches.sort_by_key(|(slot, _)| (slot.slot.times.starts_at, slot.stage_position));
        Ok(Self {
            due: slides::find_due(rx, event.id)?,
            pitches,
            newest: slides::list_newest(rx, event.id)?,
            texts: slides::list_texts(rx, event.id)?,
            received: slides::list_received(rx, event.id)?,
        })
    }

    fn row(&self, event: &Event, pitch: &(ReleasedSlot, Booking), may_send: bool) -> SlidesRow {
        let (slot, booking) = pitch;
        let text = self.texts.get(&booking.id);
        SlidesRow {
            times_text: view::slot_time(event, slot),
            stage: slot.stage_name.clone(),
            company: booking.company_name.clone(),
            pitch_title: booking.pitch.title.clone(),
            file: self.newest.get(&booking.id).map(|version| SlidesFile {
                href: Links::booking_slides_version(&booking.id, &version.id),
                name: version.file_name.clone(),
                kind_text: format!("Version {}, {}", version.number, kind_text(version)),
                sent_text: when::moment(version.uploaded_at, event.zone),
            }),
            is_noted: self.received.contains(&booking.id),
            has_summary: text.is_some_and(|text| !text.summary.is_empty()),
            is_published: text.is_some_and(|text| text.publish),
            send_href: may_send.then(|| Links::booking_slides(&booking.id)),
        }
    }

    fn until_text(&self, event: &Event, now: Instant) -> String {
        match self.due {
            Some(due) if due <= now => format!(
                "Companies could send slides until {}.",
                when::moment(due, event.zone)
            ),
            Some(due) => format!(
                "Companies can send slides until {}.",
                when::moment(due, event.zone)
            ),
            None => "Companies can send slides until their pitch begins.".to_owned(),
        }
    }

    fn count_text(&self) -> String {
        let has_come =
            |(_, booking): &&(ReleasedSlot, Booking)| self.received.contains(&booking.id);
        let come = self.pitches.iter().filter(has_come).count();
        match self.pitches.len() {
            0 => "No company has a slot yet.".to_owned(),
            1 if come == 1 => "The only pitch has slides.".to_owned(),
            1 => "The only pitch has no slides yet.".to_owned(),
            all => format!("{come} of {all} pitches have slides."),
        }
    }
}

/// `GET …/slides`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let event = &organised.event;
        let content = app.read(|rx| Content::read(rx, event))?;
        let form = match content.due {
            Some(due) => with_moment(FormState::new(), "due", due, event.zone),
            None => FormState::new(),
        };
        page(&app, &organised, &content, (form, Vec::new()), flash)
    })
    .await
}

fn page(
    app: &App,
    organised: &Organised,
    content: &Content,
    (form, twice): (FormState, Vec<TwiceQuestion>),
    flash: Option<String>,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let may = may_manage_bookings(&organised.signed_in.actor, event);
    let is_taken = app.files.is_somewhere();
    let rows = content.pitches.iter();
    let rows = rows.map(|pitch| content.row(event, pitch, may && is_taken));
    let mut layout = organised.layout(app, "Slides");
    if may {
        layout = layout.crumb("Bookings", Links::organise_bookings(&event.slug));
    }
    layout.flash = flash;
    let page = EventSlides {
        layout,
        event: organised.header(app, Section::Bookings),
        until_text: if is_taken {
            content.until_text(event, app.now())
        } else {
            "This service takes no slides: companies send them to you in another way.".to_owned()
        },
        deadline_action: (may && is_taken).then(|| Links::organise_slides_deadline(&event.slug)),
        form,
        twice,
        zip_href: (!content.newest.is_empty()).then(|| Links::organise_slides_file(&event.slug)),
        count_text: content.count_text(),
        rows: rows.collect(),
    };
    organised.form_page(app, &page.form, &page)
}

/// `POST …/slides/deadline`
pub(crate) async fn set_deadline(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let event = &organised.event;
        let mut fields = Fields::of(posted.form);
        let labels = ("The date of the deadline", "The time of the deadline");
        let due = optional_moment(&mut fields, "due", labels, event.zone);
        if due.is_some_and(|due| event.time.end() < due) {
            let message = format!(
                "The deadline must not be after the event, which ends at {}",
                when::moment(event.time.end(), event.zone)
            );
            fields.form.push_error("due_date", message);
        }
        if !fields.is_good() {
            let content = app.read(|rx| Content::read(rx, event))?;
            let twice = questions(&fields.twice, event.zone);
            return page(&app, &organised, &content, (fields.form, twice), None);
        }
        let person = organised.signed_in.person.id;
        set_slides_due(&app.store, &app.surroundings, person, (event.id, due))?;
        let path = Links::organise_slides(&event.slug);
        Ok(see_other(&format!("{path}?done=slides-deadline")))
    })
    .await
}

/// `GET …/slides.zip`: written to a nameless file first, so that it is whole or not at all.
pub(crate) async fn zip(
    app: web::Data<App>,
    organised: Organised,
) -> Result<HttpResponse, Failure> {
    let download = blocking(move || {
        let event = &organised.event;
        let content = app.read(|rx| Content::read(rx, event))?;
        let entries: Vec<Entry<'_>> = content
            .pitches
            .iter()
            .map(|(slot, booking)| Entry {
                slot,
                booking,
                version: content.newest.get(&booking.id),
                text: content.texts.get(&booking.id),
            })
            .collect();
        Ok(Download {
            name: format!("{}-slides.zip", event.slug),
            media_type: "application/zip",
            content: Box::new(zipped(&app.files, event, &entries)?),
            is_public: false,
        })
    })
    .await?;
    Ok(download.answer())
}
