//! One company's way to a slot, as a browser goes it. It has chosen a slot and waits on its page; then come the hold,
//! the form and the code. It takes whatever slot it is offered instead until it has one or is told that none is left.

use crate::client::{Connection, get, post};
use crate::served::KEY;
use marketday_model::code::{CodePurpose, digest};
use marketday_store::{Store, StoreError, codes};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// How it ended for a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It has a slot.
    Booked,
    /// It was told that no slot is left.
    Full,
    /// It was answered with what no company should see: an error of the server, or nothing that leads on.
    Lost(u16),
}

/// What one company saw.
pub(crate) struct Visit {
    pub(crate) ending: Ending,
    /// How long every answer took.
    pub(crate) answers: Vec<Duration>,
    /// How often it was refused a slot and named others, or told that the day is full.
    pub(crate) refusals: u32,
    /// Answers with a status from 500.
    pub(crate) errors: u32,
}

/// A company with its browser.
pub(crate) struct Company {
    number: usize,
    network: String,
    address: SocketAddr,
    connection: Option<Connection>,
    browser: String,
    page: Page,
    visit: Visit,
}

/// An answer, without what nobody reads.
#[derive(Default)]
struct Page {
    status: u16,
    text: String,
}

impl Company {
    /// A company that comes from a network of its own, and waits on the page of a slot that is free still.
    pub(crate) fn waiting(number: usize, address: SocketAddr, slug: &str) -> Self {
        let mut company = Self {
            number,
            network: format!("10.{}.{}.1", number / 256, number % 256),
            address,
            connection: None,
            browser: String::new(),
            page: Page::default(),
            visit: Visit {
                ending: Ending::Full,
                answers: Vec::new(),
                refusals: 0,
                errors: 0,
            },
        };
        let list = company.get(&format!("/events/{slug}/slots"));
        let free = all_between(&list.text, "href=\"/slots/", "/booking\"");
        let slot = company.pick(&free).expect("every slot is free");
        company.page = company.get(&format!("/slots/{slot}/booking"));
        company.visit.answers.clear();
        company.connection = None;
        company
    }

    /// Goes all the way. The store stands for the company's letters: the code is read from it.
    pub(crate) fn visit(mut self, store: &Store) -> Visit {
        self.visit.ending = self.go(store);
        self.visit
    }

    fn go(&mut self, store: &Store) -> Ending {
        loop {
            let offered = all_between(&self.page.text, "action=\"/slots/", "/hold\"");
            let Some(slot) = self.pick(&offered) else {
                return Ending::Full;
            };
            self.page = self.post(&format!("/slots/{slot}/hold"), "");
            match self.page.status {
                303 => return self.fill_in(&format!("/slots/{slot}/booking"), store),
                409 => self.visit.refusals += 1,
                other => return Ending::Lost(other),
            }
        }
    }

    fn fill_in(&mut self, path: &str, store: &Store) -> Ending {
        let form = self.get(path);
        if form.status != 200 {
            return Ending::Lost(form.status);
        }
        let number = self.number;
        let typed = format!(
            "&company=Company+{number}&contact_name=Ada+Founder&email=founder%40company{number}.example\
             &pitch_title=Fewer+missed+bins&pitch_summary=What+we+do,+for+whom.&themes=waste&action=book"
        );
        let asked = self.post(path, &typed);
        if asked.status != 200 {
            return Ending::Lost(asked.status);
        }
        let code = self.code(store);
        let booked = self.post(path, &format!("{typed}&code={code}"));
        if booked.status == 303 {
            Ending::Booked
        } else {
            Ending::Lost(booked.status)
        }
    }

    /// The code that was sent to the company.
    fn code(&self, store: &Store) -> String {
        let email = format!("founder@company{}.example", self.number);
        let email = email.parse().expect("an address");
        let browser = digest(&self.browser);
        let sent = store.read(|rx| codes::find_latest(rx, &browser, CodePurpose::Booking, &email));
        let sent = sent.unwrap_or_else(|error: StoreError| panic!("{error}"));
        sent.map_or_else(String::new, |request| KEY.code(&request))
    }

    /// One of several, not the same for all companies.
    fn pick(&self, of: &[String]) -> Option<String> {
        let turn = self.number.wrapping_mul(7919) + self.visit.answers.len();
        of.get(turn % of.len().max(1)).cloned()
    }

    fn get(&mut self, path: &str) -> Page {
        let cookie = format!("browser={}", self.browser);
        let mut headers = vec![("X-Forwarded-For", self.network.as_str())];
        if !self.browser.is_empty() {
            headers.push(("Cookie", &cookie));
        }
        let request = get(path, &headers);
        self.send(&request)
    }

    fn post(&mut self, path: &str, typed: &str) -> Page {
        let cookie = format!("browser={}", self.browser);
        let headers = [
            ("X-Forwarded-For", self.network.as_str()),
            ("Cookie", cookie.as_str()),
        ];
        let form = format!("csrf={}{typed}", KEY.csrf(&self.browser));
        let request = post(path, &headers, &form);
        self.send(&request)
    }

    fn send(&mut self, request: &[u8]) -> Page {
        let (began, address) = (Instant::now(), self.address);
        let connection = self
            .connection
            .get_or_insert_with(|| Connection::open(address));
        let answer = connection.send(request);
        let took = began.elapsed();
        let given = answer
            .header("set-cookie")
            .and_then(|cookie| cookie.strip_prefix("browser=")?.split(';').next())
            .map(ToOwned::to_owned);
        let page = Page {
            status: answer.status,
            text: answer.text(),
        };
        self.visit.answers.push(took);
        self.visit.errors += u32::from(page.status >= 500);
        if let Some(token) = given {
            self.browser = token;
        }
        page
    }
}

/// Everything that stands between two marks.
fn all_between(text: &str, before: &str, after: &str) -> Vec<String> {
    let parts = text.split(before).skip(1);
    parts
        .filter_map(|part| part.split_once(after))
        .map(|(found, _)| found.to_owned())
        .filter(|found| found.len() == 36)
        .collect()
}
