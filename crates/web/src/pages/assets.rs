//! Stylesheet, script and pictures, at addresses that change with their bytes; and what robots may read.

use crate::failure::Failure;
use actix_web::{HttpRequest, HttpResponse};
use marketday_render::assets;

/// An asset: kept for a year where its address holds the fingerprint of these very bytes.
pub(crate) async fn asset(request: HttpRequest) -> Result<HttpResponse, Failure> {
    let asset = assets::find(request.path()).ok_or(Failure::NotFound)?;
    let cache_control = if asset.immutable {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    Ok(HttpResponse::Ok()
        .insert_header(("Cache-Control", cache_control))
        .content_type(asset.content_type)
        .body(asset.bytes.into_owned()))
}

/// Feeds and public pages may be read; what belongs to people may not.
pub(crate) async fn robots() -> HttpResponse {
    let text = "User-agent: *\nAllow: /calendar/\nDisallow: /my\nDisallow: /organise\nDisallow: /slots/\n\
                Disallow: /bookings/\nDisallow: /registrations/\nDisallow: /sign-in\nDisallow: /letters/\nDisallow: /unsubscribe/\n\
                Disallow: /feedback/\nDisallow: /news/confirmation/\n";
    HttpResponse::Ok()
        .insert_header(("Cache-Control", "public, max-age=86400"))
        .content_type("text/plain; charset=utf-8")
        .body(text)
}
