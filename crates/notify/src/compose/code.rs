//! Letters that hold a code.

use super::facts::operator_foot;
use super::{ComposeError, Composed, Dropped};
use crate::Notifier;
use marketday_mail::Mailbox;
use marketday_model::code::{CodePurpose, CodeRequest};
use marketday_model::time::LONDON;
use marketday_model::{CodeRequestId, Notice};
use marketday_render::letters::{ComposedLetter, ConfirmCode, SignInCode};
use marketday_render::{Links, when};
use marketday_store::{codes, people};

pub(super) fn compose(
    notifier: &Notifier,
    notice: &Notice,
    id: CodeRequestId,
) -> Result<Composed, ComposeError> {
    let now = notifier.surroundings.now();
    let Some(request) = notifier.store.read(|rx| codes::find(rx, id))? else {
        return Ok(Composed::Dropped(Dropped::SubjectGone));
    };
    let is_open = match request.purpose {
        CodePurpose::SignIn => request.is_link_open(now),
        _ => request.is_open(now),
    };
    if !is_open {
        return Ok(Composed::Dropped(Dropped::CodeOver));
    }
    if request.only_for_people
        && notifier
            .store
            .read(|rx| people::find_by_email(rx, &request.email))?
            .is_none()
    {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    }
    let words = words(notifier, &request)?;
    let to = Mailbox::new(request.email.as_str());
    Ok(notifier.about_account(notice, to, words))
}

fn words(notifier: &Notifier, request: &CodeRequest) -> Result<ComposedLetter, ComposeError> {
    let code = notifier.key.code(request);
    let expires_text = when::moment(request.expires_at, LONDON);
    let foot = operator_foot(notifier, None);
    let purpose = match request.purpose {
        CodePurpose::SignIn => {
            let token = notifier.key.link_token(request);
            let letter = SignInCode {
                code: request.has_code().then_some(code),
                link: notifier
                    .links
                    .absolute(&Links::sign_in_link(&request.id, &token)),
                expires_text,
                asked_text: when::moment(request.asked_at, LONDON),
                foot,
            };
            return Ok(notifier.engine.letter(&letter)?);
        }
        CodePurpose::Booking => "confirm your pitch slot",
        CodePurpose::Proposal => "confirm your proposal",
        CodePurpose::Registration => "confirm your registration",
        CodePurpose::NewAddress => "use this address on Marketday from now on",
    };
    let letter = ConfirmCode {
        code,
        purpose_text: purpose.to_owned(),
        expires_text,
        foot,
    };
    Ok(notifier.engine.letter(&letter)?)
}
