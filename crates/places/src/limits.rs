//! How many slots a company may have: at an event, and over a series.

use marketday_model::booking::Refusing;
use marketday_model::booking_rules::CompanyStanding;
use marketday_model::{BookingRules, Event, Instant, OrganisationId, SeriesId, SlotMode};
use marketday_store::pools::Pool;
use marketday_store::{Rx, StoreError, Tx, company_groups, pools, profiles, series};

/// Counts one slot more for a company at an event, and says which rule refuses it, if one does; then nothing was
/// counted. `identity` is by what the company is counted, itself or its group.
pub fn take_company(
    tx: &mut Tx<'_>,
    event: &Event,
    rules: &BookingRules,
    identity: &str,
) -> Result<Option<Refusing>, StoreError> {
    let pool = Pool::Company(event.id, identity.to_owned());
    if !pools::take(tx, &pool, event.company_limit)? {
        return Ok(Some(Refusing::CompanyLimit));
    }
    let Some(there) = limiting_series(tx, event, rules)? else {
        return Ok(None);
    };
    pools::lock(tx, &Pool::Series(event.id, there.0, identity.to_owned()))?;
    let refused = has_share_of(tx, there, identity)?;
    if refused.is_some() {
        pools::give_back(tx, &pool)?;
    }
    Ok(refused)
}

/// Which limit a company has reached at an event, if it has; nothing is counted.
pub fn has_its_share(
    rx: &mut Rx<'_>,
    event: &Event,
    rules: &BookingRules,
    identity: &str,
) -> Result<Option<Refusing>, StoreError> {
    let pool = Pool::Company(event.id, identity.to_owned());
    if pools::used(rx, &pool)? >= event.company_limit {
        return Ok(Some(Refusing::CompanyLimit));
    }
    match limiting_series(rx, event, rules)? {
        Some(there) => has_share_of(rx, there, identity),
        None => Ok(None),
    }
}

/// The series that an event is in, and how many slots a company may have over it, where that is limited.
fn limiting_series(
    rx: &mut Rx<'_>,
    event: &Event,
    rules: &BookingRules,
) -> Result<Option<(SeriesId, u32)>, StoreError> {
    let Some(limit) = rules.series_limit else {
        return Ok(None);
    };
    Ok(series::find_of_event(rx, event.id)?.map(|series| (series.id, limit)))
}

fn has_share_of(
    rx: &mut Rx<'_>,
    (series, limit): (SeriesId, u32),
    identity: &str,
) -> Result<Option<Refusing>, StoreError> {
    let has = company_groups::count_in_series(rx, series, identity)?;
    Ok((has >= limit).then_some(Refusing::SeriesLimit))
}

/// Counts one slot more for a company whatever the rules say.
pub fn take_company_beyond(
    tx: &mut Tx<'_>,
    event: &Event,
    identity: &str,
) -> Result<(), StoreError> {
    pools::take_beyond(tx, &Pool::Company(event.id, identity.to_owned()))
}

/// Which rule keeps a company out of a slot of this mode at `now`, if one does; the counts are not looked at.
pub fn keeps_out(
    rx: &mut Rx<'_>,
    event: &Event,
    rules: &BookingRules,
    (company, identity): (OrganisationId, &str),
    mode: SlotMode,
    now: Instant,
) -> Result<Option<Refusing>, StoreError> {
    match mode {
        SlotMode::Open => Ok(None),
        SlotMode::Curated => Ok(Some(Refusing::Given)),
        SlotMode::HeldBack if rules.is_opened_to_all(now) => Ok(None),
        SlotMode::HeldBack if !rules.opens_held_back(now) => Ok(Some(Refusing::Given)),
        SlotMode::HeldBack => {
            let profile = profiles::find(rx, company)?;
            let identities = [identity.to_owned()];
            let pitched = company_groups::list_that_pitched(rx, event.id, &identities, now)?;
            let standing = CompanyStanding {
                profile: profile.as_ref(),
                has_pitched: !pitched.is_empty(),
            };
            let gives = rules.gives_held_back(event, standing, now);
            Ok((!gives).then_some(Refusing::HeldBack))
        }
    }
}
