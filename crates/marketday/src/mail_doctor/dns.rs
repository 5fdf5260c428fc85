//! Asking DNS: a trait, so that tests can answer, and the resolver of the system.

use anyhow::Context;
use hickory_resolver::net::NetError;
use hickory_resolver::proto::rr::{RData, RecordType};
use hickory_resolver::{Resolver, TokioResolver, lookup::Lookup};
use std::net::IpAddr;
use tokio::runtime::Runtime;

/// What DNS says of a name. Nothing there is an empty list; an error is that nobody could be asked.
pub(crate) trait Dns {
    /// The TXT records, each with its strings put together.
    fn texts(&self, name: &str) -> Result<Vec<String>, String>;
    /// The hosts that take mail for a domain, best first.
    fn mail_hosts(&self, name: &str) -> Result<Vec<String>, String>;
    /// The addresses of a host.
    fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, String>;
    /// The names of an address.
    fn names(&self, address: IpAddr) -> Result<Vec<String>, String>;
}

/// The resolver that `/etc/resolv.conf` names.
pub(crate) struct SystemDns {
    runtime: Runtime,
    resolver: TokioResolver,
}

impl SystemDns {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let resolver = runtime
            .block_on(async { Resolver::builder_tokio()?.build() })
            .context("/etc/resolv.conf names no resolver that can be asked")?;
        Ok(Self { runtime, resolver })
    }

    fn look(&self, name: &str, what: RecordType) -> Result<Vec<RData>, String> {
        let whole = format!("{}.", name.trim_end_matches('.'));
        let asked = self.runtime.block_on(self.resolver.lookup(whole, what));
        answers(asked)
    }
}

fn answers(asked: Result<Lookup, NetError>) -> Result<Vec<RData>, String> {
    match asked {
        Ok(found) => Ok(found
            .answers()
            .iter()
            .map(|record| record.data.clone())
            .collect()),
        Err(error) if error.is_no_records_found() || error.is_nx_domain() => Ok(Vec::new()),
        Err(error) => Err(error.to_string()),
    }
}

fn plain(name: &impl ToString) -> String {
    name.to_string().trim_end_matches('.').to_ascii_lowercase()
}

impl Dns for SystemDns {
    fn texts(&self, name: &str) -> Result<Vec<String>, String> {
        let records = self.look(name, RecordType::TXT)?;
        let texts = records.into_iter().filter_map(|record| match record {
            RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
            _ => None,
        });
        Ok(texts.collect())
    }

    fn mail_hosts(&self, name: &str) -> Result<Vec<String>, String> {
        let records = self.look(name, RecordType::MX)?;
        let mut hosts: Vec<(u16, String)> = records
            .into_iter()
            .filter_map(|record| match record {
                RData::MX(mx) => Some((mx.preference, plain(&mx.exchange))),
                _ => None,
            })
            .collect();
        hosts.sort();
        Ok(hosts.into_iter().map(|(_, host)| host).collect())
    }

    fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, String> {
        let mut addresses = Vec::new();
        for what in [RecordType::A, RecordType::AAAA] {
            for record in self.look(host, what)? {
                match record {
                    RData::A(address) => addresses.push(IpAddr::V4(address.0)),
                    RData::AAAA(address) => addresses.push(IpAddr::V6(address.0)),
                    _ => {}
                }
            }
        }
        Ok(addresses)
    }

    fn names(&self, address: IpAddr) -> Result<Vec<String>, String> {
        let asked = self.runtime.block_on(self.resolver.reverse_lookup(address));
        let names = answers(asked)?
            .into_iter()
            .filter_map(|record| match record {
                RData::PTR(name) => Some(plain(&name.0)),
                _ => None,
            });
        Ok(names.collect())
    }
}
