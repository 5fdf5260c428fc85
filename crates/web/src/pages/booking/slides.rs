//! `/bookings/{id}/slides`: what was sent, and sending more, for the company and the organisers.

use super::form::{Slotted, slot_layout, slotted};
use crate::app::{App, blocking};
use crate::download::{Download, failed};
use crate::extract::posted::Posted;
use crate::extract::uploaded::{SentFile, Uploaded};
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::{found, see_other};
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use marketday_booking::{Sending, SentBy, SlidesRefused, remove_slides, send_slides};
use marketday_model::slides::size_text;
use marketday_model::{
    Booking, BookingId, BookingState, Event, Instant, Prose, Slides, SlidesId, SlidesText,
    permission,
};
use marketday_render::pages::slides::{BookingSlides, SlidesForm, SlidesPage, SlidesVersion};
use marketday_render::{FormState, Links, when};
use marketday_store::{Rx, StoreError, bookings, events, slides};

/// What there is of a booking's slides, and until when more is taken.
pub(super) struct Sent {
    due: Option<Instant>,
    versions: Vec<Slides>,
    text: SlidesText,
}

impl Sent {
    pub(super) fn read(rx: &mut Rx<'_>, booking: &Booking) -> Result<Self, StoreError> {
        let mut versions = slides::list_versions(rx, booking.id)?;
        versions.retain(|version| version.removed_at.is_none());
        Ok(Self {
            due: slides::find_due(rx, booking.event)?,
            versions,
            text: slides::find_text(rx, booking.id)?,
        })
    }

    /// Whether the company still sends at `now`.
    fn is_open(&self, booking: &Booking, slotted: &Slotted, now: Instant) -> bool {
        booking.state == BookingState::Confirmed
            && now < slotted.slot.slot.times.starts_at
            && self.due.is_none_or(|due| now < due)
    }

    fn until_text(&self, booking: &Booking, slotted: &Slotted, now: Instant) -> String {
        let zone = slotted.event.zone;
        if booking.state != BookingState::Confirmed {
            return "This booking was cancelled, so it takes no slides.".to_owned();
        }
        match self.due {
            Some(due) if due <= now => format!(
                "Slides were taken until {}. Ask the organisers if yours have to change.",
                when::moment(due, zone)
            ),
            _ if slotted.slot.slot.times.starts_at <= now => {
                "This pitch has begun, so its slides stay as they are.".to_owned()
            }
            Some(due) => format!("Slides are taken until {}.", when::moment(due, zone)),
            None => "Slides are taken until the pitch begins.".to_owned(),
        }
    }

    fn rows(&self, event: &Event, may_remove: bool) -> Vec<SlidesVersion> {
        let row = |version: &Slides| SlidesVersion {
            name: format!("Version {}", version.number),
            file_name: version.file_name.clone(),
            kind_text: kind_text(version),
            sent_text: when::moment(version.uploaded_at, event.zone),
            href: Links::booking_slides_version(&version.booking, &version.id),
            remove_action: may_remove
                .then(|| Links::booking_slides_removal(&version.booking, &version.id)),
        };
        self.versions.iter().map(row).collect()
    }
}

/// `PDF, 2.4 MB`.
pub(crate) fn kind_text(version: &Slides) -> String {
    format!("{}, {}", version.kind.name(), size_text(version.size))
}

/// What the page of a booking says of its slides; nothing where none are taken at all.
pub(super) fn of_booking(
    app: &App,
    booking: &Booking,
    slotted: &Slotted,
) -> Result<Option<BookingSlides>, Failure> {
    if !app.files.is_somewhere() {
        return Ok(None);
    }
    let (sent, now) = (app.read(|rx| Sent::read(rx, booking))?, app.now());
    Ok(Some(BookingSlides {
        until_text: sent.until_text(booking, slotted, now),
        versions: sent.rows(&slotted.event, false),
        has_summary: !sent.text.summary.is_empty(),
        is_published: sent.text.publish,
        href: Links::booking_slides(&booking.id),
    }))
}

/// A booking whose slides this visitor sends.
struct Pitched {
    booking: Booking,
    slotted: Slotted,
    by: SentBy,
    sent: Sent,
}

impl Pitched {
    fn is_open(&self, now: Instant) -> bool {
        match self.by {
            SentBy::Company(_) => self.sent.is_open(&self.booking, &self.slotted, now),
            SentBy::Organiser(_) => self.booking.state == BookingState::Confirmed,
        }
    }

    fn done(&self, what: &str) -> Reply {
        see_other(&format!(
            "{}?done={what}",
            Links::booking_slides(&self.booking.id)
        ))
    }
}

fn pitched(app: &App, visitor: &Visitor, path: &str) -> Result<Pitched, Failure> {
    let id: BookingId = path.parse().map_err(|_| Failure::NotFound)?;
    let signed_in = visitor.required()?;
    let (actor, person) = (&signed_in.actor, signed_in.person.id);
    app.read(|rx| {
        let Some(booking) = bookings::find(rx, id)? else {
            return Ok(None);
        };
        let Some(slotted) = slotted(rx, booking.slot)? else {
            return Ok(None);
        };
        if !permission::may_send_slides(actor, &slotted.event, &booking) {
            return Ok(None);
        }
        let by = if permission::may_manage_bookings(actor, &slotted.event) {
            SentBy::Organiser(person)
        } else {
            SentBy::Company(person)
        };
        let sent = Sent::read(rx, &booking)?;
        Ok(Some(Pitched {
            booking,
            slotted,
            by,
            sent,
        }))
    })
    .and_then(found)
    .and_then(|pitched| found(app.files.is_somewhere().then_some(pitched)))
}

/// `GET /bookings/{id}/slides`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let pitched = pitched(&app, &visitor, &path)?;
        let text = &pitched.sent.text;
        let form = FormState::new().with("summary", text.summary.clone());
        let form = if text.publish {
            form.with("publish", "yes")
        } else {
            form
        };
        page(&app, &visitor, &pitched, form, flash)
    })
    .await
}

fn page(
    app: &App,
    visitor: &Visitor,
    pitched: &Pitched,
    form: FormState,
    flash: Option<String>,
) -> Result<Reply, Failure> {
    let Pitched {
        booking,
        slotted,
        by,
        sent,
    } = pitched;
    let now = app.now();
    let is_open = pitched.is_open(now);
    let (back_text, back_href) = match by {
        SentBy::Company(_) => ("Back to your booking", Links::booking(&booking.id)),
        SentBy::Organiser(_) => (
            "Back to the slides of the event",
            Links::organise_slides(&slotted.event.slug),
        ),
    };
    let mut layout = slot_layout(app, visitor, slotted, "Slides");
    layout.flash = flash;
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = SlidesPage {
        layout,
        slot: view::slot_facts(&slotted.event, &slotted.slot, &slotted.session),
        company: booking.company_name.clone(),
        pitch_title: booking.pitch.title.clone(),
        until_text: sent.until_text(booking, slotted, now),
        versions: sent.rows(&slotted.event, is_open),
        send: is_open.then(|| SlidesForm {
            action: Links::booking_slides(&booking.id),
            largest_text: size_text(app.files.largest()),
            has_version: !sent.versions.is_empty(),
        }),
        form,
        back_href,
        back_text: back_text.to_owned(),
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

/// `POST /bookings/{id}/slides`
pub(crate) async fn send(
    app: web::Data<App>,
    uploaded: Uploaded,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Uploaded { posted, file } = uploaded;
        let Posted { visitor, form } = posted;
        let pitched = pitched(&app, &visitor, &path)?;
        let mut fields = Fields::of(form);
        let summary: Option<Prose<5000>> = fields.optional_prose("summary", "The text");
        let file = match file {
            SentFile::Whole(name, content) => Some(marketday_booking::SentFile { name, content }),
            SentFile::TooLarge => {
                let largest = size_text(app.files.largest());
                let message = format!("The file must be {largest} or smaller");
                fields.form.push_error("file", message);
                None
            }
            SentFile::None => None,
        };
        let is_empty = file.is_none()
            && pitched.sent.versions.is_empty()
            && fields.text("summary").trim().is_empty();
        if is_empty && fields.is_good() {
            let message = "Choose a file, or write what the slides say";
            fields.form.push_error("file", message);
        }
        let (Some(summary), true) = (summary, fields.is_good()) else {
            return page(&app, &visitor, &pitched, fields.form, None);
        };
        let sending = Sending {
            booking: pitched.booking.id,
            file,
            summary,
            publish: fields.text("publish") == "yes",
        };
        match send_slides(
            &app.store,
            &app.files,
            &app.surroundings,
            pitched.by,
            sending,
        ) {
            Ok(_) => Ok(pitched.done("slides-saved")),
            Err(SlidesRefused::Store(error)) => Err(error.into()),
            Err(SlidesRefused::File(error)) => Err(failed(&error)),
            Err(refused) => {
                // Where nothing is taken any more there is no field to lead to.
                let is_open = pitched.is_open(app.now());
                let field = if is_open { "file" } else { "" };
                let form = fields.form.error(field, refused.to_string());
                page(&app, &visitor, &pitched, form, None)
            }
        }
    })
    .await
}

/// `POST /bookings/{id}/slides/{version}/removal`
pub(crate) async fn remove(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let pitched = pitched(&app, &posted.visitor, &path.0)?;
        let version: SlidesId = path.1.parse().map_err(|_| Failure::NotFound)?;
        let of = (pitched.booking.id, version);
        match remove_slides(&app.store, &app.surroundings, pitched.by, of) {
            Ok(true) => Ok(pitched.done("slides-removed")),
            Ok(false) => Err(Failure::NotFound),
            Err(SlidesRefused::Store(error)) => Err(error.into()),
            // Its page says why.
            Err(_) => Ok(see_other(&Links::booking_slides(&pitched.booking.id))),
        }
    })
    .await
}

/// `GET /bookings/{id}/slides/{version}`: one version, for the company and the event's team.
pub(crate) async fn download(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let download = blocking(move || {
        let actor = &visitor.required()?.actor;
        let id: BookingId = path.0.parse().map_err(|_| Failure::NotFound)?;
        let version: SlidesId = path.1.parse().map_err(|_| Failure::NotFound)?;
        let version = app
            .read(|rx| {
                let Some(booking) = bookings::find(rx, id)? else {
                    return Ok(None);
                };
                let Some(event) = events::find(rx, booking.event)? else {
                    return Ok(None);
                };
                let version = slides::find_version(rx, version)?;
                let may = permission::may_see_slides(actor, &event, &booking);
                Ok(version.filter(|version| may && version.booking == id))
            })
            .and_then(found)?;
        of_version(&app, version, false)
    })
    .await?;
    Ok(download.answer())
}

/// `GET /events/{slug}/slides/{booking}`: the newest version, for everybody, where its company agreed.
pub(crate) async fn download_published(
    app: web::Data<App>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let download = blocking(move || {
        let id: BookingId = path.1.parse().map_err(|_| Failure::NotFound)?;
        let version = app
            .read(|rx| {
                let Some(event) = events::find_by_slug(rx, &path.0)?.filter(Event::is_public)
                else {
                    return Ok(None);
                };
                let Some(booking) = bookings::find(rx, id)? else {
                    return Ok(None);
                };
                let is_released = marketday_store::releases::find_slot(rx, booking.slot)?.is_some();
                let text = slides::find_text(rx, id)?;
                if booking.event != event.id || !is_released || !text.is_public(&booking) {
                    return Ok(None);
                }
                let versions = slides::list_versions(rx, id)?.into_iter();
                Ok({ versions }.find(|version| version.removed_at.is_none()))
            })
            .and_then(found)?;
        of_version(&app, version, true)
    })
    .await?;
    Ok(download.answer())
}

fn of_version(app: &App, version: Slides, is_public: bool) -> Result<Download, Failure> {
    let content = app.files.get(version.id.into());
    Ok(Download {
        content: content.map_err(|error| failed(&error))?,
        name: version.file_name,
        media_type: version.kind.as_str(),
        is_public,
    })
}
