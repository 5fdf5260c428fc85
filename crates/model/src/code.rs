//! Codes and link tokens. They are not stored: a key and the request's id give them, when the letter is composed
//! and again when they are checked (HMAC-SHA-256, RFC 2104).

use crate::word::words;
use crate::{
    CodeRequestId, EmailAddress, EmailChangeId, EventId, Instant, NewsRequestId, NoticeId,
    OptionalLetter, PersonId, ProviderAttemptId,
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;

words! {
    /// What an emailed code is for.
    CodePurpose {
        /// Signing in.
        SignIn = "sign-in",
        /// Confirming an address while booking.
        Booking = "booking",
        /// Confirming an address while proposing.
        Proposal = "proposal",
        /// Confirming an address while registering.
        Registration = "registration",
        /// Showing that a new address is theirs.
        NewAddress = "new-address",
    }
}

/// A request for a code: who asked, from which browser, and how it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRequest {
    /// Its id.
    pub id: CodeRequestId,
    /// What for.
    pub purpose: CodePurpose,
    /// The address that must be shown to be theirs.
    pub email: EmailAddress,
    /// The hash of the asking browser's token.
    pub browser: String,
    /// When it was asked.
    pub asked_at: Instant,
    /// Until when the code works.
    pub expires_at: Instant,
    /// When it was used: it works once.
    pub used_at: Option<Instant>,
    /// How often a wrong code was typed.
    pub wrong_tries: u32,
    /// Whether the address had been signed in in the asking browser before.
    pub is_known: bool,
    /// Whether the letter goes only to an address that somebody has here: too much was asked for from its network.
    pub only_for_people: bool,
}

impl CodeRequest {
    /// Whether the code can still be used at `at`.
    pub fn is_open(&self, at: Instant) -> bool {
        self.has_code() && self.is_link_open(at)
    }

    /// Whether the link can still be used at `at`. Nobody guesses it, so wrong codes do it no harm: whoever types them
    /// does not shut the address's owner out.
    pub fn is_link_open(&self, at: Instant) -> bool {
        self.used_at.is_none() && at < self.expires_at
    }

    /// Whether a code can be typed: it did not die of wrong tries, and was not left out from the beginning.
    pub const fn has_code(&self) -> bool {
        self.wrong_tries < crate::policy::CODE_TRIES
    }
}

/// How a typed code compared with the one that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeCheck {
    /// It is the one; it is used up now.
    Right,
    /// It is another; so many tries are left.
    Wrong {
        /// Tries left before the code dies.
        tries_left: u32,
    },
    /// The code ran out, was used, died of wrong tries, or was asked for in another browser: ask for a new one.
    Dead,
}

/// The key of this installation (`security.key`): 32 octets that only the server knows.
#[derive(Clone)]
pub struct SecretKey([u8; 32]);

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// A text that is not 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be 64 hexadecimal digits (32 random octets), as `openssl rand -hex 32` prints")]
pub struct BadKey;

impl std::str::FromStr for SecretKey {
    type Err = BadKey;
    fn from_str(text: &str) -> Result<Self, BadKey> {
        let text = text.trim();
        if text.len() != 64 || !text.is_ascii() {
            return Err(BadKey);
        }
        let mut key = [0; 32];
        for (octet, pair) in key.iter_mut().zip(text.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| BadKey)?;
            *octet = u8::from_str_radix(pair, 16).map_err(|_| BadKey)?;
        }
        Ok(Self(key))
    }
}

impl SecretKey {
    /// The key of these octets.
    pub const fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The key as it is written to its file.
    pub fn to_hex(&self) -> String {
        hex(&self.0)
    }

    /// HMAC-SHA-256 over `parts`, each preceded by its length so that no two lists collide.
    fn mac(&self, parts: &[&str]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes any key");
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }

    /// The six digits of a request.
    pub fn code(&self, request: &CodeRequest) -> String {
        let mac = self.mac(&["code", request.purpose.as_str(), &request.id.to_string()]);
        let mut head = [0; 8];
        head.copy_from_slice(&mac[..8]);
        format!("{:06}", u64::from_be_bytes(head) % 1_000_000)
    }

    /// Whether `typed` is the request's code, whatever spaces it holds; in constant time.
    pub fn is_code(&self, request: &CodeRequest, typed: &str) -> bool {
        let typed: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect();
        same(&self.code(request), &typed)
    }

    /// The token of the link that does the same as the code.
    pub fn link_token(&self, request: &CodeRequest) -> String {
        hex(&self.mac(&["link", request.purpose.as_str(), &request.id.to_string()])[..16])
    }

    /// Whether `token` is that of the request's link; in constant time.
    pub fn is_link_token(&self, request: &CodeRequest, token: &str) -> bool {
        same(&self.link_token(request), token)
    }

    /// What a form must send back to show that this server wrote it for this browser.
    pub fn csrf(&self, browser: &str) -> String {
        hex(&self.mac(&["csrf", browser])[..16])
    }

    /// Whether `token` is this browser's; in constant time.
    pub fn is_csrf(&self, browser: &str, token: &str) -> bool {
        same(&self.csrf(browser), token)
    }

    /// The part of the reply address that stands for one recipient and one calendar UID; unchanged over a
    /// conversation.
    pub fn reply_token(&self, person: PersonId, uid: &str) -> String {
        hex(&self.mac(&["reply", &person.to_string(), uid])[..12])
    }

    /// The part of the envelope address that stands for one letter: its notice and its proof, 56 hexadecimal digits, so
    /// that `bounce+` before it still makes a local part (RFC 5321, section 4.5.3.1.1).
    pub fn bounce_token(&self, notice: NoticeId) -> String {
        let mac = self.mac(&["bounce", &notice.to_string()]);
        let id = notice.to_string().replace('-', "");
        format!("{id}{}", hex(&mac[..12]))
    }

    /// The notice that a token of [`bounce_token`](Self::bounce_token) was made for, whatever case a mail server gave it;
    /// in constant time.
    pub fn bounced_notice(&self, token: &str) -> Option<NoticeId> {
        let token = token.to_ascii_lowercase();
        let id = token.get(..32)?.parse().ok()?;
        same(&self.bounce_token(id), &token).then_some(id)
    }

    /// Whether `token` is that of one recipient and one calendar UID, whatever case a mail server gave it; in constant
    /// time.
    pub fn is_reply_token(&self, person: PersonId, uid: &str, token: &str) -> bool {
        same(&self.reply_token(person, uid), &token.to_ascii_lowercase())
    }

    /// The token with which somebody stops letters of a kind, without signing in: who and its proof, 52 hexadecimal digits,
    /// so that `unsubscribe+` before it still makes a local part.
    pub fn unsubscribe_token(&self, person: PersonId, letter: OptionalLetter) -> String {
        let mac = self.mac(&["unsubscribe", &person.to_string(), letter.as_str()]);
        let id = person.to_string().replace('-', "");
        format!("{id}{}", hex(&mac[..10]))
    }

    /// Who stops which letters by a token, whatever case a mail server gave it; in constant time for each kind.
    pub fn unsubscribed(&self, token: &str) -> Option<(PersonId, OptionalLetter)> {
        let token = token.to_ascii_lowercase();
        let person = token.get(..32)?.parse().ok()?;
        let letters = OptionalLetter::ALL.iter().copied();
        let mut matching =
            letters.filter(|letter| same(&self.unsubscribe_token(person, *letter), &token));
        matching.next().map(|letter| (person, letter))
    }

    /// The token with which somebody chooses their letters, without signing in: who and its proof.
    pub fn letters_token(&self, person: PersonId) -> String {
        let mac = self.mac(&["letters", &person.to_string()]);
        let id = person.to_string().replace('-', "");
        format!("{id}{}", hex(&mac[..16]))
    }

    /// Whose letters a token of [`letters_token`](Self::letters_token) is for; in constant time.
    pub fn letters_of(&self, token: &str) -> Option<PersonId> {
        let person = token.get(..32)?.parse().ok()?;
        same(&self.letters_token(person), token).then_some(person)
    }

    /// The token of the link with which somebody confirms that they want news.
    pub fn news_token(&self, request: NewsRequestId) -> String {
        hex(&self.mac(&["news", &request.to_string()])[..16])
    }

    /// Whether `token` is that of the request's link; in constant time.
    pub fn is_news_token(&self, request: NewsRequestId, token: &str) -> bool {
        same(&self.news_token(request), token)
    }

    /// The token with which somebody says how an event was, without signing in: who, which, and their proof.
    pub fn feedback_token(&self, person: PersonId, event: EventId) -> String {
        let (who, which) = (person.to_string(), event.to_string());
        let mac = self.mac(&["feedback", &who, &which]);
        let ids = format!("{who}{which}").replace('-', "");
        format!("{ids}{}", hex(&mac[..16]))
    }

    /// Who says something of which event by a token; in constant time.
    pub fn feedback_of(&self, token: &str) -> Option<(PersonId, EventId)> {
        let person = token.get(..32)?.parse().ok()?;
        let event = token.get(32..64)?.parse().ok()?;
        same(&self.feedback_token(person, event), token).then_some((person, event))
    }

    /// What a provider hands back with the browser, so that we know which attempt it ends: the attempt and its proof.
    pub fn provider_state(&self, attempt: ProviderAttemptId) -> String {
        let mac = self.mac(&["provider-state", &attempt.to_string()]);
        format!("{attempt}.{}", hex(&mac[..16]))
    }

    /// The attempt that a state was made for; in constant time.
    pub fn provider_attempt(&self, state: &str) -> Option<ProviderAttemptId> {
        let (id, _) = state.split_once('.')?;
        let id = id.parse().ok()?;
        same(&self.provider_state(id), state).then_some(id)
    }

    /// What the provider must repeat in the token that it signs for this attempt.
    pub fn provider_nonce(&self, attempt: ProviderAttemptId) -> String {
        hex(&self.mac(&["provider-nonce", &attempt.to_string()])[..16])
    }

    /// What shows the provider that the code is redeemed by whoever asked for it (PKCE, RFC 7636, section 4.1).
    pub fn provider_verifier(&self, attempt: ProviderAttemptId) -> String {
        hex(&self.mac(&["provider-verifier", &attempt.to_string()]))
    }

    /// The token of the link with which an old address takes a change of address back.
    pub fn undo_token(&self, change: EmailChangeId) -> String {
        hex(&self.mac(&["undo-address", &change.to_string()])[..16])
    }

    /// Whether `token` is that of the change's link; in constant time.
    pub fn is_undo_token(&self, change: EmailChangeId, token: &str) -> bool {
        same(&self.undo_token(change), token)
    }

    /// A network address as it is counted, without being kept.
    pub fn network(&self, address: &str) -> String {
        hex(&self.mac(&["network", address])[..16])
    }

    /// The token of a demonstration's sign-in link, which works until the demonstration stops.
    pub fn demonstration_token(&self, person: PersonId) -> String {
        hex(&self.mac(&["demonstration", &person.to_string()])[..16])
    }
}

fn same(expected: &str, given: &str) -> bool {
    expected.as_bytes().ct_eq(given.as_bytes()).into()
}

/// SHA-256 of a random token, in hexadecimal: what the database keeps of a secret.
pub fn digest(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Lower-case hexadecimal digits.
pub fn hex(octets: &[u8]) -> String {
    octets.iter().fold(
        String::with_capacity(octets.len() * 2),
        |mut text, octet| {
            use fmt::Write;
            write!(text, "{octet:02x}").expect("a string takes every write");
            text
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Randomness;
    use chrono::{DateTime, Duration};

    fn request(minute: i64) -> CodeRequest {
        let asked_at =
            DateTime::from_timestamp(1_800_000_000, 0).unwrap() + Duration::minutes(minute);
        CodeRequest {
            id: Randomness::seeded(3).uuid(asked_at).into(),
            purpose: CodePurpose::SignIn,
            email: "a@b.org".parse().unwrap(),
            browser: digest("browser"),
            asked_at,
            expires_at: asked_at + Duration::minutes(10),
            used_at: None,
            wrong_tries: 0,
            is_known: false,
            only_for_people: false,
        }
    }

    #[test]
    fn a_code_is_six_digits_that_only_the_same_request_has() {
        let key = SecretKey::new([7; 32]);
        let code = key.code(&request(0));
        assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()));
        assert!(key.is_code(&request(0), &format!("{} {}", &code[..3], &code[3..])));
        assert!(!key.is_code(&request(1), &code) && !key.is_code(&request(0), ""));
        assert!(!SecretKey::new([8; 32]).is_link_token(&request(0), &key.link_token(&request(0))));
    }

    #[test]
    fn a_state_leads_to_its_attempt_and_only_whole() {
        let key = SecretKey::new([7; 32]);
        let attempt = Randomness::seeded(4).uuid(request(0).asked_at).into();
        let state = key.provider_state(attempt);
        assert_eq!(key.provider_attempt(&state), Some(attempt));
        for bad in [
            &state[..state.len() - 1],
            "",
            ".",
            "x.y",
            &state.to_uppercase(),
        ] {
            assert_eq!(key.provider_attempt(bad), None, "{bad}");
        }
        assert_eq!(SecretKey::new([8; 32]).provider_attempt(&state), None);
        assert_eq!(key.provider_verifier(attempt).len(), 64);
    }

    #[test]
    fn a_bounce_leads_to_its_notice_and_a_forged_one_to_none() {
        let key = SecretKey::new([7; 32]);
        let notice = Randomness::seeded(5).uuid(request(0).asked_at).into();
        let token = key.bounce_token(notice);
        assert_eq!(token.len(), 56);
        assert_eq!(key.bounced_notice(&token), Some(notice));
        assert_eq!(key.bounced_notice(&token.to_uppercase()), Some(notice));
        let other = SecretKey::new([8; 32]).bounce_token(notice);
        for bad in [
            "",
            &token[..55],
            &format!("{token}0"),
            &other,
            &"é".repeat(30),
        ] {
            assert_eq!(key.bounced_notice(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_token_stops_one_kind_of_letters_of_one_person() {
        let key = SecretKey::new([7; 32]);
        let person = Randomness::seeded(6).uuid(request(0).asked_at).into();
        for letter in OptionalLetter::ALL.iter().copied() {
            let token = key.unsubscribe_token(person, letter);
            assert_eq!(token.len(), 52);
            assert_eq!(
                key.unsubscribed(&token.to_uppercase()),
                Some((person, letter))
            );
            assert_eq!(key.unsubscribed(&token[..51]), None);
            assert_eq!(SecretKey::new([8; 32]).unsubscribed(&token), None);
        }
    }

    #[test]
    fn a_token_leads_to_the_letters_of_one_person_and_stops_none() {
        let key = SecretKey::new([7; 32]);
        let person = Randomness::seeded(6).uuid(request(0).asked_at).into();
        let token = key.letters_token(person);
        assert_eq!(token.len(), 64);
        assert_eq!(key.letters_of(&token), Some(person));
        let other = SecretKey::new([8; 32]).letters_token(person);
        let unsubscribes = key.unsubscribe_token(person, OptionalLetter::EventNews);
        for bad in ["", &token[..63], &other, &unsubscribes, &"é".repeat(32)] {
            assert_eq!(key.letters_of(bad), None, "{bad}");
        }
        assert_eq!(key.unsubscribed(&token), None);
    }

    #[test]
    fn a_token_lets_one_person_say_something_of_one_event() {
        let key = SecretKey::new([7; 32]);
        let chance = Randomness::seeded(7);
        let at = request(0).asked_at;
        let (person, event) = (chance.uuid(at).into(), chance.uuid(at).into());
        let token = key.feedback_token(person, event);
        assert_eq!(key.feedback_of(&token), Some((person, event)));
        let other = key.feedback_token(person, chance.uuid(at).into());
        let mixed = format!("{}{}", &token[..64], &other[64..]);
        for bad in [&token[..95], &mixed, "", &"é".repeat(48)] {
            assert_eq!(key.feedback_of(bad), None, "{bad}");
        }
        assert_eq!(SecretKey::new([8; 32]).feedback_of(&token), None);
    }

    #[test]
    fn a_code_works_for_ten_minutes_once_and_dies_after_five_wrong_tries() {
        let asked = request(0);
        assert!(asked.is_open(asked.asked_at));
        assert!(!asked.is_open(asked.expires_at));
        assert!(
            !CodeRequest {
                wrong_tries: 5,
                ..asked.clone()
            }
            .is_open(asked.asked_at)
        );
        assert!(
            !CodeRequest {
                used_at: Some(asked.asked_at),
                ..asked.clone()
            }
            .is_open(asked.asked_at)
        );
    }

    #[test]
    fn a_key_is_read_back_as_written_and_never_printed() {
        let key = SecretKey::new([0xab; 32]);
        assert_eq!(
            key.to_hex().parse::<SecretKey>().unwrap().to_hex(),
            key.to_hex()
        );
        assert_eq!("abc".parse::<SecretKey>().unwrap_err(), BadKey);
        assert_eq!(format!("{key:?}"), "SecretKey(…)");
    }
}
