//! The protocol: what a provider says of itself, where it takes browsers, and checking what it signed.

use super::http::{self, HttpFailed};
use super::{Asked, Claims, Provider, ProviderFailed, ProviderSettings};
use chrono::DateTime;
use marketday_model::{Instant, policy};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod,
    CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthType, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken,
    DiscoveryError, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    IdTokenClaims, IdTokenFields, IdTokenVerifier, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, StandardErrorResponse,
    StandardTokenResponse, TokenResponse,
};
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::sync::Arc;

/// The claim that the library does not know by itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct NotBefore {
    #[serde(skip_serializing_if = "Option::is_none")]
    nbf: Option<f64>,
}

impl AdditionalClaims for NotBefore {}

type TokenAnswer = StandardTokenResponse<
    IdTokenFields<
        NotBefore,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

type Us = Client<
    NotBefore,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    TokenAnswer,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

type AnyToken = IdTokenClaims<NotBefore, CoreGenderClaim>;

/// What a provider said of itself, and since when it has been silent.
#[derive(Debug, Default)]
pub(super) struct Known {
    said: Option<(Instant, Arc<CoreProviderMetadata>)>,
    silent: Option<(Instant, ProviderFailed)>,
}

fn down(reason: impl Into<String>) -> ProviderFailed {
    ProviderFailed::Down(reason.into())
}

/// The error with what caused it. None of these holds the body of an answer.
fn chain(error: &(dyn Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| (*error).source());
    causes
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

/// Sends requests to this provider as the library wants them sent.
fn sender(
    settings: &ProviderSettings,
) -> impl Fn(ureq::http::Request<Vec<u8>>) -> Result<ureq::http::Response<Vec<u8>>, HttpFailed> + use<>
{
    let is_local_allowed = settings.issuer.starts_with("http://");
    move |request| http::send(request, is_local_allowed)
}

fn discover(settings: &ProviderSettings) -> Result<CoreProviderMetadata, ProviderFailed> {
    let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|e| down(e.to_string()))?;
    let said = CoreProviderMetadata::discover(&issuer, &sender(settings)).map_err(|error| {
        down(match &error {
            // Its other half is the body.
            DiscoveryError::Response(status, _, what) => format!("{what} ({status})"),
            error => chain(error),
        })
    })?;
    if said.token_endpoint().is_none() {
        return Err(down("it names no token endpoint"));
    }
    Ok(said)
}

pub(super) fn look(settings: &ProviderSettings) -> Result<(), ProviderFailed> {
    discover(settings).map(|_| ())
}

impl Provider {
    /// What the provider says of itself, asked for anew when it was said longer ago than `kept`. Whoever waits for the
    /// same answer gets it; a provider that did not answer is left alone for a while.
    fn said(
        &self,
        kept: chrono::Duration,
        now: Instant,
    ) -> Result<Arc<CoreProviderMetadata>, ProviderFailed> {
        let mut known = self.known();
        if let Some((at, said)) = &known.said
            && now - *at < kept
        {
            return Ok(Arc::clone(said));
        }
        if let Some((at, failed)) = &known.silent
            && now - *at < policy::PROVIDER_PAUSE
        {
            return Err(failed.clone());
        }
        match discover(&self.settings) {
            Ok(said) => {
                let said = Arc::new(said);
                known.said = Some((now, Arc::clone(&said)));
                known.silent = None;
                Ok(said)
            }
            Err(failed) => {
                known.silent = Some((now, failed.clone()));
                Err(failed)
            }
        }
    }

    fn us(&self, said: &CoreProviderMetadata, redirect: &str) -> Result<Us, ProviderFailed> {
        let settings = &self.settings;
        let redirect = RedirectUrl::new(redirect.to_owned()).map_err(|e| down(e.to_string()))?;
        let secret = settings.client_secret.as_ref();
        let us = Us::from_provider_metadata(
            said.clone(),
            ClientId::new(settings.client_id.clone()),
            secret.map(|secret| ClientSecret::new(secret.0.clone())),
        );
        let methods = said.token_endpoint_auth_methods_supported();
        let is_basic = methods
            .is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        Ok(us.set_redirect_uri(redirect).set_auth_type(if is_basic {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        }))
    }
}

/// The address that a browser is sent to.
pub(super) fn authorization(
    provider: &Provider,
    state: &str,
    asked: &Asked<'_>,
) -> Result<String, ProviderFailed> {
    let said = provider.said(policy::PROVIDER_KEPT, asked.now)?;
    let us = provider.us(&said, asked.redirect)?;
    let is_local_allowed = provider.settings.issuer.starts_with("http://");
    let to = said.authorization_endpoint().url();
    if to.scheme() != "https" && !(is_local_allowed && to.host_str().is_some_and(http::is_local)) {
        return Err(down("its authorization endpoint is not an https address"));
    }
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(
        asked.verifier.clone(),
    ));
    let (state, nonce) = (state.to_owned(), asked.nonce.clone());
    let (url, ..) = us
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(state.clone()),
            move || Nonce::new(nonce.clone()),
        )
        .add_scopes(provider.settings.scopes.iter().cloned().map(Scope::new))
        .set_pkce_challenge(challenge)
        .url();
    Ok(url.into())
}

/// Redeems a code, and returns what the provider says in a token that holds.
pub(super) fn redeem(
    provider: &Provider,
    code: &str,
    asked: &Asked<'_>,
) -> Result<Claims, ProviderFailed> {
    let said = provider.said(policy::PROVIDER_KEPT, asked.now)?;
    let answer = provider
        .us(&said, asked.redirect)?
        .exchange_code(AuthorizationCode::new(code.to_owned()))
        .map_err(|error| down(error.to_string()))?
        .set_pkce_verifier(PkceCodeVerifier::new(asked.verifier.clone()))
        .request(&sender(&provider.settings))
        .map_err(|error| exchange_failed(&error))?;
    let token = answer
        .id_token()
        .ok_or_else(|| ProviderFailed::Token("it signed nothing".into()))?;
    let nonce = Nonce::new(asked.nonce.clone());
    let verified = token.claims(&verifier(provider, &said, asked.now)?, &nonce);
    let claims = match verified {
        Ok(claims) => claims,
        // It may have new keys since it was asked.
        Err(openidconnect::ClaimsVerificationError::SignatureVerification(_)) => {
            let said = provider.said(policy::PROVIDER_PAUSE, asked.now)?;
            token
                .claims(&verifier(provider, &said, asked.now)?, &nonce)
                .map_err(|error| ProviderFailed::Token(chain(&error)))?
        }
        Err(error) => return Err(ProviderFailed::Token(chain(&error))),
    };
    check_rest(claims, &provider.settings, asked.now)?;
    Ok(Claims {
        subject: claims.subject().to_string(),
        email: claims.email().map(|email| email.as_str().to_owned()),
        is_email_verified: claims.email_verified(),
        name: claims
            .name()
            .and_then(|name| name.get(None))
            .map(|name| name.as_str().to_owned()),
    })
}

type ExchangeError = RequestTokenError<HttpFailed, StandardErrorResponse<CoreErrorResponseType>>;

/// Says what failed without what the provider may have put into its answer.
fn exchange_failed(error: &ExchangeError) -> ProviderFailed {
    match error {
        RequestTokenError::ServerResponse(answer) => match answer.error() {
            CoreErrorResponseType::InvalidGrant => ProviderFailed::Code("invalid_grant".into()),
            CoreErrorResponseType::Extension(_) => down("an error of its own kind"),
            error => down(error.to_string()),
        },
        RequestTokenError::Request(error) => down(chain(error)),
        // What cannot be read is not repeated: it may be a token all the same.
        RequestTokenError::Parse(..) => {
            ProviderFailed::Token("its answer holds no token that can be read".into())
        }
        RequestTokenError::Other(_) => down("its token endpoint gave no answer"),
    }
}

/// One that takes signatures by a published key only: it is not given the secret, with which others could sign too.
fn verifier(
    provider: &Provider,
    said: &CoreProviderMetadata,
    now: Instant,
) -> Result<IdTokenVerifier<'static, CoreJsonWebKey>, ProviderFailed> {
    let settings = &provider.settings;
    let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|e| down(e.to_string()))?;
    let verifier = IdTokenVerifier::new_public_client(
        ClientId::new(settings.client_id.clone()),
        issuer,
        said.jwks().clone(),
    );
    Ok(verifier
        .set_allowed_algs([
            CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
            CoreJwsSigningAlgorithm::EcdsaP256Sha256,
        ])
        .set_time_fn(move || now)
        .set_issue_time_verifier_fn(move |issued| {
            if issued <= now + policy::PROVIDER_CLOCK_SKEW {
                Ok(())
            } else {
                Err("it was issued in the future".into())
            }
        }))
}

/// What the library leaves to its caller: `nbf`, and `azp` (OpenID Connect Core 1.0, section 3.1.3.7).
fn check_rest(
    claims: &AnyToken,
    settings: &ProviderSettings,
    now: Instant,
) -> Result<(), ProviderFailed> {
    if let Some(seconds) = claims.additional_claims().nbf {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "whatever does not fit is no instant, and refused"
        )]
        let begins = DateTime::from_timestamp(seconds as i64, 0);
        if begins.is_none_or(|begins| begins > now + policy::PROVIDER_CLOCK_SKEW) {
            return Err(ProviderFailed::Token("it is not valid yet".into()));
        }
    }
    if claims
        .authorized_party()
        .is_some_and(|party| party.as_str() != settings.client_id)
    {
        return Err(ProviderFailed::Token("it was made for another".into()));
    }
    Ok(())
}
