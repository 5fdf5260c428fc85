//! `marketday mail doctor`: will letters be believed and arrive? A line each, with what to publish.

mod dns;

use crate::config::Config;
use crate::doctor::{Finding, finding, is_local_name};
use dns::Dns;
pub(crate) use dns::SystemDns;
use marketday_mail::{Dkim, DkimKey, MailUrl};
use std::net::IpAddr;

/// The most lookups that an SPF record may ask for (RFC 7208, section 4.6.4).
const SPF_LOOKUPS: usize = 10;

/// What is looked at.
struct Mail<'a> {
    /// The domain of `mail.from`, of envelope senders and of signatures.
    domain: &'a str,
    dkim: &'a Dkim,
    /// The server that letters are given to, if it is another machine.
    relay: Option<&'a str>,
    /// How people reach this machine.
    host: &'a str,
}

/// Looks at everything.
pub(crate) fn examine(config: &Config, dns: &dyn Dns) -> Vec<Finding> {
    if config.mail.govuk.is_some() {
        let what = "letters leave by GOV.UK Notify, whose domain is its own to look after";
        return vec![finding::<String>("GOV.UK", Ok(what.to_owned()))];
    }
    let mail = Mail {
        domain: domain(config),
        dkim: &config.mail.dkim,
        relay: match &config.mail.url {
            MailUrl::Smtp(server) if !is_local_name(&server.host) => Some(&server.host),
            _ => None,
        },
        host: config.http.host(),
    };
    let mut findings = mail.look(dns);
    findings.push(encryption(config));
    findings
}

fn domain(config: &Config) -> &str {
    let address = &config.mail.from.email;
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

impl Mail<'_> {
    fn look(&self, dns: &dyn Dns) -> Vec<Finding> {
        let mut findings = vec![finding("SPF", self.spf(dns))];
        findings.extend(self.signatures(dns));
        findings.push(finding("DMARC", self.dmarc(dns)));
        findings.push(finding("MX", self.mail_hosts(dns)));
        findings.push(finding("PTR", self.pointers(dns)));
        findings
    }

    /// Who may send for the domain (RFC 7208).
    fn spf(&self, dns: &dyn Dns) -> Result<String, String> {
        let domain = self.domain;
        let is_spf = |text: &String| text == "v=spf1" || text.starts_with("v=spf1 ");
        let mut found: Vec<String> = dns.texts(domain)?.into_iter().filter(is_spf).collect();
        let publish = || {
            let sender = self.relay.unwrap_or(self.host);
            format!(
                "publish at {domain} the TXT record \"v=spf1 mx a:{sender} -all\", or what your mail provider says"
            )
        };
        let Some(record) = found.pop() else {
            return Err(format!(
                "nobody is said to send for {domain}: {}",
                publish()
            ));
        };
        if !found.is_empty() {
            return Err(format!(
                "{domain} has {} records, so none counts: keep one",
                found.len() + 1
            ));
        }
        let terms: Vec<&str> = record.split_whitespace().skip(1).collect();
        if terms
            .iter()
            .any(|term| matches!(*term, "all" | "+all" | "?all"))
        {
            return Err(format!(
                "\"{record}\" lets anybody send for {domain}: end it with -all"
            ));
        }
        let asks = |term: &&&str| {
            let name = term.trim_start_matches(['+', '-', '~', '?']);
            ["include:", "exists:", "redirect=", "a", "mx", "ptr"]
                .iter()
                .any(|kind| {
                    name == *kind
                        || name.starts_with(kind)
                            && (kind.ends_with([':', '='])
                                || name[kind.len()..].starts_with([':', '/']))
                })
        };
        let lookups = terms.iter().filter(asks).count();
        if lookups > SPF_LOOKUPS {
            return Err(format!(
                "\"{record}\" asks for {lookups} lookups, more than {SPF_LOOKUPS}, so it counts for nothing"
            ));
        }
        Ok(format!(
            "{record}: let it name the server that letters leave from"
        ))
    }

    /// Whether others can check the signatures (RFC 6376).
    fn signatures(&self, dns: &dyn Dns) -> Vec<Finding> {
        let findings: Vec<Finding> = self
            .dkim
            .keys()
            .map(|key| finding("DKIM", self.signature(key, dns)))
            .collect();
        if findings.is_empty() {
            let what = "letters are not signed here: let your mail server sign them, or set mail.dkim_keys";
            return vec![finding::<String>("DKIM", Ok(what.to_owned()))];
        }
        findings
    }

    fn signature(&self, key: &DkimKey, dns: &dyn Dns) -> Result<String, String> {
        let (name, record) = (key.record_name(self.domain), key.record());
        let publish = format!("publish at {name} the TXT record \"{record}\"");
        let found = dns.texts(&name)?;
        let Some(published) = found.first() else {
            return Err(format!(
                "nobody can check signatures with {}: {publish}",
                key.selector()
            ));
        };
        if found.len() > 1 {
            return Err(format!(
                "{name} has {} records, so none counts: keep one",
                found.len()
            ));
        }
        if public(published) != public(&record) {
            return Err(format!("{name} holds another key: {publish}"));
        }
        Ok(format!(
            "{} signs with {}, and {name} agrees",
            key.selector(),
            key.algorithm()
        ))
    }

    /// What others do with letters that only claim to be ours (RFC 7489).
    fn dmarc(&self, dns: &dyn Dns) -> Result<String, String> {
        let name = format!("_dmarc.{}", self.domain);
        let is_dmarc = |text: &String| text.starts_with("v=DMARC1");
        let found: Vec<String> = dns.texts(&name)?.into_iter().filter(is_dmarc).collect();
        let Some(record) = found.first() else {
            return Err(format!(
                "publish at {name} the TXT record \"v=DMARC1; p=quarantine\", once SPF and DKIM are well"
            ));
        };
        if found.len() > 1 {
            return Err(format!(
                "{name} has {} records, so none counts: keep one",
                found.len()
            ));
        }
        match tag(record, "p") {
            Some("none") => Ok(format!(
                "{record}: forged letters still arrive; p=quarantine or p=reject ends that"
            )),
            Some("quarantine" | "reject") => Ok(record.clone()),
            _ => Err(format!(
                "\"{record}\" has no p=none, p=quarantine or p=reject"
            )),
        }
    }

    /// Where bounces and answers to invitations go.
    fn mail_hosts(&self, dns: &dyn Dns) -> Result<String, String> {
        let domain = self.domain;
        let hosts = dns.mail_hosts(domain)?;
        if !hosts.is_empty() {
            return Ok(format!("bounces and answers go to {}", hosts.join(", ")));
        }
        if dns.addresses(domain)?.is_empty() {
            return Err(format!(
                "no server takes mail for {domain}: publish an MX record, or bounces and answers are lost"
            ));
        }
        Ok(format!(
            "bounces and answers go to {domain} itself, which has no MX record"
        ))
    }

    /// Whether the addresses of the server that letters leave from lead back to its name.
    fn pointers(&self, dns: &dyn Dns) -> Result<String, String> {
        let host = self.relay.unwrap_or(self.host);
        if is_local_name(host) {
            return Ok(
                "set http.public_url, or look at the addresses that letters leave from".to_owned(),
            );
        }
        let addresses = match host.trim_matches(['[', ']']).parse::<IpAddr>() {
            Ok(address) => vec![address],
            Err(_) => dns.addresses(host)?,
        };
        if addresses.is_empty() {
            return Err(format!("{host} has no address"));
        }
        for address in &addresses {
            let names = dns.names(*address)?;
            let mut leads_back = false;
            for name in &names {
                leads_back |= dns.addresses(name)?.contains(address);
            }
            if !leads_back {
                return Err(format!(
                    "{address} ({host}) has no name that leads back to it: ask whoever gave you the address for a PTR record"
                ));
            }
        }
        Ok(format!(
            "every address of {host} has a name that leads back to it"
        ))
    }
}

/// A tag of a DKIM or DMARC record.
fn tag<'r>(record: &'r str, name: &str) -> Option<&'r str> {
    record.split(';').find_map(|pair| {
        let (tag, value) = pair.split_once('=')?;
        (tag.trim() == name).then(|| value.trim())
    })
}

/// The public key in a record, however it was broken up.
fn public(record: &str) -> Option<String> {
    let value = tag(record, "p")?;
    Some(value.split_whitespace().collect())
}

/// Whether letters travel to the server unread.
fn encryption(config: &Config) -> Finding {
    let url = config.mail.transport_url(config.http.host());
    let state = match &url {
        MailUrl::Folder(folder) => Ok(format!("letters go to files in {}", folder.display())),
        MailUrl::Smtp(server) => marketday_mail::open(&url, &config.mail.dkim)
            .map_err(|error| error.to_string())
            .and_then(|mut transport| transport.probe().map_err(|error| error.to_string()))
            .and_then(|answer| {
                if answer.ends_with("without TLS") && !is_local_name(&server.host) {
                    Err(format!(
                        "{answer}: others on the way can read letters and codes"
                    ))
                } else {
                    Ok(answer)
                }
            }),
    };
    finding("TLS", state)
}

#[cfg(test)]
mod tests;
