//! The few requests that the protocol makes: over TLS, within limits, and to nowhere that an answer leads to.

use std::time::Duration;
use ureq::http::{Method, Request, Response, Uri};

/// How long a provider may take for one answer, all in all.
const PATIENCE: Duration = Duration::from_secs(8);

/// The most that an answer may weigh, in octets. Large providers have key sets of some 20,000.
const LIMIT: u64 = 256 * 1024;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum HttpFailed {
    /// The address is not one that secrets are sent to.
    #[error("{0} is not an https address")]
    Insecure(String),
    /// The connection, the time limit or the size limit.
    #[error(transparent)]
    Transport(#[from] Box<ureq::Error>),
}

/// Whether this address is of this machine, which alone may do without TLS.
pub(super) fn is_local(host: &str) -> bool {
    let address: Result<std::net::IpAddr, _> = host.trim_matches(['[', ']']).parse();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// Sends a request, and never a second one to where a redirect leads. `is_local_allowed` is for providers that are
/// themselves on this machine and without TLS.
pub(super) fn send(
    request: Request<Vec<u8>>,
    is_local_allowed: bool,
) -> Result<Response<Vec<u8>>, HttpFailed> {
    if !is_safe(request.uri(), is_local_allowed) {
        let host = request.uri().host().unwrap_or_default().to_owned();
        return Err(HttpFailed::Insecure(host));
    }
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_global(Some(PATIENCE))
        .user_agent("marketday")
        .build()
        .into();
    let answer = if *request.method() == Method::GET {
        agent.run(request.map(|_| ()))
    } else {
        agent.run(request)
    };
    let (parts, mut body) = answer.map_err(Box::new)?.into_parts();
    let body = body
        .with_config()
        .limit(LIMIT)
        .read_to_vec()
        .map_err(Box::new)?;
    Ok(Response::from_parts(parts, body))
}

fn is_safe(uri: &Uri, is_local_allowed: bool) -> bool {
    match uri.scheme_str() {
        Some("https") => true,
        Some("http") => is_local_allowed && uri.host().is_some_and(is_local),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_leave_this_machine_over_tls_only() {
        let safe = |uri: &str, is_local_allowed| is_safe(&uri.parse().unwrap(), is_local_allowed);
        assert!(safe("https://sso.example/keys", false));
        assert!(safe("http://127.0.0.1:8080/keys", true));
        assert!(safe("http://[::1]/keys", true));
        assert!(!safe("http://127.0.0.1:8080/keys", false));
        assert!(!safe("http://sso.example/keys", true));
        assert!(!safe("http://127.0.0.1.sso.example/", true));
        assert!(!safe("/keys", true));
    }
}
