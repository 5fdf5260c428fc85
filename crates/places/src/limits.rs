//! How many slots a company may have: at an event, and over a series.

use marketday_model::booking::Refusing;
use marketday_model::booking_rules::Standing;
use marketday_model::{BookingRules, Event, Instant, OrganisationId, SlotMode};
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
    let Some(limit) = rules.series_limit else {
        return Ok(None);
    };
    let Some(there) = series::find_of_event(tx, event.id)? else {
        return Ok(None);
    };
    pools::lock(tx, &Pool::Series(event.id, there.id, identity.to_owned()))?;
    if company_groups::count_in_series(tx, there.id, identity)? < limit {
        return Ok(None);
    }
    pools::give_back(tx, &pool)?;
    Ok(Some(Refusing::SeriesLimit))
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
            let standing = Standing {
                profile: profile.as_ref(),
                has_pitched: !pitched.is_empty(),
            };
            let gives = rules.gives_held_back(event, standing, now);
            Ok((!gives).then_some(Refusing::HeldBack))
        }
    }
}
