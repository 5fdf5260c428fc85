//! The numbers that decide how long and how many, in one place.

use chrono::Duration;

/// How long a slot is held while its form is filled in.
pub const HOLD: Duration = Duration::minutes(10);
/// The shortest offer of a freed slot: when less than this is left before booking closes, nobody is offered it.
pub const LEAST_OFFER: Duration = Duration::minutes(30);
/// How long an emailed code works.
pub const CODE: Duration = Duration::minutes(10);
/// How many wrong codes may be typed before the code dies.
pub const CODE_TRIES: u32 = 5;
/// The time in which letters to one address are counted: as long as their links work, so that whenever no more are
/// sent, a link that works lies in the mailbox.
pub const LETTERS_COUNTED: Duration = CODE;
/// How many sign-in letters to one address one network asks for in that time.
pub const LETTERS_PER_ADDRESS_AND_NETWORK: i64 = 3;
/// How many sign-in letters one address is sent in that time, from wherever strangers ask for them.
pub const LETTERS_PER_ADDRESS: i64 = 5;
/// How many letters a browser that knows the address asks for in that time, besides those.
pub const LETTERS_PER_KNOWN_BROWSER: i64 = 3;
/// How many codes strangers may have made for one address and purpose in an hour; a sign-in letter beyond it holds only
/// the link, which nobody guesses.
pub const CODES_PER_ADDRESS: i64 = 6;
/// How many letters one network asks for in an hour, to whomever: a council behind one address still gets in. Beyond it
/// letters go only to addresses that somebody has here.
pub const LETTERS_PER_NETWORK: i64 = 120;
/// How long a request for a code is kept: limits count those of the last hour.
pub const CODE_REQUESTS_KEPT: Duration = Duration::days(1);
/// How long after the day a delegate's access and dietary needs are kept.
pub const NEEDS_KEPT: Duration = Duration::days(30);
/// How many slots of one event are held from one network at a time.
pub const HOLDS_PER_NETWORK: i64 = 40;
/// How many versions of its slides a booking keeps at a time.
pub const SLIDES_VERSIONS: usize = 20;
/// How long a file may lie without a row that says whose it is: longer than sending one ever takes.
pub const STRAY_FILE: Duration = Duration::hours(1);
/// How long a claim to a known company may stay unconfirmed.
pub const CLAIM: Duration = Duration::days(3);
/// How long another company may take to answer a proposal to swap slots.
pub const SWAP: Duration = Duration::days(7);
/// How many proposals to swap one booking has waiting for an answer at a time: nobody writes to everybody.
pub const SWAPS_PER_BOOKING: usize = 3;
/// How many members of a company are told that a claim to it waits, those first who have been members longest.
pub const CLAIM_LETTERS: usize = 10;
/// How many live bookings a company may hold at an event unless the organiser says otherwise.
pub const COMPANY_LIMIT: u32 = 1;
/// How many documents a company may show.
pub const DOCUMENTS_PER_COMPANY: usize = 30;
/// How long before its last day a document is said to expire soon.
pub const DOCUMENT_EXPIRES_SOON: Duration = Duration::days(30);
/// How long somebody who was named for a seat or a membership may take to accept.
pub const NOMINATION: Duration = Duration::days(14);
/// How many people one person names in a day: we do not write to strangers for a spammer.
pub const NOMINATIONS_PER_DAY: i64 = 50;
/// How many people one person's bookings invite to present in a day: nor do we so.
pub const PRESENTERS_PER_DAY: i64 = 20;
/// How many letters to presenters one booking brings in a day. What is left over is told the day after.
pub const PRESENTER_LETTERS_PER_DAY: i64 = 10;
/// How long being signed in lasts without use, unless configured.
pub const SIGN_IN_IDLE: Duration = Duration::days(14);
/// How long being signed in lasts in all, unless configured.
pub const SIGN_IN_ABSOLUTE: Duration = Duration::days(60);
/// How long a passkey may take to answer a challenge.
pub const PASSKEY_CHALLENGE: Duration = Duration::minutes(5);
/// How many passkeys one person may have.
pub const PASSKEYS_PER_PERSON: usize = 20;
/// How long somebody may take to sign in at a provider.
pub const PROVIDER_ATTEMPT: Duration = Duration::minutes(10);
/// How far a provider's clock may be ahead of ours.
pub const PROVIDER_CLOCK_SKEW: Duration = Duration::minutes(2);
/// How long what a provider says of itself, and its keys, are believed.
pub const PROVIDER_KEPT: Duration = Duration::hours(1);
/// How long a provider that did not answer is left alone, and how often at most its keys are asked for anew.
pub const PROVIDER_PAUSE: Duration = Duration::seconds(30);
/// How long ago somebody may have signed in to change how they sign in, or to download or erase what is known of
/// them; after that they sign in again first.
pub const FRESH_SIGN_IN: Duration = Duration::minutes(10);
/// Within what time a complaint about personal data has to be acknowledged (Data Protection Act 2018, section 164A).
pub const COMPLAINT_ACKNOWLEDGED: Duration = Duration::days(30);
/// Within what time it should be answered: the law says "without undue delay", this is our own measure of it.
pub const COMPLAINT_ANSWERED: Duration = Duration::days(30);
/// How many complaints one address makes in an hour: each sends it a letter.
pub const COMPLAINTS_PER_ADDRESS: i64 = 3;
/// How many complaints one network makes in an hour: a council behind one address still gets in.
pub const COMPLAINTS_PER_NETWORK: i64 = 20;
/// The most local days that one event takes.
pub const EVENT_DAYS: i64 = 14;
/// How long an old address can take a change of address back.
pub const UNDO_ADDRESS: Duration = Duration::days(7);
/// How long somebody may take to confirm that they want news.
pub const NEWS_REQUEST: Duration = Duration::days(7);
/// The time in which letters that ask for that are counted by address: a mailbox whose owner wants none gets few.
pub const NEWS_COUNTED: Duration = Duration::days(1);
/// How many messages organisers of one event send within a day.
pub const MESSAGES_PER_DAY: i64 = 20;
/// How long after it was made a letter is given up that no server would take (RFC 5321, section 4.5.4.1: 4 to 5 days).
pub const NOTICE_GIVEN_UP: Duration = Duration::days(4);
/// The time in which letters that were given up are told to the organisers together.
pub const FAILURES_TOLD: Duration = Duration::hours(1);
/// How long a worker keeps a claimed notice to itself.
pub const NOTICE_LEASE: Duration = Duration::minutes(2);
/// How long handing one letter over may take at most: longer than a mail transport waits for all its answers together.
pub const HAND_OVER: Duration = Duration::minutes(10);
/// How long what others changed is kept before it is told, unless configured: what is taken back meanwhile is never told.
pub const SETTLING: Duration = Duration::minutes(1);
/// The time in which letters to the mailboxes of one domain are counted.
pub const DOMAIN_WINDOW: Duration = Duration::minutes(1);
/// How long a letter waits while as many as may go to its domain at once are on their way.
pub const DOMAIN_BUSY: Duration = Duration::seconds(2);
/// How many personal feeds somebody has at a time.
pub const PERSONAL_FEEDS: usize = 20;
/// How often it is noted that a personal feed was fetched.
pub const FEED_FETCH_NOTED: Duration = Duration::minutes(10);
/// How far back a feed reaches.
pub const FEED_BACK: Duration = Duration::days(90);
/// How far ahead a feed reaches: 18 months.
pub const FEED_AHEAD: Duration = Duration::days(548);
/// How long a cancelled entry stays in a feed after it was cancelled.
pub const FEED_CANCELLED: Duration = Duration::days(14);

/// The wait after the `tries`-th failed try: 15 seconds doubled each time, six hours at most, and up to a quarter more as
/// `chance` has it, so that what failed together does not come back together.
pub fn retry_delay(tries: u32, chance: u16) -> Duration {
    let seconds = 15_i64.saturating_mul(1_i64 << tries.saturating_sub(1).min(20));
    let wait = Duration::seconds(seconds.min(6 * 3600));
    wait + wait * i32::from(chance) / (4 * i32::from(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_between_tries_grows_to_six_hours_and_a_quarter_of_it_is_chance() {
        let waits: Vec<_> = (1..=13).map(|tries| retry_delay(tries, 0)).collect();
        assert!(waits.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!(waits[0], Duration::seconds(15));
        assert_eq!(waits[12], Duration::hours(6));
        assert_eq!(retry_delay(1, u16::MAX), Duration::milliseconds(18_750));
        assert_eq!(retry_delay(60, u16::MAX), Duration::minutes(450));
        assert!(retry_delay(3, 30_000) < retry_delay(3, 30_001));
    }
}
