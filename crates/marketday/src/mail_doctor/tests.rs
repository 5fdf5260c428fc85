use super::*;
use std::collections::HashMap;

/// DNS as a test has it; what nobody published is not there.
#[derive(Default)]
struct Zone {
    texts: HashMap<String, Vec<String>>,
    mail_hosts: Vec<String>,
    addresses: HashMap<String, Vec<IpAddr>>,
    names: HashMap<IpAddr, Vec<String>>,
    is_silent: bool,
}

impl Zone {
    fn text(mut self, name: &str, text: &str) -> Self {
        self.texts
            .entry(name.to_owned())
            .or_default()
            .push(text.to_owned());
        self
    }

    fn asked<T>(&self, answer: T) -> Result<T, String> {
        if self.is_silent {
            Err("request timed out".to_owned())
        } else {
            Ok(answer)
        }
    }
}

impl Dns for Zone {
    fn texts(&self, name: &str) -> Result<Vec<String>, String> {
        self.asked(self.texts.get(name).cloned().unwrap_or_default())
    }
    fn mail_hosts(&self, _: &str) -> Result<Vec<String>, String> {
        self.asked(self.mail_hosts.clone())
    }
    fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, String> {
        self.asked(self.addresses.get(host).cloned().unwrap_or_default())
    }
    fn names(&self, address: IpAddr) -> Result<Vec<String>, String> {
        self.asked(self.names.get(&address).cloned().unwrap_or_default())
    }
}

fn key() -> DkimKey {
    let pem = include_str!("../../../mail/tests/mail/keys/ed25519.pem");
    DkimKey::from_pem("md2027", pem).expect("a key")
}

const RECORD: &str = "v=DKIM1; k=ed25519; p=glBrLW6Wo+gIOQnaJUWAbdZ+foZmg63FvkhqGSXl3T0=";

fn lines(zone: &Zone) -> Vec<String> {
    let dkim = Dkim::new("days.example.org", [key()]);
    let mail = Mail {
        domain: "days.example.org",
        dkim: &dkim,
        relay: Some("mx.example.org"),
        host: "days.example.org",
    };
    let found = mail.look(zone);
    found.iter().map(ToString::to_string).collect()
}

fn well() -> Zone {
    let address: IpAddr = "192.0.2.25".parse().expect("an address");
    let mut zone = Zone::default()
        .text("days.example.org", "google-site-verification=x")
        .text("days.example.org", "v=spf1 a:mx.example.org -all")
        .text("md2027._domainkey.days.example.org", RECORD)
        .text("_dmarc.days.example.org", "v=DMARC1; p=reject");
    zone.mail_hosts = vec!["mx.example.org".to_owned()];
    zone.addresses
        .insert("mx.example.org".to_owned(), vec![address]);
    zone.names
        .insert(address, vec!["mx.example.org".to_owned()]);
    zone
}

#[test]
fn a_domain_that_publishes_everything_is_well() {
    assert_eq!(
        lines(&well()),
        [
            "✓ SPF         v=spf1 a:mx.example.org -all: let it name the server that letters leave from",
            "✓ DKIM        md2027 signs with ed25519-sha256, and md2027._domainkey.days.example.org agrees",
            "✓ DMARC       v=DMARC1; p=reject",
            "✓ MX          bounces and answers go to mx.example.org",
            "✓ PTR         every address of mx.example.org has a name that leads back to it",
        ]
    );
}

#[test]
fn a_domain_that_publishes_nothing_is_told_what_to_publish() {
    assert_eq!(
        lines(&Zone::default()),
        [
            "✗ SPF         nobody is said to send for days.example.org: publish at days.example.org the TXT record \"v=spf1 mx a:mx.example.org -all\", or what your mail provider says".to_owned(),
            format!("✗ DKIM        nobody can check signatures with md2027: publish at md2027._domainkey.days.example.org the TXT record \"{RECORD}\""),
            "✗ DMARC       publish at _dmarc.days.example.org the TXT record \"v=DMARC1; p=quarantine\", once SPF and DKIM are well".to_owned(),
            "✗ MX          no server takes mail for days.example.org: publish an MX record, or bounces and answers are lost".to_owned(),
            "✗ PTR         mx.example.org has no address".to_owned(),
        ]
    );
}

/// The line of a zone that is well but for this.
fn line_of(what: &str, zone: &Zone) -> String {
    let found = lines(zone)
        .into_iter()
        .find(|line| line[4..].starts_with(what));
    found.expect("a line")
}

#[test]
fn an_spf_record_that_counts_for_nothing_or_for_everybody_is_a_fault() {
    let with = |record: &str| {
        let mut zone = well();
        zone.texts
            .insert("days.example.org".to_owned(), vec![record.to_owned()]);
        line_of("SPF", &zone)
    };
    assert!(with("v=spf1 mx +all").contains("lets anybody send"));
    assert!(with("v=spf1 mx ?all").contains("lets anybody send"));
    assert!(with("v=spf10 -all").contains("nobody is said to send"));
    assert!(
        with(&format!("v=spf1 {}-all", "include:a.example ".repeat(11))).contains("11 lookups")
    );
    assert!(
        with(&format!(
            "v=spf1 mx a {}~all",
            "ip4:192.0.2.0/24 ".repeat(11)
        ))
        .starts_with('✓')
    );
    let twice = well().text("days.example.org", "v=spf1 -all");
    assert!(line_of("SPF", &twice).contains("has 2 records, so none counts"));
}

#[test]
fn a_key_that_is_another_or_stands_twice_is_a_fault_and_one_in_pieces_is_none() {
    let name = "md2027._domainkey.days.example.org";
    let with = |record: &str| {
        let mut zone = well();
        zone.texts.insert(name.to_owned(), vec![record.to_owned()]);
        line_of("DKIM", &zone)
    };
    assert!(with("v=DKIM1; k=ed25519; p=AAAA").contains("holds another key: publish at"));
    assert!(with("v=DKIM1; p=").contains("holds another key"));
    assert!(with(&RECORD.replace("OQna", "OQ na")).starts_with('✓'));
    let twice = well().text(name, RECORD);
    assert!(line_of("DKIM", &twice).contains("has 2 records"));
}

#[test]
fn a_policy_of_nothing_is_said_and_a_missing_one_is_a_fault() {
    let with = |record: &str| {
        let mut zone = well();
        zone.texts.insert(
            "_dmarc.days.example.org".to_owned(),
            vec![record.to_owned()],
        );
        line_of("DMARC", &zone)
    };
    assert!(
        with("v=DMARC1; p=none; rua=mailto:a@example.org").contains("forged letters still arrive")
    );
    assert!(with("v=DMARC1; rua=mailto:a@example.org").starts_with('✗'));
}

#[test]
fn an_address_whose_name_leads_elsewhere_is_a_fault() {
    let mut zone = well();
    zone.names.insert(
        "192.0.2.25".parse().expect("an address"),
        vec!["pool-25.isp.example".to_owned()],
    );
    assert!(
        line_of("PTR", &zone)
            .contains("192.0.2.25 (mx.example.org) has no name that leads back to it")
    );
}

#[test]
fn a_resolver_that_does_not_answer_is_no_missing_record() {
    let silent = Zone {
        is_silent: true,
        ..Zone::default()
    };
    for line in lines(&silent) {
        assert!(
            line.starts_with('✗') && line.ends_with("request timed out"),
            "{line}"
        );
    }
}
